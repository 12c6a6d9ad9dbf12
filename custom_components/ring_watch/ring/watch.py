"""The devices of an account, looked at again and again; each is to send messages."""

import asyncio
from collections.abc import Callable, Iterable
import logging
from typing import Final

from .alerts import Alerts
from .api import RingApi
from .devices import (
    DeviceKey,
    Health,
    RingDevice,
    read_devices,
    read_health,
    with_health,
)
from .errors import (
    LoginRejectedError,
    RingAccountError,
    ThrottledError,
    UnavailableError,
)
from .tasks import end

POLL: Final = 60.0
"""Seconds between two looks at the devices."""
HEALTH: Final = 900.0
"""Seconds between two looks at each one's health."""
LOST_AFTER: Final = 3
"""So many looks at the devices have to fail in a row, about one a minute."""
LONGEST_HELD: Final = 2 * 3600.0
"""Seconds for which what is known holds while Ring wants fewer requests."""
_LOGGER = logging.getLogger(__name__)


class DeviceWatch:
    """Knows the devices as Ring told them last.

    ``devices`` are by key, shared ones too. ``available``: Ring answers, apart from
    moments, so that they can be relied on. ``on_change`` is called when either is
    different, ``on_rejected`` when Ring does not take the login any more.

    ``known`` are the devices as they were before. What Ring tells only when it is asked
    about one of them is taken from there until then.
    """

    def __init__(
        self,
        api: RingApi,
        known: Iterable[RingDevice],
        *,
        on_change: Callable[[], None],
        on_rejected: Callable[[], None],
    ) -> None:
        self._api = api
        self._on_change = on_change
        self._on_rejected = on_rejected
        self._alerts = Alerts(api)
        self._known = tuple(known)
        self._health = {d.id: Health(d.signal, d.battery) for d in self._known}
        self._health_at = self._looked_at = float("-inf")
        self._failures = 0
        self._task: asyncio.Task[None] | None = None
        self.devices: dict[DeviceKey, RingDevice] = {}
        self.available = False

    def start(self) -> None:
        """Go on looking, in the background, after a first ``refresh``."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        await end(self._task)

    async def refresh(self) -> None:
        """Look at the devices now. Raises the errors of ``errors``."""
        before = [*self._known, *self.devices.values()]
        try:
            devices = await read_devices(self._api, before)
        except LoginRejectedError:
            self._on_rejected()
            raise
        except RingAccountError as error:
            self._note_failure(error)
            raise
        self._looked_at = self._api.clock.monotonic()
        self._failures = 0
        self._known = ()
        self._update(with_health(devices, self._health), available=True)

    def lose(self) -> None:
        """Rely on nothing any more: the login is not taken."""
        self._update(self.devices, available=False)

    async def _run(self) -> None:
        clock = self._api.clock
        failures = 0
        # Whoever started this has looked at the devices just now.
        fresh = True
        while True:
            try:
                if not fresh:
                    await self.refresh()
                await self._look_at_health()
                await self._alerts.ask(self.devices.values())
            except LoginRejectedError:
                self._on_rejected()
                return
            except RingAccountError:
                failures += 1
            except Exception:
                # Whatever it is, it must not be the last look.
                if not failures:
                    _LOGGER.exception("Ring's devices could not be read")
                failures += 1
            else:
                failures = 0
            fresh = False
            pause = self._api.auth.pace.backoff(failures) if failures else 0.0
            await clock.sleep(max(POLL, pause))

    async def _look_at_health(self) -> None:
        now = self._api.clock.monotonic()
        if now - self._health_at < HEALTH:
            return
        for device in list(self.devices.values()):
            if device.family == "chime" or device.twin:
                continue
            try:
                new = await read_health(self._api, device)
            except UnavailableError:
                # That of before stays.
                continue
            self._health[device.id] = new.completed(self._health.get(device.id))
        self._health_at = now
        devices = with_health(self.devices, self._health)
        self._update(devices, available=self.available)

    def _note_failure(self, error: RingAccountError) -> None:
        self._failures += 1
        # Who asks for fewer requests is there, and what it told before holds for long.
        held = isinstance(error, ThrottledError)
        age = self._api.clock.monotonic() - self._looked_at
        if self._failures >= LOST_AFTER and (not held or age > LONGEST_HELD):
            self._update(self.devices, available=False)

    def _update(self, devices: dict[DeviceKey, RingDevice], *, available: bool) -> None:
        if (devices, available) != (self.devices, self.available):
            self.devices, self.available = devices, available
            self._on_change()
