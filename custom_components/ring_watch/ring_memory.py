"""What is remembered of Ring accounts over a restart, apart from their secrets.

A doorbell has to be there as soon as the home is, even while Ring is down: requests
name it. How far its recordings were copied, and what they cover, is remembered, too.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .ring.collect import Known
from .ring.devices import DeviceKey, RingDevice

_VERSION: Final = 1
_SAVE_AFTER: Final = 5.0
# Of each device.
_RECORDINGS: Final = 300

type _Known = dict[str, dict[str, Any]]


def ring_store(hass: HomeAssistant, entry: ConfigEntry) -> Store[_Known]:
    """Return the store of what is remembered."""
    key = f"{DOMAIN}.{entry.entry_id}.ring"
    return Store(hass, _VERSION, key, private=True, atomic_writes=True)


class RingMemory:
    """Devices, marks and recordings of all accounts, by subentry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Nothing is known before ``load``."""
        self._store = ring_store(hass, entry)
        self._known: _Known = {}

    async def load(self) -> None:
        """Read what was known."""
        self._known = await self._store.async_load() or {}

    async def save(self) -> None:
        """Write what is known now."""
        await self._store.async_save(self._known)

    def devices(self, account: str) -> list[RingDevice]:
        """Return the devices that an account had."""
        found = []
        for stored in self._of(account).get("devices", ()):
            try:
                found.append(RingDevice(**stored))
            except TypeError:
                # Of another version.
                continue
        return found

    def keep_devices(self, account: str, devices: Iterable[RingDevice]) -> None:
        """Remember the devices that an account has."""
        stored = [asdict(device) for device in devices]
        known = self._of(account)
        if known.get("devices") != stored:
            known["devices"] = stored
            self._save_later()

    def copied_until(self, account: str, key: DeviceKey) -> datetime | None:
        """Return up to when a device's recordings were copied."""
        marks = self._of(account).get("copied", {})
        return dt_util.parse_datetime(marks.get(str(key), ""))

    def keep_copied(self, account: str, key: DeviceKey, until: datetime | None) -> None:
        """Remember up to when a device's recordings were copied; None: they are not."""
        marks = self._of(account).setdefault("copied", {})
        marks.pop(str(key), None)
        if until is not None:
            marks[str(key)] = until.isoformat()
        self._save_later()

    def recordings(self, account: str, key: DeviceKey) -> Known:
        """Return what recordings of a device were found to cover."""
        stored = self._of(account).get("recordings", {}).get(str(key), {})
        return {
            recording: [(begin, end) for begin, end in spans]
            for recording, spans in stored.items()
        }

    def keep_recordings(self, account: str, key: DeviceKey, known: Known) -> None:
        """Remember what recordings of a device were found to cover, the newest ones."""
        devices = self._of(account).setdefault("recordings", {})
        both = {**devices.get(str(key), {}), **known}
        devices[str(key)] = dict(list(both.items())[-_RECORDINGS:])
        self._save_later()

    def forget(self, account: str) -> None:
        """Remember nothing of an account any more."""
        if self._known.pop(account, None) is not None:
            self._save_later()

    def _of(self, account: str) -> dict[str, Any]:
        return self._known.setdefault(account, {})

    def _save_later(self) -> None:
        self._store.async_delay_save(lambda: self._known, _SAVE_AFTER)
