"""Whether the disk with the footage is there: its folder is known again by a mark in it.

A disk that is not mounted leaves an empty folder in its place, on Home Assistant's own
disk. Nothing may be recorded there, and no share end because its file is not there.
A folder is of one home at a time, which holds a lock in it: two would each remove what
the other made and they do not know. A backup may well run next to its original.
"""

import asyncio
from contextlib import suppress
import errno
from io import FileIO
import os
from pathlib import Path
import secrets
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .const import CONF_STORAGE, DOMAIN
from .engine.archive import make_private
from .engine.lock import HeldError, lock
from .engine.mark import Mark, NotThereError, read_mark

MARK: Final = ".home"
LOCK: Final = ".lock"
PATIENCE: Final = 10.0
_VERSION: Final = 1
_WAITING: HassKey[dict[Path, asyncio.Future[None]]] = HassKey(f"{DOMAIN}_waiting")


class OtherPlaceError(OSError):
    """The folder is not the one that was used before."""


class Place:
    """The folder of an entry, and what it was known by the last time."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Read the entry; nothing is looked at before ``arrive``."""
        key = f"{DOMAIN}.{entry.entry_id}.place"
        self._hass = hass
        self._entry = entry
        self._store: Store[dict[str, str]] = Store(hass, _VERSION, key, private=True)
        self._folder = Path(entry.data[CONF_STORAGE])
        self.mark: Mark | None = None
        """What tells it from another folder; None where it could not be marked."""
        self._lock: FileIO | None = None

    async def arrive(self) -> None:
        """Know the folder again, or from now on where another was used before.

        It is this home's from here to ``leave``. Raises OtherPlaceError, HeldError for
        another home's, TimeoutError for a disk that hangs.
        """
        before, found = await self._look()
        if before is not None and found != before:
            raise OtherPlaceError(f"{self._folder} is not what it was")
        self._lock = await self._hass.async_add_executor_job(self._hold)
        text = found or await self._hass.async_add_executor_job(self._write)
        if text is None:
            return
        self.mark = Mark(self._folder / MARK, text)
        if text != before:
            await self._store.async_save({"folder": str(self._folder), "mark": text})

    async def come_back(self) -> bool:
        """Hold the folder of before once more, to clear up; False: it is not there.

        Also where it is another home's by now, or hangs.
        """
        try:
            before, found = await self._look()
            if found != before:
                return False
            self._lock = await self._hass.async_add_executor_job(self._hold)
        except OSError:
            return False
        return True

    @callback
    def look(self) -> None:
        """Hold the folder on, in the background."""
        self._entry.async_create_background_task(
            self._hass, self._hold_or_begin_anew(), "ring_watch hold"
        )

    async def _hold_or_begin_anew(self) -> None:
        """Hold the folder on. Where it is another home's, a new start says so."""
        try:
            await self.hold_on()
        except HeldError:
            self._hass.config_entries.async_schedule_reload(self._entry.entry_id)

    async def hold_on(self) -> None:
        """Hold the folder also after its disk went and came back, which ends a lock.

        Raises HeldError where another home was quicker.
        """
        if (held := self._lock) is None:
            return
        now = await self._hass.async_add_executor_job(self._hold_again, held)
        if now is None:
            return
        # It may have been left meanwhile.
        old = now
        if self._lock is held:
            self._lock, old = now, held
        await self._hass.async_add_executor_job(old.close)

    async def leave(self) -> None:
        """Let another home have the folder. May be called twice."""
        held, self._lock = self._lock, None
        if held is not None:
            await self._hass.async_add_executor_job(held.close)

    def check(self) -> None:
        """Raise OSError where it is not the folder any more. Blocks."""
        if self.mark is not None:
            self.mark.check()

    async def reach(self) -> None:
        """Raise a translated error where the folder is not there, or cannot be used."""
        try:
            await self._answers()
            await self._hass.async_add_executor_job(self.check)
        except OSError as err:
            missing = isinstance(err, NotThereError)
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="storage_missing" if missing else "storage_unavailable",
                translation_placeholders={"folder": str(self._folder)},
            ) from err

    async def forget(self) -> None:
        """Take whatever is there for the folder the next time."""
        await self._store.async_remove()

    async def _look(self) -> tuple[str | None, str | None]:
        """Return the mark of before and that of now. Raises as ``_answers``."""
        await self._answers()
        known = await self._store.async_load() or {}
        same = known.get("folder") == str(self._folder)
        before = known.get("mark") if same else None
        return before, await self._hass.async_add_executor_job(self._read)

    async def _answers(self) -> None:
        """Raise TimeoutError where the disk hangs, as that of a network may.

        Only one thread ever waits for it, or they would soon all do. It writes, since
        what was read once is read from memory.
        """
        waiting = self._hass.data.setdefault(_WAITING, {})
        asked = waiting.get(self._folder)
        if asked is None:
            asked = self._hass.async_add_executor_job(self._touch)
            waiting[self._folder] = asked
            asked.add_done_callback(lambda _: waiting.pop(self._folder))
        if not (await asyncio.wait([asked], timeout=PATIENCE))[0]:
            raise TimeoutError(errno.ETIMEDOUT, f"{self._folder} does not answer")

    def _touch(self) -> None:
        with suppress(OSError):
            os.utime(self._folder / MARK)

    def _read(self) -> str | None:
        with suppress(OSError):
            return read_mark(self._folder / MARK)
        return None

    def _hold(self) -> FileIO | None:
        """Lock the folder; None on a disk that cannot tell. Raises HeldError."""
        try:
            make_private(self._folder)
            return lock(self._folder / LOCK)
        except HeldError:
            raise
        except OSError:
            # Full, or a network's without locks. That is no reason not to use it.
            return None

    def _hold_again(self, held: FileIO) -> FileIO | None:
        """Lock the folder, unless ``held`` is its lock. Raises HeldError."""
        path = self._folder / LOCK
        try:
            self.check()
        except OSError:
            return None
        # What is stale, or was left meanwhile, is not its lock.
        with suppress(OSError, ValueError):
            if os.path.samestat(os.fstat(held.fileno()), path.stat()):
                return None
        return self._hold()

    def _write(self) -> str | None:
        """Mark the folder. A full disk is no reason not to use it."""
        mark = secrets.token_hex(16)
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = os.open(self._folder / MARK, flags, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(mark)
                file.flush()
                os.fsync(descriptor)
            return mark
        return None
