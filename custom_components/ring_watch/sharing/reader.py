"""Reading the ledger, from its end or from any number on, and never all of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .chain import EMPTY, Entry, Head
from .commitment import Commitment, matches
from .lines import LONGEST, Lines, parse
from .texts import Texts


class LedgerError(OSError):
    """The ledger cannot be used. ``code``: ledger_not_writable, ledger_damaged."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code next to the message."""
        super().__init__(message)
        self.code = code


def linked(path: Path) -> Iterator[Entry]:
    """Yield a ledger's entries from the first on, as far as each line follows.

    Raises OSError.
    """
    head = EMPTY
    with path.open("rb") as file:
        while text := file.readline(LONGEST):
            row = parse(text)
            entry = Entry.from_json(row) if row is not None else None
            if entry is None or not entry.follows(head):
                return
            yield entry
            head = entry.place


class Reader:
    """What can be read of the ledger in one folder. Its methods block."""

    def __init__(self, folder: Path) -> None:
        """Refer to a folder, which need not exist."""
        self._folder = folder
        self._lines = Lines(folder / "ledger.jsonl")
        self._texts = Texts(folder / "texts.jsonl")
        self._head = EMPTY

    @property
    def size(self) -> int:
        """The number of entries."""
        return self._head.size

    @property
    def head(self) -> str:
        """The hash of the last entry, in hexadecimal."""
        return self._head.hash

    @property
    def place(self) -> Head:
        """Both of them, of one moment."""
        return self._head

    def holds(self, head: Head) -> bool:
        """Tell whether the ledger once ended in ``head``, which others remember."""
        if head.size == 0:
            return head == EMPTY
        last = next(self.walk(head.size - 1), None)
        return last is not None and last.place == head

    def page(self, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Return up to ``limit`` entries below number ``before``, newest first."""
        end = self._head.size if before is None else min(before, self._head.size)
        return list(self.walk(max(0, end - limit), end))[::-1]

    def entries(self, start: int = 0) -> list[Entry]:
        """Return the entries from number ``start`` on, oldest first."""
        return list(self.walk(start))

    def walk(self, first: int = 0, last: int | None = None) -> Iterator[Entry]:
        """Yield the entries numbered [first, last), oldest first.

        Only those that were there when this was called; one whose hash does not
        fit is left out. Raises LedgerError when the file cannot be read.
        """
        end = self._head.size if last is None else min(last, self._head.size)
        try:
            for row in self._lines.read(first, end):
                if (entry := Entry.from_json(row)) is not None:
                    yield entry
        except OSError as err:
            raise LedgerError("ledger_damaged", "The ledger cannot be read.") from err

    def linked(self) -> Iterator[Entry]:
        """Yield the entries from the first on, as far as each line follows.

        Also those that are written meanwhile. Raises LedgerError.
        """
        try:
            yield from linked(self._lines.path)
        except FileNotFoundError:
            return
        except OSError as err:
            raise LedgerError("ledger_damaged", "The ledger cannot be read.") from err

    def texts(self, entries: Sequence[Entry]) -> dict[int, dict[str, Commitment]]:
        """Return the texts of some entries that are not erased, by number and name."""
        if not entries:
            return {}
        numbers = {entry.seq: entry for entry in entries}
        found: dict[int, dict[str, Commitment]] = {}
        for seq, kept in self._texts.read(min(numbers), max(numbers) + 1):
            if (entry := numbers.get(seq)) is None:
                continue
            values = entry.commitments
            found[seq] = {
                name: Commitment(values[name], salt, text)
                for name, (salt, text) in kept.items()
                if name in values and matches(values[name], salt, text)
            }
        return found
