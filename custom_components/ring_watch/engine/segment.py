"""A segment of the archive, read: about a minute as fragmented MP4.

``fragment`` has its layout. Every fragment reaches the disk in one write, and a
reader ignores a torn tail: whatever happens to the writer, the complete fragments
before it stay. What its checksums do not vouch for is not there either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
import mmap
from pathlib import Path
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError
from .fragment import (
    AUDIO_TRACK,
    CHECKSUM,
    CHECKSUMS,
    INDEPENDENT,
    NON_SYNC,
    RUN,
    RUN_FLAGS,
    TORN,
    VIDEO_TRACK,
)
from .media import AudioFormat, Ints, VideoCodec, VideoFormat
from .mp4 import Box, Buffer, boxes, find

AAC_FRAME = 1024
"""Samples of sound in an access unit of AAC-LC."""
NO_GAP_US = 100_000
"""Missing time that is too short to be called a gap."""

type Flags = NDArray[np.bool_]
type Checksums = NDArray[np.uint32]

type _Run = tuple[int, int, NDArray[np.void]]
"""Offset of the first sample in the file, its decode time, the samples."""

_MARK = b"uuid" + CHECKSUMS
_DAMAGE = (struct.error, LookupError, ValueError, StopIteration, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a track in decode order; arrays of equal length.

    ``offset`` and ``size`` in bytes of the file; ``pts`` and ``dts`` in ticks
    since the Unix epoch; ``duration`` is the decode-time distance to the next
    sample, so the last displayed picture ends at ``end``. ``torn``: as of an
    AccessUnit. ``checksum``: CRC-32 of a picture's bytes; 0 for sound.
    """

    timescale: int
    offset: Ints
    size: Ints
    dts: Ints
    pts: Ints
    duration: Ints
    sync: Flags
    random_access: Flags
    torn: Flags
    checksum: Checksums

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.pts)

    @property
    def start(self) -> int:
        """Tick of the earliest displayed sample."""
        return int(self.pts.min())

    @property
    def end(self) -> int:
        """Tick at which the last displayed sample ends."""
        return int(self.dts[-1] + self.duration[-1])


@dataclass(frozen=True, slots=True)
class Segment:
    """What a segment file holds; ``audio`` is None where there is no sound."""

    path: Path
    video_format: VideoFormat
    video: Samples
    audio_format: AudioFormat | None
    audio: Samples | None


