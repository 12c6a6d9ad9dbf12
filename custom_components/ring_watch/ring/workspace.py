"""A private folder to work in, next to the footage that it is for."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
import shutil
import tempfile
import time
from typing import Final

from .tasks import in_thread

_PREFIX: Final = ".ring-"
_ABANDONED: Final = 48 * 3600.0


@asynccontextmanager
async def private_folder(archive: Path) -> AsyncGenerator[Path]:
    """Give a new folder that no look-up in the archive finds, and remove it.

    What a crash of another process has left of such folders goes, after two days.
    """
    making = asyncio.ensure_future(asyncio.to_thread(_make, archive))
    try:
        yield await asyncio.shield(making)
    finally:
        # Cancelled or not, it is made, and nobody else knows of it.
        folder = await making
        await in_thread(_remove, folder)


def clear(archive: Path) -> None:
    """Remove all such folders, while none of them is in use. Blocks."""
    for old in archive.glob(f"{_PREFIX}*"):
        _remove(old)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _make(archive: Path) -> Path:
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = time.time()
    for old in archive.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if now - old.lstat().st_mtime > _ABANDONED:
                _remove(old)
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=archive))
