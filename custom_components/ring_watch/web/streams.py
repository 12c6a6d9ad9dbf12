"""How many may watch at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# A player opens a second connection before it gives up the first.
PER_SHARE: Final = 6
IN_ALL: Final = 64


class TooManyStreamsError(Exception):
    """The cap of a share, or of all together, is reached."""


class Streams:
    """Counts open streams."""

    def __init__(self, per_share: int = PER_SHARE, in_all: int = IN_ALL) -> None:
        """Nobody watches yet."""
        self._per_share = per_share
        self._in_all = in_all
        self._open: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many are open."""
        return self._open.total()

    @contextmanager
    def one(self, share_id: str) -> Iterator[None]:
        """Hold a place. Raises TooManyStreamsError where there is none."""
        if self.count >= self._in_all or self._open[share_id] >= self._per_share:
            raise TooManyStreamsError
        self._open[share_id] += 1
        try:
            yield
        finally:
            self._open[share_id] -= 1
            if not self._open[share_id]:
                del self._open[share_id]
