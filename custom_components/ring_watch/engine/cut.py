"""Which samples make exactly a window, and how each gets into the clip.

Pure: from the sample tables of the segments to a list of parts in order of time.
Whole IDR-to-IDR groups of pictures are copied; of a group that the window cuts,
only the pictures inside are encoded anew, except for a head of the group that is
complete in itself (without reordering, that is all of a group cut at its end).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from .errors import EngineError
from .integrity import Place
from .media import Ints, VideoFormat, ticks_to_us, us_to_ticks
from .segment import NO_GAP_US, Flags, Samples, Segment, spans

type Span = tuple[int, int]
"""[start, end) in microseconds since the Unix epoch."""


@dataclass(frozen=True, slots=True)
class Track:
    """The video of one or more segments that follow each other seamlessly.

    ``samples`` are those of all segments, in decode order; ``file`` tells for
    each which of ``paths`` it lies in.
    """

    format: VideoFormat
    paths: tuple[Path, ...]
    file: Ints
    samples: Samples

    def numbers(self, places: Iterable[Place]) -> Ints:
        """Return the numbers of its samples at these places."""
        found = [
            np.flatnonzero((self.file == number) & (self.samples.offset == offset))
            for path, offset in places
            for number, own in enumerate(self.paths)
            if own == path
        ]
        return np.concatenate(found) if found else np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Copy:
    """Take samples [first, last) as they are; the first is an IDR picture."""

    track: Track
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Encode:
    """Decode samples [first, last); encode pictures with start <= pts < end."""

    track: Track
    first: int
    last: int
    start: int
    end: int

    @property
    def times(self) -> Ints:
        """Presentation times of the pictures to encode, ascending, in ticks."""
        pts = self.track.samples.pts[self.first : self.last]
        return np.sort(pts[(pts >= self.start) & (pts < self.end)])


@dataclass(frozen=True, slots=True)
class Fill:
    """Show black: there is no footage from ``start`` to ``end`` (microseconds)."""

    start: int
    end: int


type Part = Copy | Encode | Fill


def pictures(part: Part) -> int:
    """Return how many pictures of the archive a part is to show."""
    match part:
        case Copy():
            return part.last - part.first
        case Encode():
            return len(part.times)
        case Fill():
            return 0


def plan(
    segments: Iterable[Segment],
    start: int,
    end: int,
    *,
    encode_all: bool,
    only: VideoFormat | None = None,
    damaged: Collection[Place] = (),
) -> list[Part]:
    """Return the parts of a clip of [start, end), in order of time.

    ``segments``: in order of time; may reach beyond the window on both sides. Pictures
    of another coding than ``only`` are not copied. Of a group with a ``damaged``
    picture nothing is copied: what is whole can be decoded.
    Raises EngineError ``no_footage`` when no picture falls into the window.
    """
    parts: list[Part] = []
    reached = start
    for track, since, until in covered(segments, start, end):
        if since - reached > NO_GAP_US:
            parts.append(Fill(reached, since))
        spoilt = track.numbers(damaged)
        encode = encode_all or (only is not None and track.format != only)
        for part in _cut(track, since, until, spoilt, encode_all=encode):
            _append(parts, part)
        reached = until
    if end - reached > NO_GAP_US:
        parts.append(Fill(reached, end))
    if all(isinstance(part, Fill) for part in parts):
        raise EngineError("no_footage", "There is no footage in this window.")
    return parts


def lasting(parts: Sequence[Part], start: int, end: int) -> list[Span]:
    """Return the span of time that each part of a clip of [start, end) fills."""
    # The first picture is shown a little after the start of the window.
    return [*pairwise([start, *(_beginning(part) for part in parts[1:]), end])]


def _beginning(part: Part) -> int:
    """Return when a part begins, in microseconds."""
    match part:
        case Fill():
            return part.start
        case Encode():
            return ticks_to_us(part.start, part.track.samples.timescale)
        case Copy():
            samples = part.track.samples
            first = int(samples.pts[part.first : part.last].min())
            return ticks_to_us(first, samples.timescale)


def covered(
    segments: Iterable[Segment], start: int, end: int
) -> Iterator[tuple[Track, int, int]]:
    """Yield (track, start, end) for the covered spans of the window, in order.

    In microseconds. Where tracks overlap, the later one holds from its first
    picture on.
    """
    tracks = _tracks(segments)
    for index, track in enumerate(tracks):
        limit = end
        if index + 1 < len(tracks):
            following = tracks[index + 1].samples
            limit = min(end, ticks_to_us(following.start, following.timescale))
        for first, last in spans(track.samples):
            since = max(start, ticks_to_us(first, track.samples.timescale))
            until = min(limit, ticks_to_us(last, track.samples.timescale))
            if since < until:
                yield track, since, until


def _tracks(segments: Iterable[Segment]) -> list[Track]:
    """Join segments, in order of time, into seamless tracks."""
    chains: list[list[Segment]] = []
    for segment in segments:
        if chains and _continues(chains[-1][-1], segment):
            chains[-1].append(segment)
        else:
            chains.append([segment])
    return [track for chain in chains if (track := _join(chain)) is not None]


def _continues(before: Segment, after: Segment) -> bool:
    if (
        before.video_format != after.video_format
        or before.video.timescale != after.video.timescale
        or before.video.pts.max() >= after.video.start
    ):
        return False
    distance = abs(after.video.start - before.video.end)
    return distance <= us_to_ticks(NO_GAP_US, after.video.timescale)


def _join(chain: Sequence[Segment]) -> Track | None:
    """Return the pictures of a chain that can be decoded, None when none can."""
    tables = [segment.video for segment in chain]
    file = np.repeat(np.arange(len(chain)), [len(table) for table in tables])
    pts = np.concatenate([table.pts for table in tables])
    sync = np.concatenate([table.sync for table in tables])
    random_access = np.concatenate([table.random_access for table in tables])
    if not random_access.any():
        return None
    first = int(np.argmax(random_access))
    # What follows an IDR picture needs nothing else. What precedes another random
    # access point in time needs pictures that are not there.
    known = np.arange(len(pts)) >= first
    if not sync[first]:
        known &= pts >= pts[first]
    # Every fragment is displayed before those that follow it.
    dts = np.sort(pts[known])
    return Track(
        format=chain[0].video_format,
        paths=tuple(segment.path for segment in chain),
        file=file[known],
        samples=Samples(
            timescale=tables[0].timescale,
            offset=np.concatenate([table.offset for table in tables])[known],
            size=np.concatenate([table.size for table in tables])[known],
            dts=dts,
            pts=pts[known],
            duration=np.diff(dts, append=tables[-1].end),
            sync=sync[known],
            random_access=random_access[known],
            torn=np.concatenate([table.torn for table in tables])[known],
            checksum=np.concatenate([table.checksum for table in tables])[known],
        ),
    )


def _cut(
    track: Track, start: int, end: int, spoilt: Ints, *, encode_all: bool
) -> Iterator[Part]:
    """Yield the parts of one covered span."""
    samples = track.samples
    low = us_to_ticks(start, samples.timescale)
    high = us_to_ticks(end, samples.timescale)
    wanted = (samples.pts >= low) & (samples.pts < high)
    inside = np.flatnonzero(wanted)
    if not len(inside):
        return
    if encode_all:
        yield _encode(track, inside)
        return
    for first, last in _groups(samples.sync, int(inside[0]), int(inside[-1])):
        head = first
        whole = not ((spoilt >= first) & (spoilt < last)).any()
        if whole and samples.sync[first]:
            head += _complete_head(samples.pts[first:last], wanted[first:last])
        if head > first:
            yield Copy(track, first, head)
        rest = head + np.flatnonzero(wanted[head:last])
        if len(rest):
            yield _encode(track, rest)


def _groups(sync: Flags, first: int, last: int) -> Iterator[Span]:
    """Yield the groups of pictures [first, last) that samples first…last touch."""
    starts = np.flatnonzero(sync)
    before, after = starts[starts <= first], starts[starts > last]
    edges = [
        int(before[-1]) if len(before) else 0,
        *(int(start) for start in starts[(starts > first) & (starts <= last)]),
        int(after[0]) if len(after) else len(sync),
    ]
    return pairwise(edges)


def _complete_head(pts: Ints, wanted: Flags) -> int:
    """Return how many first samples are wanted and displayed before all others.

    Decoders need nothing else to show exactly these.
    """
    if wanted.all():
        # As nearly all groups are.
        return len(pts)
    latest = np.maximum.accumulate(pts)
    earliest_after = np.minimum.accumulate(pts[::-1])[::-1]
    complete = np.append(latest[:-1] < earliest_after[1:], True)
    usable = np.flatnonzero(complete & np.logical_and.accumulate(wanted))
    return int(usable[-1]) + 1 if len(usable) else 0


def _encode(track: Track, inside: Ints) -> Encode:
    """Return the part that encodes the samples ``inside`` (ascending indices)."""
    samples = track.samples
    pts = samples.pts[inside]
    start = int(pts.min())
    # Pictures that precede a random access point in time need the one before.
    usable = samples.random_access & (samples.pts <= start)
    before = np.flatnonzero(usable[: inside[0] + 1])[-2:]
    if len(before) and samples.sync[before[-1]]:
        before = before[-1:]
    # A picture that is no IDR may be refreshed bit by bit over those that follow
    # (H.264, D.2.8), so decoding begins one such point earlier.
    first = int(before[0]) if len(before) else 0
    return Encode(track, first, int(inside[-1]) + 1, start, int(pts.max()) + 1)


def _append(parts: list[Part], part: Part) -> None:
    """Append ``part``; groups that follow each other in a track become one copy."""
    if parts and isinstance(part, Copy) and isinstance(parts[-1], Copy):
        before = parts[-1]
        if before.track is part.track and before.last == part.first:
            parts[-1] = Copy(part.track, before.first, part.last)
            return
    parts.append(part)
