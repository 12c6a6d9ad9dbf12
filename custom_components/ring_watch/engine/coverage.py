"""What the archive holds of a span of time, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .archive import SegmentFile
from .errors import EngineError
from .media import ticks_to_us, us_to_ticks
from .segment import Samples, read_segment

NO_GAP_US = 100_000
"""Segments that follow each other within this are taken as seamless."""
_PAUSE_US = 2_000_000
_PAUSE_INTERVALS = 5

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Half-open spans of microseconds in order of time; both lists fill the window.

    ``frames``: displayed pictures inside. ``unreadable``: segments left out.
    """

    spans: list[Span]
    gaps: list[Span]
    frames: int
    unreadable: int


def coverage(
    segments: Sequence[SegmentFile], start_us: int | None, end_us: int | None
) -> Coverage:
    """Return what the segments (in order of time) hold of [start_us, end_us).

    Without a bound, from the first or to the last picture there is.
    """
    spans: list[Span] = []
    frames = unreadable = 0
    for file in segments:
        try:
            samples = read_segment(file.path).video
        except EngineError:
            unreadable += 1
            continue
        limit = end_us
        if file.next_start_ms is not None:
            following = file.next_start_ms * 1000 + 999
            limit = following if limit is None else min(limit, following)
        for first, last in picture_spans(samples):
            begin = first if start_us is None else max(first, start_us)
            end = last if limit is None else min(last, limit)
            if begin >= end:
                continue
            if spans and begin - spans[-1][1] <= NO_GAP_US:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((begin, end))
        inside = samples.pts >= us_to_ticks(start_us or 0, samples.timescale)
        if limit is not None:
            inside &= samples.pts < us_to_ticks(limit, samples.timescale)
        frames += int(np.count_nonzero(inside))
    return Coverage(spans, _gaps(spans, start_us, end_us), frames, unreadable)


def picture_spans(samples: Samples) -> list[Span]:
    """Return the spans of microseconds that a segment's pictures fill.

    A picture lasts until the next, unless that takes longer than two seconds and
    than five times the usual interval: then it lasts the usual interval.
    """
    pts = np.sort(samples.pts)
    steps = np.diff(pts)
    usual = int(np.median(steps)) if len(steps) else 0
    pause = max(_PAUSE_US * samples.timescale // 1_000_000, _PAUSE_INTERVALS * usual)
    breaks = np.flatnonzero(steps > pause)
    firsts = pts[np.concatenate(([0], breaks + 1))]
    lasts = np.append(pts[breaks] + usual, samples.end)
    return [
        (
            ticks_to_us(int(first), samples.timescale),
            ticks_to_us(int(last), samples.timescale),
        )
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _gaps(
    spans: Sequence[Span], start_us: int | None, end_us: int | None
) -> list[Span]:
    gaps = []
    at = start_us
    for begin, end in spans:
        if at is not None and begin - at > NO_GAP_US:
            gaps.append((at, begin))
        at = end
    if at is not None and end_us is not None and end_us - at > NO_GAP_US:
        gaps.append((at, end_us))
    return gaps
