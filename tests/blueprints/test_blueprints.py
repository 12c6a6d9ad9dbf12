"""Each blueprint, made into an automation that runs on what really happens."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
import shutil
import subprocess
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_mock_service,
)

from custom_components.ring_watch import process
from custom_components.ring_watch.const import EVENT_CLIP_GATHERED
from custom_components.ring_watch.doorbell import Doorbell
from custom_components.ring_watch.engine.pins import Pins
from custom_components.ring_watch.times import to_us
from homeassistant.components.automation import EVENT_AUTOMATION_TRIGGERED
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from scripts.home_config import ROOT
from tests.consent.conftest import House, house
from tests.consent.test_phones import buttons, phone, press
from tests.consent.test_requesters import add
from tests.integration_fixtures import FOOTAGE, entity_id
from tests.support.footage import make

__all__ = ["house"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

BLUEPRINTS = ROOT / "blueprints"
FOLDER = "ring_watch"

type Use = Callable[..., Awaitable[None]]


@pytest.fixture
def use(hass: HomeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Return what makes an automation out of a blueprint, by its name and inputs."""
    monkeypatch.setattr(hass.config, "config_dir", str(tmp_path / "config"))
    shutil.copytree(BLUEPRINTS, tmp_path / "config" / "blueprints")

    async def make(name: str, **inputs: Any) -> None:
        automation = {
            "alias": "Test",
            "use_blueprint": {"path": f"{FOLDER}/{name}.yaml", "input": inputs},
        }
        assert await async_setup_component(
            hass, "automation", {"automation": [automation]}
        )
        await hass.async_block_till_done()
        state = hass.states.get("automation.test")
        assert state is not None
        assert state.state == "on"

    return make


async def until(happened: Callable[[], object]) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a video of 30 seconds."""
    return make(FOOTAGE, tmp_path_factory.mktemp("made")).path


@pytest.fixture
def lately(house: House, made: Path) -> datetime:
    """Give the front door footage of the last 10 and of the next 20 seconds.

    Returns when it begins.
    """
    begins = dt_util.utcnow() - timedelta(seconds=10)
    command = ["import", str(made), "--start", begins.isoformat(), "--json"]
    command += ["--archive", str(house.home.archive.root), "--camera", "front_door"]
    subprocess.run(process.engine_command(*command), check=True, capture_output=True)
    return begins


def bell(house: House) -> Doorbell:
    (doorbell,) = house.home.doorbells.values()
    return doorbell


async def test_every_blueprint_is_loaded(hass: HomeAssistant, use: Use) -> None:
    await use("notify_with_actions", phones=[])
    names = [path.stem for path in (BLUEPRINTS / "automation" / FOLDER).iterdir()]
    assert len(names) == 4
    for name in names:
        blueprint = await async_get_blueprints(hass).async_get_blueprint(
            f"{FOLDER}/{name}.yaml"
        )
        assert isinstance(blueprint, Blueprint)
        assert blueprint.validate() is None
        assert str(blueprint.metadata["source_url"]).endswith(
            f"/blueprints/automation/{FOLDER}/{name}.yaml"
        )
        text = (BLUEPRINTS / "automation" / FOLDER / f"{name}.yaml").read_text()
        for forbidden in ("approve", "revoke", "prepare_request", "decline"):
            assert forbidden not in text


# Tell chosen phones


@pytest.fixture
async def pixel(house: House, hass: HomeAssistant) -> AsyncGenerator[list[ServiceCall]]:
    """Return what the owner's phone is told; the home itself tells none."""
    hass.config_entries.async_update_entry(
        house.home.entry, options={"notify_phones": False}
    )
    calls = phone(hass, house.owner, "pixel")
    (entry,) = hass.config_entries.async_entries("mobile_app")
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("mobile_app", "pixel")}
    )
    yield calls
    assert isinstance(entry, MockConfigEntry)
    entry.mock_state(hass, ConfigEntryState.NOT_LOADED)


def device_of_phone(hass: HomeAssistant) -> str:
    (entry,) = hass.config_entries.async_entries("mobile_app")
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.id


async def test_chosen_phones_are_told_and_decide(
    house: House, hass: HomeAssistant, use: Use, pixel: list[ServiceCall]
) -> None:
    await use("notify_with_actions", phones=[device_of_phone(hass)])
    request_id = await house.ask(reason="canary")
    await hass.async_block_till_done()
    assert set(buttons(pixel[-1])) == {"Review", "Decline"}
    await house.prepare(request_id)
    await hass.async_block_till_done()
    assert set(buttons(pixel[-1])) == {"Review", "Approve", "Decline"}
    await press(hass, buttons(pixel[-1])["Approve"], house.owner)
    assert await house.state(request_id) == "shared"
    assert "canary" not in str([call.data for call in pixel])


async def test_phones_are_told_of_the_chosen_doorbells_and_times_only(
    house: House, hass: HomeAssistant, use: Use, pixel: list[ServiceCall]
) -> None:
    await use(
        "notify_with_actions",
        phones=[device_of_phone(hass)],
        doorbells={"device_id": [house.device]},
        when=[{"condition": "state", "entity_id": "input_boolean.day", "state": "on"}],
    )
    hass.states.async_set("input_boolean.day", "off")
    await house.ask()
    await hass.async_block_till_done()
    assert pixel == []
    hass.states.async_set("input_boolean.day", "on")
    await house.ask()
    await hass.async_block_till_done()
    assert len(pixel) == 1


