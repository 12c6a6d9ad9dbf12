"""One watched camera with its button and motion."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
import logging
import time
from typing import TYPE_CHECKING, Any

from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_call_later

from .const import REPAIR_AFTER, SIGNAL_STATUS
from .doorbells import Source
from .moving import Moving
from .process import EngineProcessError
from .repairs import async_clear_source_issue, async_raise_source_issue
from .status import Status, Topic
from .supply import LocalSupply, Supply

if TYPE_CHECKING:
    from .home import Home

__all__ = ["Doorbell", "Identity", "Status", "Topic"]

_LOGGER = logging.getLogger(__name__)

# A camera entity's address is asked for again at most this often, in seconds.
ADDRESS_INTERVAL = 30.0
# Why nothing is recorded although pictures come; the home tells of that itself.
_DISK = "disk"
_WELL = frozenset({Status.RECORDING, Status.ONLINE, Status.PAUSED})


@dataclass(frozen=True, slots=True)
class Identity:
    """Which doorbell it is, for as long as its settings stay.

    ``subentry_id``: where its device and its entities belong; a subentry may have
    several doorbells. ``camera``: its folder in the archive.
    """

    doorbell_id: str
    subentry_id: str
    name: str
    camera: str


class Doorbell:
    """Keeps the worker watching one source, and knows how that goes.

    A source that the worker does not record tells itself how it goes.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        home: Home,
        identity: Identity,
        source: Source,
        *,
        supply: Supply | None = None,
        audio: bool = True,
        paused: bool = False,
    ) -> None:
        """Take over what it is; nothing runs before ``start``.

        ``supply``: where its footage comes from, if that is not the archive.
        """
        self._hass = hass
        self._home = home
        self.identity = identity
        self.doorbell_id = identity.doorbell_id
        self.subentry_id = identity.subentry_id
        self.name = identity.name
        self.camera = identity.camera
        self.source = source
        self.supply = supply or LocalSupply(home, self)
        self._audio = audio
        self.paused = paused
        self.status = Status.PAUSED if paused else Status.STARTING
        self.reason: str | None = None
        # Since when, in monotonic seconds, nothing is recorded that should be.
        self.stalled_since: float | None = None
        # When the press or motion was that is being told, where that is known.
        self.happened_at: datetime | None = None
        self.oldest: datetime | None = None
        self.size: int | None = None
        self._moving = Moving(
            hass,
            begins=lambda kind: self._tell(Topic.MOTION, kind),
            changed=lambda: self._tell(Topic.UPDATE),
        )
        self._told_down = False
        self._listeners: dict[Topic, list[Callable[[str], None]]] = {
            topic: [] for topic in Topic
        }
        self._watched: dict[str, Any] | None = None
        self._watching = asyncio.Lock()
        self._ended = False
        self._address_asked = 0.0
        self._end_source: CALLBACK_TYPE | None = None
        self._end_repair: CALLBACK_TYPE | None = None

    @property
    def online(self) -> bool:
        """Whether the source's pictures come, as far as known."""
        return self.status in _WELL or self.reason == _DISK

    @property
    def ring_available(self) -> bool:
        """Whether a press of the button would be noticed."""
        known = self.source.ring_available
        return self.online if known is None else known

    @property
    def motion_available(self) -> bool:
        """Whether motion would be noticed."""
        known = self.source.motion_available
        seen = self.status is Status.RECORDING or self.reason == _DISK
        return seen if known is None else known

    @property
    def moving(self) -> bool:
        """Whether something moves in front of the doorbell."""
        return bool(self._moving)

    def subscribe(self, topic: Topic, listener: Callable[[str], None]) -> CALLBACK_TYPE:
        """Call ``listener`` with the event's type; the returned function ends it."""
        listeners = self._listeners[topic]
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    async def start(self) -> None:
        """Listen to the source and let the worker record it."""
        self._end_source = self.source.start(self)
        self._note_status()
        await self._watch()

    @callback
    def stop(self) -> None:
        """End everything that ``start`` and the events began, for good.

        The worker goes on until it is told.
        """
        self._ended = True
        if self._end_source:
            self._end_source()
            self._end_source = None
        self._moving.stop()
        self._cancel_repair()
        async_clear_source_issue(self._hass, self.doorbell_id)
        self._note_status()

    async def set_paused(self, paused: bool) -> None:
        """Stop or resume recording."""
        self.paused = paused
        self._set_status(Status.PAUSED if paused else Status.STARTING)
        await self._watch()

    async def snapshot(self) -> bytes | None:
        """Return the newest keyframe as JPEG; None when there is none."""
        try:
            answer = await self._home.worker.request("snapshot", camera=self.camera)
        except EngineProcessError as err:
            _LOGGER.debug("No still picture of %s: %s", self.name, err)
            return None
        return b64decode(answer["jpeg"])

    async def reconnect(self) -> None:
        """Begin a new connection to the source now."""
        self._watched = None
        await self._watch()

    # What the source tells.

    @callback
    def ring(self, *, at: datetime | None = None) -> None:
        """Tell that the button was pressed."""
        self.happened_at = at
        self._tell(Topic.RING, "ring")

    @callback
    def motion(self, active: bool, *, person: bool = False) -> None:
        """Tell that something begins or ceases to move."""
        self.happened_at = None
        self._moving.set(active, person=person)

    @callback
    def motion_pulse(self, *, person: bool = False, at: datetime | None = None) -> None:
        """Tell that something moved, where its end is not told."""
        self.happened_at = at
        self._moving.pulse(person=person)

    @callback
    def availability_changed(self) -> None:
        """Tell that an availability may be different."""
        if not self.motion_available:
            self._moving.clear()
        self._tell(Topic.UPDATE)

    @callback
    def address_changed(self) -> None:
        """Ask the source again for what the worker shall record."""
        self._home.entry.async_create_background_task(
            self._hass, self._watch(), f"ring_watch watch {self.camera}"
        )

    @callback
    def reachable(self, online: bool) -> None:
        """Take over from a source that is not recorded whether pictures can be had."""
        if not self.source.records:
            status = Status.ONLINE if online else Status.DOWN
            self._set_status(status, None if online else "unreachable")

    # What the worker tells.

    @callback
    def worker_state(self, state: str, reason: str | None) -> None:
        """Take over what the worker says about the connection."""
        if self.paused:
            return
        if state == "recording":
            self._set_status(Status.RECORDING)
        elif state == "down":
            self._set_status(Status.DOWN, reason or "unreachable")
            # An address may hold for one connection only.
            if time.monotonic() - self._address_asked > ADDRESS_INTERVAL:
                self.address_changed()

    @callback
    def worker_running(self, running: bool) -> None:
        """Take over that the worker is there or gone."""
        if not running and not self.paused and self.source.records:
            if self.source.sensitivity is not None:
                self._moving.clear()
            self._set_status(Status.STARTING)

    @callback
    def archive_changed(self, oldest: datetime | None, size: int) -> None:
        """Take over what the archive holds of this doorbell."""
        self.oldest, self.size = oldest, size
        self._tell(Topic.UPDATE)

    async def _watch(self) -> None:
        """Let the worker record what the source says, or nothing."""
        async with self._watching:
            self._address_asked = time.monotonic()
            if self._ended or not self.source.records:
                return
            if self.paused:
                self._watched = None
                await self._home.worker.unwatch(self.camera)
                return
            source = await self.source.worker_source()
            if self._ended:
                # The camera is another doorbell's by now.
                return
            if source is None:
                # While Home Assistant starts, the camera may only be late; what the
                # worker has an address of, it goes on with, and tells how.
                if self._hass.state is CoreState.running and self._watched is None:
                    self._set_status(Status.DOWN, "not_found")
                return
            sensitivity = self.source.sensitivity
            motion = None if sensitivity is None else {"sensitivity": sensitivity}
            wanted = {"source": source, "audio": self._audio, "motion": motion}
            if wanted != self._watched:
                self._watched = wanted
                await self._home.worker.watch(self.camera, wanted)

    def _set_status(self, status: Status, reason: str | None = None) -> None:
        """Change the status, and tell once when the source goes or comes back."""
        if (status, reason) == (self.status, self.reason):
            return
        self.status, self.reason = status, reason
        if status is Status.DOWN:
            if self.source.sensitivity is not None:
                self._moving.clear()
            if not self._told_down:
                self._told_down = True
                what = "is not recorded" if reason == _DISK else "is unavailable"
                _LOGGER.warning("Doorbell %s %s: %s", self.name, what, reason)
            if self.online:
                self._cancel_repair()
                async_clear_source_issue(self._hass, self.doorbell_id)
            elif self.source.records and self._end_repair is None:
                self._end_repair = async_call_later(
                    self._hass, REPAIR_AFTER, self._raise_issue
                )
        elif self.online:
            if self._told_down and status is not Status.PAUSED:
                _LOGGER.warning("Doorbell %s is available again", self.name)
            self._told_down = False
            self._cancel_repair()
            async_clear_source_issue(self._hass, self.doorbell_id)
        self._note_status()
        self._tell(Topic.UPDATE)

    def _note_status(self) -> None:
        """Know since when nothing is recorded, and tell whoever waits for that."""
        if self._ended or self.status in _WELL or not self.source.records:
            self.stalled_since = None
        elif self.stalled_since is None:
            self.stalled_since = time.monotonic()
        async_dispatcher_send(self._hass, SIGNAL_STATUS, self)

    @callback
    def _raise_issue(self, _now: datetime) -> None:
        self._end_repair = None
        async_raise_source_issue(
            self._hass,
            entry_id=self._home.entry.entry_id,
            doorbell_id=self.doorbell_id,
            name=self.name,
            reason=self.reason or "unreachable",
        )

    def _cancel_repair(self) -> None:
        if self._end_repair:
            self._end_repair()
            self._end_repair = None

    def _tell(self, topic: Topic, event_type: str = "") -> None:
        for listener in list(self._listeners[topic]):
            listener(event_type)
