"""One watched camera of the worker: its thread, its newest picture, its motion."""

from collections.abc import Callable
from threading import Thread
import time
import traceback
from typing import Any

from .address import Address, parse_address
from .demo import DemoRecorder
from .errors import EngineError
from .media import VideoFormat
from .motion import MotionDetector
from .recorder import Listener, Recorder, State
from .segment_writer import ClosedSegment
from .snapshot import Snapshot
from .source_errors import Reason
from .store import CameraStore
from .times import format_time

type Emit = Callable[..., None]
"""Sends an event: its name, then its fields by keyword."""

_JOIN_SECONDS = 1.5
_RESTART_SECONDS = 10
STUCK_SECONDS = 20
"""A disk that keeps somebody waiting for so long does not answer."""


class Camera:
    """Records a source in a thread of its own until it is stopped."""

    def __init__(
        self,
        name: str,
        source: Address | None,
        store: CameraStore,
        emit: Emit,
        *,
        sound: bool,
        sensitivity: int | None,
    ) -> None:
        """``source`` None is the demo; ``sensitivity`` None looks for no motion."""
        self.name = name
        self.state: State = "connecting"
        self.reason: Reason | None = None
        self._emit = emit
        self._snapshot = Snapshot()
        self._motion = None if sensitivity is None else MotionDetector(sensitivity)
        self._moving = False
        self._stopped = False
        self._stuck = False
        listener = Listener(self._on_state, self._on_segment, self._on_keyframe)
        self._recorder: Recorder | DemoRecorder
        if source is None:
            self._recorder = DemoRecorder(store, listener, sound=sound)
        else:
            self._recorder = Recorder(source, store, listener, sound=sound)
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def tell_to_stop(self) -> None:
        """Ask the thread to end; ``stop`` waits for it."""
        self._recorder.stop()

    def stop(self) -> None:
        """End the recording; what was received is in the archive then."""
        self._recorder.stop()
        self._thread.join(_JOIN_SECONDS)
        # A source that hangs keeps its thread, but writes nothing any more.
        self._recorder.finish()
        self._stopped = True

    def look_after(self, now: float) -> bool:
        """Tell whether it waits for its disk; say when that begins and ends.

        ``now``: monotonic seconds. Its own thread cannot say so.
        """
        since = self._recorder.busy_since
        stuck = since is not None and now - since > STUCK_SECONDS
        if stuck != self._stuck:
            self._stuck = stuck
            state, reason = ("down", "disk") if stuck else (self.state, self.reason)
            self._send("state", camera=self.name, state=state, reason=reason)
        return stuck

    def jpeg(self) -> tuple[bytes, int]:
        """Return the newest keyframe as JPEG and its time in microseconds."""
        return self._snapshot.jpeg()

    def status(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return {"state": self.state, "reason": self.reason, "motion": self._moving}

    def _run(self) -> None:
        while True:
            try:
                self._recorder.run()
            except Exception as error:  # noqa: BLE001
                # One camera's trouble must not end the others. Without the message:
                # only the place is known to hold no secret.
                self._say_where(error)
                self._on_state("down", "unsupported")
                time.sleep(_RESTART_SECONDS)
            else:
                return
            if self._stopped:
                return

    def _say_where(self, error: Exception) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        self._send(
            "log",
            level="error",
            message=f"{self.name}: {type(error).__name__} in {place.name}, "
            f"line {place.lineno} of {place.filename.rpartition('/')[2]}",
        )

    def _on_state(self, state: State, reason: Reason | None) -> None:
        if (state, reason) == (self.state, self.reason) and state == "recording":
            return
        self.state, self.reason = state, reason
        self._send("state", camera=self.name, state=state, reason=reason)
        if state == "down" and self._moving:
            self._moving = False
            now = self._snapshot.newest_us
            self._send("motion", camera=self.name, active=False, time=format_time(now))

    def _on_segment(self, segment: ClosedSegment) -> None:
        # Also of a camera that was stopped: its last segment is part of the archive.
        self._emit(
            "segment",
            camera=self.name,
            start=format_time(segment.start_us),
            end=format_time(segment.end_us),
            bytes=segment.size,
        )

    def _on_keyframe(
        self, video_format: VideoFormat, sample: bytes, time_us: int
    ) -> None:
        self._snapshot.feed(video_format, sample, time_us)
        if self._motion is None:
            return
        change = self._motion.feed(video_format, sample, time_us)
        if change is not None:
            self._moving = change.active
            self._send(
                "motion",
                camera=self.name,
                active=change.active,
                time=format_time(change.time_us),
            )

    def _send(self, event: str, **fields: Any) -> None:
        if not self._stopped:
            self._emit(event, **fields)


def build_camera(command: dict[str, Any], store: CameraStore, emit: Emit) -> Camera:
    """Return the camera that a ``watch`` command describes.

    Raises EngineError ``bad_source``.
    """
    source = command.get("source")
    if not isinstance(source, dict) or source.get("kind") not in ("stream", "demo"):
        raise EngineError("bad_source", "The source is neither a stream nor the demo.")
    motion = command.get("motion")
    return Camera(
        str(command["camera"]),
        parse_address(source) if source["kind"] == "stream" else None,
        store,
        emit,
        sound=bool(command.get("audio", True)),
        sensitivity=None if motion is None else int(motion.get("sensitivity", 50)),
    )
