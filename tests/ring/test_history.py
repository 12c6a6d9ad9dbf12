"""Finding a window's recordings in all the places where Ring lists them."""

from datetime import UTC, datetime, timedelta
import json

import pytest

from custom_components.ring_watch.engine.times import to_us
from custom_components.ring_watch.ring import history
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.errors import ThrottledError
from custom_components.ring_watch.ring.history import find_recordings, look_closer
from custom_components.ring_watch.ring.recordings import Recording

from .cloud import (
    BAD_GATEWAY,
    NO_JSON,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    Event,
    Fault,
    RingCloud,
    throttled,
)

pytestmark = pytest.mark.ring

NOW = datetime.now(UTC).replace(microsecond=0)
RECENTLY = NOW - timedelta(hours=2)
LAST_WEEK = NOW - timedelta(days=7)
NOTHING_FOUND = Fault(status=200, body='{"video_search": []}')
FORBIDDEN = Fault(status=403, body="{}")
RECORDED = {"recording": {"status": "ready"}}


@pytest.fixture
async def device(api: RingApi) -> RingDevice:
    return (await read_devices(api))[1001]


def events(
    cloud: RingCloud, door: Device, begin: datetime, count: int, *, each: float = 60
) -> list[Event]:
    """Events of 20 s, one each minute from ``begin`` on; their files are never asked."""
    return [
        cloud.add_event(door, begin + timedelta(seconds=each * number), duration=20.0)
        for number in range(count)
    ]


async def find(
    api: RingApi, device: RingDevice, start: datetime, end: datetime
) -> list[Recording]:
    found = await find_recordings(api, device, (to_us(start), to_us(end)))
    assert found.whole
    return found.recordings


def ids(found: list[Event]) -> list[str]:
    return [str(event.id) for event in found]


