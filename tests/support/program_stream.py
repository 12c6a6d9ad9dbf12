"""MPEG program streams of H.264, as some recorders export them (ISO 13818-1, 2.5)."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

from custom_components.ring_watch.engine.timing import time_base_of

_HZ = 90_000
_DELAY = _HZ
_LONGEST = 60_000
# One stream, E0, which is H.264 (1B).
_MAP = bytes.fromhex("000001bc 000e e0ff 0000 0004 1be00000 00000000")
_END = bytes.fromhex("000001b9")


def program_stream(path: Path, every: int) -> bytes:
    """The pictures of a file, of which each ``every``-th has a time."""
    found = b""
    for number, (data, pts, dts) in enumerate(_pictures(path)):
        head = bytes.fromhex("800000")
        if number % every == 0:
            found += _pack(dts)
            head = bytes.fromhex("80c00a") + _stamp(3, pts) + _stamp(1, dts)
        if number == 0:
            found += _MAP
        for at in range(0, len(data), _LONGEST):
            body = head + data[at : at + _LONGEST]
            found += bytes.fromhex("000001e0") + len(body).to_bytes(2) + body
            head = bytes.fromhex("800000")
    return found + _END


def _pictures(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Yield pictures with start codes, and their times."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.video
        base = time_base_of(stream) * _HZ
        start_codes = av.bitstream.BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            for one in start_codes.filter(packet if packet.size else None):
                assert one.pts is not None and one.dts is not None
                yield bytes(one), _at(one.pts, base), _at(one.dts, base)


def _at(ticks: int, base: Fraction) -> int:
    return round(ticks * base) + _DELAY


def _stamp(kind: int, time: int) -> bytes:
    """A PTS or DTS (2.4.3.7): 33 bits with a marker after 3, 15 and 15 of them."""
    parts = time >> 30, time >> 15 & 0x7FFF, time & 0x7FFF
    high, middle, low = (part << 1 | 1 for part in parts)
    return bytes((kind << 4 | high,)) + middle.to_bytes(2) + low.to_bytes(2)


def _pack(time: int) -> bytes:
    """A pack header (2.5.3.3) of a stream of 10 Mbit/s."""
    clock = 1
    for part, bits in ((time >> 30, 3), (time >> 15 & 0x7FFF, 15), (time & 0x7FFF, 15)):
        clock = (clock << bits | part) << 1 | 1
    # Behind the markers: no extension of the clock.
    bits48 = clock << 10 | 1
    rate = 25_000 << 2 | 3
    return b"\0\0\1\xba" + bits48.to_bytes(6) + rate.to_bytes(3) + b"\xf8"
