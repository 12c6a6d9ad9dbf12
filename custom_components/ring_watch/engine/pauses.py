"""Whether a camera pauses between its pictures, or loses some."""

import numpy as np

from .continuity import HOLE, counting
from .cut import Track
from .nal import (
    IDR_H264,
    frame_number_h264,
    is_picture,
    split_length_prefixed,
    unit_type,
)

_ENOUGH = 3
"""So many pauses are no accident: most lost pictures are missed in the numbers."""
_MOST_LOOKED_AT = 64


def pauses(track: Track) -> bool:
    """Tell whether it certainly pauses, and loses none.

    Pictures are far apart again and again then, and their numbers go on each time.
    Never of pictures that are reordered, or that no others refer to: of those, some can
    be missing without a trace. Raises OSError.
    """
    samples = track.samples
    bits, _ = counting(track.format)
    if bits is None or (samples.pts[1:] <= samples.pts[:-1]).any():
        return False
    steps = np.diff(samples.dts)
    usual = float(np.median(steps)) if len(steps) else 0.0
    # Where decoding may start, whatever came before may be missing.
    within = (np.diff(track.file) == 0) & ~samples.random_access[1:]
    holes = np.flatnonzero((steps >= HOLE * usual) & within)[-_MOST_LOOKED_AT:]
    return len(holes) >= _ENOUGH and all(
        _goes_on(track, int(hole), bits) for hole in holes
    )


def _goes_on(track: Track, index: int, bits: int) -> bool:
    """Tell whether the picture after that of an index has the next number."""
    first, second = (_number(track, at, bits) for at in (index, index + 1))
    if first is None or second is None:
        return False
    return second == (first + 1) % (1 << bits)


def _number(track: Track, index: int, bits: int) -> int | None:
    """Return frame_num (7.4.3) of a picture that others may refer to."""
    with track.paths[int(track.file[index])].open("rb") as file:
        file.seek(int(track.samples.offset[index]))
        data = file.read(int(track.samples.size[index]))
    for unit in split_length_prefixed(data, 4):
        kind = unit_type("h264", unit)
        if not is_picture("h264", kind):
            continue
        if not unit[0] & 0x60:
            return None
        try:
            return 0 if kind == IDR_H264 else frame_number_h264(unit, bits)
        except ValueError:
            return None
    return None
