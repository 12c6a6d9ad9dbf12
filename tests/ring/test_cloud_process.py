"""The fake as a process of its own, and a real Home Assistant to which it is Ring."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import aiohttp
import pytest
from ring_doorbell import Auth, Ring, RingError

from scripts.env import ROOT
from scripts.home import Home

from .cloud import Addresses, hass, network
from .cloud.example import DOOR
from .conftest import HARDWARE_ID

pytestmark = [pytest.mark.ring, pytest.mark.e2e]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """What the process says of itself; it ends with its input."""
    command = [sys.executable, "-m", "tests.ring.cloud", "--furnished"]
    with subprocess.Popen(
        [*command, "--folder", tmp_path / "cloud"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.fixture
def addresses(told: dict[str, Any]) -> Addresses:
    return Addresses.from_json(json.dumps(told["addresses"]))


async def play(told: dict[str, Any], what: str, **fields: Any) -> Any:
    url = f"{told['play']}/{what}"
    async with aiohttp.ClientSession() as session, session.post(url, json=fields) as r:
        assert r.status == 200, await r.text()
        return await r.json()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await condition():
            await asyncio.sleep(0.1)


async def test_another_process_logs_in_and_sees_what_is_played(
    told: dict[str, Any], addresses: Addresses
) -> None:
    async with network.session(addresses) as session:
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
        event = await play(told, "happen", device=DOOR, kind="ding", seconds=2)
        (newest, *_) = await bell.async_history()
        assert str(newest["id"]) == event["id"]
        assert [alert.id for alert in ring.active_alerts()] == []
        await ring.async_update_dings()
        assert [alert.id for alert in ring.active_alerts()] == [newest["id"]]
        await play(told, "revoke")
        traffic = await play(told, "traffic")
        assert {"endpoint": "token", "status": 200, "bearer": False} in traffic


async def test_all_can_be_played_from_outside(
    told: dict[str, Any], addresses: Addresses
) -> None:
    bell = {"id": 1, "name": "Back door"}
    await play(told, "account", email="x", second_factor=None, devices=[bell])
    await play(told, "device", id=1, name="Side door")
    at = datetime.now(UTC) - timedelta(minutes=1)
    await play(told, "recording", device=1, at=at.isoformat(), seconds=1)
    async with network.session(addresses) as session:
        auth = Auth("test", hardware_id=HARDWARE_ID, http_client_session=session)
        await auth.async_fetch_token("x", "correct horse")
        ring = Ring(auth)
        await ring.async_update_data()
        (side,) = ring.devices().doorbots
        assert side.name == "Side door"
        assert len(await side.async_history()) == 1
        await play(told, "fault", endpoint="history", status=503, body="")
        with pytest.raises(RingError, match="503"):
            await side.async_history()
        await play(told, "device", id=1, gone=True)
        await ring.async_update_devices()
        assert ring.devices_data["doorbots"] == {}


async def test_home_assistant_s_own_ring_integration_believes_it(
    told: dict[str, Any], addresses: Addresses, tmp_path: Path
) -> None:
    """Nothing in Home Assistant is changed for it: core's integration finds it, too."""
    begin = datetime.now(UTC).replace(microsecond=0)
    async with Home(tmp_path / "home", program=hass.program(addresses)) as home:
        login = {"username": "owner@example.com", "password": "correct horse"}
        answers = {"user": login, "2fa": {"2fa": "246810"}}
        await home.add_entry("ring", answers)
        await home.wait_for_state("event.front_door_ding", "unknown")

        async def subscribed() -> bool:
            traffic = await play(told, "traffic")
            return any(seen["endpoint"] == "push_token" for seen in traffic)

        await until(subscribed)
        await play(told, "happen", device=DOOR, kind="ding")

        async def rung() -> bool:
            state = (await home.state("event.front_door_ding"))["state"]
            return state != "unknown" and datetime.fromisoformat(state) >= begin

        await until(rung)
        assert home.errors == []
