"""Sending notifications to phones: to each in order, to all at the same time."""

import asyncio
from collections import defaultdict
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.exceptions import HomeAssistantError

from .push import Push

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

# A little longer than the companion app's own patience. In seconds.
_WITHIN: Final = 15.0


class Post:
    """One line of notifications for each phone, so that none holds up another."""

    def __init__(self, home: Home) -> None:
        """Nothing was sent yet."""
        self._home = home
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ended = False

    def start(self) -> None:
        """Send from now on."""
        self._ended = False

    def stop(self) -> None:
        """Begin to send nothing more."""
        self._ended = True

    def send(self, service: str, push: Push) -> asyncio.Task[bool]:
        """Put a notification in a phone's line; the task tells whether it was sent."""
        return self._home.entry.async_create_task(
            self._home.hass, self._send(service, push), "ring_watch notification"
        )

    async def _send(self, service: str, push: Push) -> bool:
        async with self._lines[service]:
            if self._ended:
                return False
            notify = self._home.hass.services.async_call("notify", service, push, True)
            try:
                async with asyncio.timeout(_WITHIN):
                    await notify
            except (HomeAssistantError, ValueError, TimeoutError) as err:
                _LOGGER.warning("A phone could not be told: %s", type(err).__name__)
                return False
            return True
