"""What the first pictures that decode tell of a track."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
import numpy as np

from .cut import Track
from .decoder import decoded, decoder, packets
from .reordering import waits

_FULL_RANGE = 2
_ACCIDENTS = 0.05
"""Part of the pictures whose times a camera may have mistaken."""


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


def look_at(track: Track, near: int) -> Look | None:
    """Return how pictures look, from the first that decodes at or after ``near``.

    ``near``: index of a sample. None when none does.
    """
    samples = track.samples
    before = np.flatnonzero(samples.random_access[: near + 1])
    first = int(before[-1]) if len(before) else 0
    intervals = np.diff(np.sort(samples.pts))
    usual = int(np.median(intervals)) if len(intervals) else samples.timescale
    with decoder(track) as context:
        for frame in _leniently(context, track, first):
            return Look(
                # What is encoded is 4:2:0, which has no odd sizes.
                width=max(frame.width & ~1, 2),
                height=max(frame.height & ~1, 2),
                rate=_rate(samples.timescale, usual),
                aspect=track.format.aspect or _aspect(context),
                full_range=frame.format.name.startswith("yuvj")
                or frame.color_range == _FULL_RANGE,
                color_primaries=frame.color_primaries,
                color_trc=frame.color_trc,
                colorspace=frame.colorspace,
            )
    return None


def is_misunderstood(track: Track) -> bool:
    """Tell whether decoders that believe the coding drop pictures of H.264.

    It says then that fewer wait for another (max_num_reorder_frames, E.2.1) than do.
    """
    waiting = waits(track.samples)
    if not waiting.any() or track.format.codec != "h264":
        return False
    with decoder(track, reordered=0) as context:
        for _ in _leniently(context, track, 0):
            return float(np.mean(waiting > context.reorder_depth)) > _ACCIDENTS
    return False


def _leniently(
    context: VideoCodecContext, track: Track, first: int
) -> Iterator[av.VideoFrame]:
    """Yield whatever the decoder makes of the samples from ``first`` on."""
    for _, packet in packets(track, first, len(track.samples)):
        if packet is not None:
            yield from decoded(context, packet, [])
    yield from decoded(context, None, [])


def _aspect(context: VideoCodecContext) -> Fraction:
    aspect = context.sample_aspect_ratio
    return Fraction(aspect.numerator, aspect.denominator) if aspect else Fraction(1)


def _rate(timescale: int, interval: int) -> Fraction:
    rate = Fraction(timescale, max(interval, 1)).limit_denominator(1001)
    return min(max(rate, Fraction(1)), Fraction(120))
