"""Where footage is missing there is black, and wall time still holds."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from custom_components.ring_watch.engine.errors import EngineError
from tests.support import decode
from tests.support.footage import Footage, Made

from . import boxes
from .pausing import with_pause
from .scene import (
    SECOND,
    START,
    TICK,
    Scene,
    assert_black,
    assert_exact,
    assert_private,
    is_gap,
)

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4))
LATER = replace(SHORT, first_counter=1000)
FRAME = -(-SECOND // 15)

type Make = Callable[[Footage], Made]


@pytest.mark.parametrize("options", [{}, {"b_frames": 2}, {"codec": "h265"}], ids=str)
@pytest.mark.parametrize("keep_codec", [False, True])
def test_a_gap_in_the_middle_is_black(
    options: dict[str, Any], keep_codec: bool, scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, **options)))
    scene.add(footage(replace(LATER, **options)), START + 7 * SECOND + 11)
    for start, end in ((0.5, 10.2), (3.5, 7.5), (0, 12), (2, 9), (3.9, 7.1)):
        window = START + int(start * SECOND), START + int(end * SECOND)
        clip = scene.gather(*window, keep_codec=keep_codec)
        shown = assert_exact(scene, clip, scene.hashes())
        (gap, *after) = clip.gaps
        assert is_gap(gap, START + 4 * SECOND, START + 7 * SECOND + 11)
        assert bool(after) == (end > 11)
        assert_black(clip, shown)
        assert clip.as_json()["gaps"][0] == {
            "start": f"2023-11-14T22:13:{24 if gap[0] % SECOND > 99999 else 23}"
            f".{gap[0] % SECOND:06}Z",
            "end": "2023-11-14T22:13:27.123468Z",
        }


def test_a_window_may_begin_before_and_end_after_all_footage(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT))
    start, end = START - 2_500_000, START + 6_700_000
    clip = scene.gather(start, end)
    shown = assert_exact(scene, clip, scene.hashes())
    before, after = clip.gaps
    assert before == (start, START)
    assert is_gap(after, START + 4 * SECOND, end)
    assert clip.delivered == (START, after[0])
    assert clip.copied == 60
    assert clip.filler == 3 + 3
    assert_black(clip, shown)
    # The black lasts until the end: nothing freezes, nothing ends early.
    samples = boxes.samples(boxes.read(clip.path))
    assert samples[-1].time + samples[-1].duration - Fraction(9_200_000, SECOND) < TICK


@pytest.mark.parametrize("late", [0, 1, 50_000, 99_000])
def test_a_short_silence_of_the_camera_is_no_gap(
    late: int, scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT))
    scene.add(footage(LATER), START + 4 * SECOND + late)
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    assert_exact(scene, clip, scene.hashes())
    assert clip.gaps == []


def test_more_than_a_tenth_of_a_second_is_a_gap(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    scene.add(footage(LATER), START + 4 * SECOND + 101_000)
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    shown = assert_exact(scene, clip, scene.hashes())
    assert len(clip.gaps) == 1
    assert_black(clip, shown)


@pytest.mark.parametrize("b_frames", [0, 2])
@pytest.mark.parametrize("after", [31, 37, 30, 59])
def test_a_gap_inside_a_group_of_pictures(
    after: int, b_frames: int, scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """The camera fell silent for five seconds and went on without a new start."""
    whole = footage(replace(SHORT, seconds=Fraction(6), b_frames=b_frames))
    made = with_pause(whole, after, 5, tmp_path / "paused.mp4")
    scene.add(made)
    hashes = scene.hashes()
    windows = [(0, 11), (0.3, 10.3)]
    if after in (30, 59):
        windows.append((2.2, 9.4))
    for start, end in windows:
        window = START + int(start * SECOND), START + int(end * SECOND)
        clip = scene.gather(*window)
        shown = assert_exact(scene, clip, hashes)
        (gap,) = clip.gaps
        last = START + made.times[after - 1] * SECOND // 1
        resumed = START + made.times[after] * SECOND // 1
        assert is_gap(gap, max(int(last) + FRAME, window[0]), int(resumed))
        assert_black(clip, shown)


@pytest.mark.parametrize("b_frames", [0, 2])
def test_behind_a_pause_nothing_is_shown_that_may_be_from_before_the_window(
    b_frames: int, scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """Seconds of pictures may be missing, though their numbers go on: they are few."""
    whole = footage(replace(SHORT, seconds=Fraction(6), b_frames=b_frames))
    scene.add(with_pause(whole, 31, 5, tmp_path / "paused.mp4"))
    clip = scene.gather(START + 2_200_000, START + 9_400_000)
    numbers = [n for n in decode.counters(clip.path) if n is not None]
    assert numbers == list(range(60, 66))
    (gap,) = clip.gaps
    assert is_gap(gap, START + 2_200_000, START + 9 * SECOND)


def test_a_removed_segment_is_a_gap(scene: Scene, footage: Make) -> None:
    placed = scene.add(footage(replace(SHORT, seconds=Fraction(8))), seconds=2)
    assert len(scene.paths) == 4
    scene.paths[1].unlink()
    scene.lost.append((START + 2 * SECOND, START + 4 * SECOND))
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    shown = assert_exact(scene, clip, scene.hashes())
    assert clip.gaps == [(START + 2 * SECOND, START + 4 * SECOND)]
    assert_black(clip, shown)
    scene.paths[-1].unlink()
    scene.lost.append((START + 6 * SECOND, placed.end + 1))
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    assert_exact(scene, clip, scene.hashes())
    assert clip.delivered == (START + SECOND, START + 6 * SECOND)


def test_there_is_no_clip_of_nothing_but_gaps(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    scene.add(footage(LATER), START + 9 * SECOND)
    for start, end in ((5, 8), (-3, -1), (14, 16)):
        with pytest.raises(EngineError) as raised:
            scene.gather(START + start * SECOND, START + end * SECOND)
        assert raised.value.code == "no_footage"
        assert not scene.output.exists()


def test_a_long_gap_does_not_take_long(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    scene.add(footage(LATER), START + 11 * 3600 * SECOND)
    clip = scene.gather(START + 3 * SECOND, START + (11 * 3600 + 2) * SECOND)
    shown = decode.shown(clip.path)
    assert clip.filler == 600 == sum(picture.black for picture in shown)
    assert shown[-1].counter == 1029
    assert_private(clip.path)
    assert clip.size < 200_000
