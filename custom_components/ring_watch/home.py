"""The home: everything that runs for the one config entry."""

import asyncio
from dataclasses import dataclass, field
import logging
from pathlib import Path
from typing import Any, Protocol

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.storage import Store

from .clips import Clip, ClipStore
from .consent.consent import Consent
from .const import (
    ARCHIVE_FOLDER,
    CLIPS_FOLDER,
    CONF_AUDIO,
    CONF_CAMERA,
    CONF_RETENTION_DAYS,
    CONF_RETENTION_GB,
    CONF_STORAGE,
    DOMAIN,
    EVENT_CLIP_DELETED,
    GIGABYTE,
    SUBENTRY_DOORBELL,
)
from .doorbell import Doorbell, Identity
from .doorbells import create_source
from .ending import all_end
from .engine.archive import Archive, make_private
from .engine.pins import Pins
from .footage import Footage
from .gather import Gatherer
from .place import Place
from .process import JsonObject
from .repairs import (
    ISSUE_ARCHIVE,
    ISSUE_DISK,
    ISSUE_STORAGE,
    ISSUE_WORKER,
    async_set_issue,
)
from .ring_accounts import RingAccounts
from .sharing.sharing import Sharing
from .thumbnails import Thumbnails
from .times import parse_time
from .web.site import Site
from .worker import Worker

_LOGGER = logging.getLogger(__name__)

STORAGE_VERSION = 1
# Pinned windows may take this part of the archive's limit.
PIN_SHARE = 0.5
STOP_PATIENCE = 15.0
# What the worker says of the archive, for the owner to know.
_ARCHIVE_ISSUES = {
    ISSUE_DISK: "full",
    ISSUE_ARCHIVE: "error",
    ISSUE_STORAGE: "missing",
}

type RingWatchConfigEntry = ConfigEntry[Home]


@dataclass(slots=True)
class ArchiveState:
    """What the worker last said about the disk. ``free`` is in bytes."""

    state: str = "ok"
    free: int | None = None


@dataclass(slots=True)
class Paused:
    """Which doorbells the owner switched off; outlives a restart."""

    store: Store[dict[str, list[str]]]
    doorbells: set[str] = field(default_factory=set)

    async def load(self) -> None:
        """Read what was switched off."""
        self.doorbells = set((await self.store.async_load() or {}).get("paused", ()))

    async def set(self, doorbell: str, paused: bool) -> None:
        """Remember a switch."""
        (self.doorbells.add if paused else self.doorbells.discard)(doorbell)
        await self.store.async_save({"paused": sorted(self.doorbells)})


class DoorbellPlatform(Protocol):
    """The entities of doorbells on one of Home Assistant's platforms."""

    async def add(self, doorbell: Doorbell) -> None:
        """Add those entities of a doorbell that are not there yet."""

    async def remove(self, doorbell: Doorbell) -> None:
        """Remove the entities of a doorbell; what is registered of them stays."""


def paused_store(
    hass: HomeAssistant, entry: ConfigEntry
) -> Store[dict[str, list[str]]]:
    """Return the store of what is switched off."""
    key = f"{DOMAIN}.{entry.entry_id}"
    return Store(hass, STORAGE_VERSION, key, private=True, atomic_writes=True)


