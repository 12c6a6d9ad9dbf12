"""Changing the home while it runs: who is interrupted, and who is not."""

import asyncio
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.ring_watch.const import (
    CONF_RETENTION_DAYS,
    CONF_STORAGE,
    DOMAIN,
    SUBENTRY_REQUESTER,
)
from custom_components.ring_watch.doorbell import Status
from custom_components.ring_watch.home import Home
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)

from .integration_fixtures import StandIn, Start, children, demo, entity_id, stream

pytestmark = pytest.mark.integration

GARDEN = "id_garden"
FRONT = "id_front_door"


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def recording(home: Home, *doorbells: str) -> None:
    for doorbell in doorbells:
        await until(lambda: home.doorbells[doorbell].status is Status.RECORDING)  # noqa: B023


def told(stand_in: StandIn) -> list[tuple[str, str | None]]:
    """Return what the worker was told, and about which camera."""
    return [(command["op"], command.get("camera")) for command in stand_in.commands]


def change(hass: HomeAssistant, home: Home, doorbell: str, **data: Any) -> None:
    """Set a doorbell otherwise, as its flow does."""
    subentry = home.entry.subentries[doorbell]
    hass.config_entries.async_update_subentry(
        home.entry, subentry, data={**subentry.data, **data}
    )


def registered(hass: HomeAssistant, doorbell: str) -> set[str]:
    """Return what is registered of a doorbell, by platform and key."""
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(f'{doorbell}_')}"
        for entry in er.async_get(hass).entities.values()
        if entry.config_subentry_id == doorbell
    }


def states(hass: HomeAssistant, camera: str) -> dict[str, str]:
    """Return the states of a doorbell's entities by platform and key."""
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(f'id_{camera}_')}": state.state
        for entry in er.async_get(hass).entities.values()
        if entry.config_subentry_id == f"id_{camera}"
        and (state := hass.states.get(entry.entity_id))
    }


async def test_adding_a_doorbell_leaves_the_others_recording(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))
    await recording(home, GARDEN)
    pid = home.worker.pid

    hass.config_entries.async_add_subentry(home.entry, stream())
    await hass.async_block_till_done()
    await recording(home, FRONT)

    assert home.entry.runtime_data is home
    assert home.worker.pid == pid
    assert told(stand_in) == [
        ("configure", None),
        ("watch", "garden"),
        ("watch", "front_door"),
    ]
    assert states(hass, "front_door") == {
        "binary_sensor.recording": STATE_ON,
        "camera.camera": "recording",
        "sensor.archive_size": "unknown",
        "sensor.oldest_footage": "unknown",
        "switch.recording": STATE_ON,
    }
    assert states(hass, "garden")["binary_sensor.recording"] == STATE_ON


