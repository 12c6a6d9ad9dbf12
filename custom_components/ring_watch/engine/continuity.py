"""Whether pictures follow each other without one missing between them.

A picture that got lost on its way from the camera leaves no trace in the bytes of
those around it, but H.264 counts the pictures that others refer to (7.4.3). Decoders
of H.265 notice by themselves, since its pictures name those they refer to.
"""

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


class Continuity:
    """Follows the pictures of one coding in decode order."""

    def __init__(self, video: VideoFormat) -> None:
        """Begin anywhere."""
        self._bits = _counter_bits(video)
        self._before: int | None = None

    def follows(self, sample: bytes) -> bool:
        """Tell whether a sample may come after the last one that was given."""
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


def _counter_bits(video: VideoFormat) -> int | None:
    """Return the length of frame_num, None where it tells nothing."""
    if video.codec != "h264":
        return None
    try:
        _, units = parse_config("h264", video.config)
        sets = [
            parse_sps("h264", unit)
            for unit in units
            if unit_type("h264", unit) == SPS_H264
        ]
    except ValueError:
        return None
    lengths = {sps.frame_number_bits for sps in sets}
    return lengths.pop() if len(lengths) == 1 else None
