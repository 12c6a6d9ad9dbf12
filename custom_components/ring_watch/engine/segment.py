"""A segment of the archive: about a minute as fragmented MP4 (ISO 14496-12, 8.8).

Decode and composition times are absolute: ticks of the track's timescale since
the Unix epoch. A video sample's decode time is the k-th smallest presentation
time of its fragment for the k-th sample, with a signed composition offset; so no
reorder delay has to be known, and a fragment stands on its own. Every fragment
reaches the disk in one write, and a reader ignores a torn tail: whatever happens
to the writer, the complete fragments before it stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import mmap
from pathlib import Path
import struct

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError
from .media import AccessUnit, AudioFormat, Ints, VideoCodec, VideoFormat
from .mp4 import (
    Box,
    Buffer,
    audio_sample_entry,
    box,
    boxes,
    find,
    full_box,
    media_box,
    movie_header,
    sample_description,
    track_header,
    visual_sample_entry,
)

VIDEO_TRACK, AUDIO_TRACK = 1, 2
AAC_FRAME = 1024
"""Samples of sound in an access unit of AAC-LC."""

# Sample flags (8.8.3.1): sample_depends_on and sample_is_non_sync_sample.
_INDEPENDENT, _DEPENDENT, _NON_SYNC = 0x02000000, 0x01000000, 0x00010000
_DEFAULT_BASE_IS_MOOF = 0x020000
_TRUN = 0x1 | 0x100 | 0x200 | 0x400 | 0x800
_RUN = np.dtype(
    [("duration", ">u4"), ("size", ">u4"), ("flags", ">u4"), ("offset", ">i4")]
)

type Flags = NDArray[np.bool_]


# Writing ---------------------------------------------------------------------


def initialization(
    video: VideoFormat,
    video_timescale: int,
    audio: AudioFormat | None = None,
    audio_timescale: int = 0,
) -> bytes:
    """Return the ``ftyp`` and ``moov`` that a segment begins with."""
    tracks = [
        box(
            b"trak",
            track_header(VIDEO_TRACK, 0, (video.width, video.height)),
            media_box(
                video_timescale,
                0,
                video=True,
                sample_table=_empty_table(visual_sample_entry(video)),
            ),
        )
    ]
    if audio is not None:
        tracks.append(
            box(
                b"trak",
                track_header(AUDIO_TRACK, 0, None),
                media_box(
                    audio_timescale,
                    0,
                    video=False,
                    sample_table=_empty_table(audio_sample_entry(audio)),
                ),
            )
        )
    extends = [
        full_box(b"trex", 0, 0, struct.pack(">5I", track, 1, 0, 0, 0))
        for track in range(VIDEO_TRACK, VIDEO_TRACK + len(tracks))
    ]
    return box(b"ftyp", b"iso6", struct.pack(">I", 0), b"iso6mp41") + box(
        b"moov",
        movie_header(1000, 0, len(tracks) + 1),
        *tracks,
        box(b"mvex", *extends),
    )


def _empty_table(entry: bytes) -> bytes:
    return box(
        b"stbl",
        sample_description(entry),
        full_box(b"stts", 0, 0, bytes(4)),
        full_box(b"stsc", 0, 0, bytes(4)),
        full_box(b"stsz", 0, 0, bytes(8)),
        full_box(b"stco", 0, 0, bytes(4)),
    )


def fragment(
    sequence: int,
    video: Sequence[AccessUnit],
    video_end: int,
    audio: Sequence[AccessUnit] = (),
    audio_end: int = 0,
) -> bytes:
    """Return one ``moof`` with its ``mdat``.

    ``video``: pictures in decode order, at least one, such that every picture
    of an earlier fragment is displayed before all of these. ``video_end`` and
    ``audio_end``: the tick at which the last picture, or the last frame of
    sound, ends. ``audio``: in order of time.
    """
    pts = np.array([unit.pts for unit in video], np.int64)
    dts = np.sort(pts)
    run = _run(video, dts, video_end)
    run["offset"] = pts - dts
    run["flags"] = [_flags(unit) for unit in video]
    runs = [(VIDEO_TRACK, int(dts[0]), run)]
    if audio:
        times = np.array([unit.pts for unit in audio], np.int64)
        run = _run(audio, times, audio_end)
        run["flags"] = _INDEPENDENT
        runs.append((AUDIO_TRACK, int(times[0]), run))

    payload = b"".join(unit.data for units in (video, audio) for unit in units)
    header = full_box(b"mfhd", 0, 0, struct.pack(">I", sequence))
    # A data offset does not change the size of its box, so the first build is
    # only measured.
    size = len(_moof(header, runs, 0))
    return _moof(header, runs, size + 8) + box(b"mdat", payload)


def _run(units: Sequence[AccessUnit], times: Ints, end: int) -> NDArray[np.void]:
    run: NDArray[np.void] = np.zeros(len(units), _RUN)
    run["duration"] = np.maximum(np.diff(times, append=end), 0)
    run["size"] = [len(unit.data) for unit in units]
    return run


def _flags(unit: AccessUnit) -> int:
    if unit.sync:
        return _INDEPENDENT
    return (_INDEPENDENT if unit.random_access else _DEPENDENT) | _NON_SYNC


def _moof(
    header: bytes, runs: list[tuple[int, int, NDArray[np.void]]], offset: int
) -> bytes:
    fragments = []
    for track, start, run in runs:
        fragments.append(
            box(
                b"traf",
                full_box(b"tfhd", 0, _DEFAULT_BASE_IS_MOOF, struct.pack(">I", track)),
                full_box(b"tfdt", 1, 0, struct.pack(">Q", start)),
                full_box(
                    b"trun",
                    1,
                    _TRUN,
                    struct.pack(">II", len(run), offset),
                    run.tobytes(),
                ),
            )
        )
        offset += int(run["size"].sum(dtype=np.int64))
    return box(b"moof", header, *fragments)


# Reading ---------------------------------------------------------------------

type _Run = tuple[int, int, NDArray[np.void]]
"""Offset of the first sample in the file, its decode time, the samples."""


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a track in decode order; arrays of equal length.

    ``offset`` and ``size`` in bytes of the file; ``pts`` and ``dts`` in ticks
    since the Unix epoch; ``duration`` is the decode-time distance to the next
    sample, so the last displayed picture ends at ``end``.
    """

    timescale: int
    offset: Ints
    size: Ints
    dts: Ints
    pts: Ints
    duration: Ints
    sync: Flags
    random_access: Flags

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
        view = memoryview(data)
        try:
            return _parse(path, view)
        except (struct.error, LookupError, ValueError, StopIteration) as error:
            raise EngineError("unreadable", f"{path.name} is damaged.") from error
        finally:
            view.release()


