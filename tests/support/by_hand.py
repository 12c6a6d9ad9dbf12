"""H.264 written bit by bit, for what no encoder on this machine makes.

Every macroblock is given as it is (I_PCM), so pictures can be read back exactly.
Clauses are those of ITU-T H.264 (08/2021).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from . import counter

type Shape = Literal["frame", "fields"]

IDR, OTHER, SPS, PPS = 5, 1, 7, 8


@dataclass
class Bits:
    """A raw byte sequence payload (7.3.1) in the making."""

    text: list[str] = field(default_factory=list)

    def put(self, count: int, value: int) -> None:
        """Write u(count)."""
        self.text.append(f"{value:0{count}b}" if count else "")

    def numbers(self, *values: int) -> None:
        """Write ue(v) (9.1)."""
        for value in values:
            digits = f"{value + 1:b}"
            self.text.append("0" * (len(digits) - 1) + digits)

    def raw(self, data: bytes) -> None:
        """Write bytes, behind zeros up to the next whole one."""
        self.put(-sum(map(len, self.text)) % 8, 0)
        self.text.append(f"{int.from_bytes(data):0{8 * len(data)}b}")

    def unit(self, kind: int, reference: int = 3) -> bytes:
        """The NAL unit: a stop bit, and emulation prevention (7.4.1)."""
        bits = "".join(self.text) + "1"
        bits += "0" * (-len(bits) % 8)
        found = bytearray((reference << 5 | kind,))
        for byte in int(bits, 2).to_bytes(len(bits) // 8):
            if byte <= 3 and found.endswith(b"\0\0"):
                found.append(3)
            found.append(byte)
        return bytes(found)


def sps(
    width: int,
    height: int,
    number: int = 0,
    *,
    fields: bool = False,
    reordered: int | None = None,
) -> bytes:
    """A sequence parameter set (7.3.2.1.1) of the Main profile.

    ``reordered``: how many pictures it says may wait for one (E.2.1).
    """
    bits = Bits()
    bits.put(24, 77 << 16 | 30)
    # Numbers of frames of 4 bits, order counts of 8, one reference, no holes.
    bits.numbers(number, 0, 0, 4, 1)
    bits.put(1, 0)
    bits.numbers(width // 16 - 1, height // (32 if fields else 16) - 1)
    bits.put(1, not fields)
    if fields:
        bits.put(1, 0)
    bits.put(2, 0b10)
    bits.put(1, reordered is not None)
    if reordered is not None:
        # Of all that may be told only the restrictions.
        bits.put(10, 0b11)
        bits.numbers(0, 0, 16, 16, reordered, max(reordered, 1))
    return bits.unit(SPS)


def pps(number: int = 0, sequence: int = 0) -> bytes:
    """A picture parameter set (7.3.2.2) in which nothing is special."""
    bits = Bits()
    bits.numbers(number, sequence)
    bits.put(2, 0)
    bits.numbers(0, 0, 0)
    bits.put(3, 0)
    bits.numbers(0, 0, 0)
    bits.put(3, 0)
    return bits.unit(PPS)


def stream(*units: bytes) -> bytes:
    """A byte stream (Annex B)."""
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def film(
    width: int, height: int, shapes: Sequence[Shape], gop: int
) -> Iterator[list[list[bytes]]]:
    """Yield the pictures of frames 0, 1 … as lists of NAL units: one, or two fields.

    Frame k shows counter k. ``gop``: after so many frames comes an IDR picture.
    """
    for index, shape in enumerate(shapes):
        luma = np.full((height, width), 100, np.uint8)
        counter.draw(luma, index)
        place = index % gop
        sets = [] if place else [sps(width, height, fields=True), pps()]
        if shape == "frame":
            kind = OTHER if place else IDR
            yield [[*sets, _slice(luma, kind, place, None, fields=True)]]
            continue
        yield [
            [*sets, _slice(luma[0::2], OTHER if place else IDR, place, 0, fields=True)],
            # Only the first field of a frame can be IDR (7.4.1.2.4).
            [_slice(luma[1::2], OTHER, place, 1, fields=True)],
        ]


def swapped(width: int, height: int, count: int, gop: int) -> Iterator[list[bytes]]:
    """Yield NAL units of frames that an SPS claims to be in order of display.

    Frame k shows counter k; of all but IDR pictures, two each trade places: 0, 2, 1, 4,
    3 … ``gop``: odd.
    """
    for number in range(count):
        place = number % gop
        # Counted as they come; displayed as they are numbered.
        shown = place and place + (1 if place % 2 else -1)
        luma = np.full((height, width), 100, np.uint8)
        counter.draw(luma, number - place + shown)
        kind = OTHER if place else IDR
        sets = [] if place else [sps(width, height, reordered=0), pps()]
        yield [*sets, _slice(luma, kind, place, None, fields=False, shown=shown)]


def _slice(
    luma: counter.Plane,
    kind: int,
    place: int,
    bottom: int | None,
    *,
    fields: bool,
    shown: int | None = None,
) -> bytes:
    """A slice (7.3.3, 7.3.4): intra where it is IDR, else inter.

    ``place`` and ``shown``: number of the frame in order of decoding, and of display.
    """
    inter = kind != IDR
    bits = Bits()
    bits.numbers(0, 5 if inter else 7, 0)
    bits.put(4, place % 16)
    if fields:
        bits.put(1, bottom is not None)
        if bottom is not None:
            bits.put(1, bottom)
    if not inter:
        bits.numbers(0)
    shown = place if shown is None else shown
    bits.put(8, (2 * shown + (bottom or 0)) % 256)
    # No override, no other order of references; marking as usual; quantiser as is.
    bits.put(3 if inter else 2, 0)
    bits.numbers(0)
    height, width = luma.shape
    grey = bytes([128]) * 128
    for row in range(0, height, 16):
        for column in range(0, width, 16):
            if inter:
                bits.numbers(0)
            bits.numbers(30 if inter else 25)
            bits.raw(luma[row : row + 16, column : column + 16].tobytes() + grey)
    return bits.unit(kind)
