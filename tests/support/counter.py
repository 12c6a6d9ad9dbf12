"""A frame counter that survives encoding: black and white blocks, 24 bits and a check.

The code stands twice in the picture, so that a mask over one copy leaves the other
readable. Its geometry is in fractions of the picture, so that scaling does not matter.
"""

from collections.abc import Iterable
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


def _cells(plane: Plane, copy: int, margin: float) -> list[Plane]:
    """Views of the cells of one copy of the code, `margin` of each side left out."""
    height, width = plane.shape
    x, y, box_width, box_height = BOXES[copy]
    cell_width, cell_height = box_width * width / COLUMNS, box_height * height / ROWS
    return [
        plane[
            round(y * height + (row + margin) * cell_height) : round(
                y * height + (row + 1 - margin) * cell_height
            ),
            round(x * width + (column + margin) * cell_width) : round(
                x * width + (column + 1 - margin) * cell_width
            ),
        ]
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def draw(plane: Plane, counter: int, black: int = 16, white: int = 235) -> None:
    """Paint both copies of the code into the luma plane."""
    for copy in range(len(BOXES)):
        for cell, bit in zip(_cells(plane, copy, 0.0), bits(counter), strict=True):
            cell[...] = white if bit else black


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
    return from_levels(float(cell.mean()) for cell in _cells(plane, copy, 0.25))


def read(plane: Plane) -> int | None:
    """The counter of a picture; None where no copy is readable or the copies differ."""
    found = {read_copy(plane, copy) for copy in range(len(BOXES))} - {None}
    return found.pop() if len(found) == 1 else None
