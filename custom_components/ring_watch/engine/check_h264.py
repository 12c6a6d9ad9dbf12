"""Parameter sets and slice headers of H.264, read to be checked.

Clauses are those of ITU-T H.264 (08/2021).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .check_bits import Bits, Columns, SetsInUse, hidden, skip_appearance
from .check_tables import Ints, expect

SPS, PPS, IDR = 7, 8, 5
_WITH_CHROMA = (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135)


@dataclass(frozen=True, slots=True)
class Sequence:
    """What slices need of an SPS; ``size`` in luma samples, cropped."""

    size: tuple[int, int]
    chroma: int
    depths: tuple[int, int]
    number_bits: int
    order_type: int
    order_bits: int
    order_deltas: bool
    frames_only: bool
    blocks: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What slices need of a PPS, and of its SPS."""

    sequence: Sequence
    order_deltas: bool


def identifier(unit: bytes) -> int:
    """Return the id of a set."""
    expect(unit[0] & 0x80 == 0, "a parameter set is not plain.")
    bits = Bits(unit[1:])
    bits.read(24 * (unit[0] & 0x1F == SPS))
    return bits.unsigned(255)


def parse_sps(unit: bytes) -> Sequence:
    """Return what an SPS (7.3.2.1.1) says; refuse anything behind."""
    bits = Bits(unit[1:])
    profile = bits.read(8)
    bits.read(16)
    bits.unsigned(31)
    chroma, luma_depth, chroma_depth = 1, 0, 0
    if profile in _WITH_CHROMA:
        chroma = bits.unsigned(3)
        expect(chroma != 3 or not bits.flag(), "planes are coded apart.")
        luma_depth, chroma_depth = bits.unsigned(6), bits.unsigned(6)
        bits.read(1)
        if bits.flag():
            _scaling_lists(bits, 8 if chroma != 3 else 12)
    number_bits = bits.unsigned(12) + 4
    order_type, order_bits, deltas = bits.unsigned(2), 0, False
    if order_type == 0:
        order_bits = bits.unsigned(12) + 4
    elif order_type == 1:
        deltas = not bits.flag()
        bits.skip_numbers(2)
        bits.skip_numbers(bits.unsigned(255))
    bits.unsigned(16)
    bits.read(1)
    columns, rows = bits.unsigned(1 << 12) + 1, bits.unsigned(1 << 12) + 1
    frames_only = bits.flag()
    fields = 1 if frames_only else 2
    if not frames_only:
        bits.read(1)
    bits.read(1)
    beside, below = hidden(bits, chroma, fields)
    if bits.flag():
        _usability(bits)
    bits.end()
    return Sequence(
        (16 * columns - beside, 16 * rows * fields - below),
        chroma,
        (luma_depth, chroma_depth),
        number_bits,
        order_type,
        order_bits,
        deltas,
        frames_only,
        columns * rows * fields,
    )


def parse_pps(unit: bytes, sequences: Mapping[int, Sequence]) -> tuple[int, Picture]:
    """Return the id of a PPS's SPS, and what both say (7.3.2.2)."""
    bits = Bits(unit[1:])
    bits.unsigned(255)
    number = bits.unsigned(31)
    expect(number in sequences, "a parameter set lacks another.")
    sequence = sequences[number]
    bits.read(1)
    deltas = bits.flag()
    # Pictures in scattered pieces, which hardly any decoder knows.
    expect(bits.unsigned() == 0, "pictures are coded in groups of slices.")
    bits.unsigned(31)
    bits.unsigned(31)
    bits.read(3)
    bits.skip_numbers(3)
    bits.read(2)
    expect(not bits.flag(), "pictures may be coded twice.")
    if bits.more:
        large = bits.flag()
        if bits.flag():
            _scaling_lists(bits, 6 + large * (2 if sequence.chroma != 3 else 6))
        bits.unsigned()
    bits.end()
    return number, Picture(sequence, deltas)


def _scaling_lists(bits: Bits, count: int) -> None:
    for index in range(count):
        if not bits.flag():
            continue
        last = 8
        for _ in range(16 if index < 6 else 64):
            code = bits.unsigned(256)
            last = (last + ((code + 1) // 2 if code & 1 else -(code // 2))) % 256
            if last == 0:
                break


def _usability(bits: Bits) -> None:
    """Pass over vui_parameters() (E.1.1)."""
    skip_appearance(bits)
    if bits.flag():
        bits.read(65)
    buffered = False
    for _ in range(2):
        if bits.flag():
            _buffer(bits)
            buffered = True
    bits.read(buffered)
    bits.read(1)
    if bits.flag():
        bits.read(1)
        bits.skip_numbers(6)


def _buffer(bits: Bits) -> None:
    """Pass over hrd_parameters() (E.1.2)."""
    count = bits.unsigned(31) + 1
    bits.read(8)
    for _ in range(count):
        bits.skip_numbers(2)
        bits.read(1)
    bits.read(20)


@dataclass(frozen=True, slots=True)
class Slices:
    """The headers of slices, a row each.

    ``key``: what all slices of a picture have in common (7.4.1.2.4). ``place``: where
    in it a slice begins. ``field``: 0 of a frame, 1 or 2 of a top or bottom field.
    """

    pps: Ints
    place: Ints
    key: Ints
    field: Ints
    number: Ints


def read_slices(
    bits: Columns, kind: Ints, reference: Ints, pictures: Mapping[int, Picture]
) -> Slices:
    """Read the headers (7.3.3) of slices of these nal_unit_types and nal_ref_idcs."""
    place, slice_type, pps = bits.unsigned(), bits.unsigned(), bits.unsigned()
    used = SetsInUse(pictures, pps)
    idr = kind == IDR
    number = bits.read(used.numbers(lambda item: item.sequence.number_bits))
    fields = bits.read(1, used.flags(lambda item: not item.sequence.frames_only)) == 1
    bottom = bits.read(1, fields)
    idr_number = bits.unsigned(idr)
    order = bits.read(used.numbers(lambda item: item.sequence.order_bits))
    both = ~fields & used.flags(lambda item: item.order_deltas)
    typed = used.numbers(lambda item: item.sequence.order_type)
    deltas = used.flags(lambda item: item.sequence.order_deltas)
    first = bits.unsigned(((typed == 0) & both) | deltas)
    second = bits.unsigned(deltas & both)
    # An IDR picture has no more fields before its no_output_of_prior_pics_flag.
    unshown = bits.read(1, idr)
    bits.end()
    expect(bool((slice_type < 10).all()), "a slice is of an unknown type.")
    expect(
        bool((~idr | ((slice_type % 5 == 2) & (number == 0) & (reference > 0))).all()),
        "an IDR picture refers to others.",
    )
    expect(not unshown.any(), "a picture is never shown.")
    blocks = used.numbers(lambda item: item.sequence.blocks)
    expect(bool((place < blocks).all()), "a slice begins behind its picture.")
    key = (pps, number, fields, bottom, idr, reference > 0)
    return Slices(
        pps,
        place,
        np.stack([*key, idr_number, order, first, second]).astype(np.int64),
        np.where(fields, 1 + bottom, 0),
        number,
    )
