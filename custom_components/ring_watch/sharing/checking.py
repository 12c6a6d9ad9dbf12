"""The home's own look through its whole ledger, as the offline checks do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from .canonical import encode
from .chain import (
    CHECKPOINT,
    CHECKPOINT_EVERY,
    CHECKPOINT_TYP,
    EMPTY,
    REPLACED,
    ROTATED,
    ROTATION_TYP,
    STARTED,
    Entry,
    Head,
)
from .keys import SignatureError, thumbprint, verify
from .reader import Reader

type Problem = Literal["link", "signature"]


@dataclass(frozen=True, slots=True)
class Finding:
    """How many entries are good, and what is wrong with the next, if anything.

    ``link``: a line is missing, moved or changed. ``signature``: a signature is
    missing or does not fit.
    """

    good: int
    problem: Problem | None


STEP: Final = 200
"""Entries of a step: some milliseconds of work."""


class Check:
    """A look through the ledger as far as it had come, in steps.

    What is appended meanwhile is not looked at. The steps block; they may be taken
    in one thread after another.
    """

    def __init__(self, ledger: Reader) -> None:
        """Begin at the first entry; look no further than to the last of now."""
        self._end = ledger.place
        self._left = islice(ledger.linked(), self._end.size)
        self._chain = _Chain()

    def step(self) -> Finding | None:
        """Check every hash, link and signature of the next entries.

        None: there is more to look at. Raises LedgerError.
        """
        chain, before = self._chain, self._chain.place.size
        for entry in islice(self._left, STEP):
            try:
                chain.take(entry)
            except SignatureError, KeyError, TypeError, ValueError:
                return Finding(chain.place.size, "signature")
        if chain.place.size == before + STEP:
            return None
        return Finding(chain.place.size, None if chain.place == self._end else "link")


def check(ledger: Reader) -> Finding:
    """Do all of a ``Check`` at once. Raises LedgerError."""
    checking = Check(ledger)
    while (finding := checking.step()) is None:
        pass
    return finding


class _Chain:
    """What the entries so far say of those to come."""

    def __init__(self) -> None:
        self.place: Head = EMPTY
        self._id: Any = None
        self._key = ""
        self._unsigned = 0

    def take(self, entry: Entry) -> None:
        """Go on by an entry. Raises SignatureError, KeyError, TypeError, ValueError."""
        if (entry.type == STARTED) != (entry.seq == 0):
            raise SignatureError("The first entry is not where it belongs.")
        data = entry.data
        self._unsigned += 1
        if entry.type == STARTED:
            self._id, self._key = data["ledger"], data["key"]["x"]
        elif entry.type == CHECKPOINT:
            self._fits(data["jws"], CHECKPOINT_TYP, self._key, {})
            self._unsigned = 0
        elif entry.type in {ROTATED, REPLACED}:
            new = data["key"]["x"]
            names = {"new": thumbprint(new), "old": thumbprint(self._key)}
            self._fits(data["by_new"], ROTATION_TYP, new, names)
            if entry.type == ROTATED:
                self._fits(data["by_old"], ROTATION_TYP, self._key, names)
            self._key = new
        if self._unsigned > CHECKPOINT_EVERY:
            raise SignatureError("Signatures are missing.")
        self.place = entry.place

    def _fits(self, token: str, typ: str, x: str, more: Mapping[str, Any]) -> None:
        payload, _ = verify(token, typ, {thumbprint(x): x})
        place = {
            "head": self.place.hash,
            "ledger": self._id,
            "size": self.place.size,
            **more,
        }
        if encode(payload) != encode(place):
            raise SignatureError("Something else was signed.")
