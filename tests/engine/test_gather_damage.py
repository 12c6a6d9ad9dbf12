"""Damaged or missing pictures never bring back what was shown before the window.

A decoder fills what it cannot read with what it showed before; where the window
begins inside a group of pictures, that is something nobody approved.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import random
import shutil
from typing import Literal

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.clip import Clip
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.mask import Mask
from custom_components.ring_watch.engine.segment import read_segment
from tests.support import counter, decode
from tests.support.footage import Footage, Made

from .scene import SECOND, START, Scene, assert_exact

pytestmark = pytest.mark.engine

RATE = 15
GROUP = 30
"""Pictures in a group of the footage: two seconds."""
SHORT = Footage(width=160, height=96, seconds=Fraction(6))
KINDS = {
    "plain": SHORT,
    "reordered": replace(SHORT, b_frames=2),
    "slices": replace(SHORT, slices=4),
    "open": replace(SHORT, b_frames=2, open_gop=True),
    "h265": replace(SHORT, codec="h265"),
    "h265 reordered": replace(SHORT, codec="h265", b_frames=2),
}
MASKS = {"cut": (), "masked": (Mask(0.9, 0.0, 0.1, 0.1),)}

type Make = Callable[[Footage], Made]
type Spoil = Callable[[bytes, random.Random], bytes]


def _noise(data: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(len(data))


def _half(data: bytes, rng: random.Random) -> bytes:
    return data[: len(data) // 2] + rng.randbytes(len(data) - len(data) // 2)


def _zeros(data: bytes, _: random.Random) -> bytes:
    return bytes(len(data))


def _one_bit(data: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(data)
    spoilt[rng.randrange(len(data) // 2, len(data))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def _time(picture: int) -> int:
    """The last microsecond at or before the time of a picture."""
    return START + picture * SECOND // RATE


def _played(path: Path) -> Iterator[tuple[Fraction, int | None]]:
    """Times and counters of what a player shows."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            plane = np.frombuffer(frame.planes[0], np.uint8)
            plane = plane.reshape(-1, frame.planes[0].line_size)[:, : frame.width]
            assert frame.pts is not None
            yield Fraction(frame.pts * frame.time_base), counter.read(plane)


def _assert_from_inside(scene: Scene, clip: Clip, *, lost: range) -> None:
    """What is shown is of the window and at its time; only ``lost`` may be missing.

    ``lost``: numbers of pictures. Where several are missing, the clip says so.
    """
    start = clip.order.start
    wanted = {time: number for number, time in scene.pictures(start, clip.order.end)}
    seen = set()
    for time, number in _played(clip.path):
        if number is None:
            continue
        near = min(wanted, key=lambda other: abs(other - time))
        assert abs(near - time) < Fraction(1, 1000)
        assert number == wanted[near]
        seen.add(number)
    missing = set(wanted.values()) - seen
    assert missing <= set(lost), missing
    for number in missing:
        run = {number - 1, number, number + 1} & missing
        at = _time(number)
        if len(run) == 3:
            assert any(a <= at < b for a, b in clip.gaps), (number, clip.gaps)


def _overwrite(path: Path, number: int, spoil: Spoil) -> None:
    """Spoil the bytes of a picture (number in decode order) of a segment."""
    samples = read_segment(path).video
    offset, size = int(samples.offset[number]), int(samples.size[number])
    with path.open("r+b") as file:
        file.seek(offset)
        data = file.read(size)
        file.seek(offset)
        file.write(spoil(data, random.Random(number)))


@pytest.mark.parametrize("masks", MASKS)
@pytest.mark.parametrize("spoil", [_noise, _half, _zeros, _one_bit])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_disk_damaged(
    kind: str, spoil: Spoil, masks: str, scene: Scene, footage: Make
) -> None:
    """On the first picture of the window, just before it, and behind it."""
    scene.add(footage(KINDS[kind]))
    (path,) = scene.paths
    good = path.read_bytes()
    group = 3 * GROUP if kind == "open" else GROUP
    for damaged in (40, 39, 30, 42):
        path.write_bytes(good)
        _overwrite(path, damaged, spoil)
        clip = scene.gather(_time(40), _time(80), masks=MASKS[masks])
        _assert_from_inside(scene, clip, lost=range(38, max(60, group)))
        assert clip.copied + clip.encoded + clip.lost == 40


