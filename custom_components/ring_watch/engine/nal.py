"""NAL units of H.264 and H.265: taking byte streams apart and putting samples together.

Clauses are those of ITU-T H.264 (08/2021) and ITU-T H.265 (08/2021).
"""

from collections.abc import Iterable

from .media import VideoCodec

IDR_H264, SEI_H264, SPS_H264, PPS_H264 = 5, 6, 7, 8
VPS_H265, SPS_H265, PPS_H265 = 32, 33, 34
IDR_H265 = frozenset((19, 20))
IRAP_H265 = frozenset(range(16, 22))
IDR_N_LP_H265 = 20
RASL_H265 = frozenset((8, 9))

_PICTURES: dict[VideoCodec, frozenset[int]] = {
    "h264": frozenset(range(1, 6)),
    "hevc": frozenset((*range(10), *range(16, 22))),
}
_PARAMETER_SETS: dict[VideoCodec, frozenset[int]] = {
    "h264": frozenset((SPS_H264, PPS_H264)),
    "hevc": frozenset((VPS_H265, SPS_H265, PPS_H265)),
}
_START_CODE = b"\0\0\1"


def split_annexb(data: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream (Annex B), without zero bytes around them."""
    units = []
    start = data.find(_START_CODE)
    while start >= 0:
        start += 3
        end = data.find(_START_CODE, start)
        # A NAL unit never ends in a zero byte (7.4.1), so those are padding.
        unit = data[start : end if end >= 0 else None].rstrip(b"\0")
        if unit:
            units.append(unit)
        start = end
    return units


def split_length_prefixed(data: bytes, length_size: int) -> list[bytes]:
    """Return the NAL units of an MP4 sample; a torn last unit is left out.

    So are zero bytes behind units, which muxers leave of a byte stream.
    """
    units = []
    at = 0
    while at + length_size <= len(data):
        end = at + length_size + int.from_bytes(data[at : at + length_size])
        if end > len(data):
            break
        if unit := data[at + length_size : end].rstrip(b"\0"):
            units.append(unit)
        at = end
    return units


def join(units: Iterable[bytes]) -> bytes:
    """Return a sample: the units, each behind its length in four bytes."""
    return b"".join(part for unit in units for part in (len(unit).to_bytes(4), unit))


def unit_type(codec: VideoCodec, unit: bytes) -> int:
    """Return nal_unit_type (7.3.1.1 in H.264, 7.3.1.2 in H.265), -1 when not base layer."""
    if codec == "h264":
        return unit[0] & 0x1F
    if len(unit) < 2 or unit[0] & 1 or unit[1] & 0xF8:
        return -1
    return unit[0] >> 1 & 0x3F


def is_picture(codec: VideoCodec, kind: int) -> bool:
    """Tell whether units of this type hold a part of the primary coded picture."""
    return kind in _PICTURES[codec]


def is_parameter_set(codec: VideoCodec, kind: int) -> bool:
    """Tell whether units of this type are VPS, SPS or PPS."""
    return kind in _PARAMETER_SETS[codec]


def starts_picture(codec: VideoCodec, kind: int, unit: bytes) -> bool:
    """Tell whether a part of a picture is its first.

    H.264: first_mb_in_slice is 0 (7.3.3); H.265: first_slice_segment_in_pic_flag.
    """
    if codec == "h264":
        # Data partitions B and C begin with slice_id and always follow an A.
        return kind not in (3, 4) and len(unit) > 1 and unit[1] & 0x80 != 0
    return len(unit) > 2 and unit[2] & 0x80 != 0


def slice_header_h264(unit: bytes) -> tuple[int, int]:
    """Return slice_type modulo 5 (2 and 4 are intra) and pic_parameter_set_id (7.3.3)."""
    bits = BitReader(unit[1:24])
    bits.unsigned()
    return bits.unsigned() % 5, bits.unsigned()


def frame_number_h264(unit: bytes, length: int) -> int:
    """Return frame_num, ``length`` bits of a slice header without colour planes (7.3.3)."""
    bits = BitReader(unit[1:24])
    for _ in range(3):
        bits.unsigned()
    return bits.read(length)


def field_h264(unit: bytes, length: int) -> tuple[int, int] | None:
    """Return frame_num and bottom_field_flag (7.3.3) of a field, None of a frame.

    As `frame_number_h264`, where the SPS allows fields. Raises ValueError.
    """
    bits = BitReader(unit[1:24])
    for _ in range(3):
        bits.unsigned()
    number = bits.read(length)
    return (number, bits.read(1)) if bits.read(1) else None


def picture_parameter_set_h265(kind: int, unit: bytes) -> int:
    """Return slice_pic_parameter_set_id of a picture's first slice segment (7.3.6.1)."""
    bits = BitReader(unit[2:24])
    bits.skip(2 if kind in range(16, 24) else 1)
    return bits.unsigned()


def has_recovery_point_h264(unit: bytes) -> bool:
    """Tell whether an SEI unit holds a recovery point message (D.1.8)."""
    data = unit[1:]
    at = 0
    while at + 1 < len(data) and data[at] != 0x80:
        kind = size = 0
        while at < len(data) and data[at] == 0xFF:
            kind += 255
            at += 1
        kind += data[at] if at < len(data) else 0
        at += 1
        while at < len(data) and data[at] == 0xFF:
            size += 255
            at += 1
        size += data[at] if at < len(data) else 0
        at += 1 + size
        if kind == 6:
            return True
    return False


class BitReader:
    """The bits of a raw byte sequence payload; raises ValueError past its end."""

    def __init__(self, data: bytes, *, escaped: bool = True) -> None:
        """Leave emulation prevention bytes (7.4.1) out where there are any."""
        if escaped:
            data = data.replace(b"\0\0\3", b"\0\0")
        self._bits = int.from_bytes(data)
        self._left = 8 * len(data)

    @property
    def left(self) -> int:
        """The number of bits not read yet."""
        return self._left

    def read(self, count: int) -> int:
        """Return u(count)."""
        if count > self._left:
            raise ValueError("The NAL unit ends too early.")
        self._left -= count
        return self._bits >> self._left & ((1 << count) - 1)

    def skip(self, count: int) -> None:
        """Pass over ``count`` bits."""
        self.read(count)

    def unsigned(self) -> int:
        """Return ue(v) (9.1)."""
        zeros = 0
        while self.read(1) == 0:
            zeros += 1
            if zeros > 32:
                raise ValueError("The NAL unit holds no valid number.")
        return (1 << zeros) - 1 + self.read(zeros)

    def signed(self) -> int:
        """Return se(v) (9.1.1)."""
        value = self.unsigned()
        return (value + 1) // 2 if value & 1 else -(value // 2)
