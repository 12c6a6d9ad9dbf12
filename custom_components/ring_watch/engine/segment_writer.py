"""Groups of pictures become the fragments of segments on disk."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median_low

from .fragment import fragment, initialization
from .media import LONGEST_DURATION, AccessUnit, AudioFormat, VideoFormat, ticks_to_us
from .segment import AAC_FRAME
from .segment_file import SegmentFile, Store

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
class Group:
    """Pictures from one random access point up to the next, with the sound."""

    video_format: VideoFormat
    audio_format: AudioFormat | None
    new_segment: bool
    units: list[AccessUnit]
    sound: list[AccessUnit] = field(default_factory=list)
    size: int = 0


class SegmentWriter:
    """Writes a connection's groups, one fragment each. All times are absolute ticks."""

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
        self.timescale = video_timescale
        self.audio_timescale = audio_timescale
        self._assumed = max(frame_ticks, 1)
        self._closed = closed
        self._intervals: deque[int] = deque(maxlen=_INTERVALS)
        self._file: SegmentFile | None = None
        self._file_start = 0
        self._file_end = 0
        self._sequence = 0
        self._written = -1

    @property
    def frame_ticks(self) -> int:
        """The usual interval between pictures: the median of the last ones."""
        return median_low(self._intervals) if self._intervals else self._assumed

    @property
    def longest(self) -> int:
        """How long a picture may last before what follows begins after a gap."""
        usual = _GAP_INTERVALS * self.frame_ticks
        return min(max(_GAP_SECONDS * self.timescale, usual), LONGEST_DURATION)

    def is_earlier(self, pts: int, newest: int) -> bool:
        """Tell whether the clock was set back: pictures trade places, but not so far."""
        return newest - pts > _GAP_SECONDS * self.timescale

    def write(self, group: Group, following: int | None) -> None:
        """Write a group as one fragment; ``following``: the next picture's time.

        Raises EngineError when the archive cannot be written.
        """
        first = group.units[0].pts
        if group.new_segment and self.is_earlier(first, self._written):
            # What was written under the clock before does not order what follows.
            self._written = -1
        units = self._ordered(group.units)
        times = sorted(unit.pts for unit in units)
        self._intervals.extend(
            later - earlier
            for earlier, later in pairwise([*times, following or times[-1]])
            if 0 < later - earlier <= _GAP_SECONDS * self.timescale
        )
        last = times[-1]
        end = last + min(self.frame_ticks, LONGEST_DURATION)
        if following is not None and last < following <= last + self.longest:
            end = following
        self._written = last

        if group.new_segment:
            self.finish()
        if self._file is None:
            start_ms = ticks_to_us(times[0], self.timescale) // 1000
            self._file = SegmentFile(self._store, start_ms)
            self._sequence = 0
        file = self._file
        data = b""
        if file.size == 0:
            data = initialization(
                group.video_format,
                self.timescale,
                group.audio_format,
                self.audio_timescale,
            )
            self._file_start = times[0]
        sound_end = 0
        if group.sound and group.audio_format is not None:
            rate = group.audio_format.sample_rate
            sound_end = group.sound[-1].pts + AAC_FRAME * self.audio_timescale // rate
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
                result[index] = replace(unit, pts=at + 1)
            at = result[index].pts
        return result

    def finish(self) -> None:
        """End the segment that is being written, if any."""
        file, self._file = self._file, None
        if file is None:
            return
        file.close()
        if file.size:
            self._closed(
                ClosedSegment(
                    file.path,
                    ticks_to_us(self._file_start, self.timescale),
                    ticks_to_us(self._file_end, self.timescale),
                    file.size,
                )
            )
