"""Doorbells and their privacy zones."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.describe import describe_area
from custom_components.ring_watch.consent.schemas import AREA
from custom_components.ring_watch.consent.zones import set_zones as save_zones
from custom_components.ring_watch.const import CONF_SOURCE, DOMAIN
from custom_components.ring_watch.doorbell import Doorbell
from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.gather import device_id
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.model.clips import Area
from custom_components.ring_watch.times import to_us
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .base import ID, Call, command, now

_ENTITIES: Final = {
    "camera": ("camera", "camera"),
    "ring": ("event", "ring"),
    "motion_event": ("event", "motion"),
    "motion": ("binary_sensor", "motion"),
    "recording": ("binary_sensor", "recording"),
    "recording_switch": ("switch", "recording"),
}
"""Names in an answer: the platform and the key of an entity."""


@command("doorbells/list", needs_sharing=False)
async def list_doorbells(call: Call) -> dict[str, Any]:
    """Return the doorbells, and the time zone that their days are of."""
    home = call.home
    return {
        **now(),
        "time_zone": home.hass.config.time_zone,
        "doorbells": [_describe(home, one) for one in home.doorbells.values()],
    }


@command("zones/get", doorbell_id=(vol.Required, ID))
async def get_zones(call: Call) -> dict[str, Any]:
    """Return what is always covered in a doorbell's clips."""
    zones = call.home.consent.doorbells.zones(call.msg["doorbell_id"])
    return {"zones": [describe_area(zone) for zone in zones]}


@command("zones/set", doorbell_id=(vol.Required, ID), zones=(vol.Required, [AREA]))
async def set_zones(call: Call) -> None:
    """Set what is always covered in a doorbell's clips."""
    doorbell = call.doorbell().doorbell_id
    zones = [area(doorbell, zone) for zone in call.msg["zones"]]
    await save_zones(call.home, doorbell, zones, call.actor)


def area(doorbell: str, values: dict[str, Any]) -> Area:
    """Return the rectangle that a message describes."""
    return Area(doorbell, values["x"], values["y"], values["width"], values["height"])


def entity_ids(hass: HomeAssistant, doorbell: Doorbell) -> dict[str, str | None]:
    """Return a doorbell's entities; None for what it has not, or is disabled."""
    registry = er.async_get(hass)

    def find(platform: str, key: str) -> str | None:
        unique_id = f"{doorbell.doorbell_id}_{key}"
        entity_id = registry.async_get_entity_id(platform, DOMAIN, unique_id)
        entry = registry.async_get(entity_id) if entity_id else None
        return entry.entity_id if entry and not entry.disabled else None

    return {name: find(*place) for name, place in _ENTITIES.items()}


def _describe(home: Home, doorbell: Doorbell) -> dict[str, Any]:
    subentry = home.entry.subentries[doorbell.subentry_id]
    return {
        "doorbell_id": doorbell.doorbell_id,
        "device_id": device_id(home.hass, home, doorbell),
        "name": doorbell.name,
        # A subentry that has several has them of one kind.
        "source": subentry.data.get(CONF_SOURCE, subentry.subentry_type),
        "status": doorbell.status.value,
        "reason": doorbell.reason,
        "entities": entity_ids(home.hass, doorbell),
        "oldest": format_time(to_us(doorbell.oldest)) if doorbell.oldest else None,
        "size": doorbell.size or 0,
        "zones": len(home.consent.doorbells.zones(doorbell.doorbell_id)),
    }


COMMANDS: Final = (list_doorbells, get_zones, set_zones)
