"""What video and sound look like between the parts of the engine."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type VideoCodec = Literal["h264", "hevc"]

MICROSECONDS = 1_000_000
LONGEST_DURATION = (1 << 32) - 1
"""The most ticks that a sample of a segment can last."""
_FINEST_TIMESCALE = (1 << 29) - 1
_MOST_REORDERED = 16


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """A video track's coding.

    ``config`` is the body of avcC (ISO 14496-15, 5.3.3.1) or hvcC (8.3.3.1);
    ``width`` and ``height`` are the cropped picture in luma samples. ``aspect``: the
    width of a sample by its height where the container says so (``pasp``, 14496-12,
    12.1.4), whatever the coding says; parts of 65535 at most.
    """

    codec: VideoCodec
    width: int
    height: int
    config: bytes
    aspect: Fraction | None = None


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """An AAC track's coding; ``config`` is the AudioSpecificConfig (14496-3)."""

    sample_rate: int
    channels: int
    config: bytes


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One picture or one AAC frame on its way into a segment.

    ``data``: length-prefixed NAL units (four bytes each) or a raw AAC frame.
    ``pts``: ticks of the track since the Unix epoch. ``sync``: an IDR picture
    (always true for sound). ``random_access``: decoding may start here, though
    pictures that precede it in time may be missing. ``torn``: something of it or just
    before it may have got lost on its way from the camera.
    """

    data: bytes
    pts: int
    sync: bool = True
    random_access: bool = True
    torn: bool = False


def timescale_for(time_base: Fraction, rate: Fraction | None = None) -> int:
    """Return the ticks per second of an archive track fed in ``time_base``.

    Exact for the stream's own ticks and for microseconds where both fit, else for
    the former; microseconds alone where those are too fine. Times since 1970 fit a
    segment's 62 bits then, and the distance of two samples (ISO 14496-12, 8.8.8) its
    32, also where they are a few seconds apart, or ``rate`` tells that pictures are:
    one may be decoded many pictures before it is displayed (8.6.1.3).
    """
    fitting = (
        lcm(time_base.denominator, 2**twos * 5**fives)
        for twos in range(7)
        for fives in range(7)
    )
    finest = Fraction(_FINEST_TIMESCALE)
    if rate is not None:
        finest = min(finest, (1 << 31) * rate / _MOST_REORDERED)
    return max(
        (ticks for ticks in fitting if ticks <= finest),
        default=MICROSECONDS,
    )


def rescale(ticks: Ints, timescale: int, start: int, target: int) -> Ints:
    """Return ticks since the epoch as ``target`` ticks a second since ``start``.

    ``start`` in microseconds; the result is rounded down.
    """
    scale = Fraction(target, timescale)
    since = ticks - us_to_ticks(start, timescale)
    return since * scale.numerator // scale.denominator


def us_to_ticks(us: int, timescale: int) -> int:
    """Return the first tick at or after ``us``."""
    return -(-us * timescale // MICROSECONDS)


def ticks_to_us(ticks: int, timescale: int) -> int:
    """Return the last microsecond at or before ``ticks``."""
    return ticks * MICROSECONDS // timescale
