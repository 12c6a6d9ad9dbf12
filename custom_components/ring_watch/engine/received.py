"""A packet of a live source, with what is known of its time."""

from typing import Any, NamedTuple

import av

type AnyPacket = av.Packet[Any]


class Received(NamedTuple):
    """``arrival_us`` and ``sender_us``: microseconds since 1970.

    When it came, and the sender's own time, None before its reports. ``moved``: by how
    many ticks its stream's timestamps have jumped to the time base of the others.
    """

    packet: AnyPacket
    arrival_us: int
    sender_us: int | None = None
    moved: int = 0