class Home:
    """Owns the worker, the doorbells and the clips of a config entry."""

    def __init__(self, hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
        """Read the entry; nothing runs before ``start``."""
        self.hass = hass
        self.entry = entry
        self.storage = Path(entry.data[CONF_STORAGE])
        self.archive = Archive(self.storage / ARCHIVE_FOLDER)
        self.footage = Footage(hass, self.archive)
        self.thumbnails = Thumbnails(hass, self.archive)
        self.clips = ClipStore(self.storage / CLIPS_FOLDER)
        self.archive_state = ArchiveState()
        self.place = Place(hass, entry)
        self.pins = Pins(self.archive.root, self.place.check)
        self.paused = Paused(paused_store(hass, entry))
        self.worker = Worker(
            hass,
            on_event=self._worker_event,
            on_running=self._worker_running,
            on_dying=self._worker_dying,
        )
        self.gatherer = Gatherer(hass, self)
        self.doorbells: dict[str, Doorbell] = {}
        self.platforms: list[DoorbellPlatform] = []
        # Held while doorbells come and go, and while the home ends.
        self.changing = asyncio.Lock()
        self._by_camera: dict[str, Doorbell] = {}
        # What the doorbells with a subentry of their own were made from.
        self._settings: dict[str, tuple[str, dict[str, Any]]] = {}
        self._held: dict[str, JsonObject] | None = None
        self.consent = Consent(self)
        self.ring = RingAccounts(self)

    @property
    def sharing(self) -> Sharing | None:
        """Requests and shares; None where they cannot be used."""
        return self.consent.sharing

    @property
    def site(self) -> Site | None:
        """The home as its guests meet it."""
        return self.consent.site

    async def start(self) -> None:
        """Prepare the folder and start the worker.

        Raises OSError for a folder that cannot be used, OtherPlaceError for one that
        is not the one of before, HeldError for another home's, EngineProcessError for a
        worker that does not start; nothing runs then.
        """
        await self.place.arrive()
        await self.hass.async_add_executor_job(self._prepare)
        await self.paused.load()
        for subentry in self.entry.get_subentries_of_type(SUBENTRY_DOORBELL):
            self.adopt(self._doorbell(subentry))
        await self.ring.load()
        await self.worker.start(self.entry, self._configuration())
        for doorbell in self.doorbells.values():
            await doorbell.start()
        await self.consent.start()

    async def stop(self, *_: Any) -> None:
        """End everything, also while the disk hangs. May be called twice."""
        if not await all_end(
            self.consent.stop,
            self.gatherer.stop,
            self.ring.stop,
            self._stop_recording,
            self.place.leave,
            seconds=STOP_PATIENCE,
        ):
            _LOGGER.error(
                "The disk of %s hangs; it is waited for no more", self.storage
            )
        for issue in (ISSUE_WORKER, *_ARCHIVE_ISSUES):
            async_set_issue(self.hass, issue, False)

    async def change_doorbell(self, subentry: ConfigSubentry) -> None:
        """Watch the doorbell of a subentry as that says from now on."""
        if self._settings.get(subentry.subentry_id) != _settings(subentry):
            await self.add_doorbell(self._doorbell(subentry))

    @callback
    def adopt(self, doorbell: Doorbell) -> None:
        """Have a doorbell, which nothing is told of yet."""
        self.doorbells[doorbell.doorbell_id] = doorbell
        self._by_camera[doorbell.camera] = doorbell

    async def add_doorbell(self, doorbell: Doorbell) -> None:
        """Watch a doorbell that is new, or that replaces the one of its id."""
        before = self.doorbells.get(doorbell.doorbell_id)
        # In one step: requests may name it at any moment.
        self.doorbells[doorbell.doorbell_id] = doorbell
        if before is not None:
            await self._end(before)
        self._by_camera[doorbell.camera] = doorbell
        self._tell_held(doorbell)
        await doorbell.start()
        await self.complete_doorbell(doorbell)

    async def complete_doorbell(self, doorbell: Doorbell) -> None:
        """Add the entities of a doorbell that make sense only now."""
        for platform in self.platforms:
            await platform.add(doorbell)

    async def remove_doorbell(self, doorbell: Doorbell) -> None:
        """Watch a doorbell no more; its footage stays."""
        del self.doorbells[doorbell.doorbell_id]
        self._settings.pop(doorbell.doorbell_id, None)
        self.consent.forget_soon()
        await self._end(doorbell)

    async def set_paused(self, doorbell: Doorbell, paused: bool) -> None:
        """Switch a doorbell's recording off or on, and remember it."""
        await self.paused.set(doorbell.doorbell_id, paused)
        await doorbell.set_paused(paused)

    async def delete_clip(self, clip_id: str, context: Context) -> Clip | None:
        """Delete a clip's files and tell who did; return what it was.

        Raises as ``Place.reach``.
        """
        await self.place.reach()
        clip = await self.hass.async_add_executor_job(self.clips.delete, clip_id)
        if clip is not None:
            self.hass.bus.async_fire(
                EVENT_CLIP_DELETED,
                {"clip_id": clip_id, "name": clip.name},
                context=context,
            )
        return clip

    def _doorbell(self, subentry: ConfigSubentry) -> Doorbell:
        """Return the one doorbell of a subentry, whose id it bears."""
        doorbell_id, data = subentry.subentry_id, subentry.data
        self._settings[doorbell_id] = _settings(subentry)
        return Doorbell(
            self.hass,
            self,
            Identity(doorbell_id, doorbell_id, subentry.title, data[CONF_CAMERA]),
            create_source(self.hass, subentry),
            audio=data.get(CONF_AUDIO, True),
            paused=doorbell_id in self.paused.doorbells,
        )

    async def _stop_recording(self) -> None:
        for doorbell in self.doorbells.values():
            doorbell.stop()
        await self.worker.stop()

    async def _end(self, doorbell: Doorbell) -> None:
        """End what goes on for a doorbell."""
        doorbell.stop()
        # What the worker still says of it is for nobody.
        self._by_camera.pop(doorbell.camera, None)
        if doorbell.source.records:
            await self.worker.unwatch(doorbell.camera)
        for platform in self.platforms:
            await platform.remove(doorbell)

    def _prepare(self) -> None:
        make_private(self.archive.root)
        self.clips.load()

    def _configuration(self) -> JsonObject:
        """Return the worker's configuration."""
        data = self.entry.data
        limit = int(data[CONF_RETENTION_GB] * GIGABYTE)
        return {
            "archive": str(self.archive.root),
            "retention": {"days": data[CONF_RETENTION_DAYS], "bytes": limit},
            "pin_cap_bytes": int(limit * PIN_SHARE),
            "mark": self.place.mark and self.place.mark.to_json(),
        }

    @callback
    def _worker_event(self, event: JsonObject) -> None:
        """Hand an event to the doorbell it is about."""
        if event["event"] == "archive":
            self._archive_event(event)
            return
        doorbell = self._by_camera.get(event.get("camera", ""))
        if doorbell is None:
            return
        if event["event"] == "state":
            doorbell.worker_state(event["state"], event.get("reason"))
        elif event["event"] == "motion":
            doorbell.motion(event["active"])

    def _archive_event(self, event: JsonObject) -> None:
        self.archive_state = ArchiveState(event["state"], event.get("free"))
        state, folder = event["state"], str(self.storage)
        for issue, told in _ARCHIVE_ISSUES.items():
            async_set_issue(self.hass, issue, state == told, folder=folder)
        if state in {"error", "missing"}:  # What was recorded is where it was.
            return
        self.place.look()
        self._held = event.get("cameras", {})
        for doorbell in self._by_camera.values():
            self._tell_held(doorbell)

    def _tell_held(self, doorbell: Doorbell) -> None:
        """Tell a doorbell what the archive holds of it, where that is known."""
        if self._held is not None:
            held = self._held.get(doorbell.camera, {})
            oldest = parse_time(held.get("oldest"))
            doorbell.archive_changed(oldest, held.get("bytes", 0))

    @callback
    def _worker_running(self, running: bool) -> None:
        for doorbell in self.doorbells.values():
            doorbell.worker_running(running)

    @callback
    def _worker_dying(self, dying: bool) -> None:
        async_set_issue(self.hass, ISSUE_WORKER, dying)


def _settings(subentry: ConfigSubentry) -> tuple[str, dict[str, Any]]:
    return subentry.title, dict(subentry.data)
