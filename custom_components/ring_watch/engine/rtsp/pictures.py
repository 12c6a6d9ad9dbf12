"""Packets of H.264 (RFC 6184) and H.265 (RFC 7798) become pictures.

NAL units are given out as they were sent, behind start codes. What is torn, by a hole
in the packets or by a sender that broke off, is given out as far as it goes, and marked.
"""

from collections.abc import Sequence
from typing import NamedTuple, override

from .. import nal
from ..media import VideoCodec
from .packets import Packet

_START_CODE = b"\0\0\0\1"
_LARGEST = 1 << 24
"""Bytes of a picture; more is none."""
_BESIDES = 64
"""Bytes of memory that the smallest piece takes."""
# What comes before a picture's first slice (H.264, 7.4.1.2.3; H.265, 7.4.2.4.4).
_BEFORE: dict[VideoCodec, frozenset[int]] = {
    "h264": frozenset((6, 7, 8, 9, 14, 15, 16, 17, 18)),
    "hevc": frozenset((32, 33, 34, 35, 39, *range(41, 45), *range(48, 56))),
}


class Part(NamedTuple):
    """A picture, or a part of one, which began to come at ``arrival_us``.

    ``torn``: something of it or after it is missing, so it or what comes next may not
    be right.
    """

    data: bytes
    timestamp: int
    arrival_us: int
    keyframe: bool
    torn: bool


class Units:
    """Takes NAL units out of the payloads of packets."""

    codec: VideoCodec

    def __init__(self) -> None:
        """Begin a connection."""
        self.pieces: list[bytes] = []
        """What there is of an incomplete unit."""
        self.middle = b""
        """How a fragment that goes on with it, and is not its last, begins."""
        self._size = 0

    def feed(self, payload: bytes) -> Sequence[bytes]:
        """Return the units that a payload completes."""
        raise NotImplementedError

    def begins(self, payload: bytes) -> bool:
        """Tell whether a payload does not go on with an incomplete unit."""
        raise NotImplementedError

    def tear(self) -> bytes | None:
        """Return what there is of an incomplete unit, which is not gone on with."""
        unit = b"".join(self.pieces)
        self.pieces.clear()
        return unit or None

    def extend(self, data: bytes) -> None:
        """Take the middle of a unit, unless there is no end to it."""
        self._size += len(data) + _BESIDES
        if self._size > _LARGEST:
            self.pieces.clear()
        else:
            self.pieces.append(data)

    def _fragment(self, head: bytes, flags: int, data: bytes) -> Sequence[bytes]:
        """Add a fragment of a unit; return the unit with its last one.

        Some cameras tell the unit's type only in its first fragment.
        """
        pieces = self.pieces
        if flags & 0x80:
            pieces[:] = [head]
            self._size = 0
        elif not pieces:
            # Its beginning never came.
            return ()
        self.extend(data)
        if not flags & 0x40 or not pieces:
            return ()
        unit = b"".join(pieces)
        pieces.clear()
        return (unit,)


class UnitsH264(Units):
    """Single units, STAP-A and FU-A: what ``packetization-mode`` 0 and 1 allow."""

    codec: VideoCodec = "h264"

    @override
    def begins(self, payload: bytes) -> bool:
        return payload[0] & 31 != 28 or payload[1:2] >= b"\x80"

    @override
    def feed(self, payload: bytes) -> Sequence[bytes]:
        kind = payload[0] & 31
        if kind < 24:
            return (payload,)
        if kind == 24:
            return _aggregated(payload, 1, 0)
        if kind != 28 or len(payload) < 2:
            return ()
        head = bytes((payload[0] & 0xE0 | payload[1] & 0x1F,))
        self.middle = bytes((payload[0], payload[1] & 0x3F))
        return self._fragment(head, payload[1], payload[2:])


