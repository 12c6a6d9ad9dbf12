"""A segment while it is written: whole fragments or nothing, also on a full disk."""

import errno
import os
from pathlib import Path
from typing import Protocol

from .errors import EngineError

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))


class Store(Protocol):
    """Where segments go."""

    def create(self, start_ms: int) -> tuple[Path, int]:
        """Create an empty segment; return its path and a descriptor."""

    def make_room(self, count: int) -> bool:
        """Free ``count`` bytes; tell whether anything became free. Raises OSError."""

    def written(self, count: int) -> None:
        """Take note of ``count`` more bytes on disk."""


class SegmentFile:
    """One segment's file, open for appending."""

    def __init__(self, store: Store, start_ms: int) -> None:
        """Create the file; raises EngineError ``disk_full`` or ``archive_error``."""
        self._store = store
        self.size = 0
        while True:
            try:
                self.path, self._descriptor = store.create(start_ms)
            except OSError as error:
                if not self._makes_room(error, 1):
                    raise _failed(error) from None
            else:
                return

    def append(self, data: bytes) -> None:
        """Write all of ``data``, or nothing at all.

        Raises EngineError ``disk_full`` when there is no room and none can be
        made, ``archive_error`` when the disk fails otherwise.
        """
        while True:
            try:
                self._write(data)
            except OSError as error:
                # A torn fragment would hide those that follow it.
                os.ftruncate(self._descriptor, self.size)
                if self._makes_room(error, len(data)):
                    continue
                raise _failed(error) from None
            self.size += len(data)
            self._store.written(len(data))
            return

    def close(self) -> None:
        """Bring the file to the disk; one without content is removed."""
        try:
            if self.size:
                os.fdatasync(self._descriptor)
            else:
                self.path.unlink(missing_ok=True)
        except OSError:
            # What was written is readable; a power cut may cost the last seconds.
            pass
        finally:
            os.close(self._descriptor)

    def _makes_room(self, error: OSError, count: int) -> bool:
        """Free ``count`` bytes, if that is what was missing; tell whether it helped."""
        try:
            return error.errno in _FULL and self._store.make_room(count)
        except OSError:
            # Whatever is in its place now, it is not the disk that is full.
            return False

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        at = self.size
        while view:
            count = os.pwrite(self._descriptor, view, at)
            view = view[count:]
            at += count


def _failed(error: OSError) -> EngineError:
    if error.errno in _FULL:
        return EngineError(
            "disk_full", "The disk is full and holds no older footage to remove."
        )
    return EngineError(
        "archive_error", f"The archive cannot be written: {error.strerror}."
    )
