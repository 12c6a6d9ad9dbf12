"""The real worker with the demo doorbell: recorded, seen, gathered, ended."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import os
from pathlib import Path
import signal
import stat
from typing import Any

import pytest

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Status
from custom_components.ring_watch.home import Home
from homeassistant.components.camera import async_get_image
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .integration_fixtures import Start, children, demo, device_id

pytestmark = [
    pytest.mark.integration,
    pytest.mark.realtime,
    pytest.mark.timeout(180),
]


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.1)


async def recording(home: Home, camera: str = "demo") -> None:
    bell = home.doorbells[f"id_{camera}"]
    await until(lambda: bell.status is Status.RECORDING)


async def gather(hass: HomeAssistant, home: Home, **data: Any) -> dict[str, Any]:
    response: Any = await hass.services.async_call(
        DOMAIN,
        "gather_clip",
        {"devices": device_id(hass, home, "demo"), **data},
        blocking=True,
        return_response=True,
    )
    clip: dict[str, Any] = response["clips"][0]
    return clip


async def test_the_last_seconds_are_gathered_without_a_gap(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"))
    await recording(home)
    await asyncio.sleep(8)

    clip = await gather(hass, home, last={"seconds": 5}, audio=True)

    assert clip["gaps"] == []
    assert clip["audio"] is True
    assert clip["requested"]["end"] <= dt_util.utcnow().isoformat()
    image = await async_get_image(hass, "camera.demo")
    assert image.content.startswith(b"\xff\xd8")


async def test_somebody_walks_by(hass: HomeAssistant, start: Start) -> None:
    home = await start(demo("Demo"))
    bell = home.doorbells["id_demo"]

    await until(lambda: bell.moving, 60)

    event = hass.states.get("event.demo_motion")
    assert event is not None
    assert event.attributes["event_type"] == "motion"
    await until(lambda: not bell.moving, 60)


async def test_the_archive_tells_what_it_holds_and_is_for_the_owner_only(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"))
    began = dt_util.utcnow()
    bell = home.doorbells["id_demo"]
    await recording(home)
    await asyncio.sleep(3)
    # The end of a segment is when its size is told.
    await home.set_paused(bell, True)
    await until(lambda: bool(bell.size and bell.oldest))

    assert bell.oldest is not None
    assert abs(bell.oldest - began) < timedelta(seconds=30)
    assert home.archive_state.state == "ok"
    assert home.archive_state.free

    def modes() -> set[tuple[bool, int]]:
        return {
            (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
            for path in home.storage.rglob("*")
        }

    assert await asyncio.to_thread(modes) == {(True, 0o700), (False, 0o600)}


async def test_what_happens_to_other_doorbells_leaves_no_gap(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"))
    await recording(home)
    await asyncio.sleep(2)
    begin = dt_util.utcnow()

    hass.config_entries.async_add_subentry(home.entry, demo("Garden"))
    await hass.async_block_till_done()
    await recording(home, "garden")
    garden = home.entry.subentries["id_garden"]
    changed = {**garden.data, "audio": False}
    hass.config_entries.async_update_subentry(home.entry, garden, data=changed)
    await hass.async_block_till_done()
    await recording(home, "garden")
    hass.config_entries.async_remove_subentry(home.entry, "id_garden")
    await hass.async_block_till_done()
    await asyncio.sleep(2)

    clip = await gather(hass, home, start=begin, end=dt_util.utcnow())
    assert clip["gaps"] == []
    assert list(home.archive.root.glob("garden/*"))


async def test_a_killed_worker_loses_no_more_than_the_unfinished_pictures(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"))
    await recording(home)
    await asyncio.sleep(6)
    pid = home.worker.pid
    assert pid
    begin = dt_util.utcnow() - timedelta(seconds=5)
    os.kill(pid, signal.SIGKILL)
    await until(lambda: home.worker.running and home.worker.pid != pid)
    await recording(home)
    await asyncio.sleep(4)

    clip = await gather(hass, home, start=begin, end=dt_util.utcnow())

    assert len(clip["gaps"]) == 1
    gap = clip["gaps"][0]
    lost = dt_util.parse_datetime(gap["end"]) - dt_util.parse_datetime(gap["start"])  # type: ignore[operator]
    assert lost < timedelta(seconds=8)


async def test_unloading_ends_the_worker_with_its_fragments_finished(
    hass: HomeAssistant, start: Start
) -> None:
    before = children()
    home = await start(demo("Demo"))
    await recording(home)
    await asyncio.sleep(3)

    assert await hass.config_entries.async_unload(home.entry.entry_id)

    assert children() == before
    coverage = await hass.async_add_executor_job(home.archive.coverage, "demo")
    ((begin, end),) = coverage.spans
    assert end - begin > 2_000_000


async def test_switched_off_it_records_nothing(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"))
    await recording(home)
    await asyncio.sleep(2)
    await home.set_paused(home.doorbells["id_demo"], True)

    def sizes() -> list[int]:
        return [path.stat().st_size for path in sorted(home.storage.rglob("*.mp4"))]

    before = await asyncio.to_thread(sizes)
    await asyncio.sleep(3)
    assert await asyncio.to_thread(sizes) == before
    assert before


async def test_several_cameras_have_folders_of_their_own(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(demo("Demo"), demo("Garden"))
    await recording(home)
    await recording(home, "garden")
    await asyncio.sleep(3)

    def cameras() -> list[Path]:
        return sorted(home.archive.root.glob("[a-z]*"))

    assert [path.name for path in await asyncio.to_thread(cameras)] == [
        "demo",
        "garden",
    ]
