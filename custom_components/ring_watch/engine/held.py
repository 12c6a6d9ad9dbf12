"""Packets that wait until the clock of their connection is known."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low
from typing import Any, NamedTuple

import av

from .clock import Track

_TOLERANCE_US = 2000
_SAME_US = 1000
_CERTAIN = 2
"""Times the largest irregularity seen; what is farther off than that has jumped."""


class Held(NamedTuple):
    """A packet of a live source with what is known of its time.

    ``time_us``: ``pts`` in microseconds. ``duration``: ticks until the next packet of
    sound; 0 where it is not known, as of pictures. ``sender_us``: the sender's time, None before its reports.
    """

    track: Track
    packet: av.Packet[Any]
    pts: int
    time_us: int
    duration: int
    arrival_us: int
    sender_us: int | None


def usual_interval(held: Sequence[Held]) -> int | None:
    """Return the usual distance of pictures in ticks; None without two of them."""
    times = sorted({item.pts for item in held if item.track == "video"})
    steps = [later - earlier for earlier, later in pairwise(times)]
    return median_low(steps) if steps else None


def jump(held: Sequence[Held], track: Track, ticks_per_us: float) -> tuple[int, int]:
    """Return (index, ticks): what came before the index is moved by the ticks.

    Where there are two tracks, one's timestamps jump to the time base of the other with
    its own first sender report. What was held before it belongs there too. By how much,
    only the usual distance of packets tells: where that varies, a jump of less than
    that is not seen. Pictures must be in the order in which they are displayed.
    """
    own = [(index, item) for index, item in enumerate(held) if item.track == track]
    at = _first_joined([item for _, item in own])
    if at < 2 or _reported_first(held, track):
        return 0, 0
    steps = [later.pts - item.pts for (_, item), (_, later) in pairwise(own)]
    middle = median_low(steps)
    # By how much each packet is farther from the one before than is usual.
    odd = [
        step - (item.duration or middle)
        for step, (_, item) in zip(steps, own, strict=False)
    ]
    jumped = odd.pop(at - 1)
    usual = max(abs(step) for step in odd)
    if abs(jumped) <= _CERTAIN * usual + _TOLERANCE_US * ticks_per_us:
        return 0, 0
    return own[at][0], jumped


def _first_joined(own: Sequence[Held]) -> int:
    """Return which of a track's packets is the first on the common time base.

    The first report is credited to the packet before it where a parser holds that
    back: then the distance to the sender's time is another one, unless the packet seems
    to be at the time of the one that follows.
    """
    told = [
        (index, item.sender_us - item.time_us)
        for index, item in enumerate(own)
        if item.sender_us is not None
    ]
    at = next(
        (index for index, ahead in told if abs(ahead - told[-1][1]) < _SAME_US), 0
    )
    following = own[at + 1 : at + 2]
    same = any(abs(item.time_us - own[at].time_us) < _SAME_US for item in following)
    return at + same


def _reported_first(held: Sequence[Held], track: Track) -> bool:
    """Tell whether the other track's report certainly came later.

    The time base is that of the track that is reported first, so it does not jump.
    """
    told = False
    for item in held:
        if item.track == track:
            told = told or item.sender_us is not None
        elif item.sender_us is not None:
            return False
        elif told:
            return True
    return False
