"""The press and the motion of a doorbell, as the owner chose them."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from custom_components.ring_watch.const import (
    CONF_MOTION,
    CONF_MOTION_ENTITY,
    CONF_PERSON_ENTITY,
    CONF_PRESS,
    CONF_PRESS_ENTITY,
    CONF_SENSITIVITY,
    DEFAULT_SENSITIVITY,
    DOMAIN,
    MOTION_DETECT,
    MOTION_ENTITY,
    MOTION_NONE,
    PRESS_ENTITY,
    PRESS_NONE,
    PRESS_WEBHOOK,
)
from homeassistant.components import webhook
from homeassistant.components.event import ButtonEventType, DoorbellEventType
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    CONF_WEBHOOK_ID,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
    split_entity_id,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from .presses import Presses
from .source import Events

WEBHOOK_METHODS = ("GET", "POST", "PUT")
_PERSON_WORDS = ("person", "human")


class Signals:
    """Listens to the entities and the webhook that a subentry names."""

    records = True
    is_own = True
    archived = True

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry) -> None:
        """Read what was chosen."""
        self._hass = hass
        self._name = subentry.title
        data = subentry.data
        self._press: str = data.get(CONF_PRESS, PRESS_NONE)
        self._press_entity: str | None = (
            data.get(CONF_PRESS_ENTITY) if self._press == PRESS_ENTITY else None
        )
        self._webhook_id: str | None = (
            data.get(CONF_WEBHOOK_ID) if self._press == PRESS_WEBHOOK else None
        )
        self._motion: str = data.get(CONF_MOTION, MOTION_NONE)
        chosen = self._motion == MOTION_ENTITY
        self._motion_entity: str | None = (
            data.get(CONF_MOTION_ENTITY) if chosen else None
        )
        self._person_entity: str | None = (
            data.get(CONF_PERSON_ENTITY) if chosen else None
        )
        self._sensitivity = int(data.get(CONF_SENSITIVITY, DEFAULT_SENSITIVITY))

    @property
    def has_ring(self) -> bool:
        """Whether a press can be noticed at all."""
        return self._press != PRESS_NONE

    @property
    def has_motion(self) -> bool:
        """Whether motion can be noticed at all."""
        return self._motion != MOTION_NONE

    @property
    def knows_person(self) -> bool:
        """Whether persons are told from other motion."""
        if self._person_entity:
            return True
        # The registry knows it before the entity is there.
        entry = er.async_get(self._hass).async_get(self._motion_entity or "")
        state = self._hass.states.get(self._motion_entity or "")
        known = state.attributes if state else (entry and entry.capabilities) or {}
        return any(_is_person(kind) for kind in known.get("event_types", ()))

    @property
    def sensitivity(self) -> int | None:
        """How readily motion is detected in the pictures; None: not at all."""
        return self._sensitivity if self._motion == MOTION_DETECT else None

    @property
    def ring_available(self) -> bool | None:
        """Whether a press would be noticed now."""
        if self._press_entity:
            return self._is_there(self._press_entity)
        return True if self._webhook_id else None

    @property
    def motion_available(self) -> bool | None:
        """Whether motion would be noticed now."""
        if not self._motion_entity:
            return None
        return self._is_there(self._motion_entity)

    def start(self, events: Events) -> Callable[[], None]:
        """Begin to listen; the returned function ends it."""
        ends: list[Callable[[], None]] = []

        def follow(
            entity_id: str | None, handle: Callable[[State | None, State], None]
        ) -> None:
            if entity_id is None:
                return

            @callback
            def changed(event: Event[EventStateChangedData]) -> None:
                old, new = event.data["old_state"], event.data["new_state"]
                if new is not None and new.state != STATE_UNAVAILABLE:
                    handle(old, new)
                events.availability_changed()

            ends.append(async_track_state_change_event(self._hass, entity_id, changed))

        def motion(person: bool) -> Callable[[State | None, State], None]:
            return lambda old, new: _handle_motion(events, old, new, person=person)

        follow(self._press_entity, lambda old, new: _handle_press(events, old, new))
        follow(self._motion_entity, motion(person=False))
        follow(self._person_entity, motion(person=True))
        for entity_id, person in (
            (self._motion_entity, False),
            (self._person_entity, True),
        ):
            state = self._hass.states.get(entity_id or "")
            if state and state.state == STATE_ON and _is_sensor(state):
                events.motion(True, person=person)
        if self._webhook_id:
            ends.append(self._register_webhook(self._webhook_id, events))

        def end() -> None:
            while ends:
                ends.pop()()

        return end

    def _register_webhook(self, webhook_id: str, events: Events) -> Callable[[], None]:
        """Ring when the webhook is called from the home's network."""
        presses = Presses(self._hass, events.ring)

        async def handle(
            hass: HomeAssistant, webhook_id: str, request: web.Request
        ) -> web.Response:
            presses.press()
            return web.Response()

        webhook.async_register(
            self._hass,
            DOMAIN,
            f"Ring Watch: {self._name}",
            webhook_id,
            handle,
            local_only=True,
            allowed_methods=WEBHOOK_METHODS,
        )

        def end() -> None:
            webhook.async_unregister(self._hass, webhook_id)
            presses.stop()

        return end

    def _is_there(self, entity_id: str) -> bool:
        state = self._hass.states.get(entity_id)
        return state is not None and state.state != STATE_UNAVAILABLE


def _is_person(event_type: Any) -> bool:
    return any(word in str(event_type).lower() for word in _PERSON_WORDS)


def _is_sensor(state: State) -> bool:
    """Return whether the entity is on and off, and not a moment."""
    return split_entity_id(state.entity_id)[0] == "binary_sensor"


def _is_moment(old: State | None, new: State) -> bool:
    """Return whether a button or event entity tells of something new.

    One that only appears or comes back shows its old moment again.
    """
    return (
        old is not None
        and old.state != STATE_UNAVAILABLE
        and new.state not in {STATE_UNKNOWN, old.state}
    )


def _begins(old: State | None, new: State) -> bool:
    return new.state == STATE_ON and old is not None and old.state == STATE_OFF


def _handle_press(events: Events, old: State | None, new: State) -> None:
    """Ring when the entity says that its button was pressed."""
    if _is_sensor(new):
        if _begins(old, new):
            events.ring()
        return
    if not _is_moment(old, new):
        return
    types = new.attributes.get("event_types", ())
    # Where an entity tells several things, only the one that begins a press.
    for wanted in (DoorbellEventType.RING, ButtonEventType.PRESS_START):
        if wanted in types and new.attributes.get("event_type") != wanted:
            return
        if wanted in types:
            break
    events.ring()


def _handle_motion(
    events: Events, old: State | None, new: State, *, person: bool
) -> None:
    """Tell the motion that a sensor or an event entity tells."""
    if _is_sensor(new):
        if new.state in {STATE_ON, STATE_OFF}:
            events.motion(new.state == STATE_ON, person=person)
    elif _is_moment(old, new):
        person = person or _is_person(new.attributes.get("event_type"))
        events.motion_pulse(person=person)
