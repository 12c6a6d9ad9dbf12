"""Which of a format's parameter sets the copied pictures of a clip need.

Cameras announce sets that they use later, or not at all, and those of a size that they
filmed in before. Nothing of that belongs in a clip.
"""

from collections.abc import Iterator, Sequence
import mmap

import numpy as np

from .cut import Copy
from .decoder_config import parse_config
from .media import VideoCodec
from .nal import (
    PPS_H264,
    PPS_H265,
    VPS_H265,
    is_picture,
    picture_parameter_set_h265,
    slice_header_h264,
    unit_type,
)
from .sps import parameter_set_key, sps_of_pps

_HEAD_BYTES = 32


def needed_sets(copies: Sequence[Copy]) -> list[bytes]:
    """Return the sets (NAL units) of copies of one format, in their order.

    All of them where the pictures do not tell. Raises OSError.
    """
    form = copies[0].track.format
    _, sets = parse_config(form.codec, form.config)
    if len({unit_type(form.codec, unit) for unit in sets}) == len(sets):
        return sets
    try:
        units = {parameter_set_key(form.codec, unit): unit for unit in sets}
        used = {number for copy in copies for number in _used(copy)}
        needed = {key for number in used for key in _chain(form.codec, number, units)}
    except ValueError, LookupError:
        return sets
    return [unit for key, unit in units.items() if key in needed]


def _chain(
    codec: VideoCodec, number: int, units: dict[tuple[int, int], bytes]
) -> Iterator[tuple[int, int]]:
    """Yield the keys of a PPS and of the sets that it needs."""
    pps = (PPS_H264 if codec == "h264" else PPS_H265, number)
    yield pps
    sps = sps_of_pps(codec, units[pps])
    yield sps
    if codec == "hevc":
        yield VPS_H265, units[sps][2] >> 4


def _used(copy: Copy) -> Iterator[int]:
    """Yield the id of the PPS of every slice."""
    track = copy.track
    chosen = slice(copy.first, copy.last)
    file, samples = track.file[chosen], track.samples
    for number in np.unique(file).tolist():
        places = zip(
            samples.offset[chosen][file == number].tolist(),
            samples.size[chosen][file == number].tolist(),
            strict=True,
        )
        with (
            track.paths[number].open("rb") as source,
            mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            for at, size in places:
                yield from _of_sample(track.format.codec, data, at, at + size)


def _of_sample(codec: VideoCodec, data: mmap.mmap, at: int, end: int) -> Iterator[int]:
    while at + 4 < end:
        head = data[at + 4 : min(at + 4 + _HEAD_BYTES, end)]
        kind = unit_type(codec, head)
        if is_picture(codec, kind):
            if codec == "h264":
                yield slice_header_h264(head)[1]
            else:
                yield picture_parameter_set_h265(kind, head)
        at += 4 + int.from_bytes(data[at : at + 4])
