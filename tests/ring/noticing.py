"""What somebody notices who looks at a home: states that pass, and the log."""

from logging import WARNING
from typing import Final

import pytest

from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback

from .cloud import Device
from .house import RingHouse

OF_RING: Final = (
    "custom_components.ring_watch",
    "firebase_messaging",
    "homeassistant.components.camera",
    "homeassistant.helpers",
    "ring_doorbell",
    "websockets",
)


class Watcher:
    """Notes every state that a home's entities had."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.states: list[tuple[str, str]] = []

        @callback
        def note(event: Event[EventStateChangedData]) -> None:
            new = event.data["new_state"]
            self.states.append((event.data["entity_id"], new.state if new else "gone"))

        hass.bus.async_listen(EVENT_STATE_CHANGED, note)

    def times(self, house: RingHouse, device: Device, key: str) -> int:
        """How often an event of a device was told."""
        event = house.entity_id(device, "event", key)
        return [entity for entity, _ in self.states].count(event or "")

    def lost(self) -> set[str]:
        """The entities that were gone or unavailable for a moment."""
        missing = {STATE_UNAVAILABLE, "gone"}
        return {entity for entity, state in self.states if state in missing}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What an owner finds in the log that comes of an account."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= WARNING and record.name.startswith(OF_RING)
    ]
