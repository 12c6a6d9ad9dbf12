"""Source ``demo``: a doorbell that films itself, with a button to press."""

from collections.abc import Callable
from typing import Any

from custom_components.ring_watch.const import (
    CONF_SENSITIVITY,
    DEFAULT_SENSITIVITY,
    SOURCE_DEMO,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from .source import Events


class DemoSource:
    """Records the picture that the worker draws; rings by its own button."""

    model = "Demo doorbell"
    records = True
    is_own = True
    archived = True
    has_ring = True
    has_motion = True
    knows_person = False
    ring_available: bool | None = None
    motion_available: bool | None = None

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry) -> None:
        """Read the sensitivity."""
        self.sensitivity: int | None = int(
            subentry.data.get(CONF_SENSITIVITY, DEFAULT_SENSITIVITY)
        )
        self._events: Events | None = None

    def start(self, events: Events) -> Callable[[], None]:
        """Remember whom ``press`` shall tell."""
        self._events = events

        def end() -> None:
            self._events = None

        return end

    def press(self) -> None:
        """Press the button."""
        if self._events:
            self._events.ring()

    async def worker_source(self) -> dict[str, Any] | None:
        """Return the demo's source for the worker."""
        return {"kind": SOURCE_DEMO}

    async def stream_source(self) -> str | None:
        """Return nothing: the demo has stills only."""
        return None
