"""Companion apps on phones, and whose they are."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import slugify


@dataclass(frozen=True, slots=True)
class Phone:
    """A companion app. ``decider``: its user, if that is an active administrator."""

    service: str
    decider: str | None


async def phone_of(hass: HomeAssistant, app: ConfigEntry) -> Phone | None:
    """Return the phone of a companion app's entry; None: it cannot be told."""
    service = slugify(f"mobile_app_{app.data.get('device_name')}")
    if not hass.services.has_service("notify", service):
        return None
    user = await hass.auth.async_get_user(app.data.get("user_id", ""))
    decides = user is not None and user.is_active and user.is_admin
    return Phone(service, user.id if user and decides else None)


async def phones_of(hass: HomeAssistant) -> list[Phone]:
    """Return all phones that can be told."""
    apps = hass.config_entries.async_loaded_entries("mobile_app")
    phones = [await phone_of(hass, app) for app in apps]
    return [phone for phone in phones if phone]
