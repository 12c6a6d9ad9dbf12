"""The end of a ledger's file: what a start has to look at, however long it is."""

from dataclasses import dataclass
import hashlib
from pathlib import Path
from typing import Final

from . import lines
from .canonical import Json
from .chain import CHECKPOINT, CHECKPOINT_EVERY, Entry
from .lines import Lines

_PENDING: Final = ".pending"


class TailError(ValueError):
    """More than the last line is bad."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The last entries, from a checkpoint or the first on; empty: no entry at all.

    ``size`` is where the last good line ends; ``torn`` tells of bytes after it.
    """

    entries: list[Entry]
    size: int
    torn: bool

    @property
    def unsigned(self) -> int:
        """How many entries follow the last checkpoint."""
        signed = self.entries and self.entries[0].type == CHECKPOINT
        return len(self.entries) - bool(signed)


def read_tail(file: Lines) -> Tail:
    """Read the end of a ledger. Raises TailError, OSError."""
    found: list[Entry] = []
    torn = False
    size = file.size()
    for offset, text in file.backwards():
        row = lines.parse(text)
        entry = Entry.from_json(row) if row is not None else None
        if entry is None:
            # A write that was cut short leaves one line that is not whole.
            if torn or found:
                raise TailError("More than the ledger's last line is bad.")
            torn, size = True, offset
            continue
        if found and not found[-1].follows(entry.place):
            raise TailError("The ledger's last entries are not linked.")
        found.append(entry)
        if entry.type == CHECKPOINT:
            break
        if len(found) > CHECKPOINT_EVERY:
            raise TailError("The ledger's last entries are not signed.")
    else:
        if found and found[-1].seq != 0:
            raise TailError("The ledger does not begin with its first entry.")
    return Tail(found[::-1], size, torn)


def set_torn_aside(folder: Path, torn: bytes) -> None:
    """Keep what was torn in a side file that waits to be noted, durably."""
    taken = {path.stem for path in folder.glob("torn-*")}
    number = len(taken) + 1
    while f"torn-{number}" in taken:
        number += 1
    lines.save(folder / f"torn-{number}{_PENDING}", torn)


def waiting(folder: Path) -> list[tuple[Path, dict[str, Json]]]:
    """Return the side files that no entry notes yet, with what to note."""
    found: list[tuple[Path, dict[str, Json]]] = []
    for path in sorted(folder.glob(f"torn-*{_PENDING}")):
        data = path.read_bytes()
        note: dict[str, Json] = {
            "bytes": len(data),
            "file": path.with_suffix(".bin").name,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        found.append((path, note))
    return found


def noted(path: Path) -> None:
    """Give a side file, which an entry now notes, its final name."""
    path.replace(path.with_suffix(".bin"))
    lines.sync_folder(path.parent)
