"""The bits of NAL units, read to be checked: of one, or of many side by side."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .check_tables import Ints, RefusedError, expect

HEAD = 48
"""How many bytes of a NAL unit ``Columns`` reads at most."""
_MOST_ZEROS = 24
_EXTENDED_ASPECT = 255
_LARGEST_BLOCK = 64
# What no NAL unit holds (H.264, 7.4.1): readers would take its rest for another.
_START_CODES = (b"\0\0\0", b"\0\0\1", b"\0\0\2")


class Bits:
    """The payload of a parameter set."""

    def __init__(self, payload: bytes) -> None:
        """Leave emulation prevention bytes (7.4.1) out."""
        expect(
            not any(code in payload for code in _START_CODES),
            "a parameter set is torn.",
        )
        payload = payload.replace(b"\0\0\3", b"\0\0")
        self._bits = int.from_bytes(payload)
        self._left = 8 * len(payload)

    def read(self, count: int) -> int:
        """Return u(count)."""
        expect(count <= self._left, "a parameter set ends too early.")
        self._left -= count
        return self._bits >> self._left & ((1 << count) - 1)

    def flag(self) -> bool:
        """Return u(1)."""
        return self.read(1) == 1

    def unsigned(self, most: int = (1 << 32) - 2) -> int:
        """Return ue(v) (9.1), which is at most ``most``."""
        zeros = 0
        while not self.read(1):
            zeros += 1
            expect(zeros < 32, "a parameter set holds no number.")
        value = (1 << zeros) - 1 + self.read(zeros)
        expect(value <= most, "a parameter set holds too large a number.")
        return value

    def skip_numbers(self, count: int) -> None:
        """Pass over some ue(v), or se(v)."""
        for _ in range(count):
            self.unsigned()

    @property
    def more(self) -> bool:
        """more_rbsp_data() (7.2)."""
        rest = self._bits & ((1 << self._left) - 1)
        return self._left > 8 or self._left == 0 or rest != 1 << self._left - 1

    def end(self) -> None:
        """Refuse anything behind but rbsp_trailing_bits() (7.3.2.11)."""
        expect(not self.more, "a parameter set holds more than its fields.")


def hidden(bits: Bits, chroma: int, fields: int = 1) -> tuple[int, int]:
    """Return by how many luma columns and rows what is coded is larger than the picture.

    Refuses more than fill its last blocks: H.264, 7.4.2.1.1, and H.265, 7.4.3.2.1.
    ``fields``: 2 where rows count twice.
    """
    if not bits.flag():
        return 0, 0
    left, right, top, bottom = (bits.unsigned(1 << 16) for _ in range(4))
    columns = (2 if chroma in (1, 2) else 1) * (left + right)
    rows = (2 if chroma == 1 else 1) * fields * (top + bottom)
    expect(max(columns, rows) < _LARGEST_BLOCK, "a part of the picture is hidden.")
    return columns, rows


def skip_appearance(bits: Bits) -> None:
    """Pass over what vui_parameters() begin with: H.264, E.1.1, and H.265, E.2.1."""
    if bits.flag() and bits.read(8) == _EXTENDED_ASPECT:
        bits.read(32)
    if bits.flag():
        bits.read(1)
    if bits.flag():
        bits.read(4)
        if bits.flag():
            bits.read(24)
    if bits.flag():
        bits.skip_numbers(2)


class SetsInUse[P]:
    """What the parameter sets of many slices say: a value for every slice."""

    def __init__(self, pictures: Mapping[int, P], pps: Ints) -> None:
        """``pps``: each slice's. Refuses slices without."""
        expect(
            bool(np.isin(pps, list(pictures)).all()), "a slice lacks parameter sets."
        )
        self._used = [pictures[number] for number in sorted(pictures)]
        self._row = np.searchsorted(sorted(pictures), pps)

    def numbers(self, told: Callable[[P], int]) -> Ints:
        """Return a number that a set tells."""
        return np.array([told(item) for item in self._used], np.int64)[self._row]

    def flags(self, told: Callable[[P], bool]) -> NDArray[np.bool_]:
        """Return a flag that a set tells."""
        return np.array([told(item) for item in self._used], np.bool_)[self._row]


class Columns:
    """The beginnings of many NAL units: each read returns a value for every one."""

    def __init__(self, heads: NDArray[np.uint8], length: Ints) -> None:
        """``heads``: the first ``HEAD`` bytes of each, zeros behind its end."""
        heads = np.pad(heads, ((0, 0), (0, 8)))
        escaped = (heads[:, :-2] == 0) & (heads[:, 1:-1] == 0) & (heads[:, 2:] == 3)
        for row in np.flatnonzero(escaped.any(axis=1)):
            plain = heads[row].tobytes().replace(b"\0\0\3", b"\0\0")
            heads[row] = np.frombuffer(plain.ljust(heads.shape[1], b"\0"), np.uint8)
        self._windows = np.lib.stride_tricks.sliding_window_view(heads, 8, axis=1)
        self._rows = np.arange(len(heads))
        self._end = 8 * length
        self._at = np.zeros(len(heads), np.int64)

    def read(self, count: Ints | int, where: NDArray[np.bool_] | None = None) -> Ints:
        """Return u(count), up to 32 bits; 0 for units that do not have it."""
        count = np.broadcast_to(np.asarray(count, np.int64), self._at.shape)
        if where is not None:
            count = np.where(where, count, 0)
        value = (self._ahead() >> np.uint64(1)) >> (63 - count).astype(np.uint64)
        self._advance(count)
        return value.astype(np.int64)

    def unsigned(self, where: NDArray[np.bool_] | None = None) -> Ints:
        """Return ue(v); 0 for units that do not have it."""
        if where is not None and not where.any():
            return np.zeros_like(self._at)
        ahead = self._ahead()
        bits = np.frexp((ahead >> np.uint64(32)).astype(np.float64))[1]
        zeros = (32 - bits).astype(np.int64)
        if where is not None:
            zeros = np.where(where, zeros, 0)
        expect(bool((zeros <= _MOST_ZEROS).all()), "a slice holds no number.")
        length = 2 * zeros + 1
        value = (ahead >> (64 - length).astype(np.uint64)).astype(np.int64) - 1
        if where is not None:
            value, length = np.where(where, value, 0), np.where(where, length, 0)
        self._advance(length)
        return value

    def end(self) -> None:
        """Refuse a unit that ends before what was read."""
        expect(bool((self._at < self._end).all()), "a slice ends too early.")

    def _ahead(self) -> NDArray[np.uint64]:
        """Return the next bits, 57 at least, from the highest down."""
        near = self._windows[self._rows, self._at >> 3].view(">u8")[:, 0]
        passed = (self._at & 7).astype(np.uint64)
        ahead: NDArray[np.uint64] = near.astype(np.uint64) << passed
        return ahead

    def _advance(self, count: Ints) -> None:
        self._at = self._at + count
        if int(self._at.max(initial=0)) > 8 * HEAD:
            raise RefusedError("a slice has too long a header.")
