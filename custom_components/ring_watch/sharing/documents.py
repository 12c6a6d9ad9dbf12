"""Small JSON documents in one private folder, replaced atomically."""

from collections.abc import Callable, Mapping
from contextlib import suppress
import json
import os
from pathlib import Path
import re
from typing import Any

_NAME = re.compile(r"[a-z0-9_]{1,64}")


class FileDocuments:
    """``ports.Documents`` as files NAME.json; every method blocks."""

    def __init__(self, folder: Path) -> None:
        """Refer to a folder, which need not exist."""
        self._folder = folder

    def load(self, name: str) -> dict[str, Any] | None:
        """Return a document, None where there is none. Raises OSError, ValueError."""
        try:
            document = json.loads(self._path(name).read_bytes())
        except FileNotFoundError:
            return None
        if not isinstance(document, dict):
            raise ValueError(f"The document {name} is damaged.")  # noqa: TRY004
        return document

    def save(self, name: str, document: Mapping[str, Any]) -> None:
        """Replace a document durably: it is the old or the new one. Raises OSError."""
        path = self._path(name)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        data = json.dumps(document, separators=(",", ":")).encode()
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = os.open(partial, flags, 0o600)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(descriptor, left) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            partial.replace(path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        # The new one is in place now, so this must not look like a failure. Should a
        # power cut bring the old one back, the ledger knows what is missing.
        with suppress(OSError):
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("A document's name has 1 to 64 of a-z 0-9 _.")
        return self._folder / f"{name}.json"


class FileWitness:
    """``ports.Witness`` as one small file outside of what backups bring back."""

    def __init__(self, path: Path, check: Callable[[], None] = lambda: None) -> None:
        """Refer to a file, which need not exist.

        ``check`` raises OSError where its disk is not there.
        """
        self._path = path
        self._check = check

    def load(self) -> int | None:
        """Return the number last saved, None where there is none."""
        try:
            return int(self._path.read_text())
        except OSError, ValueError:
            return None

    def save(self, generation: int) -> None:
        """Replace the number; after a power cut an older one may be there.

        Raises OSError.
        """
        self._check()
        partial = self._path.with_name(f"{self._path.name}.part")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(str(generation))
        partial.replace(self._path)
