"""Files of what is shared, opened as what they have to be."""

import errno
import os
from pathlib import Path
import stat


def open_regular(path: Path) -> int:
    """Open a regular file to be read; return its descriptor.

    Raises OSError, also for a link and for what one could wait for.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return descriptor
