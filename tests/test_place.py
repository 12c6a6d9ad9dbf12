"""The disk with the footage is not there, is another one, or comes back."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
import errno
import fcntl
from http import HTTPStatus
import os
from pathlib import Path
import shutil
import stat
import subprocess
import sys
import threading

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch import place
from custom_components.ring_watch.const import CONF_STORAGE, DOMAIN
from custom_components.ring_watch.engine.lock import HeldError, lock
from custom_components.ring_watch.engine.times import now_us
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.place import LOCK, MARK
from custom_components.ring_watch.sharing.model.people import Origin, Source
from custom_components.ring_watch.sharing.model.requests import Ask
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from scripts.home_config import ROOT

from .integration_fixtures import (
    FOOTAGE_END,
    FOOTAGE_START,
    StandIn,
    Start,
    demo,
    device_id,
    entity_id,
    gather_footage,
    stream,
)

pytestmark = pytest.mark.integration


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id for _, issue_id in ir.async_get(hass).issues}


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    return entry.state


@pytest.fixture
async def gone(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> Path:
    """Unplug the disk of a home that was used: its folder is there, and empty."""
    home = await start(demo())
    storage = home.storage
    assert await hass.config_entries.async_unload(home_entry.entry_id)

    def unplug() -> None:
        storage.rename(storage.with_name("unplugged"))
        storage.mkdir()

    await asyncio.to_thread(unplug)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    return storage


async def test_nothing_is_recorded_where_the_disk_is_not(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path, stand_in: StandIn
) -> None:
    assert state_of(home_entry) is ConfigEntryState.SETUP_RETRY
    assert home_entry.error_reason_translation_key == "storage_missing"
    assert issues(hass) == {"storage_missing"}
    assert await asyncio.to_thread(os.listdir, gone) == []
    assert stand_in.ops().count("configure") == 1

    def plug() -> None:
        gone.rmdir()
        gone.with_name("unplugged").rename(gone)

    await asyncio.to_thread(plug)
    # As Home Assistant does by itself, a while later.
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


async def test_the_owner_begins_anew(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    gone: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    path = "/api/repairs/issues/fix"
    begin = {"handler": DOMAIN, "issue_id": "storage_missing"}
    flow = await (await client.post(path, json=begin)).json()
    assert flow["step_id"] == "confirm"
    assert flow["description_placeholders"] == {"folder": str(gone)}
    answer = await client.post(f"{path}/{flow['flow_id']}", json={})
    assert answer.status == HTTPStatus.OK
    await hass.async_block_till_done()
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()
    # That is the disk now.
    assert await hass.config_entries.async_reload(home_entry.entry_id)


async def test_another_folder_is_another_matter(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path
) -> None:
    data = {**home_entry.data, CONF_STORAGE: str(gone.with_name("unplugged"))}
    hass.config_entries.async_update_entry(home_entry, data=data)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


@pytest.mark.parametrize("how", ["removed", "disabled"])
async def test_who_gives_up_is_told_no_more(
    hass: HomeAssistant, home_entry: MockConfigEntry, gone: Path, how: str
) -> None:
    if how == "removed":
        await hass.config_entries.async_remove(home_entry.entry_id)
    else:
        await hass.config_entries.async_set_disabled_by(
            home_entry.entry_id, ConfigEntryDisabler.USER
        )
    assert issues(hass) == set()


async def test_a_folder_that_cannot_be_used_is_told_of(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    storage = Path(home_entry.data[CONF_STORAGE])
    await asyncio.to_thread(storage.touch)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    assert home_entry.error_reason_translation_key == "storage_unavailable"
    assert issues(hass) == {"archive_error"}
    await asyncio.to_thread(storage.unlink)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


async def test_the_mark_is_for_the_owner_only_and_outlives_damage(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    mark = (await start()).storage / ".home"

    def look() -> tuple[str, int]:
        return mark.read_text(), stat.S_IMODE(mark.stat().st_mode)

    before, mode = await asyncio.to_thread(look)
    assert mode == 0o600
    assert await hass.config_entries.async_reload(home_entry.entry_id)
    assert await asyncio.to_thread(look) == (before, mode)
    await asyncio.to_thread(mark.write_bytes, b"\xff" * 5000)
    assert not await hass.config_entries.async_reload(home_entry.entry_id)
    assert issues(hass) == {"storage_missing"}


async def told(home: Home, state: str) -> None:
    """Let the worker say how the archive is."""
    event = {"event": "archive", "state": state, "cameras": {}}
    await home.worker.request("emit", message=event)


async def test_a_disk_that_goes_while_it_records(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    footage_of: Callable[[str], Path],
) -> None:
    footage_of("front_door")
    home = await start(demo())
    configured = stand_in.commands[0]
    mark = await asyncio.to_thread((home.storage / ".home").read_text)
    assert configured["mark"] == {"path": str(home.storage / ".home"), "text": mark}
    clip = await gather_footage(hass, home)
    doorbell = home.doorbells["id_front_door"]
    doorbell.archive_changed(FOOTAGE_START, 5_000_000)

    def unplug() -> None:
        home.storage.rename(home.storage.with_name("unplugged"))
        home.storage.mkdir()

    def plug() -> None:
        home.storage.rmdir()
        home.storage.with_name("unplugged").rename(home.storage)

    await asyncio.to_thread(unplug)
    await told(home, "missing")
    await until(lambda: issues(hass) == {"storage_missing"})
    assert (doorbell.oldest, doorbell.size) == (FOOTAGE_START, 5_000_000)
    sharing = home.sharing
    assert sharing is not None
    asked = now_us() - 3_600_000_000
    ask = Ask(asked, asked + 60_000_000, reason="A bike is gone")
    receipt = await sharing.receive(ask, Source(Origin.ACTION))
    assert receipt.rule is None
    await sharing.tick()
    target = {"devices": device_id(hass, home, "front_door")}
    window = {"start": FOOTAGE_START, "end": FOOTAGE_END}
    for action, data in (
        ("gather_clip", {**target, **window}),
        ("keep_footage", {**target, **window}),
        ("release_footage", target),
        ("delete_clip", {"clip_id": clip["clip_id"]}),
    ):
        with pytest.raises(HomeAssistantError) as caught:
            await hass.services.async_call(DOMAIN, action, data, blocking=True)
        assert caught.value.translation_key == "storage_missing", action
        assert caught.value.translation_placeholders == {"folder": str(home.storage)}
    assert await asyncio.to_thread(os.listdir, home.storage) == []

    await asyncio.to_thread(plug)
    await told(home, "ok")
    await until(lambda: issues(hass) == set())
    assert await gather_footage(hass, home)
    await sharing.tick()
    pins = await asyncio.to_thread(home.pins.all)
    assert [pin.start_us for pin in pins.values()] == [asked]
    await hass.services.async_call(
        DOMAIN, "delete_clip", {"clip_id": clip["clip_id"]}, blocking=True
    )
    assert not await asyncio.to_thread(Path(clip["path"]).exists)


async def test_without_its_disk_a_doorbell_still_rings_and_is_seen(
    hass: HomeAssistant, start: Start, stand_in: StandIn, freezer: FrozenDateTimeFactory
) -> None:
    home = await start(stream(url="rtsp://down-disk.test/", motion="detect"))
    doorbell = home.doorbells["id_front_door"]
    await until(lambda: doorbell.reason == "disk")
    await hass.async_block_till_done()
    for platform, key, expected in (
        ("binary_sensor", "recording", "off"),
        ("binary_sensor", "motion", "off"),
        ("camera", "camera", "idle"),
    ):
        entity = entity_id(hass, platform, "front_door", key)
        assert hass.states.is_state(entity, expected), key
    assert doorbell.stalled_since is not None
    freezer.tick(timedelta(minutes=6))
    async_fire_time_changed(hass)
    # The home tells of its disk, and of nothing else.
    assert issues(hass) == set()

    doorbell.worker_state("down", "unreachable")
    freezer.tick(timedelta(minutes=6))
    async_fire_time_changed(hass)
    assert issues(hass) == {"source_id_front_door"}
    doorbell.worker_state("down", "disk")
    assert issues(hass) == set()


async def test_of_a_disk_that_hangs_only_one_thread_waits(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(demo())
    asked: list[Path] = []
    answers = threading.Event()

    def hang(path: Path) -> None:
        asked.append(path)
        answers.wait(20)

    monkeypatch.setattr(place, "PATIENCE", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", hang)
        gather = {
            "devices": device_id(hass, home, "front_door"),
            "start": FOOTAGE_START,
            "end": FOOTAGE_END,
        }
        for _ in range(3):
            with pytest.raises(HomeAssistantError) as caught:
                await hass.services.async_call(
                    DOMAIN, "gather_clip", gather, blocking=True
                )
            assert caught.value.translation_key == "storage_unavailable"
        assert not await hass.config_entries.async_reload(home_entry.entry_id)
        assert home_entry.error_reason_translation_key == "storage_unavailable"
        assert issues(hass) == {"archive_error"}
        assert asked == [home.storage / MARK]
        answers.set()
    await hass.async_block_till_done()
    assert await hass.config_entries.async_reload(home_entry.entry_id)
    assert issues(hass) == set()


HOLDER = """
import sys
from pathlib import Path
from custom_components.ring_watch.engine.lock import lock
held = lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


