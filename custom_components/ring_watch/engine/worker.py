"""The worker: one process that records all cameras, told what to do by JSON lines.

Commands come on stdin, replies and events go to stdout. It ends when stdin closes,
after it has written what it holds, and with the process that started it.
"""

import base64
from collections.abc import Callable
import ctypes
import errno
import json
import os
from pathlib import Path
import shutil
import signal
import sys
from threading import Event, Lock, Thread
import time
from typing import Any, TextIO

from .archive import Archive, check_camera
from .camera import STUCK_SECONDS, Camera, build_camera
from .errors import EngineError
from .mark import Mark, NotThereError
from .pins import Pin, Pins
from .retention import Limits, Retention
from .store import CameraStore
from .times import format_time, parse_time

_HOUSEKEEPING_SECONDS = 60
_RESCAN_ROUNDS = 60
_ALIVE_SECONDS = 5
_PR_SET_PDEATHSIG = 1
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3

type Json = dict[str, Any]


class Worker:
    """Carries out commands; ``output`` takes the lines."""

    def __init__(self, output: TextIO) -> None:
        """Begin without an archive and without cameras."""
        self._output = output
        self._writing = Lock()
        self._cameras: dict[str, Camera] = {}
        self._retention: Retention | None = None
        self._wake = Event()
        self._trouble: str | None = None
        self._keeping_since: float | None = None
        self._stuck = False
        self._ended = Event()
        self._commands: dict[str, Callable[[Json], Json]] = {
            "configure": self._configure,
            "watch": self._watch,
            "unwatch": self._unwatch,
            "snapshot": self._snapshot,
            "status": self._status,
            "pin": self._pin,
            "unpin": self._unpin,
        }

    def run(self, lines: TextIO) -> None:
        """Serve until the input ends; all that was received is written then."""
        for name, target in (("archive", self._keep), ("alive", self._look_after)):
            Thread(target=target, name=name, daemon=True).start()
        try:
            for line in lines:
                self._serve(line)
        finally:
            self._ended.set()
            for camera in self._cameras.values():
                camera.tell_to_stop()
            for camera in self._cameras.values():
                camera.stop()

    def emit(self, event: str, **fields: Any) -> None:
        """Send an event; may be called from any thread."""
        self._send({"event": event, **fields})
        # What became of the archive shows in what becomes of a recording.
        if event in {"segment", "state"}:
            self._wake.set()

    def _send(self, message: Json) -> None:
        text = json.dumps(message)
        try:
            with self._writing:
                self._output.write(text + "\n")
                self._output.flush()
        except OSError, ValueError:
            # Nobody reads any more; the end of stdin is about to tell so.
            pass

    def _serve(self, line: str) -> None:
        number: Any = None
        try:
            command = json.loads(line)
            number = command["id"]
            carry_out = self._commands[command["op"]]
            self._send({"id": number, "result": carry_out(command)})
        except EngineError as error:
            detail = {"code": error.code, "message": str(error)}
            self._send({"id": number, "error": detail})
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            # Without its text, which may repeat what was sent.
            self._refuse(number, f"The command is not valid: {type(error).__name__}.")
        except OSError as error:
            text = f"The archive cannot be used: {error.strerror}."
            self._refuse(number, text, "archive_error")

    def _refuse(self, number: Any, text: str, code: str = "bad_command") -> None:
        self._send({"id": number, "error": {"code": code, "message": text}})

    # Commands ----------------------------------------------------------------

    def _configure(self, command: Json) -> Json:
        limits = command.get("retention") or {}
        archive = Archive(Path(command["archive"]))
        known = command.get("mark")
        mark = known and Mark.from_json(known)
        kept = Limits(
            days=limits.get("days"),
            total_bytes=limits.get("bytes"),
            pinned_bytes=command.get("pin_cap_bytes"),
        )
        if self._retention is None or self._retention.archive.root != archive.root:
            for name in list(self._cameras):
                self._end(name)
            # The owner is to hear of a full disk at once, not at the next round.
            self._retention = Retention(archive, kept, self._wake.set, mark)
        else:
            self._retention.limits, self._retention.mark = kept, mark
        self._wake.set()
        return {}

    def _watch(self, command: Json) -> Json:
        name = command["camera"]
        check_camera(name)
        store = CameraStore(self._need_retention(), name)
        camera = build_camera(command, store, self.emit)
        self._end(name)
        self._cameras[name] = camera
        camera.start()
        return {}

    def _unwatch(self, command: Json) -> Json:
        self._end(command["camera"])
        return {}

    def _snapshot(self, command: Json) -> Json:
        camera = self._cameras.get(command["camera"])
        if camera is None:
            raise EngineError("no_footage", "The camera is not being watched.")
        jpeg, time_us = camera.jpeg()
        text = base64.b64encode(jpeg).decode()
        return {"jpeg": text, "time": format_time(time_us)}

    def _status(self, command: Json) -> Json:
        del command
        cameras = {name: camera.status() for name, camera in self._cameras.items()}
        return {"cameras": cameras, "pid": os.getpid()}

    def _pin(self, command: Json) -> Json:
        window = Pin(
            command["camera"], parse_time(command["start"]), parse_time(command["end"])
        )
        self._pins().add(command["pin"], window)
        return {}

    def _unpin(self, command: Json) -> Json:
        self._pins().remove(command["pin"])
        return {}

    def _pins(self) -> Pins:
        retention = self._need_retention()
        return Pins(retention.archive.root, retention.check)

    def _need_retention(self) -> Retention:
        if self._retention is None:
            raise EngineError("bad_command", "The archive is not configured yet.")
        return self._retention

    def _end(self, name: str) -> None:
        camera = self._cameras.pop(name, None)
        if camera is not None:
            camera.stop()

    # Housekeeping ------------------------------------------------------------

    def _keep(self) -> None:
        """Keep the archive inside its limits and say how it is."""
        rounds = 0
        while not self._ended.is_set():
            self._wake.wait(_HOUSEKEEPING_SECONDS)
            self._wake.clear()
            retention = self._retention
            if retention is None or self._ended.is_set():
                continue
            self._keeping_since = time.monotonic()
            rounds += 1
            if rounds % _RESCAN_ROUNDS == 0:
                retention.rescan()
            try:
                retention.enforce()
                if not self._stuck:
                    self._say_archive(retention)
                    self._trouble = None
            except OSError as error:
                self._complain(error)
                # Whatever comes back may hold something else.
                retention.rescan()
            finally:
                self._keeping_since = None

    def _look_after(self) -> None:
        """Say that the process lives, and when a disk hangs: nobody who waits can."""
        while not self._ended.wait(_ALIVE_SECONDS):
            self.emit("alive")
            now = time.monotonic()
            since = self._keeping_since
            stuck = since is not None and now - since > STUCK_SECONDS
            for camera in list(self._cameras.values()):
                stuck = camera.look_after(now) or stuck
            if stuck and not self._stuck:
                self._complain(TimeoutError(errno.ETIMEDOUT, "its disk hangs"))
            elif self._stuck and not stuck:
                self._wake.set()
            self._stuck = stuck

    def _complain(self, error: OSError) -> None:
        """Say that the archive cannot be used; in the log only what is new."""
        missing = isinstance(error, NotThereError)
        state, trouble = "missing" if missing else "error", error.strerror
        self.emit("archive", state=state, cameras={}, free=None)
        if trouble != self._trouble:
            message = f"The archive cannot be used: {trouble}"
            self.emit("log", level="error", message=message)
        self._trouble = trouble

    def _say_archive(self, retention: Retention) -> None:
        cameras = {}
        for name, size in sorted(retention.sizes().items()):
            oldest = retention.archive.oldest(name)
            start = None if oldest is None else format_time(oldest.start_ms * 1000)
            cameras[name] = {"oldest": start, "bytes": size}
        self.emit(
            "archive",
            state="full" if retention.was_full() else "ok",
            cameras=cameras,
            free=_free(retention.archive.root),
        )


def run_worker() -> None:
    """Serve stdin and stdout until stdin closes; then leave at once."""
    libc = ctypes.CDLL(None, use_errno=True)
    _die_with_parent(libc)
    _share_memory(libc)
    # Whoever started it closes stdin to end it; a terminal's Ctrl+C is not for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Worker(sys.stdout).run(sys.stdin)
    # A thread that hangs in a read must not keep the process.
    sys.stdout.flush()
    os._exit(0)


def _die_with_parent(libc: ctypes.CDLL) -> None:
    parent = os.getppid()
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        # It died before the line above.
        os._exit(0)


def _share_memory(libc: ctypes.CDLL) -> None:
    """Keep the threads' memory together: each would hold back megabytes of its own."""
    # musl has neither the function nor the habit.
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_ARENA_MAX, 1)
        libc.mallopt(_M_MMAP_THRESHOLD, 1 << 16)


def _free(root: Path) -> int | None:
    """Return the bytes that are free where the archive is."""
    for folder in (root, *root.parents):
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            continue
    return None
