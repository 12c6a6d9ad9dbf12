"""Pictures of random units, put into packets in every way that cameras have."""

from collections.abc import Sequence
from dataclasses import dataclass
import itertools
from typing import Literal

from hypothesis import strategies as st

from custom_components.ring_watch.engine.rtsp.packets import Packet

type Codec = Literal["h264", "hevc"]

START_CODE = b"\0\0\0\1"


@dataclass(frozen=True)
class Sent:
    """Packets, and what is in them: units with the number of their picture."""

    codec: Codec
    numbered: bool
    packets: Sequence[Packet]
    units: Sequence[tuple[int, bytes]]
    timestamps: Sequence[int]
    keyframes: Sequence[bool]


def h264(kind: int, rest: bytes) -> bytes:
    return bytes((0x60 | kind,)) + rest


def hevc(kind: int, rest: bytes) -> bytes:
    return bytes((kind << 1, 1)) + rest


@st.composite
def pictures(draw: st.DrawFn, codec: Codec) -> tuple[list[bytes], list[bytes], bool]:
    """A picture: what comes before its first slice, its slices and what follows them."""
    # No start code is in a unit.
    content = st.binary(max_size=60).map(lambda data: data.replace(b"\0", b"\1"))
    key = draw(st.booleans())
    if codec == "h264":
        before, behind, slices = (7, 8, 6, 9, 7, 8), (12, 12), 5 if key else 1
        sets = [
            h264(kind, b"\x05\1\x80" if kind == 6 else draw(content))
            for kind in draw(st.lists(st.sampled_from(before), max_size=3))
        ]
        rest = [
            h264(slices, bytes((0x40 if number else 0x80,)) + draw(content))
            for number in range(draw(st.integers(1, 4)))
        ]
        rest += [
            h264(kind, draw(content)) for kind in behind[: draw(st.integers(0, 2))]
        ]
        return sets, rest, key
    slices = draw(st.sampled_from((19, 21))) if key else draw(st.sampled_from((0, 1)))
    sets = [
        hevc(kind, draw(content))
        for kind in draw(st.lists(st.sampled_from((32, 33, 34, 35, 39)), max_size=3))
    ]
    rest = [
        hevc(slices, bytes((0x40 if number else 0x80,)) + draw(content))
        for number in range(draw(st.integers(1, 4)))
    ]
    rest += [hevc(40, draw(content)) for _ in range(draw(st.integers(0, 2)))]
    return sets, rest, key


@st.composite
def streams(
    draw: st.DrawFn, codec: Codec, *, careful: bool = False, lengths: int = 6
) -> Sent:
    """Some pictures. ``careful``: with markers and timestamps as they should be."""
    numbered = codec == "hevc" and draw(st.booleans())
    packets: list[Packet] = []
    units: list[tuple[int, bytes]] = []
    timestamps: list[int] = []
    keyframes: list[bool] = []
    timestamp = draw(st.integers(0, 1 << 31))
    for number in range(draw(st.integers(1, lengths))):
        sets, rest, key = draw(pictures(codec))
        before = timestamp
        # Some cameras give two pictures the same time.
        timestamp += 3000 if careful or draw(st.integers(0, 4)) else 0
        # And some give the parameter sets that of the picture before.
        early = number and not careful and draw(st.booleans())
        groups = (
            [(before, sets), (timestamp, rest)] if early else [(timestamp, sets + rest)]
        )
        for at, group in groups:
            payloads = draw(payloads_of(codec, group, numbered=numbered))
            for index, payload in enumerate(payloads):
                last = at == timestamp and index == len(payloads) - 1
                marker = last if careful else draw(st.booleans())
                packets.append(Packet(96, marker, len(packets) % 65536, at, 7, payload))
        units += [(number, unit) for unit in sets + rest]
        timestamps.append(timestamp)
        keyframes.append(key)
    return Sent(codec, numbered, packets, units, timestamps, keyframes)


@st.composite
def payloads_of(
    draw: st.DrawFn, codec: Codec, units: list[bytes], *, numbered: bool
) -> list[bytes]:
    """The payloads of packets that hold these units."""
    payloads: list[bytes] = []
    at = 0
    while at < len(units):
        how = draw(st.sampled_from(("single", "together", "fragments", "fragments")))
        if how == "single":
            payloads.append(single(codec, units[at], numbered=numbered))
            at += 1
        elif how == "together":
            count = draw(st.integers(1, 4))
            payloads.append(together(codec, units[at : at + count], numbered=numbered))
            at += count
        else:
            head = 1 if codec == "h264" else 2
            places = st.integers(head, len(units[at]))
            cuts = draw(st.lists(places, min_size=1, max_size=5))
            ends = sorted([head, *cuts, len(units[at])])
            payloads += fragments(codec, units[at], ends, numbered=numbered)
            at += 1
    return payloads


def single(codec: Codec, unit: bytes, *, numbered: bool = False) -> bytes:
    return unit[:2] + b"\xde\xad" + unit[2:] if numbered else unit


def together(codec: Codec, units: list[bytes], *, numbered: bool = False) -> bytes:
    """An aggregation packet (RFC 6184, 5.7.1; RFC 7798, 4.4.2)."""
    payload = b"\x78" if codec == "h264" else b"\x60\1"
    for number, unit in enumerate(units):
        if numbered:
            payload += b"\xad" if number else b"\xde\xad"
        payload += len(unit).to_bytes(2) + unit
    return payload


def fragments(
    codec: Codec, unit: bytes, ends: list[int], *, numbered: bool = False
) -> list[bytes]:
    """Fragments of a unit (RFC 6184, 5.8; RFC 7798, 4.4.3). ``ends``: where each ends.

    The first of ``ends`` is that of the unit's head.
    """
    found = []
    for number, (begin, end) in enumerate(itertools.pairwise(ends)):
        flags = (0x80 if number == 0 else 0) | (0x40 if number == len(ends) - 2 else 0)
        if codec == "h264":
            head = bytes((unit[0] & 0xE0 | 28, flags | unit[0] & 31))
        else:
            head = bytes((unit[0] & 0x81 | 49 << 1, unit[1], flags | unit[0] >> 1 & 63))
        if numbered and number == 0:
            head += b"\xde\xad"
        found.append(head + unit[begin:end])
    return found


CODECS: tuple[Codec, ...] = ("h264", "hevc")


def any_stream(*, careful: bool = False) -> st.SearchStrategy[Sent]:
    return st.one_of(*(streams(codec, careful=careful) for codec in CODECS))
