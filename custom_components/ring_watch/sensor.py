"""What the archive holds of a doorbell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .doorbell import Doorbell
from .entity import DoorbellEntity, add_doorbell_entities
from .home import RingWatchConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class DoorbellSensorDescription(SensorEntityDescription):
    """A sensor of a doorbell."""

    value: Callable[[Doorbell], datetime | int | None]


SENSORS = (
    DoorbellSensorDescription(
        key="oldest_footage",
        translation_key="oldest_footage",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda doorbell: doorbell.oldest,
    ),
    DoorbellSensorDescription(
        key="archive_size",
        translation_key="archive_size",
        device_class=SensorDeviceClass.DATA_SIZE,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_display_precision=2,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda doorbell: doorbell.size,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of every doorbell."""
    add_doorbell_entities(
        entry,
        async_add_entities,
        lambda doorbell: [
            DoorbellSensor(doorbell, description) for description in SENSORS
        ],
    )


class DoorbellSensor(DoorbellEntity, SensorEntity):
    """One figure about a doorbell's archive; footage stays when a source is down."""

    entity_description: DoorbellSensorDescription

    @property
    @override
    def native_value(self) -> datetime | int | None:
        """The figure."""
        return self.entity_description.value(self.doorbell)
