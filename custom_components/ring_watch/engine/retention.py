"""Which footage goes when there is too much of it: the oldest, over all cameras."""

from collections.abc import Callable, Iterator
import contextlib
from dataclasses import dataclass
import errno
import heapq
import os
from pathlib import Path
from threading import Lock
import time

from .archive import Archive, SegmentFile, size_of
from .errors import EngineError
from .leaps import Leaps
from .mark import Mark
from .media import ticks_to_us
from .pins import Pin, Pins, held
from .times import now_us

_DAY_MS = 86_400_000
_FULL_SECONDS = 180
_USUAL_MS = 120_000
_FRESH_MS = 600_000
"""A camera's newest segment is not removed while it may still be written to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept; None is no limit. ``pinned_bytes`` caps what pins hold."""

    days: float | None = None
    total_bytes: int | None = None
    pinned_bytes: int | None = None


class Retention:
    """Keeps an archive inside its limits. Methods may be called from any thread."""

    def __init__(
        self,
        archive: Archive,
        limits: Limits = Limits(),
        on_full: Callable[[], None] = lambda: None,
        mark: Mark | None = None,
    ) -> None:
        """Watch over ``archive``; sizes are read when they are first needed.

        ``on_full`` is called, from any thread, when the disk begins to be full.
        ``mark``: what tells whether the archive's disk is there.
        """
        self.archive = archive
        self.limits = limits
        self.mark = mark
        self._on_full = on_full
        self._sizes: dict[str, int] | None = None
        self._lock = Lock()
        self._full_at: float | None = None
        self._leaps = Leaps()

    def was_full(self) -> bool:
        """Tell whether the disk, not a limit, made footage go lately."""
        return (
            self._full_at is not None
            and time.monotonic() - self._full_at < _FULL_SECONDS
        )

    def check(self) -> None:
        """Raise OSError where the archive's disk is not there (NotThereError), or fails."""
        if self.mark is not None:
            self.mark.check()

    def sizes(self) -> dict[str, int]:
        """Return the bytes of every camera."""
        with self._lock:
            return dict(self._measured())

    def rescan(self) -> None:
        """Measure the archive anew the next time; others may have changed it."""
        with self._lock:
            self._sizes = None

    def written(self, camera: str, count: int) -> None:
        """Take note of ``count`` more bytes."""
        with self._lock:
            if self._sizes is not None:
                self._sizes[camera] = self._sizes.get(camera, 0) + count

    def enforce(self) -> int:
        """Remove what is too old or too much; return the bytes that became free.

        Nothing is too old by a clock that leapt ahead lately (``Leaps``). Raises
        OSError where the archive cannot be used.
        """
        self.check()
        root = self.archive.root
        if root.exists() and not os.access(root, os.W_OK):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        with self._lock:
            freed = 0
            sizes = self._measured()
            oldest_kept = (
                None
                if self.limits.days is None or self._leaps.lately()
                else now_us() // 1000 - int(self.limits.days * _DAY_MS)
            )
            too_much = (
                0
                if self.limits.total_bytes is None
                else sum(sizes.values()) - self.limits.total_bytes
            )
            for camera, segment in self._candidates(pinned=False):
                if freed < too_much or (
                    oldest_kept is not None and _end_ms(segment) <= oldest_kept
                ):
                    freed += self._remove(camera, segment)
                elif oldest_kept is None or segment.start_ms > oldest_kept:
                    break
            return freed

    def make_room(self, count: int) -> bool:
        """Remove the oldest footage until ``count`` bytes are free; False if there is none.

        What nobody pinned goes first. What is pinned follows when nothing else is
        left: a full disk never stops the newest footage. Raises OSError.
        """
        self.check()
        news = not self.was_full()
        self._full_at = time.monotonic()
        if news:
            self._on_full()
        with self._lock:
            freed = 0
            for pinned in (False, True):
                for camera, segment in self._candidates(pinned=pinned):
                    freed += self._remove(camera, segment)
                    if freed >= count:
                        return True
            return freed > 0

    def _candidates(self, *, pinned: bool) -> Iterator[tuple[str, SegmentFile]]:
        """Yield what may go, oldest first; with ``pinned`` only what pins hold."""
        pins = Pins(self.archive.root).needed(now_us())
        beyond = self._beyond_cap(pins)
        fresh_ms = now_us() // 1000 - _FRESH_MS
        for _, camera, segment in heapq.merge(
            *(self._of(camera) for camera in self.archive.cameras())
        ):
            if segment.next_start_ms is None and segment.start_ms > fresh_ms:
                continue
            kept = held(camera, segment, pins) and segment.path not in beyond
            if kept == pinned:
                yield camera, segment

    def _of(self, camera: str) -> Iterator[tuple[int, str, SegmentFile]]:
        """Yield a camera's segments, each knowing where the next begins."""
        last: SegmentFile | None = None
        for segment in self.archive.oldest_first(camera):
            if last is not None:
                known = SegmentFile(last.start_ms, last.path, segment.start_ms)
                yield last.start_ms, camera, known
            last = segment
        if last is not None:
            yield last.start_ms, camera, last

    def _beyond_cap(self, pins: list[Pin]) -> set[object]:
        """Return the paths that pins hold beyond their cap: the oldest ones.

        Those of pins that end by themselves go before all others.
        """
        if self.limits.pinned_bytes is None or not pins:
            return set()
        holding: dict[Path, tuple[bool, int]] = {}
        for pin in pins:
            # What is kept for a while never costs a request its footage.
            lasting = pin.until_us is None
            for segment in self.archive.segments(pin.camera, pin.start_us, pin.end_us):
                known = holding.get(segment.path, (False, 0))
                holding[segment.path] = max(known, (lasting, segment.start_ms))
        total = 0
        beyond: set[object] = set()
        for path in sorted(holding, key=lambda path: holding[path], reverse=True):
            total += size_of(path)
            if total > self.limits.pinned_bytes:
                beyond.add(path)
        return beyond

    def _measured(self) -> dict[str, int]:
        if self._sizes is None:
            self._sizes = {
                camera: self.archive.size(camera) for camera in self.archive.cameras()
            }
        return self._sizes

    def _remove(self, camera: str, segment: SegmentFile) -> int:
        size = size_of(segment.path)
        try:
            segment.path.unlink()
        except OSError:
            return 0
        if self._sizes is not None:
            self._sizes[camera] = max(self._sizes.get(camera, 0) - size, 0)
        # The hour and the day go with their last segment; others' files keep them.
        with contextlib.suppress(OSError):
            segment.path.parent.rmdir()
            segment.path.parent.parent.rmdir()
        return size


def _end_ms(segment: SegmentFile) -> int:
    """Return when a segment's footage ends: by its name, or from what it holds."""
    following = segment.next_start_ms
    if following is not None and following - segment.start_ms <= _USUAL_MS:
        return following
    # Needs numpy, which looking names up does not.
    from .segment import read_segment  # noqa: PLC0415

    try:
        video = read_segment(segment.path).video
    except EngineError:
        return segment.start_ms + _USUAL_MS
    return ticks_to_us(video.end, video.timescale) // 1000
