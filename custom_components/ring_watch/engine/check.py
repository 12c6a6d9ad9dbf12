"""The release gate: proves that a finished clip holds its window and nothing else.

It shares no code with what writes clips. Whatever it does not know, it refuses: a
clip may hold only the boxes and fields listed here (ISO 14496-12, -14, -15), every
byte of ``mdat`` belongs to exactly one sample, every sample is presented inside the
window, and no sample carries anything but coded pictures and their parameter sets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
import mmap
from pathlib import Path
import struct

import numpy as np

from .check_content import Entry, description
from .check_headers import SCALE, handler, media_header, movie_header, track_header
from .check_samples import pictures
from .check_sound import sound_frames
from .check_tables import Ints, RefusedError, View, expand, expect, offsets, sizes, sync
from .errors import EngineError

_SECOND_US = 1_000_000
_LEAST_SOUND = 512
"""How many samples of sound a frame of 1024 is apart from the next, at least."""

type Progress = Callable[[float], None]

# Box → boxes that must (True) or may (False) be in it, in this order, each at most once
# (trak: twice).
_TREE: dict[bytes, dict[bytes, bool]] = {
    b"": {b"ftyp": True, b"moov": True, b"mdat": True},
    b"moov": {b"mvhd": True, b"trak": True},
    b"trak": {b"tkhd": True, b"edts": False, b"mdia": True},
    b"edts": {b"elst": True},
    b"mdia": {b"mdhd": True, b"hdlr": True, b"minf": True},
    b"minf": {b"vmhd": False, b"smhd": False, b"dinf": True, b"stbl": True},
    b"dinf": {b"dref": True},
    b"stbl": {
        b"stsd": True,
        b"stts": True,
        b"ctts": False,
        b"stss": False,
        b"stsc": True,
        b"stsz": True,
        b"co64": True,
    },
}
_BRANDS = b"isom\0\0\2\0isomiso2mp41"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a clip that passed holds; the span is in microseconds since the epoch."""

    frames: int
    audio_frames: int
    first: int
    last: int
    size: int


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    body: View
    offset: int


@dataclass(frozen=True, slots=True)
class _Track:
    video: bool
    length: int
    """From the start of the clip to the end of the track, in 1/90000 s."""
    entry: Entry
    sync: Ints
    timescale: int
    start: Ints
    """When each sample is first presented, in ticks since the start of the clip."""
    duration: Ints
    offset: Ints
    size: Ints


