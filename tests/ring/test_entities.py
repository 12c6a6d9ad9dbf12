"""The doorbells of a Ring account in Home Assistant: entities, coming and going."""

from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.ring_watch import ring_devices, ring_link
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Doorbell, Status, Topic
from custom_components.ring_watch.doorbells import ring as ring_source
from custom_components.ring_watch.entity import DoorbellEntities
from custom_components.ring_watch.ring.happenings import Happening
from custom_components.ring_watch.ring.push import PushState
from custom_components.ring_watch.ring_devices import RingDevices
from custom_components.ring_watch.ring_login import Attempt
from homeassistant.components.camera import async_get_image
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.integration_fixtures import StandIn

from .cloud import (
    BAD_GATEWAY,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    Fault,
    slow,
    throttled,
)
from .house import ACCOUNT, HARDWARE_ID, Hours, RingHouse, Settle, logged_in, until
from .noticing import Watcher, warnings
from .test_push import kill_the_listener

pytestmark = [pytest.mark.ring, pytest.mark.integration]

OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


def states(house: RingHouse, device: Device) -> dict[str, str]:
    """Return the states of a device's entities by platform and key."""
    start = f"{ACCOUNT}_{device.id}_"
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(start)}": state.state
        for entry in house.entries()
        if entry.unique_id.startswith(start)
        and (state := house.hass.states.get(entry.entity_id))
    }


def signed_out(house: RingHouse) -> bool:
    """Whether Ring was asked to forget this client."""
    return any(
        (one.host, one.path) == ("oauth.ring.com", "/oauth/revoke")
        for one in house.cloud.traffic.requests
    )


async def test_a_doorbell_has_the_entities_that_make_sense(
    settle: Settle, door: Device, stand_in: StandIn
) -> None:
    door.battery = 87
    house = await settle()

    assert states(house, door) == {
        "binary_sensor.motion": STATE_OFF,
        "camera.camera": "idle",
        "event.motion": STATE_UNKNOWN,
        "event.ring": STATE_UNKNOWN,
        "sensor.battery": "87",
        "sensor.volume": "6",
    }
    device = dr.async_get(house.hass).async_get(house.device_id(door))
    assert device is not None
    assert device.name == "Front Door"
    assert device.config_subentry_id == ACCOUNT
    assert house.state(None, "sensor", "push").state == "working"
    assert "watch" not in stand_in.ops()


async def test_a_press_and_a_person_are_told_once(settle: Settle, door: Device) -> None:
    house = await settle()
    events: list[str] = []
    bell = house.doorbell(door)
    for topic in (Topic.RING, Topic.MOTION):
        bell.subscribe(topic, events.append)

    await house.cloud.happen(door, "ding")
    await until(lambda: events == ["ring"])
    await house.link.account._events.poll()
    await house.cloud.happen(door, "motion", person=True)
    await until(lambda: len(events) == 2)
    await house.hass.async_block_till_done()

    assert events == ["ring", "person"]
    ring = house.state(door, "event", "ring")
    assert ring.attributes["event_type"] == "ring"
    assert house.state(door, "event", "motion").attributes["event_type"] == "person"
    assert house.state(door, "binary_sensor", "motion").state == STATE_ON


async def test_a_late_press_says_when_it_was(
    settle: Settle, hours: Hours, door: Device
) -> None:
    house = await settle()
    await hours.minutes(10)
    at = (hours.clock.now() - timedelta(minutes=5)).replace(microsecond=0)
    house.cloud.add_event(door, at, kind="ding")
    house.cloud.add_event(door, at + timedelta(seconds=1), kind="motion")

    await hours.until(
        lambda: house.state(door, "event", "motion").state != STATE_UNKNOWN
    )

    ring, motion = (house.state(door, "event", key) for key in ("ring", "motion"))
    assert ring.attributes["happened_at"] == at.isoformat()
    assert motion.attributes["happened_at"] > at.isoformat()


async def test_devices_of_every_family_come_by_themselves(
    settle: Settle, account: Account, door: Device
) -> None:
    house = await settle()
    garden = Device(1002, "Garden", "stickup_cams", "camera_of_next_year")
    shared = Device(1003, "Neighbour", "authorized_doorbots", subscribed=False)
    account.devices += [garden, shared, Device(1004, "Hall", "chimes", "chime_v2")]

    await house.refresh()
    await house.ready(door, garden, shared)

    assert set(states(house, garden)) >= {"camera.camera", "binary_sensor.motion"}
    assert "event.ring" not in states(house, garden)
    assert "event.ring" in states(house, shared)
    assert len(house.home.doorbells) == 3


