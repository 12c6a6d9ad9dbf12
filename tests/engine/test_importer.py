"""Importing: every picture of a file is in the archive, at exactly its time."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import random
import shutil
import struct
import subprocess

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.clip import Order
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.gather import gather
from custom_components.ring_watch.engine.importer import Imported, import_file
from custom_components.ring_watch.engine.nal import join, split_length_prefixed
from custom_components.ring_watch.engine.segment import Segment, read_segment
from custom_components.ring_watch.engine.segment_file import SegmentFile
from custom_components.ring_watch.engine.times import now_us
from tests.support import counter, decode, flv
from tests.support.footage import NTSC, Codec, Footage, Made
from tests.support.program_stream import program_stream

from . import boxes

pytestmark = pytest.mark.engine

T = 1_767_225_600_123_457
"""2026-01-01T00:00:00.123457Z, an odd microsecond on purpose."""

type Make = Callable[[Footage], Made]

SMALL = Footage(width=160, height=96, sound_rate=24_000)
COPIED = {
    "plain": SMALL,
    "GOP of 1 s": replace(SMALL, gop=Fraction(1)),
    "GOP of 4 s": replace(SMALL, gop=Fraction(4)),
    "B-frames": replace(SMALL, b_frames=2),
    "open GOP": replace(SMALL, b_frames=2, open_gop=True),
    "slices": replace(SMALL, slices=4),
    "30 fps": replace(SMALL, rate=Fraction(30)),
    "NTSC": replace(SMALL, rate=NTSC, b_frames=2),
    "variable rate": replace(SMALL, variable=True, b_frames=2),
    "MKV": replace(SMALL, container="mkv", b_frames=2),
    "TS": Footage(container="ts", b_frames=2, sound="aac"),
    "TS, slices": Footage(container="ts", slices=4),
    "AVI": replace(SMALL, container="avi", sound="pcm_mulaw"),
    "MOV": replace(SMALL, container="mov", sound="pcm_alaw"),
    "H.265": replace(SMALL, codec="h265"),
    "H.265, B-frames": replace(SMALL, codec="h265", b_frames=3),
    "H.265, open GOP": replace(SMALL, codec="h265", b_frames=3, open_gop=True),
    "H.265 in TS": Footage(codec="h265", container="ts", b_frames=2),
    "AAC": replace(SMALL, sound="aac"),
    "Opus": replace(SMALL, sound="opus", container="mkv"),
    "longer than a segment": replace(
        SMALL, seconds=Fraction(150), sound="aac", b_frames=2
    ),
}


def segments(archive: Archive, camera: str = "door") -> list[Segment]:
    return [read_segment(file.path) for file in archive.segments(camera)]


def picture_times(archive: Archive) -> list[Fraction]:
    """Times of all pictures in seconds since the epoch, in order of display."""
    return [
        Fraction(int(pts), segment.video.timescale)
        for segment in segments(archive)
        for pts in np.sort(segment.video.pts)
    ]


def seen(archive: Archive) -> list[int | None]:
    """The counters of all pictures, decoded as one stream."""
    found: list[int | None] = []
    context: av.VideoCodecContext | None = None
    config = b""
    for segment in segments(archive):
        if context is None or segment.video_format.config != config:
            config = segment.video_format.config
            context = av.CodecContext.create(segment.video_format.codec, "r")
            context.extradata = config
            context.thread_count = 1
        data = segment.path.read_bytes()
        for at, size in zip(segment.video.offset, segment.video.size, strict=True):
            frames = context.decode(av.Packet(data[int(at) : int(at + size)]))
            found += [counter.read(_luma(frame)) for frame in frames]
    assert context is not None
    found += [counter.read(_luma(frame)) for frame in context.decode(None)]
    return found


def _luma(frame: av.VideoFrame) -> counter.Plane:
    plane = frame.planes[0]
    data = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return data[: frame.height, : frame.width]


@pytest.mark.parametrize("wanted", COPIED.values(), ids=COPIED.keys())
def test_every_picture_is_there_at_exactly_its_time(
    wanted: Footage, footage: Make, tmp_path: Path
) -> None:
    made = footage(wanted)
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", made.path, T)
    assert not imported.encoded
    assert picture_times(archive) == [Fraction(T, 1_000_000) + t for t in made.times]
    assert seen(archive) == list(made.counters)
    assert imported.sound == (wanted.sound is not None)


# Frames a second that are written as decimals, and have no short fraction.
DECIMAL = {
    "29.97": Footage(seconds=Fraction(4), rate=Fraction(2997, 100), b_frames=2),
    "59.94": Footage(seconds=Fraction(4), rate=Fraction(5994, 100)),
    "23.976 in AVI": Footage(
        seconds=Fraction(4), rate=Fraction(2997, 125), container="avi"
    ),
    "30.01": Footage(seconds=Fraction(4), rate=Fraction(3001, 100)),
    "29.97 in MKV": Footage(
        seconds=Fraction(4), rate=Fraction(2997, 100), container="mkv"
    ),
}


@pytest.mark.parametrize("wanted", DECIMAL.values(), ids=DECIMAL.keys())
def test_a_decimal_frame_rate_keeps_its_intervals(
    wanted: Footage, footage: Make, tmp_path: Path
) -> None:
    """No timescale holds both them and microseconds: all are late by nanoseconds."""
    made = footage(wanted)
    archive = Archive(tmp_path / "archive")
    assert not import_file(archive, "door", made.path, T).encoded
    assert seen(archive) == list(made.counters)
    times = picture_times(archive)
    assert 0 <= times[0] - Fraction(T, 1_000_000) < Fraction(1, 200_000_000)
    assert [at - times[0] for at in times] == list(made.times)
    # What is in a window is decided by these times, also at its very edge.
    second = T + int(made.times[1] * 1_000_000)
    output = tmp_path / "clip.mp4"
    for start, number in ((T, 0), (second, 1)):
        gather(archive, Order("door", start, start + 1), output)
        assert decode.counters(output) == [number]
    with pytest.raises(EngineError, match="no footage"):
        gather(archive, Order("door", T + 1, second), output)


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("ticks", [300_000_000, 1_000_000_000])
def test_fine_ticks_do_not_scatter_a_file(
    ticks: int, footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(20), sound="aac", b_frames=2))
    path = tmp_path / "fine.mp4"
    scale = ("-video_track_timescale", ticks)
    run_ffmpeg("-i", made.path, "-c", "copy", *map(str, scale), path)
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert abs(imported.end_us - T - 20_000_000) <= 1
    assert seen(archive) == list(made.counters)
    for at, time in zip(picture_times(archive), made.times, strict=True):
        # Rounded to a tick when the file was made, and to a microsecond here.
        late = at - Fraction(T, 1_000_000) - time
        assert -Fraction(1, ticks) <= late < Fraction(1, 1_000_000)


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("seconds", [5, 10])
def test_pictures_many_seconds_apart_keep_their_times(
    seconds: int, footage: Make, tmp_path: Path
) -> None:
    """Reordered, in fine ticks: distances of samples have 32 bits."""
    made = footage(Footage(seconds=Fraction(2)))
    path = tmp_path / "slow.mp4"
    slowly = ("-vf", f"setpts=N*{seconds}/TB", "-r", f"1/{seconds}", "-bf", "3")
    ticks = ("-video_track_timescale", "4001")
    run_ffmpeg("-i", made.path, *slowly, "-c:v", "libx264", *ticks, path)
    expected = [Fraction(T, 1_000_000) + k * seconds for k in range(30)]
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", path, T)
    for at, time in zip(picture_times(archive), expected, strict=True):
        assert 0 <= at - time < Fraction(1, 1_000_000)


def test_what_cannot_be_read_back_is_not_imported(
    footage: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that keeps something else than it was given."""
    written = SegmentFile.append

    def spoilt(file: SegmentFile, data: bytes) -> None:
        written(file, data if b"moov" in data else data[:-1])

    monkeypatch.setattr(SegmentFile, "append", spoilt)
    with pytest.raises(EngineError, match="read back") as error:
        import_file(Archive(tmp_path), "door", footage(Footage()).path, T)
    assert error.value.code == "archive_error"
    assert files_below(tmp_path) == []


