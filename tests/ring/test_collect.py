"""A window out of a Ring account: exactly what Ring has, and why the rest is missing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import random

import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.collect import (
    FIRST_WAIT,
    GIVE_UP,
    GRACE,
    LONGEST_WAIT,
    Phase,
)
from custom_components.ring_watch.ring.devices import read_devices
from custom_components.ring_watch.ring.errors import LoginRejectedError

from .clocks import FastClock
from .cloud import (
    BAD_GATEWAY,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    RingCloud,
    stalled,
    throttled,
)
from .collecting import Scene
from .waiting import until

pytestmark = pytest.mark.ring

STEP = 1 / 15


@pytest.fixture
def scene(ring_cloud: RingCloud, api: RingApi, tmp_path: Path) -> Scene:
    return Scene(ring_cloud, api, tmp_path)


def instants(*spans: tuple[float, float]) -> list[float]:
    """When the pictures of some spans were taken."""
    return [
        round(number * STEP, 3)
        for start, end in spans
        for number in range(round(start * 15), round(end * 15))
    ]


async def test_three_recordings_and_the_time_between_them(
    scene: Scene, door: Device
) -> None:
    for at in (10, 40, 70):
        scene.cloud.add_recording(door, scene.at(at), 12)
    found = await scene.collect(15, 80)
    assert found.recordings == 3
    assert scene.missing(found) == [(22, 40, "no_motion"), (52, 70, "no_motion")]
    clip = await scene.gather(15, 80)
    assert scene.shown() == instants((15, 22), (40, 52), (70, 80))
    assert len(clip["gaps"]) == 2
    assert scene.leftovers() == []


async def test_an_overlap_is_shown_once(scene: Scene, door: Device) -> None:
    scene.cloud.add_recording(door, scene.at(10), 20)
    scene.cloud.add_recording(door, scene.at(25), 20)
    found = await scene.collect(12, 40)
    assert scene.missing(found) == []
    await scene.gather(12, 40)
    assert scene.shown() == instants((12, 40))


async def test_recordings_of_different_kinds_make_one_clip(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 5, film={"sound": "opus"})
    scene.cloud.add_recording(door, scene.at(16), 5, film={"codec": "h265"})
    scene.cloud.add_recording(door, scene.at(19), 5, film={"sound": None})
    await scene.collect(10, 24)
    clip = await scene.gather(10, 24)
    assert scene.shown() == instants((10, 15), (16, 24))
    assert scene.late() == pytest.approx(0, abs=0.001)
    assert clip["codec"] == "h264"
    assert clip["audio"]


async def test_a_length_that_is_not_told_is_measured(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8, tells_duration=False)
    found = await scene.collect(12, 40)
    assert scene.missing(found) == [(18, 40, "no_motion")]


async def test_a_preroll_that_is_not_told_is_found_out(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(20), 10, preroll=4)
    found = await scene.collect(10, 28)
    assert scene.missing(found) == [(10, 16, "no_motion")]
    await scene.gather(10, 28)
    assert scene.shown() == instants((16, 28))


@pytest.mark.parametrize("seed", range(3))
async def test_any_recordings_give_exactly_what_they_cover(
    scene: Scene, door: Device, seed: int
) -> None:
    """Overlaps, gaps, prerolls that are not told, times that are told to the second."""
    dice = random.Random(seed)
    spans = []
    for _ in range(3):
        at, length, before = dice.uniform(8, 24), dice.uniform(2, 5), dice.uniform(1, 3)
        event = scene.cloud.add_recording(door, scene.at(at), length, preroll=before)
        assert event.recording
        # Ring tells when the event began to the second.
        told = int(at) - before
        spans.append((told, told + event.recording.seconds))
    found = await scene.collect(10, 22)
    clip = await scene.gather(10, 22)
    there = [
        any(begin <= 10 + tick / 10 < end for begin, end in spans)
        for tick in range(120)
    ]
    missing = scene.missing(found)
    gone = [
        any(begin <= 10 + tick / 10 < end for begin, end, _ in missing)
        for tick in range(120)
    ]
    # To the length of a few pictures at the ends of each span.
    assert sum(a == b for a, b in zip(there, gone, strict=True)) <= 2 * len(spans) + 2
    assert {reason for *_, reason in missing} <= {"no_motion"}
    assert len(clip["gaps"]) == len(missing)
    assert scene.late() <= 1
    assert scene.in_order()


async def test_a_recording_that_is_being_prepared_is_waited_for(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(door, scene.at(10), 8, polls=4)
    found = await scene.collect(10, 18)
    assert found.recordings == 1
    assert scene.missing(found) == []
    assert ("waiting", 0.0) in scene.phases
    waits = [seconds for seconds in clock.slept if seconds >= FIRST_WAIT - 1]
    assert waits[:2] == pytest.approx([10, 15], abs=1)
    assert max(waits) <= LONGEST_WAIT


async def test_after_half_an_hour_it_is_given_up(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(door, scene.at(10), 8, polls=10_000)
    scene.cloud.add_recording(door, scene.at(30), 8)
    found = await scene.collect(10, 38)
    assert scene.missing(found) == [(10, 18, "not_ready"), (18, 30, "no_motion")]
    assert sum(clock.slept) == pytest.approx(GIVE_UP, rel=0.1)


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


async def test_an_old_recording_that_ring_has_no_more_is_deleted(
    scene: Scene, door: Device, clock: FastClock
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.always(Endpoint.PLAY, NOT_FOUND)
    scene.cloud.traffic.always(Endpoint.RECORDING, NOT_FOUND)
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, "deleted")]
    assert max(clock.slept) < FIRST_WAIT


async def test_a_file_that_is_still_transcoded_is_waited_for(
    scene: Scene, door: Device
) -> None:
    scene.begin(timedelta(minutes=5))
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.next(Endpoint.MEDIA, NOT_FOUND, times=2)
    found = await scene.collect(10, 18)
    assert scene.missing(found) == []


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


async def test_without_a_subscription_that_is_the_reason(
    scene: Scene, door: Device
) -> None:
    door.subscribed = False
    scene.cloud.add_event(door, scene.at(10))
    found = await scene.collect(10, 38)
    assert scene.missing(found) == [(10, 38, "no_subscription")]
    assert scene.cloud.traffic.count(Endpoint.PLAY) == 0


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


async def test_when_ring_cannot_be_reached_that_is_the_reason(
    scene: Scene, door: Device
) -> None:
    scene.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    found = await scene.collect(10, 30)
    assert scene.missing(found) == [(10, 30, "unreachable")]


async def test_a_file_that_holds_no_video_is_unreadable(
    scene: Scene, door: Device
) -> None:
    event = scene.cloud.add_recording(door, scene.at(10), 8)
    assert event.recording
    event.recording = replace(event.recording, content=b"not a video" * 100)
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, "unreadable")]


async def test_a_window_that_just_ended_waits_for_its_last_event(
    scene: Scene, clock: FastClock
) -> None:
    scene.begin(timedelta(0))
    end = (datetime.now(UTC) - scene.at(0)).total_seconds()
    await scene.collect(end - 5, end)
    assert clock.time() >= scene.at(end).timestamp() + GRACE


async def test_what_is_there_is_not_downloaded_again(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 20)
    await scene.collect(12, 24)
    scene.cloud.traffic.forget()
    again = await scene.collect(12, 24)
    assert (again.recordings, scene.missing(again)) == (0, [])
    assert scene.cloud.traffic.count(Endpoint.HISTORY) == 0
    scene.cloud.add_recording(door, scene.at(25), 15)
    more = await scene.collect(12, 40)
    assert (more.recordings, scene.missing(more)) == (1, [])
    await scene.gather(12, 40)
    assert scene.shown() == instants((12, 40))
    assert scene.late() == pytest.approx(0, abs=0.001)


async def test_a_camera_that_records_around_the_clock_has_no_gaps(
    scene: Scene, door: Device
) -> None:
    scene.cloud.record_continuously(door, scene.at(0), scene.at(60))
    scene.cloud.add_recording(door, scene.at(20), 10)
    found = await scene.collect(15, 75)
    assert found.recordings == 1
    assert scene.missing(found) == [(60, 75, "no_motion")]
    await scene.gather(15, 75)
    assert scene.shown() == instants((15, 60))


async def test_who_cancels_leaves_nothing_behind(scene: Scene, door: Device) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.next(Endpoint.MEDIA, stalled(5000))
    collecting = asyncio.create_task(scene.collect(10, 18))
    await until(lambda: scene.cloud.traffic.count(Endpoint.MEDIA))
    collecting.cancel()
    await asyncio.gather(collecting, return_exceptions=True)
    assert collecting.cancelled()
    assert scene.leftovers() == []


async def test_a_rejected_login_is_no_missing_footage(
    scene: Scene, account: Account
) -> None:
    device = (await read_devices(scene.api))[1001]
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await scene.collect(10, 20, device)
    assert scene.leftovers() == []