async def test_a_figure_that_ring_tells_later_gets_its_sensor_and_ends_nothing(
    settle: Settle, hours: Hours, door: Device
) -> None:
    door.battery, door.extra = 70, {"battery_life": None, "settings": {}}
    hours.cloud.traffic.always(Endpoint.HEALTH, NOT_FOUND)
    house = await settle()
    watcher, bell = Watcher(house.hass), house.doorbell(door)
    await hours.minutes(2)
    assert house.entity_id(door, "sensor", "battery") is None

    hours.cloud.traffic.always(Endpoint.HEALTH, None)
    door.extra["settings"] = {"doorbell_volume": 4}
    await hours.minutes(16)

    assert house.state(door, "sensor", "battery").state == "70"
    assert house.state(door, "sensor", "volume").state == "4"
    assert house.entity_id(door, "sensor", "signal")
    assert house.doorbell(door) is bell
    assert watcher.lost() == set()


async def test_what_ring_does_not_tell_for_a_moment_takes_no_sensor_away(
    settle: Settle, hours: Hours, door: Device
) -> None:
    door.battery = 70
    house = await settle()
    await until(lambda: house.entity_id(door, "sensor", "signal"))
    watcher, bell = Watcher(house.hass), house.doorbell(door)

    hours.cloud.traffic.always(Endpoint.HEALTH, NOT_FOUND)
    door.extra = {"battery_life": None, "settings": {}}
    await hours.minutes(16)

    assert house.state(door, "sensor", "battery").state == "70"
    assert house.state(door, "sensor", "volume").state == STATE_UNKNOWN
    assert house.link.account.devices[door.id].signal == door.signal
    assert house.doorbell(door) is bell
    assert watcher.lost() == set()


