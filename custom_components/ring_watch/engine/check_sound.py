"""What is inside a clip's frames of sound (ISO 14496-3), as far as it can be told.

A frame is not decoded: what would lie behind its sound, but inside of it, stays unseen.
"""

import mmap

import numpy as np

from .check_tables import Ints, blocks, expect

_MOST_BYTES = (1 << 13) - 1
"""Of a frame in ADTS (1.A.2.2). Not what 4.5.3.2 allows, which encoders go beyond."""
_FILL, _DATA, _SOUND = 6, 4, (0, 1)


def sound_frames(data: mmap.mmap, offset: Ints, size: Ints) -> None:
    """Refuse samples that cannot be a raw_data_block (4.4.2.1) of sound alone."""
    expect(bool((size >= 3).all()), "a frame of sound is too short.")
    expect(bool((size <= _MOST_BYTES).all()), "a frame of sound is too long.")
    file = np.frombuffer(data, np.uint8)
    for frames in blocks(data, offset):
        first = file[offset[frames]] >> 5
        for number in frames[~np.isin(first, _SOUND)]:
            at = int(offset[number])
            _plain(data[at : at + int(size[number])])
        end = offset[frames] + size[frames]
        tail = file[end[:, None] - np.array((3, 2, 1))].astype(np.int64)
        last = tail @ np.array((1 << 16, 1 << 8, 1))
        # An end (ID_END, 111), then zeros up to the byte.
        lowest = np.maximum(last & -last, 1)
        expect(bool((last // lowest & 7 == 7).all()), "a frame of sound has no end.")


def _plain(frame: bytes) -> None:
    """Refuse a frame that begins with anything but zeros before its sound."""
    total, value = 8 * len(frame), int.from_bytes(frame)
    at = 0

    def read(count: int) -> int:
        nonlocal at
        at += count
        expect(at <= total, "a frame of sound ends too early.")
        return value >> total - at & ((1 << count) - 1)

    while (kind := read(3)) not in _SOUND:
        expect(kind in (_FILL, _DATA), "a frame of sound holds something else.")
        if kind == _FILL:
            count = read(4)
            if count == 15:
                count += read(8) - 1
        else:
            read(4)
            aligned = read(1)
            count = read(8)
            if count == 255:
                count += read(8)
            if aligned:
                expect(read(-at % 8) == 0, "a frame of sound holds data.")
        expect(read(8 * count) == 0, "a frame of sound holds data.")
