"""Whether a file has come whole: of one whose size nobody told, only itself can say."""

from pathlib import Path
import struct
from typing import Final

_FIRST: Final = (b"ftyp", b"styp")
# Of a box's head.
_SHORTEST: Final = 8
_LONGEST: Final = 16


def is_cut_off(path: Path) -> bool:
    """Whether an MP4 file ends inside of a box (ISO 14496-12, 4.2). Blocks.

    Of what is no MP4 nothing is known: False.
    """
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(_LONGEST)
            if len(head) < _SHORTEST:
                return at > 0
            length, kind = struct.unpack_from(">I4s", head)
            if length == 1:
                (length,) = struct.unpack_from(">Q", head.ljust(_LONGEST, b"\xff"), 8)
            # The last box may go on to the end, however far that is.
            if length < _SHORTEST or (at == 0 and kind not in _FIRST):
                return False
            at += length
    return at > size
