"""The entries of the ledger and what links them."""

from collections.abc import Mapping
from dataclasses import dataclass
import hashlib
import re
from typing import Any, Final, Self

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.times import format_time, parse_time

from .canonical import CanonicalError, Json, encode

START: Final = "0" * 64
"""What stands in the first entry for the hash of the one before."""
COMMITMENTS: Final = "commitments"
"""The member of an entry's data that holds the commitments to its texts."""
CHECKPOINT_EVERY: Final = 100
"""No more entries than this stand between two signed checkpoints."""

STARTED: Final = "ledger_started"
RECOVERED: Final = "ledger_recovered"
CHECKPOINT: Final = "checkpoint"
ROTATED: Final = "key_rotated"
REPLACED: Final = "key_replaced"
ERASED: Final = "texts_erased"
EARLIER_ERASED: Final = "earlier_texts_erased"

CHECKPOINT_TYP: Final = "ring-watch-checkpoint+jws"
ROTATION_TYP: Final = "ring-watch-rotation+jws"

_DOMAIN = b"\x00"
_KIND = re.compile(r"[a-z_]{1,40}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MEMBERS = {"seq", "ts", "prev", "type", "data", "hash"}


@dataclass(frozen=True, slots=True)
class Head:
    """A place in the ledger: after ``size`` entries, the last with ``hash``."""

    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``time_us`` is the host's clock in microseconds, UTC."""

    seq: int
    time_us: int
    prev: str
    type: str
    data: Mapping[str, Any]
    hash: str

    @classmethod
    def create(
        cls, seq: int, time_us: int, prev: str, kind: str, data: Mapping[str, Json]
    ) -> Self:
        """Make the entry that follows one with the hash ``prev``."""
        if not _KIND.fullmatch(kind):
            raise ValueError(f"{kind!r} is not a type of entry.")
        ts = format_time(time_us)
        return cls(seq, time_us, prev, kind, data, _hash(seq, ts, prev, kind, data))

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self | None:
        """Return the entry of a line, or None where its hash does not fit."""
        if set(row) != _MEMBERS or not isinstance(row["data"], dict):
            return None
        seq, ts, prev, kind = row["seq"], row["ts"], row["prev"], row["type"]
        if type(seq) is not int or not all(
            isinstance(text, str) for text in (ts, prev, kind, row["hash"])
        ):
            return None
        if not (_KIND.fullmatch(kind) and _HASH.fullmatch(prev)):
            return None
        try:
            time_us = parse_time(ts)
            if format_time(time_us) != ts:
                return None
            if _hash(seq, ts, prev, kind, row["data"]) != row["hash"]:
                return None
        except EngineError, CanonicalError, OverflowError:
            return None
        return cls(seq, time_us, prev, kind, row["data"], row["hash"])

    def to_json(self) -> dict[str, Json]:
        """Return what stands in the line."""
        return {
            "seq": self.seq,
            "ts": format_time(self.time_us),
            "prev": self.prev,
            "type": self.type,
            "data": self.data,
            "hash": self.hash,
        }

    @property
    def commitments(self) -> dict[str, str]:
        """The commitments to the entry's texts, by the texts' names."""
        found = self.data.get(COMMITMENTS)
        return dict(found) if isinstance(found, Mapping) else {}

    @property
    def place(self) -> Head:
        """The ledger's head when this was its last entry."""
        return Head(self.seq + 1, self.hash)

    def follows(self, head: Head) -> bool:
        """Tell whether this is the entry after ``head``."""
        return self.seq == head.size and self.prev == head.hash


EMPTY: Final = Head(0, START)


def _hash(seq: int, ts: str, prev: str, kind: str, data: Mapping[str, Json]) -> str:
    """Return SHA-256(0x00 ‖ canonical text of the entry without its hash)."""
    text = encode({"seq": seq, "ts": ts, "prev": prev, "type": kind, "data": data})
    return hashlib.sha256(_DOMAIN + text).hexdigest()
