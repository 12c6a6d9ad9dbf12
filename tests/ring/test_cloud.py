"""Ring's own library finds its way in the fake cloud."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ring_doorbell import Auth, AuthenticationError, Requires2FAError, Ring, RingError

from tests.support.decode import counters

from .cloud import Account, Device, Endpoint, RingCloud, throttled
from .conftest import HARDWARE_ID

pytestmark = pytest.mark.ring


async def test_a_password_asks_for_a_code_and_the_code_logs_in(
    auth: Auth, account: Account
) -> None:
    with pytest.raises(Requires2FAError):
        await auth.async_fetch_token(account.email, account.password)
    assert account.codes_sent == 1
    with pytest.raises(AuthenticationError):
        await auth.async_fetch_token(account.email, account.password, "000000")
    token = await auth.async_fetch_token(account.email, account.password, account.code)
    assert token["access_token"] == account.client().access
    assert list(account.clients) == [HARDWARE_ID]


async def test_devices_are_listed_by_family(ring: Ring, account: Account) -> None:
    account.devices.append(Device(1002, "Garden", "stickup_cams", "cocoa_camera"))
    await ring.async_update_data()
    assert [d.name for d in ring.devices().doorbots] == ["Front Door"]
    assert [d.name for d in ring.devices().stickup_cams] == ["Garden"]


async def test_history_is_listed_and_a_recording_downloaded(
    ring: Ring, ring_cloud: RingCloud, door: Device, tmp_path: Path
) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    event = ring_cloud.add_recording(door, at, 4, preroll=2)
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    (told,) = await bell.async_history()
    assert told["id"] == event.id
    assert told["created_at"] == at
    assert told["duration"] == 4
    content = await bell.async_recording_download(event.id)
    assert event.recording
    assert content == event.recording.content
    (file := tmp_path / "recording.mp4").write_bytes(content)
    first = ring_cloud.film.counter_at(at - timedelta(seconds=2))
    assert counters(file) == list(range(first, first + 90))


async def test_the_media_host_gets_no_token(
    ring: Ring, ring_cloud: RingCloud, door: Device
) -> None:
    at = datetime.now(UTC) - timedelta(minutes=5)
    event = ring_cloud.add_recording(door, at, 1)
    await ring.async_update_data()
    await ring.devices().doorbots[0].async_recording_download(event.id)
    (asked,) = ring_cloud.traffic.seen(Endpoint.MEDIA)
    assert asked.bearer is None
    (asked,) = ring_cloud.traffic.seen(Endpoint.RECORDING)
    assert asked.bearer


async def test_a_fault_happens_as_often_as_it_is_told(
    ring: Ring, ring_cloud: RingCloud
) -> None:
    await ring.async_create_session()
    ring_cloud.traffic.next(Endpoint.DEVICES, throttled(7), times=2)
    for _ in range(2):
        with pytest.raises(RingError, match="429"):
            await ring.async_update_devices()
    await ring.async_update_devices()
    statuses = [seen.status for seen in ring_cloud.traffic.seen(Endpoint.DEVICES)]
    assert statuses == [429, 429, 200]