@pytest.mark.parametrize("wanted", COPIED.values(), ids=COPIED.keys())
def test_pictures_are_copied_bit_by_bit(
    wanted: Footage, footage: Make, tmp_path: Path
) -> None:
    made = footage(wanted)
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", made.path, T)
    codec = "hevc" if wanted.codec == "h265" else "h264"
    copied = []
    for segment in segments(archive):
        data = segment.path.read_bytes()
        for at, size in zip(segment.video.offset, segment.video.size, strict=True):
            nals = decode.nal_units(data[int(at) : int(at + size)], 4)
            kinds = {decode.nal_type(nal, codec) for nal in nals}
            assert kinds <= set(range(1, 6) if codec == "h264" else range(32))
            copied.append(decode.picture_hash(nals, codec))
    assert copied == [unit.picture for unit in decode.units(made.path)]


def test_pictures_padded_with_zeros_are_copied_without(
    footage: Make, tmp_path: Path
) -> None:
    """As by muxers that leave a part of the next start code behind each unit."""
    plain, padded = footage(Footage()).path, tmp_path / "padded.mp4"
    with av.open(str(plain)) as source, av.open(str(padded), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is None:
                continue
            units = split_length_prefixed(bytes(packet), 4)
            longer = av.Packet(join(unit + b"\0" for unit in units))
            longer.pts, longer.dts = packet.pts, packet.dts
            longer.time_base, longer.duration = packet.time_base, packet.duration
            longer.is_keyframe, longer.stream = packet.is_keyframe, copy
            target.mux(longer)
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", padded, T)
    output = tmp_path / "clip.mp4"
    clip = gather(archive, Order("door", T, T + 2_000_000, False), output)
    assert clip.copied == 30
    assert decode.counters(output) == list(range(30))


def test_sound_keeps_its_place(footage: Make, tmp_path: Path) -> None:
    for sound, container in (
        ("aac", "mp4"),
        ("pcm_mulaw", "mov"),
        ("opus", "mkv"),
        ("aac", "ts"),
    ):
        made = footage(Footage(sound=sound, container=container))  # type: ignore[arg-type]
        archive = Archive(tmp_path / f"{sound}_{container}")
        import_file(archive, "door", made.path, T)
        (file,) = archive.segments("door")
        pieces = decode.pieces(file.path)
        told = 0
        for piece in pieces:
            within = piece.time - Fraction(T, 1_000_000)
            if piece.step is None or not 0.1 < within % 1 < 0.85:
                continue
            assert piece.step == int(within)
            told += 1
        assert told > 100


def test_sound_that_needs_more_of_a_decoder_is_encoded(
    footage: Make, tmp_path: Path
) -> None:
    """HE-AAC: at twice the rate, says the config (14496-3, 1.6.5), as of 32 kHz."""
    made = footage(Footage(sound="aac", seconds=Fraction(6)))
    path = tmp_path / "extended.mp4"
    data = made.path.read_bytes()
    plain, extended = bytes.fromhex("56e500"), bytes.fromhex("56e5a8")
    assert data.count(plain) == 1
    path.write_bytes(data.replace(plain, extended))
    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).sound
    gather(archive, Order("door", T, T + 6_000_000, audio=True), tmp_path / "clip.mp4")
    told = set()
    for piece in decode.pieces(tmp_path / "clip.mp4"):
        if piece.step is not None and 0.2 < piece.time % 1 < 0.8:
            assert piece.step == int(piece.time)
            told.add(piece.step)
    assert told == set(range(6))
    (segment,) = segments(archive)
    assert segment.audio_format is not None
    assert segment.audio_format.sample_rate == 32_000


