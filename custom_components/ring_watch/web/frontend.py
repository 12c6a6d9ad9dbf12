"""The card and the panel in Home Assistant's frontend: served, shown, taken away.

There is one way for the card to get into a browser. Two would load it twice, and one
of them before the frontend is ready for it. Where Home Assistant keeps the list of
dashboard resources, that is an entry of the list; where the list is the owner's own
file, it is an extra module. The panel has the very same module: a browser in which a
dashboard was open before Ring Watch was added learns of the card by a visit to it.

Both stay while the entry is loaded anew or tried again: whoever looks at them must not
be sent away. They go when the entry is disabled or removed.
"""

import hashlib
import logging
from pathlib import Path
from typing import Any, Final

from custom_components.ring_watch.const import DOMAIN
from homeassistant.components import frontend, panel_custom
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace import LOVELACE_DATA, MODE_STORAGE
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

_LOGGER = logging.getLogger(__name__)

WWW: Final = Path(__file__).parents[1] / "www"
PANEL: Final = "ring-watch"
ICON: Final = "mdi:doorbell-video"
_ELEMENT: Final = "ring-watch-panel"
_SERVED: Final = f"/{DOMAIN}/www"
_CARD: Final = "ring-watch-card.js"
_MODULE: Final = f"{_SERVED}/{_CARD}"

_IS_SERVED: HassKey[bool] = HassKey(f"{DOMAIN}_www")
_IS_SHOWN: HassKey[bool] = HassKey(f"{DOMAIN}_shown")
_PANEL: HassKey[dict[str, Any]] = HassKey(f"{DOMAIN}_panel")
_EXTRA: HassKey[str] = HassKey(f"{DOMAIN}_extra_module")


async def async_serve(hass: HomeAssistant) -> None:
    """Serve what is built, once for all entries that come and go.

    Without a build there is no card and no panel; all else works.
    """
    if not await hass.async_add_executor_job((WWW / _CARD).is_file):
        return
    # For a month, and what changes has another address.
    path = StaticPathConfig(_SERVED, str(WWW), cache_headers=True)
    await hass.http.async_register_static_paths([path])
    hass.data[_IS_SERVED] = True

    @callback
    def changed(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # Also one that was not loaded, which nothing else would tell us of.
        if entry.domain == DOMAIN and entry.disabled_by and hass.data.get(_IS_SHOWN):
            hass.async_create_task(async_forget(hass), "ring_watch frontend")

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)


async def async_show(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Offer the card to dashboards, and the panel to administrators.

    Both are there until ``async_forget``.
    """
    if not hass.data.get(_IS_SERVED):
        return
    hass.data[_IS_SHOWN] = True
    version = await hass.async_add_executor_job(_version)
    url = f"{_MODULE}?v={version}"
    if resources := _resources(hass):
        await _list(resources, url)
    elif hass.data.get(_EXTRA) != url:
        _forget_extra(hass)
        frontend.add_extra_js_url(hass, url)
        hass.data[_EXTRA] = url
    panel: dict[str, Any] = {
        "sidebar_title": await _title(hass),
        "module_url": url,
        "config": {"entry_id": entry.entry_id},
    }
    if hass.data.get(_PANEL) == panel:
        return
    _forget_panel(hass)
    if frontend.async_panel_exists(hass, PANEL):
        _LOGGER.warning("Something else is at /%s: the panel is not shown", PANEL)
        return
    await panel_custom.async_register_panel(
        hass,
        frontend_url_path=PANEL,
        webcomponent_name=_ELEMENT,
        sidebar_icon=ICON,
        require_admin=True,
        **panel,
    )
    hass.data[_PANEL] = panel


async def async_forget(hass: HomeAssistant) -> None:
    """Take the card away from the dashboards, and the panel from the sidebar."""
    hass.data.pop(_IS_SHOWN, None)
    _forget_panel(hass)
    _forget_extra(hass)
    if resources := _resources(hass):
        for item in await _listed(resources):
            await resources.async_delete_item(item)


@callback
def panel_path(hass: HomeAssistant, *place: str) -> str | None:
    """Return the path of a place in the panel; None while there is no panel."""
    return "/".join(("", PANEL, *place)) if _PANEL in hass.data else None


def _version() -> str:
    """Return what is another whenever any of the files is. Blocks."""
    digest = hashlib.sha256()
    for path in sorted(WWW.iterdir()):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


async def _title(hass: HomeAssistant) -> str:
    texts = await async_get_translations(hass, hass.config.language, "common", [DOMAIN])
    return texts.get(f"component.{DOMAIN}.common.panel_title", "Ring Watch")


@callback
def _resources(hass: HomeAssistant) -> ResourceStorageCollection | None:
    """Return the list of the dashboards' resources, if Home Assistant keeps it."""
    data = hass.data.get(LOVELACE_DATA)
    if data is None or data.resource_mode != MODE_STORAGE:
        return None
    return (
        data.resources
        if isinstance(data.resources, ResourceStorageCollection)
        else None
    )


async def _list(resources: ResourceStorageCollection, url: str) -> None:
    """Let the list have the module once, at its present address."""
    wanted = {"res_type": "module", "url": url}
    listed = await _listed(resources)
    if not listed:
        await resources.async_create_item(wanted)
        return
    first, *others = listed
    if listed[first] != url:
        await resources.async_update_item(first, wanted)
    for item in others:
        await resources.async_delete_item(item)


async def _listed(resources: ResourceStorageCollection) -> dict[str, str]:
    """Return the ids and addresses under which the module is listed."""
    # It is read from the disk only when somebody asks.
    await resources.async_get_info()
    return {
        item["id"]: item["url"]
        for item in resources.async_items()
        if item["url"].partition("?")[0] == _MODULE
    }


@callback
def _forget_panel(hass: HomeAssistant) -> None:
    if hass.data.pop(_PANEL, None):
        frontend.async_remove_panel(hass, PANEL, warn_if_unknown=False)


@callback
def _forget_extra(hass: HomeAssistant) -> None:
    if url := hass.data.pop(_EXTRA, None):
        frontend.remove_extra_js_url(hass, url)
