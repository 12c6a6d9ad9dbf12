"""Ring Watch: doorbells recorded at home, and exact windows of their footage."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .consent.actions import async_setup_sharing_services
from .consent.consent import forget_all
from .const import CONF_STORAGE, DOMAIN, SUBENTRY_DOORBELL
from .home import Home, RingWatchConfigEntry, paused_store
from .process import EngineProcessError
from .services import async_setup_services
from .views import async_register_views
from .web.ledger_view import LedgerView
from .web.views import async_register_pages
from .web.websocket import async_register_commands

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CAMERA,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what is there once, whatever the entry does."""
    async_setup_services(hass)
    async_setup_sharing_services(hass)
    async_register_views(hass)
    async_register_commands(hass)
    hass.http.register_view(LedgerView())
    await async_register_pages(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> bool:
    """Start the home's worker and its doorbells."""
    home = Home(hass, entry)
    try:
        await home.start()
    except OSError as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="storage_unavailable",
            translation_placeholders={"folder": str(home.storage)},
        ) from err
    except EngineProcessError as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="recorder_unavailable",
            translation_placeholders={"error": str(err)},
        ) from err
    entry.runtime_data = home
    entry.async_on_unload(
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, home.stop)
    )
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _reload_when_changed(entry)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> bool:
    """End everything that the entry began."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.stop()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
    """End requests and shares, and forget what was switched off.

    The footage and the ledger are the owner's, and stay.
    """
    await paused_store(hass, entry).async_remove()
    storage = Path(entry.data[CONF_STORAGE])
    await hass.async_add_executor_job(forget_all, hass, storage)


def _settings(entry: RingWatchConfigEntry) -> Mapping[str, Any]:
    """Return what the running home was built from; rules and requesters are not."""
    return {
        "data": dict(entry.data),
        "subentries": {
            subentry.subentry_id: (subentry.title, dict(subentry.data))
            for subentry in entry.get_subentries_of_type(SUBENTRY_DOORBELL)
        },
    }


@callback
def _reload_when_changed(entry: RingWatchConfigEntry) -> None:
    """Reload when the entry's settings or its doorbells really differ.

    Every write to the entry calls update listeners, its title included.
    """
    known = _settings(entry)

    async def changed(hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
        nonlocal known
        current = _settings(entry)
        if current != known:
            known = current
            hass.config_entries.async_schedule_reload(entry.entry_id)
        else:
            entry.runtime_data.consent.options_changed()

    entry.async_on_unload(entry.add_update_listener(changed))
