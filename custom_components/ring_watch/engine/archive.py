"""Segments on disk: ``ROOT/<camera>/<YYYY-MM-DD>/<HH>/<UTC ms>.mp4``.

The names are the only index, so nothing can disagree with the file system. What
does not fit the layout (foreign files, symbolic links) is neither read nor touched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
import os
from pathlib import Path
import re
from typing import TYPE_CHECKING

from .errors import EngineError
from .times import parse_time, to_datetime

if TYPE_CHECKING:
    from .coverage import Coverage

_CAMERA = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HOUR = re.compile(r"[01]\d|2[0-3]")
_SEGMENT = re.compile(r"(0|[1-9]\d{0,14})\.mp4")
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True, order=True)
class SegmentFile:
    """A segment by its name.

    ``start_ms``: milliseconds since the Unix epoch of its earliest displayed frame,
    rounded down. ``next_start_ms``: that of the camera's next segment, where the
    look-up has seen one; the segment is valid up to there at most.
    """

    start_ms: int
    path: Path
    next_start_ms: int | None = None


class Archive:
    """All cameras' segments below one folder. Cheap to make; keeps nothing open."""

    def __init__(self, root: Path) -> None:
        """Refer to a folder, which need not exist yet."""
        self.root = root

    def cameras(self) -> list[str]:
        """Return the names of the cameras that have a folder."""
        return _folders(self.root, _CAMERA)

    def days(self, camera: str) -> list[str]:
        """Return the days (UTC, ``2026-11-23``) that have a folder, oldest first."""
        return _folders(self._camera(camera), _DAY)

    def hours(self, camera: str, day: str) -> list[str]:
        """Return the hours (UTC, ``00`` to ``23``) of a day that have a folder."""
        if not _DAY.fullmatch(day):
            return []
        return _folders(self._camera(camera) / day, _HOUR)

    def hour(self, camera: str, day: str, hour: str) -> list[SegmentFile]:
        """Return the segments that begin in one hour, oldest first."""
        if not (_DAY.fullmatch(day) and _HOUR.fullmatch(hour)):
            return []
        return _segments(self._camera(camera) / day / hour, day, hour)

    def segments(
        self, camera: str, start_us: int | None = None, end_us: int | None = None
    ) -> list[SegmentFile]:
        """Return the segments that may hold something of [start_us, end_us).

        Those that begin inside, and the last one that begins at or before the
        start. By names alone: whether they reach that far is in the files.
        """
        start_ms = None if start_us is None else start_us // 1000
        end_ms = None if end_us is None else -(-end_us // 1000)
        found: list[SegmentFile] = []
        following: int | None = None
        for segment in self._backwards(camera, end_ms):
            if end_ms is not None and segment.start_ms >= end_ms:
                following = segment.start_ms
                continue
            found.append(SegmentFile(segment.start_ms, segment.path, following))
            following = segment.start_ms
            # Strictly: names are rounded down, so the one before may still be needed.
            if start_ms is not None and segment.start_ms < start_ms:
                break
        if found and end_ms is not None and found[0].next_start_ms is None:
            last = found[0]
            found[0] = SegmentFile(
                last.start_ms, last.path, self._first_after(camera, last.start_ms)
            )
        return found[::-1]

    def newest(self, camera: str) -> SegmentFile | None:
        """Return the segment that begins last."""
        return next(self._backwards(camera, None), None)

    def oldest(self, camera: str) -> SegmentFile | None:
        """Return the segment that begins first."""
        return next(self.oldest_first(camera), None)

    def oldest_first(self, camera: str) -> Iterator[SegmentFile]:
        """Yield all segments of a camera in order of time, reading folders as needed."""
        for day in self.days(camera):
            for hour in self.hours(camera, day):
                yield from self.hour(camera, day, hour)

    def size(self, camera: str) -> int:
        """Return the bytes of all segments of a camera."""
        total = 0
        for segment in self.oldest_first(camera):
            total += size_of(segment.path)
        return total

    def coverage(
        self,
        camera: str,
        start_us: int | None = None,
        end_us: int | None = None,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Coverage:
        """Return what there is of [start_us, end_us), read from the segments."""
        # Needs numpy, which looking names up does not.
        from .coverage import coverage  # noqa: PLC0415

        segments = self.segments(camera, start_us, end_us)
        return coverage(segments, start_us, end_us, progress)

    def create(self, camera: str, start_ms: int) -> tuple[Path, int]:
        """Create an empty segment; return its path and a descriptor to write to.

        A name that is taken moves on by a millisecond. Raises OSError.
        """
        while True:
            path = self.path(camera, start_ms)
            make_private(path.parent)
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
                return path, os.open(path, flags | os.O_NOFOLLOW, 0o600)
            except FileExistsError:
                start_ms += 1
            except FileNotFoundError:
                # Retention removed the empty folder in between.
                continue

    def path(self, camera: str, start_ms: int) -> Path:
        """Return where a segment that begins at ``start_ms`` lies."""
        moment = to_datetime(start_ms * 1000)
        folder = self._camera(camera) / f"{moment:%Y-%m-%d}" / f"{moment:%H}"
        return folder / f"{start_ms}.mp4"

    def _camera(self, camera: str) -> Path:
        check_camera(camera)
        return self.root / camera

    def _backwards(self, camera: str, end_ms: int | None) -> Iterator[SegmentFile]:
        """Yield segments newest first, from those of the hour that holds the end."""
        limit = ("9", "")
        if end_ms is not None:
            moment = to_datetime(end_ms * 1000)
            limit = (f"{moment:%Y-%m-%d}", f"{moment:%H}")
        for day in reversed(self.days(camera)):
            if day > limit[0]:
                continue
            for hour in reversed(self.hours(camera, day)):
                if (day, hour) <= limit:
                    yield from reversed(self.hour(camera, day, hour))

    def _first_after(self, camera: str, start_ms: int) -> int | None:
        moment = to_datetime(start_ms * 1000)
        at = (f"{moment:%Y-%m-%d}", f"{moment:%H}")
        for day in self.days(camera):
            if day < at[0]:
                continue
            for hour in self.hours(camera, day):
                if (day, hour) < at:
                    continue
                for segment in self.hour(camera, day, hour):
                    if segment.start_ms > start_ms:
                        return segment.start_ms
        return None


def check_camera(camera: str) -> None:
    """Raise EngineError ``bad_camera_name`` for a name that cannot be a folder."""
    if not _CAMERA.fullmatch(camera):
        raise EngineError(
            "bad_camera_name",
            f"{camera!r} is no camera name. "
            "Use 1 to 64 letters, digits, _ and -, not - first.",
        )


def make_private(folder: Path) -> None:
    """Create a folder and those above it, for the owner only (0700)."""
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_private(folder.parent)
        folder.mkdir(0o700, exist_ok=True)


def size_of(path: Path) -> int:
    """Return a file's size in bytes, 0 when it is gone."""
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def _folders(parent: Path, name: re.Pattern[str]) -> list[str]:
    try:
        with os.scandir(parent) as entries:
            return sorted(
                entry.name
                for entry in entries
                if name.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            )
    except FileNotFoundError, NotADirectoryError:
        return []


def _segments(folder: Path, day: str, hour: str) -> list[SegmentFile]:
    found = []
    try:
        first = parse_time(f"{day}T{hour}:00:00Z") // 1000
        with os.scandir(folder) as entries:
            for entry in entries:
                match = _SEGMENT.fullmatch(entry.name)
                if not match or not entry.is_file(follow_symlinks=False):
                    continue
                start_ms = int(match[1])
                # A file in the wrong folder would be found by no look-up in time.
                if first <= start_ms < first + _HOUR_MS:
                    found.append(SegmentFile(start_ms, folder / entry.name))
    except FileNotFoundError, NotADirectoryError, EngineError:
        return []
    found.sort()
    return found
