"""Motion from keyframes alone: where a small grey picture differs from the usual.

Not more often than a hundredth of the time may go into it, so that a camera costs
less than one per cent of a core.
"""

from dataclasses import dataclass
import time

import numpy as np
from numpy.typing import NDArray

from .media import VideoFormat
from .still import StillDecoder

_WIDTH, _HEIGHT = 64, 36
_SHARE = 0.008
"""Of the time."""
_QUIET_US = 8_000_000
_LEARN = 3
"""Keyframes to see before anything counts as motion."""
_FOLLOW, _FOLLOW_NOISE = 0.3, 0.25
_SOLID = 7
_NOISE_FACTOR = 3.0
_NOISE_LIMIT = 60.0

type Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Motion:
    """A change: motion began or ended at ``time_us``."""

    active: bool
    time_us: int


class MotionDetector:
    """Watches the keyframes of one camera.

    ``sensitivity``: 1 (a whole person close by) to 100 (anything that moves).
    """

    def __init__(self, sensitivity: int) -> None:
        """Begin without knowing the scene."""
        # From 30 to 8 grey levels, and from 2 % to 0.04 % of the picture.
        part = (sensitivity - 1) / 99
        self._contrast = 30.0 - 22.0 * part
        self._area = 0.02 * (0.0004 / 0.02) ** part
        self._decoder: StillDecoder | None = None
        self._usual: Grey | None = None
        self._noise: Grey | None = None
        self._seen = 0
        self._active = False
        self._last_us = 0
        self._next_at = 0.0

    def feed(
        self, video_format: VideoFormat, sample: bytes, time_us: int
    ) -> Motion | None:
        """Look at a keyframe; return what changed."""
        began = time.thread_time()
        if time.monotonic() >= self._next_at:
            grey = self._grey(video_format, sample)
            if grey is not None and self._differs(grey):
                self._last_us = time_us
                if not self._active:
                    self._active = True
                    return Motion(True, time_us)
            cost = time.thread_time() - began
            self._next_at = time.monotonic() + cost / _SHARE - cost
        if self._active and time_us - self._last_us >= _QUIET_US:
            self._active = False
            return Motion(False, time_us)
        return None

    def _grey(self, video_format: VideoFormat, sample: bytes) -> Grey | None:
        if self._decoder is None or self._decoder.format is not video_format:
            self._decoder = StillDecoder(video_format)
        frame = self._decoder.decode(sample)
        if frame is None:
            return None
        small = frame.reformat(_WIDTH, _HEIGHT, "gray", interpolation="AREA")
        return small.to_ndarray().astype(np.float32)

    def _differs(self, grey: Grey) -> bool:
        """Tell whether enough of the picture changed; learn how it usually looks."""
        if self._usual is None or self._noise is None:
            self._usual, self._noise = grey, np.zeros_like(grey)
            return False
        difference = grey - self._usual
        # A cloud or the camera's exposure changes everything alike.
        difference -= np.median(difference)
        difference = np.abs(difference)
        # A burnt-in clock or a tree always changes, and is no news.
        changed = difference > self._contrast + _NOISE_FACTOR * self._noise
        share = float(_solid(changed).mean())
        self._usual = self._usual + _FOLLOW * (grey - self._usual)
        limited = np.minimum(difference, _NOISE_LIMIT)
        self._noise = self._noise + _FOLLOW_NOISE * (limited - self._noise)
        self._seen += 1
        return self._seen >= _LEARN and share >= self._area


def _solid(changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where at least seven of nine neighbours changed: no lines of text."""
    padded = np.pad(changed.astype(np.uint8), 1)
    height, width = changed.shape
    count = sum(
        padded[row : row + height, column : column + width]
        for row in range(3)
        for column in range(3)
    )
    return np.asarray(count >= _SOLID)
