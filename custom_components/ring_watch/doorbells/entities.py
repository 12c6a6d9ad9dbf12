"""Source ``entities``: a camera that Home Assistant already has."""

from collections.abc import Callable
from typing import Any, override

from custom_components.ring_watch.const import CONF_CAMERA_ENTITY, SOURCE_STREAM
from homeassistant.components.camera import async_get_stream_source
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.helpers.start import async_at_started

from .address import Address
from .signals import Signals
from .source import Events


async def camera_address(hass: HomeAssistant, entity_id: str) -> Address | None:
    """Return the stream of a camera entity; None when it has none now."""
    try:
        source = await async_get_stream_source(hass, entity_id)
        return Address.parse(source) if source else None
    except HomeAssistantError, ValueError, TimeoutError:
        return None


class EntitiesSource(Signals):
    """Records the stream of a camera entity."""

    model = "Camera entity"

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry) -> None:
        """Read which camera."""
        super().__init__(hass, subentry)
        self._camera: str = subentry.data[CONF_CAMERA_ENTITY]

    @override
    def start(self, events: Events) -> Callable[[], None]:
        """Listen to the camera's coming and going as well."""
        end_signals = super().start(events)

        @callback
        def changed(event: Event[EventStateChangedData]) -> None:
            states = {
                state.state if state else STATE_UNAVAILABLE
                for state in (event.data["old_state"], event.data["new_state"])
            }
            if len(states) == 2 and STATE_UNAVAILABLE in states:
                events.address_changed()

        @callback
        def started(_hass: HomeAssistant) -> None:
            events.address_changed()

        end_camera = async_track_state_change_event(self._hass, self._camera, changed)
        # Where it has started already, this calls at once and changes nothing.
        end_waiting = async_at_started(self._hass, started)

        def end() -> None:
            end_waiting()
            end_camera()
            end_signals()

        return end

    async def worker_source(self) -> dict[str, Any] | None:
        """Return the camera's stream for the worker, if it has one now."""
        address = await camera_address(self._hass, self._camera)
        if address is None:
            return None
        return {"kind": SOURCE_STREAM, **address.for_engine("tcp")}

    async def stream_source(self) -> str | None:
        """Return the camera's own live address."""
        address = await camera_address(self._hass, self._camera)
        return address.with_credentials() if address else None
