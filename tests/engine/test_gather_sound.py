"""Of the sound, all that lies inside the window is heard, and nothing from outside."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import shutil
import subprocess
from unittest.mock import patch

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine import segmenter
from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.audio import SoundTrack
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.pipeline import Pipeline
from custom_components.ring_watch.engine.retention import Retention
from custom_components.ring_watch.engine.segment import read_segment
from custom_components.ring_watch.engine.sources import open_source
from custom_components.ring_watch.engine.store import CameraStore
from custom_components.ring_watch.engine.timing import (
    first_displayed,
    time_base_of,
    video_stream,
)
from tests.support import tone
from tests.support.footage import Footage, Made, make

from . import boxes
from .listening import Heard, listen
from .scene import CAMERA, SECOND, START, Scene, assert_exact, windows

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(6), sound="aac")
FRAME = 1024

CASES = {
    "aac": SHORT,
    "aac_b_frames": replace(SHORT, b_frames=2),
    "aac_ts": replace(SHORT, container="ts"),
    "aac_mkv": replace(SHORT, container="mkv"),
    "mulaw": replace(SHORT, sound="pcm_mulaw", container="mov"),
    "alaw": replace(SHORT, sound="pcm_alaw", container="avi"),
    "opus": replace(SHORT, sound="opus", container="mkv"),
    "h265": replace(SHORT, codec="h265"),
}


@pytest.fixture(scope="module", params=CASES, ids=str)
def stored(
    request: pytest.FixtureRequest,
    footage_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Scene]:
    """Footage with sound in an archive of short segments."""
    scene = Scene(tmp_path_factory.mktemp("scene"))
    scene.add(make(CASES[request.param], footage_folder), seconds=2)
    return request.param, scene


def _heard(scene: Scene) -> Heard:
    found = listen(scene.output)
    assert found is not None
    return found


def _assert_inside(heard: Heard, length: Fraction) -> None:
    """No sound outside, and none missing but for a few frames at the ends."""
    frame = Fraction(FRAME, heard.rate)
    assert heard.start >= 0
    # An AAC decoder puts out a frame later what it was given.
    assert heard.end <= length - frame
    assert heard.start < frame + Fraction(1, 1000)
    # libavformat cuts the last frame by what the first comes later than the clip.
    assert heard.end > length - 3 * frame - Fraction(1, 1000)


def test_every_moment_inside_is_heard_at_its_time(stored: tuple[str, Scene]) -> None:
    name, scene = stored
    placed = scene.placed[0]
    source = listen(placed.made.path)
    assert source is not None
    begin = source.start - placed.made.start
    for start, end in windows(placed, name, 16):
        start, end = max(start, placed.at + 200_000), min(end, placed.end - 200_000)
        length = Fraction(end - start, SECOND)
        if length < Fraction(4, 10):
            continue
        clip = scene.gather(start, end, audio=True)
        assert_exact(scene, clip)
        heard = _heard(scene)
        _assert_inside(heard, length)
        # The first frame has nothing before it to overlap with.
        at = heard.start + Fraction(FRAME, heard.rate)
        there = Fraction(start - placed.at, SECOND) + at
        ours = heard.between(at, heard.end)
        if scene.placed[0].made.footage.sound == "aac":
            _assert_same(ours, source.samples, round((there - begin) * source.rate))
        _assert_pitches(heard, there - at)


@pytest.mark.needs("ffmpeg")
def test_sound_lies_beside_pictures_that_were_encoded(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    """They leave the encoder late. A window may begin right behind a border."""
    made = footage(replace(SHORT, rate=Fraction(25)))
    path = tmp_path / "other.mkv"
    coding = ("-c:v", "mpeg2video", "-q:v", "2", "-c:a", "aac")
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-i", made.path, *coding, path], check=True
    )
    scene = Scene(tmp_path)
    scene.add(replace(made, path=path), seconds=2)
    for file in scene.archive.segments(CAMERA):
        segment = read_segment(file.path)
        assert segment.audio is not None
        begins = [
            Fraction(track.start, track.timescale)
            for track in (segment.video, segment.audio)
        ]
        # As far apart as sound comes late out of its own encoder.
        assert abs(begins[0] - begins[1]) < Fraction(15, 100)


def test_sound_that_was_stored_too_early_is_heard(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    """In the segment before that of its pictures."""
    early = Fraction(1)
    scene = Scene(tmp_path)
    address = Address(str(footage(SHORT).path))
    store = CameraStore(Retention(scene.archive), CAMERA)
    first = open_source(address)
    source = open_source(address)
    with (
        patch.object(segmenter, "SEGMENT_SECONDS", 2),
        first.container,
        source.container,
    ):
        assert source.audio is not None
        assert first.audio is not None
        base, sound_base = time_base_of(source.video), time_base_of(source.audio)
        pipeline = Pipeline(
            video_stream(source), SoundTrack(source.audio), store, lambda closed: None
        )
        offset = Fraction(START, SECOND) - first_displayed(first) * base
        pipeline.place(offset, offset)
        sound = first.container.demux(first.audio)
        first.container.seek(0)
        for picture in source.container.demux(source.video):
            if picture.pts is None:
                continue
            pipeline.add_video(
                bytes(picture), picture.pts, keyframe=picture.is_keyframe
            )
            for packet in sound:
                if packet.pts is None:
                    break
                pipeline.add_audio(packet, packet.pts)
                if packet.pts * sound_base > picture.pts * base + early:
                    break
        pipeline.close()
    start = START + 2 * SECOND + 1000
    scene.gather(start, start + SECOND, audio=True)
    _assert_inside(_heard(scene), Fraction(1))


def _assert_same(ours: tone.Samples, source: tone.Samples, at: int) -> None:
    """The samples of the source at ``at``, or at one beside it: times are rounded."""
    away = [
        np.abs(ours - source[first : first + len(ours)]).max()
        for first in (at - 1, at, at + 1)
    ]
    assert min(away) < 1e-4


def _assert_pitches(heard: Heard, offset: Fraction) -> None:
    """Each piece has the pitch of its second, or of one that touches it."""
    piece, lag = tone.PIECE, Fraction(7, 100)
    time = heard.start + Fraction(FRAME, heard.rate)
    while time + piece < heard.end:
        step = tone.recognise(heard.between(time, time + piece), heard.rate)
        around = (offset + time - lag, offset + time, offset + time + piece + lag)
        assert step in {int(moment) for moment in around}, float(offset + time)
        time += piece


@pytest.fixture(scope="module", params=["aac", "aac_ts", "aac_mkv", "mulaw", "alaw"])
def quiet(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Scene:
    """Footage that is loud, but for its third and fourth second, which are silent."""

    def synthesise(rate: int, first: int, count: int, step: Fraction) -> tone.Samples:
        sound = loud(rate, first, count, step)
        sound[2 * rate - first : 4 * rate - first] = 0
        return sound

    loud = tone.synthesise
    folder = tmp_path_factory.mktemp("quiet")
    scene = Scene(folder)
    with patch.object(tone, "synthesise", synthesise):
        scene.add(make(CASES[request.param], folder), seconds=2)
    return scene


@pytest.mark.parametrize("shorter", [0, 1, 500, 20_000, 40_000, 63_999, 64_000, 64_001])
def test_nothing_from_outside_is_heard(shorter: int, quiet: Scene) -> None:
    start, end = START + 2 * SECOND, START + 4 * SECOND
    for window in ((start, end - shorter), (start + shorter, end)):
        clip = quiet.gather(*window, audio=True)
        assert clip.audio
        heard = _heard(quiet)
        _assert_inside(heard, Fraction(window[1] - window[0], SECOND))
        assert np.abs(heard.samples).max() < 1e-3
    quiet.gather(start - 200_000, end + 200_000, audio=True)
    assert np.abs(_heard(quiet).samples).max() > 0.3


def test_frames_that_shape_sound_outside_are_left_out(
    stored: tuple[str, Scene],
) -> None:
    """A frame of AAC shapes the time of two frames (ISO 14496-3, 4.6.11)."""
    name, scene = stored
    for start, end in windows(scene.placed[0], name[::-1], 16):
        clip = scene.gather(start, end, audio=True)
        if not clip.audio:
            continue
        frames = boxes.samples(boxes.read(clip.path), b"soun")
        shaped = frames[0].duration * 2
        assert frames[0].time >= 0
        assert frames[-1].time + shaped <= Fraction(end - start, SECOND)


def test_there_is_no_sound_unless_asked_for(stored: tuple[str, Scene]) -> None:
    _, scene = stored
    clip = scene.gather(START + SECOND, START + 3 * SECOND)
    assert not clip.audio
    assert listen(clip.path) is None
    assert_exact(scene, clip)


def test_footage_without_sound_makes_a_clip_without(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    scene.add(footage(replace(SHORT, sound=None)))
    clip = scene.gather(START + SECOND, START + 3 * SECOND, audio=True)
    assert clip.as_json()["audio"] is False
    assert_exact(scene, clip)


def test_where_there_is_sound_is_known_before_a_clip_is_made(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    scene.add(footage(replace(SHORT, sound=None)))
    later = START + 10 * SECOND
    scene.add(footage(SHORT), later)
    found = scene.archive.coverage(CAMERA)
    ((start, end),) = found.sound
    assert abs(start - later) < 100_000 and abs(end - later - 6 * SECOND) < 100_000
    assert len(found.spans) == 2
    assert scene.archive.coverage(CAMERA, START, later - SECOND).sound == []
    inside = scene.archive.coverage(CAMERA, later + SECOND, later + 2 * SECOND)
    assert inside.sound == [(later + SECOND, later + 2 * SECOND)]


def test_a_window_too_short_for_a_frame_of_sound_has_none(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    scene.add(footage(SHORT))
    # A frame lasts 64 ms and shapes 128 ms.
    clip = scene.gather(START + SECOND, START + SECOND + 120_000, audio=True)
    assert not clip.audio
    assert_exact(scene, clip)


def test_a_gap_is_silent_and_what_follows_is_heard_at_its_time(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    made = footage(SHORT)
    later = footage(replace(SHORT, first_counter=1000, seconds=Fraction(4)))
    scene.add(made)
    scene.add(later, START + 9 * SECOND)
    start = START + 4 * SECOND
    clip = scene.gather(start, START + 12 * SECOND, audio=True)
    assert_exact(scene, clip)
    heard = _heard(scene)
    _assert_inside(heard, Fraction(8))
    for second, step in ((1.2, 5), (5.4, 0), (6.2, 1), (7.2, 2)):
        piece = heard.between(second, second + 0.05)
        assert tone.recognise(piece, heard.rate) == step, second
    assert np.abs(heard.between(2.2, 4.8)).max() < 1e-3
    # Players that wait for sound have some to play all the time.
    frames = boxes.samples(boxes.read(clip.path), b"soun")
    assert max(frame.duration for frame in frames) < Fraction(FRAME * 3 // 2, 16_000)


def test_where_segments_overlap_the_later_one_is_heard(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    scene.add(footage(SHORT))
    other = Scene(tmp_path / "other")
    later = replace(SHORT, first_counter=1000, seconds=Fraction(2))
    other.add(footage(later), START + 3 * SECOND)
    (path,) = other.paths
    shutil.copy(path, scene.archive.root / path.relative_to(other.archive.root))
    scene.gather(START + SECOND, START + 6 * SECOND, audio=True)
    heard = _heard(scene)
    for second, step in ((0.4, 1), (1.4, 2), (2.4, 0), (3.4, 1)):
        piece = heard.between(second, second + 0.05)
        assert tone.recognise(piece, heard.rate) == step, second
    # The later one ends, and nothing of the earlier one comes back.
    assert heard.end < Fraction(41, 10)


def test_sound_of_the_footage_before_does_not_decide(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    """The segment before the window is read too, but nothing of it is wanted."""
    scene = Scene(tmp_path)
    other = replace(SHORT, sound="opus", container="mkv")
    scene.add(footage(other))
    after = START + 6 * SECOND
    scene.add(footage(replace(SHORT, first_counter=1000)), after)
    clip = scene.gather(after, after + 3 * SECOND, audio=True)
    assert_exact(scene, clip)
    assert clip.audio
    heard = _heard(scene)
    assert heard.rate == 16_000
    _assert_inside(heard, Fraction(3))


@pytest.mark.parametrize("first", ["mp4", "ts"])
def test_sound_goes_on_from_a_source_with_other_ticks(
    first: str, tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    """The same coding, counted in ticks of 1/16000 s and of 1/90000 s."""
    one = replace(SHORT, container="mp4" if first == "mp4" else "ts")
    two = replace(
        SHORT, container="ts" if first == "mp4" else "mp4", first_counter=1000
    )
    scene = Scene(tmp_path)
    scene.add(footage(one))
    scene.add(footage(two), START + 6 * SECOND)
    clip = scene.gather(START + 4 * SECOND, START + 9 * SECOND, audio=True)
    assert_exact(scene, clip)
    heard = _heard(scene)
    _assert_inside(heard, Fraction(5))
    for second, step in ((0.3, 4), (1.3, 5), (2.4, 0), (3.3, 1), (4.3, 2)):
        piece = heard.between(second, second + 0.05)
        assert tone.recognise(piece, heard.rate) == step, second


def test_sound_of_another_coding_is_left_out_and_silent(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    scene.add(footage(replace(SHORT, seconds=Fraction(3))))
    middle = replace(SHORT, sound="opus", container="mkv", seconds=Fraction(3))
    scene.add(footage(replace(middle, first_counter=1000)), START + 3 * SECOND)
    last = footage(replace(SHORT, first_counter=2000, seconds=Fraction(3)))
    scene.add(last, START + 6 * SECOND)
    clip = scene.gather(START, START + 9 * SECOND, audio=True)
    assert_exact(scene, clip)
    heard = _heard(scene)
    assert tone.recognise(heard.between(1.3, 1.35), heard.rate) == 1
    assert np.abs(heard.between(3.3, 5.7)).max() < 1e-3
    assert tone.recognise(heard.between(7.3, 7.35), heard.rate) == 1


def test_a_window_of_nothing_but_sound_holds_nothing(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    scene = Scene(tmp_path)
    placed = scene.add(footage(SHORT))
    with pytest.raises(EngineError) as raised:
        scene.gather(placed.end + 50_000, placed.end + 400_000, audio=True)
    assert raised.value.code == "no_footage"


def test_frames_that_are_longer_than_allowed_are_heard(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    """Filled up, as of a constant bit rate, beyond the 768 bytes of 4.5.3.2."""
    made = footage(replace(SHORT, container="mkv"))
    path = tmp_path / "long.mkv"
    # Eight fill elements (4.4.2.7) of 114 bytes are as many whole bytes.
    filling = (f"1101111{100:08b}" + "0" * 8 * 114) * 8
    filled = int(filling, 2).to_bytes(len(filling) // 8)
    with av.open(str(made.path)) as source, av.open(str(path), "w") as target:
        streams = [target.add_stream_from_template(item) for item in source.streams]
        for packet in source.demux():
            if packet.dts is None:
                continue
            data = bytes(packet)
            if packet.stream.type == "audio":
                data = filled + data
            longer = av.Packet(data)
            longer.pts, longer.dts = packet.pts, packet.dts
            longer.time_base = packet.time_base
            longer.is_keyframe = packet.is_keyframe
            longer.stream = streams[packet.stream_index]
            target.mux(longer)
    scene = Scene(tmp_path)
    scene.add(replace(made, path=path))
    clip = scene.gather(START + SECOND, START + 5 * SECOND, audio=True)
    assert clip.audio
    sizes = [frame.size for frame in boxes.samples(boxes.read(clip.path), b"soun")]
    assert max(sizes) > 900
    heard = _heard(scene)
    _assert_inside(heard, Fraction(4))
    for second in (0.5, 1.5, 2.5):
        piece = heard.between(second, second + 0.05)
        assert tone.recognise(piece, heard.rate) == 1 + int(second)