def _parse(path: Path, data: Buffer) -> Segment:
    moov = find(data, b"moov")
    tracks = [
        _track(data, item)
        for item in boxes(data, moov.body, moov.end)
        if item.kind == b"trak"
    ]
    runs = _fragments(data, moov.end)
    match tracks:
        case [(timescale, VideoFormat() as video_format), *rest] if runs[VIDEO_TRACK]:
            video = _samples(timescale, runs[VIDEO_TRACK])
        case _:
            raise EngineError("unreadable", f"{path.name} holds no complete fragment.")
    match rest:
        case [(timescale, AudioFormat() as audio_format)] if runs[AUDIO_TRACK]:
            audio = _samples(timescale, runs[AUDIO_TRACK])
            return Segment(path, video_format, video, audio_format, audio)
    return Segment(path, video_format, video, None, None)


def _fragments(data: Buffer, start: int) -> dict[int, list[_Run]]:
    """Return the runs of every track up to the end or the first damage."""
    runs: dict[int, list[_Run]] = {VIDEO_TRACK: [], AUDIO_TRACK: []}
    moof: Box | None = None
    for item in boxes(data, start):
        if item.kind == b"moof":
            moof = item
        elif item.kind == b"mdat" and moof is not None:
            try:
                found = _moof_runs(data, moof, item)
            except struct.error, ValueError:
                break
            for track, run in found:
                runs[track].append(run)
            moof = None
    return runs


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
    config_box = next(boxes(data, entry.body + 78, entry.end))
    config = bytes(data[config_box.body : config_box.end])
    return timescale, VideoFormat(codecs[entry.kind], width, height, config)


def _moof_runs(data: Buffer, moof: Box, mdat: Box) -> list[tuple[int, _Run]]:
    """Return the runs of a moof, each with its track."""
    found = []
    for traf in boxes(data, moof.body, moof.end):
        if traf.kind != b"traf":
            continue
        tfhd, tfdt, trun = boxes(data, traf.body, traf.end)
        (track,) = struct.unpack_from(">I", data, tfhd.body + 4)
        (start,) = struct.unpack_from(">Q", data, tfdt.body + 4)
        flags, count, offset = struct.unpack_from(">III", data, trun.body)
        if flags & 0xFFFFFF != _TRUN or not 0 < count <= (trun.end - trun.body) // 16:
            raise ValueError
        run = np.frombuffer(data, _RUN, count, trun.body + 12).copy()
        first = moof.start + offset
        last = first + int(run["size"].sum(dtype=np.int64))
        if first < mdat.body or last > mdat.end or start >= 1 << 62:
            raise ValueError
        if track not in (VIDEO_TRACK, AUDIO_TRACK):
            raise ValueError
        found.append((track, (first, start, run)))
    return found


def _samples(timescale: int, runs: list[_Run]) -> Samples:
    run = np.concatenate([run for _, _, run in runs])
    counts = [len(run) for _, _, run in runs]
    size = run["size"].astype(np.int64)
    duration = run["duration"].astype(np.int64)
    dts = _running(np.array([start for _, start, _ in runs]), duration, counts)
    sample_flags = run["flags"]
    sync = sample_flags & _NON_SYNC == 0
    return Samples(
        timescale=timescale,
        offset=_running(np.array([first for first, _, _ in runs]), size, counts),
        size=size,
        dts=dts,
        pts=dts + run["offset"],
        duration=duration,
        sync=sync,
        random_access=sync | (sample_flags & _INDEPENDENT != 0),
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
