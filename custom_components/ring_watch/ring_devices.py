"""The doorbells of a Ring account: new ones appear, and removed ones go, by themselves."""

from collections.abc import Mapping
import time
from typing import TYPE_CHECKING, Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN
from .doorbell import Doorbell, Identity
from .doorbells.ring import RingSource
from .ring.devices import DeviceKey, RingDevice
from .ring.happenings import Happening
from .ring_copy import LocalCopy
from .ring_supply import RingSupply

if TYPE_CHECKING:
    from datetime import datetime

    from .home import Home
    from .ring_link import RingLink
    from .ring_memory import RingMemory

GONE_AFTER: Final = 300.0
"""Seconds that a device has to be missing: one odd answer must not end requests."""


class RingDevices:
    """Keeps the home's doorbells in step with the devices of an account.

    Whatever has a camera is a doorbell, of whatever kind; so are shared devices.
    """

    def __init__(
        self, home: Home, link: RingLink, memory: RingMemory, *, archived: bool
    ) -> None:
        """Have no doorbells yet."""
        self._home = home
        self._link = link
        self._memory = memory
        self._archived = archived
        self._account = link.subentry_id
        self._sources: dict[DeviceKey, RingSource] = {}
        self._shapes: dict[DeviceKey, tuple[object, ...]] = {}
        self._figures: dict[DeviceKey, frozenset[str]] = {}
        self._doorbells: dict[DeviceKey, Doorbell] = {}
        self._supplies: dict[DeviceKey, RingSupply] = {}
        self._copies: dict[DeviceKey, LocalCopy] = {}
        self._missing: dict[DeviceKey, float] = {}
        # What happens at a doorbell while it is being replaced.
        self._held: dict[DeviceKey, list[Happening]] = {}
        self._end_look: CALLBACK_TYPE | None = None

    @callback
    def recall(self) -> None:
        """Give a home that starts the doorbells of before the restart."""
        for device in self._memory.devices(self._account):
            if self._is_ours(device):
                self._home.adopt(self._make(device))

    @callback
    def stop(self) -> None:
        """Copy nothing more, and look at nothing."""
        if self._end_look:
            self._end_look()
            self._end_look = None
        for copy in self._copies.values():
            copy.stop()

    @callback
    def start_copies(self) -> None:
        """Begin to copy what happens, where the owner wants that."""
        for copy in self._copies.values():
            copy.start()

    async def set_archived(self, archived: bool) -> None:
        """Keep a local copy from now on, or no more. ``home.changing`` is held."""
        self._archived = archived
        for key, source in list(self._sources.items()):
            if not archived:
                self._memory.keep_copied(self._account, key, None)
            await self._put(source.device)
        self.start_copies()

    @callback
    def update(self) -> None:
        """Tell each doorbell what is new of its device."""
        for key, source in self._sources.items():
            source.update(self._link.account.devices.get(key, source.device))
        for supply in self._supplies.values():
            supply.fetch_wanted()

    @callback
    def happened(self, happening: Happening) -> None:
        """Tell a doorbell what happened at it."""
        keys = [
            key
            for key, source in self._sources.items()
            if source.device.id == happening.device_id
        ]
        # Of two with one number, those that Ring means, where it says so.
        named = [
            key
            for key in keys
            if self._sources[key].device.kind == happening.device_kind
        ]
        for key in named or keys:
            self._tell(key, happening)

    def _tell(self, key: DeviceKey, happening: Happening) -> None:
        if (held := self._held.get(key)) is not None:
            held.append(happening)
            return
        self._sources[key].happened(happening)
        if (copy := self._copies.get(key)) is not None:
            copy.wake()

    async def sync(self) -> None:
        """Add, change and remove doorbells as the account's devices say."""
        async with self._home.changing:
            devices = {
                key: device
                for key, device in self._link.account.devices.items()
                if self._is_ours(device)
            }
            for key, device in devices.items():
                self._missing.pop(key, None)
                if self._shapes.get(key) != _shape(device):
                    await self._put(device)
                elif new := _figures(device) - self._figures[key]:
                    await self._home.complete_doorbell(self._doorbells[key])
                    self._figures[key] |= new
            for key in self._gone(devices):
                await self._remove(key)
            self._memory.keep_devices(
                self._account, [source.device for source in self._sources.values()]
            )
        self.start_copies()

    async def _put(self, device: RingDevice) -> None:
        """Add a doorbell, or one that takes the place of the former."""
        held = self._held[device.key] = []
        try:
            await self._home.add_doorbell(self._make(device))
        finally:
            del self._held[device.key]
        for happening in held:
            self._tell(device.key, happening)

    def _is_ours(self, device: RingDevice) -> bool:
        """Whether it is a doorbell here: another account may share it."""
        if not device.has_camera:
            return False
        camera = _camera(device)
        return all(
            one.subentry_id == self._account or one.camera != camera
            for one in self._home.doorbells.values()
        )

    def _make(self, device: RingDevice) -> Doorbell:
        source = RingSource(self._link, device, archived=self._archived)
        # It knows what is still to be fetched.
        supply = self._supplies.setdefault(
            device.key, RingSupply(self._home, self._memory, source, _camera(device))
        )
        supply.source = source
        identity = Identity(
            f"{self._account}_{device.key}", self._account, device.name, _camera(device)
        )
        doorbell = Doorbell(
            self._home.hass, self._home, identity, source, supply=supply
        )
        self._sources[device.key] = source
        self._shapes[device.key] = _shape(device)
        self._figures[device.key] = _figures(device)
        self._doorbells[device.key] = doorbell
        if (former := self._copies.pop(device.key, None)) is not None:
            former.stop()
        if self._archived:
            self._copies[device.key] = LocalCopy(
                self._home, supply, self._memory, self._account, device.key
            )
        return doorbell

    def _gone(self, devices: Mapping[DeviceKey, RingDevice]) -> list[DeviceKey]:
        """Return the devices that have been missing for long enough."""
        now = time.monotonic()
        for key in self._sources.keys() - devices.keys():
            self._missing.setdefault(key, now)
        gone = [
            key for key, since in self._missing.items() if now - since >= GONE_AFTER
        ]
        if len(gone) < len(self._missing) and self._end_look is None:
            self._end_look = async_call_later(
                self._home.hass, GONE_AFTER + 1, self._look_again
            )
        return gone

    async def _look_again(self, _now: datetime) -> None:
        self._end_look = None
        if self._link.account.available:
            await self.sync()

    async def _remove(self, key: DeviceKey) -> None:
        """Remove a doorbell with its device; its footage stays."""
        del self._missing[key], self._sources[key]
        del self._shapes[key], self._figures[key]
        del self._supplies[key]
        if (copy := self._copies.pop(key, None)) is not None:
            copy.stop()
        doorbell = self._doorbells.pop(key)
        await self._home.remove_doorbell(doorbell)
        registry = dr.async_get(self._home.hass)
        device = registry.async_get_device_by_identifier(
            (DOMAIN, doorbell.doorbell_id), self._home.entry.entry_id
        )
        if device is not None:
            registry.async_remove_device(device.id)


def _camera(device: RingDevice) -> str:
    """Return the folder of a device in the archive, which stays when it is renamed."""
    return f"ring_{device.key}"


def _shape(device: RingDevice) -> tuple[object, ...]:
    """Return what takes another doorbell when it changes."""
    return device.name, device.family


def _figures(device: RingDevice) -> frozenset[str]:
    """Return which figures Ring tells; each has a sensor from then on."""
    names = ("battery", "signal", "volume")
    return frozenset(name for name in names if getattr(device, name) is not None)
