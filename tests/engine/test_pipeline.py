"""Packets of one connection become an archive, whenever it breaks off."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.pipeline import Pipeline, VideoStream
from custom_components.ring_watch.engine.retention import Retention
from custom_components.ring_watch.engine.segment import read_segment
from custom_components.ring_watch.engine.store import CameraStore
from tests.support.footage import Footage, Made

from .test_access_units import Film, stream

pytestmark = pytest.mark.engine

GOP = 15
PARTS = 4
START = Fraction(1_767_225_600)


@pytest.fixture(scope="module")
def film(footage: Callable[[Footage], Made]) -> Film:
    return Film(footage(Footage(slices=PARTS, gop=Fraction(1), seconds=Fraction(4))))


def stored(film: Film, folder: Path, packets: int, *, interrupted: bool) -> int:
    """How many pictures are in the archive when a connection ended after packets.

    As a camera does that repeats parameter sets before every slice of an IDR picture.
    """
    archive = Archive(folder)
    extradata = stream(film.sps, film.pps)
    pipeline = Pipeline(
        VideoStream("h264", extradata, Fraction(1, 90000), Fraction(15)),
        None,
        CameraStore(Retention(archive), "door"),
        lambda _: None,
    )
    pipeline.place(START, START)
    sent = [
        (stream(film.sps, film.pps, unit), number)
        if number % GOP == 0
        else (stream(*slices), number)
        for number, slices in enumerate(film.pictures)
        for unit in (slices if number % GOP == 0 else slices[:1])
    ]
    for data, number in sent[:packets]:
        pipeline.add_video(data, number * 6000, keyframe=number % GOP == 0)
    pipeline.close(interrupted=interrupted)
    files = archive.segments("door")
    return sum(len(read_segment(file.path).video) for file in files)


@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_of_a_picture_that_was_cut_off_nothing_is_kept(
    film: Film, tmp_path: Path, part: int
) -> None:
    before = PARTS + GOP - 1
    kept = stored(film, tmp_path, before + part, interrupted=True)
    assert kept == GOP + (part == PARTS)


def test_a_picture_that_comes_whole_is_kept(film: Film, tmp_path: Path) -> None:
    assert stored(film, tmp_path, PARTS + GOP + 5, interrupted=True) == GOP + 3


def test_of_a_file_all_is_kept(film: Film, tmp_path: Path) -> None:
    assert stored(film, tmp_path, PARTS + GOP, interrupted=False) == GOP + 1
