"""A local copy of all that a Ring device records, as it becomes ready."""

import asyncio
from datetime import datetime, timedelta
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.util import dt as dt_util

from .engine.times import to_datetime
from .process import EngineProcessError
from .ring.devices import DeviceKey
from .ring.errors import NoRoomError, RingAccountError
from .ring.plan import Reason
from .ring_supply import LATER

if TYPE_CHECKING:
    from .home import Home
    from .ring_memory import RingMemory
    from .ring_supply import RingSupply

_LOGGER = logging.getLogger(__name__)

TOGETHER: Final = 45.0
"""What happens within so many seconds is fetched at once."""
LOOK: Final = 3600.0
"""Nothing may have been told, and still there may be something."""
TRY_AGAIN: Final = 600.0
FURTHEST_BACK: Final = timedelta(hours=24)
OVERLAP: Final = timedelta(minutes=10)
"""Ring may list an event late: as far back everything is looked at once more."""


class LocalCopy:
    """Fetches everything from where the last copy ended up to now, again and again."""

    def __init__(
        self,
        home: Home,
        supply: RingSupply,
        memory: RingMemory,
        account: str,
        device_id: DeviceKey,
    ) -> None:
        """Copy nothing before ``start``."""
        self._home = home
        self._supply = supply
        self._memory = memory
        self._account = account
        self._device_id = device_id
        self._woken = asyncio.Event()
        self._failed = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, unless it has begun; what was recorded before it first did stays."""
        if self._task is None:
            self._task = self._home.entry.async_create_background_task(
                self._home.hass, self._run(), f"ring_watch copy {self._device_id}"
            )

    def stop(self) -> None:
        """Copy no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def wake(self) -> None:
        """Take note that something happened."""
        self._woken.set()

    async def _run(self) -> None:
        if self._memory.copied_until(self._account, self._device_id) is None:
            self._mark(dt_util.utcnow())
        else:
            self._woken.set()
        pause = LOOK
        while True:
            try:
                async with asyncio.timeout(pause):
                    await self._woken.wait()
                    await asyncio.sleep(TOGETHER)
            except TimeoutError:
                pass
            self._woken.clear()
            pause = LOOK if await self._copy() else TRY_AGAIN

    async def _copy(self) -> bool:
        """Copy up to now; False: some of it has to be tried again."""
        end = dt_util.utcnow()
        marked = self._memory.copied_until(self._account, self._device_id) or end
        start = max(marked, end - FURTHEST_BACK)
        if start >= end:
            return True
        # The owner knows already that Ring is down, or wants a login.
        if not self._supply.source.link.account.available:
            return False
        try:
            missing = await self._supply.fetch(start, end)
        except (RingAccountError, EngineProcessError, OSError) as err:
            self._note_failure(err)
            return False
        if any(one.reason == Reason.NO_ROOM for one in missing):
            self._note_failure(NoRoomError())
        else:
            self._failed = False
        later = [to_datetime(one.start) for one in missing if one.reason in LATER]
        self._mark(max(start, min([*later, end - OVERLAP])))
        return not later

    def _note_failure(self, error: Exception) -> None:
        """Log the first failure of several in a row."""
        level = logging.DEBUG if self._failed else logging.WARNING
        _LOGGER.log(level, "Recordings could not be copied yet: %s", error)
        self._failed = True

    def _mark(self, until: datetime) -> None:
        self._memory.keep_copied(self._account, self._device_id, until)
