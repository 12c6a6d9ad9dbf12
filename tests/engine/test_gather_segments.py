"""A window over footage that is joined, doubled, damaged or of several kinds."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import shutil

import pytest

from tests.support import counter, decode
from tests.support.footage import Footage, Made

from .scene import SECOND, START, Scene, assert_exact, assert_private, is_gap

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4))
LATER = replace(SHORT, first_counter=1000)
FRAME = -(-SECOND // 15)

type Make = Callable[[Footage], Made]


def test_where_segments_overlap_the_later_one_holds(
    scene: Scene, footage: Make, tmp_path: Path
) -> None:
    scene.add(footage(replace(SHORT, seconds=Fraction(8))))
    other = Scene(tmp_path / "other")
    other.add(footage(replace(LATER, seconds=Fraction(2))), START + 3 * SECOND)
    (path,) = other.paths
    target = scene.archive.root / path.relative_to(other.archive.root)
    shutil.copy(path, target)
    # The later one ends, and with it what the archive promises of this time.
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    found = [n for n in decode.counters(clip.path) if n is not None]
    assert found == [*range(15, 45), *range(1000, 1030)]
    (gap,) = clip.gaps
    assert is_gap(gap, START + 5 * SECOND, START + 7 * SECOND)
    assert_private(clip.path)
    clip = scene.gather(START + SECOND, START + 3 * SECOND)
    assert decode.counters(clip.path) == list(range(15, 45))
    # Of footage that starts a little too early, the end of the former is left out.
    scene.paths[1].unlink()
    early = Scene(tmp_path / "early")
    early.add(footage(LATER), START + 7_900_000)
    (path,) = early.paths
    shutil.copy(path, scene.archive.root / path.relative_to(early.archive.root))
    clip = scene.gather(START + 7 * SECOND, START + 9 * SECOND)
    assert decode.counters(clip.path) == [*range(105, 119), *range(1000, 1017)]
    assert clip.gaps == []


KINDS = {
    "larger": replace(LATER, width=240, height=144),
    "smaller": replace(LATER, width=120, height=72),
    "codec": replace(LATER, codec="h265"),
    "range": replace(LATER, full_range=True),
    "rate": replace(LATER, rate=Fraction(30)),
    "profile": replace(LATER, profile="baseline"),
    "reordering": replace(LATER, b_frames=2),
    "open": replace(LATER, b_frames=2, open_gop=True, gop=Fraction(1)),
}


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("apart", [0, 3])
def test_footage_of_another_kind_in_one_window(
    apart: int, first: bool, kind: str, scene: Scene, footage: Make
) -> None:
    later = START + (4 + apart) * SECOND
    other = KINDS[kind]
    scene.add(footage(other), START if first else later)
    scene.add(footage(SHORT), later if first else START)
    clip = scene.gather(START + 2_222_222, later + 2_345_678)
    scene.placed.sort(key=lambda placed: placed.at)
    assert_exact(scene, clip)
    assert len(clip.gaps) == bool(apart)
    # What most of the pictures have is copied, beside the same of another coding.
    assert (clip.copied > 0) == (kind not in ("larger", "smaller", "codec"))
    if kind == "larger":
        assert (clip.width, clip.height) == (other.width, other.height)
    else:
        assert (clip.width, clip.height) == (160, 96)


def test_a_picture_of_another_shape_is_fitted_with_borders(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(LATER, width=160, height=192)))
    scene.add(footage(SHORT), START + 4 * SECOND)
    clip = scene.gather(START + 3 * SECOND, START + 5 * SECOND)
    assert (clip.width, clip.height) == (160, 192)
    found: list[int | None] = []
    for number, (_, plane) in enumerate(decode.planes(clip.path)):
        if number >= 15:
            assert plane[:47].max() < 20
            assert plane[145:].max() < 20
            plane = plane[48:144]
        found.append(counter.read(plane))
    assert found == [*range(1045, 1060), *range(15)]


def test_other_kinds_beside_the_window_do_not_matter(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(KINDS["codec"]))
    scene.add(footage(SHORT), START + 4 * SECOND)
    scene.add(footage(KINDS["larger"]), START + 8 * SECOND)
    clip = scene.gather(START + 4 * SECOND, START + 8 * SECOND)
    assert decode.counters(clip.path) == list(range(60))
    assert clip.copied == 60


def test_pictures_that_need_lost_ones_are_lost_too(scene: Scene, footage: Make) -> None:
    """The first pictures of an open group refer to the segment before."""
    made = footage(
        replace(SHORT, b_frames=3, open_gop=True, gop=Fraction(1), seconds=Fraction(8))
    )
    scene.add(made, seconds=2)
    paths = scene.paths
    assert len(paths) >= 3
    paths[1].write_bytes(b"nothing")
    start, end = START + SECOND, START + 8 * SECOND
    clip = scene.gather(start, end)
    found = [n for n in decode.counters(clip.path) if n is not None]
    whole = list(range(15, 120))
    assert found == [n for n in whole if n in found]
    lost = [n for n in whole if n not in found]
    # A second segment, and at most the pictures before the third one's first.
    assert len(lost) <= 31 + 3
    assert all(
        picture.black or picture.counter is not None
        for picture in decode.shown(clip.path)
    )