def check(
    path: Path, start: int, end: int, progress: Progress = lambda _: None
) -> Checked:
    """Pass a clip of [start, end) microseconds, or raise EngineError.

    ``check_failed`` when it is anything but exactly that; ``unreadable`` when it
    cannot be read. Time zero of the clip is ``start``. ``progress`` is told the part
    that is done.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise EngineError("unreadable", "The clip cannot be read.") from error
    try:
        return _check(data, start, end, progress)
    except RefusedError as refusal:
        raise EngineError(
            "check_failed", f"The clip fails the check: {refusal}"
        ) from None
    except struct.error, ValueError, IndexError, OverflowError:
        raise EngineError(
            "check_failed", "The clip fails the check: its structure is damaged."
        ) from None


def _check(data: mmap.mmap, start: int, end: int, progress: Progress) -> Checked:
    if end <= start:
        raise RefusedError("the window is empty.")
    file_type, movie, media = _children(memoryview(data), b"", 0)
    tracks = _movie(movie)
    video = tracks[0]
    expect(bytes(file_type.body) == _BRANDS + video.entry.kind, "unexpected brands.")
    _tiling(tracks, media.offset, len(media.body))
    length = end - start
    for track in tracks:
        _inside(track, length)
    pictures(data, video.entry, video.offset, video.size, video.sync, progress)
    for track in tracks[1:]:
        sound_frames(data, track.offset, track.size)
    progress(1.0)
    return Checked(
        frames=len(video.size),
        audio_frames=sum(len(track.size) for track in tracks[1:]),
        first=start + int(video.start.min()) * _SECOND_US // video.timescale,
        last=start + int(video.start.max()) * _SECOND_US // video.timescale,
        size=len(data),
    )


# Structure -------------------------------------------------------------------


def _boxes(data: View, offset: int) -> Iterator[_Box]:
    """Yield boxes that fill ``data`` completely; ``offset`` of it in the file."""
    position = 0
    while position < len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        header = 8
        if size == 1:
            expect(kind == b"mdat", "a box has a size of 64 bits.")
            (size,) = struct.unpack_from(">Q", data, position + 8)
            header = 16
        if size < header or position + size > len(data):
            raise RefusedError("a box is longer than what surrounds it.")
        yield _Box(
            kind, data[position + header : position + size], offset + position + header
        )
        position += size


def _children(data: View, parent: bytes, offset: int) -> list[_Box]:
    """Return the boxes of a container, all of them known, and where they should be."""
    known = _TREE[parent]
    # One more than there may be is told here, and countless ones are not gathered.
    found = list(islice(_boxes(data, offset), len(known) + 2))
    kinds = [item.kind for item in found]
    for kind in kinds:
        if kind not in known:
            raise RefusedError(f"unexpected box {kind!r}.")
        if kinds.count(kind) > (2 if kind == b"trak" else 1):
            raise RefusedError(f"too many boxes {kind!r}.")
    for kind, needed in known.items():
        if needed and kind not in kinds:
            raise RefusedError(f"no box {kind!r}.")
    expect(kinds == sorted(kinds, key=list(known).index), "boxes are out of order.")
    return found


def _named(data: View, parent: bytes, offset: int) -> dict[bytes, View]:
    return {item.kind: item.body for item in _children(data, parent, offset)}


def _movie(movie: _Box) -> list[_Track]:
    header, *traks = _children(movie.body, b"moov", movie.offset)
    duration = movie_header(header.body, len(traks))
    tracks = [_track(item, number) for number, item in enumerate(traks, 1)]
    longest = max(track.length for track in tracks)
    expect(duration == longest, "the movie is not as long as its longest track.")
    if [track.video for track in tracks] not in ([True], [True, False]):
        raise RefusedError("it must have one video track, and may have one of sound.")
    return tracks


def _track(item: _Box, number: int) -> _Track:
    parts = _named(item.body, b"trak", item.offset)
    media = _named(parts[b"mdia"], b"mdia", 0)
    video = handler(media[b"hdlr"])
    length, picture = track_header(parts[b"tkhd"], number, video=video)
    timescale, media_duration = media_header(media[b"mdhd"])
    info = _named(media[b"minf"], b"minf", 0)
    wanted, other = (b"vmhd", b"smhd") if video else (b"smhd", b"vmhd")
    plain = b"\0\0\0\1" + bytes(8) if video else bytes(8)
    expect(other not in info, "a track has the header of another kind.")
    expect(bytes(info.get(wanted, b"")) == plain, "a media header is not plain.")
    reference = _named(info[b"dinf"], b"dinf", 0)[b"dref"]
    expect(
        bytes(reference) == bytes(4) + b"\0\0\0\1\0\0\0\x0curl \0\0\0\1",
        "the media is not in the file itself.",
    )
    table = _named(info[b"stbl"], b"stbl", 0)
    entry = description(table[b"stsd"], picture, video=video)
    expect(timescale == (entry.rate or SCALE), "a track has other ticks.")
    size = sizes(table[b"stsz"])
    duration_each = expand(table[b"stts"], len(size))
    shift = (
        expand(table[b"ctts"], len(size))
        if b"ctts" in table
        else np.zeros(len(size), np.int64)
    )
    expect(int(shift.max()) < 1 << 31, "composition offsets are negative.")
    every = np.arange(len(size))
    expect(video or not {b"ctts", b"stss"} & table.keys(), "sound is out of order.")
    expect(
        int(duration_each.min()) >= (1 if video else _LEAST_SOUND),
        "a sample has the time of another.",
    )
    decoded = np.cumsum(duration_each) - duration_each
    expect(int(duration_each.sum()) == media_duration, "mdhd has another duration.")
    composed = decoded + shift
    expect(
        bool((np.sort(composed) - composed.min() == decoded).all()),
        "pictures are decoded at other times than those they are shown at.",
    )
    begins, skipped = _edits(parts, composed, timescale, media_duration, length)
    return _Track(
        video=video,
        length=length,
        entry=entry,
        sync=sync(table[b"stss"], len(size)) if b"stss" in table else every,
        timescale=timescale,
        start=composed - skipped + begins,
        duration=_presented(composed, decoded, duration_each),
        offset=offsets(table[b"stsc"], table[b"co64"], size),
        size=size,
    )


def _presented(composed: Ints, decoded: Ints, duration: Ints) -> Ints:
    """Return how long each sample is on the screen: until the next in time."""
    order = np.argsort(composed, kind="stable")
    end = int(composed.max()) + int(duration[np.argmax(decoded)])
    shown = np.empty_like(composed)
    shown[order] = np.diff(composed[order], append=end)
    return shown


def _edits(
    parts: dict[bytes, View], composed: Ints, timescale: int, media: int, length: int
) -> tuple[int, int]:
    """Return the ticks of emptiness before, and the ticks skipped of, the media.

    Refuses any edit list (8.6.6) that does more than delay the track, then show it
    from its first sample to its end. ``media`` and ``length``: durations of the
    media and the track.
    """
    first = int(composed.min())
    waiting, presented, media_time = 0, length, 0
    if b"edts" in parts:
        body = _named(parts[b"edts"], b"edts", 0)[b"elst"]
        version, count = struct.unpack_from(">II", body)
        expect(version == 1 << 24 and len(body) == 8 + 20 * count, "elst is not plain.")
        edits = [struct.unpack_from(">QqI", body, 8 + 20 * n) for n in range(count)]
        expect(all(edit[2] == 0x10000 for edit in edits), "an edit changes the speed.")
        if count == 2 and edits[0][1] == -1:
            waiting = edits.pop(0)[0]
        expect(len(edits) == 1, "the edit list is more than a delay and the media.")
        presented, media_time, _ = edits[0]
    expect(media_time == first, "an edit list hides media.")
    expect(waiting + presented == length, "the edit list has another duration.")
    # Both are rounded to ticks of their own.
    apart = abs(presented * timescale - media * SCALE)
    expect(
        apart < max(timescale, SCALE), "a track has another duration than its media."
    )
    last = (int(composed.max()) - first) * SCALE
    expect(presented * timescale > last, "an edit list hides media.")
    return waiting * timescale // SCALE, media_time


def _inside(track: _Track, length: int) -> None:
    """Refuse a sample that begins, or sounds or shows on, outside of the window."""
    limit = length * track.timescale
    expect(int(track.start.min()) >= 0, "a sample is before the window.")
    expect(int(track.start.max()) * _SECOND_US < limit, "a sample is after the window.")
    if track.video:
        # A picture lasts a tick at least, so the last may outlast the end by less.
        within = (int((track.start + track.duration).max()) - 1) * _SECOND_US < limit
    else:
        # A frame of sound is heard until the end of the next (ISO 14496-3, 4.6.11).
        within = (int(track.start.max()) + 2 * 1024) * _SECOND_US <= limit
    expect(within, "a sample outlasts the window.")


def _tiling(tracks: list[_Track], start: int, length: int) -> None:
    """Refuse media data that belongs to no sample, or to two."""
    offset = np.concatenate([track.offset for track in tracks])
    size = np.concatenate([track.size for track in tracks])
    expect(bool((size > 0).all()), "a sample is empty.")
    order = np.argsort(offset, kind="stable")
    ends = (offset + size)[order]
    starts = offset[order]
    expect(
        int(starts[0]) == start
        and int(ends[-1]) == start + length
        and bool((starts[1:] == ends[:-1]).all()),
        "mdat holds bytes that are not of exactly one sample.",
    )
