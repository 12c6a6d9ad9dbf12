"""The moments: somebody rings, something moves, a request takes a step."""

from typing import override

from homeassistant.components.event import (
    DoorbellEventType,
    EventDeviceClass,
    EventEntity,
    EventEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .consent.entity import ConsentEntity
from .doorbell import Doorbell, Topic
from .entity import DoorbellEntity, add_doorbell_entities
from .home import RingWatchConfigEntry
from .sharing.model.requests import RequestState
from .sharing.ports import Announcement

PARALLEL_UPDATES = 0

RING = EventEntityDescription(
    key="ring",
    device_class=EventDeviceClass.DOORBELL,
    event_types=[DoorbellEventType.RING],
)
MOTION = EventEntityDescription(
    key="motion",
    device_class=EventDeviceClass.MOTION,
    event_types=["motion"],
    translation_key="motion",
)

REQUEST = EventEntityDescription(
    key="request",
    translation_key="request",
    event_types=[
        *(state.value for state in RequestState),
        "attempt",
        "claimed",
        "confirmed",
        "delivered",
        "renewed",
        "suspended",
        "unprepared",
    ],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the events of every doorbell."""

    def create(doorbell: Doorbell) -> list[DoorbellEvent]:
        entities: list[DoorbellEvent] = []
        if doorbell.source.has_ring:
            entities.append(RingEvent(doorbell))
        if doorbell.source.has_motion:
            entities.append(MotionEvent(doorbell))
        return entities

    await add_doorbell_entities(entry, create)
    async_add_entities([RequestEvent(entry.runtime_data, REQUEST)])


class DoorbellEvent(DoorbellEntity, EventEntity):
    """One kind of moment.

    The attribute ``happened_at`` says when it was, where the source tells: an account at
    Ring may have been out of reach.
    """

    _topic: Topic

    @override
    async def async_added_to_hass(self) -> None:
        """Wait for the moment."""
        await super().async_added_to_hass()
        self.async_on_remove(self.doorbell.subscribe(self._topic, self._happened))

    @callback
    def _happened(self, event_type: str) -> None:
        at = self.doorbell.happened_at
        details = {"happened_at": at.isoformat()} if at else None
        self._trigger_event(event_type, details)
        self.async_write_ha_state()


class RingEvent(DoorbellEvent):
    """Somebody presses the button."""

    _topic = Topic.RING

    def __init__(self, doorbell: Doorbell) -> None:
        """Listen to one doorbell."""
        super().__init__(doorbell, RING)

    @property
    @override
    def available(self) -> bool:
        """Whether a press would be noticed."""
        return self.doorbell.ring_available


class MotionEvent(DoorbellEvent):
    """Something, or where the source knows it somebody, moves."""

    _topic = Topic.MOTION

    def __init__(self, doorbell: Doorbell) -> None:
        """Listen to one doorbell."""
        super().__init__(doorbell, MOTION)
        if doorbell.source.knows_person:
            self._attr_event_types = ["motion", "person"]

    @property
    @override
    def available(self) -> bool:
        """Whether motion would be noticed."""
        return self.doorbell.motion_available

    @callback
    @override
    def _happened(self, event_type: str) -> None:
        # An entity may have learnt of persons only after this one was made.
        if event_type not in self.event_types:
            event_type = "motion"
        super()._happened(event_type)


class RequestEvent(ConsentEntity, EventEntity):
    """A request came into another state, or something happened to a share."""

    @callback
    @override
    def _happened(self, announcement: Announcement | None) -> None:
        if announcement is not None and announcement.kind in self.event_types:
            details = {
                "request_id": announcement.request_id,
                "share_id": announcement.share_id,
            }
            self._trigger_event(announcement.kind, details)
        super()._happened(announcement)
