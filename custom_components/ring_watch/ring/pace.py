"""When the next request may leave: one at a time, spaced, and as Ring asks."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import random
import time
from typing import Protocol

from .errors import ThrottledError

SPACING = 1.0
# Somebody who waits for an answer would rather hear no.
PATIENCE = 30.0
_LONGEST_HOLD = 24 * 3600.0


class Clock(Protocol):
    """The time, and how to let it pass; a test brings its own."""

    def time(self) -> float:
        """Return seconds since the Unix epoch."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """This machine's time."""

    def time(self) -> float:
        """Return seconds since the Unix epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Pace:
    """Gives turns, one after the other, ``spacing`` seconds apart at least."""

    def __init__(self, clock: Clock | None = None, spacing: float = SPACING) -> None:
        """Let the first request go at once."""
        self.clock = clock or SystemClock()
        self._spacing = spacing
        self._turns = asyncio.Lock()
        self._free_at = float("-inf")
        self._random = random.Random()  # noqa: S311

    @property
    def held_for(self) -> float:
        """How many seconds nothing may leave."""
        return max(0.0, self._free_at - self.clock.monotonic())

    @asynccontextmanager
    async def turn(self, patience: float = PATIENCE) -> AsyncGenerator[None]:
        """Wait for a turn and keep it; the next begins ``spacing`` after its end.

        Raises ThrottledError at once when Ring's own wish makes it longer than
        ``patience`` seconds.
        """
        async with self._turns:
            if (wait := self.held_for) > max(patience, self._spacing):
                raise ThrottledError(wait)
            if wait > 0:
                await self.clock.sleep(wait)
            try:
                yield
            finally:
                self._until(self._spacing)

    def hold(self, seconds: float | None, attempt: int = 1) -> float:
        """Let nothing leave for as long as Ring said, or for a back-off of our own.

        Returns the seconds.
        """
        if seconds is None:
            seconds = self.backoff(attempt)
        seconds = min(max(seconds, self._spacing), _LONGEST_HOLD)
        self._until(seconds)
        return seconds

    def backoff(self, attempt: int, first: float = 5.0, most: float = 600.0) -> float:
        """Return how long to wait after a number of failures (1, 2, ...) in a row.

        Doubles, with jitter: clients that failed together do not come back together.
        """
        ceiling = min(first * 2.0 ** min(attempt - 1, 20), most)
        return ceiling * self._random.uniform(0.5, 1.0)

    def _until(self, seconds: float) -> None:
        self._free_at = max(self._free_at, self.clock.monotonic() + seconds)
