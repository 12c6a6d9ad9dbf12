"""Times that people and automations give, as the exact UTC of the engine."""

from datetime import UTC, datetime, timedelta, tzinfo

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .const import DOMAIN, MAX_WINDOW
from .engine.times import to_datetime, to_us

__all__ = [
    "day_at_home",
    "invalid",
    "parse_time",
    "to_text",
    "to_us",
    "to_utc",
    "window",
]


_TOO_LONG = MAX_WINDOW + timedelta(seconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC) + timedelta(days=2)
_LATEST = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


def to_text(moment: datetime) -> str:
    """Return an aware time in the engine's text form: UTC, six digits, Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def parse_time(text: str | None) -> datetime | None:
    """Return the engine's text form of a time as a time."""
    return dt_util.parse_datetime(text) if text else None


def day_at_home(us: int, *, before: int = 0) -> str:
    """Return the day at home of a time in microseconds, or so many days before it."""
    local = to_datetime(us).astimezone(dt_util.get_default_time_zone())
    return (local.date() - timedelta(days=before)).isoformat()


def invalid(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the translated error for a mistake in what was asked."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def to_utc(moment: datetime, zone: tzinfo) -> datetime:
    """Return ``moment`` in UTC; without an offset it is a time at home.

    Raises ServiceValidationError when the clocks at home never showed that time
    (``time_skipped``) or showed it twice (``time_repeated``).
    """
    nearly = moment.replace(tzinfo=UTC)
    if not _EARLIEST <= nearly <= _LATEST:
        # So near the ends of what can be counted, it may have no UTC.
        return nearly
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first = moment.replace(tzinfo=zone, fold=0)
    second = moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        key = "time_repeated" if back == moment else "time_skipped"
        raise invalid(key, time=moment.isoformat(sep=" "), time_zone=str(zone))
    return first.astimezone(UTC)


def window(
    zone: tzinfo,
    *,
    start: datetime | None,
    end: datetime | None,
    last: timedelta | None,
) -> tuple[datetime, datetime]:
    """Return the half-open window [start, end) in UTC that a caller means.

    Either ``start`` and ``end``, or ``last`` for the time until now. Raises a
    translated ServiceValidationError: ``window_incomplete``, ``window_empty``,
    ``window_future``, ``window_too_long``, or one of ``to_utc``.
    """
    now = dt_util.utcnow()
    if last is not None:
        if start is not None or end is not None:
            raise invalid("window_incomplete")
        begin, finish = now - min(last, _TOO_LONG), now
    elif start is None or end is None:
        raise invalid("window_incomplete")
    else:
        begin, finish = to_utc(start, zone), to_utc(end, zone)
    if begin >= finish:
        raise invalid("window_empty")
    if finish > now:
        shown = finish if finish > _LATEST else finish.astimezone(zone)
        raise invalid("window_future", end=shown.isoformat(sep=" "))
    if finish - begin > MAX_WINDOW:
        raise invalid("window_too_long", hours=str(MAX_WINDOW.seconds // 3600))
    return begin, finish