type Holder = Callable[[], Callable[[], None]]


@pytest.fixture
def holder(home_entry: MockConfigEntry) -> Iterator[Holder]:
    """Let another process have the folder until what this returns is called."""
    with ExitStack() as ends:

        def hold() -> Callable[[], None]:
            storage = Path(home_entry.data[CONF_STORAGE])
            storage.mkdir(parents=True, exist_ok=True)
            pipe = subprocess.PIPE
            command = [sys.executable, "-c", HOLDER, str(storage / LOCK)]
            other = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT)
            ends.enter_context(other)
            ends.callback(other.kill)
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"

            def end() -> None:
                other.kill()
                other.wait()

            return end

        yield hold


@pytest.fixture
def held(holder: Holder) -> Callable[[], None]:
    """Another process has the folder until what this returns is called."""
    return holder()


def belongings(storage: Path) -> list[Path]:
    """Files of a home in its folder that another home would take for left over."""
    name = "0123456789abcdef" * 2
    files = [
        storage / "clips" / f"{name}.mp4",
        storage / "clips" / f".{name[:16]}.part",
        storage / "shares" / f"{name}.mp4",
        storage / "archive" / ".pins" / "request_x.json",
        storage / ".witness",
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("7")
    return files


async def test_a_folder_that_another_home_has_stays_as_it_is(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    held: Callable[[], None],
    stand_in: StandIn,
) -> None:
    storage = Path(home_entry.data[CONF_STORAGE])
    files = await asyncio.to_thread(belongings, storage)
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.SETUP_RETRY
    assert home_entry.error_reason_translation_key == "storage_in_use"
    assert home_entry.error_reason_translation_placeholders == {"folder": str(storage)}
    assert issues(hass) == {"storage_in_use"}
    assert stand_in.ops() == []
    assert all([await asyncio.to_thread(file.exists) for file in files])

    # Its Home Assistant was stopped, or even killed.
    await asyncio.to_thread(held)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert issues(hass) == set()


async def test_who_gives_a_held_folder_up_takes_nothing_along(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    held: Callable[[], None],
    stand_in: StandIn,
) -> None:
    files = await asyncio.to_thread(belongings, Path(home_entry.data[CONF_STORAGE]))
    assert not await hass.config_entries.async_setup(home_entry.entry_id)
    await hass.config_entries.async_remove(home_entry.entry_id)
    assert issues(hass) == set()
    assert all([await asyncio.to_thread(file.exists) for file in files])


async def test_a_home_that_ends_lets_its_folder_go(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    path = (await start()).storage / LOCK
    with pytest.raises(HeldError):
        await asyncio.to_thread(lock, path)
    assert await hass.config_entries.async_unload(home_entry.entry_id)
    (await asyncio.to_thread(lock, path)).close()


def plug_in_again(storage: Path) -> None:
    """Bring the disk back as another one is: no lock of before is on it."""
    before = storage.with_name("before")
    storage.rename(before)
    shutil.copytree(before, storage)


async def test_a_disk_that_comes_back_is_held_anew(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo())
    await asyncio.to_thread(plug_in_again, home.storage)

    def is_free(folder: Path) -> bool:
        try:
            lock(folder / LOCK).close()
        except HeldError:
            return False
        return True

    assert await asyncio.to_thread(is_free, home.storage)
    await told(home, "ok")
    await until(lambda: not is_free(home.storage))
    await until(lambda: is_free(home.storage.with_name("before")))
    assert state_of(home_entry) is ConfigEntryState.LOADED
    assert await hass.config_entries.async_unload(home_entry.entry_id)
    assert await asyncio.to_thread(is_free, home.storage)


async def test_where_the_disk_is_not_there_is_nothing_to_hold(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo())

    def unplug() -> None:
        home.storage.rename(home.storage.with_name("unplugged"))
        home.storage.mkdir()

    await asyncio.to_thread(unplug)
    await home.place.hold_on()
    assert await asyncio.to_thread(os.listdir, home.storage) == []


async def test_a_disk_that_another_home_took_meanwhile_is_left_to_it(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    start: Start,
    stand_in: StandIn,
    holder: Holder,
) -> None:
    home = await start(demo())
    await asyncio.to_thread(plug_in_again, home.storage)
    end = await asyncio.to_thread(holder)
    await told(home, "ok")
    await until(lambda: issues(hass) == {"storage_in_use"})
    assert state_of(home_entry) is ConfigEntryState.SETUP_RETRY
    await asyncio.to_thread(end)
    await hass.config_entries.async_reload(home_entry.entry_id)
    assert state_of(home_entry) is ConfigEntryState.LOADED


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
async def test_a_disk_without_locks_will_do(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    error: int,
) -> None:
    """As some networks' disks are; no real one is at hand."""

    def flock(_file: object, _operation: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", flock)
    await start()
    assert issues(hass) == set()
