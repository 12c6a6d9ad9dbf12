"""The sample tables of a clip (ISO 14496-12, 8.6 and 8.7), read to be checked."""

from collections.abc import Iterator
import mmap
import struct

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type View = memoryview

_MOST_SAMPLES = 1 << 27
_BLOCK = 32 << 20


class RefusedError(Exception):
    """The file is not what a clip must be; the message says in which way."""


def expect(condition: bool, refusal: str) -> None:
    """Raise RefusedError unless the condition holds."""
    if not condition:
        raise RefusedError(refusal)


def _table(body: View, fields: int, kind: str = ">u4") -> Ints:
    """Return the rows of a table behind its count; nothing else may be there."""
    expect(bytes(body[:4]) == bytes(4), "a table is not plain.")
    (count,) = struct.unpack_from(">I", body, 4)
    width = fields * np.dtype(kind).itemsize
    expect(len(body) == 8 + count * width, "a table has another length.")
    rows = np.frombuffer(body, kind, count * fields, 8).astype(np.int64)
    return rows.reshape(count, fields)


def expand(body: View, samples: int) -> Ints:
    """Return the value of every sample from a table of (count, value)."""
    rows = _table(body, 2)
    _shortest(rows[:, 0], rows[:, 1])
    expect(int(rows[:, 0].sum()) == samples, "tables disagree about the samples.")
    return np.repeat(rows[:, 1], rows[:, 0])


def _shortest(counts: Ints, values: Ints) -> None:
    """Refuse rows for nothing, which could hold anything, and one row told as two."""
    expect(bool((counts > 0).all()), "a table has a row for nothing.")
    expect(bool((np.diff(values) != 0).all()), "a table has two rows for one.")


def sizes(body: View) -> Ints:
    """Return the bytes of every sample."""
    expect(bytes(body[:8]) == bytes(8), "stsz is not plain.")
    (count,) = struct.unpack_from(">I", body, 8)
    expect(len(body) == 12 + 4 * count, "stsz has another length.")
    expect(0 < count < _MOST_SAMPLES, "a track has no samples.")
    return np.frombuffer(body, ">u4", count, 12).astype(np.int64)


def sync(body: View, samples: int) -> Ints:
    """Return the indices of the sync samples, of which the first sample is one."""
    numbers = _table(body, 1)[:, 0]
    expect(len(numbers) > 0 and numbers[0] == 1, "the first picture is no IDR.")
    expect(
        bool((np.diff(numbers) > 0).all()) and int(numbers[-1]) <= samples,
        "stss is out of order.",
    )
    return numbers - 1


def offsets(to_chunk: View, chunk_offsets: View, size: Ints) -> Ints:
    """Return the offset of every sample in the file (8.7.4, 8.7.5)."""
    chunks = _table(chunk_offsets, 1, ">u8")[:, 0]
    rows = _table(to_chunk, 3)
    first = rows[:, 0]
    expect(len(first) > 0 and first[0] == 1, "stsc is out of order.")
    held = np.diff(first, append=len(chunks) + 1)
    _shortest(held, rows[:, 1])
    expect(bool((rows[:, 2] == 1).all()), "samples have several descriptions.")
    counts = np.repeat(rows[:, 1], held)
    expect(bool((counts > 0).all()), "a chunk has no sample.")
    expect(int(counts.sum()) == len(size), "tables disagree about the samples.")
    before = np.cumsum(size) - size
    starts = np.cumsum(counts) - counts
    return np.asarray(np.repeat(chunks - before[starts], counts) + before, np.int64)


def blocks(data: mmap.mmap, offset: Ints) -> Iterator[Ints]:
    """Yield the indices of samples that lie close to each other, in turn.

    What has been read of ``data``, the whole file, is let go of after each turn.
    """
    edges = np.flatnonzero(np.diff(offset // _BLOCK)) + 1
    for samples in np.split(np.arange(len(offset)), edges):
        yield samples
        data.madvise(mmap.MADV_DONTNEED)
