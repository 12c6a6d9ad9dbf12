"""A private folder to work in, next to the footage that it is for."""

from contextlib import suppress
from pathlib import Path
import shutil
import tempfile
from typing import Final

_PREFIX: Final = ".ring-"
_ABANDONED: Final = 48 * 3600.0


def private_folder(archive: Path, now: float) -> Path:
    """Return a new folder that no look-up in the archive finds. Blocks.

    What a crash has left of such folders goes.
    """
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in archive.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if now - old.lstat().st_mtime > _ABANDONED:
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=archive))