async def test_a_recent_window_is_found_by_paging_back_to_its_beginning(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    made = events(ring_cloud, door, NOW - timedelta(hours=5), 250)
    start = made[20].at
    found = await find(api, device, start, start + timedelta(seconds=270))
    assert [item.id for item in found] == ids(made[20:25])
    assert ring_cloud.traffic.count(Endpoint.HISTORY) == 3
    assert ring_cloud.traffic.count(Endpoint.SEARCH) == 0


async def test_what_began_before_the_window_is_found(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    over = ring_cloud.add_event(door, RECENTLY - timedelta(seconds=300), duration=299.0)
    into = ring_cloud.add_event(door, RECENTLY - timedelta(seconds=298), duration=300.0)
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(minutes=1))
    assert [item.id for item in found] == [str(into.id)]
    assert over.duration


async def test_what_begins_right_after_the_window_may_reach_into_it(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    near = ring_cloud.add_event(door, RECENTLY + timedelta(seconds=65), duration=20.0)
    ring_cloud.add_event(door, RECENTLY + timedelta(seconds=75), duration=20.0)
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(minutes=1))
    assert [item.id for item in found] == [str(near.id)]


async def test_one_whose_length_is_not_told_may_be_long(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    _, near = [
        ring_cloud.add_event(door, RECENTLY - timedelta(seconds=ago), extra=RECORDED)
        for ago in (190, 170)
    ]
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(minutes=1))
    assert [item.id for item in found] == [str(near.id)]


async def test_an_older_window_is_found_by_searching(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    events(ring_cloud, door, NOW - timedelta(hours=3), 110)
    made = events(ring_cloud, door, LAST_WEEK, 65)
    end = LAST_WEEK + timedelta(hours=2)
    found = await find(api, device, LAST_WEEK, end)
    assert [item.id for item in found] == ids(made)
    assert ring_cloud.traffic.count(Endpoint.HISTORY) == 0


async def test_what_the_search_does_not_find_the_history_lists(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    made = events(ring_cloud, door, LAST_WEEK, 3)
    end = LAST_WEEK + timedelta(minutes=5)
    for fault in (NOTHING_FOUND, NOT_FOUND, FORBIDDEN, BAD_GATEWAY, NO_JSON):
        ring_cloud.traffic.next(Endpoint.SEARCH, fault)
        found = await find(api, device, LAST_WEEK, end)
        assert [item.id for item in found] == ids(made)


@pytest.mark.parametrize("most", [2, 7, 20])
async def test_a_search_that_tells_of_few_is_gone_on_with(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device, most: int
) -> None:
    """Nobody knows how many events Ring tells of at once."""
    ring_cloud.state.search_page = most
    made = events(ring_cloud, door, LAST_WEEK, 9)
    found = await find(api, device, LAST_WEEK, LAST_WEEK + timedelta(minutes=10))
    assert [item.id for item in found] == ids(made)
    assert ring_cloud.traffic.count(Endpoint.HISTORY) == 0


async def test_a_search_without_end_is_left_to_the_history(
    api: RingApi,
    device: RingDevice,
    ring_cloud: RingCloud,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "_MOST_REQUESTS", 5)
    ring_cloud.state.search_page = 2
    made = events(ring_cloud, door, LAST_WEEK, 9)
    found = await find(api, device, LAST_WEEK, LAST_WEEK + timedelta(minutes=10))
    assert [item.id for item in found] == ids(made)
    assert ring_cloud.traffic.count(Endpoint.HISTORY)


async def test_a_busy_search_is_not_replaced_by_more_requests(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.SEARCH, throttled(60))
    with pytest.raises(ThrottledError):
        await find(api, device, LAST_WEEK, LAST_WEEK + timedelta(minutes=10))
    assert ring_cloud.traffic.count(Endpoint.HISTORY) == 0


async def test_lengths_that_the_history_does_not_tell_are_looked_for_elsewhere(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    (made,) = events(ring_cloud, door, RECENTLY, 1)
    made.extra = RECORDED | {"duration": None}
    end = RECENTLY + timedelta(minutes=1)
    for fault in (None, NOT_FOUND):
        # Where there is no search, the timeline tells.
        ring_cloud.traffic.always(Endpoint.SEARCH, fault)
        (found,) = await find(api, device, RECENTLY, end)
        assert found.length == 20_000_000
    # Of what is done with, nothing more has to be known.
    ring_cloud.traffic.forget()
    window = to_us(RECENTLY), to_us(end)
    await find_recordings(api, device, window, {str(made.id)})
    assert {seen.endpoint for seen in ring_cloud.traffic.requests} == {"history"}


@pytest.mark.parametrize("place", [Endpoint.EVENTS, Endpoint.HISTORY])
async def test_what_a_search_leaves_out_another_list_tells(
    api: RingApi,
    device: RingDevice,
    ring_cloud: RingCloud,
    door: Device,
    place: Endpoint,
) -> None:
    door.subscribed = False
    events(ring_cloud, door, LAST_WEEK, 3)
    found = await find(api, device, LAST_WEEK, LAST_WEEK + timedelta(minutes=5))
    assert {(item.encrypted, item.subscribed) for item in found} == {(None, None)}
    for other in {Endpoint.EVENTS, Endpoint.HISTORY} - {place}:
        ring_cloud.traffic.always(other, NOT_FOUND)
    closer = await look_closer(api, device, found[1])
    assert (closer.id, closer.encrypted, closer.subscribed) == (
        found[1].id,
        False,
        False,
    )


async def test_where_there_is_no_history_the_timeline_is_asked(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    made = events(ring_cloud, door, RECENTLY, 45)
    ring_cloud.traffic.always(Endpoint.HISTORY, FORBIDDEN)
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(hours=1))
    assert [item.id for item in found] == ids(made)
    assert found[0].length == 20_000_000


async def test_a_camera_without_its_timeline_still_has_events(
    api: RingApi, account: Account, ring_cloud: RingCloud, door: Device
) -> None:
    door.continuous = True
    made = events(ring_cloud, door, RECENTLY, 2)
    device = (await read_devices(api))[1001]
    window = to_us(RECENTLY), to_us(RECENTLY + timedelta(hours=1))
    for fault in (NOT_FOUND, BAD_GATEWAY):
        ring_cloud.traffic.always(Endpoint.CONTINUOUS, fault)
        found = await find_recordings(api, device, window)
        assert [item.id for item in found.recordings] == ids(made)
        # There is more to be had; whether by asking again is another question.
        assert (found.whole, found.again) == (False, fault is BAD_GATEWAY)


async def test_a_history_out_of_order_is_read_to_its_end(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    made = events(ring_cloud, door, RECENTLY, 130, each=20)
    for early, late in zip(made[::2], made[1::2], strict=True):
        early.at, late.at = late.at, early.at
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(hours=1))
    assert {item.id for item in found} == set(ids(made))
    assert [item.start for item in found] == sorted(item.start for item in found)


async def test_a_page_that_comes_again_ends_it(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    page = json.dumps([{"id": 1, "created_at": RECENTLY.isoformat(), "kind": "ding"}])
    ring_cloud.traffic.always(Endpoint.HISTORY, Fault(status=200, body=page))
    found = await find(api, device, RECENTLY, NOW)
    assert [item.id for item in found] == ["1"]
    assert ring_cloud.traffic.count(Endpoint.HISTORY) == 2


PAGE = json.dumps(
    [
        {"id": number, "created_at": RECENTLY.isoformat(), "kind": "ding"}
        for number in (2, 1)
    ]
)
UNREADABLE = json.dumps([{"id": 1, "created_at": "a while ago"}])


@pytest.mark.parametrize(
    "page",
    ['{"error": "busy"}', PAGE, UNREADABLE],
    ids=["error", "again", "unreadable"],
)
async def test_an_answer_that_leads_nowhere_is_no_empty_history(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, page: str
) -> None:
    """Nobody can say that nothing moved."""
    ring_cloud.traffic.always(Endpoint.HISTORY, Fault(status=200, body=page))
    window = to_us(RECENTLY - timedelta(hours=1)), to_us(NOW)
    found = await find_recordings(api, device, window)
    assert (found.whole, found.again) == (False, True)
    assert ring_cloud.traffic.count(Endpoint.HISTORY) <= 2


@pytest.mark.parametrize("answer", ["[]", "{}", '{"video_search": {}}'])
async def test_a_search_that_says_something_else_has_not_found_nothing(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device, answer: str
) -> None:
    made = events(ring_cloud, door, LAST_WEEK, 1)
    ring_cloud.traffic.always(Endpoint.SEARCH, Fault(status=200, body=answer))
    found = await find(api, device, LAST_WEEK, LAST_WEEK + timedelta(minutes=5))
    assert [item.id for item in found] == ids(made)


async def test_an_empty_page_is_not_the_end_of_a_timeline(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud, door: Device
) -> None:
    made = events(ring_cloud, door, RECENTLY, 25)
    ring_cloud.traffic.always(Endpoint.HISTORY, FORBIDDEN)
    empty = {"items": None, "pagination_key": "0"}
    ring_cloud.traffic.next(
        Endpoint.TIMELINE, Fault(status=200, body=json.dumps(empty))
    )
    found = await find(api, device, RECENTLY, RECENTLY + timedelta(hours=1))
    assert [item.id for item in found] == ids(made)


async def test_a_history_that_is_too_long_is_left_to_the_timeline(
    api: RingApi,
    device: RingDevice,
    ring_cloud: RingCloud,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "_MOST_REQUESTS", 3)
    monkeypatch.setattr(history, "PAGE", 10)
    events(ring_cloud, door, NOW - timedelta(hours=1), 60)
    made = events(ring_cloud, door, NOW - timedelta(hours=5), 30)
    start = made[0].at
    found = await find(api, device, start, start + timedelta(hours=1))
    assert [item.id for item in found] == ids(made)


async def test_what_is_recorded_round_the_clock_becomes_files_of_an_hour(
    api: RingApi, account: Account, ring_cloud: RingCloud, door: Device
) -> None:
    """With a hole in it."""
    start = NOW - timedelta(hours=5)
    hole = start + timedelta(minutes=150)
    ring_cloud.record_continuously(door, start, hole)
    resumed = hole + timedelta(minutes=10)
    ring_cloud.record_continuously(door, resumed, start + timedelta(hours=4))
    device = (await read_devices(api))[1001]
    found = await find(api, device, start, start + timedelta(hours=4))
    minutes = [
        (round(part.span[0] - to_us(start)) / 6e7, (part.length or 0) / 6e7)
        for part in found
    ]
    assert minutes == [(0, 60), (60, 60), (120, 30), (160, 20), (180, 60)]


async def test_weeks_round_the_clock_are_not_listed_hour_by_hour(
    api: RingApi,
    account: Account,
    ring_cloud: RingCloud,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "_MOST_REQUESTS", 3)
    start = NOW - timedelta(hours=5)
    ring_cloud.record_continuously(door, start, NOW)
    device = (await read_devices(api))[1001]
    (part,) = await find(api, device, start, NOW)
    assert part.length == 5 * 3600 * 1_000_000
    assert ring_cloud.traffic.count(Endpoint.CONTINUOUS) == 1


async def test_a_failure_is_no_empty_history(
    api: RingApi, device: RingDevice, ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.HISTORY, BAD_GATEWAY)
    found = await find_recordings(api, device, (to_us(RECENTLY), to_us(NOW)))
    assert (found.recordings, found.whole, found.again) == ([], False, True)
