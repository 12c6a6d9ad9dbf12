"""The bytes of a segment: an initialization, then a fragment for every group.

A segment is fragmented MP4 (ISO 14496-12, 8.8). Decode and composition times are
absolute: ticks of the track's timescale since the Unix epoch. A video sample's
decode time is the k-th smallest presentation time of its fragment for the k-th
sample, with a signed composition offset; so no reorder delay has to be known, and
a fragment stands on its own.

What a disk or a hand has changed must never pass for footage: a wrong time would
bring a moment into a clip that nobody approved, and a decoder fills what it cannot
read with an earlier picture. So a ``uuid`` box (11.1) with CRC-32s stands behind the
initialization, for its bytes, and before every fragment, for its ``moof`` and for
each of its pictures.
"""

from collections.abc import Iterable, Sequence
import struct
from uuid import UUID
import zlib

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError
from .media import LONGEST_DURATION, AccessUnit, AudioFormat, Ints, VideoFormat
from .mp4 import (
    audio_sample_entry,
    box,
    full_box,
    media_box,
    movie_header,
    sample_description,
    track_header,
    visual_sample_entry,
)

VIDEO_TRACK, AUDIO_TRACK = 1, 2
CHECKSUMS = UUID("8c9a4c2f-5d0e-4d3a-9f27-6d1d2b7a51e4").bytes
"""The extended type of the box with checksums; big-endian CRC-32s follow it."""
CHECKSUM = np.dtype(">u4")

# Sample flags (8.8.3.1): sample_depends_on and sample_is_non_sync_sample.
INDEPENDENT, NON_SYNC = 0x02000000, 0x00010000
TORN = 0x00000001
"""The sample_degradation_priority of what may lack something; of others it is 0."""
_LARGEST_OFFSET = (1 << 31) - 1
_DEPENDENT = 0x01000000
_DEFAULT_BASE_IS_MOOF = 0x020000
RUN_FLAGS = 0x1 | 0x100 | 0x200 | 0x400 | 0x800
RUN = np.dtype(
    [("duration", ">u4"), ("size", ">u4"), ("flags", ">u4"), ("offset", ">i4")]
)


def initialization(
    video: VideoFormat,
    video_timescale: int,
    audio: AudioFormat | None = None,
    audio_timescale: int = 0,
) -> bytes:
    """Return what a segment begins with: ``ftyp``, ``moov`` and their checksum."""
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
    head = box(b"ftyp", b"iso6", struct.pack(">I", 0), b"iso6mp41") + box(
        b"moov",
        movie_header(1000, 0, len(tracks) + 1),
        *tracks,
        box(b"mvex", *extends),
    )
    return head + _checksums([head])


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
    """Return one ``moof`` with its ``mdat``, their checksums before them.

    ``video``: pictures in decode order, at least one, such that every picture
    of an earlier fragment is displayed before all of these. ``video_end`` and
    ``audio_end``: the tick at which the last picture, or the last frame of
    sound, ends. ``audio``: in order of time. Raises EngineError ``bad_times`` where
    they are further apart than the format can tell.
    """
    pts = np.array([unit.pts for unit in video], np.int64)
    dts = np.sort(pts)
    run = _run(video, dts, video_end)
    if np.abs(pts - dts).max() > _LARGEST_OFFSET:
        raise _too_far_apart()
    run["offset"] = pts - dts
    run["flags"] = [_flags(unit) for unit in video]
    runs = [(VIDEO_TRACK, int(dts[0]), run)]
    if audio:
        times = np.array([unit.pts for unit in audio], np.int64)
        run = _run(audio, times, audio_end)
        run["flags"] = INDEPENDENT
        runs.append((AUDIO_TRACK, int(times[0]), run))

    header = full_box(b"mfhd", 0, 0, struct.pack(">I", sequence))
    # A data offset does not change the size of its box, so the first build is
    # only measured.
    size = len(_moof(header, runs, 0))
    moof = _moof(header, runs, size + 8)
    checksums = _checksums([moof, *(unit.data for unit in video)])
    payload = [unit.data for units in (video, audio) for unit in units]
    mdat = struct.pack(">I4s", 8 + sum(map(len, payload)), b"mdat")
    # Megabytes: copied once.
    return b"".join((checksums, moof, mdat, *payload))


def _checksums(parts: Iterable[bytes]) -> bytes:
    sums = np.fromiter((zlib.crc32(part) for part in parts), CHECKSUM)
    return box(b"uuid", CHECKSUMS, sums.tobytes())


def _run(units: Sequence[AccessUnit], times: Ints, end: int) -> NDArray[np.void]:
    run: NDArray[np.void] = np.zeros(len(units), RUN)
    durations = np.maximum(np.diff(times, append=end), 0)
    if durations.max() > LONGEST_DURATION:
        raise _too_far_apart()
    run["duration"] = durations
    run["size"] = [len(unit.data) for unit in units]
    return run


def _too_far_apart() -> EngineError:
    return EngineError(
        "bad_times", "Pictures that need each other are too far apart in time."
    )


def _flags(unit: AccessUnit) -> int:
    torn = TORN if unit.torn else 0
    if unit.sync:
        return INDEPENDENT | torn
    return (INDEPENDENT if unit.random_access else _DEPENDENT) | NON_SYNC | torn


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
                    RUN_FLAGS,
                    struct.pack(">II", len(run), offset),
                    run.tobytes(),
                ),
            )
        )
        offset += int(run["size"].sum(dtype=np.int64))
    return box(b"moof", header, *fragments)
