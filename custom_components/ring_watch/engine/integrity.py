"""Whether the pictures that were copied are those that were recorded."""

from collections.abc import Iterable
from pathlib import Path
import zlib

import numpy as np

from .media import Ints

UNKNOWN = -1
"""In place of a checksum: of what is no picture of the archive."""

type Place = tuple[Path, int]
"""A sample of the archive: its segment, and where in that it begins."""


class DamagedError(Exception):
    """The archive's pictures at ``places`` are not what was recorded."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Name them."""
        super().__init__()
        self.places = frozenset(places)


class Verifier:
    """Compares samples that lie one after the other with their CRC-32s."""

    def __init__(self, sizes: Ints, checksums: Ints) -> None:
        """Expect samples of these sizes in bytes; UNKNOWN checksums fit all."""
        self._sizes: list[int] = sizes.tolist()
        self._checksums: list[int] = checksums.tolist()
        self._number = -1
        self._left = 0
        self._sum = 0
        self.damaged: list[int] = []
        """Numbers of the samples that are not what was recorded."""

    def feed(self, data: bytes) -> None:
        """Take the bytes that follow; raises IndexError beyond the last sample."""
        view = memoryview(data)
        while view:
            while not self._left:
                self._number += 1
                self._left = self._sizes[self._number]
                self._sum = 0
            part = view[: self._left]
            view = view[len(part) :]
            self._left -= len(part)
            expected = self._checksums[self._number]
            if expected == UNKNOWN:
                continue
            self._sum = zlib.crc32(part, self._sum)
            if not self._left and self._sum != expected:
                self.damaged.append(self._number)


def unknown(count: int) -> Ints:
    """Return the checksums of ``count`` samples that are not of the archive."""
    return np.full(count, UNKNOWN, np.int64)
