"""A time that never goes back, also across restarts."""

from .ports import Clock


class Timekeeper:
    """The wall clock, but never before a time that was seen.

    While the wall clock is behind, time goes on from what was seen at the pace of
    the monotonic clock. So a clock set back never makes anything last longer.
    """

    def __init__(self, clock: Clock, last_seen: int = 0) -> None:
        """``last_seen``: the time that was persisted."""
        self._clock = clock
        self._floor = last_seen
        self._mark = clock.monotonic()

    def now(self) -> int:
        """Return the time in microseconds."""
        mark = self._clock.monotonic()
        floor = self._floor + int((mark - self._mark) * 1_000_000)
        wall = self._clock.now_us()
        if wall >= floor:
            self._floor, self._mark = wall, mark
            return wall
        return floor

    def wall(self) -> int:
        """Return the wall clock as it is: what footage is named by."""
        return self._clock.now_us()

    def behind(self) -> int:
        """Return by how many microseconds the wall clock is behind."""
        return max(0, self.now() - self._clock.now_us())

    def synchronised(self) -> bool | None:
        """Tell whether the wall clock follows a time server; None: not known."""
        return self._clock.synchronised()
