"""Trying again, now and then, what did not work at first."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

EVERY: Final = timedelta(minutes=1)


class Again:
    """Tries until it works, or nobody wants it any more."""

    def __init__(
        self, hass: HomeAssistant, attempt: Callable[[], Awaitable[bool]]
    ) -> None:
        """``attempt`` tells whether it worked. It is not tried before ``start``."""
        self._hass = hass
        self._attempt = attempt
        self._turn = asyncio.Lock()
        self._end: CALLBACK_TYPE | None = None

    @callback
    def start(self) -> None:
        """Try from now on."""
        self._end = async_track_time_interval(
            self._hass, self.try_now, EVERY, name="ring_watch again"
        )

    async def stop(self) -> None:
        """Try no more; what is being tried comes to its end first."""
        self._stop()
        async with self._turn:
            return

    async def try_now(self, _now: datetime) -> None:
        """Try, unless it has worked meanwhile."""
        async with self._turn:
            if self._end is not None and await self._attempt():
                self._stop()

    @callback
    def _stop(self) -> None:
        if self._end is not None:
            self._end()
            self._end = None
