"""How a clip describes its samples (ISO 14496-14, -15)."""

from dataclasses import dataclass
import math
import struct

from . import check_h264, check_h265
from .check_tables import View, expect

_ENTRIES = {b"avc1": b"avcC", b"hvc1": b"hvcC", b"hev1": b"hvcC", b"mp4a": b"esds"}
_VISUAL_FIELDS = struct.Struct(">6xHI12xHHIIIH32sHh")
_SOUND_FIELDS = struct.Struct(">6xH8xHHHHI")
_AAC_RATES = (
    *(96000, 88200, 64000, 48000, 44100, 32000, 24000),
    *(22050, 16000, 12000, 11025, 8000, 7350),
)
_PROFILE_BYTES = 12
_LARGEST_ASPECT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample entry. ``size`` of the picture; ``sets``: its parameter sets, in order.

    ``rate``: samples of sound a second, 0 of pictures.
    """

    kind: bytes
    size: tuple[int, int] = (0, 0)
    sets: tuple[bytes, ...] = ()
    rate: int = 0


def description(body: View, picture: tuple[int, int], *, video: bool) -> Entry:
    """Return the only sample entry; ``picture`` is tkhd's size, 16.16."""
    expect(
        bytes(body[:8]) == b"\0\0\0\0\0\0\0\1", "there is more than one sample entry."
    )
    size, kind = struct.unpack_from(">I4s", body, 8)
    kind = bytes(kind)
    expect(size == len(body) - 8, "stsd holds more than its entry.")
    expect(
        kind in _ENTRIES and (kind == b"mp4a") != video, f"unexpected entry {kind!r}."
    )
    entry = body[16:]
    fields = _VISUAL_FIELDS if video else _SOUND_FIELDS
    config_size, config_kind = struct.unpack_from(">I4s", entry, fields.size)
    end = fields.size + config_size
    expect(
        config_kind == _ENTRIES[kind] and end <= len(entry),
        f"unexpected box in {kind!r}.",
    )
    if end < len(entry):
        expect(video and _is_aspect(entry[end:]), f"unexpected box in {kind!r}.")
    config = entry[fields.size + 8 : end]
    if not video:
        return Entry(kind, rate=_sound_entry(entry, config, picture))
    width, height = struct.unpack_from(">HH", entry, 24)
    plain = (1, 0, width, height, 0x480000, 0x480000, 0, 1, bytes(32), 0x18, -1)
    expect(
        bytes(entry[: fields.size]) == _VISUAL_FIELDS.pack(*plain),
        "the sample entry is not plain, or has a name.",
    )
    expect(picture == (width << 16, height << 16), "tkhd has another size of picture.")
    sets = (_h264_config if kind == b"avc1" else _h265_config)(config)
    return Entry(kind, (width, height), tuple(sets))


def _is_aspect(item: View) -> bool:
    """Tell whether this is pasp (ISO 14496-12, 12.1.4) of a shape in lowest terms."""
    if len(item) != 16 or bytes(item[:8]) != b"\0\0\0\x10pasp":
        return False
    wide, high = struct.unpack_from(">II", item, 8)
    plain = 0 < wide <= _LARGEST_ASPECT and 0 < high <= _LARGEST_ASPECT
    return plain and math.gcd(wide, high) == 1


