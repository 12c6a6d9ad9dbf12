"""Whether a camera pauses between its pictures, or loses some."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from .continuity import HOLE, counting
from .cut import Track
from .nal import IDR_H264, frame_number_h264, is_picture, unit_type

_ENOUGH = 3
"""So many pauses are no accident: most lost pictures are missed in the numbers."""
_MOST_LOOKED_AT = 64
_FIRST = 256
"""Pictures that show how many in a row no others refer to."""
_HEAD_BYTES = 512

_ANEW = -1

type _Number = tuple[int, bool]
"""frame_num (7.4.3) of a picture, or ANEW, and whether others may refer to it."""


def pauses(track: Track) -> bool:
    """Tell whether it certainly pauses, and loses none.

    Pictures are far apart again and again then, and their numbers go on each time: so
    far that not all of those that could be missing would be without a trace, since no
    others refer to them. Raises OSError.
    """
    samples = track.samples
    bits, _ = counting(track.format)
    if bits is None or len(samples) < 2:
        return False
    # Decode times are those of display in their order.
    steps = np.diff(samples.dts)
    usual = float(np.median(steps))
    order = np.argsort(samples.pts, kind="stable")
    first, last = np.minimum(order[:-1], order[1:]), np.maximum(order[:-1], order[1:])
    # Where decoding may start, whatever came before may be missing.
    starts = np.cumsum(samples.random_access)
    within = (track.file[first] == track.file[last]) & (starts[first] == starts[last])
    holes = np.flatnonzero((steps >= HOLE * usual) & within)[-_MOST_LOOKED_AT:]
    if len(holes) < _ENOUGH:
        return False
    telling = steps[holes] >= (_longest_run(track, bits) + HOLE) * usual
    # What is missing was decoded some pictures before or after those beside it.
    moved = int(np.abs(order - np.arange(len(order))).max())
    return int(np.count_nonzero(telling)) >= _ENOUGH and all(
        _go_on(track, range(max(a - moved, 0), min(b + moved + 1, len(order))), bits)
        for a, b in zip(first[holes].tolist(), last[holes].tolist(), strict=True)
    )


def _longest_run(track: Track, bits: int) -> int:
    """Return how many pictures in a row there are to which no others refer."""
    numbers = _numbers(track, range(min(len(track.samples), _FIRST)), bits)
    referred = (number is not None and number[1] for number in numbers)
    runs = (len([*run]) for refers, run in groupby(referred) if not refers)
    return max(runs, default=0)


def _go_on(track: Track, indices: range, bits: int) -> bool:
    """Tell whether each picture has the number that follows."""
    expected: int | None = None
    for found in _numbers(track, indices, bits):
        if found is None:
            return False
        number, referred = found
        if number == _ANEW:
            number = 0
        elif expected is not None and number != expected:
            return False
        expected = (number + referred) % (1 << bits)
    return True


def _numbers(
    track: Track, indices: Iterable[int], bits: int
) -> Iterator[_Number | None]:
    """Yield the numbers of pictures; None where one cannot be read."""
    for index in indices:
        with track.paths[int(track.file[index])].open("rb") as file:
            file.seek(int(track.samples.offset[index]))
            yield _number(file.read(_HEAD_BYTES), bits)


def _number(head: bytes, bits: int) -> _Number | None:
    """Return the number of the picture that a sample begins with."""
    at = 0
    while at + 4 < len(head):
        unit = head[at + 4 :]
        kind = unit_type("h264", unit)
        if is_picture("h264", kind):
            try:
                number = _ANEW if kind == IDR_H264 else frame_number_h264(unit, bits)
            except ValueError:
                return None
            return number, unit[0] & 0x60 != 0
        at += 4 + int.from_bytes(head[at : at + 4])
    return None
