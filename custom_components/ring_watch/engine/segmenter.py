"""Pictures and sound become fragments and segments of the archive.

A fragment is a group of pictures that begins where decoding may start. It is
written as soon as the next one begins. A segment ends after about a minute, at a
gap, and where the coding changes.
"""

from dataclasses import replace

from .media import AccessUnit, AudioFormat, VideoFormat
from .segment_writer import Group, SegmentWriter

SEGMENT_SECONDS = 60
_OPEN_SEGMENT_SECONDS = 75
"""After this a segment ends at any picture to start from, not only at an IDR."""
_FRAGMENT_SECONDS = 20
_FRAGMENT_BYTES = 16 << 20
_SOUND_PAUSE_SECONDS = 4


class Segmenter:
    """Makes groups of one connection's pictures and sound. All times are absolute ticks."""

    def __init__(self, writer: SegmentWriter) -> None:
        """Nothing is written yet."""
        self._writer = writer
        self._timescale = writer.timescale
        self._audio_timescale = writer.audio_timescale
        self._group: Group | None = None
        self._waiting: Group | None = None
        self._audio_format: AudioFormat | None = None
        self._formats: tuple[VideoFormat, AudioFormat | None] | None = None
        self._segment_start = 0
        self._newest = -1
        self._last_sound = -1
        self._split = True
        self.pictures = 0
        """How many were taken, to be written at the latest by ``close``."""

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
        pending: list[tuple[Group, int]] = []
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
            self._writer.write(group, following)

    def extend(self, data: bytes, *, torn: bool) -> None:
        """Add to the picture that came last; ``torn``: what may lack something."""
        if self._group is not None:
            last = self._group.units[-1]
            self._group.units[-1] = replace(
                last, data=last.data + data, torn=last.torn or torn
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
                self._writer.write(waiting, None if group is None else _first(group))
            if group is not None:
                self._writer.write(group, None)
        finally:
            self._writer.finish()
            self._split = True

    # Grouping ----------------------------------------------------------------

    def _begin(
        self, unit: AccessUnit, video_format: VideoFormat, *, leading: bool
    ) -> list[tuple[Group, int]]:
        """Start a group; return the groups that are complete and what follows them."""
        pending = []
        before, earlier = self._group, self._waiting
        if before is not None and earlier is not None:
            pending.append((earlier, _first(before)))
        self._waiting = None
        formats = (video_format, self._audio_format)
        if set_back := self._writer.is_earlier(unit.pts, self._newest):
            # Sound and gaps are told from what comes now.
            self._newest = self._last_sound = -1
        new_segment = (
            set_back
            or self._formats != formats
            or self._is_gap(unit.pts)
            or self.is_due(unit.pts, sync=unit.sync)
        )
        self._split = False
        self._formats = formats
        if new_segment:
            self._segment_start = unit.pts
        self._group = Group(
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

    def _append(self, group: Group, unit: AccessUnit) -> None:
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
        return self._newest >= 0 and pts - self._newest > self._writer.longest

    def _flush_early(self, group: Group) -> None:
        """Write as much of a group as is displayed before its last picture and the rest."""
        count = _closed_prefix([unit.pts for unit in group.units])
        if count == 0:
            return
        head = Group(
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
            self._writer.write(waiting, _first(head))
        self._writer.write(head, _first(group))


def _first(group: Group) -> int:
    return min(unit.pts for unit in group.units)


def _closed_prefix(times: list[int]) -> int:
    """Return how many pictures, not all, are displayed before all that follow them."""
    smallest = times[-1]
    for count in range(len(times) - 1, 0, -1):
        if max(times[:count]) < smallest:
            return count
        smallest = min(smallest, times[count - 1])
    return 0
