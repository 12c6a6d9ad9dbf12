"""Packets of sound become what a decoder takes: frames of AAC, samples of the rest."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from .description import Media
from .packets import Packet

_AAC_FRAME = 1024
_MOST_FRAMES = 64
_LARGEST = 1 << 16


class Frame(NamedTuple):
    """Coded sound, ``later`` ticks after its packet's timestamp.

    ``duration``: ticks, 0 where only a decoder knows.
    """

    data: bytes
    timestamp: int
    duration: int
    later: int = 0


class Frames(Protocol):
    """Takes the packets of a stream apart."""

    def feed(self, packet: Packet, *, hole: bool) -> Iterator[Frame]:
        """Yield the frames that a packet completes, after a ``hole`` or none."""


def frames(media: Media) -> Frames:
    """Return how a stream's packets are taken apart."""
    match media.encoding:
        case "MPEG4-GENERIC":
            return AacFrames(media)
        case "MP4A-LATM":
            return LatmFrames()
        case "MPA":
            # RFC 2250, 3.5: a header of four bytes.
            return Samples(skip=4)
        case "PCMU" | "PCMA":
            return Samples(bytes_a_tick=media.channels)
    return Samples()


class Samples:
    """What packets hold goes to the decoder as it is, but for ``skip`` bytes."""

    def __init__(self, *, skip: int = 0, bytes_a_tick: int | None = None) -> None:
        self._skip = skip
        self._bytes_a_tick = bytes_a_tick

    def feed(self, packet: Packet, *, hole: bool) -> Iterator[Frame]:
        """See `Frames`."""
        del hole
        if data := packet.payload[self._skip :]:
            duration = len(data) // self._bytes_a_tick if self._bytes_a_tick else 0
            yield Frame(data, packet.timestamp, duration)


class AacFrames:
    """AAC by RFC 3640: headers with the lengths of frames, then the frames.

    A frame may be spread over packets; frames are in the order of their times.
    """

    def __init__(self, media: Media) -> None:
        """By what the stream's parameters say; what cannot be is taken for the usual."""
        told = {name: _number(value) for name, value in media.parameters.items()}
        self._size_bits = told.get("sizelength") or 0
        self._index_bits = told.get("indexlength") or 0
        self._delta_bits = told.get("indexdeltalength") or 0
        self._fixed = told.get("constantsize") or 0
        self._duration = told.get("constantduration") or _AAC_FRAME
        if not self._size_bits and not self._fixed:
            self._size_bits, self._index_bits, self._delta_bits = 13, 3, 3
        self._pieces = b""
        self._missing = 0
        self._timestamp = 0

    def feed(self, packet: Packet, *, hole: bool) -> Iterator[Frame]:
        """See `Frames`."""
        if hole or packet.timestamp != self._timestamp:
            self._pieces, self._missing = b"", 0
        payload = packet.payload
        sizes, at = self._sizes(payload)
        if len(sizes) == 1 and sizes[0] > len(payload) - at:
            yield from self._spread(packet, sizes[0], payload[at:])
            return
        for number, size in enumerate(sizes[:_MOST_FRAMES]):
            frame = payload[at : at + size]
            if len(frame) < size:
                return
            if frame:
                later = number * self._duration
                yield Frame(frame, packet.timestamp, self._duration, later)
            at += size

    def _sizes(self, payload: bytes) -> tuple[list[int], int]:
        """Return the lengths of a packet's frames and where the first begins."""
        if not self._size_bits:
            return [self._fixed] * (len(payload) // self._fixed), 0
        length = int.from_bytes(payload[:2])
        at = 2 + (length + 7) // 8
        if at > len(payload):
            return [], at
        bits, sizes = int.from_bytes(payload[2:at]), []
        left = 8 * (at - 2)
        unused = left - length
        index = self._index_bits
        while left - unused >= self._size_bits + index > 0:
            left -= self._size_bits
            sizes.append(bits >> left & (1 << self._size_bits) - 1)
            left -= index
            index = self._delta_bits
        return sizes, at

    def _spread(self, packet: Packet, size: int, piece: bytes) -> Iterator[Frame]:
        if size > _LARGEST:
            return
        if size != self._missing:
            self._pieces, self._missing = b"", size
        self._timestamp = packet.timestamp
        self._pieces += piece
        if len(self._pieces) >= size:
            yield Frame(self._pieces[:size], packet.timestamp, self._duration)
            self._pieces = b""


class LatmFrames:
    """AAC by RFC 6416 whose coding the description tells (``cpresent`` 0)."""

    def __init__(self) -> None:
        self._pieces = b""
        self._timestamp = 0
        self._torn = False

    def feed(self, packet: Packet, *, hole: bool) -> Iterator[Frame]:
        """See `Frames`."""
        if packet.timestamp != self._timestamp:
            self._pieces, self._timestamp = b"", packet.timestamp
        if hole:
            self._pieces, self._torn = b"", True
        if len(self._pieces) < _LARGEST:
            self._pieces += packet.payload
        if not packet.marker:
            return
        data, self._pieces = self._pieces, b""
        if self._torn:
            self._torn = False
            return
        at, number = 0, 0
        while at < len(data) and number < _MOST_FRAMES:
            size = 0
            while at < len(data):
                size += data[at]
                at += 1
                if data[at - 1] != 0xFF:
                    break
            frame = data[at : at + size]
            if size == 0 or len(frame) < size:
                return
            later = number * _AAC_FRAME
            yield Frame(frame, packet.timestamp, _AAC_FRAME, later)
            at, number = at + size, number + 1


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
