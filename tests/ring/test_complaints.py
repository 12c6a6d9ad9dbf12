"""What users of Ring with Home Assistant complain about, and what an owner wants instead.

Each test has the number of its complaint. Where the rest of it is to be seen in Home
Assistant itself (a repair, a sensor, a media browser), the tests of those parts show it.
"""

import asyncio
from datetime import timedelta
from functools import partial
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from custom_components.ring_watch.process import run_engine
from custom_components.ring_watch.ring.client import log_in
from custom_components.ring_watch.ring.collect import Collected
from custom_components.ring_watch.ring.errors import CodeNeededError
from custom_components.ring_watch.ring.live import KEEP_ALIVE, LiveMessage
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import PushState
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN

from .clocks import FastClock
from .cloud import (
    BAD_GATEWAY,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    Fault,
    KeyForm,
    RingCloud,
    throttled,
)
from .collecting import CAMERA, Scene
from .conftest import HARDWARE_ID
from .house import Hours, Settle
from .noticing import Watcher, warnings
from .owning import Owner
from .test_live import OFFER
from .test_push import kill_the_listener
from .waiting import pass_until, until

pytestmark = pytest.mark.ring


QUESTIONS = (Endpoint.DEVICES, Endpoint.HISTORY, Endpoint.HEALTH)
SLOW = Fault(delay=0.2, drop=True)


def answered(cloud: RingCloud) -> bool:
    """Whether Ring has listed the devices."""
    return any(one.status == 200 for one in cloud.traffic.seen(Endpoint.DEVICES))


@pytest.fixture
async def running(owner: Owner) -> Owner:
    """An account that hears of everything."""
    await owner.account.start()
    await owner.working()
    return owner


@pytest.fixture
def scene(owner: Owner, tmp_path: Path) -> Scene:
    return Scene(owner.cloud, owner.account._api, tmp_path)


async def collect(owner: Owner, scene: Scene, start: float, end: float) -> Collected:
    """Collect while time passes."""
    collecting = asyncio.create_task(
        owner.account.collect(
            1001,
            scene.at(start),
            scene.at(end),
            archive=scene.archive,
            camera=CAMERA,
            engine=run_engine,
        )
    )
    await pass_until(owner.clock, collecting.done)
    return await collecting


async def look(owner: Owner) -> list[LiveMessage]:
    """Begin a live view; return what is told of it."""
    told: list[LiveMessage] = []
    device = owner.account.devices[1001]
    await owner.account.live.start(device, "view", OFFER, told.append)
    await until(lambda: len(told) >= 2)
    return told


async def test_complaint_1_padding_kills_no_push(running: Owner, door: Device) -> None:
    made = [await running.cloud.happen(door, form=form) for form in KeyForm]
    await until(lambda: len(running.happenings) == len(made))
    assert running.account.push_state == PushState.WORKING