@pytest.mark.parametrize("kind", ["plain", "h265"])
def test_a_loss_that_is_too_short_for_a_gap_is_counted(
    kind: str, scene: Scene, footage: Make
) -> None:
    scene.add(footage(KINDS[kind]))
    (path,) = scene.paths
    _overwrite(path, 2 * GROUP - 1, _noise)
    clip = scene.gather(_time(40), _time(80))
    assert clip.gaps == []
    assert clip.lost == 1
    assert decode.counters(clip.path) == [n for n in range(40, 80) if n != 59]


@pytest.mark.parametrize("spoil", [_noise, _half, _zeros, _one_bit])
@pytest.mark.parametrize("kept", [False, True], ids=["h264", "kept"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "open"])
def test_damage_in_a_group_that_is_whole_is_told(
    kind: str, kept: bool, spoil: Spoil, scene: Scene, footage: Make
) -> None:
    """And what follows it until the next IDR picture is black."""
    scene.add(footage(KINDS[kind]))
    (path,) = scene.paths
    good = path.read_bytes()
    # Of a group in the middle, its first, and one of the group that is cut off.
    for damaged, following in ((45, 60), (30, 60), (65, 80)):
        path.write_bytes(good)
        _overwrite(path, damaged, spoil)
        clip = scene.gather(_time(5), _time(80), keep_codec=kept)
        slack = 3 if "reordered" in kind else 0
        _assert_from_inside(scene, clip, lost=range(damaged - slack, following))
        # A picture may be whole that is shown among those that are not.
        assert 1 <= len(clip.gaps) <= 1 + (slack > 0)
        start, end = clip.gaps[0][0], clip.gaps[-1][1]
        assert _time(damaged - slack) <= start <= _time(damaged + slack)
        assert abs(end - _time(following)) <= 1
        shown = {number for _, number in _played(clip.path)}
        assert shown.isdisjoint(range(damaged + slack, following))


def test_what_is_spoilt_beside_a_copied_group_does_not_matter(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT))
    (path,) = scene.paths
    _overwrite(path, 45, _noise)
    clip = scene.gather(_time(60), _time(90))
    assert_exact(scene, clip)
    assert (clip.copied, clip.encoded) == (30, 0)


# Damage on the way from the camera ----------------------------------------------


