"""How often a button that anybody with its address can press makes the bell ring."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

AT_ONCE: Final = 10
EVERY: Final = 30.0


class Presses:
    """Rings for every press of a visitor, and for a flood of them now and then.

    So many as ``AT_ONCE`` are told at once, further ones all together once ``EVERY``
    seconds allow another: nobody's press is forgotten, however many come with it.
    """

    def __init__(self, hass: HomeAssistant, ring: Callable[[], None]) -> None:
        """Nothing was pressed yet."""
        self._hass = hass
        self._ring = ring
        self._left = float(AT_ONCE)
        self._counted = hass.loop.time()
        self._end_wait: CALLBACK_TYPE | None = None

    @callback
    def press(self) -> None:
        """Take a press."""
        if self._end_wait:
            return
        now = self._hass.loop.time()
        self._left = min(self._left + (now - self._counted) / EVERY, AT_ONCE)
        self._counted = now
        if self._left >= 1:
            self._left -= 1
            self._ring()
        else:
            wait = (1 - self._left) * EVERY
            self._end_wait = async_call_later(self._hass, wait, self._waited)

    @callback
    def stop(self) -> None:
        """Tell no more."""
        if self._end_wait:
            self._end_wait()
            self._end_wait = None

    @callback
    def _waited(self, _now: datetime) -> None:
        self._end_wait = None
        self._left, self._counted = 0, self._hass.loop.time()
        self._ring()
