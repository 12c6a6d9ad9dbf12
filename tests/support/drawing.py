"""The pictures and the sound of made footage, before they are encoded."""

from collections.abc import Iterator
from fractions import Fraction
import random
from typing import TYPE_CHECKING, Final

import av
from av.video.frame import PictureType
import numpy as np

from . import counter, tone

if TYPE_CHECKING:
    from .footage import Footage

SAMPLE_RATES: Final = {"aac": 16000, "pcm_mulaw": 8000, "pcm_alaw": 8000, "opus": 48000}


def presentation_ticks(footage: Footage) -> Iterator[int]:
    """Presentation times of all pictures in ticks of `footage.time_base`, from 0."""
    if not footage.variable:
        yield from range(footage.frames)
        return
    nominal = round(1 / footage.rate / footage.time_base)
    rng = random.Random(footage.seed)
    tick, end = 0, footage.seconds / footage.time_base
    while tick < end:
        yield tick
        tick += rng.randint(nominal // 2, nominal * 2)


def pictures(footage: Footage) -> Iterator[av.VideoFrame]:
    """The pictures to encode, with exact presentation times."""
    black, white = (0, 255) if footage.full_range else (16, 235)
    width, height = footage.width, footage.height
    rows, columns = np.mgrid[0:height, 0:width]
    ramp = ((rows + columns) * (120 / (height + width)) + 60).astype(np.uint8)
    chroma = np.full((height // 2, width), 128, dtype=np.uint8)
    chroma[:, : width // 2] = 118
    rng = np.random.default_rng(footage.seed)
    grain = rng.integers(-20, 20, (8, height, width), dtype=np.int16)
    for index, tick in enumerate(presentation_ticks(footage)):
        luma = ramp.copy()
        if footage.busy:
            noise = grain[index % len(grain)] * footage.busy
            luma = np.clip(luma + noise, black, white).astype(np.uint8)
        left = index * max(2, width // 80) % (width - width // 10)
        luma[height // 2 :, left : left + width // 10] = 190
        counter.draw(luma, footage.first_counter + index, black, white)
        frame = av.VideoFrame.from_ndarray(np.vstack([luma, chroma]), format="nv12")
        frame = frame.reformat(format="yuv420p")
        frame.pts, frame.time_base = tick, footage.time_base
        frame.color_range = 2 if footage.full_range else 1
        frame.pict_type = PictureType.NONE
        yield frame


def sounds(footage: Footage, sound_format: str) -> Iterator[av.AudioFrame]:
    """The sound in frames of 20 ms, from the first picture to the end."""
    assert footage.sound is not None
    rate = SAMPLE_RATES[footage.sound]
    total, size = int(footage.seconds * rate), rate // 50
    samples = tone.synthesise(rate, 0, total, footage.tone_step)
    for first in range(0, total, size):
        piece = samples[first : first + size][np.newaxis, :]
        if sound_format.startswith("s16"):
            piece = np.round(piece * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(piece), format=sound_format, layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
        yield frame
