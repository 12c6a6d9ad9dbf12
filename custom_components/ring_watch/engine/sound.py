"""The sound of a window: only what decodes to nothing from outside of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import av
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import Flags
import numpy as np

from .media import AudioFormat, us_to_ticks
from .segment import AAC_FRAME, Segment


class Frame(NamedTuple):
    """An AAC frame: where its bytes lie, and its tick since the epoch.

    ``path`` None stands for silence.
    """

    path: Path | None
    offset: int
    size: int
    pts: int


@dataclass(frozen=True, slots=True)
class Sound:
    """The frames that a clip gets, in order of time."""

    format: AudioFormat
    timescale: int
    frames: list[Frame]


def select(segments: Sequence[Segment], start: int, end: int) -> Sound | None:
    """Return the sound of [start, end) microseconds, None where there is none.

    An AAC frame at t shapes what is heard from t until two frames later (ISO
    14496-3, 4.6.11: overlapping windows), so it stays only when all of that lies
    inside. Missing frames become silence; sound of another format than the first
    is left out. Where segments overlap, the later one is heard.
    """
    form = next((item.audio_format for item in segments if item.audio_format), None)
    if form is None:
        return None
    alike = [item for item in segments if item.audio_format == form]
    tables = [item.audio for item in alike if item.audio is not None]
    timescale = tables[0].timescale
    length = -(-AAC_FRAME * timescale // form.sample_rate)
    low = us_to_ticks(start, timescale)
    high = us_to_ticks(end, timescale) - 2 * length
    frames: list[Frame] = []
    for number, (item, table) in enumerate(zip(alike, tables, strict=True)):
        inside = (table.pts >= low) & (table.pts <= high)
        if number + 1 < len(tables):
            inside &= table.pts < tables[number + 1].start
        index = np.flatnonzero(inside)
        columns = (table.offset[index], table.size[index], table.pts[index])
        frames += [
            Frame(item.path, *place)
            for place in zip(*(column.tolist() for column in columns), strict=True)
        ]
    if not frames:
        return None
    return Sound(form, timescale, list(_seamless(frames, length)))


def _seamless(frames: list[Frame], length: int) -> Iterator[Frame]:
    """Yield the frames without overlaps, with silence where one or more miss."""
    reached = frames[0].pts
    for frame in frames:
        if frame.pts - reached < -length // 2:
            continue
        while frame.pts - reached > length // 2:
            yield Frame(None, 0, 0, reached)
            reached += length
        yield frame
        reached = frame.pts + length


def silent_frame(form: AudioFormat) -> bytes:
    """Return an AAC-LC frame of digital silence in that format."""
    encoder: AudioCodecContext = av.CodecContext.create("aac", "w")
    encoder.sample_rate = form.sample_rate
    encoder.layout = "stereo" if form.channels == 2 else "mono"
    encoder.format = "fltp"
    # Without the name of the encoder in the frame.
    encoder.flags |= Flags.bitexact
    packets = []
    for number in range(4):
        samples = np.zeros((form.channels, AAC_FRAME), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, "fltp", encoder.layout.name)
        frame.sample_rate = form.sample_rate
        frame.pts = number * AAC_FRAME
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    # The first frames hold what the encoder begins with; a later one is all silence.
    return bytes(packets[2])
