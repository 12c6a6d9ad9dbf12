"""Windows that retention leaves alone: one small file each under ``ROOT/.pins/``."""

from collections.abc import Callable, Iterable
import contextlib
from dataclasses import dataclass
import json
import os
from pathlib import Path
import re

from .archive import SegmentFile, check_camera, make_private
from .errors import EngineError
from .times import format_time, parse_time

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_MS = 120_000
"""A segment is taken to be no longer than this where its successor is not known."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A window [start_us, end_us) of one camera that is still needed.

    ``until_us``: when it ceases to be; None: when it is removed.
    """

    camera: str
    start_us: int
    end_us: int
    until_us: int | None = None

    def holds(self, camera: str, segment: SegmentFile) -> bool:
        """Tell whether the segment may have a part in the window."""
        end_ms = segment.next_start_ms or segment.start_ms + _LONGEST_MS
        return (
            camera == self.camera
            and segment.start_ms * 1000 < self.end_us
            and end_ms * 1000 + 999 > self.start_us
        )


class Pins:
    """The pins of an archive; every change is on disk before the call returns."""

    def __init__(self, root: Path, check: Callable[[], None] = lambda: None) -> None:
        """Refer to the pins of the archive at ``root``.

        ``check`` raises OSError where that is not what it was; nothing is changed then.
        """
        self._folder = root / ".pins"
        self._check = check

    def all(self) -> dict[str, Pin]:
        """Return the pins by name; a damaged file counts for nothing."""
        found = {}
        try:
            paths = sorted(self._folder.glob("*.json"))
        except OSError:
            return {}
        for path in paths:
            if not _NAME.fullmatch(path.stem):
                continue
            try:
                data = json.loads(path.read_bytes())
                found[path.stem] = Pin(
                    str(data["camera"]),
                    parse_time(data["start"]),
                    parse_time(data["end"]),
                    parse_time(data["until"]) if "until" in data else None,
                )
            except OSError, ValueError, KeyError, TypeError, EngineError:
                continue
        return found

    def needed(self, now_us: int) -> list[Pin]:
        """Return the pins that hold at this time; those that are over go."""
        needed = []
        for name, pin in self.all().items():
            if pin.until_us is None or now_us < pin.until_us:
                needed.append(pin)
            else:
                with contextlib.suppress(OSError):
                    self.remove(name)
        return needed

    def add(self, name: str, pin: Pin) -> None:
        """Keep a window, in place of the one of the same name. Raises OSError."""
        check_camera(pin.camera)
        if pin.end_us <= pin.start_us:
            raise EngineError("window_empty", "The window to keep is empty.")
        path = self._path(name)
        self._check()
        make_private(self._folder)
        fields = {
            "camera": pin.camera,
            "start": format_time(pin.start_us),
            "end": format_time(pin.end_us),
        }
        if pin.until_us is not None:
            fields["until"] = format_time(pin.until_us)
        partial = path.with_suffix(".part")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(json.dumps(fields))
            file.flush()
            os.fsync(descriptor)
        partial.replace(path)

    def remove(self, name: str) -> None:
        """Give a window free; one that is not there is no error. Raises OSError."""
        self._check()
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise EngineError("bad_pin", "A pin's name has 1 to 64 of A-Z a-z 0-9 _ -.")
        return self._folder / f"{name}.json"


def held(camera: str, segment: SegmentFile, pins: Iterable[Pin]) -> bool:
    """Tell whether any of the pins holds a segment."""
    return any(pin.holds(camera, segment) for pin in pins)
