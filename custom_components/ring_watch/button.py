"""The button of a demo doorbell."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .doorbell import Doorbell
from .doorbells.demo import DemoSource
from .entity import DoorbellEntity, add_doorbell_entities
from .home import RingWatchConfigEntry

PARALLEL_UPDATES = 1

PRESS = ButtonEntityDescription(key="press", translation_key="press")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the button of every demo doorbell."""

    def create(doorbell: Doorbell) -> list[PressButton]:
        source = doorbell.source
        return [PressButton(doorbell, source)] if isinstance(source, DemoSource) else []

    await add_doorbell_entities(entry, create)


class PressButton(DoorbellEntity, ButtonEntity):
    """Rings the demo doorbell."""

    def __init__(self, doorbell: Doorbell, source: DemoSource) -> None:
        """Remember what to press."""
        super().__init__(doorbell, PRESS)
        self._source = source

    @property
    @override
    def available(self) -> bool:
        """Whether a press would be noticed."""
        return self.doorbell.ring_available

    @override
    async def async_press(self) -> None:
        """Press the button."""
        self._source.press()
