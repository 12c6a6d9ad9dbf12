"""Whether pictures follow each other without one missing between them.

A picture that got lost on its way from the camera leaves no trace in the bytes of
those around it, but H.264 counts the pictures that others refer to (7.4.3). It counts
to sixteen in many streams, so what is missing for as long could be any number of them.
Decoders of H.265 notice by themselves, since its pictures name those they refer to.
"""

from math import inf

from .decoder_config import parse_config
from .media import VideoFormat
from .nal import (
    IDR_H264,
    SPS_H264,
    frame_number_h264,
    is_picture,
    split_length_prefixed,
    unit_type,
)
from .sps import parse_sps

HOLE = 1.5
"""Distance in usual intervals from which on a picture may be missing."""
_COUNTED = 0.75
"""Of what can be counted: pictures may have come faster than usual."""

_MOST_KEPT = 16


class Continuity:
    """Follows the pictures of one coding in decode order."""

    def __init__(self, video: VideoFormat, *, pauses: bool = False) -> None:
        """Begin anywhere. ``pauses``: of a camera that is known to do so."""
        self._bits, self._kept = counting(video)
        self._pauses = pauses
        self._most = inf if video.codec == "hevc" else 0.0
        if self._bits is not None:
            self._most = _COUNTED * (1 << self._bits)
        self._before: int | None = None
        self._inside = 0
        self._outside = False

    def follows(self, sample: bytes, distance: float, *, inside: bool) -> bool:
        """Tell whether a sample shows nothing of what it is not to show.

        ``distance``: how far apart pictures are around it, in usual intervals. Where
        they are no farther than usual, their numbers do not matter. ``inside``: whether
        it may be shown itself. When a decoder keeps no others any more, it does not
        matter which of them it takes for one that went missing uncounted.
        """
        counted = self._is_counted(sample)
        known = distance < self._most or not self._outside or self._pauses
        if not inside:
            self._outside, self._inside = True, 0
        elif _is_referred_to(sample):
            self._inside += 1
            self._outside = self._outside and self._inside < self._kept
        return distance < HOLE or (counted and known)

    def _is_counted(self, sample: bytes) -> bool:
        """Tell whether a sample has the number that comes next."""
        if self._bits is None:
            return True
        for unit in split_length_prefixed(sample, 4):
            kind = unit_type("h264", unit)
            if not is_picture("h264", kind):
                continue
            try:
                number = frame_number_h264(unit, self._bits)
            except ValueError:
                return False
            before, expected = self._before, kind == IDR_H264
            if before is not None and not expected:
                expected = number in (before, (before + 1) % (1 << self._bits))
            # nal_ref_idc: others refer to this one.
            if unit[0] & 0x60 or before is None:
                self._before = number
            return expected or before is None
        return True


def _is_referred_to(sample: bytes) -> bool:
    """Tell whether others may refer to a picture of H.264: nal_ref_idc (7.4.1)."""
    return len(sample) > 4 and sample[4] & 0x60 != 0


def counting(video: VideoFormat) -> tuple[int | None, int]:
    """Return the bits of frame_num and how many pictures a decoder keeps.

    None where the numbers tell nothing.
    """
    if video.codec != "h264":
        return None, 0
    try:
        _, units = parse_config("h264", video.config)
        sets = [
            parse_sps("h264", unit)
            for unit in units
            if unit_type("h264", unit) == SPS_H264
        ]
    except ValueError:
        sets = []
    lengths = {sps.frame_number_bits for sps in sets}
    kept = max((sps.references for sps in sets), default=_MOST_KEPT)
    return lengths.pop() if len(lengths) == 1 else None, max(kept, 1)
