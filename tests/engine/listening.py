"""Decoded sound on a line of time, edit lists honoured."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.support import tone


@dataclass(frozen=True)
class Heard:
    """Mono samples; the first is heard ``start`` seconds after the file's zero."""

    start: Fraction
    rate: int
    samples: tone.Samples

    @property
    def end(self) -> Fraction:
        """When the last sample is over."""
        return self.start + Fraction(len(self.samples), self.rate)

    def between(self, start: Fraction | float, end: Fraction | float) -> tone.Samples:
        """The samples of [start, end) seconds."""
        first = max(0, round((Fraction(start) - self.start) * self.rate))
        last = max(0, round((Fraction(end) - self.start) * self.rate))
        return self.samples[first:last]


def listen(path: Path) -> Heard | None:
    """The sound of a file as a player hears it; None where there is no track."""
    blocks: list[tuple[Fraction, tone.Samples]] = []
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        rate = stream.rate
        # A resampler would even out the distance between frames.
        for frame in container.decode(stream):
            assert frame.pts is not None
            assert frame.time_base is not None
            data = frame.to_ndarray().astype(np.float32)
            if frame.format.name.startswith("s16"):
                data /= 1 << 15
            time = Fraction(frame.pts * frame.time_base)
            channels = 1 if frame.format.is_planar else len(frame.layout.channels)
            mono = data.reshape(-1, channels).mean(1) if channels > 1 else data.mean(0)
            blocks.append((time, mono))
    start = blocks[0][0]
    size = max(round((time - start) * rate) + len(data) for time, data in blocks)
    line = np.zeros(size, np.float32)
    for time, data in blocks:
        first = round((time - start) * rate)
        line[first : first + len(data)] = data
    return Heard(start, rate, line)
