"""The ledger: an append-only, hash-chained, signed record in JSON lines.

An entry is on disk before its effect. The format is in docs/ledger.md.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
import secrets
from threading import RLock
from typing import Final

from custom_components.ring_watch.engine.times import now_us as host_now_us

from . import earlier
from .canonical import Json, encode
from .chain import (
    CHECKPOINT,
    CHECKPOINT_EVERY,
    CHECKPOINT_TYP,
    COMMITMENTS,
    EARLIER_ERASED,
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
from .checking import check
from .commitment import Commitment, commit
from .condemned import acquit, condemn, condemned
from .keys import Key, Keys, public_jwk, thumbprint, unverified
from .lines import LONGEST
from .reader import LedgerError, Reader
from .tail import TailError, noted, read_tail, set_torn_aside, waiting

FORMAT: Final = 1
LONGEST_ENTRY: Final = LONGEST - 1024
"""Bytes of an entry's line; the rest is for what a later number may add."""
AT_ONCE: Final = 4000
"""Numbers of erased entries that fit one entry."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found: the keys to be stored, and whether a tail was torn."""

    keys: Keys
    recovered: bool


class Ledger(Reader):
    """The ledger of one folder. Every method blocks; several threads may call it."""

    def __init__(
        self, folder: Path, keys: Keys, now_us: Callable[[], int] = host_now_us
    ) -> None:
        """Refer to a folder, which need not exist. ``keys`` have to be stored."""
        super().__init__(folder)
        self._keys = keys
        self._now_us = now_us
        self._lock = RLock()
        self._size = 0
        self._unsigned = 0
        self._sound = False
        self._id = ""
        # Only ``set_aside`` helps.
        self.damaged = False

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
            with self._writing(recover=False):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                recovered = self._recover()
            return Opened(self._keys, recovered)

    def append(
        self,
        type: str,  # noqa: A002 - the field's name
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
    ) -> Entry:
        """Write an entry; it is durable on return.

        ``private`` are personal texts by name. The entry only commits to them,
        salted, under ``commitments``; the texts are kept aside until they are
        erased. Raises LedgerError ``ledger_not_writable`` (there is then no entry)
        and ValueError for data that cannot be an entry's.
        """
        with self._lock:
            made = {name: commit(text) for name, text in (private or {}).items()}
            if COMMITMENTS in data:
                raise ValueError(f"{COMMITMENTS!r} is not a name for data.")
            full = dict(data)
            if made:
                full[COMMITMENTS] = {name: one.value for name, one in made.items()}
            # Told before anything is written.
            _line_of(Entry.create(0, 0, self._head.hash, type, full))
            with self._writing():
                return self._append(type, full, made)

    def condemn(self) -> None:
        """Write nothing more, now that a look through all of it found damage.

        ``open`` refuses it too, until such a look finds it good, as after the owner
        has restored it. Raises LedgerError.
        """
        with self._lock:
            self._sound, self.damaged = False, True
            with self._writing(recover=False):
                condemn(self._folder, self._head)

    def set_aside(self) -> None:
        """Put a damaged ledger aside; ``open`` then starts one that names it.

        Raises LedgerError.
        """
        with self._lock:
            with self._writing(recover=False):
                earlier.set_aside(self._folder, self._now_us())
                acquit(self._folder)
            self._head, self._id, self._sound = EMPTY, "", False
            self.damaged = False

    def checkpoint(self) -> Entry:
        """Sign the head and write that as an entry. Raises LedgerError."""
        with self._lock, self._writing():
            return self._checkpoint()

    def rotate(self, keys: Keys) -> Keys:
        """Hand over from the current key to the next, signed by both.

        ``keys`` come from ``with_next`` and have to be stored before. Store the
        keys that come back, or after an error those that the ledger has then. Raises
        LedgerError, and ValueError for other keys.
        """
        with self._lock:
            old, new = keys.current, keys.next
            if new is None or old.fingerprint != self._keys.fingerprint:
                raise ValueError("Only the current key hands over to a next one.")
            # Known before it is written: where a failing disk keeps the entry, the
            # next key is in force already.
            self._keys = keys
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

    def erase(self, seqs: Collection[int]) -> None:
        """Forget the texts of some entries, by number, and their salts.

        -1 - n stands for entry n of an earlier ledger that was set aside. The entry
        ``texts_erased`` comes first. Raises LedgerError; the texts may then be there
        still, and the call may be repeated.
        """
        with self._lock, self._writing():
            self._erase_earlier([-1 - seq for seq in seqs if seq < 0])
            replacement = self._texts.without(frozenset(seqs))
            try:
                removed = replacement.removed
                for place in range(0, len(removed), AT_ONCE):
                    part = removed[place : place + AT_ONCE]
                    self._append(ERASED, {"entries": part})
                if removed:
                    replacement.put()
            finally:
                replacement.discard()

    def _erase_earlier(self, seqs: Collection[int]) -> None:
        forgetting = earlier.Forgetting(self._folder, seqs)
        try:
            for place in range(0, len(forgetting.found), AT_ONCE):
                part = forgetting.found[place : place + AT_ONCE]
                self._append(EARLIER_ERASED, {"entries": part})
            forgetting.done()
        finally:
            forgetting.discard()

    @contextmanager
    def _writing(self, *, recover: bool = True) -> Iterator[None]:
        """Put the files into order before a change, where the last one failed."""
        try:
            if recover and not self._sound:
                self._recover()
            yield
        except OSError as err:
            self._sound = False
            if isinstance(err, LedgerError):
                self.damaged |= err.code == "ledger_damaged"
                raise
            raise LedgerError(
                "ledger_not_writable", f"The ledger cannot be written: {err}"
            ) from err

    def _append(
        self,
        kind: str,
        data: Mapping[str, Json],
        made: Mapping[str, Commitment] | None = None,
    ) -> Entry:
        """Write an entry, and a checkpoint before it where one is due."""
        if self._unsigned >= CHECKPOINT_EVERY - 1:
            self._checkpoint()
        return self._write(kind, data, made)

    def _write(
        self,
        kind: str,
        data: Mapping[str, Json],
        made: Mapping[str, Commitment] | None = None,
    ) -> Entry:
        entry = Entry.create(
            self._head.size, self._now_us(), self._head.hash, kind, data
        )
        if made:
            self._texts.add(entry.seq, made)
        self._size = self._lines.append(_line_of(entry), self._size)
        self._head = entry.place
        self._unsigned = 0 if kind == CHECKPOINT else self._unsigned + 1
        return entry

    def _checkpoint(self) -> Entry:
        head: dict[str, Json] = {
            "head": self._head.hash,
            "ledger": self._id,
            "size": self._head.size,
        }
        signed = self._keys.current.sign(CHECKPOINT_TYP, head)
        return self._write(CHECKPOINT, {"jws": signed})

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
        if self._id and (not tail.entries or tail.entries[-1].seq + 1 < self.size):
            raise LedgerError("ledger_damaged", "The ledger has become shorter.")
        if tail.torn:
            set_torn_aside(self._folder, self._lines.after(tail.size))
            self._lines.cut(tail.size)
        self._size = tail.size
        self._head = tail.entries[-1].place if tail.entries else EMPTY
        if (known := condemned(self._folder)) is not None:
            self._look_again(known)
        self._unsigned = tail.unsigned
        self._texts.drop_from(self._head.size)
        for entry in tail.entries:
            if entry.type == ERASED:
                self._texts.without(frozenset(entry.data["entries"])).put()
        if tail.entries:
            self._take_up(tail.entries)
        else:
            self._start()
        side_files = waiting(self._folder)
        for path, note in side_files:
            self._append(RECOVERED, note)
            noted(path)
        if self._unsigned:
            self._checkpoint()
        self._sound = True
        return bool(side_files)

    def _look_again(self, known: Head) -> None:
        """Look through all of a ledger that was found damaged. Raises LedgerError.

        One that ends before ``known`` may be an older copy of it, which is good.
        """
        other = known.size <= self.size and not self.holds(known)
        if other or check(self).problem:
            raise LedgerError("ledger_damaged", "The ledger was changed.")
        acquit(self._folder)

    def _start(self) -> None:
        """Write the first entry."""
        self._id = secrets.token_hex(16)
        self._append(
            STARTED,
            {
                "format": FORMAT,
                "key": public_jwk(self._keys.current.x),
                "ledger": self._id,
                "earlier": earlier.named(self._folder),
            },
        )

    def _take_up(self, tail: list[Entry]) -> None:
        """Learn the ledger's name and key from its last entries."""
        holder = ""
        try:
            for entry in tail:
                if entry.type == STARTED:
                    self._id = entry.data["ledger"]
                if entry.type == CHECKPOINT:
                    holder, payload = unverified(entry.data["jws"])
                    self._id = payload["ledger"]
                if entry.type in {STARTED, ROTATED, REPLACED}:
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
            self._write(REPLACED, {"key": public_jwk(new.x), "by_new": signed})


def _line_of(entry: Entry) -> bytes:
    """Return an entry's line. Raises ValueError for one that is too long."""
    line = encode(entry.to_json())
    if len(line) > LONGEST_ENTRY:
        raise ValueError(f"An entry of {len(line)} bytes is too long.")
    return line