async def test_a_restart_changes_each_state_once_and_logs_nothing(
    settle: Settle, hours: Hours, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    door.battery, door.extra = 70, {"battery_life": None}
    house = await settle()
    await until(lambda: house.entity_id(door, "sensor", "battery"))
    entry = house.home.entry
    assert await house.hass.config_entries.async_unload(entry.entry_id)
    caplog.clear()
    watcher = Watcher(house.hass)

    assert await house.hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    bell = house.doorbell(door)
    await house.ready(door)
    await hours.minutes(2)

    assert house.doorbell(door) is bell
    battery = house.entity_id(door, "sensor", "battery")
    seen = [state for entity, state in watcher.states if entity == battery]
    assert seen[-1] == "70"
    assert [one for one in seen if one != STATE_UNAVAILABLE] == ["70"]
    assert warnings(caplog) == []


async def test_a_press_while_a_doorbell_is_renamed_is_told(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await settle()
    real, told = RingDevices.happened, list[Happening]()

    def happened(self: RingDevices, happening: Happening) -> None:
        told.append(happening)
        real(self, happening)

    async def add(self: DoorbellEntities, doorbell: Doorbell) -> None:
        if not told:
            await house.cloud.happen(door, "ding")
            await until(lambda: told)
        await really_add(self, doorbell)

    really_add = DoorbellEntities.add
    monkeypatch.setattr(RingDevices, "happened", happened)
    monkeypatch.setattr(DoorbellEntities, "add", add)
    door.name = "Back Door"
    await house.refresh()

    assert house.doorbell(door).name == "Back Door"
    assert house.state(door, "event", "ring").state != STATE_UNKNOWN


async def test_a_device_that_stays_away_goes(
    settle: Settle,
    account: Account,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    garden = Device(1002, "Garden", "stickup_cams", "cocoa_camera")
    account.devices.append(garden)
    house = await settle()

    account.devices.remove(garden)
    await house.refresh()
    assert house.has(garden), "one answer without it is no proof"

    monkeypatch.setattr(ring_devices, "GONE_AFTER", 0.0)
    await house.link.devices.sync()
    await house.hass.async_block_till_done()

    assert not house.has(garden)
    assert house.has(door)
    assert states(house, garden) == {}
    registry = dr.async_get(house.hass)
    identifier = (DOMAIN, f"{ACCOUNT}_{garden.id}")
    assert not registry.async_get_device_by_identifier(
        identifier, house.home.entry.entry_id
    )


async def test_an_odd_list_still_shows_the_doorbell_that_is_in_it(
    settle: Settle, hours: Hours, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    door.extra = {"id": str(door.id), "alerts": None, "features": None, "settings": []}
    listed = {
        "doorbots": [None, "odd", 7, {"description": "no id"}, door.document()],
        "authorized_doorbots": None,
        "stickup_cams": {"1": {"id": 1}},
        "chimes": 7,
        "other": [
            {"id": 9, "kind": None},
            {"id": [], "kind": "intercom_handset_audio"},
        ],
        "beams": None,
        "total": 3,
    }
    answer = Fault(status=200, body=json.dumps(listed))
    hours.cloud.traffic.always(Endpoint.DEVICES, answer)
    house = await settle()

    assert set(house.home.doorbells) == {f"{ACCOUNT}_{door.id}"}
    assert house.state(door, "camera", "camera").state == "idle"
    assert house.state(None, "sensor", "push").state == "working"
    await house.cloud.happen(door, "ding")
    await until(lambda: house.state(door, "event", "ring").state != STATE_UNKNOWN)
    house.cloud.add_event(door, hours.clock.now(), kind="motion")
    await hours.until(
        lambda: house.state(door, "event", "motion").state != STATE_UNKNOWN
    )
    assert warnings(caplog) == []


async def test_of_two_devices_with_one_number_the_one_that_rang_rings(
    settle: Settle, hours: Hours, account: Account, door: Device
) -> None:
    twin = Device(door.id, "Garden", "stickup_cams", "hp_cam_v1")
    account.devices.append(twin)
    house = await settle()
    key = f"{ACCOUNT}_camera_{door.id}"
    await until(lambda: key in house.home.doorbells)
    await house.hass.async_block_till_done()
    assert house.state(door, "event", "ring").state == STATE_UNKNOWN

    def moved() -> list[bool]:
        registry = er.async_get(house.hass)
        found = [
            registry.async_get_entity_id("event", DOMAIN, f"{owner}_motion")
            for owner in (f"{ACCOUNT}_{door.id}", key)
        ]
        shown = [house.hass.states.get(entity or "") for entity in found]
        return [state is not None and state.state != STATE_UNKNOWN for state in shown]

    await house.cloud.happen(twin, "motion")
    await until(lambda: any(moved()))
    assert moved() == [False, True]
    # As a poll tells it.
    house.cloud.add_event(door, hours.clock.now(), kind="motion")
    await hours.until(lambda: moved() == [True, True])


async def test_a_renamed_device_keeps_its_id(settle: Settle, door: Device) -> None:
    house = await settle()
    device_id, entity_id = house.device_id(door), house.entity_id(door, "event", "ring")

    door.name = "Back Door"
    await house.refresh()
    await until(lambda: house.doorbell(door).name == "Back Door")
    await house.hass.async_block_till_done()

    device = dr.async_get(house.hass).async_get(device_id)
    assert device is not None
    assert device.name == "Back Door"
    assert house.entity_id(door, "event", "ring") == entity_id


async def test_a_device_that_is_offline_is_unavailable(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    door.online = False

    await house.refresh()

    assert house.doorbell(door).status is Status.DOWN
    assert house.state(door, "camera", "camera").state == STATE_UNAVAILABLE
    assert house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    assert not ir.async_get(house.hass).issues


@pytest.mark.parametrize("fault", [BAD_GATEWAY, throttled(5), throttled(3600)])
async def test_a_bad_moment_of_ring_changes_no_state(
    settle: Settle,
    hours: Hours,
    door: Device,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    door.battery = 87
    house = await settle()
    await until(lambda: house.cloud.traffic.count(Endpoint.HEALTH))
    caplog.clear()
    watcher = Watcher(house.hass)

    house.cloud.traffic.next(Endpoint.DEVICES, fault)
    await hours.minutes(3)

    assert house.state(door, "sensor", "battery").state == "87"
    assert house.state(door, "camera", "camera").state == "idle"
    assert watcher.lost() == set()
    assert warnings(caplog) == []


async def test_while_ring_is_down_its_doorbells_are_unavailable(
    settle: Settle, hours: Hours, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    door.battery = 87
    house = await settle()
    caplog.clear()
    for endpoint in (Endpoint.DEVICES, Endpoint.HISTORY, Endpoint.HEALTH):
        house.cloud.traffic.always(endpoint, BAD_GATEWAY)

    await hours.minutes(6)

    assert house.state(door, "camera", "camera").state == STATE_UNAVAILABLE
    assert house.state(door, "sensor", "battery").state == STATE_UNAVAILABLE
    assert house.has(door)
    # Push messages still come.
    assert house.state(door, "event", "ring").state == STATE_UNKNOWN
    assert not house.issue()
    assert warnings(caplog) == ["Doorbell Front Door is unavailable: unreachable"]

    house.cloud.traffic.always(Endpoint.DEVICES, None)
    camera = (door, "camera", "camera")
    await hours.until(lambda: house.state(*camera).state == "idle", step=15)
    assert house.state(door, "sensor", "battery").state == "87"
    assert warnings(caplog)[1:] == ["Doorbell Front Door is available again"]


async def test_after_a_restart_the_doorbells_are_there_before_ring_is(
    hass: HomeAssistant,
    settle: Settle,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ring_link, "FIRST_PAUSE", 0.01)
    house = await settle()
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    house.cloud.traffic.always(Endpoint.DEVICES, BAD_GATEWAY)
    house.cloud.traffic.forget()
    caplog.clear()

    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    assert house.has(door)
    await until(lambda: house.cloud.traffic.count(Endpoint.DEVICES) > 3)
    assert house.state(door, "camera", "camera").state == STATE_UNAVAILABLE
    assert house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    assert warnings(caplog) == [
        "Doorbell Front Door is unavailable: unreachable",
        "Nothing is heard from a Ring account",
    ]
    assert not house.issue()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=6))
    await hass.async_block_till_done()
    assert house.issue()

    house.cloud.traffic.always(Endpoint.DEVICES, None)
    await house.ready(door)
    assert house.state(door, "camera", "camera").state == "idle"
    assert not house.issue()


async def test_while_ring_itself_does_not_answer_for_long_the_owner_is_told(
    settle: Settle, hours: Hours, door: Device
) -> None:
    house = await settle()
    house.cloud.push.refuses = True
    house.cloud.push.forget()
    kill_the_listener()
    await hours.until(lambda: house.state(None, "sensor", "push").state == "down")
    assert house.state(door, "event", "ring").state == STATE_UNKNOWN, "polling hears"

    # The list of devices works on.
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await hours.until(
        lambda: house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    )
    assert house.state(door, "camera", "camera").state == "idle"
    assert not house.issue(), "it may pass"
    await hours.minutes(5)
    assert house.issue()

    house.cloud.traffic.always(Endpoint.HISTORY, None)
    await hours.until(lambda: house.state(door, "event", "ring").state == STATE_UNKNOWN)
    assert not house.issue()

    # And so every time.
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await hours.until(
        lambda: house.state(door, "event", "ring").state == STATE_UNAVAILABLE
    )
    await hours.minutes(5)
    assert house.issue()


async def test_one_question_that_fails_makes_nobody_deaf(
    settle: Settle, hours: Hours, door: Device
) -> None:
    house = await settle()
    house.cloud.push.refuses = True
    house.cloud.push.forget()
    kill_the_listener()
    await hours.until(lambda: house.state(None, "sensor", "push").state == "down")
    watcher = Watcher(house.hass)

    for fault in (BAD_GATEWAY, throttled(5)):
        house.cloud.traffic.forget()
        house.cloud.traffic.next(Endpoint.HISTORY, fault)
        await hours.until(lambda: house.cloud.traffic.count(Endpoint.HISTORY) >= 2)

    assert watcher.lost() == set()


async def test_a_still_picture_is_one_of_now_and_not_asked_for_too_often(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await settle()
    camera = house.entity_id(door, "camera", "camera") or ""

    first = await async_get_image(house.hass, camera)
    again = await async_get_image(house.hass, camera)
    assert first.content.startswith(b"\xff\xd8")
    assert again.content == first.content
    assert len(house.cloud.traffic.seen(Endpoint.SNAPSHOT)) == 1

    # What happens has to show.
    await house.cloud.happen(door, "ding")
    await until(
        lambda: house.state(door, "event", "ring").state not in (STATE_UNKNOWN, "")
    )
    await async_get_image(house.hass, camera)
    assert len(house.cloud.traffic.seen(Endpoint.SNAPSHOT)) == 2
    monkeypatch.setattr(ring_source, "PICTURE_EVERY", timedelta(0))
    await async_get_image(house.hass, camera)
    assert len(house.cloud.traffic.seen(Endpoint.SNAPSHOT)) == 3


async def test_a_picture_that_is_late_is_there_the_next_time(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    source = house.doorbell(door).source
    assert isinstance(source, ring_source.RingSource)
    house.cloud.traffic.next(Endpoint.SNAPSHOT, slow(0.3))

    assert await source.snapshot(0.01) is None

    await until(lambda: source.picture_taken)
    assert await source.snapshot(0.01)
    assert len(house.cloud.traffic.seen(Endpoint.SNAPSHOT)) == 1


async def test_a_browser_sees_the_doorbell_live(
    settle: Settle, door: Device, hass_ws_client: WebSocketGenerator
) -> None:
    house = await settle()
    camera = house.entity_id(door, "camera", "camera")
    client = await hass_ws_client(house.hass)
    capabilities = {"type": "camera/capabilities", "entity_id": camera}
    await client.send_json_auto_id(capabilities)
    answer = await client.receive_json()
    assert answer["result"] == {"frontend_stream_types": ["web_rtc"]}

    offer = {"type": "camera/webrtc/offer", "entity_id": camera, "offer": OFFER}
    await client.send_json_auto_id(offer)
    subscription = await client.receive_json()
    assert subscription["success"]
    kinds = [(await client.receive_json())["event"]["type"] for _ in range(2)]
    assert kinds[0] == "session"
    assert "answer" in {*kinds, (await client.receive_json())["event"]["type"]}
    (session,) = house.cloud.live.open()
    assert session.offer == OFFER

    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscription["id"]}
    )
    await until(lambda: not house.cloud.live.open())


async def test_a_view_that_was_forgotten_ends(
    settle: Settle,
    door: Device,
    hass_ws_client: WebSocketGenerator,
) -> None:
    house = await settle()
    camera = house.entity_id(door, "camera", "camera")
    client = await hass_ws_client(house.hass)
    offer = {"type": "camera/webrtc/offer", "entity_id": camera, "offer": OFFER}
    await client.send_json_auto_id(offer)
    await until(house.cloud.live.open)

    async_fire_time_changed(house.hass, dt_util.utcnow() + timedelta(minutes=11))

    await until(lambda: not house.cloud.live.open())


async def test_a_browser_that_goes_away_while_its_view_begins_leaves_nothing(
    settle: Settle, door: Device, hass_ws_client: WebSocketGenerator
) -> None:
    house = await settle()
    camera = house.entity_id(door, "camera", "camera")
    client = await hass_ws_client(house.hass)
    house.cloud.traffic.next(Endpoint.TICKET, slow(0.2))
    offer = {"type": "camera/webrtc/offer", "entity_id": camera, "offer": OFFER}
    await client.send_json_auto_id(offer)
    subscription = await client.receive_json()
    await until(lambda: house.cloud.traffic.count(Endpoint.TICKET))
    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscription["id"]}
    )
    while (await client.receive_json())["type"] != "result":
        pass
    await until(lambda: house.cloud.traffic.count(Endpoint.SIGNALLING))
    await until(lambda: not house.cloud.live.open())

    async_fire_time_changed(house.hass, dt_util.utcnow() + timedelta(minutes=11))
    await client.send_json_auto_id({"type": "ping"})

    # It is told nothing more, of a view that is too long or otherwise.
    assert (await client.receive_json())["type"] == "pong"


async def test_a_press_while_somebody_watches_is_told_as_well(
    settle: Settle, hours: Hours, door: Device, hass_ws_client: WebSocketGenerator
) -> None:
    house = await settle()
    client = await hass_ws_client(house.hass)
    camera = house.entity_id(door, "camera", "camera")
    offer = {"type": "camera/webrtc/offer", "entity_id": camera, "offer": OFFER}
    await client.send_json_auto_id(offer)
    await until(house.cloud.live.open)

    # Ring tells of it only to who asks.
    house.cloud.add_event(door, hours.clock.now(), kind="ding")
    begin = hours.clock.monotonic()
    await hours.until(lambda: house.state(door, "event", "ring").state != STATE_UNKNOWN)

    assert hours.clock.monotonic() - begin <= 20
    assert house.state(None, "sensor", "push").state == "working"


async def test_what_two_accounts_share_is_one_doorbell(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    second = house.cloud.add_account(door, email="other@example.com")
    entry, config = house.home.entry, house.hass.config_entries
    config.async_add_subentry(entry, await logged_in(house.hass, second, "id_other"))
    await until(lambda: "id_other" in house.home.ring.links)
    other = house.home.ring.links["id_other"]
    await until(lambda: other.push_state is PushState.WORKING and not other.busy)
    assert set(house.home.doorbells) == {f"{ACCOUNT}_{door.id}"}

    config.async_remove_subentry(entry, ACCOUNT)

    await until(lambda: set(house.home.doorbells) == {f"id_other_{door.id}"})
    await house.hass.async_block_till_done()


async def test_no_account_is_known_by_a_cookie(
    settle: Settle, account: Account, door: Device
) -> None:
    house = await settle()
    second = house.cloud.add_account(Device(2001, "Shed"), email="other@example.com")
    cookie = (("Set-Cookie", "tracked=1; Domain=ring.com; Path=/; Secure"),)
    listed = json.dumps({"doorbots": [door.document()]})
    house.cloud.traffic.next(
        Endpoint.DEVICES, Fault(status=200, body=listed, headers=cookie)
    )
    await house.refresh()
    house.cloud.traffic.forget()

    attempt = Attempt(house.hass, "other", second.email)
    house.cloud.traffic.next(Endpoint.TOKEN, Fault(status=502, headers=cookie))
    assert await attempt.password(second.password) == "unreachable"
    assert await attempt.password(second.password) is None
    await house.refresh()

    assert len(house.cloud.traffic.requests) >= 3
    assert not [one for one in house.cloud.traffic.requests if "Cookie" in one.headers]


async def test_removing_the_account_removes_all_of_it(
    settle: Settle, door: Device, caplog: pytest.LogCaptureFixture
) -> None:
    house = await settle()
    caplog.clear()
    # Ring forgets it at once.
    answer = Fault(status=200, delay=0.1)
    house.cloud.traffic.next(Endpoint.UNKNOWN, answer)

    house.hass.config_entries.async_remove_subentry(house.home.entry, ACCOUNT)
    await house.hass.async_block_till_done()

    assert house.home.doorbells == {}
    assert house.home.ring.links == {}
    assert signed_out(house)
    assert not [one for one in house.entries() if one.unique_id.startswith(ACCOUNT)]
    assert warnings(caplog) == []


async def test_a_ring_that_does_not_let_itself_be_left_is_named_in_the_log(
    settle: Settle, caplog: pytest.LogCaptureFixture
) -> None:
    house = await settle()
    caplog.clear()

    house.hass.config_entries.async_remove_subentry(house.home.entry, ACCOUNT)
    await house.hass.async_block_till_done()

    (line,) = warnings(caplog)
    assert line.startswith("Ring did not confirm")


async def test_removing_the_home_signs_out_as_well(settle: Settle) -> None:
    house = await settle()

    await house.hass.config_entries.async_remove(house.home.entry.entry_id)
    await house.hass.async_block_till_done()

    assert signed_out(house)


async def test_diagnostics_tell_no_secret_and_nobodys_name(
    settle: Settle, door: Device, hass_client: ClientSessionGenerator
) -> None:
    house = await settle()
    assert await async_setup_component(house.hass, "diagnostics", {})

    told: Any = await get_diagnostics_for_config_entry(
        house.hass, hass_client, house.home.entry
    )

    (account,) = told["ring_accounts"]
    assert account["push"] == "working"
    assert account["hears_events"] is True
    (device,) = account["devices"]
    assert device["kind"] == door.kind
    client = house.account.client()
    text = str(told)
    for secret in (
        *(client.access, client.refresh, house.account.email, HARDWARE_ID),
        *(door.name, str(client.push_token)),
    ):
        assert secret not in text, secret