def read_segment(path: Path) -> Segment:
    """Return the samples of all complete fragments of a segment.

    Raises EngineError ``unreadable`` when the file is not a segment or holds no
    complete fragment; never reads beyond the file, whatever its bytes say.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise EngineError("unreadable", f"{path.name} cannot be read.") from error
    with data:
        try:
            return _parse(path, data)
        except _DAMAGE as error:
            raise EngineError("unreadable", f"{path.name} is damaged.") from error


def _parse(path: Path, data: mmap.mmap) -> Segment:
    moov = find(data, b"moov")
    sums = next(boxes(data, moov.end))
    if zlib.crc32(data[: moov.end]) not in _checksums(data, sums):
        raise ValueError
    tracks = [
        _track(data, item)
        for item in boxes(data, moov.body, moov.end)
        if item.kind == b"trak"
    ]
    fragments = [*_decodable(_fragments(data, sums.end))]
    pictures = [runs[VIDEO_TRACK] for _, runs in fragments]
    sound = [runs[AUDIO_TRACK] for _, runs in fragments if AUDIO_TRACK in runs]
    match tracks:
        case [(timescale, VideoFormat() as video_format), *rest] if fragments:
            checksum = np.concatenate([checksums for checksums, _ in fragments])
            video = _samples(timescale, pictures, checksum)
        case _:
            raise EngineError("unreadable", f"{path.name} holds no complete fragment.")
    match rest:
        case [(timescale, AudioFormat() as audio_format)] if sound:
            silence = np.zeros(sum(len(run) for _, _, run in sound), np.uint32)
            audio = _samples(timescale, sound, silence)
            return Segment(path, video_format, video, audio_format, audio)
    return Segment(path, video_format, video, None, None)


type _Fragment = tuple[Checksums, dict[int, _Run]]
"""The checksums of its pictures, and the run of every track."""


def _fragments(data: mmap.mmap, at: int) -> Iterator[_Fragment | None]:
    """Yield the complete fragments from ``at`` on; None where one is damaged."""
    while at >= 0:
        found, following = None, 0
        match [*islice(boxes(data, at), 3)]:
            case [sums, Box(kind=b"moof") as moof, Box(kind=b"mdat") as mdat]:
                found, following = _fragment(data, sums, moof, mdat), mdat.end
        if found is None:
            following = data.find(_MARK, at + 5) - 4
        if found is not None or following >= 0:
            yield found
        at = following


def _fragment(data: mmap.mmap, sums: Box, moof: Box, mdat: Box) -> _Fragment | None:
    try:
        checksums = _checksums(data, sums)
        if checksums[0] != zlib.crc32(data[moof.start : moof.end]):
            return None
        runs = _moof_runs(data, moof, mdat)
        _, _, pictures = runs[VIDEO_TRACK]
    except struct.error, ValueError, LookupError:
        return None
    return None if len(pictures) != len(checksums) - 1 else (checksums[1:], runs)


def _checksums(data: mmap.mmap, item: Box) -> Checksums:
    if data[item.start + 4 : item.body + 16] != _MARK:
        raise ValueError
    return np.frombuffer(data[item.body + 16 : item.end], CHECKSUM).astype(np.uint32)


def _decodable(fragments: Iterator[_Fragment | None]) -> Iterator[_Fragment]:
    """Leave out what refers to damaged fragments: all up to where decoding may start."""
    whole = True
    for fragment in fragments:
        if fragment is None:
            whole = False
            continue
        _, _, pictures = fragment[1][VIDEO_TRACK]
        whole = whole or bool(pictures["flags"][0] & INDEPENDENT)
        if whole:
            yield fragment


def _track(data: Buffer, trak: Box) -> tuple[int, VideoFormat | AudioFormat]:
    mdhd = find(data, b"mdia/mdhd", trak.body, trak.end)
    (timescale,) = struct.unpack_from(">I", data, mdhd.body + 20)
    if timescale == 0:
        raise ValueError
    stsd = find(data, b"mdia/minf/stbl/stsd", trak.body, trak.end)
    entry = next(boxes(data, stsd.body + 8, stsd.end))
    if entry.kind == b"mp4a":
        channels, rate = struct.unpack_from(">H6xI", data, entry.body + 16)
        esds = find(data, b"esds", entry.body + 28, entry.end)
        # The config lies at a fixed place in the esds that this module writes.
        at = esds.body + 4 + 8 + 18
        length = int(data[at + 4])
        config = bytes(data[at + 5 : at + 5 + length])
        return timescale, AudioFormat(rate >> 16, channels, config)
    codecs: dict[bytes, VideoCodec] = {b"avc1": "h264", b"hvc1": "hevc"}
    width, height = struct.unpack_from(">HH", data, entry.body + 24)
    config_box, *rest = boxes(data, entry.body + 78, entry.end)
    config = bytes(data[config_box.body : config_box.end])
    aspect = None
    for item in rest:
        if item.kind == b"pasp":
            aspect = Fraction(*struct.unpack_from(">II", data, item.body))
    return timescale, VideoFormat(codecs[entry.kind], width, height, config, aspect)


def _moof_runs(data: Buffer, moof: Box, mdat: Box) -> dict[int, _Run]:
    """Return the run of every track of a moof."""
    found = {}
    for traf in boxes(data, moof.body, moof.end):
        if traf.kind != b"traf":
            continue
        tfhd, tfdt, trun = boxes(data, traf.body, traf.end)
        (track,) = struct.unpack_from(">I", data, tfhd.body + 4)
        (start,) = struct.unpack_from(">Q", data, tfdt.body + 4)
        flags, count, offset = struct.unpack_from(">III", data, trun.body)
        if (
            flags & 0xFFFFFF != RUN_FLAGS
            or not 0 < count <= (trun.end - trun.body) // 16
        ):
            raise ValueError
        at = trun.body + 12
        run = np.frombuffer(data[at : at + count * RUN.itemsize], RUN)
        first = moof.start + offset
        last = first + int(run["size"].sum(dtype=np.int64))
        if first < mdat.body or last > mdat.end or start >= 1 << 62:
            raise ValueError
        if track not in (VIDEO_TRACK, AUDIO_TRACK):
            raise ValueError
        found[track] = (first, start, run)
    return found


def _samples(timescale: int, runs: list[_Run], checksum: Checksums) -> Samples:
    # Joined as bytes: NumPy would compare all their fields' names and types.
    run = np.frombuffer(b"".join(run for _, _, run in runs), RUN)
    counts = [len(run) for _, _, run in runs]
    size = run["size"].astype(np.int64)
    duration = run["duration"].astype(np.int64)
    dts = _running(np.array([start for _, start, _ in runs]), duration, counts)
    sample_flags = run["flags"]
    sync = sample_flags & NON_SYNC == 0
    return Samples(
        timescale=timescale,
        offset=_running(np.array([first for first, _, _ in runs]), size, counts),
        size=size,
        dts=dts,
        pts=dts + run["offset"],
        duration=duration,
        sync=sync,
        random_access=sync | (sample_flags & INDEPENDENT != 0),
        torn=sample_flags & TORN != 0,
        checksum=checksum,
    )


def spans(samples: Samples) -> list[tuple[int, int]]:
    """Return the spans [start, end) of ticks that the pictures cover.

    Pictures further apart than two seconds, and than five usual intervals,
    leave a gap between them; the picture before a gap lasts a usual interval.
    """
    times = np.sort(samples.pts)
    intervals = np.diff(times)
    usual = int(np.median(intervals)) if len(intervals) else 0
    breaks = np.flatnonzero(intervals > max(2 * samples.timescale, 5 * usual))
    starts = [int(times[0]), *(int(times[index + 1]) for index in breaks)]
    ends = [*(int(times[index]) + usual for index in breaks), samples.end]
    return list(zip(starts, ends, strict=True))


def _running(starts: Ints, steps: Ints, counts: list[int]) -> Ints:
    """Return, per run, its start plus the steps of its samples so far."""
    total = np.cumsum(steps) - steps
    first = np.cumsum(counts) - counts
    return np.asarray(np.repeat(starts - total[first], counts) + total, np.int64)
