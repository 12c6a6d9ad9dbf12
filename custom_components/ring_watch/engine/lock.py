"""Locks that end with whoever holds them (flock(2)), also across a network's disk."""

import fcntl
from io import FileIO
import os
from pathlib import Path


class HeldError(OSError):
    """Somebody else has the lock."""


def lock(path: Path) -> FileIO:
    """Lock a file, which is made where there is none, until the result is closed.

    Raises HeldError, or OSError where nothing can be locked. Blocks.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        # A Windows share (SMB) says of a lock that somebody has: permission denied.
        if isinstance(error, BlockingIOError | PermissionError):
            raise HeldError(error.errno, error.strerror) from None
        raise
    return file
