"""The fake as a process of its own, and a real Home Assistant to which it is Ring."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ring_doorbell import Auth, Ring, RingError

from scripts.home import Home

from .cloud import network
from .cloud.example import DOOR
from .cloud.process import CloudProcess
from .conftest import HARDWARE_ID

pytestmark = [pytest.mark.ring, pytest.mark.e2e]


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncIterator[CloudProcess]:
    async with CloudProcess(tmp_path / "cloud") as cloud:
        yield cloud


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await condition():
            await asyncio.sleep(0.1)


async def test_another_process_logs_in_and_sees_what_is_played(
    cloud: CloudProcess,
) -> None:
    async with network.session(cloud.addresses) as session:
        auth = Auth("test", hardware_id=HARDWARE_ID, http_client_session=session)
        await auth.async_fetch_token("owner@example.com", "correct horse", "246810")
        ring = Ring(auth)
        await ring.async_update_data()
        assert [d.name for d in ring.video_devices()] == [
            "Front door",
            "Neighbour",
            "Garden",
        ]
        bell = ring.devices().doorbots[0]
        assert len(await bell.async_history()) == 3
        event = await cloud.play("happen", device=DOOR, kind="ding", seconds=2)
        (newest, *_) = await bell.async_history()
        assert str(newest["id"]) == event["id"]
        assert [alert.id for alert in ring.active_alerts()] == []
        await ring.async_update_dings()
        assert [alert.id for alert in ring.active_alerts()] == [newest["id"]]
        await cloud.play("revoke")
        traffic = await cloud.play("traffic")
        assert {"endpoint": "token", "status": 200, "bearer": False} in traffic


async def test_all_can_be_played_from_outside(cloud: CloudProcess) -> None:
    bell = {"id": 1, "name": "Back door"}
    await cloud.play("account", email="x", second_factor=None, devices=[bell])
    await cloud.play("device", id=1, name="Side door")
    at = datetime.now(UTC) - timedelta(minutes=1)
    await cloud.play("recording", device=1, at=at.isoformat(), seconds=1)
    async with network.session(cloud.addresses) as session:
        auth = Auth("test", hardware_id=HARDWARE_ID, http_client_session=session)
        await auth.async_fetch_token("x", "correct horse")
        ring = Ring(auth)
        await ring.async_update_data()
        (side,) = ring.devices().doorbots
        assert side.name == "Side door"
        assert len(await side.async_history()) == 1
        await cloud.play("fault", endpoint="history", status=503, body="")
        with pytest.raises(RingError, match="503"):
            await side.async_history()
        await cloud.play("device", id=1, gone=True)
        await ring.async_update_devices()
        assert ring.devices_data["doorbots"] == {}


async def test_home_assistant_s_own_ring_integration_believes_it(
    cloud: CloudProcess, tmp_path: Path
) -> None:
    """Nothing in Home Assistant is changed for it: core's integration finds it, too."""
    begin = datetime.now(UTC).replace(microsecond=0)
    async with Home(tmp_path / "home", program=cloud.program) as home:
        login = {"username": "owner@example.com", "password": "correct horse"}
        answers = {"user": login, "2fa": {"2fa": "246810"}}
        await home.add_entry("ring", answers)
        await home.wait_for_state("event.front_door_ding", "unknown")

        async def subscribed() -> bool:
            traffic = await cloud.play("traffic")
            return any(seen["endpoint"] == "push_token" for seen in traffic)

        await until(subscribed)
        await cloud.play("happen", device=DOOR, kind="ding")

        async def rung() -> bool:
            state = (await home.state("event.front_door_ding"))["state"]
            return state != "unknown" and datetime.fromisoformat(state) >= begin

        await until(rung)
        assert home.errors == []
