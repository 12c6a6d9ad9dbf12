"""How the card and the panel get into Home Assistant's frontend, and out of it."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.home import Home
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.web.frontend import PANEL
from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    DATA_PANELS,
    async_register_built_in_panel,
)
from homeassistant.components.lovelace import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import EVENT_PANELS_UPDATED
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.integration_fixtures import Start

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

MODULE = "/ring_watch/www/ring-watch-card.js"
OTHERS = "/local/some-card.js?v=1"
USER = ConfigEntryDisabler.USER


async def listed(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return the dashboards' resources."""
    resources = hass.data[LOVELACE_DATA].resources
    await resources.async_get_info()
    return list(resources.async_items())


async def add(hass: HomeAssistant, url: str) -> None:
    """List a resource as somebody does by hand."""
    assert await async_setup_component(hass, "lovelace", {})
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_create_item({"res_type": "module", "url": url})


def extra(hass: HomeAssistant) -> list[str]:
    """Return the extra modules of ours."""
    return [url for url in hass.data[DATA_EXTRA_MODULE_URL].urls if "ring_watch" in url]


def panel(hass: HomeAssistant) -> Any:
    """Return the panel as the frontend is told of it; None: there is none."""
    found = hass.data[DATA_PANELS].get("ring-watch")
    return found.to_response() if found else None


@pytest.mark.usefixtures("card")
async def test_the_card_is_listed_once_and_the_panel_has_the_same_module(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start()
    (resource,) = await listed(hass)
    assert resource["type"] == "module"
    path, _, version = resource["url"].partition("?v=")
    assert path == MODULE and len(version) == 16
    assert extra(hass) == []
    shown = panel(hass)
    assert shown["title"] == "Ring Watch" and shown["icon"] == "mdi:doorbell-video"
    assert shown["require_admin"] is True
    config = shown["config"]
    assert config["entry_id"] == home.entry.entry_id
    assert config["_panel_custom"]["name"] == "ring-watch-panel"
    assert config["_panel_custom"]["module_url"] == resource["url"]
    assert config["_panel_custom"]["embed_iframe"] is False


@pytest.mark.usefixtures("start")
async def test_what_is_built_is_served_for_a_month(
    start: Start, card: Path, hass_client_no_auth: ClientSessionGenerator
) -> None:
    await start()
    browser = await hass_client_no_auth()
    for name in (card.name, "ring-watch-pages-1.js"):
        answer = await browser.get(f"/ring_watch/www/{name}?v=1")
        assert answer.status == HTTPStatus.OK
        assert "javascript" in answer.content_type
        assert "max-age=2678400" in answer.headers["Cache-Control"]
    for path in ("", "/", "/..%2fmanifest.json", "/../manifest.json", "/none.js"):
        answer = await browser.get(f"/ring_watch/www{path}")
        assert answer.status in {
            HTTPStatus.NOT_FOUND,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.BAD_REQUEST,
        }


@pytest.mark.parametrize("name", ["ring-watch-card.js", "ring-watch-pages-1.js"])
async def test_another_build_has_another_address_in_the_same_place(
    hass: HomeAssistant, start: Start, card: Path, name: str
) -> None:
    home = await start()
    (before,) = await listed(hass)
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    assert await listed(hass) == [before]
    (card.parent / name).write_text("something else")
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    (after,) = await listed(hass)
    assert after["id"] == before["id"] and after["url"] != before["url"]
    assert panel(hass)["config"]["_panel_custom"]["module_url"] == after["url"]


@pytest.mark.usefixtures("card")
async def test_what_is_listed_twice_is_listed_once_and_others_stay(
    hass: HomeAssistant, start: Start
) -> None:
    for url in (MODULE, OTHERS, f"{MODULE}?v=old", f"/elsewhere{MODULE}"):
        await add(hass, url)
    home = await start()
    first, *others = [item["url"] for item in await listed(hass)]
    assert first.startswith(f"{MODULE}?v=") and first != f"{MODULE}?v=old"
    assert others == [OTHERS, f"/elsewhere{MODULE}"]
    assert await hass.config_entries.async_remove(home.entry.entry_id)
    assert [item["url"] for item in await listed(hass)] == others


@pytest.mark.usefixtures("card")
async def test_panel_and_card_stay_until_the_entry_is_removed(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start()
    before = panel(hass)
    changes = async_capture_events(hass, EVENT_PANELS_UPDATED)
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    # Whoever is there must not be sent away while something is loaded anew.
    assert panel(hass) == before
    assert len(await listed(hass)) == 1
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    assert panel(hass) == before
    assert changes == []
    await hass.config_entries.async_remove(home.entry.entry_id)
    assert panel(hass) is None
    assert await listed(hass) == []


@pytest.mark.usefixtures("card")
async def test_panel_and_card_go_while_the_entry_is_disabled(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start()
    entry_id = home.entry.entry_id
    await hass.config_entries.async_set_disabled_by(entry_id, USER)
    await hass.async_block_till_done()
    assert panel(hass) is None
    assert await listed(hass) == []
    await hass.config_entries.async_set_disabled_by(entry_id, None)
    assert panel(hass)
    assert len(await listed(hass)) == 1


async def test_where_the_list_is_the_owners_file_it_is_an_extra_module(
    hass: HomeAssistant, start: Start, card: Path
) -> None:
    config = {"resource_mode": "yaml", "resources": [{"url": OTHERS, "type": "module"}]}
    assert await async_setup_component(hass, "lovelace", {"lovelace": config})
    home = await start()
    (url,) = extra(hass)
    assert url.startswith(f"{MODULE}?v=")
    assert panel(hass)["config"]["_panel_custom"]["module_url"] == url
    await hass.async_add_executor_job(card.write_text, "something else")
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    (after,) = extra(hass)
    assert after != url
    assert [item["url"] for item in await listed(hass)] == [OTHERS]
    await hass.config_entries.async_remove(home.entry.entry_id)
    assert extra(hass) == []


@pytest.mark.usefixtures("www")
async def test_without_a_build_all_else_works(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start()
    assert home.entry.state is ConfigEntryState.LOADED
    assert panel(hass) is None
    assert await listed(hass) == [] and extra(hass) == []
    assert await hass.config_entries.async_remove(home.entry.entry_id)


@pytest.mark.usefixtures("card")
async def test_somebody_elses_dashboard_keeps_its_address(
    hass: HomeAssistant,
    start: Start,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert await async_setup_component(hass, "frontend", {})
    async_register_built_in_panel(hass, "lovelace", "Mine", frontend_url_path=PANEL)
    home = await start()
    assert panel(hass)["title"] == "Mine"
    assert "/ring-watch" in caplog.text
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    assert panel(hass)["title"] == "Mine"


@pytest.mark.usefixtures("card")
async def test_a_home_that_does_not_start_keeps_its_panel_unless_it_is_disabled(
    hass: HomeAssistant, home_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_self: Home) -> None:
        raise EngineProcessError("crashed", "no")

    monkeypatch.setattr(Home, "start", fail)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    assert home_entry.state is ConfigEntryState.SETUP_RETRY
    assert panel(hass)
    await hass.config_entries.async_set_disabled_by(home_entry.entry_id, USER)
    await hass.async_block_till_done()
    assert panel(hass) is None
    assert await listed(hass) == []