def test_segments_are_of_about_a_minute(footage: Make, tmp_path: Path) -> None:
    made = footage(COPIED["longer than a segment"])
    archive = Archive(tmp_path)
    import_file(archive, "door", made.path, T)
    files = archive.segments("door")
    assert [file.start_ms for file in files] == [
        T // 1000,
        (T + 60_000_000) // 1000,
        (T + 120_000_000) // 1000,
    ]
    found = archive.coverage("door")
    assert found.spans == [(T, T + 150_000_000)]
    assert found.frames == len(made.times)


def run_ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", *map(str, arguments)], check=True
    )


ENCODED = {
    "MPEG-4 in AVI": ("-c:v", "mpeg4", "-q:v", "2", "{}.avi"),
    "MJPEG in AVI": ("-c:v", "mjpeg", "-q:v", "2", "{}.avi"),
    "VP9 in WebM": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "{}.webm"),
    "MPEG-2 in PS": ("-c:v", "mpeg2video", "-q:v", "2", "-r", "25", "{}.mpg"),
    "AV1 in MP4": ("-c:v", "libsvtav1", "-preset", "12", "-crf", "20", "{}.mp4"),
    "H.264 4:4:4": ("-c:v", "libx264", "-pix_fmt", "yuv444p", "{}.mp4"),
    "odd size": (
        "-vf",
        "pad=321:193",
        "-pix_fmt",
        "yuv444p",
        "-c:v",
        "libx264",
        "{}.mkv",
    ),
}


