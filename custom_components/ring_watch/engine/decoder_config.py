"""Configuration records of H.264 and H.265 in MP4: avcC and hvcC.

ISO 14496-15, 5.3.3.1 and 8.3.3.1.
"""

from collections.abc import Sequence
import struct

from .media import VideoCodec
from .nal import PPS_H264, PPS_H265, SPS_H264, SPS_H265, VPS_H265, unit_type
from .sps import parse_sps

_KINDS: dict[VideoCodec, tuple[int, ...]] = {
    "h264": (SPS_H264, PPS_H264),
    "hevc": (VPS_H265, SPS_H265, PPS_H265),
}
# The profiles whose avcC tells the chroma format and the bit depths.
_HIGH_PROFILES = frozenset((100, 110, 122, 144, 244, 44, 83, 86, 118, 128))


def build_config(codec: VideoCodec, sets: Sequence[bytes]) -> bytes:
    """Return the body of avcC or hvcC for parameter sets; four-byte lengths.

    Raises ValueError when a kind of parameter set is missing or damaged.
    """
    kinds: dict[int, list[bytes]] = {kind: [] for kind in _KINDS[codec]}
    for unit in sets:
        kinds[unit_type(codec, unit)].append(unit)
    if not all(kinds.values()):
        raise ValueError("A parameter set is missing.")
    if codec == "h264":
        all_sps, all_pps = kinds[SPS_H264][:31], kinds[PPS_H264][:255]
        config = bytes((1, *all_sps[0][1:4], 0xFF, 0xE0 | len(all_sps)))
        config += b"".join(struct.pack(">H", len(unit)) + unit for unit in all_sps)
        config += bytes((len(all_pps),))
        config += b"".join(struct.pack(">H", len(unit)) + unit for unit in all_pps)
        if all_sps[0][1] in _HIGH_PROFILES:
            sps = parse_sps(codec, all_sps[0])
            config += bytes(
                (
                    0xFC | sps.chroma_format,
                    0xF8 | sps.luma_depth - 8,
                    0xF8 | sps.chroma_depth - 8,
                    0,
                )
            )
        return config
    sps = parse_sps(codec, kinds[SPS_H265][0])
    config = (
        b"\1"
        + sps.profile_tier_level
        + struct.pack(
            ">HBBBBHBB",
            *(0xF000, 0xFC, 0xFC | sps.chroma_format),
            *(0xF8 | sps.luma_depth - 8, 0xF8 | sps.chroma_depth - 8, 0),
            sps.temporal_layers << 3 | sps.temporal_nesting << 2 | 3,
            len(kinds),
        )
    )
    for kind in (VPS_H265, SPS_H265, PPS_H265):
        config += struct.pack(">BH", 0x80 | kind, len(kinds[kind]))
        config += b"".join(struct.pack(">H", len(unit)) + unit for unit in kinds[kind])
    return config


def parse_config(codec: VideoCodec, config: bytes) -> tuple[int, list[bytes]]:
    """Return the size of lengths in bytes and the parameter sets of avcC or hvcC.

    Zero bytes behind sets are left out, which a byte stream may have there.
    Raises ValueError for a record that is cut short.
    """
    at = 6 if codec == "h264" else 23
    if len(config) < at + 1 - (codec == "hevc"):
        raise ValueError("The configuration record is cut short.")
    units: list[bytes] = []

    def take(count: int) -> None:
        nonlocal at
        for _ in range(count):
            end = at + 2 + int.from_bytes(config[at : at + 2])
            if end > len(config):
                raise ValueError("The configuration record is cut short.")
            if unit := config[at + 2 : end].rstrip(b"\0"):
                units.append(unit)
            at = end

    if codec == "h264":
        take(config[5] & 0x1F)
        if at < len(config):
            at += 1
            take(config[at - 1])
        return (config[4] & 3) + 1, units
    for _ in range(config[22]):
        header = config[at : at + 3]
        at += 3
        take(int.from_bytes(header[1:]))
    return (config[21] & 3) + 1, units
