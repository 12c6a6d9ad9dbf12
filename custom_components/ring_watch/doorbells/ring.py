"""Source ``ring``: a camera whose pictures and events are in a Ring account."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
import logging
import time
from typing import Any, Final, Protocol

from custom_components.ring_watch.ring.client import RingAccount
from custom_components.ring_watch.ring.devices import RingDevice
from custom_components.ring_watch.ring.errors import RingAccountError
from custom_components.ring_watch.ring.happenings import Happening

from .source import Events

_LOGGER = logging.getLogger(__name__)

# A picture costs a device on battery some of its charge.
PICTURE_EVERY: Final = timedelta(seconds=30)
PICTURE_EVERY_ON_BATTERY: Final = timedelta(minutes=5)


class Link(Protocol):
    """What a source needs of the account that it belongs to."""

    account: RingAccount
    subentry_id: str
    asked: bool
    """Whether Ring was asked before, so that it is known whether it answers."""

    @property
    def hears(self) -> bool:
        """Whether a press would be told now."""


class RingSource:
    """Tells what the account tells of one device. Nothing of it is recorded here."""

    records = False
    knows_person = True
    sensitivity: int | None = None

    def __init__(self, link: Link, device: RingDevice, *, archived: bool) -> None:
        """Begin with what is known of the device."""
        self.link = link
        self.device = device
        self.archived = archived
        self.picture_taken: datetime | None = None
        self._picture: bytes | None = None
        self._asked = float("-inf")
        self._taking: asyncio.Task[None] | None = None
        self._events: Events | None = None

    @property
    def model(self) -> str:
        """What the device registry calls it."""
        return self.device.model

    @property
    def is_own(self) -> bool:
        """Whether nobody else shares it with the owner."""
        return not self.device.shared

    @property
    def has_ring(self) -> bool:
        """Whether it has a button."""
        return self.device.has_button

    @property
    def has_motion(self) -> bool:
        """Whether it notices motion."""
        return self.device.has_motion

    @property
    def reachable(self) -> bool:
        """Whether the device and the account answer."""
        return self.link.account.available and self.device.online is not False

    @property
    def ring_available(self) -> bool | None:
        """Whether a press would be noticed now."""
        return self.link.hears and self.device.online is not False

    @property
    def motion_available(self) -> bool | None:
        """Whether motion would be noticed now."""
        return self.ring_available and self.device.motion_detection is not False

    def start(self, events: Events) -> Callable[[], None]:
        """Tell what happens from now on; the returned function ends it."""
        self._events = events
        self._tell()

        def end() -> None:
            self._events = None
            if self._taking is not None:
                self._taking.cancel()

        return end

    def update(self, device: RingDevice) -> None:
        """Take over what is new of the device or of its account."""
        self.device = device
        self._tell()

    def happened(self, happening: Happening) -> None:
        """Take over an event of the device."""
        # The picture before does not show it.
        self._asked = float("-inf")
        if self._events is None:
            return
        if happening.kind == "ding":
            self._events.ring(at=happening.at)
        elif happening.kind == "motion":
            self._events.motion_pulse(person=happening.person, at=happening.at)

    async def snapshot(self, patience: float) -> bytes | None:
        """Return a picture of now as JPEG, or the last one where that is too soon.

        When it was taken is in ``picture_taken``. One that does not come within
        ``patience`` seconds is there the next time.
        """
        on_battery = self.device.battery is not None
        pause = PICTURE_EVERY_ON_BATTERY if on_battery else PICTURE_EVERY
        now = time.monotonic()
        if self._taking is None and now - self._asked >= pause.total_seconds():
            self._asked = now
            self._taking = asyncio.create_task(self._take())
        if self._taking is not None:
            await asyncio.wait([self._taking], timeout=patience)
        return self._picture

    async def _take(self) -> None:
        try:
            taken = await self.link.account.snapshot(self.device.key)
            if taken is not None:
                self._picture, self.picture_taken = taken.jpeg, taken.taken
                self._tell()
        except RingAccountError as err:
            _LOGGER.debug("No still picture: %s", err)
        finally:
            self._taking = None

    async def worker_source(self) -> dict[str, Any] | None:
        """Return nothing: the worker cannot record it."""
        return None

    async def stream_source(self) -> str | None:
        """Return nothing: live pictures go from Ring to the browser (WebRTC)."""
        return None

    def _tell(self) -> None:
        if self._events:
            if self.link.asked:
                self._events.reachable(self.reachable)
            self._events.availability_changed()
