"""The doorbell that a caller means by a device."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, service

from .const import DOMAIN
from .doorbell import Doorbell
from .home import Home
from .times import invalid


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
