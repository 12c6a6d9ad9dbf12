"""What is waited for, and how long: a wait has an end, and is not begun in vain."""

from collections.abc import Sequence
from dataclasses import dataclass

from .pace import Clock
from .plan import Span


@dataclass(frozen=True, slots=True)
class _Wait:
    until: float
    pause: float
    span: Span


class Waits:
    """Everything that may still come, of one round. Times in seconds of the clock.

    ``limit``: when the longest wait ends.
    """

    def __init__(self, clock: Clock) -> None:
        self.limit = float("inf")
        self._clock = clock
        self._waits: list[_Wait] = []
        self._since: dict[str, float] = {}

    def forget(self) -> None:
        """Begin a round: what is not there in it either is told anew."""
        self._waits.clear()

    def until(self, end: float, span: Span, pause: float = 0.0) -> None:
        """Wait for what may cover a span until ``end``, and ``pause`` at least."""
        self._waits.append(_Wait(end, pause, span))

    def since(self, key: str) -> float:
        """Return when something was missed first, which is now unless it was before."""
        return self._since.setdefault(key, self._clock.time())

    def fails(self, place: str, patience: float) -> float:
        """Return how long a place that does not answer is waited for."""
        return self.since(place) + patience

    def works(self, place: str) -> None:
        """Take note that a place answers."""
        self._since.pop(place, None)

    def is_over(self, place: str, patience: float) -> bool:
        """Whether a place has not answered for longer than it is waited for."""
        since = self._since.get(place)
        return since is not None and self._clock.time() - since >= patience

    def next(self, missing: Sequence[Span], wait: float) -> float | None:
        """Return how long to wait before the next round, ``wait`` if nothing else.

        None: nothing can come any more of what is missing, or not in time.
        """
        now = self._clock.time()
        waits = [
            one
            for one in self._waits
            if now + one.pause < one.until
            and any(one.span[0] < end and begin < one.span[1] for begin, end in missing)
        ]
        if not waits:
            return None
        left = max(one.until for one in waits) - now
        return min(max(wait, *(one.pause for one in waits)), max(left, 1.0))
