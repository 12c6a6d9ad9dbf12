"""The headers of a clip, its tracks and their media (ISO 14496-12), read to be checked."""

import struct

from .check_tables import View, expect

SCALE = 90_000
"""Ticks per second of a clip and of its pictures."""
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def movie_header(body: View, tracks: int) -> int:
    """Return the duration in mvhd (8.2.2)."""
    expect(len(body) == 112 and bytes(body[:4]) == b"\1\0\0\0", "mvhd is not plain.")
    created, modified, scale, duration = struct.unpack_from(">QQIQ", body, 4)
    expect(created == modified == 0, "it tells when it was made.")
    plain = struct.pack(">IH10x", 0x10000, 0x100) + _UNITY + bytes(24)
    plain += struct.pack(">I", tracks + 1)
    expect(scale == SCALE and bytes(body[32:]) == plain, "mvhd is not plain.")
    return int(duration)


def track_header(
    body: View, number: int, *, video: bool
) -> tuple[int, tuple[int, int]]:
    """Return the duration and the picture size, 16.16, in tkhd (8.3.2)."""
    expect(len(body) == 96 and bytes(body[:4]) == b"\1\0\0\3", "tkhd is not plain.")
    created, modified, identifier, reserved, duration = struct.unpack_from(
        ">QQIIQ", body, 4
    )
    expect(created == modified == 0, "it tells when it was made.")
    expect(identifier == number, "tracks are numbered out of order.")
    volume = b"\0\0" if video else b"\1\0"
    plain = bytes(12) + volume + bytes(2) + _UNITY
    expect(reserved == 0 and bytes(body[36:88]) == plain, "tkhd is not plain.")
    width, height = struct.unpack_from(">II", body, 88)
    return int(duration), (width, height)


def media_header(body: View) -> tuple[int, int]:
    """Return timescale and duration in mdhd (8.4.2)."""
    expect(len(body) == 36 and bytes(body[:4]) == b"\1\0\0\0", "mdhd is not plain.")
    created, modified, timescale, duration = struct.unpack_from(">QQIQ", body, 4)
    expect(created == modified == 0, "it tells when it was made.")
    expect(bytes(body[32:]) == b"\x55\xc4\0\0", "a track names a language.")
    return timescale, duration


def handler(body: View) -> bool:
    """Tell whether hdlr (8.4.3) is that of pictures, not of sound."""
    expect(len(body) == 25 and bytes(body[:8]) == bytes(8), "hdlr is not plain.")
    expect(bytes(body[12:]) == bytes(13), "a handler has a name.")
    kind = bytes(body[8:12])
    expect(kind in (b"vide", b"soun"), f"unexpected track of kind {kind!r}.")
    return kind == b"vide"
