"""Which held packets move to the common time base, and by how much."""

from itertools import accumulate, chain
from operator import itemgetter
import random
from typing import Any

import av
from hypothesis import example, given, strategies as st
import pytest

from custom_components.ring_watch.engine.clock import Track
from custom_components.ring_watch.engine.held import Held, jump, usual_interval

pytestmark = pytest.mark.engine

NOW = 1_767_225_600_000_000
FRAME, SOUND = 66_667, 64_000
"""Microseconds, which are the ticks of both tracks here."""
COUNT = 30


def track_of(
    track: Track,
    steps: list[int],
    *,
    told: int | None,
    moved: int = 0,
    early: bool = False,
) -> list[tuple[int, Held]]:
    """A track's packets and when they are read.

    ``told``: from which on there are reports. Before that the timestamps are ``moved``
    less than on the common time base. ``early``: the first report is credited to the
    packet before.
    """
    times = [0, *accumulate(steps)]
    found = []
    for index, at in enumerate(times):
        joined = told is not None and index >= told
        sender = NOW + at if joined else None
        if early and told is not None and index == told - 1:
            sender = NOW + times[told]
        pts = at if joined else at - moved
        duration = 0 if track == "video" else SOUND
        packet: av.Packet[Any] = av.Packet(1)
        found.append((at, Held(track, packet, pts, pts, duration, NOW, sender)))
    return found


def together(*tracks: list[tuple[int, Held]]) -> list[Held]:
    """The packets of all tracks in the order in which they come."""
    return [held for _, held in sorted(chain(*tracks), key=itemgetter(0))]


def before(held: list[Held], track: Track) -> tuple[int, int]:
    """How many of a track's packets are moved, and by how much."""
    first, ticks = jump(held, track, 1.0)
    return sum(item.track == track for item in held[:first]), ticks


@pytest.mark.parametrize("early", [False, True])
@given(moved=st.integers(-900_000, 900_000), told=st.integers(2, COUNT - 2))
@example(moved=-FRAME, told=2)
@example(moved=-FRAME + 999, told=2)
@example(moved=-FRAME - 999, told=9)
def test_steady_pictures_are_moved_exactly(early: bool, moved: int, told: int) -> None:
    video = track_of("video", [FRAME] * COUNT, told=told, moved=moved, early=early)
    sound = track_of("audio", [SOUND] * COUNT, told=0)
    expected = (told, moved) if abs(moved) > 2000 else (0, 0)
    assert before(together(video, sound), "video") == expected


@given(moved=st.integers(10_000, 900_000), told=st.integers(2, COUNT - 2))
def test_sound_is_moved_likewise(moved: int, told: int) -> None:
    video = track_of("video", [FRAME] * COUNT, told=0)
    sound = track_of("audio", [SOUND] * COUNT, told=told, moved=moved)
    held = together(video, sound)
    assert before(held, "audio") == (told, moved)
    assert before(held, "video") == (0, 0)


@given(seed=st.integers(0, 10**6), told=st.integers(2, COUNT - 2))
def test_what_is_reported_first_does_not_jump(seed: int, told: int) -> None:
    """However far one picture is from the next."""
    dice = random.Random(seed)
    steps = [dice.randint(10_000, 900_000) for _ in range(COUNT)]
    video = track_of("video", steps, told=told, early=True)
    sound = track_of("audio", [SOUND] * 500, told=480)
    assert before(together(video, sound), "video") == (0, 0)


def test_an_uneven_distance_is_no_jump() -> None:
    steps = [FRAME + (index * 37 % 11 - 4) * 10_000 for index in range(COUNT)]
    sound = track_of("audio", [SOUND] * COUNT, told=0)
    for told in range(6, COUNT - 2):
        video = track_of("video", steps, told=told, early=True)
        assert before(together(video, sound), "video") == (0, 0)
    video = track_of("video", steps, told=15, moved=900_000)
    count, ticks = before(together(video, sound), "video")
    assert count == 15
    assert abs(ticks - 900_000) < FRAME


def test_without_reports_nothing_moves() -> None:
    video = track_of("video", [FRAME] * COUNT, told=None)
    sound = track_of("audio", [SOUND] * COUNT, told=None)
    assert before(together(video, sound), "video") == (0, 0)
    assert usual_interval(together(sound)) is None
