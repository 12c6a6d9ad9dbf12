"""The disk with the footage is not there, is another one, or comes back."""

import asyncio
from http import HTTPStatus
import os
from pathlib import Path
import stat

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.const import CONF_STORAGE, DOMAIN
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .integration_fixtures import StandIn, Start, demo

pytestmark = pytest.mark.integration


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id for _, issue_id in ir.async_get(hass).issues}


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    return entry.state


@pytest.fixture
async def gone(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> Path:
    """Unplug the disk of a home that was used: its folder is there, and empty."""
    home = await start(demo())
    storage = home.storage
    assert await hass.config_entries.async_unload(home_entry.entry_id)

    def unplug() -> None:
        storage.rename(storage.with_name("unplugged"))
        storage.mkdir()

    await asyncio.to_thread(unplug)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    return storage


async def test_nothing_is_recorded_where_the_disk_is_not(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path, stand_in: StandIn
) -> None:
    assert state_of(home_entry) is ConfigEntryState.SETUP_RETRY
    assert home_entry.error_reason_translation_key == "storage_missing"
    assert issues(hass) == {"storage_missing"}
    assert await asyncio.to_thread(os.listdir, gone) == []
    assert stand_in.ops().count("configure") == 1

    def plug() -> None:
        gone.rmdir()
        gone.with_name("unplugged").rename(gone)

    await asyncio.to_thread(plug)
    # As Home Assistant does by itself, a while later.
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


async def test_the_owner_begins_anew(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    gone: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    path = "/api/repairs/issues/fix"
    begin = {"handler": DOMAIN, "issue_id": "storage_missing"}
    flow = await (await client.post(path, json=begin)).json()
    assert flow["step_id"] == "confirm"
    assert flow["description_placeholders"] == {"folder": str(gone)}
    answer = await client.post(f"{path}/{flow['flow_id']}", json={})
    assert answer.status == HTTPStatus.OK
    await hass.async_block_till_done()
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()
    # That is the disk now.
    assert await hass.config_entries.async_reload(home_entry.entry_id)


async def test_another_folder_is_another_matter(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path
) -> None:
    data = {**home_entry.data, CONF_STORAGE: str(gone.with_name("unplugged"))}
    hass.config_entries.async_update_entry(home_entry, data=data)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


@pytest.mark.parametrize("how", ["removed", "disabled"])
async def test_who_gives_up_is_told_no_more(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path, how: str
) -> None:
    if how == "removed":
        await hass.config_entries.async_remove(home_entry.entry_id)
    else:
        await hass.config_entries.async_set_disabled_by(
            home_entry.entry_id, ConfigEntryDisabler.USER
        )
    assert issues(hass) == set()


async def test_a_folder_that_cannot_be_used_is_told_of(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    storage = Path(home_entry.data[CONF_STORAGE])
    await asyncio.to_thread(storage.touch)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    assert home_entry.error_reason_translation_key == "storage_unavailable"
    assert issues(hass) == {"archive_error"}
    await asyncio.to_thread(storage.unlink)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


async def test_the_mark_is_for_the_owner_only_and_outlives_damage(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    mark = (await start()).storage / ".home"

    def look() -> tuple[str, int]:
        return mark.read_text(), stat.S_IMODE(mark.stat().st_mode)

    before, mode = await asyncio.to_thread(look)
    assert mode == 0o600
    assert await hass.config_entries.async_reload(home_entry.entry_id)
    assert await asyncio.to_thread(look) == (before, mode)
    await asyncio.to_thread(mark.write_bytes, b"\xff" * 5000)
    assert not await hass.config_entries.async_reload(home_entry.entry_id)
    assert issues(hass) == {"storage_missing"}
