"""Triggers: what starts an automation, for which doorbells, and what it learns."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Doorbell
from custom_components.ring_watch.sharing.model.people import Origin, Source
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.trigger import async_validate_trigger_config
from homeassistant.util import dt as dt_util

from .automating import automate, learnt
from .consent.conftest import House
from .consent.test_requesters import add
from .integration_fixtures import (
    FOOTAGE_END,
    FOOTAGE_START,
    Start,
    demo,
    device_id,
    entity_id,
    stream,
)

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

WORDS = {"name": "Mallory {{ 1 + 1 }}", "reason": "approve everything"}


@pytest.fixture
async def house(
    hass: HomeAssistant, start: Start, footage_of: Callable[[str], Path]
) -> House:
    """Return a home with footage of its front door, and a back door."""
    hass.config.external_url = "https://home.example.org"
    footage_of("front_door")
    home = await start(demo(), demo("Back door"))
    owner = MockUser(is_owner=True).add_to_hass(hass)
    return House(hass, home, owner, device_id(hass, home, "front_door"))


async def test_a_request_starts_an_automation_that_learns_ids_and_times_only(
    house: House, hass: HomeAssistant
) -> None:
    runs = await automate(hass, triggers={"trigger": "ring_watch.clip_requested"})
    request_id = await house.ask(devices=[house.device], **WORDS)
    await hass.async_block_till_done()
    (run,) = runs
    said = learnt(run)
    assert said.pop("time")
    assert said == {
        "request_id": request_id,
        "share_id": None,
        "requester_id": None,
        "devices": [house.device],
        "start": f"{FOOTAGE_START:%Y-%m-%dT%H:%M:%S.%f}Z",
        "end": f"{FOOTAGE_END:%Y-%m-%dT%H:%M:%S.%f}Z",
    }
    for words in WORDS.values():
        assert words not in str(run.data)


@pytest.mark.parametrize(
    ("trigger", "steps"),
    [
        ("clip_requested", ["ask"]),
        ("clip_ready", ["prepare"]),
        ("clip_shared", ["approve"]),
        ("share_opened", ["claim", "claim"]),
        ("share_ended", ["revoke"]),
    ],
)
async def test_each_trigger_is_of_one_step(
    house: House, hass: HomeAssistant, trigger: str, steps: list[str]
) -> None:
    name = f"ring_watch.{trigger}"
    runs = await automate(hass, triggers={"trigger": name})
    done: list[str] = []

    async def expect(step: str) -> None:
        done.append(step)
        await hass.async_block_till_done()
        assert len(runs) == sum(one in steps for one in done), step

    request_id = await house.ask(devices=[house.device])
    await expect("ask")
    render_hash = await house.prepare(request_id)
    await expect("prepare")
    shared = await house.act(
        "approve_request", request_id=request_id, render_hash=render_hash
    )
    await expect("approve")
    for _ in range(2):
        await claim(house, shared)
        await expect("claim")
    await house.act("revoke_share", share_id=shared["share_id"])
    await expect("revoke")
    if trigger.startswith("share_"):
        assert learnt(runs[0])["share_id"] == shared["share_id"]


async def test_who_waits_on_does_not_ask_again(
    house: House, hass: HomeAssistant
) -> None:
    runs = await automate(hass, triggers={"trigger": "ring_watch.clip_requested"})
    request_id = await house.ask(devices=[house.device])
    await house.prepare(request_id)
    for file in house.files():
        file.unlink()
    assert house.home.sharing
    await house.home.sharing.tick()
    await hass.async_block_till_done()
    assert await house.state(request_id) == "pending"
    assert len(runs) == 1


async def share(house: House, **terms: Any) -> dict[str, Any]:
    """Share footage of the front door."""
    request_id = await house.ask(devices=[house.device])
    render_hash = await house.prepare(request_id)
    answer: dict[str, Any] = await house.act(
        "approve_request", request_id=request_id, render_hash=render_hash, **terms
    )
    return answer


async def claim(house: House, share: dict[str, Any]) -> None:
    """Open a share's link as its recipient."""
    assert house.home.sharing
    secret = share["url"].rpartition("#")[2]
    source = Source(Origin.DOOR_PAGE, "192.0.2.1")
    assert await house.home.sharing.claim(share["share_id"], secret, None, source)


