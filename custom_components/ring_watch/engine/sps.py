"""Sequence parameter sets of H.264 (7.3.2.1.1) and H.265 (7.3.2.2.1), and set ids."""

from dataclasses import dataclass

from .media import VideoCodec
from .nal import PPS_H264, SPS_H264, SPS_H265, VPS_H265, BitReader, unit_type

_WITH_CHROMA = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135))


@dataclass(frozen=True, slots=True)
class SequenceParameters:
    """What the engine needs of an SPS.

    ``width`` and ``height``: the cropped picture in luma samples.
    ``frame_number_bits``: of H.264's frame_num, None where the numbers may have
    holes. ``references``: how many pictures H.264 keeps for others to refer to. The
    last three are of H.265 only.
    """

    identifier: int
    width: int
    height: int
    chroma_format: int
    luma_depth: int
    chroma_depth: int
    progressive: bool
    frame_number_bits: int | None = None
    references: int = 16
    profile_tier_level: bytes = b""
    temporal_layers: int = 1
    temporal_nesting: bool = True


def parse_sps(codec: VideoCodec, unit: bytes) -> SequenceParameters:
    """Return what an SPS says; raises ValueError when it is damaged."""
    sps = _parse_h264(unit) if codec == "h264" else _parse_h265(unit)
    if not (0 < sps.width < 1 << 16 and 0 < sps.height < 1 << 16):
        raise ValueError("The picture has no size.")
    if not (8 <= sps.luma_depth <= 16 and 8 <= sps.chroma_depth <= 16):
        raise ValueError("The bit depth is out of range.")
    return sps


def parameter_set_key(codec: VideoCodec, unit: bytes) -> tuple[int, int]:
    """Return (nal_unit_type, id) of a VPS, SPS or PPS: equal keys replace each other."""
    kind = unit_type(codec, unit)
    if codec == "h264":
        bits = BitReader(unit[1:] if kind == PPS_H264 else unit[4:])
        return kind, bits.unsigned()
    if kind == VPS_H265:
        return kind, unit[2] >> 4 if len(unit) > 2 else 0
    if kind == SPS_H265:
        return kind, parse_sps(codec, unit).identifier
    return kind, BitReader(unit[2:]).unsigned()


def sps_of_pps(codec: VideoCodec, unit: bytes) -> tuple[int, int]:
    """Return the key of the SPS that a PPS refers to."""
    bits = BitReader(unit[1 if codec == "h264" else 2 :][:16])
    bits.unsigned()
    return SPS_H264 if codec == "h264" else SPS_H265, bits.unsigned()


def _parse_h264(unit: bytes) -> SequenceParameters:
    bits = BitReader(unit[1:])
    profile = bits.read(8)
    bits.skip(16)
    identifier = bits.unsigned()
    chroma_format, luma_depth, chroma_depth, separate = 1, 8, 8, 0
    if profile in _WITH_CHROMA:
        chroma_format = bits.unsigned()
        if chroma_format == 3:
            separate = bits.read(1)
        luma_depth += bits.unsigned()
        chroma_depth += bits.unsigned()
        bits.skip(1)
        if bits.read(1):
            for index in range(12 if chroma_format == 3 else 8):
                if bits.read(1):
                    _skip_scaling_list(bits, 16 if index < 6 else 64)
    frame_number_bits = bits.unsigned() + 4
    order_type = bits.unsigned()
    if order_type == 0:
        bits.unsigned()
    elif order_type == 1:
        bits.skip(1)
        bits.signed()
        bits.signed()
        for _ in range(min(bits.unsigned(), 255)):
            bits.signed()
    references = bits.unsigned()
    holes = bits.read(1)
    columns = bits.unsigned() + 1
    rows = bits.unsigned() + 1
    frames_only = bits.read(1)
    if not frames_only:
        bits.skip(1)
    bits.skip(1)
    width, height = 16 * columns, 16 * rows * (2 - frames_only)
    if bits.read(1):
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        planes = 0 if separate else chroma_format
        unit_x = 2 if planes in (1, 2) else 1
        unit_y = (2 if planes == 1 else 1) * (2 - frames_only)
        width -= unit_x * (left + right)
        height -= unit_y * (top + bottom)
    return SequenceParameters(
        *(identifier, width, height, chroma_format, luma_depth, chroma_depth),
        bool(frames_only),
        None if holes or separate else frame_number_bits,
        references,
    )


def _skip_scaling_list(bits: BitReader, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _parse_h265(unit: bytes) -> SequenceParameters:
    bits = BitReader(unit[2:])
    bits.skip(4)
    layers = bits.read(3)
    nesting = bool(bits.read(1))
    profile_tier_level = bits.read(96).to_bytes(12)
    flags = [(bits.read(1), bits.read(1)) for _ in range(layers)]
    if layers:
        bits.skip(2 * (8 - layers))
    for profile_present, level_present in flags:
        bits.skip(88 * profile_present + 8 * level_present)
    identifier = bits.unsigned()
    chroma_format = bits.unsigned()
    separate = bits.read(1) if chroma_format == 3 else 0
    width, height = bits.unsigned(), bits.unsigned()
    if bits.read(1):
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        planes = 0 if separate else chroma_format
        width -= (2 if planes in (1, 2) else 1) * (left + right)
        height -= (2 if planes == 1 else 1) * (top + bottom)
    luma_depth = 8 + bits.unsigned()
    chroma_depth = 8 + bits.unsigned()
    # general_progressive_source_flag and general_interlaced_source_flag (A.3.2).
    interlaced = profile_tier_level[5] >> 6 == 1
    return SequenceParameters(
        *(identifier, width, height, chroma_format, luma_depth, chroma_depth),
        not interlaced,
        profile_tier_level=profile_tier_level,
        temporal_layers=layers + 1,
        temporal_nesting=nesting,
    )
