"""Parameter sets and slice headers of H.265, read to be checked.

Clauses are those of ITU-T H.265 (08/2021).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .check_bits import Bits, Columns, SetsInUse, hidden, skip_appearance
from .check_tables import Ints, expect

VPS, SPS, PPS = 32, 33, 34
IDR = (19, 20)


@dataclass(frozen=True, slots=True)
class Sequence:
    """What slices and hvcC need of an SPS; ``size`` in luma samples, cropped."""

    size: tuple[int, int]
    chroma: int
    depths: tuple[int, int]
    layers: int
    nesting: bool
    order_bits: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What slices need of a PPS, and of its SPS."""

    sequence: Sequence
    dependent: bool
    extra_bits: int
    output: bool


def identifier(unit: bytes) -> int:
    """Return the id of a set."""
    kind = unit[0] >> 1
    # nuh_layer_id 0 and nuh_temporal_id_plus1 1
    expect(unit[:2] == bytes((kind << 1, 1)), "a parameter set is of another layer.")
    bits = Bits(unit[2:])
    if kind == VPS:
        return bits.read(4)
    if kind == SPS:
        bits.read(4)
        layers = bits.read(3)
        bits.read(1)
        _profiles(bits, layers)
    return bits.unsigned(63)


def parse_vps(unit: bytes) -> None:
    """Refuse a VPS (7.3.2.1) of several layers, or with anything behind."""
    bits = Bits(unit[2:])
    bits.read(6)
    expect(bits.read(6) == 0, "there is more than one layer.")
    layers = bits.read(3)
    bits.read(1)
    expect(bits.read(16) == 0xFFFF, "a parameter set is not plain.")
    _profiles(bits, layers)
    _ordering(bits, layers)
    expect(bits.read(6) == bits.unsigned() == 0, "there is more than one layer.")
    if bits.flag():
        bits.read(64)
        if bits.flag():
            bits.unsigned()
        for index in range(bits.unsigned(1)):
            bits.unsigned(1)
            _buffer(bits, layers, common=index == 0 or bits.flag())
    expect(not bits.flag(), "a parameter set is not plain.")
    bits.end()


def parse_sps(unit: bytes) -> tuple[int, Sequence]:
    """Return the id of an SPS's VPS, and what it says (7.3.2.2); nothing is behind."""
    bits = Bits(unit[2:])
    vps, layers, nesting = bits.read(4), bits.read(3), bits.flag()
    _profiles(bits, layers)
    bits.unsigned(15)
    chroma = bits.unsigned(3)
    expect(chroma != 3 or not bits.flag(), "planes are coded apart.")
    coded_width, coded_height = bits.unsigned(1 << 16), bits.unsigned(1 << 16)
    beside, below = hidden(bits, chroma)
    depths = bits.unsigned(8), bits.unsigned(8)
    order_bits = bits.unsigned(12) + 4
    _ordering(bits, layers)
    block = bits.unsigned(3) + 3
    block += bits.unsigned(3)
    bits.skip_numbers(4)
    if bits.flag() and bits.flag():
        _scaling_lists(bits)
    bits.read(2)
    if bits.flag():
        bits.read(8)
        bits.skip_numbers(2)
        bits.read(1)
    _reference_sets(bits)
    if bits.flag():
        for _ in range(bits.unsigned(32)):
            bits.read(order_bits + 1)
    bits.read(2)
    if bits.flag():
        _usability(bits, layers)
    if bits.flag():
        ranged = bits.flag()
        expect(bits.read(7) == 0, "a parameter set is not plain.")
        bits.read(9 * ranged)
    bits.end()
    blocks = -(-coded_width >> block) * -(-coded_height >> block)
    return vps, Sequence(
        (coded_width - beside, coded_height - below),
        chroma,
        depths,
        layers + 1,
        nesting,
        order_bits,
        blocks,
    )


def parse_pps(unit: bytes, sequences: Mapping[int, Sequence]) -> tuple[int, Picture]:
    """Return the id of a PPS's SPS, and what both say (7.3.2.3)."""
    bits = Bits(unit[2:])
    bits.unsigned(63)
    number = bits.unsigned(15)
    expect(number in sequences, "a parameter set lacks another.")
    dependent, output, extra_bits = bits.flag(), bits.flag(), bits.read(3)
    bits.read(2)
    bits.skip_numbers(3)
    bits.read(1)
    skipping = bits.flag()
    if bits.flag():
        bits.unsigned()
    bits.skip_numbers(2)
    bits.read(4)
    tiles = bits.flag()
    bits.read(1)
    if tiles:
        columns, rows = bits.unsigned(1 << 8), bits.unsigned(1 << 8)
        if not bits.flag():
            bits.skip_numbers(columns + rows)
        bits.read(1)
    bits.read(1)
    if bits.flag():
        bits.read(1)
        if not bits.flag():
            bits.skip_numbers(2)
    if bits.flag():
        _scaling_lists(bits)
    bits.read(1)
    bits.unsigned()
    # Slices with extensions could carry anything there.
    expect(not bits.flag(), "slices have extensions.")
    if bits.flag():
        ranged = bits.flag()
        expect(bits.read(7) == 0, "a parameter set is not plain.")
        if ranged:
            _range_extension(bits, skipping=skipping)
    bits.end()
    return number, Picture(sequences[number], dependent, extra_bits, output)


