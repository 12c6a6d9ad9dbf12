"""The footage is proven before it proves anything."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from . import counter, decode, tone
from .footage import NTSC, Footage, Made, make

pytestmark = pytest.mark.engine

SHORT = Footage(seconds=Fraction(5))

VARIANTS = {
    "gop_1": replace(SHORT, gop=Fraction(1)),
    "gop_4": replace(SHORT, gop=Fraction(4)),
    "b_frames": replace(SHORT, b_frames=2),
    "open_gop": replace(SHORT, b_frames=2, open_gop=True, gop=Fraction(1)),
    "slices": replace(SHORT, slices=4),
    "baseline": replace(SHORT, profile="baseline"),
    "main": replace(SHORT, profile="main", b_frames=1),
    "high": replace(SHORT, profile="high", b_frames=3),
    "rate_30": replace(SHORT, rate=Fraction(30)),
    "rate_ntsc": replace(SHORT, rate=NTSC),
    "variable": replace(SHORT, variable=True),
    "variable_b_frames": replace(SHORT, variable=True, b_frames=2),
    "full_range": replace(SHORT, full_range=True),
    "odd_size": replace(SHORT, width=330, height=186),
    "busy": replace(SHORT, busy=1.0, bit_rate=300_000),
    "h265": replace(SHORT, codec="h265"),
    "h265_b_frames": replace(SHORT, codec="h265", b_frames=2),
    "h265_open_gop": replace(
        SHORT, codec="h265", b_frames=2, open_gop=True, gop=Fraction(1)
    ),
    "mkv": replace(SHORT, container="mkv", b_frames=2),
    "ts": replace(SHORT, container="ts", b_frames=2),
    "ts_h265": replace(SHORT, container="ts", codec="h265"),
    "avi": replace(SHORT, container="avi"),
    "aac": replace(SHORT, sound="aac", b_frames=2),
    "aac_ts": replace(SHORT, sound="aac", container="ts"),
    "mulaw_mov": replace(SHORT, sound="pcm_mulaw", container="mov"),
    "alaw_avi": replace(SHORT, sound="pcm_alaw", container="avi"),
    "opus_mkv": replace(SHORT, sound="opus", container="mkv"),
    "opus_mp4": replace(SHORT, sound="opus"),
    "first_counter": replace(SHORT, first_counter=(1 << 24) - 200),
}


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def made(request: pytest.FixtureRequest, footage_folder: Path) -> Made:
    """Every variant of footage."""
    return make(VARIANTS[request.param], footage_folder)


def test_every_picture_tells_its_number(made: Made) -> None:
    assert decode.counters(made.path) == list(made.counters)
    if not made.footage.variable:
        assert len(made.times) == made.footage.frames


def test_the_truth_has_the_exact_times_of_the_container(made: Made) -> None:
    times = [picture.time for picture in decode.shown(made.path)]
    assert [time - times[0] for time in times] == list(made.times)
    if made.footage.container in ("mp4", "ts") and not made.footage.variable:
        assert {b - a for a, b in pairwise(made.times)} == {1 / made.footage.rate}


def test_random_access_points_stand_where_asked(made: Made) -> None:
    found = decode.units(made.path)
    distance = round(made.footage.gop * made.footage.rate)
    display = sorted(unit.time for unit in found)
    keyframes = [display.index(unit.time) for unit in found if unit.keyframe]
    assert keyframes == list(range(0, len(found), distance))


def test_only_open_gops_have_random_access_points_without_idr(made: Made) -> None:
    idr = {19, 20} if made.footage.codec == "h265" else {5}
    keyframes = [unit for unit in decode.units(made.path) if unit.keyframe]
    assert idr & set(keyframes[0].nals)
    for unit in keyframes[1:]:
        assert bool(idr & set(unit.nals)) == (not made.footage.open_gop)


def test_reordering_happens_only_with_b_frames(made: Made) -> None:
    found = decode.units(made.path)
    reordered = any(b.time < a.time for a, b in pairwise(found))
    assert reordered == bool(made.footage.b_frames)


def test_every_piece_of_sound_tells_its_second(made: Made) -> None:
    heard = decode.pieces(made.path)
    if not made.footage.sound:
        assert heard == []
        return
    pictures_start = decode.shown(made.path)[0].time
    lag = Fraction(3, 20)
    for piece in heard[3:-5]:
        second = piece.time - pictures_start
        around = {int(second - lag), int(second), int(second + lag)}
        assert piece.step in around, (float(second), piece)
    assert {piece.step for piece in heard} >= {0, 1, 2, 3, 4}


def test_every_picture_has_as_many_slices_as_asked(made: Made) -> None:
    last = 31 if made.footage.codec == "h265" else 5
    for unit in decode.units(made.path):
        slices = [nal for nal in unit.nals if (0 if last == 31 else 1) <= nal <= last]
        assert len(slices) == made.footage.slices


def test_nal_units_are_found_in_both_framings() -> None:
    unit = b"\0\0\0\1\x65abc\0\0\1\x65def"
    assert decode.nal_units(unit, 0) == [b"\x65abc", b"\x65def"]
    unit = b"\0\0\0\4\x65abc\0\0\0\4\x65def"
    assert decode.nal_units(unit, 4) == [b"\x65abc", b"\x65def"]


def test_the_same_picture_has_the_same_hash_in_every_container(
    footage_folder: Path,
) -> None:
    paths = [
        make(replace(SHORT, container=kind), footage_folder).path
        for kind in ("mp4", "mkv", "ts")
    ]
    hashes = [[unit.picture for unit in decode.units(path)] for path in paths]
    assert hashes[0] == hashes[1] == hashes[2]
    assert len(set(hashes[0])) == SHORT.frames


@pytest.mark.parametrize("value", [0, 1, 0xFFFFFF, 0x555555, 123456])
def test_a_masked_copy_leaves_the_other_readable(value: int) -> None:
    plane = np.full((192, 320), 100, dtype=np.uint8)
    counter.draw(plane, value)
    assert counter.read(plane) == counter.read_copy(plane, 0) == value
    plane[: 192 // 2] = 16
    assert counter.read_copy(plane, 0) is None
    assert counter.read(plane) == counter.read_copy(plane, 1) == value


@pytest.mark.parametrize("light", [0, 16, 128, 235, 255])
def test_a_flat_picture_has_no_counter(light: int) -> None:
    assert counter.read(np.full((192, 320), light, dtype=np.uint8)) is None


def test_a_mixture_of_two_pictures_has_no_counter() -> None:
    plane = np.full((192, 320), 100, dtype=np.uint8)
    other = plane.copy()
    counter.draw(plane, 1000)
    counter.draw(other, 1001)
    plane[96:] = other[96:]
    assert counter.read(plane) is None


def test_silence_and_noise_have_no_pitch() -> None:
    assert tone.recognise(np.zeros(800, dtype=np.float32), 16000) is None
    noise = np.random.default_rng(1).normal(0, 0.3, 800).astype(np.float32)
    assert tone.recognise(noise, 16000) is None


def test_the_window_is_half_open(footage_folder: Path) -> None:
    made = make(replace(SHORT, rate=NTSC), footage_folder)
    tick = Fraction(1001, 30000)
    assert made.counters_within(0, 0, tick) == [0]
    assert made.counters_within(100, 100 + tick, 100 + 3 * tick) == [1, 2]
    assert made.counters_within_us(0, 33_366, 33_367) == [1]
    assert made.counters_within_us(0, 33_367, 33_368) == []
