"""Packets of RTP and RTCP (RFC 3550): read, and the few that are sent."""

from collections.abc import Iterator
import struct
from typing import NamedTuple

_HEAD = struct.Struct(">BBHII")
_REPORT = struct.Struct(">IQI")
_SENDER_REPORT, _RECEIVER_REPORT, _SOURCE_DESCRIPTION, _BYE = 200, 201, 202, 203
_NAME = 1
_ANONYMOUS = b"viewer"
_NTP_TO_UNIX_US = 2_208_988_800_000_000
"""Microseconds from 1900 to 1970."""


class Packet(NamedTuple):
    """A packet of a stream."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    source: int
    payload: bytes


class SenderReport(NamedTuple):
    """When a timestamp was: ``ntp`` is in 2^-32 seconds since 1900."""

    source: int
    ntp: int
    timestamp: int


class Farewell(NamedTuple):
    """A source says that nothing more comes."""


def parse(data: bytes) -> Packet | None:
    """Return a packet of RTP; None for what is none."""
    if len(data) < 12:
        return None
    flags, kind, sequence, timestamp, source = _HEAD.unpack_from(data)
    if flags == 0x80:
        # As nearly all are.
        return Packet(kind & 127, kind > 127, sequence, timestamp, source, data[12:])
    if flags >> 6 != 2:
        return None
    begin, end = 12 + 4 * (flags & 15), len(data)
    if flags & 0x10:
        begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4])
    if flags & 0x20:
        end -= data[-1]
    if begin > end:
        return None
    return Packet(kind & 127, kind > 127, sequence, timestamp, source, data[begin:end])


def parse_control(data: bytes) -> Iterator[SenderReport | Farewell]:
    """Yield what matters of a compound packet of RTCP."""
    at = 0
    while at + 4 <= len(data):
        kind = data[at + 1]
        end = at + 4 + 4 * int.from_bytes(data[at + 2 : at + 4])
        if data[at] >> 6 != 2 or end > len(data):
            return
        if kind == _SENDER_REPORT and end - at >= 20:
            report = SenderReport(*_REPORT.unpack_from(data, at + 4))
            # Some cameras say nothing before their clock is set.
            if report.ntp:
                yield report
        elif kind == _BYE:
            yield Farewell()
        at = end


def microseconds(ntp: int) -> int:
    """Return microseconds since 1970 of a report's time."""
    return (ntp * 1_000_000 >> 32) - _NTP_TO_UNIX_US


def receiver_report(
    own: int, source: int, highest: int, report: SenderReport | None, since: float
) -> bytes:
    """Say what was received, as every receiver has to (6.4.2).

    ``own`` and ``source``: who says it, and of whom. ``highest``: the extended sequence
    number. ``since``: seconds since the last report of the sender's.
    """
    last = 0 if report is None else report.ntp >> 16 & 0xFFFFFFFF
    delay = 0 if report is None else min(int(since * 65536), 0xFFFFFFFF)
    block = struct.pack(">6I", source, 0, highest & 0xFFFFFFFF, 0, last, delay)
    return _head(1, _RECEIVER_REPORT, struct.pack(">I", own) + block) + _name(own)


def greeting(own: int) -> bytes:
    """Say that somebody is here, with nothing to report."""
    return _head(0, _RECEIVER_REPORT, struct.pack(">I", own)) + _name(own)


def opening(own: int) -> bytes:
    """Return a packet of RTP that holds nothing: it lets answers in through a router."""
    return _HEAD.pack(0x80, 0, 0, 0, own)


def _name(own: int) -> bytes:
    """Name nobody; a report has to hold a name (6.5.1)."""
    item = struct.pack(">IBB", own, _NAME, len(_ANONYMOUS)) + _ANONYMOUS + b"\0"
    return _head(1, _SOURCE_DESCRIPTION, item + bytes(-len(item) % 4))


def _head(count: int, kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0x80 | count, kind, len(body) // 4) + body
