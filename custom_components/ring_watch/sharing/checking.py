"""The home's own look through its whole ledger, as the offline checks do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

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


def check(ledger: Reader) -> Finding:
    """Check every entry's hash, link and signature. Blocks. Raises LedgerError."""
    size = ledger.size
    chain = _Chain()
    for entry in ledger.walk(0, size):
        if not entry.follows(chain.place):
            break
        try:
            chain.take(entry)
        except SignatureError, KeyError, TypeError, ValueError:
            return Finding(chain.place.size, "signature")
    return Finding(chain.place.size, None if chain.place.size == size else "link")


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
