"""How far pictures are decoded before they are displayed, as their times tell."""

import numpy as np

from .media import Ints
from .segment import Samples

_MOST_REORDERED = 16
"""Pictures that a decoder may hold back (H.264, A.3.1 h; H.265, A.4.2)."""


def reordering(samples: Samples) -> int:
    """Return how many pictures wait in a decoder for one that is displayed earlier."""
    return min(int(waits(samples).max()), _MOST_REORDERED)


def waits(samples: Samples) -> Ints:
    """Return how many pictures wait for each of the samples at least."""
    ranks = np.argsort(np.argsort(samples.pts, kind="stable"))
    return np.arange(len(samples)) - ranks