def _range_extension(bits: Bits, *, skipping: bool) -> None:
    """Pass over pps_range_extension() (7.3.2.3.2)."""
    if skipping:
        bits.unsigned()
    bits.read(1)
    if bits.flag():
        bits.unsigned()
        bits.skip_numbers(2 * (bits.unsigned(5) + 1))
    bits.skip_numbers(2)


def _profiles(bits: Bits, layers: int) -> None:
    """Pass over profile_tier_level() (7.3.3)."""
    bits.read(96)
    present = [(bits.read(1), bits.read(1)) for _ in range(layers)]
    if layers:
        expect(bits.read(2 * (8 - layers)) == 0, "a parameter set is not plain.")
    for profile, level in present:
        bits.read(88 * profile + 8 * level)


def _ordering(bits: Bits, layers: int) -> None:
    bits.skip_numbers(3 * (layers + 1 if bits.flag() else 1))


def _scaling_lists(bits: Bits) -> None:
    """Pass over scaling_list_data() (7.3.4)."""
    for size in range(4):
        for _ in range(6 if size < 3 else 2):
            if bits.flag():
                bits.skip_numbers((size > 1) + min(64, 16 << 2 * size))
            else:
                bits.unsigned(5)


def _reference_sets(bits: Bits) -> None:
    """Pass over the st_ref_pic_set()s of an SPS (7.3.7, 7.4.8)."""
    before: list[int] = []
    for index in range(bits.unsigned(64)):
        if index and bits.flag():
            negative = bits.flag()
            delta = bits.unsigned(1 << 15) + 1
            delta = -delta if negative else delta
            # Each is used, or kept for later, or left out.
            kept = [bits.flag() or bits.flag() for _ in range(len(before) + 1)]
            moved = [item + delta for item in before] + [delta]
            found = {item for item, stays in zip(moved, kept, strict=True) if stays}
        else:
            counts = bits.unsigned(16), bits.unsigned(16)
            found = set()
            for count, sign in zip(counts, (-1, 1), strict=True):
                reached = 0
                for _ in range(count):
                    reached += sign * (bits.unsigned(1 << 15) + 1)
                    bits.read(1)
                    found.add(reached)
        before = sorted((item for item in found if item < 0), reverse=True)
        before += sorted(item for item in found if item > 0)


def _usability(bits: Bits, layers: int) -> None:
    """Pass over vui_parameters() (E.2.1)."""
    skip_appearance(bits)
    bits.read(3)
    if bits.flag():
        bits.skip_numbers(4)
    if bits.flag():
        bits.read(64)
        if bits.flag():
            bits.unsigned()
        if bits.flag():
            _buffer(bits, layers, common=True)
    if bits.flag():
        bits.read(3)
        bits.skip_numbers(5)


def _buffer(bits: Bits, layers: int, *, common: bool) -> None:
    """Pass over hrd_parameters() (E.2.2)."""
    kinds, parts = 0, False
    if common:
        kinds = bits.read(1) + bits.read(1)
        if kinds:
            parts = bits.flag()
            bits.read(19 * parts + 8 + 4 * parts + 15)
    for _ in range(layers + 1):
        fixed = bits.flag() or bits.flag()
        delayed = False
        if fixed:
            bits.unsigned()
        else:
            delayed = bits.flag()
        count = 1 if delayed else bits.unsigned(31) + 1
        for _ in range(kinds * count):
            bits.skip_numbers(4 if parts else 2)
            bits.read(1)


@dataclass(frozen=True, slots=True)
class Slices:
    """The headers of slice segments, a row each.

    ``key``: what all of a picture have in common. ``place``: where in it one begins.
    """

    pps: Ints
    place: Ints
    key: Ints


def read_slices(
    bits: Columns, kind: Ints, layer: Ints, pictures: Mapping[int, Picture]
) -> Slices:
    """Read the headers (7.3.6.1) of slices of these nal_unit_types and TemporalIds."""
    first = bits.read(1) == 1
    # no_output_of_prior_pics_flag
    unshown = bits.read(1, kind >= 16)
    pps = bits.unsigned()
    used = SetsInUse(pictures, pps)
    dependent = bits.read(1, ~first & used.flags(lambda item: item.dependent)) == 1
    blocks = used.numbers(lambda item: item.sequence.blocks)
    width = used.numbers(lambda item: (item.sequence.blocks - 1).bit_length())
    place = bits.read(width, ~first)
    expect(bool(((place > 0) | first).all()), "a slice begins where its picture does.")
    expect(bool((place < blocks).all()), "a slice begins behind its picture.")
    own = ~dependent
    extra = bits.read(used.numbers(lambda item: item.extra_bits), own)
    expect(not extra.any(), "a slice has extra bits.")
    slice_type = bits.unsigned(own)
    idr = np.isin(kind, IDR)
    expect(bool((slice_type < 3).all()), "a slice is of an unknown type.")
    expect(bool((~idr | ~own | (slice_type == 2)).all()), "an IDR picture refers on.")
    told = own & used.flags(lambda item: item.output)
    unshown |= told & (bits.read(1, told) == 0)
    expect(not unshown.any(), "a picture is never shown.")
    order = bits.read(used.numbers(lambda item: item.sequence.order_bits), own & ~idr)
    bits.end()
    # A dependent slice segment has the order of the one before.
    last = np.maximum.accumulate(np.where(own, np.arange(len(own)), 0))
    return Slices(pps, place, np.stack([pps, kind, layer, order[last]]))
