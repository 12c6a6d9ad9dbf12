"""A stream's packets in the order in which they were sent, and where some are missing."""

from collections.abc import Iterator, Sequence

from .packets import Packet

_FARTHEST = 3000
"""Packets; a number that is farther ahead begins a new count (RFC 3550, A.1)."""
_OLDEST = 500
_MOST_OLD = 16
"""Packets; so many old ones in a row, and nothing else, begin a new count, too."""
_WRAP = 1 << 16


type Ordered = tuple[Packet, bool]
"""A packet, and whether packets before it are missing."""


class Order:
    """Waits for packets that were overtaken, though not for ever."""

    def __init__(self, most: int, seconds: float) -> None:
        """``most``: how many packets may wait for a missing one, and how long."""
        self._most = most
        self._seconds = seconds
        self._next: int | None = None
        self._source: int | None = None
        self._waiting: dict[int, tuple[Packet, float]] = {}
        self._astray: Packet | None = None
        self._old: Packet | None = None
        self._in_a_row = 0
        self._cycles = 0
        self._hole = False

    @property
    def highest(self) -> int:
        """The highest number so far, with the times that the count began anew."""
        return max(self._cycles + (self._next or 0) - 1, 0)

    @property
    def source(self) -> int | None:
        """Who sends them."""
        return self._source

    def feed(self, packet: Packet, now: float) -> Sequence[Ordered]:
        """Return what is due. ``now``: monotonic seconds."""
        follows = packet.sequence == self._next and packet.source == self._source
        if follows and not self._waiting:
            return (self._pass(packet),)
        return list(self._feed(packet, now))

    def goes_on(self, number: int) -> bool:
        """Pass by a packet of the same source that nothing is missing before, if so."""
        if number != self._next or self._waiting or self._hole:
            return False
        self._advance(number)
        return True

    def _feed(self, packet: Packet, now: float) -> Iterator[Ordered]:
        if self._next is None:
            yield from self._begin(packet, anew=False)
            return
        ahead = (packet.sequence - self._next) % _WRAP
        if packet.source != self._source or _FARTHEST <= ahead < _WRAP - _OLDEST:
            # One packet may be garbage. Two that follow each other are a new count.
            before, self._astray = self._astray, packet
            if before and _follows(packet, before):
                yield from self._begin(before, anew=True)
                yield self._pass(packet)
        elif ahead < _FARTHEST:
            self._waiting.setdefault(packet.sequence, (packet, now))
            yield from self._due(now)
        else:
            before, self._old = self._old, packet
            again = before is not None and _follows(packet, before)
            self._in_a_row = self._in_a_row + 1 if again else 1
            if self._in_a_row > _MOST_OLD:
                yield from self._begin(packet, anew=True)

    def _begin(self, packet: Packet, *, anew: bool) -> Iterator[Ordered]:
        """Begin to count with a packet."""
        yield from self._all()
        self._hole = anew
        self._source, self._astray = packet.source, None
        self._next, self._cycles = packet.sequence, 0
        yield self._pass(packet)

    def _pass(self, packet: Packet) -> Ordered:
        hole, self._hole = self._hole, False
        self._advance(packet.sequence)
        return packet, hole

    def _advance(self, number: int) -> None:
        self._astray, self._in_a_row = None, 0
        self._next = number + 1
        if self._next == _WRAP:
            self._cycles += _WRAP
            self._next = 0

    def _due(self, now: float) -> Iterator[Ordered]:
        yield from self._run()
        if not self._waiting:
            return
        since = min(at for _, at in self._waiting.values())
        if len(self._waiting) > self._most or now - since > self._seconds:
            self._skip()
            yield from self._run()

    def _all(self) -> Iterator[Ordered]:
        while self._waiting:
            self._skip()
            yield from self._run()

    def _run(self) -> Iterator[Ordered]:
        """Yield those that follow without a hole."""
        while self._next in self._waiting:
            packet, _ = self._waiting.pop(self._next)
            yield self._pass(packet)

    def _skip(self) -> None:
        """Give up on what is missing before the first that waits."""
        assert self._next is not None
        first = self._next
        nearest = min(self._waiting, key=lambda number: (number - first) % _WRAP)
        if nearest < first:
            self._cycles += _WRAP
        self._next, self._hole = nearest, True


def _follows(packet: Packet, before: Packet) -> bool:
    step = (packet.sequence - before.sequence) % _WRAP
    return step == 1 and packet.source == before.source
