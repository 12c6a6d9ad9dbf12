"""What is held until the clock is known ends up on one time base, exactly."""

from itertools import pairwise
from typing import Any

import av
from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.clock import Track
from custom_components.ring_watch.engine.held import Held, joined, usual_interval
from custom_components.ring_watch.engine.received import Received

pytestmark = pytest.mark.engine

NOW = 1_767_225_600_000_000


def track_of(track: Track, times: list[int], moved: int, told: int) -> list[Held]:
    """A track whose timestamps jump by ``moved`` ticks with packet ``told``."""
    packet: av.Packet[Any] = av.Packet(1)
    return [
        Held(track, Received(packet, NOW, None, jumped), at - moved + jumped)
        for index, at in enumerate(times)
        for jumped in (moved if index >= told else 0,)
    ]


@given(
    times=st.lists(st.integers(0, 10**7), min_size=1, max_size=30, unique=True),
    moved=st.integers(-(10**7), 10**7),
    told=st.integers(0, 40),
)
def test_however_uneven_and_in_whatever_order_they_come(
    times: list[int], moved: int, told: int
) -> None:
    video = track_of("video", times, moved, told)
    sound = track_of("audio", sorted(times), 0, 0)
    found = joined([*video, *sound])
    told_at_all = told < len(times)
    expected = times if told_at_all else [at - moved for at in times]
    assert [item.pts for item in found if item.track == "video"] == expected
    assert [item.pts for item in found if item.track == "audio"] == sorted(times)


def test_the_usual_interval_is_that_of_pictures_in_the_order_of_display() -> None:
    times = [0, 3, 1, 2, 6, 4, 5, 14]
    assert usual_interval(track_of("video", times, 0, 0)) == 1
    steps = {later - earlier for earlier, later in pairwise(sorted(times))}
    assert steps == {1, 8}
    assert usual_interval(track_of("audio", times, 0, 0)) is None
    assert usual_interval(track_of("video", [5], 0, 0)) is None
