"""What the archive holds of a span of time, and what is missing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .archive import SegmentFile
from .errors import EngineError
from .media import ticks_to_us, us_to_ticks
from .segment import NO_GAP_US, Samples, read_segment, spans

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Half-open spans of microseconds in order of time; both lists fill the window.

    ``sound``: spans that have sound, not all of which have pictures. ``frames``:
    displayed pictures inside. ``unreadable``: segments left out.
    """

    spans: list[Span]
    gaps: list[Span]
    sound: list[Span]
    frames: int
    unreadable: int


def coverage(
    segments: Sequence[SegmentFile],
    start_us: int | None,
    end_us: int | None,
    progress: Callable[[float], None] = lambda _: None,
) -> Coverage:
    """Return what the segments (in order of time) hold of [start_us, end_us).

    Without a bound, from the first or to the last picture there is. ``progress`` is
    told the part that is done.
    """
    found: list[Span] = []
    heard: list[Span] = []
    frames = unreadable = 0
    for number, file in enumerate(segments, 1):
        progress(number / len(segments))
        try:
            segment = read_segment(file.path)
        except EngineError:
            unreadable += 1
            continue
        samples = segment.video
        limit = end_us
        if file.next_start_ms is not None:
            following = file.next_start_ms * 1000 + 999
            limit = following if limit is None else min(limit, following)
        found += _inside(samples, start_us, limit)
        if segment.audio is not None:
            heard += _inside(segment.audio, start_us, limit)
        inside = samples.pts >= us_to_ticks(start_us or 0, samples.timescale)
        if limit is not None:
            inside &= samples.pts < us_to_ticks(limit, samples.timescale)
        frames += int(np.count_nonzero(inside))
    held = joined(found)
    gaps = missing(held, start_us, end_us)
    return Coverage(held, gaps, joined(heard), frames, unreadable)


def _inside(
    samples: Samples, start_us: int | None, end_us: int | None
) -> Iterator[Span]:
    """Yield the spans of samples inside [start_us, end_us)."""
    for first, last in spans(samples):
        begin = ticks_to_us(first, samples.timescale)
        end = ticks_to_us(last, samples.timescale)
        begin = begin if start_us is None else max(begin, start_us)
        end = end if end_us is None else min(end, end_us)
        if begin < end:
            yield begin, end


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order of time without what is too short to be called a gap."""
    found: list[Span] = []
    for begin, end in spans:
        if found and begin - found[-1][1] <= NO_GAP_US:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def missing(
    spans: Sequence[Span], start_us: int | None, end_us: int | None
) -> list[Span]:
    """Return the gaps that joined spans leave in [start_us, end_us)."""
    gaps = []
    at = start_us
    for begin, end in spans:
        if at is not None and begin - at > NO_GAP_US:
            gaps.append((at, begin))
        at = end
    if at is not None and end_us is not None and end_us - at > NO_GAP_US:
        gaps.append((at, end_us))
    return gaps
