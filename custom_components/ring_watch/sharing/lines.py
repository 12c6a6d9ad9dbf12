"""An append-only file of JSON lines that are numbered upwards by a member ``seq``.

It is read from either end or from any number on without reading the rest: the
numbers rise, so a line is found by bisecting the file.
"""

from collections.abc import Callable, Iterator
import errno
import os
from pathlib import Path
from typing import Any, BinaryIO

from .canonical import CanonicalError, decode, encode

LONGEST = 64 * 1024
"""Bytes of a line with its line feed."""
_BLOCK = 64 * 1024


class Lines:
    """One file of lines; every method blocks and may raise OSError."""

    def __init__(self, path: Path) -> None:
        """Refer to a file, which need not exist."""
        self.path = path

    def size(self) -> int:
        """Return the file's length in bytes; 0 where there is none."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, line: bytes, expected_size: int) -> int:
        """Write a line and its line feed durably; return the new length.

        One write with O_APPEND, then fsync. When that fails, or when the file was
        not ``expected_size`` long, OSError is raised and the file is as before, as
        far as the disk still allows it.
        """
        data = line + b"\n"
        if len(data) > LONGEST:
            raise ValueError(f"A line of {len(data)} bytes is too long.")
        new = not self.path.exists()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self.path, flags, 0o600)
        try:
            if os.fstat(descriptor).st_size != expected_size:
                raise OSError(f"Something else has written to {self.path.name}.")
            try:
                _write(descriptor, data)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, expected_size)
                os.fsync(descriptor)
                raise
        finally:
            os.close(descriptor)
        if new:
            sync_folder(self.path.parent)
        return expected_size + len(data)

    def after(self, size: int) -> bytes:
        """Return what is behind the first ``size`` bytes."""
        with self.path.open("rb") as file:
            file.seek(size)
            return file.read()

    def cut(self, size: int) -> None:
        """Shorten the file to ``size`` bytes durably."""
        descriptor = os.open(self.path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def backwards(self) -> Iterator[tuple[int, bytes]]:
        """Yield (offset, line with its line feed if it has one) from the end.

        What is longer than any line of ours comes in pieces, which are none.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            offset = file.seek(0, os.SEEK_END)
            rest = b""
            while offset:
                start = max(0, offset - _BLOCK)
                file.seek(start)
                rest = file.read(offset - start) + rest
                offset = start
                while (feed := rest.rfind(b"\n", 0, len(rest) - 1)) >= 0:
                    yield start + feed + 1, rest[feed + 1 :]
                    rest = rest[: feed + 1]
                if len(rest) > LONGEST:
                    yield start, rest
                    rest = b""
            if rest:
                yield 0, rest

    def read(self, first: int, last: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield the lines numbered [first, last) in order, without bad ones.

        A line is bad when it is not canonical JSON or has no number.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._find(file, first))
            for text in file:
                row = parse(text)
                if row is None:
                    continue
                if last is not None and row["seq"] >= last:
                    return
                yield row

    def rewrite(self, keep: Callable[[dict[str, Any]], bool]) -> Replacement:
        """Prepare a copy of the file with only some of its lines; nothing changes yet.

        A line that cannot be read is left out.
        """
        return Replacement(self.path, self.read(0), keep)

    def _find(self, file: BinaryIO, number: int) -> int:
        """Return the offset of the first line numbered ``number`` or higher."""
        low, high = 0, file.seek(0, os.SEEK_END)
        if number <= 0:
            return 0
        # Invariant: lines that begin before `low` are numbered lower; the line
        # that begins at or first after `high` is not.
        while low < high:
            middle = (low + high) // 2
            offset, row = _line_at_or_after(file, middle)
            if row is None or row["seq"] >= number:
                high = middle
            else:
                low = offset + 1
        offset, _ = _line_at_or_after(file, low)
        return offset


class Replacement:
    """The prepared copy of a file of lines, durable but not in its place."""

    def __init__(
        self,
        path: Path,
        rows: Iterator[dict[str, Any]],
        keep: Callable[[dict[str, Any]], bool],
    ) -> None:
        """Write the copy. When that fails, nothing of it stays."""
        self._path = path
        self._partial = path.with_suffix(".part")
        self.removed: list[int] = []
        descriptor = os.open(
            self._partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                for row in rows:
                    if keep(row):
                        file.write(encode(row) + b"\n")
                    else:
                        self.removed.append(row["seq"])
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the copy."""
        self._partial.unlink(missing_ok=True)

    def put(self) -> None:
        """Put the copy into the file's place, durably."""
        self._partial.replace(self._path)
        sync_folder(self._path.parent)


def parse(text: bytes) -> dict[str, Any] | None:
    """Return the object of one complete line, or None where it is not one."""
    if len(text) > LONGEST or not text.endswith(b"\n"):
        return None
    try:
        row = decode(text[:-1])
    except CanonicalError:
        return None
    if not isinstance(row, dict) or type(row.get("seq")) is not int:
        return None
    return row


def save(path: Path, data: bytes) -> None:
    """Write a whole file durably: it is there with all its data, or not at all."""
    partial = path.with_suffix(".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or moved name in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    """Write all data at once. Raises OSError, also when only a part fitted."""
    if os.write(descriptor, data) != len(data):
        raise OSError(errno.ENOSPC, "Only a part of a line was written")


def _line_at_or_after(file: BinaryIO, offset: int) -> tuple[int, dict[str, Any] | None]:
    """Return the first whole line that begins at ``offset`` or later."""
    if offset:
        file.seek(offset - 1)
        offset += len(file.readline()) - 1
    else:
        file.seek(0)
    return offset, parse(file.readline())
