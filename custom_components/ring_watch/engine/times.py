"""Points in time: integer microseconds since the Unix epoch, UTC."""

from datetime import UTC, datetime, timedelta
import time

from .errors import EngineError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def parse_time(text: str) -> int:
    """Return the microseconds of an ISO 8601 time that names its offset.

    Raises EngineError ``time_without_zone`` for a time without offset, and
    ``bad_time`` for anything that is not a time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise EngineError(
            "bad_time",
            f"{text!r} is not a time. Write it like 2026-11-23T14:05:00+01:00.",
        ) from None
    if moment.tzinfo is None:
        raise EngineError(
            "time_without_zone",
            f"{text!r} does not say its offset from UTC. "
            "Add it, like 2026-11-23T14:05:00+01:00, or Z for UTC.",
        )
    return to_us(moment)


def to_us(moment: datetime) -> int:
    """Return an aware time as microseconds since the Unix epoch, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def format_time(us: int) -> str:
    """Return ``us`` as ISO 8601 in UTC with six digits, ending in Z."""
    return f"{to_datetime(us):%Y-%m-%dT%H:%M:%S.%f}Z"


def to_datetime(us: int) -> datetime:
    """Return ``us`` as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=us)


def now_us() -> int:
    """Return the host's wall clock."""
    return time.time_ns() // 1000
