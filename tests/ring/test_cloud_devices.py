"""Devices of the fake cloud: families, health, settings, still pictures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ring_doorbell import Ring, RingError

from tests.support.decode import counters

from .cloud import Account, Device, RingCloud
from .cloud.example import furnish

pytestmark = pytest.mark.ring

SNAPS = "https://app-snaps.ring.com"


async def test_a_house_has_every_family(ring: Ring, account: Account) -> None:
    account.devices += [
        Device(2, "Garden", "stickup_cams", "cocoa_camera"),
        Device(3, "Neighbour", "authorized_doorbots"),
        Device(4, "Hall", "chimes", "chime_pro"),
        Device(5, "Street", "other", "intercom_handset_audio"),
    ]
    await ring.async_update_data()
    devices = ring.devices()
    found = {f: [d.name for d in devices[f]] for f in devices}
    assert found == {
        "doorbots": ["Front Door"],
        "stickup_cams": ["Garden"],
        "authorized_doorbots": ["Neighbour"],
        "chimes": ["Hall"],
        "other": ["Street"],
    }
    assert {d["owned"] for d in ring.devices_data["authorized_doorbots"].values()} == {
        False
    }


async def test_devices_come_and_go_at_any_time(ring: Ring, account: Account) -> None:
    await ring.async_update_data()
    account.devices[:] = [Device(9, "Back Door")]
    await ring.async_update_devices()
    assert list(ring.devices_data["doorbots"]) == [9]


async def test_a_kind_that_the_library_does_not_know(ring: Ring, door: Device) -> None:
    door.kind = "doorbell_sunray"
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    assert bell.model == "Unknown Doorbell"
    assert not bell.has_capability("ding")


async def test_what_is_said_of_a_device(ring: Ring, door: Device) -> None:
    door.battery, door.signal, door.online = 42, -71, False
    door.extra = {"battery_life_2": "10", "description": None}
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    await bell.async_update_health_data()
    assert bell.battery_life == 52
    assert bell.wifi_signal_strength == -71
    assert bell.connection_status == "offline"
    assert bell.name is None


async def test_without_a_subscription(ring: Ring, door: Device) -> None:
    door.subscribed = False
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    assert not bell.has_subscription


async def test_settings_can_be_changed(ring: Ring, door: Device) -> None:
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    await bell.async_set_volume(3)
    await bell.async_set_motion_detection(False)
    assert (door.volume, door.motion_detection) == (3, False)
    await ring.async_update_devices()
    assert (bell.volume, bell.motion_detection) == (3, False)


async def test_lights_and_sirens(ring: Ring, account: Account) -> None:
    account.devices.append(garden := Device(2, "Garden", "stickup_cams", "hp_cam_v1"))
    await ring.async_update_data()
    (cam,) = ring.devices().stickup_cams
    await cam.async_set_lights("on")
    await cam.async_set_siren(10)
    assert (garden.light, garden.siren) == (True, True)


async def test_a_picture_of_now_shows_when_it_was_taken(
    ring: Ring, ring_cloud: RingCloud, door: Device, tmp_path: Path
) -> None:
    await ring.async_update_data()
    before = datetime.now(UTC)
    answer = await ring.async_query(f"/snapshots/next/{door.id}", base_uri=SNAPS)
    (file := tmp_path / "picture.jpg").write_bytes(answer.content)
    (shown,) = counters(file)
    film = ring_cloud.film
    assert shown is not None
    assert film.counter_at(before) <= shown <= film.counter_at(datetime.now(UTC))


async def test_a_picture_is_old_or_there_is_none(ring: Ring, door: Device) -> None:
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    door.snapshot = "stale"
    assert await bell.async_get_snapshot(retries=1, delay=0) is None
    door.snapshot = "fresh"
    assert await bell.async_get_snapshot(retries=1, delay=0)
    door.snapshot = "none"
    with pytest.raises(RingError, match="404"):
        await ring.async_query(f"/snapshots/next/{door.id}", base_uri=SNAPS)


async def test_the_example_s_house_is_furnished(ring_cloud: RingCloud) -> None:
    account = furnish(ring_cloud)
    assert len({device.family for device in account.devices}) == 4
    assert sum(event.recording is not None for event in ring_cloud.state.events) == 3
