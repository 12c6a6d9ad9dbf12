"""The sound of a window: only what decodes to nothing from outside of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import av
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import Flags
import numpy as np

from .media import AudioFormat, Ints, rescale, ticks_to_us, us_to_ticks
from .segment import AAC_FRAME, Samples, Segment


class Frame(NamedTuple):
    """An AAC frame: where its bytes lie, and its time in samples of sound.

    ``path`` None stands for silence. Time zero is the start of the window.
    """

    path: Path | None
    offset: int
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Sound:
    """The frames that a clip gets, in order of time."""

    format: AudioFormat
    frames: list[Frame]


def select(segments: Sequence[Segment], start: int, end: int) -> Sound | None:
    """Return the sound of [start, end) microseconds, None where there is none.

    An AAC frame at t shapes what is heard from t until two frames later (ISO
    14496-3, 4.6.11: overlapping windows), so it stays only when all of that lies
    inside. Missing frames become silence; sound of another format than the first
    is left out. Where segments overlap, the later one is heard.
    """
    form: AudioFormat | None = None
    frames: list[Frame] = []
    # From the last one back, each ends where the sound that follows begins.
    limit = end
    parts = []
    for item in reversed(segments):
        if item.audio is not None and item.audio_format is not None:
            inside = _inside(item.audio, item.audio_format, start, end, limit)
            parts.append((item.path, item.audio, item.audio_format, inside))
            limit = min(limit, ticks_to_us(item.audio.start, item.audio.timescale))
    for path, table, audio_format, inside in reversed(parts):
        if not len(inside) or audio_format != (form or audio_format):
            continue
        form = audio_format
        times = rescale(table.pts[inside], table.timescale, start, form.sample_rate)
        columns = (table.offset[inside], table.size[inside], times)
        frames += [
            Frame(path, *place)
            for place in zip(*(column.tolist() for column in columns), strict=True)
        ]
    if form is None:
        return None
    return Sound(form, list(_seamless(frames)))


def _inside(
    table: Samples, form: AudioFormat, start: int, end: int, limit: int
) -> Ints:
    """Return the indices of the frames that shape only what lies inside."""
    length = -(-AAC_FRAME * table.timescale // form.sample_rate)
    low = us_to_ticks(start, table.timescale)
    high = us_to_ticks(end, table.timescale) - 2 * length
    following = us_to_ticks(limit, table.timescale)
    return np.flatnonzero(
        (table.pts >= low) & (table.pts <= high) & (table.pts < following)
    )


def _seamless(frames: list[Frame]) -> Iterator[Frame]:
    """Yield the frames without overlaps, with silence where one or more miss."""
    reached = frames[0].time
    for frame in frames:
        if frame.time - reached < -AAC_FRAME // 2:
            continue
        while frame.time - reached > AAC_FRAME // 2:
            yield Frame(None, 0, 0, reached)
            reached += AAC_FRAME
        yield frame
        reached = frame.time + AAC_FRAME


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
