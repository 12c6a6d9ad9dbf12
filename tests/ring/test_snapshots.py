"""A snapshot is a picture of now, or none."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.errors import UnavailableError
from custom_components.ring_watch.ring.snapshots import take_snapshot

from .cloud import BAD_GATEWAY, Device, Endpoint, Fault, RingCloud

pytestmark = pytest.mark.ring


@pytest.fixture
async def device(api: RingApi) -> RingDevice:
    return (await read_devices(api))[1001]


async def test_a_snapshot_says_when_it_was_taken(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    since = datetime.now(UTC) - timedelta(seconds=5)
    found = await take_snapshot(api, device, since)
    assert found is not None
    assert found.taken >= since - timedelta(milliseconds=1)
    assert found.jpeg.startswith(b"\xff\xd8")
    (seen,) = ring_cloud.traffic.seen(Endpoint.SNAPSHOT)
    assert seen.query["extras"] == "force"


def earlier(span: timedelta) -> datetime:
    return datetime.now(UTC) - span


async def test_now_is_told_by_the_clock_of_whoever_takes_it(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    """That at home may be wrong."""
    for minutes in (-15, 15):
        wrong = timedelta(minutes=minutes)
        ring_cloud.state.now = partial(earlier, wrong)
        await read_devices(api)
        found = await take_snapshot(api, device)
        assert found is not None
        assert abs(found.taken - ring_cloud.state.now()) < timedelta(minutes=1)


async def test_an_old_picture_is_none(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    for door.snapshot in ("none", "stale"):
        assert await take_snapshot(api, device) is None
    old = Fault(
        status=200,
        body="\xff\xd8",
        content_type="image/jpeg",
        headers=(("x-time-millis", "1000"),),
    )
    ring_cloud.traffic.next(Endpoint.SNAPSHOT, old)
    assert await take_snapshot(api, device) is None


async def test_what_is_no_picture_is_none(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.SNAPSHOT, Fault(status=200, body="{}"))
    assert await take_snapshot(api, device) is None


async def test_a_failure_is_no_missing_picture(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.SNAPSHOT, BAD_GATEWAY)
    with pytest.raises(UnavailableError):
        await take_snapshot(api, device)
