"""A strip of small pictures of a window, one decoded keyframe each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from .cut import Track, covered
from .decode import decode
from .errors import EngineError
from .jpeg import encode_jpeg, write_private
from .media import ticks_to_us, us_to_ticks
from .segment import Segment

WIDTH = 320


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture of the window; ``time`` in microseconds since the Unix epoch."""

    time: int
    path: Path


def thumbnails(
    segments: list[Segment],
    start: int,
    end: int,
    folder: Path,
    count: int,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Thumbnail]:
    """Write at most ``count`` pictures from inside [start, end), evenly spread.

    Named ``<UTC ms>.jpg`` in ``folder``, which exists. Only pictures that decode on
    their own are taken, so that a strip costs little; where there are none, the
    first picture of a covered span. Raises EngineError ``no_footage``.
    """
    found = []
    for time, frame in _pictures(segments, start, end, count):
        path = folder / f"{time // 1000}.jpg"
        write_private(path, encode_jpeg(frame, WIDTH))
        found.append(Thumbnail(time, path))
        progress(min(len(found) / count, 1.0))
    if not found:
        raise EngineError("no_footage", "There is no footage in this window.")
    progress(1.0)
    return found


def _pictures(
    segments: list[Segment], start: int, end: int, count: int
) -> Iterator[tuple[int, av.VideoFrame]]:
    spans = list(covered(segments, start, end))
    places = [place for span in spans for place in _places(*span)]
    chosen = np.unique(np.linspace(0, len(places) - 1, count).round().astype(int))
    for index in chosen if places else ():
        track, sample, low, high = places[index]
        samples = track.samples
        last = sample + 1 if low == samples.pts[sample] else len(samples)
        frame = next(decode(track, sample, last, low, high), None)
        if frame is not None and frame.pts is not None:
            yield ticks_to_us(frame.pts, samples.timescale), frame


def _places(track: Track, start: int, end: int) -> list[tuple[Track, int, int, int]]:
    """Return (track, sample, low, high): decode from ``sample``, show low <= pts < high."""
    samples = track.samples
    low = us_to_ticks(start, samples.timescale)
    high = us_to_ticks(end, samples.timescale)
    inside = (samples.pts >= low) & (samples.pts < high)
    alone = np.flatnonzero(inside & samples.random_access)
    if len(alone):
        times = samples.pts[alone]
        return [
            (track, int(sample), int(time), int(time) + 1)
            for sample, time in zip(alone, times, strict=True)
        ]
    before = np.flatnonzero(samples.random_access & (samples.pts < low))
    if not inside.any() or not len(before):
        return []
    return [(track, int(before[-1]), low, high)]
