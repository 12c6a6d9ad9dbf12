"""The ledger: an append-only, hash-chained, signed record in JSON lines.

An entry is on disk before its effect. The format is in docs/ledger.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
import hashlib
from pathlib import Path
import secrets
from threading import RLock
from typing import Final

from custom_components.ring_watch.engine.times import now_us as host_now_us

from .canonical import Json, encode
from .chain import (
    CHECKPOINT,
    CHECKPOINT_EVERY,
    CHECKPOINT_TYP,
    COMMITMENTS,
    EMPTY,
    ERASED,
    RECOVERED,
    REPLACED,
    ROTATED,
    ROTATION_TYP,
    STARTED,
    Entry,
    Head,
)
from .commitment import Commitment, commit, matches
from .keys import Key, Keys, public_jwk, thumbprint, unverified
from .lines import LONGEST, Lines, sync_folder
from .tail import TailError, noted, read_tail, set_torn_aside, waiting
from .texts import Texts

FORMAT: Final = 1
LONGEST_ENTRY: Final = LONGEST - 1024
"""Bytes of an entry's line; the rest is for what a later number may add."""


class LedgerError(Exception):
    """The ledger cannot be used. ``code``: ledger_not_writable, ledger_damaged."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code next to the message."""
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found: the keys to be stored, and whether a tail was torn."""

    keys: Keys
    recovered: bool


class Ledger:
    """The ledger of one folder. Every method blocks; several threads may call it."""

    def __init__(
        self, folder: Path, keys: Keys, now_us: Callable[[], int] = host_now_us
    ) -> None:
        """Refer to a folder, which need not exist. ``keys`` have to be stored."""
        self._folder = folder
        self._lines = Lines(folder / "ledger.jsonl")
        self._texts = Texts(folder / "texts.jsonl")
        self._keys = keys
        self._now_us = now_us
        self._lock = RLock()
        self._size = 0
        self._head = EMPTY
        self._unsigned = 0
        self._sound = False
        self._id = ""

    @property
    def head(self) -> Head:
        """The number of entries and the hash of the last."""
        return self._head

    @property
    def ledger_id(self) -> str:
        """The ledger's own name, 32 hexadecimal digits."""
        return self._id

    @property
    def keys(self) -> Keys:
        """The keys that sign."""
        return self._keys

    def open(self) -> Opened:
        """Start the ledger, or go on with it after whatever ended it last time.

        A torn tail goes into a side file and is noted by an entry. The keys that
        come back have to be stored where they differ from those given: a rotation
        was then cut short after its entry. Raises LedgerError ``ledger_damaged``
        when more than the last line is bad, and ``ledger_not_writable``.
        """
        with self._lock:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                recovered = self._recover()
            except OSError as err:
                raise _not_writable(err) from err
            return Opened(self._keys, recovered)

    def append(
        self,
        kind: str,
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
        subject: str | None = None,
    ) -> Entry:
        """Write an entry; it is durable on return.

        ``private`` are personal texts by name. The entry only commits to them,
        salted, under ``commitments``; the texts are kept aside for ``subject``
        until that is erased. Raises LedgerError ``ledger_not_writable`` (there is
        then no entry) and ValueError for data that cannot be an entry's.
        """
        with self._lock:
            made = {name: commit(text) for name, text in (private or {}).items()}
            if COMMITMENTS in data:
                raise ValueError(f"{COMMITMENTS!r} is not a name for data.")
            full = dict(data)
            if made:
                full[COMMITMENTS] = {name: one.value for name, one in made.items()}
            # Told before anything is written.
            _line_of(Entry.create(0, 0, self._head.hash, kind, full))
            try:
                if not self._sound:
                    self._recover()
                if self._unsigned >= CHECKPOINT_EVERY - 1:
                    self._checkpoint()
                return self._append(kind, full, made, subject)
            except OSError as err:
                self._sound = False
                raise _not_writable(err) from err

    def set_aside(self) -> None:
        """Put a damaged ledger aside; ``open`` then starts one that names it.

        Raises LedgerError.
        """
        with self._lock:
            number = len(list(self._folder.glob("damaged-*.jsonl"))) + 1
            try:
                for name in ("texts", "ledger"):
                    path = self._folder / f"{name}.jsonl"
                    if path.exists():
                        prefix = "damaged" if name == "ledger" else "damaged_texts"
                        path.rename(self._folder / f"{prefix}-{number}.jsonl")
                sync_folder(self._folder)
            except OSError as err:
                raise _not_writable(err) from err
            self._sound = False

    def checkpoint(self) -> Entry:
        """Sign the head and write that as an entry. Raises LedgerError."""
        with self._lock:
            try:
                if not self._sound:
                    self._recover()
                return self._checkpoint()
            except OSError as err:
                self._sound = False
                raise _not_writable(err) from err

    def rotate(self, keys: Keys) -> Keys:
        """Hand over from the current key to the next, signed by both.

        ``keys`` come from ``with_next`` and have to be stored before. Store the
        keys that come back. Raises LedgerError, and ValueError for other keys.
        """
        with self._lock:
            old, new = keys.current, keys.next
            if new is None or old.fingerprint != self._keys.fingerprint:
                raise ValueError("Only the current key hands over to a next one.")
            self.checkpoint()
            rotation = self._rotation(old.fingerprint, new)
            self.append(
                ROTATED,
                {
                    "key": public_jwk(new.x),
                    "by_old": old.sign(ROTATION_TYP, rotation),
                    "by_new": new.sign(ROTATION_TYP, rotation),
                },
            )
            self._keys = keys.rotated()
            self.checkpoint()
            return self._keys

    def holds(self, head: Head) -> bool:
        """Tell whether the ledger once ended in ``head``, which others remember."""
        if head.size == 0:
            return head == EMPTY
        last = next(self.entries(head.size - 1), None)
        return last is not None and last.head == head

    def page(self, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Return up to ``limit`` entries below number ``before``, newest first."""
        end = self._head.size if before is None else min(before, self._head.size)
        return list(self.entries(max(0, end - limit), end))[::-1]

    def entries(self, first: int = 0, last: int | None = None) -> Iterator[Entry]:
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

    def texts(self, entries: list[Entry]) -> dict[int, dict[str, Commitment]]:
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

    def erase(self, *subjects: str) -> int:
        """Forget all texts of some subjects; return of how many entries.

        The entry ``texts_erased`` comes first. Raises LedgerError; the texts may
        then be there still, and the call may be repeated.
        """
        with self._lock:
            try:
                replacement = self._texts.without(frozenset(subjects), self._head.size)
            except OSError as err:
                raise _not_writable(err) from err
            removed = len(replacement.removed)
            try:
                self.append(ERASED, {"subjects": list(subjects), "entries": removed})
                replacement.put()
            except OSError as err:
                raise _not_writable(err) from err
            finally:
                replacement.discard()
            return removed

    def _append(
        self,
        kind: str,
        data: Mapping[str, Json],
        made: Mapping[str, Commitment],
        subject: str | None = None,
    ) -> Entry:
        entry = Entry.create(
            self._head.size, self._now_us(), self._head.hash, kind, data
        )
        if made:
            self._texts.add(entry.seq, subject, made)
        self._size = self._lines.append(_line_of(entry), self._size)
        self._head = entry.head
        self._unsigned = 0 if kind == CHECKPOINT else self._unsigned + 1
        return entry

    def _checkpoint(self) -> Entry:
        head: dict[str, Json] = {
            "head": self._head.hash,
            "ledger": self._id,
            "size": self._head.size,
        }
        signed = self._keys.current.sign(CHECKPOINT_TYP, head)
        return self._append(CHECKPOINT, {"jws": signed}, {})

    def _rotation(self, old: str, new: Key) -> dict[str, Json]:
        """Return what is signed when a key takes over after the present head."""
        return {
            "head": self._head.hash,
            "ledger": self._id,
            "new": new.fingerprint,
            "old": old,
            "size": self._head.size,
        }

    def _recover(self) -> bool:
        """Bring the files into order, and write what has to be noted of that."""
        try:
            tail = read_tail(self._lines)
        except TailError as err:
            raise LedgerError("ledger_damaged", str(err)) from err
        if tail.torn:
            set_torn_aside(self._folder, self._lines.after(tail.size))
            self._lines.cut(tail.size)
        self._size = tail.size
        self._head = tail.entries[-1].head if tail.entries else EMPTY
        self._unsigned = tail.unsigned
        self._texts.drop_from(self._head.size)
        for entry in tail.entries:
            if entry.kind == ERASED:
                subjects = frozenset(map(str, entry.data["subjects"]))
                self._texts.without(subjects, entry.seq).put()
        if tail.entries:
            self._take_up(tail.entries)
        else:
            self._start()
        side_files = waiting(self._folder)
        for path, note in side_files:
            self._append(RECOVERED, note, {})
            noted(path)
        if self._unsigned:
            self._checkpoint()
        self._sound = True
        return bool(side_files)

    def _start(self) -> None:
        """Write the first entry."""
        self._id = secrets.token_hex(16)
        earlier: list[Json] = [
            {"file": path.name, "sha256": _sha256(path)}
            for path in sorted(self._folder.glob("damaged-*.jsonl"))
        ]
        self._append(
            STARTED,
            {
                "format": FORMAT,
                "key": public_jwk(self._keys.current.x),
                "ledger": self._id,
                "earlier": earlier,
            },
            {},
        )

    def _take_up(self, tail: list[Entry]) -> None:
        """Learn the ledger's name and key from its last entries."""
        holder = ""
        try:
            for entry in tail:
                if entry.kind == STARTED:
                    self._id = entry.data["ledger"]
                if entry.kind == CHECKPOINT:
                    holder, payload = unverified(entry.data["jws"])
                    self._id = payload["ledger"]
                if entry.kind in {STARTED, ROTATED, REPLACED}:
                    holder = thumbprint(entry.data["key"]["x"])
        except (KeyError, TypeError, ValueError) as err:
            raise LedgerError(
                "ledger_damaged", "The ledger's last entries cannot be understood."
            ) from err
        if self._keys.next and holder == self._keys.next.fingerprint:
            self._keys = self._keys.rotated()
        new = self._keys.current
        if holder != new.fingerprint:
            replacement = self._rotation(holder, new)
            signed = new.sign(ROTATION_TYP, replacement)
            self._append(REPLACED, {"key": public_jwk(new.x), "by_new": signed}, {})


def _line_of(entry: Entry) -> bytes:
    """Return an entry's line. Raises ValueError for one that is too long."""
    line = encode(entry.to_json())
    if len(line) > LONGEST_ENTRY:
        raise ValueError(f"An entry of {len(line)} bytes is too long.")
    return line


def _not_writable(err: OSError) -> LedgerError:
    return LedgerError("ledger_not_writable", f"The ledger cannot be written: {err}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
