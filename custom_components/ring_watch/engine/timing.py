"""When a file's first picture is shown, in its own ticks."""

from fractions import Fraction

import av

from .access_units import Picture
from .pipeline import VideoStream
from .source_errors import SourceError, unsupported
from .sources import Source

_LIMIT = 2000
"""Packets to look at when no second picture to start from comes."""
_ASSUMED_RATE = Fraction(15)


def video_stream(source: Source) -> VideoStream:
    """Describe a source's video; raises SourceError ``unsupported``."""
    if source.codec is None:
        raise unsupported(source.video.codec_context.name)
    return VideoStream(
        source.codec,
        source.video.codec_context.extradata,
        time_base_of(source.video),
        source.frame_rate,
        source.aspect,
    )


def time_base_of(stream: av.VideoStream | av.AudioStream) -> Fraction:
    """Return the seconds a tick of a stream."""
    return Fraction(stream.time_base.numerator, stream.time_base.denominator)


def ticks_of_picture(source: Source) -> int:
    """Return how long a picture is shown, in ticks, as far as the file tells."""
    rate = source.frame_rate or _ASSUMED_RATE
    return round(1 / (rate * time_base_of(source.video))) or 1


def first_displayed(source: Source) -> int:
    """Return the smallest timestamp of a picture that can be decoded and is shown.

    Reads the source's beginning; open it again afterwards. Raises SourceError
    ``no_video`` when no picture can be decoded.
    """
    assembler = video_stream(source).assembler()
    first: int | None = None
    floor: int | None = None
    starts = 0
    for count, packet in enumerate(source.container.demux(source.video)):
        pts = source.time_of(packet, count)
        if pts is None:
            pts = packet.dts
        if pts is None or packet.size == 0:
            continue
        part = assembler.feed(bytes(packet), pts, keyframe=packet.is_keyframe)
        if not isinstance(part, Picture):
            continue
        if part.random_access:
            starts += 1
            if (starts > 1 and not part.leading) or starts > 2 or count > _LIMIT:
                break
            if starts == 1 and not part.sync:
                floor = pts
        if starts and (floor is None or pts >= floor) and not packet.is_discard:
            first = pts if first is None else min(first, pts)
    if first is None:
        raise SourceError("no_video")
    return first
