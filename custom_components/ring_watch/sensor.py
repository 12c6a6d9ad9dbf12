"""What the archive holds of a doorbell, and how the requests stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfInformation, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .consent.entity import ConsentEntity
from .doorbell import Doorbell
from .entity import DoorbellEntity, add_doorbell_entities
from .home import Home, RingWatchConfigEntry
from .ring_link import RingLink
from .ring_sensor import PushHealth, ring_sensors
from .sharing.keys import grouped

PARALLEL_UPDATES = 0

# As many of a hash's digits as fit on a card.
SHOWN_DIGITS: Final = 16


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
        # To the megabyte, or that of a new doorbell would be 0.00 for a while.
        suggested_display_precision=3,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda doorbell: doorbell.size,
    ),
)


@dataclass(frozen=True, kw_only=True)
class ConsentSensorDescription(SensorEntityDescription):
    """A sensor of the home's requests."""

    value: Callable[[Home], int | str | None]
    attributes: Callable[[Home], dict[str, Any] | None] = lambda home: None


def _head(home: Home) -> str | None:
    """Return the beginning of the ledger's head."""
    head = home.consent.head
    return head.hash[:SHOWN_DIGITS] if head else None


def _ledger(home: Home) -> dict[str, Any] | None:
    """Return what others compare: the whole head, its place, the home's key."""
    ledger, head = home.consent.ledger, home.consent.head
    if ledger is None or head is None:
        return None
    return {
        "head": head.hash,
        "entries": head.size,
        "key_fingerprint": grouped(ledger.keys.fingerprint),
    }


def _total(name: str) -> Callable[[Home], int | None]:
    """Return what reads a number of the owner's record."""

    def value(home: Home) -> int | None:
        totals = home.consent.tally.totals
        return totals.to_json()[name] if totals else None

    return value


CONSENT_SENSORS = (
    *(
        ConsentSensorDescription(
            key=f"requests_{name}",
            translation_key=f"requests_{name}",
            state_class=SensorStateClass.TOTAL,
            value=_total(name),
        )
        for name in ("asked", "approved", "declined")
    ),
    ConsentSensorDescription(
        key="footage_shared",
        translation_key="footage_shared",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        state_class=SensorStateClass.TOTAL,
        value=_total("minutes"),
    ),
    ConsentSensorDescription(
        key="requests_pending",
        translation_key="requests_pending",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda home: home.sharing.waiting if home.sharing else None,
    ),
    ConsentSensorDescription(
        key="shares_live",
        translation_key="shares_live",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda home: len(home.sharing.shares()) if home.sharing else None,
    ),
    # In the recorder's database, with its attributes: a ledger that is rewritten
    # later does not have this head at this place.
    ConsentSensorDescription(
        key="ledger_head",
        translation_key="ledger_head",
        entity_category=EntityCategory.DIAGNOSTIC,
        value=_head,
        attributes=_ledger,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of every doorbell."""

    def create(doorbell: Doorbell) -> list[Entity]:
        entities: list[Entity] = []
        if doorbell.source.archived:
            entities += [DoorbellSensor(doorbell, one) for one in SENSORS]
        return [*entities, *ring_sensors(doorbell)]

    await add_doorbell_entities(entry, create)
    home = entry.runtime_data

    def add_account(link: RingLink) -> None:
        async_add_entities([PushHealth(link)], config_subentry_id=link.subentry_id)

    home.ring.each(add_account)
    async_add_entities(
        [ConsentSensor(home, description) for description in CONSENT_SENSORS]
    )


class DoorbellSensor(DoorbellEntity, SensorEntity):
    """One figure about a doorbell's archive; footage stays when a source is down."""

    entity_description: DoorbellSensorDescription

    @property
    @override
    def native_value(self) -> datetime | int | None:
        """The figure."""
        return self.entity_description.value(self.doorbell)


class ConsentSensor(ConsentEntity, SensorEntity):
    """One figure about the home's requests."""

    entity_description: ConsentSensorDescription

    @property
    @override
    def native_value(self) -> int | str | None:
        """The figure."""
        return self.entity_description.value(self.home)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """What belongs to the figure."""
        return self.entity_description.attributes(self.home)
