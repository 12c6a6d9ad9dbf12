"""A decoder for a track of the archive, and the packets that it takes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
import os
from typing import BinaryIO, cast
import zlib

import av
from av.codec.context import Flags
from av.packet import Packet as AnyPacket
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from .cut import Track
from .errors import EngineError
from .reordering import reordering

type Packet = AnyPacket[VideoStream]

THREADS = min(4, os.cpu_count() or 1)
_REFUSALS = (av.FFmpegError, ValueError)
"""Of packets. The latter of a decoder that could not be opened before."""


@contextmanager
def decoder(
    track: Track, *, strictly: bool = False, reordered: int | None = None
) -> Iterator[VideoCodecContext]:
    """``strictly``: one picture at a time, and any doubt about one is an error.

    ``reordered``: how many pictures may wait for another at least.
    """
    context: VideoCodecContext = av.CodecContext.create(track.format.codec, "r")
    context.extradata = track.format.config
    # Away from IDR pictures the decoder doubts what it shows; here it is known which
    # pictures are complete.
    context.flags |= Flags.output_corrupt
    # Else what the coding cuts off at the left is shown, to keep rows aligned.
    context.flags |= Flags.unaligned
    # Streams that do not say how far they reorder then lose no picture at the start.
    context.options = {
        "strict": "strict",
        # Nor do those that say too little, which only their times show.
        "has_b_frames": str(
            reordering(track.samples) if reordered is None else reordered
        ),
    }
    if strictly:
        # Aggressive: also of bits of a slice that are left when its picture is complete.
        context.options |= {"err_detect": "explode+aggressive"}
        context.thread_count = 1
    else:
        context.thread_type = "FRAME"
        context.thread_count = THREADS
    try:
        yield context
    finally:
        # Lets its threads finish. One that wants to log while the decoder is being
        # freed would wait for the interpreter, which waits for the thread.
        with suppress(*_REFUSALS):
            context.decode(None)


def decoded[T](
    context: VideoCodecContext, packet: Packet | None, damaged: T
) -> list[av.VideoFrame] | T:
    """Return pictures; ``damaged`` where the decoder reports an error."""
    try:
        return context.decode(packet)
    except _REFUSALS:
        return damaged


def packets(track: Track, first: int, last: int) -> Iterator[tuple[int, Packet | None]]:
    """Yield samples with their indices; None in place of one that is damaged."""
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
            if zlib.crc32(data) != samples.checksum[index]:
                yield index, None
                continue
            # Not AnyPacket(data): a thread of the decoder would need the interpreter
            # to free that, and wait forever for a thread that waits for it.
            packet = cast("Packet", AnyPacket(len(data)))
            packet.update(data)
            packet.time_base = time_base
            packet.pts = int(samples.pts[index])
            packet.dts = int(samples.dts[index])
            yield index, packet
    finally:
        if file is not None:
            file.close()
