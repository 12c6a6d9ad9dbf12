"""Devices as Ring describes them, whatever their kind is called."""

from dataclasses import replace
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import (
    Health,
    parse_all_devices,
    parse_devices,
    read_devices,
    read_health,
    with_health,
)
from custom_components.ring_watch.ring.errors import UnavailableError

from .cloud import BAD_GATEWAY, NOT_FOUND, Account, Device, Endpoint, Fault, RingCloud

pytestmark = pytest.mark.ring


async def test_a_doorbell_of_a_kind_that_nobody_knows_rings_and_sees(
    api: RingApi, account: Account
) -> None:
    account.devices[:] = [Device(1001, "Front Door", kind="doorbell_of_next_year")]
    (found,) = (await read_devices(api)).values()
    assert (found.id, found.name, found.kind) == (
        1001,
        "Front Door",
        "doorbell_of_next_year",
    )
    assert found.has_button
    assert found.has_motion
    assert found.has_camera
    assert found.recordings
    assert found.online
    assert not found.shared


async def test_each_family_has_what_it_can(api: RingApi, account: Account) -> None:
    account.devices[:] = [
        Device(1, "Shared", "authorized_doorbots"),
        Device(2, "Garden", "stickup_cams", "cocoa_camera"),
        Device(3, "Hall", "other", "intercom_handset_audio"),
        Device(4, "Garage", "other", "third_party_gdo"),
        Device(5, "Kitchen", "chimes", "chime_v2"),
    ]
    found = await read_devices(api)
    assert {
        device.name: (device.has_button, device.has_motion, device.has_camera)
        for device in found.values()
    } == {
        "Shared": (True, True, True),
        "Garden": (False, True, True),
        "Hall": (True, False, False),
        "Kitchen": (False, False, False),
    }
    assert [device.name for device in found.values() if device.shared] == ["Shared"]


async def test_new_devices_come_and_old_ones_go(api: RingApi, account: Account) -> None:
    assert set(await read_devices(api)) == {1001}
    account.devices.append(Device(1002, "Back Door"))
    assert set(await read_devices(api)) == {1001, 1002}
    del account.devices[0]
    assert set(await read_devices(api)) == {1002}


@pytest.mark.parametrize(
    ("kind", "more", "family"),
    [
        ("lpd_v2", {}, "doorbell"),
        ("cocoa_doorbell_v9", {}, "doorbell"),
        ("df_doorbell_clownfish", {}, "doorbell"),
        ("cocoa_camera", {}, "camera"),
        # Cameras, too, can ring a chime.
        ("hp_cam_v1", {"settings": {"chime_settings": {}}}, "camera"),
        ("floodlight_v2", {"settings": {"chime_settings": {}}}, "camera"),
        ("cocoa_spotlight", {}, "camera"),
        ("next_years", {"settings": {"chime_settings": {}}}, "doorbell"),
        ("next_years", {"features": {"video_recording": {}}}, "camera"),
        ("chime_pro", {}, "chime"),
        ("intercom_handset_video", {}, "intercom"),
        ("beams_spotlight", {"features": {}}, None),
        ("base_station_v1", {}, None),
        (None, {}, None),
    ],
)
def test_a_family_that_is_not_told_is_guessed(
    kind: str | None, more: dict[str, Any], family: str | None
) -> None:
    found = parse_all_devices({"devices": [{"id": 1, "kind": kind, **more}]})
    assert [device.family for device in found.values()] == [family] * bool(family)


