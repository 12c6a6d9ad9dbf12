"""What the demo camera sees: a doorway, a clock, a frame number, somebody walking by.

Every picture carries its frame number (picture n is taken n / 15 seconds after the
Unix epoch) twice: in digits for people, and as a strip of 48 black and white cells
for programs. The strip lies at the lower edge, 12 x 16 pixels a cell, from x = 32:
40 bits of the number, the highest first, then 8 bits of CRC-8 (polynomial 0x07) over
its five bytes, exclusive-or 0xA5.
"""

import numpy as np
from numpy.typing import NDArray

from .times import to_datetime

WIDTH, HEIGHT, RATE = 640, 360, 15
WALK_SECONDS, WALK_EVERY = 5, 20

_CELLS, _CELL_WIDTH, _CELL_HEIGHT = 48, 12, 16
_STRIP_X, _STRIP_Y = 32, HEIGHT - _CELL_HEIGHT - 4
_BLACK, _WHITE = 16, 235
_TEXT_SCALE = 3
# Rows of five pixels, the leftmost in the highest bit.
_GLYPHS = {
    "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 2, 4, 8, 31),
    "3": (31, 2, 4, 2, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 2, 12),
    ":": (0, 4, 4, 0, 4, 4, 0),
    "-": (0, 0, 0, 31, 0, 0, 0),
    ".": (0, 0, 0, 0, 0, 12, 12),
    "#": (10, 10, 31, 10, 31, 10, 10),
    " ": (0, 0, 0, 0, 0, 0, 0),
    "U": (17, 17, 17, 17, 17, 17, 14),
    "T": (31, 4, 4, 4, 4, 4, 4),
    "C": (14, 17, 16, 16, 16, 17, 14),
}

type Plane = NDArray[np.uint8]
"""Luma, height x width."""


def draw(number: int) -> Plane:
    """Return the luma of picture ``number``, 360 x 640."""
    plane = _BACKGROUND.copy()
    second = number / RATE
    phase = second % WALK_EVERY
    if phase < WALK_SECONDS:
        _draw_person(plane, phase / WALK_SECONDS, second)
    moment = to_datetime(number * 1_000_000 // RATE)
    _draw_text(
        plane, 12, 12, f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03} UTC"
    )
    _draw_text(plane, 12, 42, f"# {number}")
    _draw_strip(plane, number)
    return plane


def read(plane: Plane) -> int | None:
    """Return the number that a picture's strip holds, None where it is not readable.

    ``plane``: the luma of a decoded picture, of the original size.
    """
    word = 0
    for cell in _cells(plane):
        level = float(cell[4:-4, 3:-3].mean())
        if 90 < level < 160:
            return None
        word = word << 1 | (level >= 160)
    number, check = word >> 8, word & 0xFF
    return number if check == _check(number) else None


def _draw_strip(plane: Plane, number: int) -> None:
    word = number << 8 | _check(number)
    for index, cell in enumerate(_cells(plane)):
        cell[...] = _WHITE if word >> (_CELLS - 1 - index) & 1 else _BLACK


def _cells(plane: Plane) -> list[Plane]:
    return [
        plane[_STRIP_Y : _STRIP_Y + _CELL_HEIGHT, left : left + _CELL_WIDTH]
        for left in range(_STRIP_X, _STRIP_X + _CELLS * _CELL_WIDTH, _CELL_WIDTH)
    ]


def _check(number: int) -> int:
    crc = 0
    for byte in number.to_bytes(5):
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07 if crc & 0x80 else crc << 1) & 0xFF
    return crc ^ 0xA5


def _draw_text(plane: Plane, left: int, top: int, text: str) -> None:
    for character in text:
        glyph = _BITMAPS[character]
        height, width = glyph.shape
        area = plane[top : top + height, left : left + width]
        area[glyph] = _WHITE
        left += width + _TEXT_SCALE


def _draw_person(plane: Plane, progress: float, second: float) -> None:
    """Draw a dark figure that crosses the picture; ``progress`` from 0 to 1."""
    center = round(-40 + progress * (WIDTH + 80))
    step = round(14 * np.sin(second * 2 * np.pi * 1.5))
    for left, right, top, bottom in (
        (center - 22, center + 22, 160, 240),
        (center - 18 + step, center - 4 + step, 240, 320),
        (center + 4 - step, center + 18 - step, 240, 320),
    ):
        plane[top:bottom, max(left, 0) : max(right, 0)] = 45
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    plane[(rows - 138) ** 2 + (columns - center) ** 2 < 20**2] = 110


def _background() -> Plane:
    rows = np.linspace(170, 120, HEIGHT)[:, None]
    plane = np.repeat(rows, WIDTH, axis=1)
    plane[300:, :] = 90
    plane[90:300, 430:560] = 70
    plane[98:300, 438:552] = 140
    plane[190:202, 446:454] = 60
    return plane.astype(np.uint8)


def _bitmap(rows: tuple[int, ...]) -> NDArray[np.bool_]:
    bits = np.array(
        [[row >> 4 - column & 1 for column in range(5)] for row in rows], bool
    )
    return np.kron(bits, np.ones((_TEXT_SCALE, _TEXT_SCALE), bool))


_BACKGROUND = _background()
_BITMAPS = {character: _bitmap(rows) for character, rows in _GLYPHS.items()}
