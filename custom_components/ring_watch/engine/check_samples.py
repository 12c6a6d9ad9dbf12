"""What is inside a clip's pictures: exactly one in each sample, and its parameter sets.

Only the ends of NAL units are read, not what is coded between: with numpy, so that an
hour takes no longer than to look at each of its pages.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
import mmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import check_h264, check_h265
from .check_bits import HEAD, Columns
from .check_content import Entry
from .check_tables import Ints, RefusedError, blocks, expect

# NAL unit types that a sample may hold: coded slices, none of them in partitions, and
# parameter sets; nothing that could carry a text, a time or a picture of its own. Nor
# a broken link of H.265 (16 to 18), behind which pictures are passed over.
_H264_SLICES, _H264_SETS = (1, 5), (7, 8)
_H265_SLICES, _H265_SETS = (*range(10), 19, 20, 21), (32, 33, 34)
_MOST_UNITS = 1 << 12
_MOST_SET_BYTES = 1 << 11
_CABAC_ZERO_WORD = b"\0\0\3"


class _Units(NamedTuple):
    """NAL units in decode order, a row each. ``place``: behind its length's four bytes."""

    sample: Ints
    kind: Ints
    place: Ints
    length: Ints

    def chosen(self, which: NDArray[np.bool_] | slice) -> _Units:
        return _Units(*(column[which] for column in self))


@dataclass(frozen=True, slots=True)
class _Force:
    """The parameter sets in force, by kind and id, and what slices need of them."""

    sets: dict[tuple[int, int], bytes]
    h264: dict[int, check_h264.Picture]
    h265: dict[int, check_h265.Picture]
    needed: dict[int, tuple[bytes, ...]]
    """Of each PPS: it and the sets that it needs."""


def pictures(
    data: mmap.mmap,
    entry: Entry,
    offset: Ints,
    size: Ints,
    sync: Ints,
    progress: Callable[[float], None],
) -> None:
    """Refuse samples that are not exactly a picture each, in decode order.

    Sync samples are those that hold an IDR picture, and no others. ``data`` is the
    whole file, of which little stays in memory at a time.
    """
    expect(bool((np.diff(offset) > 0).all()), "samples lie out of order.")
    walk = _Walk(data, entry)
    is_idr = np.zeros(len(offset), np.bool_)
    for samples in blocks(data, offset):
        is_idr[samples] = walk.look(offset[samples], size[samples])
        progress(int(offset[samples[-1]]) / len(data))
    walk.end()
    is_sync = np.zeros(len(offset), np.bool_)
    is_sync[sync] = True
    expect(bool((is_idr == is_sync).all()), "sync samples are not the IDR pictures.")