@pytest.mark.parametrize("own", [[], [Device(5, "Hall", "chimes", "chime_v2")]])
async def test_who_has_no_camera_finds_what_others_share_in_the_newer_list(
    api: RingApi, account: Account, ring_cloud: RingCloud, own: list[Device]
) -> None:
    account.devices[:] = own
    devices = [
        {"id": 1, "kind": "lpd_v2", "description": "Front", "owned": False},
        {"id": 2, "kind": "cocoa_camera", "description": "Garden", "owned": False},
        {"id": 5, "kind": "chime_v2", "description": "The same chime"},
        None,
        {"kind": "lpd_v2", "description": "no id"},
    ]
    listed = Fault(status=200, body=json.dumps({"devices": devices}))
    ring_cloud.traffic.next(Endpoint.UNKNOWN, listed)
    found = await read_devices(api)
    assert {device.id: (device.family, device.shared) for device in found.values()} == {
        1: ("doorbell", True),
        2: ("camera", True),
        5: ("chime", False),
    }
    assert found[5].name == ("Hall" if own else "The same chime")
    assert ring_cloud.traffic.requests[-1].path == "/device_info/v3/devices"
    # Where it cannot be had, what is known stays.
    assert set(await read_devices(api)) == {device.id for device in own}


async def test_the_newer_list_is_waited_for_only_by_who_saw_a_camera_in_it(
    api: RingApi, account: Account, ring_cloud: RingCloud
) -> None:
    account.devices.clear()
    shared = {"id": 1, "kind": "lpd_v2", "owned": False}
    listed = Fault(status=200, body=json.dumps({"devices": [shared]}))
    ring_cloud.traffic.next(Endpoint.UNKNOWN, listed)
    known = (await read_devices(api)).values()
    ring_cloud.traffic.always(Endpoint.UNKNOWN, BAD_GATEWAY)
    assert await read_devices(api) == {}
    with pytest.raises(UnavailableError):
        await read_devices(api, known)


