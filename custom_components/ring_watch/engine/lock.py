"""Locks that end with whoever holds them (flock(2)), also across a network's disk."""

import fcntl
import os
from pathlib import Path


class HeldError(OSError):
    """Somebody else has the lock."""


def lock(path: Path) -> int:
    """Lock a file, which is made where there is none; closing the result ends it.

    Raises HeldError, or OSError where nothing can be locked. Blocks.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        # A Windows share (SMB) says of a lock that somebody has: permission denied.
        if isinstance(error, BlockingIOError | PermissionError):
            raise HeldError(error.errno, error.strerror) from None
        raise
    return descriptor