def _remux(made: Made, folder: Path, change: Callable[[int, bytes], bytes]) -> Made:
    """The footage with packets (number in decode order) changed, or dropped if empty."""
    path = folder / f"changed_{made.path.name}"
    with av.open(str(made.path)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        number = 0
        for packet in source.demux(stream):
            if not packet.size:
                continue
            data = change(number, bytes(packet))
            number += 1
            if not data:
                continue
            changed = av.Packet(data)
            changed.pts, changed.dts = packet.pts, packet.dts
            changed.time_base = packet.time_base
            changed.is_keyframe = packet.is_keyframe
            changed.stream = copy
            target.mux(changed)
    return replace(made, path=path)


@pytest.mark.parametrize("masks", MASKS)
@pytest.mark.parametrize("number", [40, 39, 42])
@pytest.mark.parametrize("kind", ["plain", "reordered", "slices"])
def test_what_the_network_damaged(
    kind: str, number: int, masks: str, scene: Scene, footage: Make
) -> None:
    """The archive holds faithfully what came; the decoder complains."""
    made = footage(KINDS[kind])

    def change(index: int, data: bytes) -> bytes:
        if index != number:
            return data
        return data[:12] + _noise(data[12:], random.Random(index))

    scene.add(_remux(made, scene.folder, change))
    clip = scene.gather(_time(40), _time(80), masks=MASKS[masks])
    _assert_from_inside(scene, clip, lost=range(38, 60))


def _torn(data: bytes, seed: int) -> bytes:
    """Leave out a part of the only slice of a picture."""
    (unit,) = decode.nal_units(data, 4)
    rng = random.Random(seed)
    start = round(len(unit) * rng.uniform(0.05, 0.8))
    end = start + round((len(unit) - start) * rng.uniform(0.1, 0.8))
    unit = unit[:start] + unit[end:]
    return len(unit).to_bytes(4) + unit


def test_what_the_network_tore(scene: Scene, footage: Make) -> None:
    """Without arithmetic coding any bits make a picture, and some are left over."""
    made = footage(replace(SHORT, profile="baseline", width=320, height=192))
    for seed in range(40):
        shutil.rmtree(scene.folder / "archive", ignore_errors=True)
        scene.placed.clear()

        def change(index: int, data: bytes, seed: int = seed) -> bytes:
            return _torn(data, seed) if index == 40 else data

        scene.add(_remux(made, scene.folder, change))
        clip = scene.gather(_time(40), _time(80))
        assert clip.gaps, seed
        assert clip.gaps[0][0] == clip.order.start, seed


@pytest.mark.parametrize("masks", MASKS)
@pytest.mark.parametrize("number", [38, 39, 40, 42])
@pytest.mark.parametrize("kind", ["plain", "slices", "h265"])
def test_what_the_network_lost(
    kind: str, number: int, masks: str, scene: Scene, footage: Make
) -> None:
    """What comes after a missing picture would show parts of the one before it."""
    made = footage(KINDS[kind])
    scene.add(_remux(made, scene.folder, lambda n, data: b"" if n == number else data))
    clip = scene.gather(_time(40), _time(80), masks=MASKS[masks])
    _assert_from_inside(scene, clip, lost=range(number, 60))
    black = [
        picture.time
        for picture in decode.shown(clip.path)
        if not picture.black
        and Fraction(max(number, 40) - 40, RATE)
        <= picture.time
        < Fraction(59 - 40, RATE)
    ]
    assert black == []


LONG = replace(SHORT, gop=Fraction(6))
LOST = {
    # H.264 counts to sixteen here: then none seems to be missing.
    "sixteen": (LONG, [(35, 16), (38, 16), (41, 16), (35, 32)]),
    "of a reordered group": (
        replace(LONG, b_frames=2),
        [(number, count) for number in range(36, 42) for count in (1, 2, 4)],
    ),
    "of an open group": (
        replace(SHORT, b_frames=3, open_gop=True),
        [(number, 32) for number in range(44, 56, 2)],
    ),
}


def _without(made: Made, folder: Path, lost: range) -> Made:
    return _remux(made, folder, lambda n, data: b"" if n in lost else data)


@pytest.mark.parametrize("kind", LOST)
def test_what_is_lost_brings_nothing_back(
    kind: str, scene: Scene, footage: Make
) -> None:
    """However many are missing, and wherever they were displayed."""
    wanted, losses = LOST[kind]
    made = footage(wanted)
    units = decode.units(made.path)
    for first, count in losses:
        shutil.rmtree(scene.folder / "archive", ignore_errors=True)
        scene.placed.clear()
        scene.add(_without(made, scene.folder, range(first, first + count)))
        shown = min(unit.time for unit in units[first : first + count]) - made.start
        since = round(shown * RATE)
        for start in (since, since + count // 2 + 1):
            with suppress(EngineError):
                clip = scene.gather(_time(start), _time(start + 20))
                for time, number in _played(clip.path):
                    at = start + time * RATE
                    assert number is None or abs(number - at) < Fraction(1, 100)


@pytest.mark.parametrize("others", [range(0), range(45, 60, 2)], ids=["one", "many"])
@pytest.mark.parametrize("number", [37, 39, 40])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_lost_slice_brings_nothing_back(
    codec: Literal["h264", "h265"],
    number: int,
    others: range,
    scene: Scene,
    footage: Make,
) -> None:
    """A part of the picture would be that of an older one.

    Where ``others`` lost theirs, too, nobody could tell how many a picture has.
    """
    made = footage(replace(SHORT, codec=codec, height=128, slices=2))
    torn = {number, *others}

    def change(index: int, data: bytes) -> bytes:
        units = decode.nal_units(data, 4)
        kept = units[:-1] if index in torn else units
        return b"".join(len(unit).to_bytes(4) + unit for unit in kept)

    scene.add(_remux(made, scene.folder, change))
    clip = scene.gather(_time(40), _time(80))
    shown = {
        counter.read_copy(plane, copy)
        for _, plane in decode.planes(clip.path)
        for copy in (0, 1)
    }
    assert {None, *range(60, 80)} <= shown <= {None, *range(40, 80)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_that_is_whole_loses_nothing(
    kind: str, scene: Scene, footage: Make
) -> None:
    """Damage elsewhere does not matter."""
    placed = scene.add(footage(KINDS[kind]))
    (path,) = scene.paths
    for damaged in (5, 85):
        _overwrite(path, damaged, _noise)
    start, end = (_time(61), _time(75)) if kind != "open" else (_time(35), _time(75))
    if kind == "open":
        # One such point earlier is needed where a group does not stand alone.
        start = _time(61)
    clip = scene.gather(start, end)
    assert_exact(scene, clip)
    assert placed.made.footage.frames == 90
