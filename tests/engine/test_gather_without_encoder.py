"""Without an encoder a clip may hold less than its window, never more, and says so."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.ring_watch.engine import transcode
from custom_components.ring_watch.engine.errors import EngineError
from tests.support import decode
from tests.support.footage import Footage, Made

from . import boxes
from .pausing import with_pause
from .scene import SECOND, START, TICK, Scene, assert_exact, assert_private, is_gap

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4))
LATER = replace(SHORT, first_counter=1000)
FRAME = -(-SECOND // 15)

type Make = Callable[[Footage], Made]


@pytest.fixture(autouse=True)
def _no_encoder() -> Iterator[None]:
    """PyAV as some build it: it decodes, but encodes neither H.264 nor H.265."""
    with patch.object(transcode, "_ENCODERS", {"h264": "absent", "hevc": "absent"}):
        yield


def test_it_begins_with_the_first_idr_inside(scene: Scene, footage: Make) -> None:
    scene.add(footage(replace(SHORT, gop=Fraction(1))))
    start, end = START + 1_300_000, START + 3_500_000
    clip = scene.gather(start, end)
    assert decode.counters(clip.path) == list(range(30, 53))
    assert clip.exact is False
    assert clip.as_json()["exact"] is False
    assert clip.delivered == (START + 2 * SECOND, end)
    assert (clip.copied, clip.encoded, clip.filler) == (23, 0, 0)
    times = [sample.time for sample in boxes.samples(boxes.read(clip.path))]
    wanted = [Fraction(n, 15) - Fraction(13, 10) for n in range(30, 53)]
    pairs = zip(times, wanted, strict=True)
    assert all(abs(a - b) <= TICK for a, b in pairs)
    assert_private(clip.path)


def test_a_window_that_needs_no_encoder_is_exact(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    clip = scene.gather(START, START + 3_500_000)
    assert_exact(scene, clip, scene.hashes())


def test_what_is_missing_at_the_end_is_told(scene: Scene, footage: Make) -> None:
    scene.add(footage(replace(SHORT, b_frames=2)))
    clip = scene.gather(START + SECOND, START + 3_400_000)
    found = decode.counters(clip.path)
    assert found == list(range(30, 30 + len(found)))
    assert clip.exact is False
    last = START + (30 + len(found)) * SECOND // 15
    assert clip.delivered[0] == START + 2 * SECOND
    assert abs(clip.delivered[1] - last) <= FRAME


def test_gaps_are_told(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    scene.add(footage(LATER), START + 7 * SECOND)
    clip = scene.gather(START + 1_500_000, START + 13 * SECOND)
    assert decode.counters(clip.path) == [*range(30, 60), *range(1000, 1060)]
    middle, last = clip.gaps
    assert is_gap(middle, START + 4 * SECOND, START + 7 * SECOND)
    assert is_gap(last, START + 11 * SECOND, START + 13 * SECOND)
    assert clip.delivered[0] == START + 2 * SECOND
    assert clip.delivered[1] == last[0]


@pytest.mark.parametrize("what", ["no idr", "h265", "open"])
def test_what_cannot_be_copied_is_refused(
    what: str, scene: Scene, footage: Make
) -> None:
    kind = {
        "no idr": SHORT,
        "h265": replace(SHORT, codec="h265"),
        "open": replace(SHORT, b_frames=2, open_gop=True, gop=Fraction(1)),
    }[what]
    scene.add(footage(kind))
    with pytest.raises(EngineError) as raised:
        scene.gather(START + 1_100_000, START + 1_900_000)
    assert raised.value.code == "no_encoder"
    assert list(scene.folder.glob("clip*")) == []


def test_what_is_missing_in_the_middle_is_a_gap(
    scene: Scene, footage: Make, tmp_path: Path
) -> None:
    """What follows a silence inside of a group needs pictures from before."""
    made = with_pause(footage(SHORT), 37, 5, tmp_path / "paused.mp4")
    scene.add(made)
    clip = scene.gather(START, START + 9 * SECOND)
    found = decode.counters(clip.path)
    assert found == list(range(37))
    scene.add(footage(replace(LATER, seconds=Fraction(2))), START + 9 * SECOND)
    clip = scene.gather(START, START + 11 * SECOND)
    assert decode.counters(clip.path) == [*range(37), *range(1000, 1030)]
    assert clip.delivered == (START, START + 11 * SECOND)
    (gap,) = clip.gaps
    assert is_gap(gap, START + 37 * SECOND // 15, START + 9 * SECOND)