# Save a clip when the bell rings


async def test_a_press_becomes_a_clip(
    house: House, hass: HomeAssistant, use: Use, lately: datetime
) -> None:
    assert await async_setup_component(hass, "doorbell", {})
    gathered = async_capture_events(hass, EVENT_CLIP_GATHERED)
    await use(
        "save_clip_when_bell_rings",
        doorbells={"entity_id": [entity_id(hass, "event", "front_door", "ring")]},
        before=5,
        after=1,
    )
    before = dt_util.utcnow()
    bell(house).ring()
    after = dt_util.utcnow()
    await until(lambda: gathered)
    assert gathered[0].data["device_id"] == house.device
    (clip,) = house.home.clips.all()
    assert before <= clip.start + timedelta(seconds=5) <= after + timedelta(seconds=1)
    assert clip.end - clip.start == timedelta(seconds=6)


async def test_a_press_elsewhere_becomes_none(
    house: House, hass: HomeAssistant, use: Use
) -> None:
    assert await async_setup_component(hass, "doorbell", {})
    triggered = async_capture_events(hass, EVENT_AUTOMATION_TRIGGERED)
    other = "event.another_doorbell"
    attributes = {"device_class": "doorbell", "event_type": "ring"}
    hass.states.async_set(other, "2026-03-01T11:00:00.000+00:00", attributes)
    await use("save_clip_when_bell_rings", doorbells={"entity_id": [other]})
    hass.states.async_set(other, "2026-03-01T11:01:00.000+00:00", attributes)
    await hass.async_block_till_done()
    assert triggered == []


# Keep the footage around a motion at night


async def motion(house: House, active: bool) -> None:
    """Let something begin or cease to move in front of the door."""
    bell(house).motion(active)
    await asyncio.sleep(0)


def move_home(hass: HomeAssistant, hour: int) -> None:
    """Move the home along the equator to where it is about that hour of the day."""
    now = dt_util.utcnow()
    hours = (hour - now.hour - now.minute / 60 + 12) % 24 - 12
    hass.config.latitude, hass.config.longitude = 0.0, hours * 15


@pytest.mark.parametrize(("hour", "kept"), [(0, True), (12, False)])
async def test_footage_of_a_motion_is_kept_at_night_only(
    house: House,
    hass: HomeAssistant,
    use: Use,
    lately: datetime,
    hour: int,
    kept: bool,
) -> None:
    assert await async_setup_component(hass, "motion", {})
    move_home(hass, hour)
    runs = async_capture_events(hass, EVENT_AUTOMATION_TRIGGERED)
    sensor = entity_id(hass, "binary_sensor", "front_door", "motion")
    bell(house).worker_state("recording", None)
    await use(
        "keep_footage_of_motion_at_night",
        doorbells={"entity_id": [sensor]},
        before=5,
        after=1,
        days=90,
    )
    began = to_us(dt_util.utcnow())
    await motion(house, True)
    await until(lambda: is_state(hass, sensor, "on"))
    await motion(house, False)
    if not kept:
        await hass.async_block_till_done()
        assert runs == []
        return
    pins = Pins(house.home.archive.root)
    await until(pins.all)
    (pin,) = pins.all().values()
    assert pin.camera == "front_door"
    assert 0 <= pin.start_us + 5_000_000 - began < 5_000_000
    assert pin.end_us > began + 1_000_000
    assert pin.until_us is not None
    assert pin.until_us // 1_000_000 == pytest.approx(
        pin.end_us // 1_000_000 + 90 * 86_400, abs=5
    )


def is_state(hass: HomeAssistant, entity: str, wanted: str) -> bool:
    """Tell whether an entity is in a state."""
    state = hass.states.get(entity)
    return state is not None and state.state == wanted


# Tell a neighbour when a share ends


async def test_a_neighbour_is_told_of_the_end_of_their_own_share_only(
    house: House, hass: HomeAssistant, use: Use
) -> None:
    messages = async_mock_service(hass, "notify", "send_message")
    await add(house, name="Neighbour")
    await use(
        "tell_neighbour_when_share_ends",
        requester="Neighbour",
        recipient=["notify.neighbour"],
        message="It is over.",
    )
    for who in ({}, {"requester": "Neighbour"}):
        request_id = await house.ask(**who)
        render_hash = await house.prepare(request_id)
        share = await house.act(
            "approve_request",
            request_id=request_id,
            render_hash=render_hash,
            confirmed=["unverified"],
        )
        await house.act("revoke_share", share_id=share["share_id"])
        await hass.async_block_till_done()
        assert len(messages) == len(who)
    assert messages[0].data == {
        "entity_id": ["notify.neighbour"],
        "message": "It is over.",
    }


async def test_a_guests_phone_that_was_chosen_has_no_buttons(
    house: House, hass: HomeAssistant, use: Use, pixel: list[ServiceCall]
) -> None:
    (entry,) = hass.config_entries.async_entries("mobile_app")
    guest = MockUser(groups=[]).add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "user_id": guest.id}
    )
    await use("notify_with_actions", phones=[device_of_phone(hass)])
    await house.ask()
    await hass.async_block_till_done()
    assert "actions" not in pixel[-1].data["data"]