async def test_the_first_doorbell_needs_no_reload(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start()

    hass.config_entries.async_add_subentry(home.entry, demo("Garden"))
    await hass.async_block_till_done()
    await recording(home, GARDEN)

    assert home.entry.runtime_data is home
    assert states(hass, "garden")["button.press"] == "unknown"


async def test_removing_a_doorbell_leaves_the_others_recording(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"), stream())
    await recording(home, GARDEN, FRONT)
    before = len(hass.states.async_all())
    theirs = len(states(hass, "front_door"))

    hass.config_entries.async_remove_subentry(home.entry, FRONT)
    await hass.async_block_till_done()

    assert home.entry.runtime_data is home
    assert told(stand_in)[3:] == [("unwatch", "front_door")]
    assert set(home.doorbells) == {GARDEN}
    assert len(hass.states.async_all()) == before - theirs
    assert states(hass, "front_door") == {}
    assert states(hass, "garden")["binary_sensor.recording"] == STATE_ON
    devices = dr.async_get(hass)
    identifier = (DOMAIN, FRONT)
    assert (
        devices.async_get_device_by_identifier(identifier, home.entry.entry_id) is None
    )


async def test_a_removed_doorbell_takes_its_issue_along(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.ring_watch.doorbell.REPAIR_AFTER", 0)
    home = await start(stream(url="rtsp://down-silent.test/"))
    issues = ir.async_get(hass)
    await until(lambda: (DOMAIN, f"source_{FRONT}") in issues.issues)

    hass.config_entries.async_remove_subentry(home.entry, FRONT)
    await hass.async_block_till_done()

    assert (DOMAIN, f"source_{FRONT}") not in issues.issues


async def test_changing_a_doorbell_leaves_the_others_recording(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"), stream())
    await recording(home, GARDEN, FRONT)

    change(
        hass, home, FRONT, url="rtsp://elsewhere.test/live", press="none", audio=False
    )
    await hass.async_block_till_done()
    await recording(home, FRONT)

    assert home.entry.runtime_data is home
    assert told(stand_in)[3:] == [("unwatch", "front_door"), ("watch", "front_door")]
    watched = stand_in.commands[-1]
    assert watched["source"]["url"] == "rtsp://elsewhere.test/live"
    assert watched["audio"] is False
    assert states(hass, "front_door")["binary_sensor.recording"] == STATE_ON
    assert states(hass, "garden")["binary_sensor.recording"] == STATE_ON


async def test_a_changed_doorbell_has_the_entities_of_its_new_settings(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream())
    await recording(home, FRONT)
    before = registered(hass, FRONT)
    assert "event.motion" not in before

    change(hass, home, FRONT, motion="detect", sensitivity=80)
    await hass.async_block_till_done()
    await recording(home, FRONT)

    assert stand_in.commands[-1]["motion"] == {"sensitivity": 80}
    assert states(hass, "front_door")["binary_sensor.motion"] == STATE_OFF
    home.doorbells[FRONT].motion(True)
    assert states(hass, "front_door")["binary_sensor.motion"] == STATE_ON

    change(hass, home, FRONT, motion="none")
    await hass.async_block_till_done()
    await recording(home, FRONT)

    assert stand_in.commands[-1]["motion"] is None
    assert registered(hass, FRONT) == before


async def test_what_a_doorbell_ceased_to_have_while_it_was_not_loaded_goes_too(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream(press="webhook", webhook_id="secret"), demo("Garden"))
    before = registered(hass, GARDEN)
    assert "event.ring" in registered(hass, FRONT)
    registry = er.async_get(hass)
    ours = entity_id(hass, "sensor", "front_door", "archive_size")
    registry.async_update_entity(ours, name="Ours")
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    change(hass, home, FRONT, press="none")
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()

    assert "event.ring" not in registered(hass, FRONT)
    assert registered(hass, GARDEN) == before
    assert (entry := registry.async_get(ours)) and entry.name == "Ours"


async def test_a_renamed_doorbell_renames_its_device(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))

    hass.config_entries.async_update_subentry(
        home.entry, home.entry.subentries[GARDEN], title="Terrace"
    )
    await hass.async_block_till_done()

    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, GARDEN), home.entry.entry_id
    )
    assert device is not None
    assert device.name == "Terrace"
    assert home.doorbells[GARDEN].name == "Terrace"
    assert home.doorbells[GARDEN].camera == "garden"


async def test_a_changed_doorbell_stays_switched_off(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))
    await recording(home, GARDEN)
    await home.set_paused(home.doorbells[GARDEN], True)

    change(hass, home, GARDEN, audio=False)
    await hass.async_block_till_done()

    assert told(stand_in) == [
        ("configure", None),
        ("watch", "garden"),
        ("unwatch", "garden"),
    ]
    assert states(hass, "garden")["switch.recording"] == STATE_OFF
    await home.set_paused(home.doorbells[GARDEN], False)
    await recording(home, GARDEN)
    assert stand_in.commands[-1]["audio"] is False


async def test_a_changed_doorbell_knows_at_once_what_the_archive_holds(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))
    held = {"oldest": "2026-11-20T10:00:00.000000Z", "bytes": 3 * 10**9}
    message = {
        "event": "archive",
        "state": "ok",
        "cameras": {"garden": held},
        "free": 10**10,
    }
    await home.worker.request("emit", message=message)
    await until(lambda: home.doorbells[GARDEN].size is not None)

    change(hass, home, GARDEN, audio=False)
    hass.config_entries.async_add_subentry(home.entry, stream())
    await hass.async_block_till_done()

    assert states(hass, "garden")["sensor.archive_size"] == "3.0"
    assert states(hass, "front_door")["sensor.archive_size"] == "0.0"


async def test_changes_in_quick_succession_end_as_the_last_one_says(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))
    await recording(home, GARDEN)

    hass.config_entries.async_add_subentry(home.entry, stream())
    change(hass, home, FRONT, audio=False)
    hass.config_entries.async_add_subentry(home.entry, demo("Back door"))
    change(hass, home, GARDEN, sensitivity=10)
    change(hass, home, GARDEN, sensitivity=20)
    hass.config_entries.async_remove_subentry(home.entry, "id_back_door")
    await hass.async_block_till_done()
    await recording(home, GARDEN, FRONT)

    assert home.entry.runtime_data is home
    assert set(home.doorbells) == {GARDEN, FRONT}
    last = {
        command["camera"]: command
        for command in stand_in.commands
        if command["op"] in {"watch", "unwatch"}
    }
    assert last["garden"]["motion"] == {"sensitivity": 20}
    assert last["front_door"]["audio"] is False
    assert "back_door" not in last or last["back_door"]["op"] == "unwatch"
    assert states(hass, "back_door") == {}
    for camera in ("garden", "front_door"):
        assert states(hass, camera)["binary_sensor.recording"] == STATE_ON


