"""Whether a picture of H.265 has all its slices.

In the place of a slice that got lost on its way from the camera, decoders of H.265 show
without a word what their memory held: parts of an older picture. No header tells where
a slice ends. But most encoders cut all pictures into as many.
"""

from collections import Counter
from collections.abc import Iterable

from .nal import is_picture, split_length_prefixed, unit_type

_EXCEPTIONS = 0.2
"""Part of the pictures that may have fewer than is usual."""


def usual_slices(samples: Iterable[bytes]) -> int:
    """Return how many slices a picture has; 0 where that varies.

    Lost ones only make it less: it is the most that any has, or encoders cut by size.
    """
    counts = Counter(slices_of(sample) for sample in samples)
    usual = max(counts, default=0)
    fewer = counts.total() - counts[usual]
    return usual if fewer <= _EXCEPTIONS * counts.total() else 0


def slices_of(sample: bytes) -> int:
    """Return how many slices a picture has."""
    return sum(
        is_picture("hevc", unit_type("hevc", unit))
        for unit in split_length_prefixed(sample, 4)
    )
