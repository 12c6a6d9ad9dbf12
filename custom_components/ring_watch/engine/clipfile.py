"""A file that appears under its name only when it is finished."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
import errno
import hashlib
import os
from pathlib import Path
import secrets
import threading
from types import TracebackType
from typing import BinaryIO, Self

from .ahead import ahead
from .errors import EngineError

_BLOCK = 1 << 22
_READ = 1 << 20
_UNSUPPORTED = frozenset((errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL))


class PrivateFile:
    """An empty file, 0600, without a name: nothing is left of it when it is closed.

    Where the file system knows no such files, it has a hidden name meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        """Create it on the file system of ``folder``; raises OSError."""
        self._folder = folder
        self._name: Path | None = None
        flags = os.O_RDWR | os.O_CLOEXEC
        try:
            descriptor = os.open(folder, flags | os.O_TMPFILE, 0o600)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            self._name = folder / f".{secrets.token_hex(8)}.part"
            flags |= os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            descriptor = os.open(self._name, flags, 0o600)
        self.file: BinaryIO = os.fdopen(descriptor, "w+b", buffering=0)
        self.size = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; unless published, it is gone."""
        self.file.close()
        if self._name is not None:
            self._name.unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        """A path by which this process can open the file."""
        return Path(f"/proc/self/fd/{self.file.fileno()}")

    def append(self, data: bytes) -> int:
        """Write ``data`` at the end; return the offset at which it begins."""
        offset = self.size
        view = memoryview(data)
        while view:
            written = os.write(self.file.fileno(), view)
            self.size += written
            view = view[written:]
        return offset

    def publish(self, path: Path) -> None:
        """Give it its name, all at once, in place of an older file of that name.

        When this returns, file and name have reached the disk. Raises OSError.
        """
        os.fsync(self.file.fileno())
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if self._name is not None or not self._link(path.name, folder):
                self._replace(path, folder)
            os.fsync(folder)
        finally:
            os.close(folder)

    def _replace(self, path: Path, folder: int) -> None:
        name = f".{secrets.token_hex(8)}.part"
        if self._name is None and self._link(name, folder):
            self._name = self._folder / name
        assert self._name is not None
        self._name.replace(path)
        self._name = None

    def _link(self, name: str, folder: int) -> bool:
        """Give the nameless file its first name; tell whether that was free."""
        try:
            # With a folder's descriptor link() follows /proc to the open file.
            os.link(self.path, name, dst_dir_fd=folder)
        except FileExistsError:
            return False
        return True


class Digest:
    """SHA-256 of a file that is still being written, from what is in it by then."""

    def __init__(
        self, file: BinaryIO, also: Callable[[bytes], object] = lambda _: None
    ) -> None:
        """Begin to read along from the start of the file; ``also`` gets all of it."""
        self._also = also
        self._descriptor = file.fileno()
        self._changed = threading.Condition()
        self._written = 0
        self._finished = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="digest")
        self._result = self._thread.submit(self._follow)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, finished or not."""
        with self._changed:
            # Unless it has ended, nobody wants to know any more.
            self._written, self._finished = 0, True
            self._changed.notify()
        self._thread.shutdown()

    def advance(self, written: int) -> None:
        """Tell how many bytes of the file are final."""
        with self._changed:
            self._written = written
            self._changed.notify()

    def finish(self) -> str:
        """Return the digest of all bytes, in hexadecimal; raises OSError."""
        with self._changed:
            self._finished = True
            self._changed.notify()
        return self._result.result()

    def _follow(self) -> str:
        digest = hashlib.sha256()
        # Reading and ``also`` leave the interpreter to others, as this does.
        with ahead(self._blocks(), 1) as blocks:
            for block in blocks:
                digest.update(block)
        return digest.hexdigest()

    def _blocks(self) -> Generator[bytes]:
        """Yield what is written, always a block behind or at the end."""
        position = 0
        while size := self._wait(position):
            block = os.pread(self._descriptor, size, position)
            if not block:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            yield block
            self._also(block)
            # Starts to write it to the disk, so that fsync waits for less.
            os.posix_fadvise(
                self._descriptor, position, len(block), os.POSIX_FADV_DONTNEED
            )
            position += len(block)

    def _wait(self, position: int) -> int:
        """Return how many bytes to read next, 0 when it is over."""
        with self._changed:
            while self._written - position < _READ and not self._finished:
                self._changed.wait()
            return max(0, min(_READ, self._written - position))


def copy(
    target: PrivateFile, source: BinaryIO, extents: Iterable[tuple[int, int]]
) -> None:
    """Append (offset, length) extents of ``source`` to ``target``, in the kernel.

    Raises EngineError ``footage_gone`` when the source is shorter than they say.
    """
    for start, size in extents:
        offset, left = start, size
        while left:
            done = _copy_some(source.fileno(), target.file.fileno(), offset, left)
            if done == 0:
                raise EngineError(
                    "footage_gone", "Footage was removed meanwhile. Gather again."
                )
            target.size += done
            offset += done
            left -= done


def _copy_some(source: int, target: int, offset: int, size: int) -> int:
    size = min(size, _BLOCK)
    try:
        return os.copy_file_range(source, target, size, offset)
    except OSError as error:
        # Not between these two file systems.
        if error.errno not in (*_UNSUPPORTED, errno.EXDEV, errno.ENOSYS):
            raise
    return os.write(target, os.pread(source, size, offset))
