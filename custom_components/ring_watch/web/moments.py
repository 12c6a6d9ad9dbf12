"""Times that a person writes into a form, meant as the clock on the wall at home."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
import re
from typing import Final

from .language import offset

_LOCAL: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR: Final = 1971
_LAST_YEAR: Final = 9000


class Problem(StrEnum):
    """Why a text is no moment; names are keys of translations."""

    MISSING = "time_missing"
    UNREADABLE = "time_unreadable"
    SKIPPED = "time_skipped"
    REPEATED = "time_repeated"


@dataclass(frozen=True)
class Moment:
    """What a text says: UTC in µs, or a problem.

    ``choices`` are the two offsets from UTC of a time that the clocks showed twice.
    """

    us: int | None = None
    problem: Problem | None = None
    choices: tuple[str, ...] = ()


def read(text: str, zone: tzinfo, fold: str = "") -> Moment:
    """Return the moment of ``YYYY-MM-DDTHH:MM[:SS]`` in ``zone``.

    ``fold`` answers which of two: "0" for the first, "1" for the second.
    """
    text = text.strip()
    if not text:
        return Moment(problem=Problem.MISSING)
    match = _LOCAL.fullmatch(text)
    if match is None:
        return Moment(problem=Problem.UNREADABLE)
    try:
        written = datetime(*(int(part or 0) for part in match.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return Moment(problem=Problem.UNREADABLE)
    if not _FIRST_YEAR <= written.year <= _LAST_YEAR:
        return Moment(problem=Problem.UNREADABLE)
    first, second = written.replace(fold=0), written.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(us=_us(first))
    back = first.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != first.replace(tzinfo=None):
        return Moment(problem=Problem.SKIPPED)
    choices = (offset(first), offset(second))
    if fold not in ("0", "1"):
        return Moment(problem=Problem.REPEATED, choices=choices)
    return Moment(us=_us(second if fold == "1" else first), choices=choices)


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
