"""What all entities of a doorbell share."""

from collections.abc import Callable, Collection, Iterable
from typing import override

from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import async_get_current_platform

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
        self._attr_unique_id = f"{doorbell.doorbell_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, doorbell.doorbell_id)},
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


class DoorbellEntities:
    """The entities of doorbells on one platform (``home.DoorbellPlatform``)."""

    def __init__(
        self,
        entry: RingWatchConfigEntry,
        create: Callable[[Doorbell], Iterable[Entity]],
    ) -> None:
        """Use the platform that is being set up."""
        self._entry = entry
        self._create = create
        self._platform = async_get_current_platform()

    async def add(self, doorbell: Doorbell) -> None:
        """Add a doorbell's new entities under its subentry, unless that is gone.

        Those that its settings took from it are forgotten.
        """
        subentry_id = doorbell.subentry_id
        if subentry_id not in self._entry.subentries:
            return
        there = {entity.unique_id for entity in self._platform.entities.values()}
        created = list(self._create(doorbell))
        if doorbell.doorbell_id == subentry_id:
            # Nobody else's are in its subentry, and its settings say which it has.
            self._forget(subentry_id, {entity.unique_id for entity in created})
        await self._platform.async_add_entities(
            [entity for entity in created if entity.unique_id not in there],
            config_subentry_id=subentry_id,
        )

    def _forget(self, subentry_id: str, kept: Collection[str | None]) -> None:
        """Remove from the registry what a doorbell does not have any more."""
        registry = er.async_get(self._platform.hass)
        for known in er.async_entries_for_config_entry(registry, self._entry.entry_id):
            if (
                known.config_subentry_id == subentry_id
                and known.domain == self._platform.domain
                and known.unique_id not in kept
            ):
                registry.async_remove(known.entity_id)

    async def remove(self, doorbell: Doorbell) -> None:
        """Remove a doorbell's entities; what is registered of them stays."""
        for entity in list(self._platform.entities.values()):
            if isinstance(entity, DoorbellEntity) and entity.doorbell is doorbell:
                await entity.async_remove()


async def add_doorbell_entities(
    entry: RingWatchConfigEntry, create: Callable[[Doorbell], Iterable[Entity]]
) -> None:
    """Add what ``create`` returns for every doorbell, now and when one is added."""
    home, entities = entry.runtime_data, DoorbellEntities(entry, create)
    home.platforms.append(entities)
    for doorbell in home.doorbells.values():
        await entities.add(doorbell)
