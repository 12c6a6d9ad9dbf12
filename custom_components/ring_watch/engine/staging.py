"""Segments that become part of an archive all at once, or not at all."""

import contextlib
from io import FileIO
import os
from pathlib import Path
import secrets
import shutil
from types import TracebackType
from typing import Self

from .archive import Archive, make_private
from .errors import EngineError
from .lock import lock

_FOLDER = ".import"
_LOCK = "lock"


class Staging:
    """A folder next to the cameras' that takes segments (a ``Store``).

    Leaving the context removes what was not published. What a killed process left
    behind goes when the next import begins.
    """

    def __init__(self, archive: Archive, camera: str) -> None:
        """Stage segments of ``camera``."""
        self._archive = archive
        self._camera = camera
        self._folder = archive.root / _FOLDER / secrets.token_hex(8)
        self._staged: list[tuple[Path, int]] = []
        self._lock: FileIO | None = None

    def __enter__(self) -> Self:
        """Make the folder; raises EngineError ``archive_error``."""
        try:
            _remove_abandoned(self._folder.parent)
            make_private(self._folder)
            self._lock = lock(self._folder / _LOCK)
        except OSError as error:
            raise _failed(error) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
        assert self._lock
        self._lock.close()
        with contextlib.suppress(OSError):
            self._folder.parent.rmdir()

    def create(self, start_ms: int) -> tuple[Path, int]:
        """Create an empty segment; return its path and a descriptor."""
        path = self._folder / f"{len(self._staged)}.mp4"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o600)
        self._staged.append((path, start_ms))
        return path, descriptor

    def make_room(self, count: int) -> bool:
        """Remove nothing: old footage is not worth more than newer."""
        del count
        return False

    def written(self, count: int) -> None:
        """Nothing is kept account of."""

    def publish(self) -> None:
        """Move the segments into the archive; when one fails, none is there."""
        published: list[Path] = []
        try:
            for staged, start_ms in self._staged:
                if staged.exists():
                    path = self._archive.path(self._camera, start_ms)
                    make_private(path.parent)
                    _move(staged, path)
                    published.append(path)
        except BaseException as error:
            for path in published:
                path.unlink(missing_ok=True)
            if isinstance(error, FileExistsError):
                raise EngineError(
                    "footage_exists", "The archive has footage of this time already."
                ) from None
            if isinstance(error, OSError):
                raise _failed(error) from None
            raise


def _move(staged: Path, path: Path) -> None:
    """Rename without ever replacing another segment."""
    try:
        path.hardlink_to(staged)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links (FAT, some network shares).
        if path.exists():
            raise FileExistsError from None
        staged.rename(path)
    else:
        staged.unlink()


def _remove_abandoned(parent: Path) -> None:
    if not parent.is_dir() or parent.is_symlink():
        return
    for folder in parent.iterdir():
        try:
            held = lock(folder / _LOCK)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        held.close()


def _failed(error: OSError) -> EngineError:
    return EngineError(
        "archive_error", f"The archive cannot be written: {error.strerror}."
    )
