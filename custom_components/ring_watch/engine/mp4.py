"""Boxes of ISO 14496-12: the parts that segments and clips have in common."""

from collections.abc import Iterator
from fractions import Fraction
import mmap
import struct
from typing import NamedTuple

from .errors import EngineError
from .media import AudioFormat, VideoFormat

MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
LANGUAGE_UNDETERMINED = 0x55C4

type Buffer = bytes | mmap.mmap


class Box(NamedTuple):
    """Where a box lies in its buffer: ``start`` … ``end``, body from ``body``."""

    kind: bytes
    start: int
    body: int
    end: int


def box(kind: bytes, *payload: bytes) -> bytes:
    """Return a box (4.2.2) with a 32-bit size."""
    body = b"".join(payload)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full_box(kind: bytes, version: int, flags: int, *payload: bytes) -> bytes:
    """Return a box with version and flags (4.2.3)."""
    return box(kind, struct.pack(">I", version << 24 | flags), *payload)


def boxes(data: Buffer, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes that lie completely between ``start`` and ``end``.

    Stops at the first that does not: a torn tail is simply not there.
    """
    limit = len(data) if end is None else end
    while start + 8 <= limit:
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            if start + 16 > limit:
                return
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        if size < body - start or start + size > limit:
            return
        yield Box(kind, start, body, start + size)
        start += size


def find(data: Buffer, path: bytes, start: int = 0, end: int | None = None) -> Box:
    """Return the first box at ``path`` (kinds separated by ``/``).

    Raises EngineError ``unreadable`` when there is none.
    """
    found: Box | None = None
    for kind in path.split(b"/"):
        found = next((b for b in boxes(data, start, end) if b.kind == kind), None)
        if found is None:
            raise EngineError("unreadable", f"The file has no {path.decode()} box.")
        start, end = found.body, found.end
    assert found is not None
    return found


def visual_sample_entry(video: VideoFormat, *, in_band: bool = False) -> bytes:
    """Return avc1 or hvc1 (ISO 14496-15) without any name of an encoder.

    ``in_band``: samples hold parameter sets of their own, which hev1 allows.
    """
    entry, config = (b"avc1", b"avcC") if video.codec == "h264" else (b"hvc1", b"hvcC")
    if in_band:
        entry = b"hev1"
    return box(
        entry,
        struct.pack(
            ">6xHHH12xHHIIIH32xHh",
            *(1, 0, 0),
            *(video.width, video.height),
            *(0x480000, 0x480000, 0),
            *(1, 0x18, -1),
        ),
        box(config, video.config),
        *([] if video.aspect is None else [_pixel_aspect(video.aspect)]),
    )


def _pixel_aspect(aspect: Fraction) -> bytes:
    return box(b"pasp", struct.pack(">II", aspect.numerator, aspect.denominator))


def audio_sample_entry(audio: AudioFormat) -> bytes:
    """Return mp4a with its esds (ISO 14496-14, 5.6)."""
    decoder_specific = _descriptor(0x05, audio.config)
    decoder_config = _descriptor(
        0x04, struct.pack(">BB3xII", 0x40, 0x15, 0, 0), decoder_specific
    )
    elementary_stream = _descriptor(
        0x03, struct.pack(">HB", 0, 0), decoder_config, _descriptor(0x06, b"\x02")
    )
    # The 16.16 field cannot hold more than 65535 Hz; decoders read the config.
    rate = audio.sample_rate if audio.sample_rate < 1 << 16 else 0
    return box(
        b"mp4a",
        struct.pack(">6xH8xHHHHI", 1, audio.channels, 16, 0, 0, rate << 16),
        full_box(b"esds", 0, 0, elementary_stream),
    )


def _descriptor(tag: int, *payload: bytes) -> bytes:
    """Return a descriptor with a four-byte expandable size (ISO 14496-1, 8.3.3)."""
    body = b"".join(payload)
    size = len(body)
    return (
        bytes(
            (
                tag,
                0x80 | size >> 21 & 0x7F,
                0x80 | size >> 14 & 0x7F,
                0x80 | size >> 7 & 0x7F,
                size & 0x7F,
            )
        )
        + body
    )


def movie_header(timescale: int, duration: int, next_track: int) -> bytes:
    """Return mvhd (8.2.2), version 1, without times of creation."""
    return full_box(
        b"mvhd",
        1,
        0,
        struct.pack(">QQIQ", 0, 0, timescale, duration),
        struct.pack(">IH10x", 0x10000, 0x100),
        MATRIX,
        bytes(24),
        struct.pack(">I", next_track),
    )


def track_header(track: int, duration: int, size: tuple[int, int] | None) -> bytes:
    """Return tkhd (8.3.2); ``size`` in luma samples for video, None for sound."""
    width, height = size or (0, 0)
    return full_box(
        b"tkhd",
        1,
        0x3,
        struct.pack(">QQI4xQ", 0, 0, track, duration),
        struct.pack(">8xHHH2x", 0, 0, 0x100 if size is None else 0),
        MATRIX,
        struct.pack(">II", width << 16, height << 16),
    )


def media_box(
    timescale: int, duration: int, *, video: bool, sample_table: bytes
) -> bytes:
    """Return mdia (8.4) around a finished stbl."""
    handler, header = (
        (b"vide", full_box(b"vmhd", 0, 1, bytes(8)))
        if video
        else (b"soun", full_box(b"smhd", 0, 0, bytes(4)))
    )
    return box(
        b"mdia",
        full_box(
            b"mdhd",
            1,
            0,
            struct.pack(">QQIQHH", 0, 0, timescale, duration, LANGUAGE_UNDETERMINED, 0),
        ),
        full_box(b"hdlr", 0, 0, bytes(4), handler, bytes(13)),
        box(
            b"minf",
            header,
            box(
                b"dinf",
                full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)),
            ),
            sample_table,
        ),
    )


def sample_description(entry: bytes) -> bytes:
    """Return stsd (8.5.2) with a single entry."""
    return full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry)
