"""Looking through the whole ledger: after a start, and once a day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
import logging
from typing import Final

from custom_components.ring_watch.sharing.checking import Check
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.reader import LedgerError
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.start import async_at_started

_LOGGER = logging.getLogger(__name__)

EVERY: Final = timedelta(days=1)
# Between two steps, for whatever else there is to do: nobody waits for this.
PAUSE: Final = 0.02


class Audit:
    """Looks through a ledger in the background, and says when it is damaged."""

    def __init__(
        self, hass: HomeAssistant, damaged: Callable[[Ledger], Awaitable[None]]
    ) -> None:
        """``damaged`` is awaited with the ledger; it may stop this."""
        self._hass = hass
        self._damaged = damaged
        self._ends: list[CALLBACK_TYPE] = []
        self._task: asyncio.Task[None] | None = None

    @callback
    def start(self, ledger: Ledger) -> None:
        """Look once Home Assistant has started, and every day from then on."""

        @callback
        def look(_: HomeAssistant | datetime) -> None:
            if self._task is None or self._task.done():
                self._task = self._hass.async_create_background_task(
                    self.look(ledger), "ring_watch look through the ledger"
                )

        self._ends = [
            async_track_time_interval(
                self._hass, look, EVERY, name="ring_watch ledger"
            ),
            async_at_started(self._hass, look),
        ]

    @callback
    def stop(self) -> None:
        """Look no more. May be called twice."""
        while self._ends:
            self._ends.pop()()
        if self._task and self._task is not asyncio.current_task():
            self._task.cancel()
        self._task = None

    async def look(self, ledger: Ledger) -> None:
        """Look through all that is written by now."""
        check = Check(ledger)
        try:
            while (
                found := await self._hass.async_add_executor_job(check.step)
            ) is None:
                await asyncio.sleep(PAUSE)
        except LedgerError as err:
            _LOGGER.error("The ledger cannot be looked through: %s", err.__cause__)
            return
        if found.problem:
            _LOGGER.error(
                "The ledger was changed or damaged after its first %d entries: "
                "nothing is shared until that is repaired",
                found.good,
            )
            await self._damaged(ledger)
