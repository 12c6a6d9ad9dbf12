"""Marking what a backup holds, so that a restored one revives no share."""

from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .home import Home


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Mark the stored state."""
    for home in _homes(hass):
        if home.sharing is not None:
            await home.sharing.before_backup()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Take the mark away."""
    for home in _homes(hass):
        if home.sharing is not None:
            await home.sharing.after_backup()


def _homes(hass: HomeAssistant) -> list[Home]:
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [entry.runtime_data for entry in entries]