def _sound_entry(entry: View, config: View, picture: tuple[int, int]) -> int:
    """Return samples a second; refuse all but AAC-LC of one or two channels.

    The few bytes that describe it: ISO 14496-14, 5.6, and 14496-3, 1.6.2.1.
    """
    expect(picture == (0, 0), "a track of sound has a picture size.")
    specific = config[4 + 8 + 18 + 5 :][:-6]
    (bits,) = struct.unpack(">H", specific)
    index, channels = bits >> 7 & 15, bits >> 3 & 15
    expect(bits & 0xF807 == 2 << 11, "the sound is not plain AAC-LC.")
    expect(
        index < len(_AAC_RATES) and channels in (1, 2), "the sound is not plain AAC-LC."
    )
    rate = _AAC_RATES[index]
    expect(
        bytes(entry[: _SOUND_FIELDS.size])
        == _SOUND_FIELDS.pack(1, channels, 16, 0, 0, rate << 16),
        "the sample entry is not plain.",
    )
    plain = (
        bytes(4)
        + _descriptor(3, 3 + 5 + 13 + 5 + 2 + 6)
        + bytes(3)
        + _descriptor(4, 13 + 5 + 2)
        + b"\x40\x15"
        + bytes(11)
        + _descriptor(5, 2)
        + bytes(specific)
        + _descriptor(6, 1)
        + b"\2"
    )
    expect(bytes(config) == plain, "esds is not plain.")
    return rate


def _descriptor(tag: int, size: int) -> bytes:
    return bytes((tag, 0x80, 0x80, 0x80 | size >> 7, size & 0x7F))


def _h264_config(config: View) -> list[bytes]:
    """Return the parameter sets of an avcC; refuse it with anything else."""
    expect(config[0] == 1 and config[4] == 0xFF, "avcC is not plain.")
    expect(
        config[5] >> 5 == 7 and bytes(config[1:4]) == bytes(config[9:12]),
        "avcC is not that of its parameter sets.",
    )
    sets: list[bytes] = []
    at = 5
    for kind, mask in ((check_h264.SPS, 0x1F), (check_h264.PPS, 0xFF)):
        count = config[at] & mask
        expect(count > 0, "avcC lacks a parameter set.")
        at += 1
        for _ in range(count):
            (size,) = struct.unpack_from(">H", config, at)
            expect(size > 1 and config[at + 2] & 0x1F == kind, "avcC is not plain.")
            sets.append(bytes(config[at + 2 : at + 2 + size]))
            at += 2 + size
    # The four bytes of the High profiles, which announce no further sets.
    rest = bytes(config[at:])
    sequence = check_h264.parse_sps(sets[0])
    luma, chroma = sequence.depths
    high = bytes((0xFC | sequence.chroma, 0xF8 | luma, 0xF8 | chroma, 0))
    expect(rest in (b"", high), "avcC is not plain.")
    return sets


def _h265_config(config: View) -> list[bytes]:
    """Return the parameter sets of an hvcC; refuse it with anything else."""
    kinds = (check_h265.VPS, check_h265.SPS, check_h265.PPS)
    found: dict[int, list[bytes]] = {}
    expect(config[0] == 1 and config[22] == len(kinds), "hvcC is not plain.")
    at = 23
    for kind in kinds:
        expect(config[at] == 0x80 | kind, "hvcC is not plain.")
        (count,) = struct.unpack_from(">H", config, at + 1)
        expect(count > 0, "hvcC lacks a parameter set.")
        at += 3
        for _ in range(count):
            (size,) = struct.unpack_from(">H", config, at)
            expect(size > 2 and config[at + 2] >> 1 == kind, "hvcC is not plain.")
            found.setdefault(kind, []).append(bytes(config[at + 2 : at + 2 + size]))
            at += 2 + size
    expect(at == len(config), "hvcC is not plain.")
    first = found[check_h265.SPS][0]
    _, sequence = check_h265.parse_sps(first)
    luma, chroma = sequence.depths
    profile = first[3:].replace(b"\0\0\3", b"\0\0")[:_PROFILE_BYTES]
    plain = struct.pack(
        ">HBBBBHB",
        *(0xF000, 0xFC, 0xFC | sequence.chroma, 0xF8 | luma, 0xF8 | chroma, 0),
        sequence.layers << 3 | sequence.nesting << 2 | 3,
    )
    expect(
        bytes(config[1:22]) == profile + plain,
        "hvcC is not that of its parameter sets.",
    )
    return [unit for kind in kinds for unit in found[kind]]
