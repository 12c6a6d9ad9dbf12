"""The mark by which a folder is known again.

A disk that is not mounted leaves another folder in its place, empty or with what was
once written there. Nothing may be recorded into that, nor removed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import errno
from pathlib import Path
from typing import Any, Final, Self

_LONGEST: Final = 64


class NotThereError(FileNotFoundError):
    """The folder is not the one that was marked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small file, and what it holds in the folder that is meant."""

    path: Path
    text: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the mark that ``to_json`` describes. Raises LookupError, TypeError."""
        return cls(Path(data["path"]), str(data["text"]))

    def to_json(self) -> dict[str, str]:
        """Return what the worker is told."""
        return {"path": str(self.path), "text": self.text}

    def check(self) -> None:
        """Raise NotThereError for another folder, OSError for one that fails. Blocks."""
        if read_mark(self.path) != self.text:
            raise NotThereError(errno.ENOENT, "its disk is not there")


def read_mark(path: Path) -> str | None:
    """Return what marks a folder; None for nothing that could. Raises OSError. Blocks."""
    try:
        with path.open(encoding="ascii") as file:
            return file.read(_LONGEST).strip() or None
    except FileNotFoundError, NotADirectoryError, ValueError:
        return None
