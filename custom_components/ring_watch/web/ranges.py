"""The Range header of a GET (RFC 9110, section 14)."""

import re
from typing import Final

_UNIT: Final = re.compile(r"bytes=(.*)", re.IGNORECASE | re.DOTALL)
# Longer numbers are beyond any file; int() of a very long one would take its time.
_SPAN: Final = re.compile(r"[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*")


class RangeUnsatisfiableError(Exception):
    """No byte of what is asked for exists: status 416."""


def requested(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the half-open span of bytes to send, or None for the whole.

    The whole is the answer to no header, another unit, several ranges (14.2 lets a
    server ignore the header) and to what is no range at all. Raises
    RangeUnsatisfiableError for one range that begins past the end, or an empty
    suffix.
    """
    unit = _UNIT.fullmatch(header.strip()) if header else None
    span = _SPAN.fullmatch(unit[1]) if unit else None
    if span is None:
        return None
    first, last = span[1], span[2]
    if not first:
        if not last:
            return None
        start, end = max(0, size - int(last)), size
    else:
        start = int(first)
        end = min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise RangeUnsatisfiableError
    return start, end


def applies(if_range: str | None, etag: str) -> bool:
    """Tell whether Range is to be honoured (13.1.5).

    Only the very same strong tag counts. A date never does: no Last-Modified is sent.
    """
    return if_range is None or if_range.strip() == etag
