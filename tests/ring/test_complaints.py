"""What users of Ring with Home Assistant complain about, and what an owner wants instead.

Each test has the number of its complaint, and looks at what the owner does: states,
repairs, the log, the picture. What becomes of recordings is told by the account itself.
"""

import asyncio
from datetime import timedelta
from functools import partial
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.ring_watch.process import run_engine
from custom_components.ring_watch.ring.client import log_in
from custom_components.ring_watch.ring.collect import Collected
from custom_components.ring_watch.ring.errors import CodeNeededError
from custom_components.ring_watch.ring.pace import Pace
from homeassistant.components.camera import async_get_image
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
from .house import Hours, RingHouse, Settle
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


async def look(
    house: RingHouse, door: Device, connect: WebSocketGenerator
) -> MockHAClientWebSocket:
    """Begin a live view in a browser."""
    browser = await connect(house.hass)
    camera = house.entity_id(door, "camera", "camera")
    offer = {"type": "camera/webrtc/offer", "entity_id": camera, "offer": OFFER}
    await browser.send_json_auto_id(offer)
    return browser


async def told(browser: MockHAClientWebSocket, kind: str) -> dict[str, Any]:
    """Wait until a browser is told something of its view."""
    while True:
        message = await browser.receive_json()
        if message.get("event", {}).get("type") == kind:
            event: dict[str, Any] = message["event"]
            return event


