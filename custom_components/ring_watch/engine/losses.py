"""Pictures that should have been decoded and were not."""

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np

from .media import Ints


@dataclass(frozen=True, slots=True)
class Loss:
    """From the first lost picture to the next that is there, in ticks.

    ``start``: None when no picture comes before them; ``end``: None when none follows.
    """

    start: int | None
    end: int | None


def stretches(
    frames: Iterator[av.VideoFrame], times: Ints, tolerance: int
) -> Iterator[Loss | Iterator[av.VideoFrame]]:
    """Yield in turn pictures without a loss between them, and losses.

    ``times``: those of all pictures that should come, ascending. A loss shorter than
    ``tolerance`` is none, except at the end. The pictures of a stretch have to be
    taken before the next item.
    """
    done = 0
    ahead = next(frames, None)

    def place(frame: av.VideoFrame) -> int:
        assert frame.pts is not None
        return int(np.searchsorted(times, frame.pts))

    def is_lost(frame: av.VideoFrame) -> bool:
        return bool(times[place(frame)] - times[done] > tolerance)

    def unbroken() -> Iterator[av.VideoFrame]:
        nonlocal done, ahead
        while ahead is not None and not is_lost(ahead):
            frame, done = ahead, place(ahead) + 1
            ahead = next(frames, None)
            yield frame

    while ahead is not None:
        if is_lost(ahead):
            yield Loss(int(times[done]) if done else None, ahead.pts)
            done = place(ahead)
        yield unbroken()
    if done < len(times):
        yield Loss(int(times[done]) if done else None, None)
