"""Ledgers that were damaged and set aside: kept, named, and able to forget."""

from collections.abc import Collection
from contextlib import ExitStack
import hashlib
from pathlib import Path
from typing import Final

from custom_components.ring_watch.engine.times import to_datetime

from . import lines
from .canonical import Json
from .chain import EMPTY, STARTED
from .lines import Lines
from .reader import linked

_LEDGER: Final = "damaged"
_TEXTS: Final = "damaged_texts"


def set_aside(folder: Path, now_us: int) -> None:
    """Give a damaged ledger's files names with the time. Raises OSError.

    Where that is cut short it may be done again. The texts go first: without the
    ledger's file there would be nothing left to be set aside.
    """
    stamp = f"{to_datetime(now_us):%Y%m%dT%H%M%SZ}"
    number = 1
    while list(folder.glob(f"{_LEDGER}*-{stamp}.jsonl")):
        number += 1
        stamp = f"{stamp.partition('_')[0]}_{number}"
    for name, kept in (("texts", _TEXTS), ("ledger", _LEDGER)):
        path = folder / f"{name}.jsonl"
        if path.exists():
            path.rename(folder / f"{kept}-{stamp}.jsonl")
    lines.sync_folder(folder)


def named(folder: Path) -> list[Json]:
    """Return what the first entry of a new ledger says of those set aside.

    Of each the file and its hash, and how far it is whole: the ledger's name, the
    number of entries from the first on that are linked, and the hash of the last.
    """
    return [_described(path) for path in sorted(folder.glob(f"{_LEDGER}-*.jsonl"))]


def _described(path: Path) -> dict[str, Json]:
    head, ledger = EMPTY, ""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    for entry in linked(path):
        if entry.type == STARTED:
            ledger = str(entry.data.get("ledger", ""))
        head = entry.place
    return {
        "file": path.name,
        "sha256": digest,
        "ledger": ledger,
        "size": head.size,
        "head": head.hash,
    }


class Forgetting:
    """The texts of some entries of earlier ledgers, about to be forgotten.

    ``found``: the numbers of the entries that have texts. A number may mean an entry
    of each of several ledgers: then all of them are forgotten. Raises OSError.
    """

    def __init__(self, folder: Path, seqs: Collection[int]) -> None:
        """Prepare; nothing changes before ``done``."""
        wanted = frozenset(seqs)
        with ExitStack() as prepared:
            self._copies = []
            for path in sorted(folder.glob(f"{_TEXTS}-*.jsonl")) if wanted else ():
                copy = Lines(path).rewrite(lambda row: row["seq"] not in wanted)
                prepared.callback(copy.discard)
                self._copies.append(copy)
            prepared.pop_all()
        self.found = sorted({seq for copy in self._copies for seq in copy.removed})

    def done(self) -> None:
        """Forget."""
        for copy in self._copies:
            if copy.removed:
                copy.put()

    def discard(self) -> None:
        """Clear up; whatever was forgotten stays so."""
        for copy in self._copies:
            copy.discard()
