"""Which recording gives which part of a window, and why the rest is missing.

Pure. Times are integer microseconds since the Unix epoch, spans half-open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

type Span = tuple[int, int]


class Reason(StrEnum):
    """Why a part of a window is missing; where several hold, the first one is told.

    The first ones may be otherwise later, the last ones stay.
    """

    NO_ROOM = "no_room"
    NOT_READY = "not_ready"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    END_TO_END_ENCRYPTED = "end_to_end_encrypted"
    UNREADABLE = "unreadable"
    NO_SUBSCRIPTION = "no_subscription"
    DELETED = "deleted"
    NOT_RECORDED = "not_recorded"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"
    NO_MOTION = "no_motion"


_ORDER = {reason: rank for rank, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Footage:
    """A recording that is at hand: what it really covers."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Take:
    """A part of a window, and the recording that it is taken from."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a window that is not there."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why what was recorded in a span cannot be had."""

    start: int
    end: int
    reason: Reason


def takes(
    window: Span, footage: Iterable[Footage], held: Iterable[Span] = ()
) -> list[Take]:
    """Return parts in order of time that hold what the footage has of the window.

    Every instant is taken once: not where it is ``held`` already, else from the
    recording that began first, which shows it without a change in between.
    """
    found: list[Take] = []
    reached = window[0]
    for item in sorted(footage, key=lambda f: (f.start, -f.end, f.key)):
        start, end = max(item.start, reached), min(item.end, window[1])
        if start < end:
            found += [Take(item.key, *part) for part in without((start, end), held)]
            reached = end
    return found


def without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of a span, in order of time."""
    left: list[Span] = []
    at, end = span
    for begin, finish in sorted(taken):
        if begin >= end:
            break
        if at < begin:
            left.append((at, begin))
        at = max(at, finish)
    if at < end:
        left.append((at, end))
    return left


def explain(
    gaps: Iterable[Span], obstacles: Sequence[Obstacle], otherwise: Reason
) -> list[Missing]:
    """Say of every instant of the gaps why it is missing."""
    found: list[Missing] = []
    ranked = sorted(obstacles, key=lambda o: (_ORDER[o.reason], o.start, o.end))
    for gap in sorted(gaps):
        parts: list[Missing] = []
        told: list[Span] = []
        for obstacle in ranked:
            inside = max(obstacle.start, gap[0]), min(obstacle.end, gap[1])
            if inside[0] < inside[1]:
                left = without(inside, told)
                parts += [Missing(*part, obstacle.reason) for part in left]
                told += left
        parts += [Missing(*part, otherwise) for part in without(gap, told)]
        found += _joined(sorted(parts, key=lambda part: part.start))
    return found


def _joined(parts: Sequence[Missing]) -> list[Missing]:
    """Make neighbours with the same reason one."""
    found: list[Missing] = []
    for part in parts:
        if found and (found[-1].end, found[-1].reason) == (part.start, part.reason):
            found[-1] = Missing(found[-1].start, part.end, part.reason)
        else:
            found.append(part)
    return found
