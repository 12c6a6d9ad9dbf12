"""One connection to a camera: its packets, its clock, its way into the archive."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from threading import Lock

from .audio import SoundTrack
from .clock import Clock, Track, Unwrapper
from .errors import EngineError
from .held import Held, joined, usual_interval
from .media import MICROSECONDS
from .pipeline import Keyframe, Pipeline
from .received import AnyPacket, Received
from .rtsp.feed import SILENT_SECONDS
from .segment_file import Store
from .segment_writer import ClosedSegment
from .source_errors import SourceError
from .sources import Source
from .timing import time_base_of, video_stream

_FIRST_BATCH, _FIRST_BATCH_US = 16, 500_000
_BATCH, _BATCH_US = 64, 2_000_000
_MOST_UNTIMED = 64


class Connection:
    """Feeds the packets of an open source into a pipeline.

    ``feed`` is called by one thread; ``close`` by any, once or more.
    """

    def __init__(
        self,
        source: Source,
        store: Store,
        closed: Callable[[ClosedSegment], None],
        *,
        sound: bool,
        keyframe: Keyframe | None = None,
    ) -> None:
        """Raises SourceError ``unsupported`` for video that cannot be copied."""
        video = video_stream(source)
        audio = source.audio if sound else None
        self._source = source
        self._video_index = source.video.index
        self._batch: list[Received] = []
        self._most, self._longest_us = _FIRST_BATCH, _FIRST_BATCH_US
        self._assembler = video.assembler()
        self._reorders = source.reorders
        self._untimed: list[Received] = []
        self._pipeline = Pipeline(
            video,
            None if audio is None else SoundTrack(audio),
            store,
            closed,
            keyframe=keyframe,
            before_segment=self._follow_drift,
        )
        self._bases: dict[Track, Fraction] = {"video": video.time_base}
        if audio is not None:
            self._bases["audio"] = time_base_of(audio)
        self._microseconds = {
            track: (base * MICROSECONDS).as_integer_ratio()
            for track, base in self._bases.items()
        }
        self._unwrap = {
            track: Unwrapper(float(1 / base)) for track, base in self._bases.items()
        }
        self._clock = self._new_clock()
        self._held: list[Held] | None = []
        self._last: dict[Track, int] = {}
        self._frame = round(1 / (video.time_base * (source.frame_rate or 15))) or 1
        self._newest_us: int | None = None
        self._arrival_us = 0
        self._video_arrival_us: int | None = None
        self._watched: int | None = None
        self._lock = Lock()
        self._open = True
        self.recording = False
        """Whether a picture to start from has come."""

    def feed(self, received: Received) -> bool:
        """Take a packet; tell whether all was dealt with.

        Raises SourceError ``silent`` when no picture of a later time comes, and EngineError
        when the archive cannot be written; the connection stays usable then.
        """
        packet = received.packet
        if packet.size == 0:
            return False
        with self._lock:
            if not self._open:
                return False
            batch = self._batch
            batch.append(received)
            # Many at a time cost less than one by one. A keyframe does not wait: it
            # completes the group of pictures before it, or the pictures after it do.
            completes = packet.is_keyframe or self._pipeline.segmenter.waits
            due = (
                len(batch) >= self._most
                or received.arrival_us - batch[0].arrival_us >= self._longest_us
                or (completes and packet.stream_index == self._video_index)
            )
            if due:
                self._process()
            return due

    def close(self) -> None:
        """Write what there is; later packets are ignored."""
        with self._lock:
            if not self._open:
                return
            self._open = False
            try:
                self._process()
                if self._held:
                    self._release()
            finally:
                self._pipeline.close(interrupted=True)

    def _process(self) -> None:
        batch, self._batch = self._batch, []
        trouble: EngineError | None = None
        for received in batch:
            index = received.packet.stream_index
            track: Track = "video" if index == self._video_index else "audio"
            if track not in self._bases:
                continue
            try:
                self._watch(received.arrival_us)
                for timed, pts in self._timed(track, received):
                    self._take(track, timed, pts)
            except EngineError as error:
                trouble = error
        if trouble is not None:
            raise trouble

    def _timed(
        self, track: Track, received: Received
    ) -> Iterator[tuple[Received, int]]:
        """Yield a packet with its timestamp, after those that waited for it."""
        packet = received.packet
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is not None:
            pts = self._unwrap[track].feed(pts)
        elif track in self._last:
            step = self._frame if track == "video" else packet.duration or 0
            pts = self._last[track] + step
        elif track == "video" and len(self._untimed) < _MOST_UNTIMED:
            # The parser may not know the time of the first picture's first part.
            self._untimed.append(received)
            return
        else:
            return
        self._last[track] = pts
        if track == "video" and self._reorders:
            # Where pictures are reordered, the next one's time does not tell theirs:
            # the recording begins with the next picture to start from.
            self._untimed.clear()
        if track == "video" and self._untimed:
            before = pts
            if self._assembler.begins_picture(bytes(packet)):
                before -= self._frame
            for untimed in self._untimed:
                yield untimed, before
            self._untimed.clear()
        yield received, pts

    def _watch(self, arrival_us: int) -> None:
        """Raise SourceError where something comes, but pictures do not go on."""
        self._arrival_us = arrival_us
        newest = self._last.get("video")
        if self._video_arrival_us is None or newest != self._watched:
            self._watched, self._video_arrival_us = newest, arrival_us
        elif arrival_us - self._video_arrival_us > SILENT_SECONDS * MICROSECONDS:
            raise SourceError("silent")

    def _take(self, track: Track, received: Received, pts: int) -> None:
        packet, arrival_us, sender_us, _ = received
        time_us = self._time_us(track, pts)
        if self._held is not None:
            self._hold(track, received, pts)
            return
        if track == "video":
            if sender_us is not None and self._clock.provisional:
                self._begin_anew()
                self._hold(track, received, pts)
                return
            if self._clock.stepped(time_us, arrival_us, self._newest_us):
                self._clock.restart(time_us, arrival_us)
                self._place()
                self._pipeline.segmenter.split()
                self._newest_us = None
            if self._newest_us is None or time_us > self._newest_us:
                self._newest_us = time_us
        else:
            reported = sender_us is not None
            if self._clock.hear(time_us, arrival_us, reported=reported):
                self._place()
            if self._clock.is_premature(time_us, arrival_us):
                return
        self._clock.observe(track, time_us, arrival_us, sender_us)
        self._add(track, packet, pts)

    def _hold(self, track: Track, received: Received, pts: int) -> None:
        """Hold a packet back, or let go of all when the clock can be fixed."""
        assert self._held is not None
        self._held.append(Held(track, received, pts))
        arrival_us, sender_us = received.arrival_us, received.sender_us
        self._clock.observe(track, self._time_us(track, pts), arrival_us, sender_us)
        if self._clock.ready(arrival_us):
            self._release()

    def _begin_anew(self) -> None:
        """Hold back what comes until the clock is fixed by sender reports."""
        self._clock = self._new_clock()
        self._held = []
        self._newest_us = None
        self._pipeline.segmenter.split()

    def _release(self) -> None:
        """Fix the clock and let go of what was held back for it."""
        held, self._held = joined(self._held or []), None
        if not any(item.track == "video" for item in held):
            return
        self._clock = self._new_clock()
        for track, (_, arrival_us, sender_us, _), pts in held:
            time_us = self._time_us(track, pts)
            self._clock.observe(track, time_us, arrival_us, sender_us)
        late = 0
        if self._source.holds_pictures_back:
            late = self._time_us("video", usual_interval(held) or self._frame)
        self._clock.decide(late, self._source.realtime_us)
        self._place()
        for track, received, pts in held:
            self._add(track, received.packet, pts)

    def _new_clock(self) -> Clock:
        return Clock(reports=self._source.reports, tracks=tuple(self._bases))

    def _time_us(self, track: Track, ticks: int) -> int:
        numerator, denominator = self._microseconds[track]
        return ticks * numerator // denominator

    def _place(self) -> None:
        offsets = [
            Fraction(self._clock.offset(track), MICROSECONDS)
            if track in self._bases
            else Fraction(0)
            for track in ("video", "audio")
        ]
        self._pipeline.place(*offsets)

    def _follow_drift(self) -> None:
        """Move the clock a little, or start it anew, before a segment begins."""
        if self._clock.adjust():
            self._clock.restart(
                int(self._last["video"] * self._bases["video"] * MICROSECONDS),
                self._arrival_us,
            )
        self._place()

    def _add(self, track: Track, packet: AnyPacket, pts: int) -> None:
        if track == "video":
            began = self._pipeline.add_packet(packet, pts)
            if began and not self.recording:
                self.recording = True
                self._most, self._longest_us = _BATCH, _BATCH_US
        else:
            self._pipeline.add_audio(packet, pts)
