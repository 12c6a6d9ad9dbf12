"""A Ring account in a real Home Assistant, to which a fake cloud is Ring."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
import hashlib
from pathlib import Path
from typing import Any

import pytest

from scripts.connection import Connection
from scripts.demo_ring import CODE, LOGIN
from scripts.demo_sharing import Guest
from scripts.home import Home
from tests.ring.cloud.example import DOOR
from tests.ring.cloud.process import CloudProcess
from tests.support import decode

pytestmark = [pytest.mark.ring, pytest.mark.e2e, pytest.mark.integration]

DOMAIN = "ring_watch"
RING = "event.front_door_doorbell"
MOTION = "binary_sensor.front_door_motion"
CAMERA = "camera.front_door"


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncIterator[CloudProcess]:
    async with CloudProcess(tmp_path / "cloud") as cloud:
        yield cloud


async def set_up(home: Home, footage: Path) -> None:
    """Add Ring Watch, and the account with the code that came by SMS."""
    storage = {"storage": str(footage), "retention_days": 7, "retention_gb": 10}
    entry_id, _ = await home.add_entry(DOMAIN, {"user": storage, "backup": {}})
    answers = {"user": {**LOGIN, "keep_copy": False}, "code_sms": {"code": CODE}}
    await home.add_subentry(entry_id, "ring_account", answers)
    await home.wait_for_state("sensor.owner_example_com_push_messages", "working")


async def device_of(connection: Connection, entity_id: str) -> str:
    for entity in await connection.call("config/entity_registry/list"):
        if entity["entity_id"] == entity_id:
            return str(entity["device_id"])
    raise AssertionError(entity_id)


async def changed(home: Home, entity_id: str, before: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while (state := await home.state(entity_id))["state"] == before:
            await asyncio.sleep(0.2)
    return state


@pytest.mark.timeout(300)
async def test_from_logging_in_to_sharing(cloud: CloudProcess, tmp_path: Path) -> None:
    footage = tmp_path / "footage"
    async with Home(tmp_path / "home", program=cloud.program) as home:
        await set_up(home, footage)
        assert (await home.state(CAMERA))["state"] == "idle"
        assert (await home.state("sensor.front_door_battery"))["state"] == "87"

        before = (await home.state(RING))["state"]
        await cloud.play("happen", device=DOOR, kind="ding")
        rung = await changed(home, RING, before)
        assert rung["attributes"]["event_type"] == "ring"
        await cloud.play("happen", device=DOOR, kind="motion", person=True)
        await home.wait_for_state(MOTION, "on")
        moved = await home.state("event.front_door_motion")
        assert moved["attributes"]["event_type"] == "person"

        begin = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
        for second in (0, 8, 20):
            at = begin + timedelta(seconds=second)
            await cloud.play("recording", device=DOOR, at=at.isoformat(), seconds=8)
        window = {
            "start": (begin + timedelta(seconds=4)).isoformat(),
            "end": (begin + timedelta(seconds=24)).isoformat(),
        }
        async with home.connect() as connection:
            device = await device_of(connection, RING)

            async def act(action: str, **data: Any) -> Any:
                return await connection.action(
                    f"{DOMAIN}.{action}", response=True, **data
                )

            gathered = await act("gather_clip", devices=[device], **window)
            (clip,) = gathered["clips"]
            shown = [one.counter for one in decode.shown(clip["path"])]
            # 16 of the 20 seconds, and black for the others.
            assert len([one for one in shown if one is not None]) == 16 * 15
            assert clip["frames"] == 16 * 15
            (gap,) = clip["gaps"]
            assert clip["missing"] == [{**gap, "reason": "no_motion"}]

            asked = await act("request_clip", devices=[device], **window)
            request = {"request_id": asked["request_id"]}
            prepared = (await act("prepare_request", **request))["prepared"]
            (one,) = prepared["clips"]
            assert one["missing"] == clip["missing"]
            share = await act(
                "approve_request", **request, render_hash=prepared["render_hash"]
            )
        path, _, secret = share["url"].removeprefix(home.url).partition("#")
        async with Guest(home.url) as neighbour:
            assert (await neighbour.post(path, code=secret))[0] == 200
            _, body = await neighbour.get(f"{path}/api/download/1")
        assert hashlib.sha256(body).hexdigest() == one["sha256"]
        assert list((footage / "ring").iterdir()) == []
        log = home.log
        for secret_word in (
            LOGIN["password"],
            CODE,
            "refresh_token",
            "X-Amz-Signature",
        ):
            assert secret_word not in log
        assert [line for line in home.errors if DOMAIN in line] == []


@pytest.mark.timeout(300)
async def test_after_a_restart_the_account_goes_on_as_the_same_client(
    cloud: CloudProcess, tmp_path: Path
) -> None:
    async with Home(tmp_path / "home", program=cloud.program) as home:
        await set_up(home, tmp_path / "footage")
        await home.wait_for_state(CAMERA, "idle")
        await home.stop()

        await home.start()

        await home.wait_for_state(CAMERA, "idle")
        await home.wait_for_state("sensor.owner_example_com_push_messages", "working")
        before = (await home.state(RING))["state"]
        await cloud.play("happen", device=DOOR, kind="ding")
        await changed(home, RING, before)
        traffic = await cloud.play("traffic")
        logins = [one for one in traffic if one["endpoint"] == "token"]
        # The password's, that with the code, and none since.
        assert [one["status"] for one in logins] == [412, 200]
