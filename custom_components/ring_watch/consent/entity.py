"""What the entities of the home's requests share."""

from typing import override

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.ports import Announcement
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription


class ConsentEntity(Entity):
    """An entity about the requests of the whole home."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, home: Home, description: EntityDescription) -> None:
        """Name the entity after the home's entry and its key."""
        self.home = home
        self.entity_description = description
        self._attr_unique_id = f"{home.entry.entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            entry_type=DeviceEntryType.SERVICE,
            identifiers={(DOMAIN, home.entry.entry_id)},
            manufacturer="Ring Watch",
            model="Requests",
            name=home.entry.title,
        )

    @property
    @override
    def available(self) -> bool:
        """Whether requests can be taken."""
        return self.home.sharing is not None

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the requests."""
        await super().async_added_to_hass()
        self.async_on_remove(self.home.consent.subscribe(self._happened))

    @callback
    def _happened(self, announcement: Announcement | None) -> None:
        self.async_write_ha_state()
