"""A clip has the parameter sets that its copied pictures use, and no others."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.support import by_hand
from tests.support.footage import Footage, Made

from . import boxes, tampering
from .scene import SECOND, START, Scene, assert_exact

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4))


def _with_unused(sequences: list[bytes], pictures: list[bytes]) -> None:
    """What a camera filmed in before, and what it never uses."""
    sequences.insert(0, by_hand.sps(320, 192, 3))
    pictures[:] = [by_hand.pps(5, 3), *pictures, by_hand.pps(9, 0)]


def _told(made: Made, path: Path, change: tampering.Tampering) -> Made:
    """The same pictures, with another description."""
    root = boxes.read(made.path)
    change(root)
    path.write_bytes(boxes.serialise(root))
    return replace(made, path=path)


def _numbers(path: Path) -> list[int]:
    """The types of the parameter sets in the sample entry."""
    with av.open(str(path)) as container:
        data = container.streams.video[0].codec_context.extradata
    assert data is not None
    found, at = [], 5
    for mask in (0x1F, 0xFF):
        count = data[at] & mask
        at += 1
        for _ in range(count):
            found.append(data[at + 2] & 0x1F)
            at += 2 + int.from_bytes(data[at : at + 2])
    return found


@pytest.mark.parametrize("seconds", [2, 3], ids=["whole groups", "a cut group"])
def test_what_serves_no_picture_stays_out_of_a_copy(
    seconds: int, scene: Scene, footage: Callable[[Footage], Made], tmp_path: Path
) -> None:
    made = footage(SHORT)
    change = tampering.sets(_with_unused)
    scene.add(_told(made, tmp_path / "told.mp4", change))
    assert _numbers(scene.paths[0]) == [7, 7, 8, 8, 8]
    clip = scene.gather(START + (3 - seconds) * SECOND, START + 4 * SECOND)
    assert clip.copied >= 30
    assert_exact(scene, clip)
    own = int(clip.encoded > 0)
    assert _numbers(clip.path) == [7] * (1 + own) + [8] * (1 + own)


def test_in_a_copy_of_h265_too(
    scene: Scene, footage: Callable[[Footage], Made], tmp_path: Path
) -> None:
    made = footage(replace(SHORT, codec="h265"))
    with av.open(str(made.path)) as container:
        config = container.streams.video[0].codec_context.extradata
    assert config is not None
    at = config.rindex(b"\xa2\0\1")
    end = at + 5 + int.from_bytes(config[at + 3 : at + 5])
    pps = config[at + 5 : end]
    # Its first bit is the id 0: in place of it 010, the id 1.
    bits = f"{int.from_bytes(pps[2:]):0{8 * len(pps) - 16}b}"
    bits = "010" + bits[1:].rstrip("0")
    bits += "0" * (-len(bits) % 8)
    other = pps[:2] + int(bits, 2).to_bytes(len(bits) // 8)
    more = len(other).to_bytes(2) + other
    data = made.path.read_bytes()
    new = config[: at + 1] + b"\0\2" + config[at + 3 : end] + more + config[end:]
    for kind in ("moov", "trak", "mdia", "minf", "stbl", "stsd", "hvc1", "hvcC"):
        place = data.rindex(kind.encode()) - 4
        size = int.from_bytes(data[place : place + 4]) + len(more)
        data = data[:place] + size.to_bytes(4) + data[place + 4 :]
    path = tmp_path / "told.mp4"
    path.write_bytes(data.replace(config, new))
    scene.add(replace(made, path=path))
    for start, encoded in ((START, False), (START + SECOND, True)):
        clip = scene.gather(start, START + 4 * SECOND, keep_codec=True)
        assert clip.copied >= 30
        assert (clip.encoded > 0) == encoded
        assert_exact(scene, clip)
        with av.open(str(clip.path)) as container:
            kept = container.streams.video[0].codec_context.extradata
        assert kept is not None
        assert other not in kept
