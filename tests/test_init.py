"""Setting up, changing, ending."""

import asyncio
import os
from pathlib import Path
import stat

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.ring_watch.const import CONF_STORAGE, DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant

from .integration_fixtures import StandIn, Start, children, demo, stream

pytestmark = pytest.mark.integration


async def test_watches_every_doorbell_with_credentials_apart(
    start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"), stream("Front door"))

    assert stand_in.ops() == ["configure", "watch", "watch"]
    configure, garden, front = stand_in.commands
    assert configure["archive"] == str(home.archive.root)
    assert configure["retention"] == {"days": 7, "bytes": 50_000_000_000}
    assert garden["source"] == {"kind": "demo"}
    assert garden["motion"] == {"sensitivity": 50}
    assert front["source"]["url"] == "rtsp://camera.test/live"
    assert front["source"]["username"] == "owner"
    assert front["source"]["password"] == "correct horse/battery@staple"
    assert front["motion"] is None


async def test_folders_are_for_the_owner_only(start: Start, stand_in: StandIn) -> None:
    before = os.umask(0)
    try:
        home = await start()
    finally:
        os.umask(before)

    for folder in (home.storage, home.archive.root, home.clips.folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_no_secret_is_in_a_command_line(start: Start, stand_in: StandIn) -> None:
    home = await start(stream())

    command = await asyncio.to_thread(
        Path(f"/proc/{home.worker.pid}/cmdline").read_text
    )
    assert "camera.test" not in command
    assert "horse" not in command


async def test_unload_leaves_nothing_running(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    before = children()
    await start(stream(), demo("Garden"))
    assert len(children() - before) == 1

    assert await hass.config_entries.async_unload(home_entry.entry_id)

    assert children() == before
    assert not [task for task in asyncio.all_tasks() if "ring_watch" in task.get_name()]


async def test_stopping_home_assistant_ends_the_worker(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    before = children()
    await start(stream())

    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    assert children() == before


async def test_a_folder_that_cannot_be_used_is_tried_again(
    hass: HomeAssistant, tmp_path: Path, stand_in: StandIn
) -> None:
    taken = tmp_path / "file"
    taken.touch()
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={
            CONF_STORAGE: str(taken / "storage"),
            "retention_days": 7,
            "retention_gb": 50,
        },
    )
    entry.add_to_hass(hass)

    assert not await hass.config_entries.async_setup(entry.entry_id)

    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "storage_unavailable"


async def test_a_worker_that_does_not_start_is_tried_again(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    home_entry: MockConfigEntry,
    tmp_path: Path,
    stand_in: StandIn,
) -> None:
    monkeypatch.setattr("custom_components.ring_watch.worker.READY_TIMEOUT", 1)
    hass.config_entries.async_update_entry(
        home_entry,
        data={**home_entry.data, CONF_STORAGE: str(tmp_path / "refused" / "storage")},
    )
    before = children()

    assert not await hass.config_entries.async_setup(home_entry.entry_id)

    assert home_entry.state is ConfigEntryState.SETUP_RETRY
    assert home_entry.error_reason_translation_key == "recorder_unavailable"
    assert children() == before


@pytest.mark.parametrize(
    "step",
    [
        "custom_components.ring_watch.doorbell.Doorbell.start",
        "custom_components.ring_watch.consent.announcer.Announcer.start",
        "homeassistant.config_entries.ConfigEntries.async_forward_entry_setups",
    ],
)
async def test_a_set_up_that_fails_half_way_leaves_nothing_running(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    home_entry: MockConfigEntry,
    stand_in: StandIn,
    step: str,
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("nobody has thought of this")

    monkeypatch.setattr(step, fail)
    hass.config_entries.async_add_subentry(home_entry, stream())
    before = children()

    assert not await hass.config_entries.async_setup(home_entry.entry_id)

    assert home_entry.state is ConfigEntryState.SETUP_ERROR
    assert children() == before
    assert not [task for task in asyncio.all_tasks() if "ring_watch" in task.get_name()]


async def test_removing_the_entry_keeps_the_footage(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream())
    await home.set_paused(home.doorbells["id_front_door"], True)
    footage = home.archive.root / "front_door"
    footage.mkdir()

    await hass.config_entries.async_remove(home_entry.entry_id)

    assert footage.is_dir()
    assert await home.paused.store.async_load() is None
