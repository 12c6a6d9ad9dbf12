"""Footage that lies, is torn or tells too much: cases 6, 25, 55, 56, 66, 67, 69."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import struct

import av
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.mask import Mask
from custom_components.ring_watch.engine.segment import read_segment
from tests.engine.scene import NAMES, SECOND, START, Scene, assert_black, assert_exact
from tests.support.footage import Footage, Made

from .looking import assert_hidden, inside, is_black, pictures

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4), gop=Fraction(1))
LEFT = (0.0, 0.0, 0.5, 1.0)
HOSTILE = {
    "empty": b"",
    "zeros": bytes(4096),
    "larger than itself": struct.pack(">I4sQ", 1, b"moov", 1 << 62),
    "a box in itself": struct.pack(">I4s", 0, b"moov") * 500,
    "an edit list without end": struct.pack(">I4sII", 16, b"elst", 0, 0xFFFFFFFF),
    "a script": b"#!/bin/sh\ntouch /tmp/owned\n",
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
}

type Make = Callable[[Footage], Made]


def test_case_6_of_an_open_segment_there_is_what_is_finished(
    scene: Scene, footage: Make
) -> None:
    """Nothing is waited for, and no picture of a later time slips in."""
    scene.add(footage(SHORT))
    (path,) = scene.paths
    whole = path.read_bytes()
    fragment = whole.rindex(b"moof") - 4
    path.write_bytes(whole[: fragment + 1000])
    held = len(read_segment(path).video)
    assert 0 < held < 60
    scene.lost = [(START + held * SECOND // 15, START + 4 * SECOND)]
    clip = scene.gather(START, START + 5 * SECOND)
    assert_black(clip, assert_exact(scene, clip))
    assert len(clip.gaps) == 1

    path.write_bytes(whole)
    scene.lost = []
    clip = scene.gather(START, START + 2 * SECOND)
    assert_exact(scene, clip)
    assert clip.gaps == []


@pytest.mark.parametrize("kind", HOSTILE, ids=str)
def test_case_25_and_55_a_segment_that_is_none_becomes_a_gap(
    kind: str, scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT), seconds=1)
    scene.paths[1].write_bytes(HOSTILE[kind])
    scene.lost = [(START + SECOND, START + 2 * SECOND)]
    clip = scene.gather(START, START + 3 * SECOND)
    assert_black(clip, assert_exact(scene, clip))
    assert clip.gaps == scene.lost


def test_case_55_where_nothing_is_whole_it_says_so_and_leaves_nothing(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT), seconds=1)
    for path in scene.paths:
        path.write_bytes(b"")
    with pytest.raises(EngineError) as raised:
        scene.gather(START, START + 3 * SECOND)
    assert raised.value.code == "no_footage"
    assert not scene.output.exists()


def test_case_56_while_a_source_was_down_there_is_a_gap(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(SHORT))
    back = START + 10 * SECOND
    scene.add(footage(replace(SHORT, first_counter=1000)), back)
    clip = scene.gather(START, START + 12 * SECOND)
    assert_black(clip, assert_exact(scene, clip))
    ((begin, end),) = clip.gaps
    assert abs(begin - (START + 4 * SECOND)) <= 2 and end == back


@pytest.mark.parametrize("offset", [0, 433_333], ids=["on a keyframe", "between two"])
def test_case_66_a_zone_is_black_in_every_picture(
    offset: int, scene: Scene, footage: Make
) -> None:
    """Those that a player skips, in front of the first one, are looked at too."""
    scene.add(footage(replace(SHORT, busy=0.5, b_frames=2)))
    start = START + SECOND + offset
    clip = scene.gather(start, start + SECOND, masks=[Mask(*LEFT)])
    assert clip.copied == 0
    assert len(assert_hidden(scene.output, LEFT)) == 15


@pytest.mark.parametrize(
    ("size", "hidden"),
    [((240, 144), (0.24, 0.24)), ((96, 160), (0.24, 0.38)), ((320, 96), (0.36, 0.24))],
    ids=["larger", "turned", "wider"],
)
def test_case_67_zones_cover_after_a_change_of_resolution(
    size: tuple[int, int], hidden: tuple[float, float], scene: Scene, footage: Make
) -> None:
    """A zone is a part of the picture, whatever the picture's size.

    Pictures of another shape stand in the middle of the clip's, between borders:
    ``hidden`` is the part of it, from the left, that border and zone take, before and
    after the change.
    """
    scene.add(footage(replace(SHORT, busy=0.5)))
    width, height = size
    other = replace(SHORT, width=width, height=height, busy=0.5, first_counter=1000)
    scene.add(footage(other), START + 4 * SECOND)
    quarter = Mask(0, 0, 0.25, 1)
    scene.gather(START + 3 * SECOND, START + 5 * SECOND, masks=[quarter])
    found = pictures(scene.output)
    assert len(found) == 30
    for number, luma in enumerate(found):
        assert is_black(inside((0, 0, hidden[number // 15], 1), luma)), number
        assert not is_black(luma)


@pytest.mark.parametrize("masked", [False, True], ids=["copied", "encoded"])
def test_case_69_a_clip_tells_no_place_device_or_program(
    masked: bool, scene: Scene, footage: Make
) -> None:
    told = {
        "location": "+52.3702+004.8952/",
        "location-eng": "+52.3702+004.8952/",
        "title": "canary title",
        "comment": "canary comment",
        "artist": "canary artist",
        "make": "canary make",
        "encoder": "canary encoder",
        "creation_time": "2020-02-02T02:02:02Z",
    }
    made = footage(replace(SHORT, sound="aac"))
    tagged = scene.folder / "tagged.mov"
    _remux(made.path, tagged, told)
    source = tagged.read_bytes()
    assert b"canary title" in source and b"+52.37" in source
    scene.add(replace(made, path=tagged))
    masks = [Mask(0, 0, 0.1, 0.1)] if masked else []
    for audio in (False, True):
        clip = scene.gather(START, START + 2 * SECOND, audio=audio, masks=masks)
        assert clip.audio == audio
        data = scene.output.read_bytes()
        assert not [w for w in (*NAMES, b"canary", b"+52.37", b"2020") if w in data]
        with av.open(str(scene.output)) as container:
            assert len(container.streams) == 1 + audio
        scene.output.unlink()


def _remux(source: Path, target: Path, metadata: dict[str, str]) -> None:
    options = {"movflags": "use_metadata_tags"}
    with (
        av.open(str(source)) as given,
        av.open(str(target), "w", options=options) as made,
    ):
        made.metadata.update(metadata)
        streams = {
            stream.index: made.add_stream_from_template(stream)
            for stream in given.streams
        }
        for stream in streams.values():
            stream.metadata["title"] = "canary stream"
        for packet in given.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                made.mux(packet)
