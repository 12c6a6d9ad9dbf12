"""Fixtures of the tests that run inside Home Assistant's harness."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import json
from pathlib import Path
import shutil
import subprocess
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.ring_watch import process, worker
from custom_components.ring_watch.const import (
    ARCHIVE_FOLDER,
    CONF_AUDIO,
    CONF_CAMERA,
    CONF_MOTION,
    CONF_PRESS,
    CONF_RETENTION_DAYS,
    CONF_RETENTION_GB,
    CONF_SENSITIVITY,
    CONF_SOURCE,
    CONF_STORAGE,
    CONF_TRANSPORT,
    DOMAIN,
    SOURCE_DEMO,
    SOURCE_STREAM,
    SUBENTRY_DOORBELL,
)
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.web import frontend
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.support.footage import Footage, make

STAND_IN = Path(__file__).parent / "stand_in_engine.py"
PASSWORD = "correct horse/battery@staple"

type Start = Callable[..., Awaitable[Home]]


class StandIn:
    """What was told to the stand-in worker."""

    def __init__(self, log: Path) -> None:
        self.log = log

    @property
    def commands(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def ops(self) -> list[str]:
        return [command["op"] for command in self.commands]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StandIn:
    """Put the stand-in in the engine's place."""
    log = tmp_path / "commands.jsonl"
    monkeypatch.setenv("RING_WATCH_STAND_IN_LOG", str(log))
    monkeypatch.setattr(process, "ENGINE", STAND_IN)
    # It does not say that it lives.
    monkeypatch.setattr(worker, "SILENCE", 86_400.0)
    return StandIn(log)


FOOTAGE = Footage(seconds=Fraction(30), gop=Fraction(2), sound="aac")
FOOTAGE_START = datetime(2026, 3, 1, 11, 59, 50, tzinfo=UTC)
FOOTAGE_END = FOOTAGE_START + timedelta(seconds=30)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with 30 seconds of one camera, imported by the real engine.

    They begin in one hour and end in the next; the counter is that of the footage.
    """
    folder = tmp_path_factory.mktemp("recorded")
    made = make(FOOTAGE, folder / "made")
    command = ["import", str(made.path), "--start", FOOTAGE_START.isoformat()]
    command += ["--archive", str(folder / "archive"), "--camera", "camera", "--json"]
    subprocess.run(process.engine_command(*command), check=True, capture_output=True)
    return folder / "archive" / "camera"


@pytest.fixture
def footage_of(home_entry: MockConfigEntry, recorded: Path) -> Callable[[str], Path]:
    """Give the footage to a camera of the home."""

    def give(camera: str) -> Path:
        target = Path(home_entry.data[CONF_STORAGE]) / ARCHIVE_FOLDER / camera
        shutil.copytree(recorded, target)
        return target

    return give


@pytest.fixture
def www(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder in which a build of card and panel would be."""
    folder = tmp_path / "www"
    folder.mkdir()
    monkeypatch.setattr(frontend, "WWW", folder)
    return folder


@pytest.fixture
def card(www: Path) -> Path:
    """Return a built card that is small."""
    card = www / "ring-watch-card.js"
    card.write_text("customElements;")
    (www / "ring-watch-pages-1.js").write_text("export {};")
    return card


@pytest.fixture
def home_entry(hass: HomeAssistant, tmp_path: Path) -> MockConfigEntry:
    """Return the entry of a home without doorbells, added but not set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Ring Watch",
        data={
            CONF_STORAGE: str(tmp_path / "storage"),
            CONF_RETENTION_DAYS: 7,
            CONF_RETENTION_GB: 50,
        },
    )
    entry.add_to_hass(hass)
    return entry


def demo(name: str = "Front door", **data: Any) -> ConfigSubentry:
    """Return the subentry of a demo doorbell."""
    return doorbell(name, **{CONF_SOURCE: SOURCE_DEMO, CONF_SENSITIVITY: 50, **data})


def stream(
    name: str = "Front door", url: str = "rtsp://camera.test/live", **data: Any
) -> ConfigSubentry:
    """Return the subentry of a doorbell with a stream."""
    defaults = {
        CONF_SOURCE: SOURCE_STREAM,
        "url": url,
        "username": "owner",
        "password": PASSWORD,
        CONF_TRANSPORT: "tcp",
        CONF_PRESS: "none",
        CONF_MOTION: "none",
    }
    return doorbell(name, **(defaults | data))


def doorbell(name: str, **data: Any) -> ConfigSubentry:
    """Return the subentry of a doorbell."""
    camera = name.lower().replace(" ", "_")
    return ConfigSubentry(
        data=MappingProxyType({CONF_CAMERA: camera, CONF_AUDIO: True, **data}),
        subentry_id=f"id_{camera}",
        subentry_type=SUBENTRY_DOORBELL,
        title=name,
        unique_id=camera,
    )


@pytest.fixture
async def start(
    hass: HomeAssistant, home_entry: MockConfigEntry
) -> AsyncGenerator[Start]:
    """Set up the home with doorbells; check at the end that nothing runs on."""
    before = children()

    async def set_up(*doorbells: ConfigSubentry) -> Home:
        for subentry in doorbells:
            hass.config_entries.async_add_subentry(home_entry, subentry)
        assert await hass.config_entries.async_setup(home_entry.entry_id)
        await hass.async_block_till_done()
        home: Home = home_entry.runtime_data
        return home

    yield set_up
    if home_entry.state is ConfigEntryState.LOADED:
        assert await hass.config_entries.async_unload(home_entry.entry_id)
    await hass.async_block_till_done()
    assert children() <= before


def children() -> set[int]:
    """Return the ids of this process's children that still run."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        # A thread or a child may end while this looks.
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in (task / "children").read_text().split():
                status = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2]
                if status.split()[0] != "Z":
                    found.add(int(child))
    return found


def entity_id(hass: HomeAssistant, platform: str, camera: str, key: str) -> str:
    """Return the entity of a doorbell that has a key."""
    found = er.async_get(hass).async_get_entity_id(
        platform, DOMAIN, f"id_{camera}_{key}"
    )
    assert found is not None
    return found


def device_id(hass: HomeAssistant, home: Home, camera: str) -> str:
    """Return the device of a doorbell."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, f"id_{camera}"), home.entry.entry_id
    )
    assert device is not None
    return device.id


async def gather_footage(hass: HomeAssistant, home: Home) -> dict[str, Any]:
    """Gather all of the front door's footage; return the clip."""
    response: Any = await hass.services.async_call(
        DOMAIN,
        "gather_clip",
        {
            "devices": device_id(hass, home, "front_door"),
            "start": FOOTAGE_START,
            "end": FOOTAGE_END,
        },
        blocking=True,
        return_response=True,
    )
    clip: dict[str, Any] = response["clips"][0]
    return clip
