"""A camera that Home Assistant already has."""

import asyncio
from collections.abc import Callable, Generator
from unittest.mock import AsyncMock, patch

import pytest

from custom_components.ring_watch.doorbell import Status
from homeassistant.components.camera import async_get_stream_source
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    EVENT_HOMEASSISTANT_STARTED,
    STATE_IDLE,
    STATE_UNAVAILABLE,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from tests.integration_fixtures import StandIn, Start, stream

pytestmark = pytest.mark.integration

CAMERA = "camera.porch"


def entrance() -> ConfigSubentry:
    return stream("Entrance", source="entities", camera_entity=CAMERA)


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
def source() -> Generator[AsyncMock]:
    """What the camera says its stream is."""
    with patch(
        "custom_components.ring_watch.doorbells.entities.async_get_stream_source",
        return_value="rtsp://u:p%2Fw@camera.test/1",
    ) as mock:
        yield mock


async def test_its_stream_is_recorded_with_credentials_apart(
    hass: HomeAssistant, start: Start, stand_in: StandIn, source: AsyncMock
) -> None:
    home = await start(entrance())

    assert stand_in.commands[-1]["source"] == {
        "kind": "stream",
        "url": "rtsp://camera.test/1",
        "username": "u",
        "password": "p/w",
        "transport": "tcp",
    }
    bell = home.doorbells["id_entrance"]
    await until(lambda: bell.status is Status.RECORDING)
    assert await async_get_stream_source(hass, "camera.entrance") == (
        "rtsp://u:p%2Fw@camera.test/1"
    )
    source.return_value = None
    assert await async_get_stream_source(hass, "camera.entrance") is None


async def test_a_camera_without_stream_is_down_until_it_comes_back(
    hass: HomeAssistant, start: Start, stand_in: StandIn, source: AsyncMock
) -> None:
    source.side_effect = HomeAssistantError("Camera is off")
    home = await start(entrance())
    bell = home.doorbells["id_entrance"]
    assert bell.status is Status.DOWN
    assert stand_in.ops() == ["configure"]

    hass.states.async_set(CAMERA, STATE_UNAVAILABLE)
    source.side_effect = None
    hass.states.async_set(CAMERA, STATE_IDLE)

    await until(lambda: bell.status is Status.RECORDING)


async def test_a_new_address_is_asked_for_when_the_stream_ends(
    hass: HomeAssistant, start: Start, stand_in: StandIn, source: AsyncMock
) -> None:
    home = await start(entrance())
    bell = home.doorbells["id_entrance"]
    await until(lambda: bell.status is Status.RECORDING)

    source.return_value = "rtsp://camera.test/2"
    bell.worker_state("down", "ended")
    await asyncio.sleep(0.1)
    # Not at once again: the first question was just now.
    assert stand_in.ops().count("watch") == 1

    bell._address_asked = 0
    bell.worker_state("down", "not_found")
    await until(lambda: stand_in.ops().count("watch") == 2)
    assert stand_in.commands[-1]["source"]["url"] == "rtsp://camera.test/2"
    await until(lambda: bell.status is Status.RECORDING)

    # The same address is not connected to again.
    hass.states.async_set(CAMERA, STATE_UNAVAILABLE)
    hass.states.async_set(CAMERA, STATE_IDLE)
    hass.states.async_set(CAMERA, "recording")
    await hass.async_block_till_done()
    await asyncio.sleep(0.1)
    assert stand_in.ops().count("watch") == 2


async def test_what_is_recorded_goes_on_while_nobody_knows_the_address(
    hass: HomeAssistant, start: Start, stand_in: StandIn, source: AsyncMock
) -> None:
    home = await start(entrance())
    bell = home.doorbells["id_entrance"]
    await until(lambda: bell.status is Status.RECORDING)

    hass.states.async_set(CAMERA, STATE_IDLE)
    source.side_effect = HomeAssistantError("Camera is off")
    hass.states.async_set(CAMERA, STATE_UNAVAILABLE)
    await hass.async_block_till_done()
    await asyncio.sleep(0.1)
    # Its stream did not end.
    assert bell.status is Status.RECORDING

    bell.worker_state("down", "ended")
    bell._address_asked = 0
    bell.worker_state("down", "unreachable")
    await asyncio.sleep(0.1)
    assert (bell.status, bell.reason) == (Status.DOWN, "unreachable")


@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("camera", "camera_entity"),
        ("event", "press_entity"),
        ("binary_sensor", "motion_entity"),
        ("binary_sensor", "person_entity"),
    ],
)
async def test_an_entity_that_gets_another_name_is_followed(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    source: AsyncMock,
    platform: str,
    key: str,
) -> None:
    registry = er.async_get(hass)
    entity = registry.async_get_or_create(platform, "other", "1")
    used = {"camera_entity": CAMERA, key: entity.entity_id}
    home = await start(
        stream("Entrance", source="entities", press="entity", motion="entity", **used),
        stream("Garden"),
    )
    garden = home.doorbells["id_garden"]

    registry.async_update_entity(
        entity.entity_id, new_entity_id=f"{platform}.gate", name="Gate"
    )
    await hass.async_block_till_done()

    subentry = home.entry.subentries["id_entrance"]
    assert subentry.data[key] == f"{platform}.gate"
    assert {k: v for k, v in subentry.data.items() if k in used} == {
        **used,
        key: f"{platform}.gate",
    }
    assert home.doorbells["id_garden"] is garden
    if key == "camera_entity":
        assert source.await_args and source.await_args.args[1] == "camera.gate"


async def test_a_camera_that_is_late_at_the_start_is_waited_for(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    source: AsyncMock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hass.set_state(CoreState.starting)
    source.return_value = None
    home = await start(entrance())
    bell = home.doorbells["id_entrance"]
    assert bell.status is Status.STARTING
    assert "unavailable" not in caplog.text

    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await until(lambda: bell.status is Status.DOWN)

    source.return_value = "rtsp://camera.test/1"
    hass.states.async_set(CAMERA, STATE_IDLE)
    await until(lambda: bell.status is Status.RECORDING)
