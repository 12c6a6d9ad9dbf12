"""What all entities of a doorbell share."""

from collections.abc import Callable, Sequence
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .doorbell import Doorbell, Topic
from .home import RingWatchConfigEntry


class DoorbellEntity(Entity):
    """An entity that shows one side of a doorbell."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, doorbell: Doorbell, description: EntityDescription) -> None:
        """Name the entity after its doorbell and its key."""
        self.doorbell = doorbell
        self.entity_description = description
        self._attr_unique_id = f"{doorbell.subentry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, doorbell.subentry_id)},
            manufacturer="Ring Watch",
            model=doorbell.source.model,
            name=doorbell.name,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the doorbell."""
        await super().async_added_to_hass()
        self.async_on_remove(self.doorbell.subscribe(Topic.UPDATE, self._updated))

    @callback
    def _updated(self, _event_type: str) -> None:
        self.async_write_ha_state()


def add_doorbell_entities(
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    create: Callable[[Doorbell], Sequence[Entity]],
) -> None:
    """Add what ``create`` returns for every doorbell, under its subentry."""
    for subentry_id, doorbell in entry.runtime_data.doorbells.items():
        async_add_entities(create(doorbell), config_subentry_id=subentry_id)
