"""Diagnostics and system health."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.ring_watch.const import CONF_STORAGE
from custom_components.ring_watch.sharing.keys import grouped
from custom_components.ring_watch.system_health import system_health_info
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .integration_fixtures import PASSWORD, StandIn, Start, demo, stream

pytestmark = pytest.mark.integration


async def test_diagnostics_hold_no_secret(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    home = await start(
        stream(
            url="rtsp://camera.test/path-token?key=query-token",
            press="webhook",
            webhook_id="webhook-secret",
        ),
        demo("Garden"),
    )

    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, home.entry)

    text = json.dumps(told)
    for secret in (
        PASSWORD,
        "owner",
        "path-token",
        "query-token",
        "camera.test",
        "webhook-secret",
        "rtsp://",
        "Front door",
        ' "front_door"',
    ):
        assert secret not in text
    assert told["worker"]["running"] is True
    assert told["worker"]["status"]["cameras"] == [{"state": "recording"}]
    assert set(told["doorbells"]) == {"id_front_door", "id_garden"}
    garden = told["doorbells"]["id_garden"]
    assert garden["source"] == "Demo doorbell"
    assert garden["detects_motion"] is True
    assert told["clips"] == 0


async def test_diagnostics_without_a_worker(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    home = await start(demo("Garden"))
    await home.worker.stop()

    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, home.entry)

    assert told["worker"]["running"] is False
    assert told["worker"]["status"] == {"error": "worker_gone"}


async def test_diagnostics_of_a_home_that_cannot_be_set_up(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    stand_in: StandIn,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    storage = Path(home_entry.data[CONF_STORAGE])
    await asyncio.to_thread(storage.write_text, "a file where the folder should be")
    hass.config_entries.async_add_subentry(home_entry, stream())
    assert not await hass.config_entries.async_setup(home_entry.entry_id)

    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, home_entry)

    assert told["state"] == "setup_retry"
    assert str(storage) in told["why"]
    assert told["entry"]["subentries"]
    assert PASSWORD not in json.dumps(told)


async def test_system_health(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    assert await system_health_info(hass) == {"recorder": "not loaded"}
    home = await start(demo("Garden"), stream(url="rtsp://down-silent.test/"))

    async def archive(size: int, free: int) -> None:
        message = {
            "event": "archive",
            "state": "ok",
            "cameras": {"garden": {"oldest": None, "bytes": size}},
            "free": free,
        }
        await home.worker.request("emit", message=message)
        async with asyncio.timeout(5):
            while home.archive_state.free != free:
                await asyncio.sleep(0.02)

    await archive(1_530_000_000, 20_000_000_000)
    assert home.consent.ledger is not None

    assert await system_health_info(hass) == {
        "recorder": "running",
        "recorder_restarts": 0,
        "doorbells_recording": "1 of 2",
        "archive_state": "ok",
        "archive_size": "1.5 GB",
        "disk_free": "20.0 GB",
        "clips": 0,
        "key_fingerprint": grouped(home.consent.ledger.keys.fingerprint),
    }

    await archive(2_340_000, 19_000_000_000)
    assert (await system_health_info(hass))["archive_size"] == "2.3 MB"


async def test_system_health_is_registered(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "system_health", {})
    await start()
    socket = await hass_ws_client(hass)
    await socket.send_json_auto_id({"type": "system_health/info"})
    assert (await socket.receive_json())["success"]
    data = (await socket.receive_json())["event"]["data"]

    info = data["ring_watch"]["info"]
    assert info["recorder"] == "running"
    assert info["disk_free"] == "unknown"
