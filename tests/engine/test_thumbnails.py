"""A strip of pictures comes from inside its window, spread over it, and tells nothing."""

from collections.abc import Callable
from dataclasses import replace
import errno
from fractions import Fraction
from pathlib import Path
import stat
from typing import Any
from unittest.mock import patch

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.cut import covered
from custom_components.ring_watch.engine.decode import decode
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.jpeg import encode_jpeg, write_private
from custom_components.ring_watch.engine.loading import load
from custom_components.ring_watch.engine.thumbnails import Thumbnail, thumbnails
from tests.support import counter
from tests.support.footage import Footage, Made

from .scene import CAMERA, NAMES, SECOND, START, Scene

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(6), gop=Fraction(1))

type Make = Callable[[Footage], Made]


def _strip(scene: Scene, start: int, end: int, count: int = 12) -> list[Thumbnail]:
    folder = scene.folder / "strip"
    folder.mkdir(exist_ok=True)
    return thumbnails(
        load(scene.archive, CAMERA, start, end), start, end, folder, count
    )


def _number(path: Path) -> int | None:
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    luma = np.frombuffer(frame.planes[0], np.uint8)
    return counter.read(luma.reshape(-1, frame.planes[0].line_size)[:, : frame.width])


@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"b_frames": 2},
        {"b_frames": 2, "open_gop": True},
        {"codec": "h265"},
        {"full_range": True},
    ],
    ids=str,
)
def test_pictures_are_those_that_decode_alone_at_their_times(
    kind: dict[str, Any], scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, **kind)), seconds=2)
    found = _strip(scene, START + 500_000, START + 5_500_000)
    assert [_number(item.path) for item in found] == [15, 30, 45, 60, 75]
    assert [item.time for item in found] == [START + n * SECOND for n in range(1, 6)]
    for item in found:
        assert item.path.name == f"{item.time // 1000}.jpg"
        assert stat.S_IMODE(item.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 100])
def test_they_are_spread_evenly(count: int, scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    found = _strip(scene, START, START + 6 * SECOND, count)
    numbers = [_number(item.path) for item in found]
    assert len(numbers) == min(count, 6)
    assert numbers[0] == 0
    if count > 1:
        assert numbers[-1] == 75
    assert numbers == sorted(set(numbers), key=lambda number: number or 0)


def test_the_bounds_of_the_window_hold(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    found = _strip(scene, START + SECOND, START + 3 * SECOND)
    assert [_number(item.path) for item in found] == [15, 30]
    found = _strip(scene, START + SECOND + 1, START + 3 * SECOND + 1)
    assert [_number(item.path) for item in found] == [30, 45]


@pytest.mark.parametrize("b_frames", [0, 2])
def test_without_one_that_decodes_alone_it_is_the_first_inside(
    b_frames: int, scene: Scene, footage: Make
) -> None:
    kind = replace(SHORT, gop=Fraction(4), b_frames=b_frames)
    scene.add(footage(kind))
    start = START + 1_300_000
    (item,) = _strip(scene, start, START + 3 * SECOND)
    assert _number(item.path) == 20
    assert start <= item.time < start + SECOND // 15


def test_gaps_and_damage_are_passed_over(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT), seconds=2)
    scene.paths[1].write_bytes(b"nothing")
    found = _strip(scene, START, START + 9 * SECOND)
    assert [_number(item.path) for item in found] == [0, 15, 60, 75]


def test_nothing_there_is_told(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    for start, end in ((8, 9), (-3, -1)):
        with pytest.raises(EngineError) as raised:
            _strip(scene, START + start * SECOND, START + end * SECOND)
        assert raised.value.code == "no_footage"
    with pytest.raises(EngineError):
        _strip(scene, START + 1_001_000, START + 1_002_000)
    assert list((scene.folder / "strip").iterdir()) == []


def test_pictures_are_small_and_tell_no_name(scene: Scene, footage: Make) -> None:
    scene.add(footage(replace(SHORT, width=640, height=364)))
    for item in _strip(scene, START, START + 3 * SECOND):
        data = item.path.read_bytes()
        assert data.startswith(b"\xff\xd8\xff")
        assert data.endswith(b"\xff\xd9")
        for name in NAMES:
            assert name not in data
        # No comment, no Exif.
        assert b"\xff\xfe" not in data[: data.index(b"\xff\xda")]
        assert b"Exif" not in data
        with av.open(str(item.path)) as container:
            frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (320, 182)


def _frame(width: int, height: int) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes([90]) * plane.buffer_size)
    return frame


@pytest.mark.parametrize("size", [(2, 2), (33, 17), (160, 96), (321, 1), (1000, 3)])
@pytest.mark.parametrize("width", [None, 2, 320])
def test_any_picture_becomes_a_jpeg(size: tuple[int, int], width: int | None) -> None:
    data = encode_jpeg(_frame(*size), width)
    context = av.CodecContext.create("mjpeg", "r")
    (shown,) = context.decode(av.Packet(data))
    assert shown.width == min(size[0], width or size[0])
    if shown.width == size[0]:
        assert shown.height == size[1]


def test_a_file_that_cannot_be_written_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    write_private(path, b"old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    (tmp_path / "folder.jpg" / "x").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_private(tmp_path / "folder.jpg", b"newer")
    with (
        patch.object(Path, "replace", side_effect=OSError(errno.EIO, "broken")),
        pytest.raises(OSError, match="broken"),
    ):
        write_private(path, b"newer")
    assert sorted(item.name for item in tmp_path.iterdir()) == [
        "folder.jpg",
        "picture.jpg",
    ]
    assert path.read_bytes() == b"new"


def test_an_unfinished_file_of_somebody_else_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / ".picture.jpg.part").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        write_private(tmp_path / "picture.jpg", b"new")
    assert victim.read_bytes() == b"precious"


def test_decoding_stops_where_it_is_told(scene: Scene, footage: Make) -> None:
    scene.add(footage(SHORT))
    (segment,) = load(scene.archive, CAMERA, START, START + SECOND)

    ((track, _, _),) = covered([segment], START, START + 6 * SECOND)
    times = track.samples.pts.tolist()
    shown = decode(track, 0, len(times), times[20], times[25])
    assert [frame.pts for frame in shown] == times[20:25]
