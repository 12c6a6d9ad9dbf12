"""Rectangles of the picture that nobody else may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite

from .errors import EngineError


@dataclass(frozen=True, slots=True)
class Mask:
    """A rectangle in fractions of the picture (0 … 1), from the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        """Refuse what is no part of the picture (EngineError ``bad_mask``)."""
        values = (self.x, self.y, self.width, self.height)
        if (
            not all(isfinite(value) and 0 <= value <= 1 for value in values)
            or self.width == 0
            or self.height == 0
            or self.x >= 1
            or self.y >= 1
        ):
            raise EngineError(
                "bad_mask",
                "A mask is x,y,width,height in fractions of the picture, "
                "each from 0 to 1, like 0.25,0,0.5,0.3.",
            )


def parse_mask(text: str) -> Mask:
    """Return the mask written as ``x,y,width,height``; EngineError ``bad_mask``."""
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        x = y = width = height = float("nan")
    return Mask(x, y, width, height)


def fill_filters(
    masks: Sequence[Mask], width: int, height: int
) -> list[tuple[str, str]]:
    """Return the filters that fill the masks solid black in a picture of that size.

    Rectangles grow outwards to even samples, so that no chroma sample keeps a part
    of what is covered.
    """
    filters = []
    for mask in masks:
        left, right = _even(mask.x, mask.width, width)
        top, bottom = _even(mask.y, mask.height, height)
        area = f"x={left}:y={top}:w={right - left}:h={bottom - top}"
        filters.append(("drawbox", f"{area}:color=black:t=fill"))
    return filters


def _even(start: float, length: float, size: int) -> tuple[int, int]:
    """Return the smallest even span of samples that holds the fractions."""
    first = floor(start * size) // 2 * 2
    # At least a sample: a filter takes an extent of zero for the whole picture.
    last = max(ceil(min(start + length, 1) * size), first + 1)
    return first, min(last + last % 2, size)
