"""What Ring tells of a device beside its pictures, and how its push messages do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    PERCENTAGE,
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
)
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo

from .const import DOMAIN
from .doorbell import Doorbell
from .doorbells.ring import RingSource
from .entity import DoorbellEntity
from .ring.devices import RingDevice
from .ring.push import PushState
from .ring_link import RingLink


@dataclass(frozen=True, kw_only=True)
class RingSensorDescription(SensorEntityDescription):
    """A sensor of a device; there is none where Ring tells no value."""

    value: Callable[[RingDevice], int | None]


RING_SENSORS: Final = (
    RingSensorDescription(
        key="battery",
        device_class=SensorDeviceClass.BATTERY,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda device: device.battery,
    ),
    RingSensorDescription(
        key="signal",
        device_class=SensorDeviceClass.SIGNAL_STRENGTH,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        native_unit_of_measurement=SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda device: device.signal,
    ),
    RingSensorDescription(
        key="volume",
        translation_key="volume",
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda device: device.volume,
    ),
)
PUSH: Final = SensorEntityDescription(
    key="push",
    translation_key="push",
    device_class=SensorDeviceClass.ENUM,
    entity_category=EntityCategory.DIAGNOSTIC,
    options=[state.value for state in PushState],
)


def ring_sensors(doorbell: Doorbell) -> list[RingSensor]:
    """Return the sensors of a doorbell that is in a Ring account."""
    source = doorbell.source
    if not isinstance(source, RingSource):
        return []
    return [
        RingSensor(doorbell, source, description)
        for description in RING_SENSORS
        if description.value(source.device) is not None
    ]


class RingSensor(DoorbellEntity, SensorEntity):
    """One figure about a device."""

    entity_description: RingSensorDescription

    def __init__(
        self, doorbell: Doorbell, source: RingSource, description: RingSensorDescription
    ) -> None:
        """Show a figure of one device."""
        super().__init__(doorbell, description)
        self._source = source

    @property
    @override
    def available(self) -> bool:
        """Whether Ring still tells of the device."""
        return self._source.link.account.available

    @property
    @override
    def native_value(self) -> int | None:
        """The figure."""
        return self.entity_description.value(self._source.device)


class PushHealth(SensorEntity):
    """How Ring's push messages do: without them a press comes later, by polling."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description = PUSH

    def __init__(self, link: RingLink) -> None:
        """Show one account."""
        self._link = link
        self._attr_unique_id = f"{link.subentry_id}_{PUSH.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, link.subentry_id)},
            entry_type=DeviceEntryType.SERVICE,
            manufacturer="Ring Watch",
            model="Ring account",
            name=link.name,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the account."""
        await super().async_added_to_hass()
        self.async_on_remove(self._link.subscribe(self.async_write_ha_state))

    @property
    @override
    def native_value(self) -> str:
        """How they do."""
        return self._link.push_state.value
