"""A camera that films slowly when nothing moves is not one that loses pictures."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
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


def slow(
    made: Made,
    folder: Path,
    numbers: tuple[int, ...],
    length: Fraction = Fraction(3, 2),
) -> Made:
    """The footage with so many seconds more before each of these pictures."""
    for number in numbers:
        made = with_pause(made, number, length, folder / f"slow_{number}.mp4")
    return made


def without(made: Made, lost: Collection[int], folder: Path) -> Made:
    """The footage without these pictures."""
    path = folder / "without.mp4"
    left = [time for number, time in enumerate(made.times) if number not in lost]
    with av.open(str(made.path)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream, opaque=True)
        for packet in source.demux(stream):
            if packet.pts is None or packet.time_base is None:
                continue
            time = packet.pts * packet.time_base - made.start
            if any(abs(time - other) < Fraction(1, 1000) for other in left):
                packet.stream = copy
                target.mux(packet)
    return replace(made, path=path, times=tuple(left))


def track_of(scene: Scene) -> Track:
    end = START + 60 * SECOND
    segments = load(scene.archive, CAMERA, START, end)
    (part, *_) = plan(segments, START, end, encode_all=True)
    assert isinstance(part, Encode)
    return part.track


@pytest.mark.parametrize("b_frames", [0, 2])
def test_every_picture_of_a_slow_camera_is_there(
    b_frames: int, scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """Though sixteen pictures of the usual distance could be missing each time."""
    made = footage(replace(FOOTAGE, b_frames=b_frames))
    placed = scene.add(slow(made, tmp_path, (30, 50, 70, 90)))
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


@pytest.mark.parametrize("b_frames", [0, 2])
def test_pictures_that_are_lost_each_time_are_missed_in_the_numbers(
    b_frames: int, scene: Scene, footage: Make, tmp_path: Path
) -> None:
    made = footage(replace(FOOTAGE, b_frames=b_frames))
    lost = [range(first, first + 20) for first in (30, 55, 80)]
    scene.add(without(made, [number for each in lost for number in each], tmp_path))
    assert not pauses(track_of(scene))


def test_pictures_to_which_none_refer_may_be_lost_without_a_trace(
    scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """One of three: such a pause is told from a loss by its length alone."""
    made = footage(replace(FOOTAGE, b_frames=2))
    numbers = (30, 50, 70, 90)
    for length, told in ((Fraction(1, 15), False), (Fraction(3, 15), True)):
        other = Scene(tmp_path / str(told))
        other.folder.mkdir()
        other.add(slow(made, other.folder, numbers, length))
        assert pauses(track_of(other)) == told