class UnitsH265(Units):
    """Single units, aggregation packets and fragments.

    ``numbered``: units carry decoding order numbers (``sprop-max-don-diff``), which are
    passed over: they are taken in the order in which they were sent.
    """

    codec: VideoCodec = "hevc"

    def __init__(self, *, numbered: bool = False) -> None:
        super().__init__()
        self._number = 2 if numbered else 0

    @override
    def begins(self, payload: bytes) -> bool:
        return payload[0] >> 1 & 63 != 49 or payload[2:3] >= b"\x80"

    @override
    def feed(self, payload: bytes) -> Sequence[bytes]:
        kind, number = payload[0] >> 1 & 63, self._number
        if kind < 48:
            return (payload[:2] + payload[2 + number :],)
        if kind == 48:
            return _aggregated(payload, 2 + number, number // 2)
        if kind != 49 or len(payload) < 3:
            return ()
        data = payload[3 + (number if payload[2] & 0x80 else 0) :]
        head = bytes((payload[0] & 0x81 | (payload[2] & 63) << 1, payload[1]))
        self.middle = bytes((payload[0], payload[1], payload[2] & 63))
        return self._fragment(head, payload[2], data)


class Pictures:
    """Joins the units of a picture: it is complete when the next one begins."""

    def __init__(self, units: Units) -> None:
        """Begin a connection."""
        self._units = units
        self._found: list[bytes] = []
        self._size = 0
        self._timestamp: int = -1
        self._arrival_us = 0
        self._shows = self._keyframe = self._torn = self._ended = False
        self._torn_before = False

    def feed(self, packet: Packet, arrival_us: int, *, hole: bool) -> list[Part]:
        """Return what a packet completes. ``hole``: packets before it are missing."""
        parts: list[Part] = []
        units, payload = self._units, packet.payload
        if hole:
            self._tear(parts)
        if not payload:
            return parts
        another = packet.timestamp != self._timestamp
        if units.pieces and (another or units.begins(payload)):
            self._tear(parts)
        if another:
            if self._found:
                parts.append(self._complete())
            self._timestamp, self._arrival_us = packet.timestamp, arrival_us
        self._ended = packet.marker
        for unit in units.feed(payload):
            if self._begins(unit):
                parts.append(self._complete())
                self._arrival_us = arrival_us
            self._add(unit)
        return parts

    def _tear(self, parts: list[Part]) -> None:
        """Something is missing behind what there is."""
        if rest := self._units.tear():
            if self._begins(rest):
                parts.append(self._complete())
            self._add(rest)
        self._torn = True

    def may_extend(self, data: bytes, at: int) -> bool:
        """Tell whether ``data[at:]`` is the middle of the unit that there is."""
        units = self._units
        return bool(units.pieces) and data.startswith(units.middle, at)

    def extend(self, data: bytes, at: int) -> bool:
        """Take the middle of a unit."""
        units = self._units
        units.extend(data[at + len(units.middle) :])
        self._ended = False
        return True

    def flush(self) -> list[Part]:
        """Return the rest, of which something may be missing."""
        if not self._found:
            return []
        self._torn = self._torn or not self._ended
        return [self._complete()]

    def _begins(self, unit: bytes) -> bool:
        """Tell whether a unit begins another picture than the one there is."""
        if self._size > _LARGEST:
            return True
        if not self._shows:
            return False
        codec = self._units.codec
        kind = nal.unit_type(codec, unit)
        if nal.is_picture(codec, kind):
            return nal.starts_picture(codec, kind, unit)
        return kind in _BEFORE[codec]

    def _add(self, unit: bytes) -> None:
        codec = self._units.codec
        kind = nal.unit_type(codec, unit)
        self._found.append(unit)
        self._size += len(unit) + _BESIDES
        self._shows = self._shows or nal.is_picture(codec, kind)
        if codec == "h264":
            recovers = kind == nal.SEI_H264 and nal.has_recovery_point_h264(unit)
            self._keyframe |= kind == nal.IDR_H264 or recovers
        else:
            self._keyframe |= kind in nal.IRAP_H265

    def _complete(self) -> Part:
        data = _START_CODE + _START_CODE.join(self._found)
        # What shows nothing stands for nothing: the picture behind it is the next.
        torn = self._torn or (self._torn_before and not self._shows)
        part = Part(data, self._timestamp, self._arrival_us, self._keyframe, torn)
        self._found, self._size, self._torn_before = [], 0, torn
        self._shows = self._keyframe = self._torn = False
        return part


def _aggregated(payload: bytes, at: int, between: int) -> list[bytes]:
    """Return the units of an aggregation packet; ``between``: bytes before all but one."""
    units = []
    while at + 2 < len(payload):
        end = at + 2 + int.from_bytes(payload[at : at + 2])
        if end > len(payload):
            break
        if unit := payload[at + 2 : end]:
            units.append(unit)
        at = end + between
    return units
