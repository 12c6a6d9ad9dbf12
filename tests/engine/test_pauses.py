"""A camera that films slowly when nothing moves is not one that loses pictures."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from custom_components.ring_watch.engine.cut import Encode, Track, plan
from custom_components.ring_watch.engine.loading import load
from custom_components.ring_watch.engine.pauses import pauses
from tests.support import decode
from tests.support.footage import Footage, Made

from .pausing import with_pause
from .scene import CAMERA, SECOND, START, Scene, assert_exact

pytestmark = pytest.mark.engine

FOOTAGE = Footage(width=160, height=96, seconds=Fraction(8), gop=Fraction(8))
RATE = 15

type Make = Callable[[Footage], Made]


def slow(made: Made, folder: Path, numbers: tuple[int, ...]) -> Made:
    """The footage with a second and a half before each of these pictures."""
    for number in numbers:
        made = with_pause(made, number, Fraction(3, 2), folder / f"slow_{number}.mp4")
    return made


def track_of(scene: Scene) -> Track:
    end = START + 60 * SECOND
    segments = load(scene.archive, CAMERA, START, end)
    (part, *_) = plan(segments, START, end, encode_all=True)
    assert isinstance(part, Encode)
    return part.track


def test_every_picture_of_a_slow_camera_is_there(
    scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """Though sixteen pictures of the usual distance could be missing each time."""
    placed = scene.add(slow(footage(FOOTAGE), tmp_path, (30, 50, 70, 90)))
    assert pauses(track_of(scene))
    for first in (10, 29, 55, 75):
        clip = scene.gather(placed.time(first), placed.time(110))
        assert_exact(scene, clip)
        assert clip.gaps == []


@pytest.mark.parametrize("numbers", [(), (30,), (30, 50)])
def test_once_or_twice_may_be_an_accident(
    numbers: tuple[int, ...], scene: Scene, footage: Make, tmp_path: Path
) -> None:
    placed = scene.add(slow(footage(FOOTAGE), tmp_path, numbers))
    assert not pauses(track_of(scene))
    clip = scene.gather(placed.time(10), placed.time(109) + 1000)
    assert set(decode.counters(clip.path)) - {None} <= {*range(10, 110)}


def test_pictures_to_which_none_refer_may_be_lost_without_a_trace(
    scene: Scene, footage: Make, tmp_path: Path
) -> None:
    made = footage(replace(FOOTAGE, b_frames=2))
    scene.add(slow(made, tmp_path, (30, 50, 70, 90)))
    assert not pauses(track_of(scene))
