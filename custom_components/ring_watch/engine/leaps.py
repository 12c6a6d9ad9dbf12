"""Whether the wall clock leapt ahead lately.

It may be wrong, as one that a time server or a waking machine set amiss, and be put
right soon. Until then it is no reason to remove what could not be had again.
"""

import time
from typing import Final

from .times import now_us

SMALLEST: Final = 3600.0
"""Seconds; a clock that was set by less has no footage removed much too early."""
DOUBT: Final = 6 * 3600.0
"""Seconds after which a clock that stays ahead is believed."""


def _read() -> tuple[float, float]:
    """Return seconds that nobody sets, and how far the wall clock is from them."""
    # They pass while the machine sleeps, too.
    passed = time.clock_gettime(time.CLOCK_BOOTTIME)
    return passed, now_us() / 1e6 - passed


class Leaps:
    """Compares the wall clock with one that nobody sets, each time it is asked."""

    def __init__(self) -> None:
        """The clock is believed now."""
        self._offset = _read()[1]
        self._until = 0.0

    def lately(self) -> bool:
        """Tell whether the clock is ahead of what it was, and not believed yet."""
        passed, offset = _read()
        if abs(offset - self._offset) > SMALLEST:
            # Set back, it is put right, or is no reason to remove anything.
            self._until = passed + DOUBT if offset > self._offset else 0.0
        self._offset = offset
        return passed < self._until
