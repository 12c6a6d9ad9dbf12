"""Whether something moves, and whether footage is being recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .consent.entity import ConsentEntity
from .doorbell import Doorbell, Status
from .entity import DoorbellEntity, add_doorbell_entities
from .home import RingWatchConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class DoorbellBinarySensorDescription(BinarySensorEntityDescription):
    """A binary sensor of a doorbell."""

    value: Callable[[Doorbell], bool]
    available: Callable[[Doorbell], bool] = lambda doorbell: True
    exists: Callable[[Doorbell], bool] = lambda doorbell: True


SENSORS = (
    DoorbellBinarySensorDescription(
        key="motion",
        device_class=BinarySensorDeviceClass.MOTION,
        value=lambda doorbell: doorbell.moving,
        available=lambda doorbell: doorbell.motion_available,
        exists=lambda doorbell: doorbell.source.has_motion,
    ),
    # Stays available while the source is down: that is when it is looked at.
    DoorbellBinarySensorDescription(
        key="recording",
        translation_key="recording",
        device_class=BinarySensorDeviceClass.RUNNING,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda doorbell: doorbell.status is Status.RECORDING,
        exists=lambda doorbell: doorbell.source.records,
    ),
)

REQUEST_WAITING = BinarySensorEntityDescription(
    key="request_waiting", translation_key="request_waiting"
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of every doorbell."""
    await add_doorbell_entities(
        entry,
        lambda doorbell: [
            DoorbellBinarySensor(doorbell, description)
            for description in SENSORS
            if description.exists(doorbell)
        ],
    )
    async_add_entities([RequestWaiting(entry.runtime_data, REQUEST_WAITING)])


class DoorbellBinarySensor(DoorbellEntity, BinarySensorEntity):
    """One thing about a doorbell that is or is not."""

    entity_description: DoorbellBinarySensorDescription

    @property
    @override
    def available(self) -> bool:
        """Whether the value is known."""
        return self.entity_description.available(self.doorbell)

    @property
    @override
    def is_on(self) -> bool:
        """Whether it is."""
        return self.entity_description.value(self.doorbell)


class RequestWaiting(ConsentEntity, BinarySensorEntity):
    """Whether somebody waits for the owner's decision."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether a request waits."""
        return self.home.sharing is not None and self.home.sharing.waiting > 0
