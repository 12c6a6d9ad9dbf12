"""Reading JSON that somebody else wrote: what does not fit is None, never an error."""

from datetime import UTC, datetime
import math
import re
from typing import Any

type Json = dict[str, Any]

_LONGEST_TEXT = 200
# Nobody sees them, and Persian, Hindi and families of emoji are not the same without.
_JOINERS = "\u200c\u200d"
# Becomes a part of addresses and of names of folders.
_IDENTITY = re.compile(r"[A-Za-z0-9_-]{1,60}")
# Later than this in seconds is a time in milliseconds, microseconds or nanoseconds.
_SECONDS_END = 100_000_000_000


def table(value: object) -> Json:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Json]:
    """Return the objects of a list."""
    found = value if isinstance(value, list) else []
    return [row for row in found if isinstance(row, dict)]


def text(value: object, limit: int = _LONGEST_TEXT) -> str | None:
    """Return a text of one line of visible characters, if there is one."""
    if not isinstance(value, str):
        return None
    shown = (c if c.isprintable() or c in _JOINERS else " " for c in value)
    return " ".join("".join(shown).split())[:limit].strip(_JOINERS) or None


def identity(value: object) -> str | None:
    """Return an id, which may come as a number or as text, as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and _IDENTITY.fullmatch(value):
        return value
    return None


def whole(value: object) -> int | None:
    """Return a whole number, which may come as text."""
    found = number(value)
    if isinstance(value, str | int) and found is not None:
        try:
            return int(value)
        except ValueError:
            return int(found)
    return None if found is None else int(found)


def number(value: object) -> float | None:
    """Return a finite number, which may come as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError, OverflowError:
        return None
    return found if math.isfinite(found) else None


def flag(value: object) -> bool | None:
    """Return a truth value, if it is one."""
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """Return a time in UTC: ISO 8601 (UTC unless it says more), seconds, ms, µs or ns."""
    # Longer than a date that is written without dashes.
    if isinstance(value, str) and not (value.isdigit() and len(value) > 8):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            return _epoch(number(value))
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC)
        try:
            return found.astimezone(UTC)
        except OverflowError:
            return None
    return _epoch(number(value))


def _epoch(value: float | None) -> datetime | None:
    if value is None:
        return None
    for _ in range(3):
        if abs(value) >= _SECONDS_END:
            value /= 1000
    try:
        return datetime.fromtimestamp(value, UTC)
    except OverflowError, OSError, ValueError:
        return None