@pytest.mark.parametrize("every", [1, 2, 7])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_pictures_that_share_a_time_are_copied_where_none_is_reordered(
    footage: Make, tmp_path: Path, every: int, b_frames: int
) -> None:
    made = footage(Footage(seconds=Fraction(6), b_frames=b_frames))
    path = tmp_path / "export.ps"
    path.write_bytes(program_stream(made.path, every))
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert imported.encoded == (every > 1 and b_frames > 0)
    assert seen(archive) == list(made.counters)
    times = picture_times(archive)
    wanted = [time - made.times[0] for time in made.times]
    found = [time - times[0] for time in times]
    assert all(
        abs(one - other) < Fraction(1, 90_000)
        for one, other in zip(found, wanted, strict=True)
    )


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("arguments", ENCODED.values(), ids=ENCODED.keys())
def test_what_cannot_be_copied_is_encoded_once(
    arguments: tuple[str, ...], footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(6)))
    path = Path(arguments[-1].format(tmp_path / "other"))
    run_ffmpeg("-i", made.path, *arguments[:-1], path)
    expected = decode.shown(path)
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert imported.encoded
    (segment,) = segments(archive)
    assert segment.video_format.codec == "h264"
    # A closed group of pictures every two seconds, nothing reordered.
    assert (segment.video.pts == segment.video.dts).all()
    assert np.count_nonzero(segment.video.sync) == 3
    first = expected[0].time
    assert picture_times(archive) == [
        Fraction(T, 1_000_000) + shown.time - first for shown in expected
    ]
    if "odd" not in str(arguments):
        assert seen(archive) == [shown.counter for shown in expected]


RAW = {
    "H.264": (Footage(seconds=Fraction(6)), "h264", False),
    "H.264, NTSC": (Footage(seconds=Fraction(6), rate=NTSC), "264", False),
    "H.264, B-frames": (Footage(seconds=Fraction(6), b_frames=2), "h264", True),
    "H.265": (Footage(seconds=Fraction(6), codec="h265"), "hevc", False),
    "H.265, B-frames": (
        Footage(seconds=Fraction(6), codec="h265", b_frames=3),
        "265",
        True,
    ),
}


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize(("wanted", "ending", "encoded"), RAW.values(), ids=RAW.keys())
def test_a_stream_without_a_container_has_the_rate_that_it_tells(
    wanted: Footage, ending: str, encoded: bool, footage: Make, tmp_path: Path
) -> None:
    made = footage(wanted)
    path = tmp_path / f"raw.{ending}"
    bitstream = "hevc" if wanted.codec == "h265" else "h264"
    convert = ("-c:v", "copy", "-bsf:v", f"{bitstream}_mp4toannexb")
    run_ffmpeg("-i", made.path, *convert, "-f", bitstream, path)
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    # Only a decoder knows the order of pictures that are reordered.
    assert imported.encoded == encoded
    assert seen(archive) == list(made.counters)
    expected = [Fraction(T, 1_000_000) + k / wanted.rate for k in range(wanted.frames)]
    assert picture_times(archive) == expected


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("size", [(320, 192), (240, 144)], ids=["coding", "size"])
def test_what_a_container_says_anew_holds_from_there_on(
    size: tuple[int, int], footage: Make, tmp_path: Path
) -> None:
    """A camera was told something else while it streamed."""
    first = footage(Footage(seconds=Fraction(4)))
    second = footage(
        Footage(
            *("h264", *size),
            seconds=Fraction(4),
            profile="baseline",
            first_counter=1000,
        )
    )
    paths = [tmp_path / f"{number}.flv" for number in range(2)]
    for made, part in zip((first, second), paths, strict=True):
        run_ffmpeg("-i", made.path, "-c", "copy", part)
    path = tmp_path / "joined.flv"
    path.write_bytes(flv.joined(paths, 4000))
    archive = Archive(tmp_path / "archive")
    assert not import_file(archive, "door", path, T).encoded
    assert seen(archive) == [*first.counters, *second.counters]
    widths = [segment.video_format.width for segment in segments(archive)]
    assert widths == [320, size[0]]


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("container", ["avi", "asf", "mxf"])
def test_reordered_pictures_in_order_of_decoding_are_in_order(
    container: str, footage: Make, tmp_path: Path
) -> None:
    """These containers have no times of display, or libav takes them for others."""
    made = footage(Footage(rate=Fraction(25), seconds=Fraction(6), b_frames=2))
    path = tmp_path / f"other.{container}"
    run_ffmpeg("-i", made.path, "-c:v", "libx264", "-bf", "2", "-crf", "20", path)
    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).encoded
    assert seen(archive) == list(made.counters)
    assert picture_times(archive) == [Fraction(T, 1_000_000) + t for t in made.times]