@pytest.mark.integration
async def test_complaint_2_a_listener_that_cannot_start_tries_on_and_says_so(
    settle: Settle, hours: Hours, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    hours.cloud.push.refuses = True
    house = await settle()
    await hours.until(lambda: house.state(None, "sensor", "push").state == "down")
    assert warnings(caplog) == [
        "Push messages of Ring do not come; its history is asked"
    ]

    # A press is told by the next question, and it stays possible to hear of one.
    house.cloud.add_event(door, hours.clock.now(), kind="ding")
    await hours.until(lambda: house.state(door, "event", "ring").state > "2")
    assert not house.issue()

    # Nobody knows of presses any more, so nobody is told that all is well.
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await hours.minutes(7)
    assert house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    assert house.issue()

    house.cloud.push.refuses = False
    await hours.until(lambda: house.state(None, "sensor", "push").state == "working")
    assert house.state(door, "event", "ring").state != STATE_UNAVAILABLE
    assert not house.issue()
    await house.cloud.happen(door, "motion")
    await until(lambda: house.state(door, "event", "motion").state != STATE_UNKNOWN)


@pytest.mark.integration
async def test_complaint_3_a_dead_listener_is_not_shown_as_available(
    settle: Settle, hours: Hours, door: Device
) -> None:
    house = await settle()
    sensor = partial(house.state, None, "sensor", "push")
    house.cloud.traffic.always(Endpoint.PUSH_TOKEN, BAD_GATEWAY)
    begin = hours.clock.monotonic()
    kill_the_listener()
    await hours.until(lambda: sensor().state == "down")
    assert hours.clock.monotonic() - begin < 60

    # Its presses are told by polling, and where that fails, too, the owner knows.
    house.cloud.add_event(door, hours.clock.now(), kind="ding")
    await hours.until(lambda: house.state(door, "event", "ring").state > "2")
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await hours.until(
        lambda: house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    )

    # It is replaced by itself.
    house.cloud.traffic.always(Endpoint.PUSH_TOKEN, None)
    await hours.until(lambda: sensor().state == "working")
    former = house.state(door, "event", "ring").state
    assert former != STATE_UNAVAILABLE
    await house.cloud.happen(door, "ding")
    await until(lambda: house.state(door, "event", "ring").state != former)


async def test_complaint_4_a_press_that_push_loses_is_told_once(
    running: Owner, door: Device
) -> None:
    event = running.press(door)
    await pass_until(running.clock, lambda: running.happenings)
    await running.cloud.push.notify(running.cloud.state.accounts.all[0], event)
    second = await running.cloud.happen(door)
    await until(lambda: len(running.happenings) > 1)
    assert [item.id for item in running.happenings] == [str(event.id), str(second.id)]


async def test_complaint_5_a_doorbell_of_a_new_kind_rings(
    owner: Owner, account: Account
) -> None:
    account.devices[:] = [Device(1001, kind="cocoa_doorbell_v5")]
    await owner.account.start()
    assert owner.account.devices[1001].has_button
    await owner.working()
    await owner.cloud.happen(account.devices[0])
    await owner.cloud.happen(account.devices[0], "motion", person=True)
    await until(lambda: len(owner.happenings) == 2)
    assert [item.kind for item in owner.happenings] == ["ding", "motion"]


async def test_complaint_6_a_camera_that_always_records_has_footage_without_events(
    running: Owner, scene: Scene, door: Device
) -> None:
    running.cloud.record_continuously(door, scene.at(0), scene.at(60))
    await running.account.refresh()
    found = await collect(running, scene, 20, 30)
    assert found.missing == ()
    await scene.gather(20, 30)
    assert len(scene.shown()) == 150


async def test_complaint_7_without_a_subscription_that_is_said_and_not_logged(
    owner: Owner, scene: Scene, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    door.subscribed = False
    owner.cloud.add_event(door, scene.at(10))
    await owner.account.start()
    assert not owner.account.devices[1001].recordings
    found = await collect(owner, scene, 5, 30)
    assert scene.missing(found) == [(5, 30, "no_subscription")]
    loud = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [record.getMessage() for record in loud] == []


async def test_complaint_8_what_was_collected_outlives_its_address(
    running: Owner, scene: Scene, door: Device
) -> None:
    event = running.cloud.add_recording(door, scene.at(10), 5)
    await collect(running, scene, 10, 15)
    running.cloud.state.media.expire()
    event.deleted = True
    await scene.gather(10, 15)
    assert len(scene.shown()) == 75
    again = await collect(running, scene, 10, 15)
    assert again.missing == ()


async def test_complaint_9_a_snapshot_is_never_an_old_picture(
    running: Owner, door: Device
) -> None:
    found = await running.account.snapshot(1001)
    assert found is None or found.taken.timestamp() >= running.clock.time() - 1
    door.snapshot = "stale"
    assert await running.account.snapshot(1001) is None


async def test_complaint_10_an_abandoned_live_view_ends(running: Owner) -> None:
    told = await look(running)
    assert KEEP_ALIVE <= 45
    running.clock.let_pass(KEEP_ALIVE)
    await until(lambda: told[-1].error == "expired")
    await until(lambda: not running.cloud.live.open())


async def test_complaint_11_the_end_of_a_live_view_is_no_error(
    running: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    told = await look(running)
    await running.cloud.live.sessions[0].end(26, "session limit")
    await until(lambda: told[-1].error == "26")
    await running.account.live.stop()
    assert "RuntimeError" not in caplog.text


async def test_complaint_12_every_browser_can_take_the_answer(running: Owner) -> None:
    answer = (await look(running))[0].answer
    assert answer is not None
    assert answer.count("a=sendonly") == OFFER.count("a=recvonly") == 2
    assert "a=sendrecv" not in answer


@pytest.mark.integration
@pytest.mark.parametrize("fault", [throttled(90), throttled(None), BAD_GATEWAY, SLOW])
async def test_complaint_13_a_busy_ring_costs_no_data(
    settle: Settle,
    hours: Hours,
    door: Device,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    door.battery = 87
    house = await settle()
    caplog.clear()
    watcher = Watcher(house.hass)

    for endpoint in (Endpoint.DEVICES, Endpoint.HISTORY, Endpoint.HEALTH):
        house.cloud.traffic.next(endpoint, fault)
    await hours.minutes(5)

    assert house.state(door, "sensor", "battery").state == "87"
    assert house.state(door, "sensor", "volume").state == "6"
    assert house.state(door, "camera", "camera").state == "idle"
    await house.cloud.happen(door, "ding")
    await until(lambda: house.state(door, "event", "ring").state != STATE_UNKNOWN)
    assert watcher.lost() == set()
    assert warnings(caplog) == []
    assert not house.issue()
    assert not house.asks_for_login()


@pytest.mark.integration
async def test_complaint_13_a_ring_that_stays_away_is_said_once_and_comes_back(
    settle: Settle, hours: Hours, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    door.battery = 87
    house = await settle()
    caplog.clear()
    everything = (*QUESTIONS, Endpoint.SESSION, Endpoint.PUSH_TOKEN)
    for endpoint in everything:
        house.cloud.traffic.always(endpoint, BAD_GATEWAY)
    kill_the_listener()

    await hours.minutes(10)

    assert house.state(door, "camera", "camera").state == STATE_UNAVAILABLE
    assert house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    assert house.issue()
    assert len(warnings(caplog)) == len(set(warnings(caplog))) == 3

    for endpoint in everything:
        house.cloud.traffic.always(endpoint, None)
    await hours.until(lambda: house.state(None, "sensor", "push").state == "working")
    await hours.until(lambda: house.state(door, "camera", "camera").state == "idle")
    assert house.state(door, "sensor", "battery").state == "87"
    assert not house.issue()
    assert len(warnings(caplog)) == len(set(warnings(caplog))) == 6


@pytest.mark.integration
async def test_complaint_14_only_ring_itself_makes_the_owner_log_in_again(
    settle: Settle, hours: Hours, account: Account, door: Device
) -> None:
    house = await settle()
    watcher = Watcher(house.hass)
    for fault in (BAD_GATEWAY, throttled(60), throttled(None), Fault(status=406)):
        account.expire_access()
        house.cloud.traffic.next(Endpoint.TOKEN, fault)
        house.cloud.traffic.forget()
        await hours.until(partial(answered, house.cloud), step=15)
    assert not house.asks_for_login()
    assert house.state(door, "camera", "camera").state == "idle"
    assert watcher.lost() == set()

    account.revoke()
    await hours.until(house.asks_for_login, step=15)
    assert house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    assert house.state(None, "sensor", "push").state == "down"
    assert not house.issue(), "the question for the login says it all"


async def test_complaint_14_the_owner_is_told_where_the_code_is(
    ring_cloud: RingCloud, account: Account
) -> None:
    account.second_factor = "totp"
    with pytest.raises(CodeNeededError) as needed:
        await log_in(
            ring_cloud.session(),
            HARDWARE_ID,
            account.email,
            account.password,
            pace=Pace(FastClock()),
        )
    assert (needed.value.how, needed.value.wait) == ("totp", 60)


async def test_complaint_15_who_shares_a_doorbell_sees_it(
    owner: Owner, account: Account
) -> None:
    account.devices[:] = [Device(1002, "Neighbours", "authorized_doorbots")]
    await owner.account.start()
    assert owner.account.devices[1002].shared
    account.devices.clear()
    newer: dict[str, Any] = {"id": 1003, "kind": "lpd_v2", "owned": False}
    listed = Fault(status=200, body=json.dumps({"devices": [newer]}))
    owner.cloud.traffic.always(Endpoint.UNKNOWN, listed)
    await pass_until(owner.clock, lambda: 1003 in owner.account.devices)
    assert owner.account.devices[1003].has_button


async def test_complaint_16_a_recording_that_is_not_transcoded_yet_still_comes(
    running: Owner, scene: Scene, door: Device
) -> None:
    scene.begin(timedelta(minutes=3))
    running.cloud.add_recording(door, scene.at(10), 5)
    running.cloud.traffic.next(Endpoint.MEDIA, NOT_FOUND, times=3)
    found = await collect(running, scene, 10, 15)
    assert (found.recordings, found.missing) == (1, ())