async def test_the_end_of_a_share_says_why(
    house: House, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    runs = await automate(hass, triggers={"trigger": "ring_watch.share_ended"})
    assert house.home.sharing
    revoked = await share(house)
    await house.act("revoke_share", share_id=revoked["share_id"])
    used_up = await share(house, claims=1)
    await claim(house, used_up)
    await share(house, lifetime="00:02:00")
    for _ in range(2):
        freezer.tick(timedelta(days=2))
        await house.home.sharing.tick()
        await hass.async_block_till_done()
    reasons = sorted(learnt(run)["reason"] for run in runs)
    assert reasons == ["expired", "revoked", "used_up"]


@pytest.fixture
def place(house: House, hass: HomeAssistant) -> dict[str, Any]:
    """Put the front door in an area with a floor and a label; return all targets."""
    floor = fr.async_get(hass).async_create("Ground")
    area = ar.async_get(hass).async_create("Garden", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Watched")
    dr.async_get(hass).async_update_device(
        house.device, area_id=area.id, labels={label.label_id}
    )
    hub = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, house.home.entry.entry_id), house.home.entry.entry_id
    )
    assert hub
    return {
        "nothing": {},
        "floor": {"floor_id": floor.floor_id},
        "area": {"area_id": area.id},
        "label": {"label_id": label.label_id},
        "device": {"device_id": house.device},
        "entity": {"entity_id": entity_id(hass, "camera", "front_door", "camera")},
        # A diagnostic one, which areas and devices do not lead to.
        "diagnosis": {
            "entity_id": entity_id(hass, "binary_sensor", "front_door", "recording")
        },
        "home": {"device_id": hub.id},
    }


@pytest.mark.parametrize(
    ("chosen", "runs_for_back_door"),
    [
        ("nothing", True),
        ("home", True),
        ("floor", False),
        ("area", False),
        ("label", False),
        ("device", False),
        ("entity", False),
        ("diagnosis", False),
    ],
)
async def test_a_target_chooses_the_doorbells(
    house: House,
    hass: HomeAssistant,
    place: dict[str, Any],
    chosen: str,
    runs_for_back_door: bool,
) -> None:
    trigger = {"trigger": "ring_watch.clip_requested", "target": place[chosen]}
    runs = await automate(hass, triggers=trigger)
    await house.ask(devices=[device_id(hass, house.home, "back_door")])
    await hass.async_block_till_done()
    assert len(runs) == runs_for_back_door
    await house.ask(devices=[house.device])
    await hass.async_block_till_done()
    assert len(runs) == runs_for_back_door + 1


@pytest.mark.parametrize("chosen", ["name", "id"])
async def test_a_requester_may_be_chosen(
    house: House, hass: HomeAssistant, chosen: str
) -> None:
    requester_id, _ = await add(house, name="Neighbour")
    wanted = {"name": "Neighbour", "id": requester_id}[chosen]
    trigger = {
        "trigger": "ring_watch.clip_requested",
        "options": {"requester": wanted},
    }
    runs = await automate(hass, triggers=trigger)
    # A stranger who says so is not the neighbour.
    await house.ask(name="Neighbour")
    await hass.async_block_till_done()
    assert runs == []
    await house.ask(requester="Neighbour")
    await hass.async_block_till_done()
    assert [learnt(run)["requester_id"] for run in runs] == [requester_id]


async def test_an_automation_outlives_a_reload_of_the_home(
    house: House, hass: HomeAssistant
) -> None:
    runs = await automate(hass, triggers={"trigger": "ring_watch.clip_requested"})
    assert await hass.config_entries.async_reload(house.home.entry.entry_id)
    house.home = house.home.entry.runtime_data
    await house.ask()
    await hass.async_block_till_done()
    assert len(runs) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": {"room": "x"}},
        {"options": {"for": "00:01:00"}},
        {"trigger": "ring_watch.footage_stalled", "options": {"for": "00:00:00"}},
        {"trigger": "ring_watch.footage_stalled", "options": {"for": "soon"}},
        {"trigger": "ring_watch.approved"},
    ],
)
async def test_what_no_trigger_knows_is_refused(
    house: House, hass: HomeAssistant, wrong: dict[str, Any]
) -> None:
    config = {"trigger": "ring_watch.clip_requested", **wrong}
    config["platform"] = config.pop("trigger")
    with pytest.raises(Exception, match=r"."):
        await async_validate_trigger_config(hass, [config])


# Footage that stalls


async def stalled(hass: HomeAssistant, freezer: FrozenDateTimeFactory, by: int) -> None:
    """Let time pass."""
    freezer.tick(by)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


STALLED = {"trigger": "ring_watch.footage_stalled"}


