"""The doorbells that a caller means: by a target, or by the ids of devices."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    service,
)

from .const import DOMAIN
from .doorbell import Doorbell
from .home import Home
from .target import targeted_doorbells
from .times import invalid

ATTR_DEVICES: Final = "devices"

DOORBELLS: Final = {
    vol.Optional(ATTR_DEVICES): vol.All(cv.ensure_list, [str]),
    **cv.TARGET_FIELDS,
}
"""What an action accepts that says which doorbells it is about.

The editor offers a target, which becomes part of the action's data. ``devices`` are
ids of devices.
"""
_KEYS: Final = frozenset(map(str, DOORBELLS))


def names_doorbells(data: Mapping[str, Any]) -> bool:
    """Tell whether the data of an action says which doorbells it is about."""
    return not _KEYS.isdisjoint(data)


def doorbells_of(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> list[tuple[str, Home, Doorbell]]:
    """Return the doorbells of an action, each once, as ``doorbell_of`` does.

    Raises a translated error as ``doorbell_of``, and where there is none.
    """
    devices = dict.fromkeys(data.get(ATTR_DEVICES, ()))
    target = {key: data[key] for key in _KEYS - {ATTR_DEVICES} if data.get(key)}
    if target:
        found = targeted_doorbells(hass, target)
        devices |= dict.fromkeys(device_id for device_id in found if device_id)
    if not devices:
        raise invalid("no_doorbell_chosen")
    return [doorbell_of(hass, device_id) for device_id in devices]


def doorbell_of(hass: HomeAssistant, device_id: str) -> tuple[str, Home, Doorbell]:
    """Return the doorbell of a device; raises a translated error for another's."""
    device, entry = service.async_get_device_and_config_entry(
        hass, DOMAIN, device_id, include_child_devices=False
    )
    home: Home = entry.runtime_data
    doorbell = home.doorbells.get(_doorbell_id(device) or "")
    if doorbell is None:
        raise invalid("device_is_no_doorbell", name=device.name or device_id)
    return device_id, home, doorbell


def doorbell_id_of(hass: HomeAssistant, device_id: str) -> str:
    """Return the id of the doorbell of a device; raises as ``doorbell_of``."""
    return doorbell_of(hass, device_id)[2].doorbell_id


def _doorbell_id(device: dr.DeviceEntry) -> str | None:
    """Return the doorbell that a device of ours stands for."""
    return next((value for key, value in device.identifiers if key == DOMAIN), None)
