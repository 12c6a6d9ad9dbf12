"""How far preparations are, for whoever waits for one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
import time
from typing import Final

INTERVAL: Final = 0.5
"""Seconds between two reports of one preparation."""
_MOST: Final = 0.99
"""Until a clip is there, something is left to do."""
# Before, how long it takes cannot be told from how long it took.
_ENOUGH_TIME: Final = 3.0
_ENOUGH_DONE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request's preparation is.

    ``done``: 0 to 1. ``left``: seconds that the rest will take, None as long as nobody
    can tell. ``waiting``: somebody else's answer is all that is waited for.
    """

    request_id: str
    done: float
    left: float | None
    waiting: bool


type Listener = Callable[[Progress], None]
type Report = Callable[[float, bool], None]
"""Takes how much of a part is done, 0 to 1, and whether it only waits."""


class Preparations:
    """What is being prepared, and who wants to know."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is; ``clock`` counts seconds."""
        self._clock = clock
        self._running: dict[str, _Running] = {}
        self._listeners: list[Listener] = []

    def find(self, request_id: str) -> Progress | None:
        """Return how far a request is, None while it is not prepared."""
        running = self._running.get(request_id)
        return running.progress() if running else None

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with news, not too often, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def of(self, request_id: str, lengths: Sequence[int]) -> Iterator[list[Report]]:
        """Take reports of a request's parts, one for each of their lengths, in order."""
        running = _Running(request_id, lengths, self._clock, self._tell)
        self._running[request_id] = running
        try:
            yield [running.of_part(number) for number in range(len(lengths))]
        finally:
            # Another one may have taken its place.
            if self._running.get(request_id) is running:
                del self._running[request_id]

    def _tell(self, running: _Running) -> None:
        # What was overtaken ends later than what follows it begins.
        if self._running.get(running.request_id) is running:
            for listener in list(self._listeners):
                listener(running.progress())


class _Running:
    """One preparation."""

    def __init__(
        self,
        request_id: str,
        lengths: Sequence[int],
        clock: Callable[[], float],
        tell: Callable[[_Running], None],
    ) -> None:
        self.request_id = request_id
        self._lengths = lengths
        self._clock = clock
        self._tell = tell
        self._began = clock()
        self._told = float("-inf")
        self._done = 0.0
        self._waiting = False

    def of_part(self, number: int) -> Report:
        """Return what to call with how far a part is; those before it are done."""
        whole = max(sum(self._lengths), 1)
        before = sum(self._lengths[:number]) / whole
        share = self._lengths[number] / whole

        def report(done: float, waiting: bool) -> None:
            changed = waiting is not self._waiting
            self._done = max(self._done, before + share * done)
            self._waiting = waiting
            now = self._clock()
            if changed or now - self._told >= INTERVAL:
                self._told = now
                self._tell(self)

        return report

    def progress(self) -> Progress:
        """Return how far it is."""
        done = min(self._done, _MOST)
        took = self._clock() - self._began
        known = not self._waiting and took >= _ENOUGH_TIME and done >= _ENOUGH_DONE
        left = took * (1 - done) / done if known else None
        return Progress(self.request_id, done, left, self._waiting)
