"""Ring Watch: doorbells recorded at home, and exact windows of their footage."""

from pathlib import Path

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.typing import ConfigType

from .changes import follow_changes, seen
from .consent.actions import async_setup_sharing_services
from .consent.consent import forget_all
from .const import CONF_STORAGE, DOMAIN
from .engine.lock import HeldError
from .home import Home, RingWatchConfigEntry, paused_store
from .keep import async_setup_keep_services
from .place import OtherPlaceError, Place
from .process import EngineProcessError
from .repairs import ISSUE_ARCHIVE, ISSUE_HELD, ISSUE_STORAGE, async_set_issue
from .ring_accounts import sign_out_all
from .ring_memory import ring_store
from .services import async_setup_services
from .views import async_register_views
from .web.frontend import async_forget, async_serve, async_show
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


_FOLDER_ISSUES = {
    ISSUE_STORAGE: "storage_missing",
    ISSUE_HELD: "storage_in_use",
    ISSUE_ARCHIVE: "storage_unavailable",
}
"""Of which issue a set-up that fails with an error tells."""


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what is there once, whatever the entry does."""
    async_setup_services(hass)
    async_setup_keep_services(hass)
    async_setup_sharing_services(hass)
    async_register_views(hass)
    async_register_commands(hass)
    hass.http.register_view(LedgerView())
    await async_register_pages(hass)
    await async_serve(hass)

    @callback
    def changed(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # One that could not be set up is not unloaded.
        if entry.domain == DOMAIN and entry.disabled_by:
            _withdraw(hass)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
    return True


@callback
def _withdraw(hass: HomeAssistant) -> None:
    """Tell no more of a folder that cannot be used."""
    for issue in _FOLDER_ISSUES:
        async_set_issue(hass, issue, False)


async def async_setup_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> bool:
    """Start the home's worker and its doorbells."""
    # First: what is told from now on leads to the panel.
    await async_show(hass, entry)
    read, home = seen(entry), Home(hass, entry)
    try:
        await _start(home)
        entry.runtime_data = home
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    except BaseException as err:
        # Nothing else would end what has begun by now.
        await home.stop()
        _tell(home, err)
        raise
    _tell(home)
    entry.async_on_unload(
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, home.stop)
    )
    home.ring.start()
    await follow_changes(home, read)
    return True


async def _start(home: Home) -> None:
    """Start the home; raises ConfigEntryNotReady, in words, where it cannot now."""
    try:
        await home.start()
    except OtherPlaceError as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="storage_missing",
            translation_placeholders={"folder": str(home.storage)},
        ) from err
    except HeldError as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="storage_in_use",
            translation_placeholders={"folder": str(home.storage)},
        ) from err
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


@callback
def _tell(home: Home, err: BaseException | None = None) -> None:
    """Tell the owner of a folder that cannot be used, or no more."""
    key = getattr(err, "translation_key", None)
    for issue, cause in _FOLDER_ISSUES.items():
        async_set_issue(home.hass, issue, key == cause, folder=str(home.storage))


async def async_unload_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> bool:
    """End everything that the entry began."""
    home = entry.runtime_data
    async with home.changing:
        if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
            return False
        await home.stop()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
    """End requests and shares, sign out of Ring, and forget what was switched off.

    The footage and the ledger are the owner's, and stay. So does what lies in a folder
    that another home has by now.
    """
    await async_forget(hass)
    _withdraw(hass)
    place = Place(hass, entry)
    ours = await place.come_back()
    await paused_store(hass, entry).async_remove()
    await ring_store(hass, entry).async_remove()
    await sign_out_all(hass, entry)
    storage = Path(entry.data[CONF_STORAGE]) if ours else None
    await hass.async_add_executor_job(forget_all, hass, storage)
    await place.leave()
    await place.forget()
