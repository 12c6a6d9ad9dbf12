"""Each thing that can go wrong with the fake cloud does, as often as it is told."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from ring_doorbell import Ring, RingError, RingTimeout

from .cloud import (
    BAD_GATEWAY,
    BLOCKED,
    DROPPED,
    NO_JSON,
    UNAUTHORIZED,
    Endpoint,
    Fault,
    RingCloud,
    slow,
    stalled,
    throttled,
    truncated,
)

pytestmark = pytest.mark.ring

DEVICES = "https://api.ring.com/clients_api/ring_devices"


@pytest.fixture
async def session(ring: Ring) -> aiohttp.ClientSession:
    """One that is logged in."""
    await ring.async_create_session()
    assert ring.auth.http_client_session
    session = ring.auth.http_client_session
    session.headers["Authorization"] = f"Bearer {ring.auth._token['access_token']}"
    return session


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (UNAUTHORIZED, 401, "application/json"),
        (BLOCKED, 406, "text/html"),
        (BAD_GATEWAY, 502, "text/html"),
        (NO_JSON, 200, "text/html"),
    ],
)
async def test_another_answer(
    session: aiohttp.ClientSession,
    ring_cloud: RingCloud,
    fault: Fault,
    status: int,
    kind: str,
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, fault)
    async with session.get(DEVICES) as answer:
        assert (answer.status, answer.content_type) == (status, kind)
    async with session.get(DEVICES) as answer:
        assert (answer.status, answer.content_type) == (200, "application/json")


@pytest.mark.parametrize(
    ("seconds", "header"),
    [(7, "7"), ("Tue, 24 Nov 2026 12:00:00 GMT",) * 2, (None, None)],
)
async def test_throttled(
    session: aiohttp.ClientSession,
    ring_cloud: RingCloud,
    seconds: float | str | None,
    header: str | None,
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, throttled(seconds))
    async with session.get(DEVICES) as answer:
        assert answer.status == 429
        assert answer.headers.get("Retry-After") == header


async def test_always_until_it_is_taken_back(
    session: aiohttp.ClientSession, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.always(Endpoint.DEVICES, BAD_GATEWAY)
    for _ in range(3):
        async with session.get(DEVICES) as answer:
            assert answer.status == 502
    ring_cloud.traffic.always(Endpoint.DEVICES, None)
    async with session.get(DEVICES) as answer:
        assert answer.status == 200


async def test_a_slow_answer_comes_after_a_client_has_given_up(
    ring: Ring, ring_cloud: RingCloud
) -> None:
    await ring.async_create_session()
    ring_cloud.traffic.next(Endpoint.DEVICES, slow(60))
    with pytest.raises(RingTimeout):
        await ring.async_query("/clients_api/ring_devices", timeout=0.05)


async def test_no_answer(ring: Ring, ring_cloud: RingCloud) -> None:
    await ring.async_create_session()
    # One that is safe to repeat may be sent once more, on a new connection.
    ring_cloud.traffic.always(Endpoint.DEVICES, DROPPED)
    with pytest.raises(RingError, match="Client error"):
        await ring.async_update_devices()
    assert {s.status for s in ring_cloud.traffic.seen(Endpoint.DEVICES)} == {444}


async def test_an_answer_that_breaks_off(
    session: aiohttp.ClientSession, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, truncated(10))
    async with session.get(DEVICES) as answer:
        assert answer.status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


async def test_an_answer_that_stops(
    session: aiohttp.ClientSession, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.DEVICES, stalled(10))
    async with session.get(DEVICES) as answer:
        assert len(await answer.content.readexactly(10)) == 10
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await answer.content.readany()


async def test_a_download_that_breaks_off(ring: Ring, ring_cloud: RingCloud) -> None:
    (door,) = ring_cloud.state.accounts.all[0].devices
    at = datetime.now(UTC) - timedelta(minutes=1)
    event = ring_cloud.add_recording(door, at, 1)
    ring_cloud.traffic.next(Endpoint.MEDIA, truncated(1000))
    await ring.async_update_data()
    with pytest.raises(aiohttp.ClientPayloadError):
        await ring.devices().doorbots[0].async_recording_download(event.id)


async def test_requests_are_noted(ring: Ring, ring_cloud: RingCloud) -> None:
    await ring.async_update_data()
    traffic = ring_cloud.traffic
    assert [seen.endpoint for seen in traffic.requests] == [
        Endpoint.TOKEN,
        Endpoint.SESSION,
        Endpoint.DEVICES,
        Endpoint.DINGS,
        Endpoint.GROUPS,
    ]
    assert all(seen.status in {200, 201} for seen in traffic.requests)
    (asked,) = traffic.seen(Endpoint.SESSION)
    assert asked.host == "api.ring.com"
    assert asked.json()["device"]["os"] == "android"
    assert traffic.most_at_once == 1


async def test_requests_at_the_same_time_are_noted(
    ring: Ring, ring_cloud: RingCloud
) -> None:
    await ring.async_create_session()
    ring_cloud.traffic.always(Endpoint.DEVICES, slow(60))
    asking = [asyncio.create_task(ring.async_update_devices()) for _ in range(3)]
    await ring_cloud.traffic.wait_for(Endpoint.DEVICES, 3)
    assert ring_cloud.traffic.most_at_once == 3
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


async def test_other_hosts_are_not_found(ring_cloud: RingCloud) -> None:
    with pytest.raises(aiohttp.ClientConnectorDNSError):
        await ring_cloud.session().get("https://example.com/")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.ring.com/nobody/knows",
        "https://api.ring.com/oauth/token",
        "https://oauth.ring.com/clients_api/ring_devices",
    ],
)
async def test_what_is_asked_in_vain_is_noted(
    session: aiohttp.ClientSession, ring_cloud: RingCloud, url: str
) -> None:
    async with session.post(url) as answer:
        assert answer.status == 404
    assert ring_cloud.traffic.count(Endpoint.UNKNOWN) == 1
