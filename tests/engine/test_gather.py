"""A clip holds exactly the pictures of its window, whatever the footage is like."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from tests.support import counter
from tests.support.footage import NTSC, Footage, Made, make

from .scene import SECOND, START, Scene, assert_exact, windows

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(6))
H265 = replace(SHORT, codec="h265")


@dataclass(frozen=True)
class Case:
    """Footage, and how it is stored and asked for."""

    footage: Footage
    seconds: int = 60
    keep_codec: bool = False
    copies: bool = True


CASES = {
    "gop_1": Case(replace(SHORT, gop=Fraction(1)), seconds=3),
    "gop_2": Case(SHORT),
    "gop_4": Case(replace(SHORT, gop=Fraction(4))),
    "b_frames": Case(replace(SHORT, b_frames=2), seconds=2),
    "many_b_frames": Case(replace(SHORT, b_frames=4, gop=Fraction(1))),
    "open_gop": Case(
        replace(SHORT, b_frames=2, open_gop=True, gop=Fraction(1)), copies=False
    ),
    "open_gop_segments": Case(
        replace(SHORT, b_frames=3, open_gop=True, gop=Fraction(1)),
        seconds=2,
        copies=False,
    ),
    "slices": Case(replace(SHORT, slices=4), seconds=2),
    "slices_b_frames": Case(replace(SHORT, slices=3, b_frames=2)),
    "baseline": Case(replace(SHORT, profile="baseline")),
    "main": Case(replace(SHORT, profile="main", b_frames=1)),
    "high": Case(replace(SHORT, profile="high", b_frames=3)),
    "rate_30": Case(replace(SHORT, rate=Fraction(30), seconds=Fraction(4))),
    "rate_ntsc": Case(replace(SHORT, rate=NTSC, seconds=Fraction(4)), seconds=2),
    "rate_ntsc_b_frames": Case(
        replace(SHORT, rate=NTSC, seconds=Fraction(4), b_frames=2)
    ),
    "variable": Case(replace(SHORT, variable=True)),
    "variable_b_frames": Case(replace(SHORT, variable=True, b_frames=2), seconds=3),
    "full_range": Case(replace(SHORT, full_range=True)),
    "odd_size": Case(replace(SHORT, width=170, height=102, b_frames=1)),
    "busy": Case(replace(SHORT, busy=1.0, bit_rate=200_000)),
    "mkv": Case(replace(SHORT, container="mkv", b_frames=2)),
    "mov": Case(replace(SHORT, container="mov")),
    "ts": Case(replace(SHORT, container="ts", b_frames=2)),
    "avi": Case(replace(SHORT, container="avi")),
    "h265": Case(H265, copies=False),
    "h265_b_frames": Case(replace(H265, b_frames=2), seconds=2, copies=False),
    "h265_open": Case(
        replace(H265, b_frames=2, open_gop=True, gop=Fraction(1)), copies=False
    ),
    "h265_ts": Case(replace(H265, container="ts"), copies=False),
    "h265_kept": Case(H265, keep_codec=True),
    "h265_kept_b_frames": Case(replace(H265, b_frames=2), seconds=2, keep_codec=True),
    "h265_kept_open": Case(
        replace(H265, b_frames=2, open_gop=True, gop=Fraction(1)),
        keep_codec=True,
        copies=False,
    ),
}


@pytest.fixture(scope="module", params=CASES, ids=str)
def stored(
    request: pytest.FixtureRequest,
    footage_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Case, Scene]:
    """A case whose footage is in an archive."""
    case = CASES[request.param]
    scene = Scene(tmp_path_factory.mktemp("scene"))
    scene.add(make(case.footage, footage_folder), seconds=case.seconds)
    return request.param, case, scene


def test_a_clip_holds_exactly_the_pictures_of_its_window(
    stored: tuple[str, Case, Scene],
) -> None:
    name, case, scene = stored
    hashes = scene.hashes()
    copied = 0
    for start, end in windows(scene.placed[0], name):
        clip = scene.gather(start, end, keep_codec=case.keep_codec)
        assert_exact(scene, clip, hashes)
        assert clip.gaps == []
        assert clip.delivered == (start, end)
        copied += clip.copied
    if case.copies:
        assert copied > 0


def test_footage_as_a_whole_is_copied(stored: tuple[str, Case, Scene]) -> None:
    _, case, scene = stored
    placed = scene.placed[0]
    clip = scene.gather(placed.at, placed.end + 1, keep_codec=case.keep_codec)
    if case.copies:
        assert clip.encoded == 0
    assert clip.copied + clip.encoded == len(placed.made.times)


def test_a_window_between_two_pictures_holds_nothing(
    stored: tuple[str, Case, Scene],
) -> None:
    _, case, scene = stored
    placed = scene.placed[0]
    for number in (0, 7, len(placed.made.times) - 2):
        start, end = placed.time(number) + 1, placed.time(number + 1) - 1
        assert not placed.pictures(start, end)
        with pytest.raises(EngineError) as raised:
            scene.gather(start, end, keep_codec=case.keep_codec)
        assert raised.value.code == "no_footage"


def test_the_end_is_outside_and_the_start_is_inside(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    placed = scene.add(footage(SHORT))
    # Picture 3k of 15 a second is at a whole number of microseconds.
    at = [START + number * SECOND // 15 for number in (3, 6, 33, 36)]
    for first, last in ((0, 1), (0, 3), (1, 2), (2, 3)):
        clip = scene.gather(at[first], at[last])
        numbers = [3, 6, 33, 36]
        got = [n for n, _ in placed.pictures(at[first], at[last])]
        assert got == list(range(numbers[first], numbers[last]))
        assert_exact(scene, clip)
        one_more = scene.gather(at[first], at[last] + 1)
        assert one_more.copied + one_more.encoded == len(got) + 1
        one_less = scene.gather(at[first] + 1, at[last])
        assert one_less.copied + one_less.encoded == len(got) - 1


def test_a_kept_h265_picture_that_is_copied_alone_is_counted_as_copied(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    placed = scene.add(footage(H265))
    # The second group begins with picture 30.
    clip = scene.gather(placed.time(25), placed.time(30) + 1, keep_codec=True)
    assert (clip.copied, clip.encoded) == (1, 4)
    assert_exact(scene, clip, scene.hashes())


@pytest.mark.parametrize("b_frames", [0, 2])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_players_can_seek_to_every_picture_to_start_from(
    codec: Literal["h264", "h265"],
    b_frames: int,
    tmp_path: Path,
    footage: Callable[[Footage], Made],
) -> None:
    """Copied and encoded pictures need parameter sets of their own."""
    scene = Scene(tmp_path)
    kind = replace(SHORT, codec=codec, b_frames=b_frames, gop=Fraction(5, 2))
    placed = scene.add(footage(replace(kind, seconds=Fraction(11))))
    # The head that is encoded is longer than the two seconds of a group.
    start = START + 200_000
    clip = scene.gather(start, placed.end - 100_000, keep_codec=True)
    assert_exact(scene, clip)
    wanted = {
        round(time * 90_000): number
        for number, time in scene.pictures(start, clip.order.end)
    }
    with av.open(str(clip.path)) as container:
        stream = container.streams.video[0]
        points = [
            packet.pts
            for packet in container.demux(stream)
            if packet.is_keyframe and packet.pts is not None
        ]
        assert len(points) >= 5
        # Back and forth, so that the sets of the others are in force.
        for point in (*points, *points[::-1], *points[::2]):
            container.seek(point, stream=stream, backward=True, any_frame=False)
            frame = next(container.decode(stream))
            assert frame.pts == point
            luma = np.frombuffer(frame.planes[0], np.uint8)
            plane = luma.reshape(-1, frame.planes[0].line_size)[:, : frame.width]
            near = min(wanted, key=lambda time: abs(time - point))
            assert abs(near - point) <= 1
            assert counter.read(plane) == wanted[near]


def _looks(path: Path) -> list[tuple[float, int, int]]:
    """Light, range and matrix of every picture, as a player reads them."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            full = frame.format.name == "yuvj420p" or frame.color_range == 2
            luma = np.frombuffer(frame.planes[0], np.uint8)
            plane = luma.reshape(-1, frame.planes[0].line_size)[:, : frame.width]
            found.append((float(plane.mean()), 2 if full else 1, frame.colorspace))
    return found


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_encoded_pictures_look_like_those_they_were(
    codec: Literal["h264", "h265"],
    full_range: bool,
    tmp_path: Path,
    footage: Callable[[Footage], Made],
) -> None:
    scene = Scene(tmp_path)
    kind = replace(SHORT, codec=codec, full_range=full_range)
    placed = scene.add(footage(kind))
    source = _looks(placed.made.path)
    for keep_codec in (False, True):
        clip = scene.gather(placed.time(10) - 1, placed.time(51), keep_codec=keep_codec)
        assert clip.encoded >= 20
        found = _looks(clip.path)
        for (light, *look), (wanted, *right) in zip(found, source[10:51], strict=True):
            assert abs(light - wanted) < 1
            assert look == right