async def test_who_has_a_camera_is_not_asked_for_the_newer_list(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    await read_devices(api)
    assert ring_cloud.traffic.count(Endpoint.UNKNOWN) == 0


async def test_a_list_that_is_not_there_means_that_ring_forgot_who_asks(
    api: RingApi, ring_cloud: RingCloud
) -> None:
    await read_devices(api)
    ring_cloud.traffic.next(Endpoint.DEVICES, NOT_FOUND)
    assert set(await read_devices(api)) == {1001}
    assert ring_cloud.traffic.count(Endpoint.SESSION) == 2


async def test_an_account_without_devices_has_none(
    api: RingApi, account: Account
) -> None:
    account.devices.clear()
    assert await read_devices(api) == {}


@pytest.mark.parametrize(
    ("told", "recordings"),
    [
        ({"features": {}}, True),
        ({"features": None, "subscribed": None}, True),
        # That is about messages, not about a plan.
        ({"features": {}, "subscribed": False}, True),
        ({"features": {"show_recordings": False}}, False),
        ({"features": {"show_recordings": True}, "subscribed": False}, True),
    ],
)
async def test_what_is_not_told_of_a_subscription_is_no_lack_of_one(
    api: RingApi, account: Account, told: dict[str, Any], recordings: bool
) -> None:
    account.devices[:] = [Device(1, extra=told)]
    (found,) = (await read_devices(api)).values()
    assert found.recordings is recordings


NO_LIST = ["{}", "[]", "null", '{"error": "busy"}']


@pytest.mark.parametrize("answer", NO_LIST)
@pytest.mark.parametrize("newer", [*NO_LIST, None])
async def test_an_answer_that_is_no_list_does_not_say_that_there_are_no_devices(
    api: RingApi, ring_cloud: RingCloud, answer: str, newer: str | None
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, Fault(status=200, body=answer))
    if newer is not None:
        ring_cloud.traffic.next(Endpoint.UNKNOWN, Fault(status=200, body=newer))
    with pytest.raises(UnavailableError):
        await read_devices(api)


async def test_battery_volume_and_recording_are_told_where_they_are(
    api: RingApi, account: Account
) -> None:
    account.devices[:] = [
        Device(1, battery=80, volume=3),
        Device(2, subscribed=False),
        Device(3, continuous=True),
        Device(4, battery=60, extra={"battery_life_2": 70}),
        Device(5, extra={"e2ee_enabled": True}),
        Device(6, online=False),
    ]
    found = await read_devices(api)
    assert (found[1].battery, found[1].volume) == (80, 3)
    assert (found[2].battery, found[2].recordings) == (None, False)
    assert found[3].continuous
    assert found[4].battery == 100
    assert found[5].encrypted
    assert not found[6].online


@pytest.mark.parametrize(
    ("told", "days"),
    [(60, 60), ("30", 30), (180, 180), (0, None), (365, None), (None, None)],
)
async def test_it_is_known_how_long_recordings_are_kept_where_ring_tells(
    api: RingApi, account: Account, told: Any, days: int | None
) -> None:
    account.devices[:] = [Device(1, kept_days=told)]
    (found,) = (await read_devices(api)).values()
    assert found.kept_days == days


async def test_what_the_list_does_not_tell_a_device_s_health_does(
    api: RingApi, account: Account, ring_cloud: RingCloud
) -> None:
    account.devices[:] = [Device(1, battery=70, extra={"battery_life": None})]
    found = await read_devices(api)
    assert (found[1].signal, found[1].battery) == (None, None)
    health = await read_health(api, found[1])
    assert health == Health(account.devices[0].signal, 70)
    assert with_health(found, {1: health}) == {
        1: replace(found[1], signal=health.signal, battery=70)
    }
    # Of what others share, Ring tells no health.
    ring_cloud.traffic.next(Endpoint.HEALTH, NOT_FOUND)
    assert await read_health(api, found[1]) == Health()
    assert with_health(found, {}) == found


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Haustür 🚪", "Haustür 🚪"),
        ("👨\u200d👩\u200d👧 Home", "👨\u200d👩\u200d👧 Home"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Front\u202erooD\x00 \n Door\ud83d", "Front rooD Door"),
        ("\u200d", "Ring doorbell"),
        ("x" * 500, "x" * 200),
        (7, "Ring doorbell"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(told: object, name: str) -> None:
    (found,) = parse_devices({"doorbots": [{"id": 1, "description": told}]}).values()
    assert found.name == name


def test_an_id_may_be_a_number_or_text_and_counts_once() -> None:
    answer = {
        "doorbots": [{"id": "987652", "description": "Front"}, {"id": None}, "odd"],
        "stickup_cams": [{"id": 987652, "description": "The same again"}],
        "chimes": None,
    }
    (found,) = parse_devices(answer).values()
    assert (found.id, found.family, found.name) == (987652, "doorbell", "Front")
    assert found.hardware_id == "987652"


def test_two_devices_of_one_number_are_two() -> None:
    answer = {
        "doorbots": [{"id": 987652, "kind": "lpd_v1", "description": "Front"}],
        "authorized_doorbots": [{"id": 987652, "kind": "lpd_v1"}],
        "stickup_cams": [
            {"id": "987652", "kind": "hp_cam_v1", "description": "Garden"},
            {"id": 987653, "kind": "hp_cam_v1", "description": "Shed"},
        ],
    }
    found = parse_devices(answer)
    assert {
        key: (device.id, device.family, device.name) for key, device in found.items()
    } == {
        987652: (987652, "doorbell", "Front"),
        "camera_987652": (987652, "camera", "Garden"),
        987653: (987653, "camera", "Shed"),
    }
    assert all(device.key == key for key, device in found.items())


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
KEYS = (
    *("id", "device_id", "description", "kind", "features", "settings", "alerts"),
    *("battery_life", "health", "owned"),
)


@given(
    st.dictionaries(
        st.sampled_from(["doorbots", "stickup_cams", "chimes", "other"]),
        JSON | st.lists(st.dictionaries(st.sampled_from(KEYS), JSON)),
    )
    | JSON
)
def test_no_answer_breaks_it(answer: object) -> None:
    for device in parse_devices(answer).values():
        assert device.name
        assert device.battery is None or 0 <= device.battery <= 100
