"""Existing footage (an SD card's, a recorder's export) into the archive.

What can be is copied, the rest encoded once (``file_feed``). Either all of a file
becomes part of the archive or nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from .address import Address
from .archive import Archive, check_camera
from .errors import EngineError
from .file_feed import MustEncodeError, file_feed
from .media import MICROSECONDS
from .segment import NO_GAP_US, read_segment
from .segment_writer import ClosedSegment
from .staging import Staging
from .times import now_us

_DAY_US = 86_400 * MICROSECONDS

type Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file; times in microseconds since the Unix epoch."""

    start_us: int
    end_us: int
    segments: int
    size: int
    encoded: bool
    sound: bool


def import_file(
    archive: Archive,
    camera: str,
    path: Path,
    start_us: int,
    progress: Progress = lambda done: None,
) -> Imported:
    """Bring a file into the archive; its first displayed frame is at ``start_us``.

    Frame n is at ``start_us`` plus the distance of its timestamp from that of the
    first, exactly (`timescale_for`). Raises EngineError: ``bad_time`` (before 1970, or
    more than a day ahead), ``bad_source`` (no file), ``unreadable`` (no video in it),
    ``footage_exists``, ``disk_full``, ``archive_error``. The archive is left as it was
    then, also when the import is interrupted.
    """
    check_camera(camera)
    _check_start(start_us)
    address = Address(str(path.absolute()))
    job = _Import(archive, camera, address, start_us, progress)
    try:
        return job.run(encode=False)
    except MustEncodeError:
        return job.run(encode=True)


class _Import:
    """One file on its way into the archive."""

    def __init__(
        self,
        archive: Archive,
        camera: str,
        address: Address,
        start_us: int,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._camera = camera
        self._address = address
        self._start_us = start_us
        self._progress = progress
        self._segments: list[ClosedSegment] = []

    def run(self, *, encode: bool) -> Imported:
        self._segments = []
        with Staging(self._archive, self._camera) as staging:
            try:
                sound = self._write(staging, encode=encode)
            except av.FFmpegError:
                # Not chained: the exceptions of libav carry the path.
                raise EngineError(
                    "unreadable", "The file is damaged and cannot be read to its end."
                ) from None
            if not self._segments:
                raise EngineError("unreadable", "The file holds no readable video.")
            staging.publish()
        self._progress(1.0)
        return Imported(
            self._segments[0].start_us,
            self._segments[-1].end_us,
            len(self._segments),
            sum(segment.size for segment in self._segments),
            encode,
            sound,
        )

    def _write(self, staging: Staging, *, encode: bool) -> bool:
        """Write the file's segments; return whether there is sound."""
        with file_feed(self._address, staging, self._closed, encode=encode) as feed:
            feed.place(Fraction(self._start_us, MICROSECONDS))
            size = feed.size
            for packet, _ in feed.packets():
                if size and packet.pos:
                    self._progress(min(packet.pos / size, 0.99))
                feed.feed(packet)
            feed.close()
            return self._read_back(feed.pictures)

    def _read_back(self, pictures: int) -> bool:
        """Return whether there is sound.

        Raises EngineError ``archive_error`` unless all pictures can be found again.
        """
        found, sound = 0, False
        with suppress(EngineError):
            for segment in self._segments:
                stored = read_segment(segment.path)
                found += len(stored.video)
                sound = sound or stored.audio is not None
        if found != pictures:
            raise EngineError(
                "archive_error",
                f"Of {pictures} pictures only {found} could be read back from the "
                "archive, so nothing was imported.",
            )
        return sound

    def _closed(self, segment: ClosedSegment) -> None:
        """Refuse a segment where there is footage already."""
        self._segments.append(segment)
        # How long the last frame lasts is a guess, so a little overlap is none.
        end_us = max(segment.end_us - NO_GAP_US, segment.start_us + 1)
        found = self._archive.coverage(self._camera, segment.start_us, end_us)
        if any(end - begin > NO_GAP_US for begin, end in found.spans):
            raise EngineError(
                "footage_exists",
                "The archive has footage of this time already. "
                "Choose another start or another camera.",
            )


def _check_start(start_us: int) -> None:
    if start_us < 0:
        raise EngineError("bad_time", "Footage from before 1970 cannot be kept.")
    # A day: the clock of this machine may be wrong, or a camera's.
    if start_us > now_us() + _DAY_US:
        raise EngineError(
            "bad_time", "The start is in the future. Footage is of the past."
        )
