"""Parts of a picture that a decoder of H.265 never wrote.

Where a slice got lost, or ends too early because a part of it did, libav's decoder says
nothing: that part of the picture is what the memory held before, an older picture. Its
memory is new and zero, or that of a picture which it let go of. So those from before
the window are made zero on their way out, and zeros in a picture are a part that is
missing: as colours they are a green that no camera sees.
"""

from collections import deque

import av
import numpy as np

_MOST_KEPT = 16
"""Pictures that a decoder may keep to refer to (H.265, A.4.2)."""
_BLOCK = 4
"""Side in samples of what must be zero at once: the least block of colours."""


class Wash:
    """Makes the memory of pictures zero before a decoder gets it back."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: deque[av.VideoFrame] = deque()

    def keep(self, frame: av.VideoFrame) -> None:
        """Take a picture that nobody but the decoder needs any more."""
        self._held.append(frame)
        if len(self._held) > _MOST_KEPT:
            _clear(self._held.popleft())


def _clear(frame: av.VideoFrame) -> None:
    # Of a picture that the decoder still refers to this makes a copy.
    place = frame.planes[0].buffer_ptr
    frame.make_writable()
    if frame.planes[0].buffer_ptr != place:
        return
    for plane in frame.planes:
        np.frombuffer(plane, np.uint8)[:] = 0


def is_unwritten(frame: av.VideoFrame) -> bool:
    """Tell whether a picture has colours and somewhere they are all zero."""
    zero = [
        _zeros(plane, frame.format.components[number].bits)
        for number, plane in enumerate(frame.planes[1:3], 1)
    ]
    return len(zero) == 2 and bool((zero[0] & zero[1]).any())


def _zeros(plane: av.video.plane.VideoPlane, bits: int) -> np.typing.NDArray[np.bool_]:
    """Return for every block of a plane whether all of it is zero."""
    samples = np.frombuffer(plane, np.uint16 if bits > 8 else np.uint8)
    stride = plane.line_size // samples.itemsize
    rows, columns = plane.height // _BLOCK, plane.width // _BLOCK
    blocks = samples.reshape(-1, stride)[: rows * _BLOCK, : columns * _BLOCK]
    if not blocks.size or blocks.min():
        # As good as always.
        return np.zeros((rows, columns), np.bool_)
    most = blocks.reshape(rows, _BLOCK, columns, _BLOCK).max(axis=(1, 3))
    return np.asarray(most == 0)
