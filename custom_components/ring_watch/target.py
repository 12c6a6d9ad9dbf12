"""The doorbells that a target means: areas, floors, labels, devices or entities."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from .const import DOMAIN
from .doorbell import Doorbell
from .gather import device_id

type Target = Mapping[str, Any]


@callback
def targeted_devices(hass: HomeAssistant, target: Target | None) -> set[str] | None:
    """Return the ids of the devices that a target means; None: every doorbell.

    No target, and one that names the home's own device, mean every doorbell.
    """
    selection = TargetSelection(dict(target or {}))
    if not selection.has_any_target:
        return None
    selected = async_extract_referenced_entity_ids(
        hass, selection, primary_entities_only=False
    )
    devices = set(selected.referenced_devices)
    entities = er.async_get(hass).entities
    for entity_id in selected.referenced | selected.indirectly_referenced:
        entry = entities.get(entity_id)
        if entry is not None and entry.device_id is not None:
            devices.add(entry.device_id)
    return None if devices & _homes(hass) else devices


@callback
def targeted_doorbells(
    hass: HomeAssistant, target: Target | None
) -> dict[str | None, Doorbell]:
    """Return the doorbells of a target that are there now, by their devices' ids."""
    devices = targeted_devices(hass, target)
    found = {
        device_id(hass, entry.runtime_data, doorbell): doorbell
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for doorbell in entry.runtime_data.doorbells.values()
    }
    return {
        device: doorbell
        for device, doorbell in found.items()
        if devices is None or device in devices
    }


def _homes(hass: HomeAssistant) -> set[str]:
    """Return the ids of the homes' own devices, which stand for all requests."""
    registry = dr.async_get(hass)
    devices = (
        registry.async_get_device_by_identifier(
            (DOMAIN, entry.entry_id), entry.entry_id
        )
        for entry in hass.config_entries.async_entries(DOMAIN)
    )
    return {device.id for device in devices if device is not None}
