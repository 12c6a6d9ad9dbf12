"""Recordings of the fake cloud: where they are told of, and when they can be had."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
import io
import itertools
from pathlib import Path
from typing import Any

import av
import pytest
from ring_doorbell import Ring, RingError
from ring_doorbell.const import API_URI

from tests.support.decode import counters

from .cloud import Account, Device, Endpoint, RingCloud

pytestmark = pytest.mark.ring

AGO = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def at() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - AGO


class Api:
    """Asks the fake for JSON, as somebody who is logged in."""

    def __init__(self, ring: Ring, device: Device) -> None:
        self._ring = ring
        self._id = device.id

    async def get(self, path: str, **query: Any) -> Any:
        path = path.format(self._id)
        return (await self._ring.async_query(path, extra_params=query)).json()

    async def history(self, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.get(
            "/clients_api/doorbots/{}/history", **query
        )
        return found

    async def search(self, first: datetime, last: datetime, **query: Any) -> Any:
        dates = {"date_from": _ms(first), "date_to": _ms(last)}
        answer = await self.get(
            "/clients_api/video_search/history", doorbot_id=self._id, **dates, **query
        )
        return answer["video_search"]

    async def address(self, event_id: int) -> str:
        answer = await self.get(f"/clients_api/dings/{event_id}/share/play")
        return str(answer["url"])


@pytest.fixture
async def api(ring: Ring, door: Device) -> Api:
    await ring.async_create_session()
    return Api(ring, door)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


async def download(cloud: RingCloud, url: str, **headers: str) -> tuple[int, bytes]:
    async with cloud.session().get(url, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_history_is_paged_by_id_and_a_page_has_a_hundred(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    made = [ring_cloud.add_event(door, at + n * SECOND) for n in range(120)]
    newest_first = [event.id for event in reversed(made)]
    page = [told["id"] for told in await api.history(limit=500)]
    assert page == newest_first[:100]
    rest = await api.history(limit=500, older_than=page[-1])
    assert [told["id"] for told in rest] == newest_first[100:]


async def test_history_may_come_in_no_order(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    made = [ring_cloud.add_event(door, at + n * SECOND) for n in range(9)]
    ring_cloud.state.unsorted = True
    told = [told["id"] for told in await api.history()]
    assert sorted(told) == [event.id for event in made]
    assert told != sorted(told)
    assert told != sorted(told, reverse=True)


async def test_a_length_may_be_left_out(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    ring_cloud.add_recording(door, at, 1, tells_duration=False)
    (told,) = await api.history()
    assert "duration" not in told


async def test_a_recording_is_ready_after_so_many_polls(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1, polls=3)
    told = [(await api.history())[0]["recording"]["status"] for _ in range(2)]
    assert told == ["processing"] * 2
    with pytest.raises(RingError, match="404"):
        await api.address(event.id)
    assert (await api.history())[0]["recording"]["status"] == "ready"
    assert await api.address(event.id)


async def test_a_recording_is_ready_after_so_long(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    now = datetime.now(UTC)
    event = ring_cloud.add_recording(door, at, 1, ready_at=now + AGO)
    with pytest.raises(RingError, match="404"):
        await api.address(event.id)
    ring_cloud.state.now = lambda: now + AGO
    assert await api.address(event.id)


async def test_what_is_deleted_is_gone(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1)
    event.deleted = True
    assert await api.history() == []
    with pytest.raises(RingError, match="404"):
        await api.address(event.id)


async def test_without_a_subscription_there_are_events_and_no_recordings(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    door.subscribed = False
    event = ring_cloud.add_recording(door, at, 1)
    (told,) = await api.history()
    assert not told["had_subscription"]
    assert told["recording"]["status"] == ""
    with pytest.raises(RingError, match="404"):
        await api.address(event.id)


async def test_what_is_encrypted_is_told_and_is_no_video(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    door.encrypted = True
    event = ring_cloud.add_recording(door, at, 1)
    (told,) = await api.history()
    assert told["is_e2ee"]
    _, content = await download(ring_cloud, await api.address(event.id))
    with pytest.raises(av.FFmpegError):
        av.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("film", "codecs"),
    [
        ({}, ["h264", "aac"]),
        ({"codec": "h265"}, ["hevc", "aac"]),
        ({"sound": "opus"}, ["h264", "opus"]),
        ({"sound": None, "variable": True}, ["h264"]),
    ],
)
async def test_codecs(
    ring_cloud: RingCloud,
    door: Device,
    at: datetime,
    film: dict[str, Any],
    codecs: list[str],
) -> None:
    event = ring_cloud.add_recording(door, at, 1, film=film)
    assert event.recording
    with av.open(io.BytesIO(event.recording.content)) as file:
        assert [stream.codec.canonical_name for stream in file.streams] == codecs


@pytest.mark.parametrize("jitter", [-1.2, 0, 1.4])
def test_a_recording_begins_before_its_event_and_not_quite_when_ring_says(
    ring_cloud: RingCloud, door: Device, at: datetime, jitter: float, tmp_path: Path
) -> None:
    event = ring_cloud.add_recording(door, at, 2, preroll=1, jitter=jitter)
    assert event.recording
    (file := tmp_path / "recording.mp4").write_bytes(event.recording.content)
    first = ring_cloud.film.counter_at(at + (jitter - 1) * SECOND)
    assert counters(file) == list(range(first, first + 3 * 15))
    assert ring_cloud.film.moment_of(first) == event.recording.begins
    assert event.created_at == at.isoformat().replace("+00:00", "Z")


async def test_an_address_is_good_for_a_while_and_for_whoever_has_it(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1)
    url = await api.address(event.id)
    assert "X-Amz-Expires=900" in url
    assert (await download(ring_cloud, url))[0] == HTTPStatus.OK
    ring_cloud.state.media.expire()
    assert (await download(ring_cloud, url))[0] == HTTPStatus.FORBIDDEN
    assert (await download(ring_cloud, await api.address(event.id)))[0] == HTTPStatus.OK


async def test_an_address_is_not_good_with_a_token(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1)
    url = await api.address(event.id)
    status, _ = await download(ring_cloud, url, Authorization="Bearer x")
    assert status == HTTPStatus.BAD_REQUEST
    assert ring_cloud.traffic.seen(Endpoint.MEDIA)[-1].bearer == "x"


async def test_a_part_of_a_recording(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1)
    assert event.recording
    content, url = event.recording.content, await api.address(event.id)
    status, part = await download(ring_cloud, url, Range="bytes=100-199")
    assert (status, part) == (HTTPStatus.PARTIAL_CONTENT, content[100:200])
    status, rest = await download(ring_cloud, url, Range="bytes=100-")
    assert (status, rest) == (HTTPStatus.PARTIAL_CONTENT, content[100:])
    status, _ = await download(ring_cloud, url, Range=f"bytes={len(content)}-")
    assert status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


async def test_a_search_finds_the_newest_twenty_between_two_moments(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    made = [ring_cloud.add_event(door, at + n * SECOND) for n in range(30)]
    found = await api.search(at + 2 * SECOND, at + 27 * SECOND, order="asc")
    assert [told["ding_id"] for told in found] == [str(e.id) for e in made[8:28]]
    assert [told["created_at"] for told in found] == [_ms(e.at) for e in made[8:28]]


async def test_a_search_needs_both_moments(api: Api, door: Device) -> None:
    with pytest.raises(RingError, match="400"):
        await api.get("/clients_api/video_search/history", doorbot_id=door.id)


async def test_a_search_leads_to_recordings_that_are_ready(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 2, preroll=1.5, polls=1)
    assert event.recording
    (told,) = await api.search(at, at + SECOND)
    assert told["hq_url"] is None
    (told,) = await api.search(at, at + SECOND)
    assert (told["duration"], told["preroll_duration"]) == (2, 1.5)
    _, content = await download(ring_cloud, told["hq_url"])
    assert content == event.recording.content


async def test_the_event_manager_tells_of_events_in_pages(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    made = [ring_cloud.add_event(door, at + n * SECOND) for n in range(50)]
    span = {"start_time": at.isoformat(), "end_time": (at + AGO).isoformat()}
    found = [told async for told in _pages(api, "/evm/v2/timeline/devices/{}", **span)]
    assert [told["event_id"] for told in found] == [str(e.id) for e in made]
    found = [told async for told in _pages(api, "/evm/v2/history/devices/{}")]
    assert [told["event_id"] for told in found] == [str(e.id) for e in reversed(made)]
    one = await api.get(f"/evm/v2/history/events/{made[3].id}")
    assert one["start_time"] == made[3].created_at


async def _pages(api: Api, path: str, **query: Any) -> Any:
    while True:
        answer = await api.get(path, **query)
        for told in answer["items"]:
            yield told
        if answer["pagination_key"] is None:
            return
        query["pagination_key"] = answer["pagination_key"]


async def test_the_event_manager_leads_to_recordings(
    api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 2, preroll=1)
    told = await api.get(f"/evm/v2/history/events/{event.id}")
    (media,) = told["visualizations"]["cloud_media_visualization"]["media"]
    assert (told["duration_ms"], media["preroll_duration_ms"]) == (2000, 1000)
    assert (await download(ring_cloud, media["url"]))[0] == HTTPStatus.OK


async def test_a_download_can_be_prepared(
    ring: Ring, api: Api, ring_cloud: RingCloud, door: Device, at: datetime
) -> None:
    event = ring_cloud.add_recording(door, at, 1, polls=1)
    path = "/share_service/v2/transcodings/downloads"
    wanted = {"ding_id": str(event.id), "file_type": "VIDEO"}
    begun = await ring.async_query(path, method="POST", json=wanted)
    assert begun.json()["status"] == "pending"
    told = [await api.get(f"{path}/{event.id}") for _ in range(2)]
    assert [job["status"] for job in told] == ["pending", "done"]
    assert (await download(ring_cloud, told[1]["result_url"]))[0] == HTTPStatus.OK


async def around_the_clock(
    ring: Ring, device: Device, first: datetime, last: datetime
) -> list[dict[str, Any]]:
    """The library cannot send the header that this needs."""
    session = ring.auth.http_client_session
    assert session
    url = f"{API_URI}/evm/v2/timeline/24/devices/{device.id}"
    span = {"start_time": first.isoformat(), "end_time": last.isoformat()}
    bearer = f"Bearer {ring.auth._token['access_token']}"
    headers = {"X-API-VERSION": "1", "Authorization": bearer}
    async with session.get(url, params=span, headers=headers) as answer:
        assert answer.status == HTTPStatus.OK
        return [i for g in (await answer.json())["timeline"] for i in g["items"]]


async def test_around_the_clock_any_span_is_one_file(
    ring: Ring,
    api: Api,
    ring_cloud: RingCloud,
    door: Device,
    at: datetime,
    tmp_path: Path,
) -> None:
    ring_cloud.record_continuously(door, at, at + 10 * SECOND)
    ring_cloud.record_continuously(door, at + 20 * SECOND, at + 30 * SECOND)
    ring_cloud.add_recording(door, at + 21 * SECOND, 1)
    found = await around_the_clock(ring, door, at + 8 * SECOND, at + 22 * SECOND)
    around = [i for i in found if i["custom_metadata"]["recording_24x7_enabled"]]
    assert len(found) == 3
    shown = list(
        itertools.chain(*[c async for c in _shown(ring_cloud, around, tmp_path)])
    )
    film = ring_cloud.film
    first, second = film.counter_at(at + 8 * SECOND), film.counter_at(at + 20 * SECOND)
    assert shown == [*range(first, first + 30), *range(second, second + 30)]


async def _shown(cloud: RingCloud, items: list[dict[str, Any]], folder: Path) -> Any:
    for item in items:
        _, content = await download(cloud, item["url"])
        (file := folder / "part.mp4").write_bytes(content)
        yield counters(file)


async def test_without_the_header_there_is_nothing_around_the_clock(
    api: Api, at: datetime
) -> None:
    span = {"start_time": at.isoformat(), "end_time": (at + AGO).isoformat()}
    with pytest.raises(RingError, match="400"):
        await api.get("/evm/v2/timeline/24/devices/{}", **span)


async def test_what_happens_now_is_in_every_list_and_recorded_in_the_end(
    ring: Ring, api: Api, ring_cloud: RingCloud, account: Account, door: Device
) -> None:
    event = await ring_cloud.happen(door, seconds=1, preroll=1)
    await ring.async_update_dings()
    assert [alert.id for alert in ring.active_alerts()] == [event.id]
    (told,) = await api.history()
    assert told["id"] == event.id
    assert told["recording"]["status"] == "processing"
    later = event.at + 2 * SECOND
    ring_cloud.state.now = lambda: later
    assert await api.address(event.id)
    account.devices.clear()
    with pytest.raises(RingError, match="404"):
        await api.address(event.id)
