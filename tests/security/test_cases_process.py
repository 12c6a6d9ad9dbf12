"""Processes that die, and who is talked to meanwhile: cases 56, 57, 70."""

import asyncio
import os
from pathlib import Path
import signal
import socket

import pytest

from custom_components.ring_watch import process
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.consent.conftest import House

from .waiting import until

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

POINTS = ["begin", "publish"]


class Hold:
    """Where gathers stand still."""

    def __init__(self, folder: Path) -> None:
        """Nothing is held."""
        self._folder = folder

    def at(self, point: str) -> None:
        """Hold the gathers to come."""
        (self._folder / "at").write_text(point)

    def release(self) -> None:
        """Hold no more."""
        (self._folder / "at").unlink()
        (self._folder / "held").unlink()

    async def process(self) -> int:
        """Wait until a gather is held; return its process id."""
        held = self._folder / "held"
        await until(lambda: held.exists() and bool(held.read_text()), 60)
        return int(held.read_text())


@pytest.fixture
def hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House) -> Hold:
    """Put an engine that can be held in the engine's place."""
    folder = tmp_path / "hold"
    folder.mkdir()
    monkeypatch.setenv("RING_WATCH_HOLD", str(folder))
    engine = Path(__file__).with_name("held_engine.py")
    monkeypatch.setattr(process, "ENGINE", engine)
    return Hold(folder)


def left(house: House) -> list[str]:
    """Return the names of what is in the folder of rendered clips."""
    folder = house.home.storage / "shares"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def runs(process_id: int) -> bool:
    """Tell whether a process is there and not only waits to be noticed."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2]
    except OSError:
        return False
    return status.split()[0] != "Z"


@pytest.mark.parametrize("point", POINTS)
async def test_case_57_a_killed_render_leaves_no_half_share(
    point: str, house: House, hold: Hold
) -> None:
    request_id = await house.ask()
    hold.at(point)
    preparing = asyncio.create_task(house.prepare(request_id))
    os.kill(await hold.process(), signal.SIGKILL)
    with pytest.raises(HomeAssistantError):
        await preparing
    assert await house.state(request_id) == "pending"
    assert house.files() == []
    hold.release()
    # Nothing has to be cleared away before it works again.
    await house.prepare(request_id)
    assert len(house.files()) == 1


@pytest.mark.parametrize("point", POINTS)
async def test_case_57_a_restart_in_the_midst_of_a_render(
    point: str, house: House, hass: HomeAssistant, hold: Hold
) -> None:
    request_id = await house.ask()
    hold.at(point)
    preparing = asyncio.create_task(house.prepare(request_id))
    held = await hold.process()
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    await asyncio.wait([preparing], timeout=60)
    assert preparing.done() and preparing.exception() is not None
    assert not runs(held)

    hold.release()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    house.home = entry.runtime_data
    assert await house.state(request_id) == "pending"
    assert left(house) == []
    assert house.ledger().count("share_created") == 0
    await house.prepare(request_id)
    assert len(left(house)) == 1


async def test_case_57_a_power_cut_in_the_midst_of_a_render(
    house: House, hass: HomeAssistant, hold: Hold
) -> None:
    """What an engine left that nobody ended goes at the next start."""
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    (kept,) = left(house)
    folder = house.home.storage / "shares"
    (folder / f".{'0' * 16}.part").write_bytes(b"half of a clip")
    (folder / f"{'1' * 32}.mp4").write_bytes(b"a clip of no request")
    entry = house.home.entry
    assert await hass.config_entries.async_reload(entry.entry_id)
    house.home = entry.runtime_data
    assert left(house) == [kept]
    await house.act("approve_request", request_id=request_id, render_hash=render_hash)
    assert await house.state(request_id) == "shared"


async def test_case_70_a_whole_life_talks_to_nobody(
    house: House, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No socket is opened, and no name is looked up.

    The harness lets a test fail that tries to open one, even if nobody noticed.
    """
    looked_up: list[object] = []

    def look_up(*arguments: object, **_options: object) -> None:
        looked_up.append(arguments)
        raise OSError("no names here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    share = await house.share()
    await house.act("list_requests")
    await house.act("revoke_share", share_id=share["share_id"])
    other = await house.ask(reason="http://canary.test/ rtsp://198.51.100.7/")
    await house.act("decline_request", request_id=other)
    await hass.async_block_till_done()
    with pytest.raises(OSError, match="no names"):
        await hass.async_add_executor_job(socket.getaddrinfo, "canary.test", 80)
    assert len(looked_up) == 1
