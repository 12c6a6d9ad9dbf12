"""Time for tests: it passes as fast as it is waited for, or by hand."""

import asyncio
from datetime import UTC, datetime
import heapq
import itertools
import time


class FastClock:
    """Waits for nothing; what was waited for has passed. ``slept`` tells what it was."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self.slept: list[float] = []

    def time(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._ahead += seconds
        await asyncio.sleep(0)


class HandClock:
    """Stands still until somebody lets time pass."""

    def __init__(self) -> None:
        self._begin = time.time()
        self._passed = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    def time(self) -> float:
        return self._begin + self._passed

    def now(self) -> datetime:
        """The same, for the fake cloud."""
        return datetime.fromtimestamp(self.time(), UTC)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.get_running_loop().create_future()
        entry = (self._passed + seconds, next(self._count), awake)
        heapq.heappush(self._waiting, entry)
        await awake

    @property
    def next_in(self) -> float | None:
        """In how many seconds somebody wakes up."""
        while self._waiting and self._waiting[0][2].done():
            heapq.heappop(self._waiting)
        return self._waiting[0][0] - self._passed if self._waiting else None

    @property
    def longest(self) -> float:
        """For how many more seconds the last sleeper sleeps."""
        ends = [end for end, _, awake in self._waiting if not awake.done()]
        return max(ends, default=self._passed) - self._passed

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and wake those whose time has come."""
        self._passed += seconds
        while self._waiting and self._waiting[0][0] <= self._passed:
            awake = heapq.heappop(self._waiting)[2]
            if not awake.done():
                awake.set_result(None)
