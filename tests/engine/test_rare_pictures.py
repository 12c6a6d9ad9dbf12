"""What hardly any camera sends, recorded as if one did, is gathered exactly."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
import random
import subprocess

import av
from av.codec.context import Flags
import pytest

from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.mask import Mask
from custom_components.ring_watch.engine.pipeline import Pipeline, VideoStream
from custom_components.ring_watch.engine.retention import Retention
from custom_components.ring_watch.engine.store import CameraStore
from tests.support import by_hand, decode
from tests.support.drawing import pictures
from tests.support.footage import Footage
from tests.support.rtsp import packets_of

from . import boxes
from .scene import CAMERA, SECOND, START, Scene

pytestmark = [pytest.mark.engine, pytest.mark.needs("ffmpeg")]

FRAMES, RATE = 40, 15
TICKS = 90_000 // RATE
# How x264 is told to code, of which files would be encoded anew.
CODINGS = {
    "4:4:4 of an odd size": ("-vf", "scale=161:97", "-pix_fmt", "yuv444p"),
    "4:2:2": ("-pix_fmt", "yuv422p"),
    "10 bits": ("-pix_fmt", "yuv420p10le"),
    "no colours": ("-pix_fmt", "gray"),
    "blocks of fields": ("-x264-params", "interlaced=1:keyint=15"),
}
FIELDS: Sequence[by_hand.Shape] = ("fields", "fields", "frame", "fields", "frame") * 8

type Packets = Iterator[tuple[int, bytes, bool]]
"""Time in ticks of 1/90000 s, bytes, whether decoding may start."""


def _film(scene: Scene, packets: Packets, ticks: int = 90_000) -> None:
    """Record packets as those of a camera, with so many ticks a second."""
    pipeline = Pipeline(
        VideoStream("h264", None, Fraction(1, ticks), Fraction(RATE)),
        None,
        CameraStore(Retention(scene.archive), CAMERA),
        lambda _: None,
    )
    start = Fraction(START, SECOND)
    pipeline.place(start, start)
    for pts, data, keyframe in packets:
        pipeline.add_video(data, pts, keyframe=keyframe)
    pipeline.close()


def _encoded(folder: Path, arguments: Sequence[str]) -> Packets:
    path = folder / "film.mp4"
    footage = Footage(width=160, height=96, seconds=Fraction(FRAMES, RATE))
    raw = b"".join(
        picture.to_ndarray(format="yuv420p").tobytes() for picture in pictures(footage)
    )
    form = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "160x96", "-r", str(RATE))
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "15")
    command = ("ffmpeg", "-v", "error", *form, "-i", "-", *coding, *arguments)
    subprocess.run([*command, path], input=raw, check=True)
    for pts, keyframe, data in packets_of(path, 0, "h264"):
        yield int(pts * 90_000), data, keyframe


def _assert_windows_are_exact(scene: Scene) -> None:
    """Some windows, one of which is masked, show their pictures and no others."""
    rng = random.Random(1)
    for masked in (False, False, False, True):
        start, end = sorted(rng.sample(range(FRAMES * SECOND // RATE), 2))
        masks = [Mask(0, 0, 0.5, 0.5)] if masked else []
        clip = scene.gather(START + start, START + end, masks=masks)
        check(clip.path, START + start, START + end)
        assert decode.counters(clip.path) == [
            number
            for number in range(FRAMES)
            if start <= Fraction(number * SECOND, RATE) < end
        ]


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_pictures_of_rare_codings(coding: str, scene: Scene, tmp_path: Path) -> None:
    _film(scene, _encoded(tmp_path, CODINGS[coding]))
    _assert_windows_are_exact(scene)


def test_pictures_that_are_cut_at_all_sides(scene: Scene, tmp_path: Path) -> None:
    """Encoded ones are as large as those beside them that are copied."""
    cut = "h264_metadata=crop_left=6:crop_right=4:crop_top=4:crop_bottom=6"
    _film(scene, _encoded(tmp_path, ("-bsf:v", cut)))
    clip = scene.gather(START + SECOND // 2, START + 2 * SECOND)
    assert clip.copied and clip.encoded
    assert (clip.width, clip.height) == (150, 86)
    with av.open(str(clip.path)) as container:
        container.streams.video[0].codec_context.flags |= Flags.unaligned
        for frame in container.decode(video=0):
            assert (frame.width, frame.height) == (150, 86)


def test_pictures_closer_than_a_clip_can_tell_are_shown(
    scene: Scene, tmp_path: Path
) -> None:
    """Four microseconds after the one before, every third."""

    def packets() -> Packets:
        for number, (_, data, keyframe) in enumerate(_encoded(tmp_path, ())):
            at = number - (number % 3 == 2)
            yield at * 70_000 + (at < number) * 4, data, keyframe

    _film(scene, packets(), SECOND)
    # The second one ends right behind two of them.
    for length in (30 * 70_000, 28 * 70_000 + 5):
        clip = scene.gather(START, START + length)
        assert clip.copied == 30
        assert decode.counters(clip.path) == list(range(30))
        found = boxes.samples(boxes.read(clip.path))
        assert all(sample.duration for sample in found)


@pytest.mark.parametrize(
    "later", [None, 0, TICKS // 2], ids=["joined", "apart", "timed"]
)
def test_fields_are_two_halves_of_a_picture(later: int | None, scene: Scene) -> None:
    """Whether they come in one packet or in two, of one time or each of its own."""

    def packets() -> Packets:
        film = by_hand.film(160, 96, FIELDS, gop=10)
        for number, parts in enumerate(film):
            halves = [by_hand.stream(*units) for units in parts]
            for place, data in enumerate(
                [b"".join(halves)] if later is None else halves
            ):
                at = number * TICKS + place * (later or 0)
                yield at, data, number % 10 == place == 0

    _film(scene, packets())
    clip = scene.gather(START, START + 2 * SECOND)
    assert clip.copied == 30
    assert decode.counters(clip.path) == list(range(30))
    _assert_windows_are_exact(scene)


def test_pictures_that_are_reordered_though_the_coding_denies_it(scene: Scene) -> None:
    """Decoders that believe it show only some of them, so none is copied."""

    def packets() -> Packets:
        for number, units in enumerate(by_hand.swapped(160, 96, FRAMES, gop=11)):
            place = number % 11
            shown = number + (0 if not place else 1 if place % 2 else -1)
            yield shown * TICKS, by_hand.stream(*units), not place

    _film(scene, packets())
    _assert_windows_are_exact(scene)
    clip = scene.gather(START, START + 2 * SECOND)
    assert clip.copied == 0
    with av.open(str(clip.path)) as container:
        # As a player has it, which does not look ahead at times.
        decoder = av.CodecContext.create("h264", "r")
        decoder.extradata = container.streams.video[0].codec_context.extradata
        packets_ = [*container.demux(video=0)]
        assert sum(len(decoder.decode(packet)) for packet in packets_) == 30
