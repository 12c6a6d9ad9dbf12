"""Sound whose pitch tells its time: one pitch for each step (a second, unless told)."""

from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Samples = NDArray[np.float32]
"""Mono samples in -1..1."""

PITCHES: Final = 60
LOWEST_HZ: Final = 300
STEP_HZ: Final = 40
PIECE: Final = Fraction(1, 20)
"""Length of the pieces that are recognised on their own, in seconds."""


def pitch(index: int) -> int:
    """The frequency in hertz of the step `index`; repeats after 60 steps."""
    return LOWEST_HZ + STEP_HZ * (index % PITCHES)


def synthesise(
    sample_rate: int,
    first: int,
    count: int,
    step: Fraction = Fraction(1),
    amplitude: float = 0.5,
) -> Samples:
    """`count` samples from sample number `first` on; the phase is continuous."""
    numbers = np.arange(first + count, dtype=np.int64)
    indices = numbers * step.denominator // (sample_rate * step.numerator)
    hertz = LOWEST_HZ + STEP_HZ * (indices % PITCHES)
    phase = np.cumsum(hertz * (2 * np.pi / sample_rate))
    return (amplitude * np.sin(phase[first:])).astype(np.float32)


def level(samples: Samples, sample_rate: int, index: int) -> float:
    """Amplitude (0..1) of the pitch of step `index` in the samples, Hann-windowed."""
    if not len(samples):
        return 0.0
    window = np.hanning(len(samples) + 2)[1:-1]
    angle = 2j * np.pi * pitch(index) / sample_rate * np.arange(len(samples))
    return float(2 * abs(np.sum(samples * window * np.exp(-angle))) / window.sum())


@lru_cache(maxsize=8)
def _probes(count: int, sample_rate: int) -> NDArray[np.float64]:
    """What, multiplied by `count` samples, gives both parts of the `level` of each pitch.

    First the real parts of all, then the imaginary ones.
    """
    window = np.hanning(count + 2)[1:-1]
    hertz = np.array([pitch(index) for index in range(PITCHES)])
    angles = 2 * np.pi / sample_rate * np.outer(hertz, np.arange(count))
    waves = np.concatenate([np.cos(angles), np.sin(angles)])
    found: NDArray[np.float64] = waves * (2 * window / window.sum())
    return found


def recognise(samples: Samples, sample_rate: int) -> int | None:
    """The step (modulo 60) whose pitch is strongest; None for silence and noise."""
    if len(samples) < sample_rate // 50 or float(np.sqrt(np.mean(samples**2))) < 0.005:
        return None
    parts = _probes(len(samples), sample_rate) @ samples.astype(np.float64)
    levels = np.hypot(*np.split(parts, 2))
    best = int(np.argmax(levels))
    rms = float(np.sqrt(np.mean(samples**2)))
    return best if levels[best] > 0.5 * rms else None
