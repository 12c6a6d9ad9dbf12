"""A clip: MP4 with ``moov`` first (ISO 14496-12), nothing in it but the samples."""

from collections.abc import Sequence
from dataclasses import dataclass
import struct

import numpy as np

from .media import MICROSECONDS, Ints
from .mp4 import (
    box,
    full_box,
    media_box,
    movie_header,
    sample_description,
    track_header,
)
from .segment import Flags

MOVIE_TIMESCALE = 90_000
_CHUNK_US = 2 * MICROSECONDS


@dataclass(frozen=True, slots=True)
class ClipTrack:
    """A track of a clip, in decode order; times in ticks since the window's start.

    ``entry``: the sample entry. ``picture``: width and height, None for sound.
    ``dts`` begins with the earliest ``pts``; ``end`` is where the last sample ends.
    """

    entry: bytes
    picture: tuple[int, int] | None
    timescale: int
    pts: Ints
    dts: Ints
    size: Ints
    sync: Flags
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything of the file before the samples, and the samples' order.

    ``order`` holds, for every sample as it lies in the file, its number among the
    samples of all tracks, one track after the other.
    """

    head: bytes
    order: Ints


def arrange(tracks: Sequence[ClipTrack]) -> Layout:
    """Lay out a clip: chunks of two seconds, a track after the other."""
    track = np.concatenate(
        [np.full(len(item.pts), number) for number, item in enumerate(tracks)]
    )
    sample = np.concatenate([np.arange(len(item.pts)) for item in tracks])
    period = np.concatenate(
        [item.dts * MICROSECONDS // item.timescale // _CHUNK_US for item in tracks]
    )
    size = np.concatenate([item.size for item in tracks])
    order = np.lexsort((sample, track, period))
    track, period, size = (column[order] for column in (track, period, size))
    first = np.flatnonzero(
        np.append(True, (np.diff(track) != 0) | (np.diff(period) != 0))
    )
    position = np.cumsum(size) - size
    total = int(size.sum())
    chunks = [
        (
            np.diff(first, append=len(track))[track[first] == number],
            position[first][track[first] == number],
        )
        for number in range(len(tracks))
    ]
    # The kind of the sample entry is a brand of its own (ISO 14496-15, 5.1).
    brands = b"isomiso2mp41" + tracks[0].entry[4:8]
    file_type = box(b"ftyp", b"isom", struct.pack(">I", 0x200), brands)
    # An offset does not change the size of its box: measure, then build.
    measured = len(file_type) + len(_movie(tracks, chunks, 0)) + 16
    movie = _movie(tracks, chunks, measured)
    data = struct.pack(">I4sQ", 1, b"mdat", total + 16)
    return Layout(file_type + movie + data, order)


def _movie(
    tracks: Sequence[ClipTrack], chunks: Sequence[tuple[Ints, Ints]], data: int
) -> bytes:
    """Return moov; ``data`` is where the samples begin in the file."""
    duration = max(_movie_time(track.end, track.timescale) for track in tracks)
    return box(
        b"moov",
        movie_header(MOVIE_TIMESCALE, duration, len(tracks) + 1),
        *(
            _track(number + 1, track, counts, offsets + data)
            for number, (track, (counts, offsets)) in enumerate(
                zip(tracks, chunks, strict=True)
            )
        ),
    )


def _movie_time(ticks: int, timescale: int) -> int:
    return ticks * MOVIE_TIMESCALE // timescale


def _track(number: int, track: ClipTrack, counts: Ints, offsets: Ints) -> bytes:
    start = int(track.dts[0])
    # How much later than decoded pictures are shown at most: the edit list takes
    # that delay out again, and the time before the first picture in.
    delay = int((track.dts - track.pts).max())
    media = track.end - start
    presented = _movie_time(track.end, track.timescale)
    waiting = _movie_time(start, track.timescale)
    edits = []
    if waiting:
        edits.append(struct.pack(">QqI", waiting, -1, 0x10000))
    edits.append(struct.pack(">QqI", presented - waiting, delay, 0x10000))
    edit_list = full_box(b"elst", 1, 0, struct.pack(">I", len(edits)), *edits)
    table = box(
        b"stbl",
        sample_description(track.entry),
        full_box(b"stts", 0, 0, _runs(np.diff(track.dts, append=track.end))),
        *_composition(track, delay),
        *_sync(track),
        full_box(b"stsc", 0, 0, _sample_to_chunk(counts)),
        full_box(
            b"stsz",
            0,
            0,
            struct.pack(">II", 0, len(track.size)),
            track.size.astype(">u4").tobytes(),
        ),
        full_box(
            b"co64",
            0,
            0,
            struct.pack(">I", len(offsets)),
            offsets.astype(">u8").tobytes(),
        ),
    )
    return box(
        b"trak",
        track_header(number, presented, track.picture),
        box(b"edts", edit_list) if waiting or delay else b"",
        media_box(
            track.timescale,
            media,
            video=track.picture is not None,
            sample_table=table,
        ),
    )


def _composition(track: ClipTrack, delay: int) -> list[bytes]:
    if not delay:
        return []
    return [full_box(b"ctts", 0, 0, _runs(track.pts - track.dts + delay))]


def _sync(track: ClipTrack) -> list[bytes]:
    if track.sync.all():
        return []
    numbers = np.flatnonzero(track.sync) + 1
    return [
        full_box(
            b"stss",
            0,
            0,
            struct.pack(">I", len(numbers)),
            numbers.astype(">u4").tobytes(),
        )
    ]


def _runs(values: Ints) -> bytes:
    """Return (count, value) pairs of equal neighbours, behind their number."""
    starts = np.flatnonzero(np.append(True, np.diff(values) != 0))
    pairs = np.empty((len(starts), 2), ">u4")
    pairs[:, 0] = np.diff(starts, append=len(values))
    pairs[:, 1] = values[starts]
    return struct.pack(">I", len(starts)) + pairs.tobytes()


def _sample_to_chunk(counts: Ints) -> bytes:
    starts = np.flatnonzero(np.append(True, np.diff(counts) != 0))
    rows = np.ones((len(starts), 3), ">u4")
    rows[:, 0] = starts + 1
    rows[:, 1] = counts[starts]
    return struct.pack(">I", len(starts)) + rows.tobytes()
