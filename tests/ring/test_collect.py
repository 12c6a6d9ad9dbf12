"""A window out of a Ring account: exactly what Ring has, and why the rest is missing."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
import shutil
from typing import Any

import av
import pytest

from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.ring import history
from custom_components.ring_watch.ring.collect import Phase
from custom_components.ring_watch.ring.download import RESERVE

from . import collecting
from .cloud import Device, Endpoint, stalled
from .collecting import Scene, engine
from .waiting import until

pytestmark = pytest.mark.ring

STEP = 1 / 15


def instants(*spans: tuple[float, float]) -> list[float]:
    """When the pictures of some spans were taken."""
    return [
        round(number * STEP, 3)
        for start, end in spans
        for number in range(round(start * 15), round(end * 15))
    ]


def with_its_index_first(content: bytes, folder: Path) -> bytes:
    """The same file, of which a part can be read by itself."""
    whole, faststart = folder / "whole.mp4", folder / "faststart.mp4"
    whole.write_bytes(content)
    with (
        av.open(whole) as source,
        av.open(faststart, "w", options={"movflags": "faststart"}) as target,
    ):
        streams = [target.add_stream_from_template(one) for one in source.streams]
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                target.mux(packet)
    return faststart.read_bytes()


async def test_three_recordings_and_the_time_between_them(
    scene: Scene, door: Device
) -> None:
    for at in (10, 20, 30):
        scene.cloud.add_recording(door, scene.at(at), 4)
    found = await scene.collect(12, 33)
    assert found.recordings == 3
    assert scene.missing(found) == [(14, 20, "no_motion"), (24, 30, "no_motion")]
    clip = await scene.gather(12, 33)
    assert scene.shown() == instants((12, 14), (20, 24), (30, 33))
    assert len(clip["gaps"]) == 2
    assert scene.leftovers() == []


async def test_an_overlap_is_shown_once(scene: Scene, door: Device) -> None:
    scene.cloud.add_recording(door, scene.at(10), 6)
    scene.cloud.add_recording(door, scene.at(14), 6)
    found = await scene.collect(12, 18)
    assert scene.missing(found) == []
    await scene.gather(12, 18)
    assert scene.shown() == instants((12, 18))


async def test_where_two_recordings_meet_no_two_pictures_are_shown_at_once(
    scene: Scene, door: Device
) -> None:
    """The first one has a picture less than a microsecond before the other begins."""
    scene.cloud.add_recording(door, scene.at(10), 62 * STEP, preroll=11 * STEP)
    scene.cloud.add_recording(door, scene.at(14), 31 * STEP, preroll=55 * STEP)
    await scene.collect(15, 16)
    await scene.collect(10, 16)
    await scene.gather(10, 16)
    assert scene.in_order()


async def test_recordings_of_different_kinds_make_one_clip(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 3, film={"sound": "opus"})
    scene.cloud.add_recording(door, scene.at(14), 3, film={"codec": "h265"})
    scene.cloud.add_recording(door, scene.at(16), 3, film={"sound": None})
    await scene.collect(10, 19)
    clip = await scene.gather(10, 19)
    assert scene.shown() == instants((10, 13), (14, 19))
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


async def test_a_file_that_holds_no_video_is_unreadable(
    scene: Scene, door: Device
) -> None:
    event = scene.cloud.add_recording(door, scene.at(10), 8)
    assert event.recording
    event.recording = replace(event.recording, content=b"not a video" * 100)
    found = await scene.collect(10, 18)
    assert scene.missing(found) == [(10, 18, "unreadable")]


async def test_a_file_that_is_cut_off_is_loaded_once_more(
    scene: Scene, door: Device
) -> None:
    """Nobody told how large it is: what there is of it can be read."""
    event = scene.cloud.add_recording(door, scene.at(10), 8)
    whole = event.recording
    assert whole
    content = with_its_index_first(whole.content, scene.folder)
    event.recording = replace(whole, content=content[: len(content) // 2])

    found = await scene.collect(10, 18)

    ((begin, end, reason),) = scene.missing(found)
    assert 12 < begin < 16
    assert (end, reason) == (18, "unreadable")
    assert scene.cloud.traffic.count(Endpoint.MEDIA) == 2

    def mend(phase: Phase, done: float) -> None:
        if phase == "downloading" and done == 1.0:
            event.recording = whole

    scene.watch = mend
    found = await scene.collect(10, 18)
    assert scene.missing(found) == []


async def test_what_is_there_is_not_downloaded_again(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    await scene.collect(12, 16)
    scene.cloud.traffic.forget()
    again = await scene.collect(12, 16)
    assert (again.recordings, scene.missing(again)) == (0, [])
    assert scene.cloud.traffic.count(Endpoint.HISTORY) == 0
    scene.cloud.add_recording(door, scene.at(15), 6)
    more = await scene.collect(12, 20)
    assert (more.recordings, scene.missing(more)) == (1, [])
    await scene.gather(12, 20)
    assert scene.shown() == instants((12, 20))
    assert scene.late() == pytest.approx(0, abs=0.001)


async def test_what_reaches_into_the_window_is_had_with_or_without_footage_at_home(
    scene: Scene, door: Device
) -> None:
    """Its preroll, or its last second."""
    scene.cloud.add_recording(door, scene.at(7), 4)
    scene.cloud.add_recording(door, scene.at(14), 2)
    scene.cloud.add_recording(door, scene.at(30), 2, preroll=4)
    for held in (False, True):
        if held:
            await scene.collect(14, 15)
        found = await scene.collect(10, 28)
        assert scene.missing(found) == [(11, 14, "no_motion"), (16, 26, "no_motion")]
        shutil.rmtree(scene.archive)
        scene.known.clear()


async def test_what_was_loaded_is_not_loaded_again_for_a_preroll_that_it_has_not(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    await scene.collect(12, 16)
    found = await scene.collect(0, 30)
    assert scene.missing(found) == [(0, 10, "no_motion"), (18, 30, "no_motion")]
    assert scene.cloud.traffic.count(Endpoint.MEDIA) == 1
    # Until the archive has it no more.
    shutil.rmtree(scene.archive)
    found = await scene.collect(0, 30)
    assert found.recordings == 1


async def test_a_preroll_is_placed_even_if_no_length_is_told(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(20), 5, preroll=5, tells_duration=False)
    found = await scene.collect(10, 40)
    assert scene.missing(found) == [(10, 15, "no_motion"), (25, 40, "no_motion")]
    await scene.gather(10, 40)
    assert scene.late() == pytest.approx(0, abs=0.001)


async def test_a_camera_that_records_around_the_clock_has_no_gaps(
    scene: Scene, door: Device
) -> None:
    scene.cloud.record_continuously(door, scene.at(0), scene.at(25))
    scene.cloud.add_recording(door, scene.at(18), 4)
    found = await scene.collect(15, 40)
    assert found.recordings == 1
    assert scene.missing(found) == [(25, 40, "no_motion")]
    await scene.gather(15, 40)
    assert scene.shown() == instants((15, 25))
    # Of what comes later, only that is asked for.
    scene.cloud.record_continuously(door, scene.at(25), scene.at(30))
    scene.cloud.traffic.forget()
    found = await scene.collect(15, 40)
    assert scene.missing(found) == [(30, 40, "no_motion")]
    asked = scene.cloud.traffic.seen(Endpoint.CONTINUOUS)[0].query["start_time"]
    assert datetime.fromisoformat(asked) == scene.at(25)


async def test_a_hole_that_no_list_tells_of_moves_nothing_in_time(
    scene: Scene, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ring makes one file of a span, and leaves out what was not recorded."""
    monkeypatch.setattr(history, "SMALLEST", 2_000_000)
    scene.cloud.record_continuously(door, scene.at(0), scene.at(32))
    scene.cloud.state.holes.append((scene.at(9), scene.at(14.4)))
    found = await scene.collect(0, 32)
    missing = [(begin, end) for begin, end, _ in scene.missing(found)]
    assert missing == [(9, 14), (15.6, 16)]
    await scene.gather(0, 32)
    # Within the smallest file nobody can tell.
    assert scene.late() == pytest.approx(0.4, abs=0.001)
    assert scene.shown() == instants((0, 9), (14.4, 32))
    assert scene.leftovers() == []