async def test_footage_that_stalls_is_told_once_when_it_lasted(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    runs = await automate(hass, triggers=STALLED)
    home = await start(stream(), demo("Demo"))
    (bell, _) = home.doorbells.values()
    await recording(hass, bell)
    await stalled(hass, freezer, 600)
    assert runs == []
    began = dt_util.utcnow()
    bell.worker_state("down", "unreachable")
    await stalled(hass, freezer, 59)
    bell.worker_state("down", "silent")
    assert runs == []
    await stalled(hass, freezer, 2)
    said = learnt(runs[0])
    since = dt_util.parse_datetime(said.pop("since"))
    assert since is not None
    assert abs(since - began) < timedelta(seconds=1)
    assert said == {
        "device_id": device_id(hass, home, "front_door"),
        "reason": "silent",
    }
    await stalled(hass, freezer, 600)
    bell.worker_state("down", "ended")
    await stalled(hass, freezer, 600)
    assert len(runs) == 1
    bell.worker_state("recording", None)
    bell.worker_state("down", "silent")
    await stalled(hass, freezer, 61)
    assert len(runs) == 2


async def recording(hass: HomeAssistant, bell: Doorbell) -> None:
    """Have the stand-in's worker say that it records."""
    await hass.async_block_till_done()
    bell.worker_state("recording", None)


async def test_footage_that_comes_back_in_time_is_not_told(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    trigger = {**STALLED, "options": {"for": {"minutes": 3}}}
    runs = await automate(hass, triggers=trigger)
    (bell,) = (await start(stream())).doorbells.values()
    await recording(hass, bell)
    for _ in range(3):
        bell.worker_state("down", "silent")
        await stalled(hass, freezer, 170)
        bell.worker_state("recording", None)
        await stalled(hass, freezer, 170)
    assert runs == []


async def test_what_is_switched_off_does_not_stall(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    runs = await automate(hass, triggers=STALLED)
    home = await start(stream())
    (bell,) = home.doorbells.values()
    await recording(hass, bell)
    bell.worker_state("down", "silent")
    await home.set_paused(bell, True)
    await stalled(hass, freezer, 600)
    assert runs == []


async def test_a_recorder_that_is_gone_stalls_the_footage(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    runs = await automate(hass, triggers=STALLED)
    (bell,) = (await start(stream())).doorbells.values()
    await recording(hass, bell)
    bell.worker_running(False)
    await stalled(hass, freezer, 61)
    assert learnt(runs[0])["reason"] == "starting"


async def test_an_automation_that_comes_later_counts_from_the_beginning(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    (bell,) = (await start(stream())).doorbells.values()
    await recording(hass, bell)
    bell.worker_state("down", "silent")
    await stalled(hass, freezer, 30)
    runs = await automate(hass, triggers=STALLED)
    await stalled(hass, freezer, 31)
    assert len(runs) == 1


async def test_an_automation_that_comes_too_late_waits_for_the_next_time(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    (bell,) = (await start(stream())).doorbells.values()
    await recording(hass, bell)
    bell.worker_state("down", "silent")
    await stalled(hass, freezer, 90)
    runs = await automate(hass, triggers=STALLED)
    await stalled(hass, freezer, 600)
    assert runs == []


async def test_nothing_waits_for_a_home_or_an_automation_that_is_gone(
    hass: HomeAssistant,
    start: Start,
    home_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    runs = await automate(hass, triggers=STALLED)
    (bell,) = (await start(stream())).doorbells.values()
    await recording(hass, bell)
    bell.worker_state("down", "silent")
    assert await hass.config_entries.async_unload(home_entry.entry_id)
    await stalled(hass, freezer, 61)
    assert await hass.config_entries.async_setup(home_entry.entry_id)
    (bell,) = home_entry.runtime_data.doorbells.values()
    await recording(hass, bell)
    bell.worker_state("down", "silent")
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.test"}, blocking=True
    )
    await stalled(hass, freezer, 61)
    assert runs == []


async def test_a_target_chooses_whose_footage_may_not_stall(
    hass: HomeAssistant, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    home = await start(stream(), stream("Back door", motion="none"))
    front, back = home.doorbells.values()
    target = {"device_id": device_id(hass, home, "back_door")}
    runs = await automate(hass, triggers={**STALLED, "target": target})
    for bell in (front, back):
        await recording(hass, bell)
    front.worker_state("down", "silent")
    await stalled(hass, freezer, 61)
    assert runs == []
    back.worker_state("down", "silent")
    await stalled(hass, freezer, 61)
    assert [learnt(run)["device_id"] for run in runs] == [target["device_id"]]
