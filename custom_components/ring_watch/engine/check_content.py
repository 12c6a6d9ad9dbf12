"""What is inside a clip's samples and their description (ISO 14496-14, -15)."""

from collections.abc import Iterator
import mmap
import struct

import numpy as np

from .check_tables import Ints, RefusedError, View, expect

_ENTRIES = {b"avc1": b"avcC", b"hvc1": b"hvcC", b"hev1": b"hvcC", b"mp4a": b"esds"}
_VISUAL_FIELDS = struct.Struct(">6xHI12xHHIIIH32sHh")
_SOUND_FIELDS = struct.Struct(">6xH8xHHHHI")
_AAC_RATES = (
    *(96000, 88200, 64000, 48000, 44100, 32000, 24000),
    *(22050, 16000, 12000, 11025, 8000, 7350),
)
# NAL unit types that a sample may hold: coded slices and parameter sets, nothing
# that could carry a text, a time or a picture of its own.
_H264_ALLOWED, _H264_IDR = (*range(1, 6), 7, 8), (5,)
_H265_ALLOWED, _H265_IDR = (*range(10), *range(16, 22), 32, 33, 34), (19, 20)
_H265_SETS = (32, 33, 34)
_MOST_UNITS = 1 << 12
_BLOCK = 32 << 20


def description(
    body: View, picture: tuple[int, int], *, video: bool
) -> tuple[bytes, int]:
    """Return the kind of the only sample entry and, of sound, the samples a second.

    ``picture`` is tkhd's size, 16.16.
    """
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
    expect(
        config_kind == _ENTRIES[kind] and fields.size + config_size == len(entry),
        f"unexpected box in {kind!r}.",
    )
    config = entry[fields.size + 8 :]
    if not video:
        return kind, _sound_entry(entry, config, picture)
    width, height = struct.unpack_from(">HH", entry, 24)
    plain = (1, 0, width, height, 0x480000, 0x480000, 0, 1, bytes(32), 0x18, -1)
    expect(
        bytes(entry[: fields.size]) == _VISUAL_FIELDS.pack(*plain),
        "the sample entry is not plain, or has a name.",
    )
    expect(picture == (width << 16, height << 16), "tkhd has another size of picture.")
    (_h264_config if kind == b"avc1" else _h265_config)(config)
    return kind, 0


def _sound_entry(entry: View, config: View, picture: tuple[int, int]) -> int:
    """Return the samples a second; refuse all but AAC-LC of one or two channels.

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


def _h264_config(config: View) -> None:
    """Refuse an avcC with anything but parameter sets."""
    expect(config[0] == 1 and config[4] == 0xFF, "avcC is not plain.")
    expect(
        config[5] >> 5 == 7 and bytes(config[1:4]) == bytes(config[9:12]),
        "avcC is not that of its parameter sets.",
    )
    at = 5
    for kind, mask in ((7, 0x1F), (8, 0xFF)):
        count = config[at] & mask
        expect(count > 0, "avcC lacks a parameter set.")
        at += 1
        for _ in range(count):
            (size,) = struct.unpack_from(">H", config, at)
            expect(size > 1 and config[at + 2] & 0x1F == kind, "avcC is not plain.")
            at += 2 + size
    # The four bytes of the High profiles, which announce no further sets.
    rest = bytes(config[at:])
    expect(not rest or (len(rest) == 4 and rest[3] == 0), "avcC is not plain.")


def _h265_config(config: View) -> None:
    """Refuse an hvcC with anything but parameter sets."""
    expect(config[0] == 1 and config[21] & 3 == 3, "hvcC is not plain.")
    at = 23
    for _ in range(config[22]):
        kind = config[at] & 0x3F
        expect(kind in _H265_SETS and not config[at] & 0x40, "hvcC is not plain.")
        (count,) = struct.unpack_from(">H", config, at + 1)
        at += 3
        for _ in range(count):
            (size,) = struct.unpack_from(">H", config, at)
            expect(size > 2 and config[at + 2] >> 1 == kind, "hvcC is not plain.")
            at += 2 + size
    expect(at == len(config), "hvcC is not plain.")


def nal_units(
    data: mmap.mmap, entry: bytes, offset: Ints, size: Ints, sync: Ints
) -> None:
    """Refuse samples that are not exactly NAL units of pictures.

    Every sync sample must hold an IDR picture. ``data`` is the whole file, of which
    little stays in memory at a time.
    """
    h264 = entry == b"avc1"
    allowed = np.zeros(64, np.bool_)
    allowed[list(_H264_ALLOWED if h264 else _H265_ALLOWED)] = True
    idr = np.zeros(64, np.bool_)
    idr[list(_H264_IDR if h264 else _H265_IDR)] = True
    has_idr = np.zeros(len(offset), np.bool_)
    order = np.argsort(offset, kind="stable")
    blocks = np.flatnonzero(np.diff(offset[order] // _BLOCK)) + 1
    for samples in np.split(order, blocks):
        for sample, kind in _units(data, offset[samples], size[samples], h264=h264):
            expect(bool(allowed[kind].all()), "a sample holds more than a picture.")
            has_idr[samples[sample]] |= idr[kind]
        data.madvise(mmap.MADV_DONTNEED)
    expect(bool(has_idr[sync].all()), "a sync sample is no IDR picture.")


def _units(
    data: mmap.mmap, offset: Ints, size: Ints, *, h264: bool
) -> Iterator[tuple[Ints, Ints]]:
    """Yield (samples, types) of their first NAL units, of their second, and so on."""
    file = np.frombuffer(data, np.uint8)
    sample, at, end = np.arange(len(offset)), offset.copy(), offset + size
    for _ in range(_MOST_UNITS):
        if not len(sample):
            return
        expect(bool((at + 6 <= end).all()), "a sample ends inside of a NAL unit.")
        head = file[at[:, None] + np.arange(6)].astype(np.int64)
        length = head[:, :4] @ np.array((1 << 24, 1 << 16, 1 << 8, 1))
        expect(bool((length > 1).all()), "a sample holds an empty NAL unit.")
        at = at + 4 + length
        expect(bool((at <= end).all()), "a sample ends inside of a NAL unit.")
        # forbidden_zero_bit; of H.265 nuh_layer_id too, and nuh_temporal_id_plus1.
        plain = head[:, 4] & 0x80 == 0
        if not h264:
            plain &= (head[:, 4] & 1 == 0) & (head[:, 5] & 0xF8 == 0) & (head[:, 5] > 0)
        expect(bool(plain.all()), "a NAL unit is not of the only layer.")
        yield sample, head[:, 4] & 0x1F if h264 else head[:, 4] >> 1 & 0x3F
        left = at < end
        sample, at, end = sample[left], at[left], end[left]
    raise RefusedError("a sample holds too many NAL units.")
