"""The packets of a file in order of time, however they lie in it."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from .continuation import continued
from .sources import Source

_MOST_BYTES = 64 << 20
_MOST_SECONDS = 30

type AnyPacket = av.Packet[Any]


def interleave(source: Source) -> Iterator[AnyPacket]:
    """Yield the packets of a source's video and sound, merged by decode time.

    Where timestamps start over they go on (`continued`).
    Streams may lie up to 30 seconds or 64 MiB apart; beyond that in file order.
    """
    if source.audio is None:
        yield from continued(source)
        return
    queues: dict[int, deque[AnyPacket]] = {
        stream.index: deque() for stream in source.streams
    }
    newest: dict[int, Fraction] = {}
    held = 0
    for packet in continued(source):
        queues[packet.stream_index].append(packet)
        held += packet.size
        before = newest.get(packet.stream_index, Fraction(0))
        newest[packet.stream_index] = _time(packet, before)
        while any(queues.values()) and (
            all(queues.values())
            or held > _MOST_BYTES
            or max(newest.values()) - _oldest(queues, newest) > _MOST_SECONDS
        ):
            taken = _take(queues)
            held -= taken.size
            yield taken
    while any(queues.values()):
        yield _take(queues)


def _time(packet: AnyPacket, otherwise: Fraction) -> Fraction:
    ticks = packet.dts if packet.dts is not None else packet.pts
    if ticks is None:
        return otherwise
    return Fraction(ticks * packet.time_base.numerator, packet.time_base.denominator)


def _oldest(
    queues: dict[int, deque[AnyPacket]], newest: dict[int, Fraction]
) -> Fraction:
    return min(_time(q[0], newest[index]) for index, q in queues.items() if q)


def _take(queues: dict[int, deque[AnyPacket]]) -> AnyPacket:
    index = min(
        (index for index, queue in queues.items() if queue),
        key=lambda index: _time(queues[index][0], Fraction(0)),
    )
    return queues[index].popleft()
