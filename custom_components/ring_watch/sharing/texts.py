"""The personal texts that the ledger only commits to, in a file that can forget."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .canonical import Json, encode
from .commitment import Commitment
from .lines import Lines, Replacement, parse


class Texts:
    """One row for each entry that has texts: its number, texts and salts.

    Every method blocks and may raise OSError.
    """

    def __init__(self, path: Path) -> None:
        """Refer to the file, which need not exist."""
        self._lines = Lines(path)

    def drop_from(self, seq: int) -> None:
        """Forget rows of entries that never came to be: numbered ``seq`` or higher.

        A row is written before its entry, so only the last can be one of these,
        whole or torn.
        """
        good = self._lines.size()
        for offset, text in self._lines.backwards():
            row = parse(text)
            if row is not None and row["seq"] < seq:
                break
            good = offset
        if good < self._lines.size():
            self._lines.cut(good)
        self._lines.path.with_suffix(".part").unlink(missing_ok=True)

    def add(self, seq: int, made: Mapping[str, Commitment]) -> None:
        """Keep the texts of an entry that is about to be written, durably."""
        row: dict[str, Json] = {
            "seq": seq,
            "texts": {
                name: {"salt": commitment.salt, "text": commitment.text}
                for name, commitment in made.items()
            },
        }
        self._lines.append(encode(row), self._lines.size())

    def read(
        self, first: int, last: int | None = None
    ) -> Iterator[tuple[int, dict[str, tuple[str, str]]]]:
        """Yield (entry's number, {name: (salt, text)}) of entries [first, last).

        What somebody has put there that is neither is left out.
        """
        for row in self._lines.read(first, last):
            texts = row.get("texts")
            if isinstance(texts, dict):
                yield (
                    row["seq"],
                    {
                        name: (salt, text)
                        for name, kept in texts.items()
                        if isinstance(kept, dict)
                        and isinstance(salt := kept.get("salt"), str)
                        and isinstance(text := kept.get("text"), str)
                    },
                )

    def without(self, seqs: frozenset[int]) -> Replacement:
        """Prepare the file without the texts of these entries."""
        return self._lines.rewrite(lambda row: row["seq"] not in seqs)
