"""Pictures and sound become fragments and segments of the archive.

A fragment is a group of pictures that begins where decoding may start. It is
written as soon as the next one begins. A segment ends after about a minute, at a
gap, and where the coding changes.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median_low

from .fragment import fragment, initialization
from .media import LONGEST_DURATION, AccessUnit, AudioFormat, VideoFormat, ticks_to_us
from .segment import AAC_FRAME
from .segment_file import SegmentFile, Store

SEGMENT_SECONDS = 60
_OPEN_SEGMENT_SECONDS = 75
"""After this a segment ends at any picture to start from, not only at an IDR."""
_FRAGMENT_SECONDS = 20
_FRAGMENT_BYTES = 16 << 20
_SOUND_PAUSE_SECONDS = 4
_GAP_SECONDS = 2
_GAP_INTERVALS = 5
_INTERVALS = 32


@dataclass(frozen=True, slots=True)
class ClosedSegment:
    """A finished segment; times in microseconds since the Unix epoch."""

    path: Path
    start_us: int
    end_us: int
    size: int


@dataclass(slots=True)
class _Group:
    """Pictures from one random access point up to the next, with the sound."""

    video_format: VideoFormat
    audio_format: AudioFormat | None
    new_segment: bool
    units: list[AccessUnit]
    sound: list[AccessUnit] = field(default_factory=list)
    size: int = 0


class Segmenter:
    """Writes the segments of one connection. All times are absolute ticks."""

    def __init__(
        self,
        store: Store,
        video_timescale: int,
        audio_timescale: int,
        frame_ticks: int,
        closed: Callable[[ClosedSegment], None],
    ) -> None:
        """``frame_ticks``: the interval of pictures to assume before any is known."""
        self._store = store
        self._timescale = video_timescale
        self._audio_timescale = audio_timescale
        self._assumed = max(frame_ticks, 1)
        self._closed = closed
        self._intervals: deque[int] = deque(maxlen=_INTERVALS)
        self._group: _Group | None = None
        self._waiting: _Group | None = None
        self._audio_format: AudioFormat | None = None
        self._file: SegmentFile | None = None
        self._formats: tuple[VideoFormat, AudioFormat | None] | None = None
        self._segment_start = 0
        self._file_start = 0
        self._file_end = 0
        self._sequence = 0
        self._newest = -1
        self._written = -1
        self._last_sound = -1
        self._split = True
        self.pictures = 0
        """How many were taken, to be written at the latest by ``close``."""

    @property
    def frame_ticks(self) -> int:
        """The usual interval between pictures: the median of the last ones."""
        return median_low(self._intervals) if self._intervals else self._assumed

    @property
    def waits(self) -> bool:
        """Whether a complete group is held back until a later picture comes."""
        return self._waiting is not None

    def split(self) -> None:
        """Begin a new segment at the next picture to start from."""
        self._split = True

    def expect_audio(self, audio_format: AudioFormat | None) -> None:
        """Say how the sound is coded, before its first frame."""
        self._audio_format = audio_format

    def is_due(self, pts: int, *, sync: bool) -> bool:
        """Tell whether a picture to start from would begin a new segment."""
        seconds = SEGMENT_SECONDS if sync else _OPEN_SEGMENT_SECONDS
        return self._split or pts - self._segment_start >= seconds * self._timescale

    def add_video(
        self, unit: AccessUnit, video_format: VideoFormat | None, *, leading: bool
    ) -> None:
        """Add a picture; ``video_format`` where decoding may start.

        ``leading``: pictures with earlier times may follow. Raises EngineError
        when the archive cannot be written; the picture is kept all the same.
        """
        pending: list[tuple[_Group, int]] = []
        if video_format is not None:
            pending = self._begin(unit, video_format, leading=leading)
        elif self._group is not None:
            self._append(self._group, unit)
            waiting = self._waiting
            if waiting is not None and unit.pts > self._group.units[0].pts:
                self._waiting = None
                pending = [(waiting, _first(self._group))]
        else:
            return
        self.pictures += 1
        self._newest = max(self._newest, unit.pts)
        for group, following in pending:
            self._write(group, following)

    def extend(self, data: bytes) -> None:
        """Add to the picture that came last."""
        if self._group is not None:
            last = self._group.units[-1]
            self._group.units[-1] = AccessUnit(
                last.data + data, last.pts, last.sync, last.random_access
            )
            self._group.size += len(data)

    def drop(self) -> None:
        """Forget the picture that came last."""
        if self._group is None:
            return
        self._group.size -= len(self._group.units.pop().data)
        self.pictures -= 1
        if not self._group.units:
            self._group = None

    def add_audio(self, unit: AccessUnit, audio_format: AudioFormat) -> None:
        """Add a frame of sound; before the first picture it is dropped.

        A format other than ``expect_audio`` told waits for the next segment.
        """
        self._audio_format = audio_format
        group = self._group
        if (
            group is None
            or group.audio_format != audio_format
            or unit.pts <= self._last_sound
        ):
            return
        pause = _SOUND_PAUSE_SECONDS * self._audio_timescale
        if group.sound and unit.pts - group.sound[-1].pts > pause:
            # The distance of two frames would not fit a sample's 32-bit duration.
            self._flush_early(group)
            if group.sound:
                return
        group.sound.append(unit)
        group.size += len(unit.data)
        self._last_sound = unit.pts

    def close(self) -> None:
        """Write what there is and finish the segment."""
        waiting, group = self._waiting, self._group
        self._waiting = self._group = None
        try:
            if waiting is not None:
                self._write(waiting, None if group is None else _first(group))
            if group is not None:
                self._write(group, None)
        finally:
            self._finish_file()
            self._split = True

    # Grouping ----------------------------------------------------------------

    def _begin(
        self, unit: AccessUnit, video_format: VideoFormat, *, leading: bool
    ) -> list[tuple[_Group, int]]:
        """Start a group; return the groups that are complete and what follows them."""
        pending = []
        before, earlier = self._group, self._waiting
        if before is not None and earlier is not None:
            pending.append((earlier, _first(before)))
        self._waiting = None
        formats = (video_format, self._audio_format)
        new_segment = (
            self._formats != formats
            or self._is_gap(unit.pts)
            or self.is_due(unit.pts, sync=unit.sync)
        )
        self._split = False
        self._formats = formats
        if new_segment:
            self._segment_start = unit.pts
        self._group = _Group(
            video_format,
            self._audio_format,
            new_segment,
            [unit],
            size=len(unit.data),
        )
        if before is not None:
            if leading:
                self._waiting = before
            else:
                pending.append((before, unit.pts))
        return pending

    def _append(self, group: _Group, unit: AccessUnit) -> None:
        gap = self._is_gap(unit.pts)
        group.units.append(unit)
        group.size += len(unit.data)
        if gap:
            # What follows can be decoded, but the next segment shall begin soon.
            self._split = True
        span = unit.pts - group.units[0].pts
        if (
            gap
            or span > _FRAGMENT_SECONDS * self._timescale
            or group.size > _FRAGMENT_BYTES
        ):
            self._flush_early(group)

    def _is_gap(self, pts: int) -> bool:
        return self._newest >= 0 and pts - self._newest > self._longest

    @property
    def _longest(self) -> int:
        """How long a picture may last before what follows begins after a gap."""
        usual = _GAP_INTERVALS * self.frame_ticks
        return min(max(_GAP_SECONDS * self._timescale, usual), LONGEST_DURATION)

    def _flush_early(self, group: _Group) -> None:
        """Write as much of a group as is displayed before its last picture and the rest."""
        count = _closed_prefix([unit.pts for unit in group.units])
        if count == 0:
            return
        head = _Group(
            group.video_format,
            group.audio_format,
            group.new_segment,
            group.units[:count],
            group.sound,
        )
        group.units = group.units[count:]
        group.sound = []
        group.size = sum(len(unit.data) for unit in group.units)
        group.new_segment = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._write(waiting, _first(head))
        self._write(head, _first(group))

    # Writing -----------------------------------------------------------------

    def _write(self, group: _Group, following: int | None) -> None:
        """Write a group as one fragment; ``following``: the next picture's time."""
        units = self._ordered(group.units)
        times = sorted(unit.pts for unit in units)
        self._intervals.extend(
            later - earlier
            for earlier, later in pairwise([*times, following or times[-1]])
            if 0 < later - earlier <= _GAP_SECONDS * self._timescale
        )
        last = times[-1]
        end = last + min(self.frame_ticks, LONGEST_DURATION)
        if following is not None and last < following <= last + self._longest:
            end = following
        self._written = last

        if group.new_segment:
            self._finish_file()
        if self._file is None:
            start_ms = ticks_to_us(times[0], self._timescale) // 1000
            self._file = SegmentFile(self._store, start_ms)
            self._sequence = 0
        file = self._file
        data = b""
        if file.size == 0:
            data = initialization(
                group.video_format,
                self._timescale,
                group.audio_format,
                self._audio_timescale,
            )
            self._file_start = times[0]
        sound_end = 0
        if group.sound and group.audio_format is not None:
            rate = group.audio_format.sample_rate
            sound_end = group.sound[-1].pts + AAC_FRAME * self._audio_timescale // rate
        self._sequence += 1
        data += fragment(self._sequence, units, end, group.sound, sound_end)
        file.append(data)
        self._file_end = end

    def _ordered(self, units: list[AccessUnit]) -> list[AccessUnit]:
        """Return the pictures with times that all differ and follow what is written.

        Broken timestamps are moved by as little as that takes.
        """
        ranks = sorted(range(len(units)), key=lambda index: units[index].pts)
        result = list(units)
        at = self._written
        for index in ranks:
            unit = units[index]
            if unit.pts <= at:
                result[index] = AccessUnit(
                    unit.data, at + 1, unit.sync, unit.random_access
                )
            at = result[index].pts
        return result

    def _finish_file(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        file.close()
        if file.size:
            self._closed(
                ClosedSegment(
                    file.path,
                    ticks_to_us(self._file_start, self._timescale),
                    ticks_to_us(self._file_end, self._timescale),
                    file.size,
                )
            )


def _first(group: _Group) -> int:
    return min(unit.pts for unit in group.units)


def _closed_prefix(times: list[int]) -> int:
    """Return how many pictures, not all, are displayed before all that follow them."""
    smallest = times[-1]
    for count in range(len(times) - 1, 0, -1):
        if max(times[:count]) < smallest:
            return count
        smallest = min(smallest, times[count - 1])
    return 0
