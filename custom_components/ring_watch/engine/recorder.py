"""A camera's recording: connect, record, and connect again when it breaks off."""

from collections.abc import Callable
import contextlib
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from threading import Event
import time
from typing import Literal

import av

from .address import Address
from .connection import Connection
from .errors import EngineError
from .file_feed import FileFeed, MustEncodeError, file_feed
from .media import MICROSECONDS
from .pace import REST_SECONDS, Pace
from .pipeline import Keyframe
from .rtsp.feed import SILENT_SECONDS
from .segment_writer import ClosedSegment
from .source_errors import Reason, SourceError, reason_of
from .sources import Source, open_source
from .store import CameraStore
from .times import now_us

type State = Literal["connecting", "recording", "down"]
type OnState = Callable[[State, Reason | None], None]

_BACK_OFF_SECONDS = (1, 2, 4, 8, 15, 30, 60)
_TOLERANCE_SECONDS = 0.2
_STEADY_SECONDS = 4
"""A connection that was recorded for so long is worth having again at once."""


def report_nothing(state: State, reason: Reason | None) -> None:
    """Take a state and do nothing about it."""
    del state, reason


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how a recording goes; called in its thread, so it must be quick."""

    state: OnState = report_nothing
    segment: Callable[[ClosedSegment], None] = lambda segment: None
    keyframe: Keyframe | None = None


class Recorder:
    """Records one source into one camera's archive, in the thread that calls ``run``."""

    def __init__(
        self,
        address: Address,
        store: CameraStore,
        listener: Listener,
        *,
        sound: bool = True,
        files: bool = False,
    ) -> None:
        """Nothing is opened before ``run``. ``files``: also one over HTTP."""
        self._address = address
        self._store = store
        self._listener = listener
        self._sound = sound
        self._files = files
        self._over = False
        self._stop = Event()
        self._connection: Connection | FileFeed | None = None
        self._source: Source | None = None
        self._state: tuple[State, Reason | None] | None = None
        self._recorded_since: float | None = None
        self.busy_since: float | None = None
        """Since when, in monotonic seconds, the archive takes what was received."""
        self.trouble: EngineError | None = None
        """Why the source could not be opened the last time; None when it could."""

    def run(self, *, forever: bool = True) -> None:
        """Record until ``stop``; a file, or all without ``forever``, only once.

        Without ``forever`` raises EngineError when the source cannot be opened.
        """
        attempt = 0
        while not self._stop.is_set():
            self._recorded_since = None
            self._report("connecting", None)
            try:
                reason = self._record()
                self.trouble = None
            except EngineError as error:
                if not forever:
                    raise
                self.trouble = error
                reason = reason_of(error)
            if self._stop.is_set():
                break
            self._report("down", reason)
            if self._over or not forever:
                break
            since = self._recorded_since
            if since is not None and time.monotonic() - since > _STEADY_SECONDS:
                attempt = 0
            self._stop.wait(_BACK_OFF_SECONDS[min(attempt, len(_BACK_OFF_SECONDS) - 1)])
            attempt += 1

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """End the recording from another thread; what was received is written."""
        self._stop.set()
        if (source := self._source) is not None:
            source.interrupt()

    def finish(self) -> None:
        """Write what was received although the source hangs; after ``stop``."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(EngineError):
                connection.close()

    def _record(self) -> Reason:
        """Record one connection, or a file; return why it ended."""
        with open_source(self._address, files=self._files) as source:
            if source.live:
                return self._watch(source)
        self._over = True
        try:
            return self._play(encode=False)
        except MustEncodeError:
            return self._play(encode=True)

    def _watch(self, source: Source) -> Reason:
        """Record a camera until it ends; return why it did."""
        connection = Connection(
            source,
            self._store,
            self._listener.segment,
            sound=self._sound,
            keyframe=self._listener.keyframe,
        )
        self._source = source
        try:
            return self._run(connection, lambda: self._receive(source, connection))
        finally:
            self._source = None

    def _run(
        self, connection: Connection | FileFeed, read: Callable[[], Reason]
    ) -> Reason:
        """Read to the end and write what there is; return why it ended."""
        self._connection = connection
        try:
            return read()
        except (SourceError, av.FFmpegError, OSError) as error:
            # Only its kind: the exceptions of libav carry the address.
            return reason_of(error, reading=True)
        finally:
            self.busy_since = time.monotonic()
            try:
                connection.close()
            except EngineError:
                self._report("down", "disk")
            finally:
                self.busy_since = None
            self._connection = None

    def _receive(self, source: Source, connection: Connection) -> Reason:
        pace = Pace()
        bases = {
            stream.index: float(stream.time_base or 0) for stream in source.streams
        }
        asked = time.monotonic()
        for received in source.received():
            packet, now = received.packet, time.monotonic()
            if self._stop.is_set():
                break
            self._feed(connection, partial(connection.feed, received))
            # At its time limit libav first gives out what it still held.
            if now - asked > SILENT_SECONDS - _TOLERANCE_SECONDS:
                return "silent"
            if source.queues and connection.recording:
                # Those for decoding grow in the order in which packets come.
                ticks = packet.pts if packet.dts is None else packet.dts
                index = packet.stream_index
                if ticks is not None and pace.rests(index, now, ticks * bases[index]):
                    self._stop.wait(REST_SECONDS)
            asked = time.monotonic()
        return "ended"

    def _play(self, *, encode: bool) -> Reason:
        """Record a file as if it happened now, in its own time."""
        with file_feed(
            self._address,
            self._store,
            self._listener.segment,
            encode=encode,
            sound=self._sound,
            keyframe=self._listener.keyframe,
            files=self._files,
        ) as feed:
            return self._run(feed, lambda: self._pace(feed))

    def _pace(self, feed: FileFeed) -> Reason:
        start = Fraction(now_us(), MICROSECONDS)
        feed.place(start)
        for packet, at in feed.packets():
            self._stop.wait(max(float(start + at) - time.time(), 0))
            if self._stop.is_set():
                break
            # What turns out only now to need an encoder is a gap.
            with contextlib.suppress(MustEncodeError):
                self._feed(feed, partial(feed.feed, packet))
        return "ended"

    def _feed(
        self, connection: Connection | FileFeed, write: Callable[[], bool | None]
    ) -> None:
        """Have a packet written; ``write`` says False when it was only taken."""
        before = self._store.total
        self.busy_since = time.monotonic()
        try:
            if write() is False:
                return
        except SourceError:
            raise
        except EngineError:
            self._report("down", "disk")
            return
        finally:
            self.busy_since = None
        if connection.recording and (
            self._state != ("down", "disk") or self._store.total > before
        ):
            self._report("recording", None)

    def _report(self, state: State, reason: Reason | None) -> None:
        if state == "recording" and self._recorded_since is None:
            self._recorded_since = time.monotonic()
        if self._state != (state, reason):
            self._state = (state, reason)
            self._listener.state(state, reason)
