"""Recording on and off."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .doorbell import Doorbell
from .entity import DoorbellEntity, add_doorbell_entities
from .home import Home, RingWatchConfigEntry

PARALLEL_UPDATES = 1

RECORDING = SwitchEntityDescription(key="recording", translation_key="recording")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switch of every doorbell."""
    home = entry.runtime_data

    def create(doorbell: Doorbell) -> list[RecordingSwitch]:
        return [RecordingSwitch(home, doorbell)] if doorbell.source.records else []

    await add_doorbell_entities(entry, create)


class RecordingSwitch(DoorbellEntity, SwitchEntity):
    """Whether the owner wants a doorbell recorded; outlives a restart."""

    def __init__(self, home: Home, doorbell: Doorbell) -> None:
        """Remember the home, which keeps what is switched off."""
        super().__init__(doorbell, RECORDING)
        self._home = home

    @property
    @override
    def is_on(self) -> bool:
        """Whether it shall be recorded."""
        return not self.doorbell.paused

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Record again."""
        await self._home.set_paused(self.doorbell, False)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Stop recording; what is in the archive stays."""
        await self._home.set_paused(self.doorbell, True)