class _Walk:
    """Goes through the samples of a clip, from block to block."""

    def __init__(self, data: mmap.mmap, entry: Entry) -> None:
        """Begin with the parameter sets of the entry."""
        self._data = data
        self._file = np.frombuffer(data, np.uint8)
        self._entry = entry
        self._h264 = entry.kind == b"avc1"
        slices, sets = (
            (_H264_SLICES, _H264_SETS) if self._h264 else (_H265_SLICES, _H265_SETS)
        )
        self._slice_kinds, self._set_kinds = list(slices), list(sets)
        self._seen: set[bytes] = set()
        self._used: set[bytes] = set()
        self._force = self._with({}, entry.sets)

    def look(self, offset: Ints, size: Ints) -> NDArray[np.bool_]:
        """Check these samples; return which of them hold an IDR picture."""
        units = self._units(offset, size)
        is_set = np.isin(units.kind, self._set_kinds)
        is_slice = np.isin(units.kind, self._slice_kinds)
        expect(bool((is_set | is_slice).all()), "a sample holds more than a picture.")
        new = np.append(True, np.diff(units.sample) != 0)
        # Parameter sets come first, and a picture comes last.
        expect(
            bool((~is_set[1:] | is_set[:-1] | new[1:]).all())
            and not is_set[np.append(new[1:], True)].any(),
            "a sample ends in no picture.",
        )
        slices = units.chosen(is_slice)
        done = 0
        for sample, sets in self._sets(units.chosen(is_set)):
            expect(len(set(sets)) == len(sets), "a parameter set comes twice.")
            if set(sets) <= set(self._force.sets.values()):
                continue
            first = int(np.searchsorted(slices.sample, sample))
            self._slices(slices.chosen(slice(done, first)))
            done, self._force = first, self._with(self._force.sets, sets)
        self._slices(slices.chosen(slice(done, None)))
        firsts = slices.kind[np.append(True, np.diff(slices.sample) != 0)]
        return np.isin(firsts, (check_h264.IDR,) if self._h264 else check_h265.IDR)

    def end(self) -> None:
        """Refuse parameter sets that no slice used."""
        expect(self._used == self._seen, "a parameter set serves no picture.")

    def _units(self, offset: Ints, size: Ints) -> _Units:
        found = list(self._layers(offset, size))
        columns = (np.concatenate(column) for column in zip(*found, strict=True))
        units = _Units(*columns)
        return _Units(*(column[np.argsort(units.place)] for column in units))

    def _layers(self, offset: Ints, size: Ints) -> Iterator[_Units]:
        """Yield the samples' first NAL units, their second, and so on."""
        sample, at, end = np.arange(len(offset)), offset, offset + size
        for _ in range(_MOST_UNITS):
            if not len(sample):
                return
            expect(bool((at + 6 <= end).all()), "a sample ends inside of a NAL unit.")
            head = self._file[at[:, None] + np.arange(6)].astype(np.int64)
            length = head[:, :4] @ np.array((1 << 24, 1 << 16, 1 << 8, 1))
            expect(bool((length > 1).all()), "a sample holds an empty NAL unit.")
            place = at + 4
            at = place + length
            expect(bool((at <= end).all()), "a sample ends inside of a NAL unit.")
            # forbidden_zero_bit; of H.265 nuh_layer_id, and nuh_temporal_id_plus1.
            plain = head[:, 4] & 0x80 == 0
            if not self._h264:
                plain &= head[:, 4] & 1 == 0
                plain &= (head[:, 5] & 0xF8 == 0) & (head[:, 5] > 0)
            expect(bool(plain.all()), "a NAL unit is not of the only layer.")
            kind = head[:, 4] & 0x1F if self._h264 else head[:, 4] >> 1
            yield _Units(sample, kind, place, length)
            left = at < end
            sample, at, end = sample[left], at[left], end[left]
        raise RefusedError("a sample holds too many NAL units.")

    # Parameter sets --------------------------------------------------------------

    def _sets(self, units: _Units) -> Iterator[tuple[int, list[bytes]]]:
        """Yield each sample that holds some, and them."""
        edges = np.flatnonzero(np.diff(units.sample)) + 1
        for rows in np.split(np.arange(len(units.sample)), edges):
            if len(rows):
                yield (
                    int(units.sample[rows[0]]),
                    [self._bytes(units, row) for row in rows],
                )

    def _bytes(self, units: _Units, row: int) -> bytes:
        at, length = int(units.place[row]), int(units.length[row])
        expect(length <= _MOST_SET_BYTES, "a parameter set is too long.")
        return self._data[at : at + length]

    def _with(
        self,
        before: dict[tuple[int, int], bytes],
        units: tuple[bytes, ...] | list[bytes],
    ) -> _Force:
        """Return what is in force when these replace those of their ids."""
        new: dict[tuple[int, int], bytes] = {}
        for unit in units:
            expect(len(unit) <= _MOST_SET_BYTES, "a parameter set is too long.")
            if self._h264:
                key = unit[0] & 0x1F, check_h264.identifier(unit)
            else:
                key = unit[0] >> 1, check_h265.identifier(unit)
            expect(key not in new, "two parameter sets have the same id.")
            # Where all stand in the sample entry, those hold from picture to picture.
            replaced = self._h264 and before.get(key, unit) != unit
            expect(not replaced, "a parameter set replaces another.")
            new[key] = unit
        self._seen |= set(new.values())
        sets = before | new
        return self._h264_force(sets) if self._h264 else self._h265_force(sets)

    def _h264_force(self, sets: dict[tuple[int, int], bytes]) -> _Force:
        sequences = {
            number: check_h264.parse_sps(unit)
            for (kind, number), unit in sets.items()
            if kind == check_h264.SPS
        }
        found = {}
        needed: dict[int, tuple[bytes, ...]] = {}
        for (kind, number), unit in sets.items():
            if kind == check_h264.PPS:
                sequence, found[number] = check_h264.parse_pps(unit, sequences)
                needed[number] = (unit, sets[check_h264.SPS, sequence])
        self._sizes([item.size for item in sequences.values()])
        return _Force(sets, found, {}, needed)

    def _h265_force(self, sets: dict[tuple[int, int], bytes]) -> _Force:
        sequences, layers = {}, {}
        for (kind, number), unit in sets.items():
            if kind == check_h265.VPS:
                check_h265.parse_vps(unit)
            elif kind == check_h265.SPS:
                video, sequences[number] = check_h265.parse_sps(unit)
                expect(
                    (check_h265.VPS, video) in sets, "a parameter set lacks another."
                )
                layers[number] = unit, sets[check_h265.VPS, video]
        found = {}
        needed: dict[int, tuple[bytes, ...]] = {}
        for (kind, number), unit in sets.items():
            if kind == check_h265.PPS:
                sequence, found[number] = check_h265.parse_pps(unit, sequences)
                needed[number] = (unit, *layers[sequence])
        self._sizes([item.size for item in sequences.values()])
        return _Force(sets, {}, found, needed)

    def _sizes(self, sizes: list[tuple[int, int]]) -> None:
        expect(
            all(size == self._entry.size for size in sizes),
            "the sample entry has another size of picture.",
        )

    # Slices ----------------------------------------------------------------------

    def _slices(self, units: _Units) -> None:
        """Refuse slices that are not of one picture a sample."""
        if not len(units.sample):
            return
        self._tails(units)
        reach = np.arange(HEAD)
        inside = reach < units.length[:, None]
        at = np.minimum(units.place[:, None] + reach, len(self._file) - 1)
        heads = np.where(inside, self._file[at], np.uint8(0))
        behind = heads[:, 1 if self._h264 else 2 :]
        columns = Columns(behind, units.length - (1 if self._h264 else 2))
        pps = (self._fields if self._h264 else self._frames)(units, heads, columns)
        for number in np.unique(pps).tolist():
            self._used.update(self._force.needed[number])

    def _frames(
        self, units: _Units, heads: NDArray[np.uint8], columns: Columns
    ) -> Ints:
        """Check slices of H.265; return the ids of their PPS."""
        layer = (heads[:, 1] & 7).astype(np.int64)
        found = check_h265.read_slices(columns, units.kind, layer, self._force.h265)
        again = np.diff(units.sample) == 0
        alike = (np.diff(found.key) == 0).all(axis=0)
        onwards = np.diff(found.place) > 0
        expect(
            bool((~again | (alike & onwards)).all()), "a sample holds several pictures."
        )
        return found.pps

    def _fields(
        self, units: _Units, heads: NDArray[np.uint8], columns: Columns
    ) -> Ints:
        """Check slices of H.264; return the ids of their PPS."""
        reference = (heads[:, 0] >> 5 & 3).astype(np.int64)
        found = check_h264.read_slices(columns, units.kind, reference, self._force.h264)
        again = np.diff(units.sample) == 0
        alike = (np.diff(found.key) == 0).all(axis=0)
        onwards = np.diff(found.place) > 0
        # The two fields of a frame (7.4.1.2.4), of which only the first may be IDR.
        second = (
            (found.field[:-1] + found.field[1:] == 3)
            & (found.field[1:] > 0)
            & (found.field[:-1] > 0)
            & (np.diff(found.number) == 0)
            & (units.kind[1:] != check_h264.IDR)
        )
        expect(
            bool((~again | (alike & onwards) | second).all()),
            "a sample holds several pictures.",
        )
        fields = np.bincount(units.sample[1:][again & second])
        expect(bool((fields <= 1).all()), "a sample holds several pictures.")
        return found.pps

    def _tails(self, units: _Units) -> None:
        """Refuse slices that do not end in the byte of their stop bit (7.3.2.11)."""
        end = units.place + units.length
        tail = self._file[end[:, None] - np.array((3, 2, 1))]
        expect(bool((tail[:, 2] != 0).all()), "a slice has no end.")
        padded = (tail == np.frombuffer(_CABAC_ZERO_WORD, np.uint8)).all(axis=1)
        for last in end[padded].tolist():
            at = last
            # Millions may stand there: none of them is copied.
            while self._data[at - 3 : at] == _CABAC_ZERO_WORD:
                at -= 3
            expect(self._data[at - 1] != 0, "a slice has no end.")
