"""Preparing ahead: what a phone may approve without anybody opening it first.

Whoever asks must neither fill the disk nor keep the processor busy by it, nor learn of
it: so it is done once for each request, for short windows, while few requests wait, one
after the other, and a moment after the answer to who asked.
"""

import asyncio
from contextlib import suppress
import logging
import shutil
import time
from typing import TYPE_CHECKING, Final

from custom_components.ring_watch.const import GIGABYTE
from custom_components.ring_watch.engine.times import to_datetime
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.limits import Buckets
from custom_components.ring_watch.sharing.model.clips import Part, Preparation
from custom_components.ring_watch.sharing.model.requests import Request, RequestState
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.settings import MINUTE
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from .phones import FEW, Phones

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

PAUSE: Final = 1.0
"""Seconds after a request has come."""
LONGEST: Final = 15 * MINUTE
"""All windows of a request together."""
_AN_HOUR: Final = 12
# So much of the disk stays free for the archive.
_ROOM: Final = 2 * GIGABYTE


class Ahead:
    """Prepares requests in the background: the whole window, zones covered, no sound.

    What a person prepares takes its place. What fails is not tried again.
    """

    def __init__(self, home: Home, phones: Phones) -> None:
        """Prepare for those phones."""
        self._home = home
        self._phones = phones
        self._turn = asyncio.Lock()
        self._pace = Buckets(_AN_HOUR)

    @callback
    def announce(self, announcement: Announcement) -> None:
        """Prepare a request that is new."""
        if announcement.kind == RequestState.PENDING and announcement.request_id:
            self.consider(announcement.request_id)

    @callback
    def consider(self, request_id: str) -> None:
        """Prepare a request soon, if a phone that decides is told of it."""
        self._home.entry.async_create_background_task(
            self._home.hass, self._prepare(request_id), "ring_watch prepare ahead"
        )

    async def _prepare(self, request_id: str) -> None:
        await asyncio.sleep(PAUSE)
        async with self._turn:
            if (sharing := self._home.consent.sharing) is None:
                return
            try:
                request = await sharing.get(request_id)
                if not await self._may(sharing, request):
                    return
                parts = await self._held(request)
                if parts and self._pace.take("", time.monotonic()):
                    await sharing.prepare_ahead(request_id, Preparation(parts))
            except (SharingError, OSError) as err:
                code = err.code if isinstance(err, SharingError) else type(err).__name__
                _LOGGER.debug("A request was not prepared ahead: %s", code)

    async def _may(self, sharing: Sharing, request: Request) -> bool:
        """Tell whether a request is short, few others wait, and there is room."""
        length = (request.end - request.start) * len(request.doorbells)
        if length > LONGEST or sharing.waiting > FEW:
            return False
        if request.state is not RequestState.PENDING or request.attempt:
            return False
        if not await self._phones.count(request.request_id):
            return False
        disk = await self._home.hass.async_add_executor_job(
            shutil.disk_usage, self._home.storage
        )
        return disk.free >= _ROOM and self._home.archive_state.state == "ok"

    async def _held(self, request: Request) -> tuple[Part, ...]:
        """Return the window of each doorbell of which there may be footage."""
        start, end = to_datetime(request.start), to_datetime(request.end)
        held = []
        for name in request.doorbells:
            if doorbell := self._home.doorbells.get(name):
                with suppress(HomeAssistantError, EngineProcessError):
                    await doorbell.supply.check(start, end)
                    held.append(Part(name, request.start, request.end))
        return tuple(held)