@pytest.mark.integration
async def test_complaint_1_padding_kills_no_push(
    settle: Settle, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    house = await settle()
    caplog.clear()
    watcher = Watcher(house.hass)
    for form in KeyForm:
        await house.cloud.happen(door, form=form)
    await until(lambda: watcher.times(house, door, "ring") == len(KeyForm))
    assert house.state(None, "sensor", "push").state == "working"
    assert warnings(caplog) == []


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


@pytest.mark.integration
async def test_complaint_4_a_press_that_push_loses_is_told_once(
    settle: Settle, hours: Hours, account: Account, door: Device
) -> None:
    house = await settle()
    watcher = Watcher(house.hass)
    event = house.cloud.add_event(door, hours.clock.now(), kind="ding")
    await hours.until(lambda: watcher.times(house, door, "ring"))

    # Push tells it after all, twice, and the history again with every poll.
    for old in (False, True):
        await house.cloud.push.notify(account, event, old=old)
    await hours.minutes(5)
    assert watcher.times(house, door, "ring") == 1

    await house.cloud.happen(door, "ding")
    await until(lambda: watcher.times(house, door, "ring") == 2)
    await hours.minutes(5)
    assert watcher.times(house, door, "ring") == 2


@pytest.mark.integration
@pytest.mark.parametrize("kind", ["cocoa_doorbell_v5", "doorbell_sunray", "odd"])
async def test_complaint_5_a_doorbell_of_a_new_kind_rings(
    settle: Settle, door: Device, kind: str
) -> None:
    door.kind = kind
    house = await settle()
    watcher = Watcher(house.hass)
    await house.cloud.happen(door, "ding")
    await house.cloud.happen(door, "motion", person=True)
    await until(lambda: watcher.times(house, door, "ring") == 1)
    await until(lambda: watcher.times(house, door, "motion") == 1)
    motion = house.state(door, "event", "motion")
    assert motion.attributes["event_type"] == "person"
    assert house.state(door, "camera", "camera").state == "idle"


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
    assert warnings(caplog) == []


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


@pytest.mark.integration
async def test_complaint_9_a_snapshot_is_never_an_old_picture(
    settle: Settle, hours: Hours, door: Device
) -> None:
    house = await settle()
    camera = house.entity_id(door, "camera", "camera") or ""
    await hours.minutes(1)
    asked = hours.clock.now().replace(microsecond=0)
    first = await async_get_image(house.hass, camera)
    taken = house.state(door, "camera", "camera").attributes["picture_taken"]
    assert taken >= asked

    # Where there is none of now, the one before stays and says of when it is.
    door.snapshot = "stale"
    await hours.minutes(1)
    await house.cloud.happen(door, "ding")
    await until(lambda: house.state(door, "event", "ring").state != STATE_UNKNOWN)
    again = await async_get_image(house.hass, camera)
    assert again.content == first.content
    assert len(house.cloud.traffic.seen(Endpoint.SNAPSHOT)) == 2
    shown = house.state(door, "camera", "camera").attributes["picture_taken"]
    assert shown == taken


@pytest.mark.integration
async def test_complaint_10_an_abandoned_live_view_ends_and_presses_come(
    settle: Settle, door: Device, hass_ws_client: WebSocketGenerator
) -> None:
    house = await settle()
    browser = await look(house, door, hass_ws_client)
    await until(house.cloud.live.open)
    await browser.close()
    await until(lambda: not house.cloud.live.open())
    await house.cloud.happen(door, "ding")
    await until(lambda: house.state(door, "event", "ring").state != STATE_UNKNOWN)


@pytest.mark.integration
async def test_complaint_11_the_end_of_a_live_view_is_told_and_no_error(
    settle: Settle,
    door: Device,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = await settle()
    browser = await look(house, door, hass_ws_client)
    await told(browser, "answer")
    await house.cloud.live.sessions[0].end(26, "session limit")
    error = await told(browser, "error")
    assert (error["code"], error["message"]) == ("26", "session limit")
    again = await look(house, door, hass_ws_client)
    await told(again, "answer")
    assert warnings(caplog) == []


@pytest.mark.integration
async def test_complaint_12_every_browser_can_take_the_answer(
    settle: Settle, door: Device, hass_ws_client: WebSocketGenerator
) -> None:
    house = await settle()
    browser = await look(house, door, hass_ws_client)
    answer = (await told(browser, "answer"))["answer"]
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
    push, camera = (None, "sensor", "push"), (door, "camera", "camera")
    await hours.until(lambda: house.state(*push).state == "working", step=15)
    await hours.until(lambda: house.state(*camera).state == "idle", step=15)
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


@pytest.mark.integration
async def test_complaint_15_who_shares_a_doorbell_sees_it(
    settle: Settle, account: Account
) -> None:
    shared = Device(1002, "Neighbours", "authorized_doorbots")
    account.devices[:] = [shared]
    house = await settle()
    assert house.state(shared, "event", "ring").state == STATE_UNKNOWN
    await house.cloud.happen(shared)
    await until(lambda: house.state(shared, "event", "ring").state != STATE_UNKNOWN)


@pytest.mark.integration
async def test_complaint_15_what_only_the_newer_list_has_is_seen_as_well(
    settle: Settle, hours: Hours, account: Account
) -> None:
    account.devices[:] = [Device(5, "Hall", "chimes", "chime_v2")]
    listed = {"id": 1003, "kind": "lpd_v2", "description": "Aunt", "owned": False}
    answer = Fault(status=200, body=json.dumps({"devices": [listed]}))
    hours.cloud.traffic.always(Endpoint.UNKNOWN, answer)
    house = await settle()
    shared = Device(1003, "Aunt")
    await until(lambda: house.entity_id(shared, "event", "ring"))
    event = house.cloud.add_event(shared, hours.clock.now(), kind="ding")
    await house.cloud.push.notify(account, event)
    await until(lambda: house.state(shared, "event", "ring").state != STATE_UNKNOWN)
    # Its footage is somebody else's to give away.
    assert not house.doorbell(shared).source.is_own


async def test_complaint_16_a_recording_that_is_not_transcoded_yet_still_comes(
    running: Owner, scene: Scene, door: Device
) -> None:
    scene.begin(timedelta(minutes=3))
    running.cloud.add_recording(door, scene.at(10), 5)
    running.cloud.traffic.next(Endpoint.MEDIA, NOT_FOUND, times=3)
    found = await collect(running, scene, 10, 15)
    assert (found.recordings, found.missing) == (1, ())