ANEW = {
    "copied": ("-c:v", "copy", "-c:a", "copy"),
    "encoded": ("-c:v", "mpeg2video", "-bf", "2", "-q:v", "2", "-c:a", "mp2"),
}


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("coding", ANEW.values(), ids=ANEW.keys())
def test_a_file_goes_on_where_its_timestamps_start_over(
    coding: tuple[str, ...], footage: Make, tmp_path: Path
) -> None:
    """Recorders put one file behind the other, each of which begins at zero."""
    parts = [tmp_path / "first.ts", tmp_path / "second.ts"]
    wanted = Footage(seconds=Fraction(5), rate=Fraction(25), sound="aac")
    for number, part in enumerate(parts):
        made = footage(replace(wanted, first_counter=number * wanted.frames))
        run_ffmpeg("-i", made.path, *coding, part)
    path = tmp_path / "both.ts"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert imported.encoded == ("copy" not in coding)
    assert seen(archive) == list(range(2 * wanted.frames))
    frame = Fraction(1, 25)
    assert picture_times(archive) == [
        Fraction(T, 1_000_000) + number * frame for number in range(2 * wanted.frames)
    ]
    # The sound moves with its pictures: the second file's begins anew with them.
    (file,) = archive.segments("door")
    told = set()
    for piece in decode.pieces(file.path):
        within = piece.time - Fraction(T, 1_000_000)
        if piece.step is not None and 0.2 < within % 1 < 0.8:
            assert piece.step == int(within) % 5
            told.add(int(within))
    assert told == set(range(10))


@pytest.mark.needs("ffmpeg")
def test_interlaced_pictures_are_encoded_in_their_time(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(6)))
    path = tmp_path / "interlaced.mp4"
    interlaced = ("-flags", "+ilme+ildct", "-x264-params", "tff=1", "-g", "30")
    run_ffmpeg("-i", made.path, "-c:v", "libx264", *interlaced, path)
    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).encoded
    assert seen(archive) == list(made.counters)
    assert picture_times(archive) == [Fraction(T, 1_000_000) + t for t in made.times]


@pytest.mark.needs("ffmpeg")
def test_an_unfinished_mp4_is_called_so(footage: Make, tmp_path: Path) -> None:
    """The camera's plug was pulled: its index is written at the end."""
    made = footage(Footage(seconds=Fraction(4)))
    data = made.path.read_bytes()
    path = tmp_path / "pulled.mp4"
    path.write_bytes(data[: data.index(b"moov") - 4])
    with pytest.raises(EngineError, match="never finished") as error:
        import_file(Archive(tmp_path / "archive"), "door", path, T)
    assert error.value.code == "unreadable"


