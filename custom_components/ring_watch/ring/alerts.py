"""Of which devices Ring sends this client messages: a client has to ask for each."""

from collections.abc import Iterable
from typing import Final

from ring_doorbell.const import API_URI

from .api import RingApi
from .devices import RingDevice
from .errors import NotFoundError, RefusedError

AGAIN: Final = 120.0
"""Seconds until a device is asked for again; each time twice as many."""
RARELY: Final = 3600.0
_PRESSES: Final = API_URI + "/clients_api/doorbots/{}/subscribe"
_MOTION: Final = API_URI + "/clients_api/doorbots/{}/motions_subscribe"


class Alerts:
    """Asks for the messages of devices that Ring sends none of.

    What it does not take at once it may never take: of some devices that others share,
    only the owner is told.
    """

    def __init__(self, api: RingApi) -> None:
        self._api = api
        # When each was asked for last, and how long that is enough.
        self._asked: dict[str, tuple[float, float]] = {}

    async def ask(self, devices: Iterable[RingDevice]) -> None:
        """Ask for what is missing. Raises the errors of ``errors`` that concern all."""
        for device in devices:
            if device.has_button and not device.pushes_presses:
                await self._ask_for(_PRESSES.format(device.id))
            if device.has_motion and not device.pushes_motion:
                await self._ask_for(_MOTION.format(device.id))

    async def _ask_for(self, url: str) -> None:
        now = self._api.clock.monotonic()
        at, enough = self._asked.get(url, (float("-inf"), AGAIN / 2))
        if now - at < enough:
            return
        self._asked[url] = now, min(enough * 2, RARELY)
        try:
            await self._api.ask("POST", url)
        except NotFoundError, RefusedError:
            return
