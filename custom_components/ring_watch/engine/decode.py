"""Pictures of the archive, decoded with PyAV."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
import os
from typing import BinaryIO, cast

import av
from av.codec.context import Flags
from av.packet import Packet as AnyPacket
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream
import numpy as np

from .cut import Track
from .errors import EngineError

type Packet = AnyPacket[VideoStream]

THREADS = min(4, os.cpu_count() or 1)
_FULL_RANGE = 2
_NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Look:
    """How decoded pictures look; the colour fields are codes of ITU-T H.273.

    ``rate``: usual pictures a second. ``aspect``: of a sample, 1 for square ones.
    """

    width: int
    height: int
    rate: Fraction
    aspect: Fraction
    full_range: bool
    color_primaries: int
    color_trc: int
    colorspace: int


def decode(
    track: Track, first: int, last: int, start: int, end: int
) -> Iterator[av.VideoFrame]:
    """Yield the pictures with start <= pts < end of samples [first, last), in order.

    ``pts`` of a picture is in ticks of the track. Damaged samples yield nothing.
    """
    shown = start - 1
    with _decoder(track) as context:
        for packet in _packets(track, first, last):
            for frame in _decoded(context, packet):
                if frame.pts is not None and shown < frame.pts < end:
                    shown = frame.pts
                    yield frame


def look_at(track: Track, near: int) -> Look | None:
    """Return how pictures look, from the first that decodes at or after ``near``.

    ``near``: index of a sample. None when none does.
    """
    samples = track.samples
    before = np.flatnonzero(samples.random_access[: near + 1])
    first = int(before[-1]) if len(before) else 0
    intervals = np.diff(np.sort(samples.pts))
    usual = int(np.median(intervals)) if len(intervals) else samples.timescale
    with _decoder(track) as context:
        for packet in _packets(track, first, len(samples)):
            for frame in _decoded(context, packet):
                return Look(
                    width=frame.width,
                    height=frame.height,
                    rate=_rate(samples.timescale, usual),
                    aspect=_aspect(context),
                    full_range=frame.format.name.startswith("yuvj")
                    or frame.color_range == _FULL_RANGE,
                    color_primaries=frame.color_primaries,
                    color_trc=frame.color_trc,
                    colorspace=frame.colorspace,
                )
    return None


@contextmanager
def _decoder(track: Track) -> Iterator[VideoCodecContext]:
    context: VideoCodecContext = av.CodecContext.create(track.format.codec, "r")
    context.extradata = track.format.config
    # Away from IDR pictures the decoder doubts what it shows; here it is known which
    # pictures are complete.
    context.flags |= Flags.output_corrupt
    # Streams that do not say how far they reorder then lose no picture at the start.
    context.options = {"strict": "strict"}
    context.thread_type = "FRAME"
    context.thread_count = THREADS
    try:
        yield context
    finally:
        # Lets its threads finish. One that wants to log while the decoder is being
        # freed would wait for the interpreter, which waits for the thread.
        with suppress(av.FFmpegError):
            context.decode(None)


def _decoded(context: VideoCodecContext, packet: Packet | None) -> list[av.VideoFrame]:
    try:
        return context.decode(packet)
    except av.FFmpegError:
        return []


def _packets(track: Track, first: int, last: int) -> Iterator[Packet | None]:
    """Yield samples as packets, then None to flush the decoder."""
    samples = track.samples
    time_base = Fraction(1, samples.timescale)
    number: int | None = None
    file: BinaryIO | None = None
    try:
        for index in range(first, last):
            if file is None or number != track.file[index]:
                if file is not None:
                    file.close()
                number = int(track.file[index])
                file = track.paths[number].open("rb")
            file.seek(int(samples.offset[index]))
            data = file.read(int(samples.size[index]))
            if len(data) < samples.size[index]:
                raise EngineError(
                    "footage_gone", "Footage was removed meanwhile. Gather again."
                )
            # Not AnyPacket(data): a thread of the decoder would need the interpreter
            # to free that, and wait forever for a thread that waits for it.
            packet = cast("Packet", AnyPacket(len(data)))
            packet.update(data)
            packet.time_base = time_base
            packet.pts = int(samples.pts[index])
            packet.dts = int(samples.dts[index])
            yield packet
    finally:
        if file is not None:
            file.close()
    yield None


def _aspect(context: VideoCodecContext) -> Fraction:
    aspect = context.sample_aspect_ratio
    return Fraction(aspect.numerator, aspect.denominator) if aspect else Fraction(1)


def _rate(timescale: int, interval: int) -> Fraction:
    rate = Fraction(timescale, max(interval, 1)).limit_denominator(1001)
    return min(max(rate, Fraction(1)), Fraction(120))