@pytest.mark.parametrize("size", [1 << 63, (1 << 64) - 1])
def test_a_box_larger_than_any_file_is_refused(size: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.mp4"
    path.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\1mdat" + size.to_bytes(8))
    with pytest.raises(EngineError) as error:
        import_file(Archive(tmp_path / "archive"), "door", path, T)
    assert error.value.code == "unreadable"


# How the film lies, and the a, b, c, d of the matrix (ISO 14496-12, 8.3.2) for it.
LYING = {
    "clockwise": ("transpose=clock", (0, -1, 1, 0)),
    "counter-clockwise": ("transpose=cclock", (0, 1, -1, 0)),
    "upside down": ("hflip,vflip", (-1, 0, 0, -1)),
    "mirrored": ("hflip", (-1, 0, 0, 1)),
}


def turn_film(path: Path, turn: tuple[int, ...]) -> None:
    """Write the a, b, c, d of the matrix into an MP4."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    for at, number in zip((0, 4, 12, 16), turn, strict=True):
        data[matrix + at : matrix + at + 4] = (number << 16).to_bytes(4, signed=True)
    path.write_bytes(data)


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize(("filters", "turn"), LYING.values(), ids=LYING.keys())
def test_a_film_that_lies_is_turned_upright(
    filters: str, turn: tuple[int, ...], footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(4)))
    path, judged = tmp_path / "lying.mp4", tmp_path / "judged.mkv"
    run_ffmpeg("-i", made.path, "-vf", filters, "-crf", "10", path)
    turn_film(path, turn)
    run_ffmpeg("-i", path, judged)
    assert decode.counters(judged) == list(made.counters)

    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).encoded
    (segment,) = segments(archive)
    assert (segment.video_format.width, segment.video_format.height) == (320, 192)
    assert seen(archive) == list(made.counters)


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize(
    ("turn", "aspect"),
    [((1, 0, 0, 1), Fraction(64, 45)), ((0, -1, 1, 0), Fraction(45, 64))],
)
def test_encoded_samples_keep_their_shape(
    turn: tuple[int, ...], aspect: Fraction, footage: Make, tmp_path: Path
) -> None:
    """Films of the standard definition have samples that are no squares."""
    made = footage(Footage(seconds=Fraction(2), rate=Fraction(25)))
    path = tmp_path / "film.mp4"
    coding = ("-vf", "setsar=64/45", "-c:v", "mpeg4", "-q:v", "2")
    run_ffmpeg("-i", made.path, *coding, path)
    turn_film(path, turn)
    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).encoded
    gather(archive, Order("door", T, T + 2_000_000), tmp_path / "clip.mp4")
    for file in (archive.segments("door")[0].path, tmp_path / "clip.mp4"):
        with av.open(str(file)) as container:
            found = container.streams.video[0].sample_aspect_ratio
            assert found is not None
            assert Fraction(found.numerator, found.denominator) == aspect


@pytest.mark.needs("ffmpeg")
def test_pictures_hidden_by_an_edit_list_stay_out(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(8), gop=Fraction(4)))
    path = tmp_path / "trimmed.mp4"
    # Copying from the middle of a GOP keeps its beginning, hidden by an edit list.
    run_ffmpeg("-ss", "2.5", "-i", made.path, "-c", "copy", path)
    with av.open(str(path)) as container:
        visible = [counter.read(_luma(frame)) for frame in container.decode(video=0)]
    assert len(visible) < len(decode.counters(path))
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", path, T)
    assert seen(archive) == visible
    assert picture_times(archive)[0] == Fraction(T, 1_000_000)


# What is shown of a film, in pictures [first, last).
@pytest.mark.needs("ffmpeg")
def test_sound_that_no_decoder_takes_costs_only_itself(
    footage: Make, tmp_path: Path
) -> None:
    """How Vorbis is coded stands in front of it, and is damaged."""
    made = footage(Footage(seconds=Fraction(4), sound="aac"))
    path = tmp_path / "sound.mkv"
    run_ffmpeg("-i", made.path, "-c:v", "copy", "-c:a", "libvorbis", path)
    data = path.read_bytes()
    at = data.index(b"\x05vorbis") + 7
    path.write_bytes(data[:at] + bytes(100) + data[at + 100 :])
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert seen(archive) == list(made.counters)
    assert not imported.sound
    assert [segment.audio for segment in segments(archive)] == [None]


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize("codec", ["ac3", "flac", "libmp3lame"])
def test_of_sound_that_is_damaged_from_the_first_byte_none_is_kept(
    footage: Make, tmp_path: Path, codec: str
) -> None:
    """Nor is silence, which would tell of a quiet street."""
    made = footage(Footage(seconds=Fraction(4), sound="aac"))
    path = tmp_path / "sound.mkv"
    run_ffmpeg("-i", made.path, "-c:v", "copy", "-c:a", codec, path)
    data = bytearray(path.read_bytes())
    noise = random.Random(codec)
    with av.open(str(path)) as container:
        (stream,) = container.streams.audio
        for packet in container.demux(stream):
            if size := packet.size:
                at = data.index(bytes(packet))
                data[at : at + size] = noise.randbytes(size)
    path.write_bytes(data)
    archive = Archive(tmp_path / "archive")
    imported = import_file(archive, "door", path, T)
    assert seen(archive) == list(made.counters)
    assert not imported.sound
    assert [segment.audio for segment in segments(archive)] == [None]


@pytest.mark.needs("ffmpeg")
def test_an_edit_list_may_hide_as_much_as_a_long_group(
    footage: Make, tmp_path: Path
) -> None:
    """More than streams may lie apart in a file."""
    long = Footage(rate=Fraction(5), seconds=Fraction(45), gop=Fraction(45))
    made = footage(replace(long, sound="aac"))
    path = tmp_path / "cut.mp4"
    run_ffmpeg("-ss", "40", "-i", made.path, "-c", "copy", path)
    archive = Archive(tmp_path / "archive")
    assert import_file(archive, "door", path, T).sound
    assert seen(archive) == list(made.counters)[200:]


EDITS = {
    "all of it in two edits": ((0, 30), (30, 120)),
    "a part cut out": ((0, 30), (75, 120)),
    "the end first": ((60, 90), (0, 30)),
    "twice": ((0, 30), (0, 30)),
}


@pytest.mark.parametrize("b_frames", [0, 2])
@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS.keys())
def test_a_film_of_several_edits_is_shown_in_their_order(
    edits: tuple[tuple[int, int], ...], b_frames: int, footage: Make, tmp_path: Path
) -> None:
    """Between them lies what their groups of pictures need, and nobody is to see."""
    made = footage(Footage(seconds=Fraction(8), b_frames=b_frames))
    root = boxes.read(made.path)
    track = root.find("moov").all(b"trak")[0]
    (scale,) = struct.unpack_from(">I", track.find("mdia/mdhd").body, 12)
    (movie,) = struct.unpack_from(">I", root.find("moov/mvhd").body, 12)
    (skipped,) = struct.unpack_from(">i", track.find("edts/elst").body, 12)
    rows = [
        ((last - first) * movie // 15, skipped + first * scale // 15, 0x10000)
        for first, last in edits
    ]
    body = struct.pack(">II", 1 << 24, len(rows))
    track.find("edts/elst").body = body + b"".join(
        struct.pack(">QqI", *row) for row in rows
    )
    path = tmp_path / "edited.mp4"
    path.write_bytes(boxes.serialise(root))
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", path, T)
    numbers = [number for edit in edits for number in range(*edit)]
    assert seen(archive) == numbers
    with av.open(str(path)) as container:
        times = [
            Fraction(frame.pts or 0) * frame.time_base
            for frame in container.decode(video=0)
        ]
    assert picture_times(archive) == [
        Fraction(T, 1_000_000) + time - times[0] for time in times
    ]


def test_a_file_whose_pictures_end_before_its_sound(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(sound="aac", seconds=Fraction(6)))
    archive = Archive(tmp_path)
    imported = import_file(archive, "door", made.path, T)
    assert imported.end_us == T + 6_000_000


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_footage_that_is_there_already_is_refused(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage())
    archive = Archive(tmp_path)
    import_file(archive, "door", made.path, T)
    before = files_below(tmp_path)
    for start in (T - 11_000_000, T, T + 11_000_000):
        with pytest.raises(EngineError) as error:
            import_file(archive, "door", made.path, start)
        assert error.value.code == "footage_exists"
        assert files_below(tmp_path) == before
    import_file(archive, "other", made.path, T)


@pytest.mark.parametrize("days", [None, 2])
def test_a_start_that_no_footage_can_have_is_refused(
    days: int | None, footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage())
    start = -1 if days is None else now_us() + days * 86_400 * 1_000_000
    with pytest.raises(EngineError, match=r"before 1970|in the future") as error:
        import_file(Archive(tmp_path), "door", made.path, start)
    assert error.value.code == "bad_time"
    assert files_below(tmp_path) == []


def test_files_that_follow_each_other_are_seamless(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage())
    archive = Archive(tmp_path)
    for index in range(3):
        import_file(archive, "door", made.path, T + index * 12_000_000)
    assert archive.coverage("door").spans == [(T, T + 36_000_000)]


@pytest.mark.needs("ffmpeg")
def test_what_is_no_video_is_refused(footage: Make, tmp_path: Path) -> None:
    made = footage(Footage(sound="aac"))
    sound = tmp_path / "sound.mp4"
    run_ffmpeg("-i", made.path, "-vn", "-c", "copy", sound)
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(np.random.default_rng(1).bytes(100_000))
    empty = tmp_path / "empty.mp4"
    empty.touch()
    playlist = tmp_path / "list.mp4"
    playlist.write_text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
    archive = Archive(tmp_path / "archive")
    for path in (sound, noise, empty, playlist):
        with pytest.raises(EngineError) as error:
            import_file(archive, "door", path, T)
        assert error.value.code == "unreadable", path
    for path in (tmp_path / "missing.mp4", tmp_path):
        with pytest.raises(EngineError) as error:
            import_file(archive, "door", path, T)
        assert error.value.code == "bad_source"
    assert files_below(tmp_path / "archive") == []


def test_a_file_that_was_cut_off_is_imported_as_far_as_it_goes(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(container="ts"))
    data = made.path.read_bytes()
    path = tmp_path / "cut.ts"
    path.write_bytes(data[: len(data) * 2 // 3])
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", path, T)
    times = picture_times(archive)
    assert 100 < len(times) < len(made.times)
    assert times == [Fraction(T, 1_000_000) + t for t in made.times[: len(times)]]


@pytest.mark.parametrize("codec", ["h264", "h265"])
@pytest.mark.parametrize("lost", [45, 60], ids=["inside", "to start from"])
def test_a_picture_that_lacks_a_part_is_marked(
    lost: int, codec: Codec, footage: Make, tmp_path: Path
) -> None:
    """The packets of MPEG-TS are numbered (ISO 13818-1, 2.4.3.3)."""
    made = footage(Footage(codec=codec, busy=0.6, bit_rate=1_000_000, container="ts"))
    data = made.path.read_bytes()
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    video = [n for n, packet in enumerate(packets) if packet[1] & 31 == 1]
    starts = [n for n in video if packets[n][1] & 64 and not packets[n][2]]
    inside = [n for n in video if starts[lost] < n < starts[lost + 1]]
    del packets[inside[len(inside) // 2]]
    path = tmp_path / "torn.ts"
    path.write_bytes(b"".join(packets))
    archive = Archive(tmp_path / "archive")
    import_file(archive, "door", path, T)
    torn = np.concatenate([segment.video.torn for segment in segments(archive)])
    assert np.flatnonzero(torn).tolist() == [lost - 1, lost]


def test_an_interrupted_import_leaves_nothing(footage: Make, tmp_path: Path) -> None:
    made = footage(COPIED["longer than a segment"])
    archive = Archive(tmp_path)

    def interrupt(done: float) -> None:
        if done > 0.7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(archive, "door", made.path, T, interrupt)
    assert files_below(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_everything_is_private(footage: Make, tmp_path: Path) -> None:
    made = footage(Footage())
    root = tmp_path / "deep" / "archive"
    imported: Imported = import_file(Archive(root), "door", made.path, T)
    assert imported.segments == 1
    for path in (root, *root.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    shutil.rmtree(root)
