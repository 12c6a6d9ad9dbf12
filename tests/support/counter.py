"""A frame counter that survives encoding: black and white blocks, 24 bits and a check.

The code stands twice in the picture, so that a mask over one copy leaves the other
readable. Its geometry is in fractions of the picture, so that scaling does not matter.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Plane = NDArray[np.uint8]
"""One luma plane, height x width."""

COLUMNS: Final = 8
ROWS: Final = 4
MAX_COUNTER: Final = (1 << 24) - 1
BOXES: Final = ((0.05, 1 / 12, 0.40, 1 / 3), (0.55, 7 / 12, 0.40, 1 / 3))
"""The two copies of the code as (x, y, width, height), fractions of the picture."""


def _check(counter: int) -> int:
    """CRC-8 (polynomial 0x07) of the bytes, turned so that flat pictures never pass."""
    crc = 0
    for byte in counter.to_bytes(3, "big"):
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ 0x07 if crc & 0x80 else crc << 1) & 0xFF
    return crc ^ 0xA5


def bits(counter: int) -> list[bool]:
    """The 32 cells of the code, row by row; raises ValueError outside 24 bits."""
    if not 0 <= counter <= MAX_COUNTER:
        raise ValueError(f"counter {counter} does not fit 24 bits")
    word = counter << 8 | _check(counter)
    return [bool(word >> shift & 1) for shift in range(COLUMNS * ROWS - 1, -1, -1)]


@lru_cache(maxsize=64)
def _edges(
    height: int, width: int, copy: int, margin: float
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """First and last pixel but one of the rows and columns of one copy's cells.

    `margin` of each side of a cell is left out.
    """
    x, y, box_width, box_height = BOXES[copy]

    def cells(first: float, size: float, count: int) -> list[tuple[int, int]]:
        cell = size / count
        return [
            (
                round(first + (at + margin) * cell),
                round(first + (at + 1 - margin) * cell),
            )
            for at in range(count)
        ]

    return (
        cells(y * height, box_height * height, ROWS),
        cells(x * width, box_width * width, COLUMNS),
    )


@lru_cache(maxsize=64)
def _inside(
    height: int, width: int, copy: int
) -> tuple[tuple[slice, slice], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Where the inner halves of one copy's cells are, and their sizes in pixels.

    First what holds them all; then, in it, where each of their rows and of their columns
    begins and ends.
    """
    rows, columns = map(np.array, _edges(height, width, copy, 0.25))
    top, left = int(rows[0, 0]), int(columns[0, 0])
    return (
        (slice(top, int(rows[-1, 1])), slice(left, int(columns[-1, 1]))),
        (rows - top).ravel()[:-1],
        (columns - left).ravel()[:-1],
        np.multiply.outer(np.diff(rows)[:, 0], np.diff(columns)[:, 0]),
    )


def draw(plane: Plane, counter: int, black: int = 16, white: int = 235) -> None:
    """Paint both copies of the code into the luma plane."""
    for copy in range(len(BOXES)):
        cells = product(*_edges(*plane.shape, copy, 0.0))
        for ((top, bottom), (left, right)), bit in zip(
            cells, bits(counter), strict=True
        ):
            plane[top:bottom, left:right] = white if bit else black


def from_levels(levels: Iterable[float]) -> int | None:
    """The counter that 32 mean lights (0 to 255) tell; None where they are no code."""
    word = 0
    for level in levels:
        if 90 < level < 166:
            return None
        word = word << 1 | (level >= 166)
    counter, check = word >> 8, word & 0xFF
    return counter if check == _check(counter) else None


def read_copy(plane: Plane, copy: int) -> int | None:
    """The counter in one copy; None where it is covered, flat or damaged."""
    box, rows, columns, sizes = _inside(*plane.shape, copy)
    # Sums of the cells at the even places, of what is between them at the odd ones.
    down = np.add.reduceat(plane[box], rows, axis=0, dtype=np.uint32)[::2]
    sums = np.add.reduceat(down, columns, axis=1)[:, ::2]
    return from_levels((sums / sizes).ravel().tolist())


def read(plane: Plane) -> int | None:
    """The counter of a picture; None where no copy is readable or the copies differ."""
    found = {read_copy(plane, copy) for copy in range(len(BOXES))} - {None}
    return found.pop() if len(found) == 1 else None
