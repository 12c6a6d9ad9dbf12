"""Packets that wait until the clock of their connection is known."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from .clock import Track
from .received import Received


class Held(NamedTuple):
    """A packet of a live source, and its time in ticks of its stream."""

    track: Track
    received: Received
    pts: int


def usual_interval(held: Sequence[Held]) -> int | None:
    """Return the usual distance of pictures in ticks; None without two of them."""
    times = sorted({item.pts for item in held if item.track == "video"})
    steps = [later - earlier for earlier, later in pairwise(times)]
    return median_low(steps) if steps else None


def joined(held: Sequence[Held]) -> list[Held]:
    """Return what is held on one time base, as far as that is known.

    Where there are two tracks, one's timestamps jump to the time base of the other with
    its own first sender report. What was held before it belongs there too.
    """
    moved = {item.track: item.received.moved for item in held}
    return [
        item._replace(pts=item.pts + moved[item.track] - item.received.moved)
        for item in held
    ]