async def test_a_doorbell_that_was_changed_asks_for_nothing_any_more(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(stream())
    await recording(home, FRONT)
    former = home.doorbells[FRONT]
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slow() -> dict[str, Any]:
        asked.set()
        await answer.wait()
        return {"kind": "stream", "url": "rtsp://former.test/"}

    monkeypatch.setattr(former.source, "worker_source", slow)
    former.address_changed()
    await asked.wait()

    change(hass, home, FRONT, audio=False)
    await until(lambda: stand_in.ops()[-2:] == ["unwatch", "watch"])
    answer.set()
    await hass.async_block_till_done(wait_background_tasks=False)
    await former.reconnect()

    assert [
        command["source"]["url"]
        for command in stand_in.commands
        if command["op"] == "watch"
    ] == ["rtsp://camera.test/live"] * 2


async def test_the_homes_own_settings_reload_it(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    first = await start(demo("Garden"))

    data = {**home_entry.data, CONF_RETENTION_DAYS: 3}
    hass.config_entries.async_update_entry(home_entry, data=data)
    await hass.async_block_till_done()

    home = home_entry.runtime_data
    assert home is not first
    assert stand_in.commands[-2]["retention"]["days"] == 3
    await recording(home, GARDEN)


async def test_a_change_while_the_home_is_reloaded_is_not_lost(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    first = await start(demo("Garden"))

    data = {**home_entry.data, CONF_STORAGE: f"{home_entry.data[CONF_STORAGE]}_2"}
    hass.config_entries.async_update_entry(home_entry, data=data)
    hass.config_entries.async_add_subentry(home_entry, stream())
    await hass.async_block_till_done()

    assert home_entry.state is ConfigEntryState.LOADED
    home = home_entry.runtime_data
    assert home is not first
    await recording(home, GARDEN, FRONT)
    assert states(hass, "front_door")["binary_sensor.recording"] == STATE_ON


async def test_a_change_while_the_home_is_set_up_is_not_lost(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    before = children()
    hass.config_entries.async_add_subentry(home_entry, demo("Garden"))
    hass.config_entries.async_add_subentry(home_entry, demo("Back door"))
    setting_up = hass.async_create_task(
        hass.config_entries.async_setup(home_entry.entry_id)
    )
    await until(lambda: children() > before)
    hass.config_entries.async_add_subentry(home_entry, stream())
    hass.config_entries.async_remove_subentry(home_entry, "id_back_door")
    subentry = home_entry.subentries[GARDEN]
    hass.config_entries.async_update_subentry(home_entry, subentry, title="Terrace")
    assert home_entry.state is ConfigEntryState.SETUP_IN_PROGRESS
    assert await setting_up
    await hass.async_block_till_done()

    home = home_entry.runtime_data
    await recording(home, GARDEN, FRONT)
    assert set(home.doorbells) == {GARDEN, FRONT}
    assert home.doorbells[GARDEN].name == "Terrace"
    assert states(hass, "front_door")["binary_sensor.recording"] == STATE_ON
    assert states(hass, "back_door") == {}


async def test_other_settings_while_the_home_is_set_up_are_not_lost(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    before = children()
    setting_up = hass.async_create_task(
        hass.config_entries.async_setup(home_entry.entry_id)
    )
    await until(lambda: children() > before)
    data = {**home_entry.data, CONF_RETENTION_DAYS: 3}
    hass.config_entries.async_update_entry(home_entry, data=data)
    await setting_up
    await hass.async_block_till_done()

    assert home_entry.state is ConfigEntryState.LOADED
    assert stand_in.commands[-1]["retention"]["days"] == 3


async def test_what_changes_nothing_interrupts_nothing(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream())
    neighbour = ConfigSubentry(
        data=MappingProxyType({"name": "Neighbour", "kind": "neighbour"}),
        subentry_type=SUBENTRY_REQUESTER,
        title="Neighbour",
        unique_id=None,
    )

    hass.config_entries.async_update_entry(home_entry, title="Another name")
    hass.config_entries.async_add_subentry(home_entry, neighbour)
    change(hass, home, FRONT)
    await hass.async_block_till_done()

    assert home_entry.runtime_data is home
    assert stand_in.ops().count("watch") == 1
    assert "unwatch" not in stand_in.ops()
    assert hass.states.get(entity_id(hass, "camera", "front_door", "camera"))
