"""Looking at what a clip really shows."""

from math import ceil, floor
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

type Zone = tuple[float, float, float, float]
"""x, y, width, height as parts of the picture."""


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    """The luma of every picture in the file, edit lists ignored."""
    with av.open(str(path), options={"ignore_editlist": "1"}) as container:
        return [_luma(frame) for frame in container.decode(video=0)]


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.planes[0]
    data = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return data[: plane.height, : plane.width].copy()


def inside(zone: Zone, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What any part of the zone lies on."""
    x, y, width, height = zone
    high, wide = luma.shape
    rows = slice(floor(y * high), ceil((y + height) * high))
    return luma[rows, floor(x * wide) : ceil((x + width) * wide)]


def is_black(luma: NDArray[np.uint8]) -> bool:
    """Whether there is nothing but what coding adds at the edges (limited range)."""
    return int(luma.max()) <= 48 and float(luma.mean()) < 20


def assert_hidden(path: Path, zone: Zone) -> list[NDArray[np.uint8]]:
    """Prove that the zone is black in every picture; return the pictures."""
    found = pictures(path)
    assert found
    for number, luma in enumerate(found):
        assert is_black(inside(zone, luma)), number
    assert any(not is_black(luma) for luma in found)
    return found