async def test_a_recording_that_has_no_room_leaves_that_of_the_others(
    scene: Scene, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    small = scene.cloud.add_recording(door, scene.at(20), 2).recording
    assert small
    free = RESERVE + 4 * len(small.content) + 3
    usage = shutil.disk_usage(scene.folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    found = await scene.collect(10, 22)
    assert scene.missing(found) == [(10, 18, "no_room"), (18, 20, "no_motion")]
    assert scene.leftovers() == []


@pytest.mark.parametrize(
    ("code", "reason"), [("crashed", "unreadable"), ("disk_full", "no_room")]
)
@pytest.mark.parametrize("where", ["measured", "archive"])
async def test_what_the_engine_cannot_take_leaves_the_others(
    scene: Scene,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    reason: str,
    where: str,
) -> None:
    if (code, where) == ("crashed", "archive"):
        code = "unreadable"
    odd = scene.cloud.add_recording(door, scene.at(10), 4)
    scene.cloud.add_recording(door, scene.at(20), 4)
    scene.cloud.add_recording(door, scene.at(22), 4)

    async def fail(*arguments: str) -> Any:
        name, path, *_ = arguments
        if name == "import" and f"{odd.id}.mp4" in path and _target(arguments) == where:
            raise EngineProcessError(code, "Odd.")
        return await engine(*arguments)

    monkeypatch.setattr(collecting, "engine", fail)
    found = await scene.collect(10, 26)
    assert scene.missing(found) == [(10, 14, reason), (14, 20, "no_motion")]
    monkeypatch.undo()
    # It is tried again the next time.
    again = await scene.collect(10, 26)
    assert (again.recordings, scene.missing(again)) == (1, [(14, 20, "no_motion")])


def _target(arguments: tuple[str, ...]) -> str:
    """The name of the archive that a command is about."""
    return Path(arguments[arguments.index("--archive") + 1]).name


async def test_an_engine_that_falters_once_is_asked_again(
    scene: Scene, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 4)
    faults = ["crashed"]

    async def falter(*arguments: str) -> Any:
        if arguments[0] == "import" and faults:
            raise EngineProcessError(faults.pop(), "It ended.")
        return await engine(*arguments)

    monkeypatch.setattr(collecting, "engine", falter)
    found = await scene.collect(10, 14)
    assert scene.missing(found) == []


async def test_who_cancels_leaves_nothing_behind(scene: Scene, door: Device) -> None:
    scene.cloud.add_recording(door, scene.at(10), 8)
    scene.cloud.traffic.next(Endpoint.MEDIA, stalled(5000))
    collecting = asyncio.create_task(scene.collect(10, 18))
    await until(lambda: scene.cloud.traffic.count(Endpoint.MEDIA))
    collecting.cancel()
    await asyncio.gather(collecting, return_exceptions=True)
    assert collecting.cancelled()
    assert scene.leftovers() == []


async def test_whenever_it_is_cancelled_nothing_is_left(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(10), 2)
    for step in range(0, 60, 4):
        collecting = asyncio.create_task(scene.collect(10, 18))
        for _ in range(step):
            await asyncio.sleep(0.002)
        collecting.cancel()
        await asyncio.gather(collecting, return_exceptions=True)
        if scene.archive.exists():
            assert scene.leftovers() == [], step
