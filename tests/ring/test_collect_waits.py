"""How long a window of a Ring account is waited for, and why parts of it are missing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.ring_watch.ring.collect import (
    FIRST_WAIT,
    GIVE_UP,
    GRACE,
    LONGEST_WAIT,
    OUTAGE,
    PATIENCE,
    Phase,
)
from custom_components.ring_watch.ring.devices import read_devices
from custom_components.ring_watch.ring.errors import LoginRejectedError

from .clocks import FastClock
from .cloud import (
    BAD_GATEWAY,
    DROPPED,
    NO_JSON,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    Fault,
    throttled,
    truncated,
)
from .collecting import Scene

pytestmark = pytest.mark.ring

AGES = [timedelta(minutes=5), timedelta(hours=2), timedelta(days=2)]
RECORDED = {"recording": {"status": "ready"}}
PROCESSING = {"recording": {"status": "processing"}}
FORBIDDEN = Fault(status=403, body="<Error/>", content_type="application/xml")
UNREACHABLE = [(10, 18, "unreachable"), (18, 30, "no_motion")]


async def test_a_recording_that_is_being_prepared_is_waited_for(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(
        door, scene.at(10), 8, ready_at=scene.now() + timedelta(minutes=2)
    )
    found = await scene.collect(10, 18)
    assert found.recordings == 1
    assert scene.missing(found) == []
    assert ("waiting", 0.0) in scene.phases
    waits = [seconds for seconds in clock.slept if seconds >= FIRST_WAIT - 1]
    assert waits[:2] == pytest.approx([10, 15], abs=1)
    assert max(waits) <= LONGEST_WAIT


async def test_after_half_an_hour_a_new_one_is_given_up(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(door, scene.at(10), 8, polls=10_000)
    scene.cloud.add_recording(door, scene.at(30), 8)
    found = await scene.collect(10, 38)
    assert scene.missing(found) == [(10, 18, "not_ready"), (18, 30, "no_motion")]
    assert sum(clock.slept) == pytest.approx(GIVE_UP, rel=0.1)


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize(
    "endpoints", [(Endpoint.PLAY, Endpoint.RECORDING), (Endpoint.MEDIA,)]
)
async def test_however_old_what_ring_has_to_convert_first_is_waited_for(
    scene: Scene, door: Device, age: timedelta, endpoints: tuple[Endpoint, ...]
) -> None:
    scene.begin(age)
    scene.cloud.add_recording(door, scene.at(10), 8)
    for endpoint in endpoints:
        scene.cloud.traffic.next(endpoint, NOT_FOUND, times=6)
    found = await scene.collect(10, 18)
    assert (found.recordings, scene.missing(found)) == (1, [])


@pytest.mark.parametrize("age", AGES)
async def test_one_that_is_called_unfinished_is_asked_for_all_the_same(
    scene: Scene, door: Device, clock: FastClock, age: timedelta
) -> None:
    scene.begin(age)
    scene.cloud.add_recording(
        door,
        scene.at(10),
        8,
        extra={"recording": {"status": "processing"}},
        extra_search={"hq_url": None, "lq_url": None, "untranscoded_url": None},
    )
    found = await scene.collect(10, 18)
    assert (found.recordings, scene.missing(found)) == (1, [])
    assert max(clock.slept) < FIRST_WAIT


@pytest.mark.parametrize(
    ("age", "told", "reason"),
    [
        (timedelta(hours=2), {}, "deleted"),
        (timedelta(hours=2), {"extra": PROCESSING}, "not_ready"),
        (timedelta(hours=2), {"extra": {"recording": None}}, "not_recorded"),
        (timedelta(days=2), {}, "deleted"),
    ],
)
async def test_what_is_not_new_and_does_not_come_is_given_up_sooner(
    scene: Scene,
    door: Device,
    clock: FastClock,
    age: timedelta,
    told: dict[str, Any],
    reason: str,
) -> None:
    scene.begin(age)
    scene.cloud.add_recording(door, scene.at(10), 8, **told)
    for endpoint in (Endpoint.PLAY, Endpoint.RECORDING, Endpoint.MEDIA):
        scene.cloud.traffic.always(endpoint, NOT_FOUND)
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, reason)]
    assert sum(clock.slept) == pytest.approx(PATIENCE, rel=0.1)


@pytest.mark.parametrize(
    ("status", "reason"), [("deleted", "deleted"), ("", "not_recorded")]
)
async def test_what_ring_says_it_does_not_have_is_not_asked_for(
    scene: Scene, door: Device, clock: FastClock, status: str, reason: str
) -> None:
    scene.cloud.add_event(
        door, scene.at(10), duration=8.0, extra={"recording": {"status": status}}
    )
    found = await scene.collect(10, 30)
    assert scene.missing(found) == [(10, 18, reason), (18, 30, "no_motion")]
    assert scene.cloud.traffic.count(Endpoint.PLAY) == 0
    assert max(clock.slept) < FIRST_WAIT


async def test_an_alarm_holds_up_nobody(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    """It is in the history, and nobody filmed it."""
    scene.begin(timedelta(minutes=5))
    for kind in ("alarm", "door_activity"):
        scene.cloud.add_event(door, scene.at(10), kind=kind, extra={"recording": None})
    found = await scene.collect(0, 30)
    assert scene.missing(found) == [(0, 30, "no_motion")]
    assert max(clock.slept) < FIRST_WAIT


async def test_a_window_of_before_ring_keeps_anything_is_no_quiet_one(
    scene: Scene,
) -> None:
    scene.begin(timedelta(days=200))
    found = await scene.collect(0, 30)
    assert scene.missing(found) == [(0, 30, "expired")]


@pytest.mark.parametrize(
    ("days", "kept", "reason"),
    [
        (20, 30, "no_motion"),
        (40, 30, "expired"),
        (20, None, "not_found"),
        (0, None, "no_motion"),
    ],
)
async def test_what_may_be_kept_no_more_is_not_called_quiet(
    scene: Scene, door: Device, days: int, kept: int | None, reason: str
) -> None:
    door.kept_days = kept
    scene.begin(timedelta(days=days, hours=2))
    found = await scene.collect(0, 30)
    assert scene.missing(found) == [(0, 30, reason)]


async def test_the_age_of_what_comes_shows_how_long_ring_keeps_it(
    scene: Scene, door: Device
) -> None:
    """Plans keep for whole days."""
    scene.begin(timedelta(days=2, hours=2))
    scene.cloud.add_recording(door, scene.at(10), 8)
    for _ in range(2):
        # Also if it came before.
        found = await scene.collect(0, 30)
        assert scene.missing(found) == [(0, 10, "no_motion"), (18, 30, "no_motion")]


async def test_of_lists_that_do_not_answer_nothing_is_known(
    scene: Scene, door: Device
) -> None:
    door.kept_days = 30
    scene.begin(timedelta(days=40))
    scene.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    found = await scene.collect(0, 30)
    assert scene.missing(found) == [(0, 30, "unreachable")]


async def test_what_is_deleted_while_it_is_waited_for_is_said_to_be(
    scene: Scene, door: Device
) -> None:
    scene.begin(timedelta(minutes=5))
    event = scene.cloud.add_recording(door, scene.at(10), 8, polls=10_000)

    def delete(phase: Phase, done: float) -> None:
        event.deleted = event.deleted or phase == "waiting"

    scene.watch = delete
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, "deleted")]


async def test_what_is_encrypted_end_to_end_is_not_even_asked_for(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8, film={"encrypted": True})
    scene.cloud.add_recording(door, scene.at(30), 8)
    found = await scene.collect(10, 38)
    assert scene.missing(found) == [
        (10, 18, "end_to_end_encrypted"),
        (18, 30, "no_motion"),
    ]
    assert scene.cloud.traffic.count(Endpoint.MEDIA) == 1


@pytest.mark.parametrize("age", AGES)
async def test_an_old_search_does_not_say_that_it_is_encrypted_and_still_that_is_said(
    scene: Scene, door: Device, age: timedelta
) -> None:
    scene.begin(age)
    scene.cloud.add_recording(door, scene.at(10), 8, film={"encrypted": True})
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, "end_to_end_encrypted")]


async def test_without_a_subscription_that_is_the_reason(
    scene: Scene, door: Device
) -> None:
    door.subscribed = False
    scene.cloud.add_event(door, scene.at(10))
    found = await scene.collect(10, 38)
    assert scene.missing(found) == [(10, 38, "no_subscription")]
    assert scene.cloud.traffic.count(Endpoint.PLAY) == 0


@pytest.mark.parametrize("shows", [None, False])
async def test_what_ring_calls_ready_is_asked_for_whatever_it_says_of_the_device(
    scene: Scene, door: Device, shows: bool | None
) -> None:
    door.extra = {"features": {} if shows is None else {"show_recordings": shows}}
    scene.cloud.add_recording(door, scene.at(10), 8)
    found = await scene.collect(10, 18)
    assert (found.recordings, scene.missing(found)) == (1, [])


async def test_ring_is_left_alone_as_long_as_it_wants(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.next(Endpoint.HISTORY, throttled(200))
    scene.cloud.traffic.next(Endpoint.PLAY, throttled(300))
    found = await scene.collect(10, 18)
    assert scene.missing(found) == []
    assert sum(clock.slept) >= 500
    assert scene.cloud.traffic.most_at_once == 1


async def test_when_ring_does_not_relent_that_is_the_reason(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.always(Endpoint.PLAY, throttled(300))
    found = await scene.collect(10, 30)
    assert scene.missing(found) == [(10, 18, "throttled"), (18, 30, "no_motion")]
    await clock.sleep(300)
    device = (await read_devices(scene.api))[1001]
    scene.cloud.traffic.always(Endpoint.HISTORY, throttled(300))
    found = await scene.collect(40, 50, device)
    assert scene.missing(found) == [(40, 50, "throttled")]


async def test_a_ring_that_asks_for_too_long_a_pause_is_not_waited_for(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.add_recording(door, scene.at(30), 8)
    scene.cloud.traffic.next(Endpoint.MEDIA, throttled(2 * GIVE_UP))
    found = await scene.collect(10, 38)
    assert {reason for *_, reason in scene.missing(found)} == {"throttled", "no_motion"}
    assert sum(clock.slept) < FIRST_WAIT
    assert scene.cloud.traffic.count(Endpoint.MEDIA) == 1


async def test_a_busy_store_holds_the_other_downloads_too(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    for second in (10, 30, 50):
        scene.cloud.add_recording(door, scene.at(second), 4)
    scene.cloud.traffic.next(Endpoint.MEDIA, throttled(300))
    found = await scene.collect(10, 54)
    assert found.recordings == 3
    assert scene.cloud.traffic.count(Endpoint.MEDIA) == 4
    assert sum(clock.slept) < 400


@pytest.mark.parametrize(
    ("endpoint", "fault", "missing"),
    [
        (Endpoint.HISTORY, BAD_GATEWAY, [(10, 30, "unreachable")]),
        (Endpoint.HISTORY, DROPPED, [(10, 30, "unreachable")]),
        (Endpoint.PLAY, BAD_GATEWAY, UNREACHABLE),
        (Endpoint.MEDIA, BAD_GATEWAY, UNREACHABLE),
        (Endpoint.MEDIA, FORBIDDEN, UNREACHABLE),
        (Endpoint.MEDIA, truncated(1000), UNREACHABLE),
    ],
)
async def test_a_ring_that_does_not_answer_is_the_reason_in_some_minutes(
    scene: Scene,
    door: Device,
    clock: FastClock,
    endpoint: Endpoint,
    fault: Fault,
    missing: list[tuple[float, float, str]],
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.always(endpoint, fault)
    found = await scene.collect(10, 30)
    assert scene.missing(found) == missing
    assert OUTAGE <= sum(clock.slept) < 2 * OUTAGE


async def test_many_recordings_that_cannot_be_loaded_take_no_longer_than_one(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    for number in range(40):
        scene.cloud.add_event(door, scene.at(number * 10), duration=8.0, extra=RECORDED)
    scene.cloud.traffic.always(Endpoint.PLAY, BAD_GATEWAY)
    found = await scene.collect(0, 400)
    assert {reason for *_, reason in scene.missing(found)} == {
        "unreachable",
        "no_motion",
    }
    assert sum(clock.slept) < 2 * OUTAGE


async def test_what_ring_does_not_answer_for_a_while_comes_all_the_same(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.next(Endpoint.HISTORY, BAD_GATEWAY, times=3)
    scene.cloud.traffic.next(Endpoint.PLAY, BAD_GATEWAY, times=3)
    scene.cloud.traffic.next(Endpoint.MEDIA, FORBIDDEN)
    scene.cloud.traffic.next(Endpoint.MEDIA, truncated(1000))
    found = await scene.collect(10, 18)
    assert (found.recordings, scene.missing(found)) == (1, [])


@pytest.mark.parametrize("fault", [BAD_GATEWAY, NOT_FOUND, NO_JSON])
async def test_a_search_that_fails_is_no_reason_to_wait(
    scene: Scene, door: Device, clock: FastClock, fault: Fault
) -> None:
    scene.begin(timedelta(days=2))
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.always(Endpoint.SEARCH, fault)
    found = await scene.collect(10, 18)
    assert (found.recordings, scene.missing(found)) == (1, [])
    assert max(clock.slept) < FIRST_WAIT


async def test_without_its_timeline_what_is_recorded_round_the_clock_is_missing(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    """Nobody can say that nothing moved."""
    scene.cloud.record_continuously(door, scene.at(0), scene.at(60))
    scene.cloud.add_recording(door, scene.at(20), 10)
    for fault, waited in ((NOT_FOUND, False), (BAD_GATEWAY, True)):
        clock.slept.clear()
        scene.cloud.traffic.always(Endpoint.CONTINUOUS, fault)
        found = await scene.collect(10, 40)
        assert scene.missing(found) == [
            (10, 20, "unreachable"),
            (30, 40, "unreachable"),
        ]
        assert (sum(clock.slept) > OUTAGE) == waited


async def test_for_what_is_covered_nothing_is_waited_for(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 6, preroll=1)
    scene.cloud.add_event(door, scene.at(12), duration=3.0, extra=PROCESSING)
    found = await scene.collect(12, 15)
    assert scene.missing(found) == []
    assert max(clock.slept) < FIRST_WAIT


async def test_the_impatient_look_once(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.add_event(door, scene.at(30), duration=8.0, extra=PROCESSING)
    found = await scene.collect(10, 38, patient=False)
    assert scene.missing(found) == [(18, 30, "no_motion"), (30, 38, "not_ready")]
    assert max(clock.slept) < FIRST_WAIT


async def test_a_window_that_just_ended_waits_for_its_last_event(
    scene: Scene, clock: FastClock
) -> None:
    scene.begin(timedelta(0))
    end = (datetime.now(UTC) - scene.at(0)).total_seconds()
    await scene.collect(end - 5, end)
    assert clock.time() >= scene.at(end).timestamp() + GRACE


async def test_a_rejected_login_is_no_missing_footage(
    scene: Scene, account: Account
) -> None:
    device = (await read_devices(scene.api))[1001]
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await scene.collect(10, 20, device)
    assert scene.leftovers() == []
