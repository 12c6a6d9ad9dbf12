"""A real Home Assistant for tests that are no coroutines."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
import threading
import time
from typing import Any

from scripts.home import Home

from .rtsp import RtspCamera

DOMAIN = "ring_watch"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Door:
    """A doorbell in Home Assistant: its device, and entities by platform and key."""

    device_id: str
    subentry_id: str
    entities: Mapping[str, str]


class RunningHome:
    """Home Assistant with Ring Watch, its event loop being in another thread."""

    def __init__(self, folder: Path, storage: Path | None = None) -> None:
        """Nothing runs before `start`; footage goes to `storage`."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.home = Home(folder)
        self.footage = storage or folder / "footage"
        self.entry_id = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run[T](self, work: Coroutine[Any, Any, T], timeout: float = 300) -> T:
        """Wait for a coroutine of `home`."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def start(self) -> None:
        """Start Home Assistant; the first time, add Ring Watch without a doorbell."""
        self.run(self.home.start())
        if not self.entry_id:
            storage = {"retention_days": 7, "retention_gb": 10}
            answers = {"user": {"storage": str(self.footage), **storage}, "backup": {}}
            self.entry_id, _ = self.run(self.home.add_entry(DOMAIN, answers))

    def close(self) -> None:
        """Stop Home Assistant and the thread."""
        self.run(self.home.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def add_stream(self, name: str, camera: RtspCamera, **options: Any) -> Door:
        """Add a doorbell with the source `stream`, and wait until it records."""
        stream: dict[str, Any] = {
            "name": name,
            "url": camera.url,
            "transport": "tcp",
            "audio": bool(camera.made.footage.sound),
        }
        if camera.username:
            stream |= {"username": camera.username, "password": camera.password}
        events = {"press": "none", "motion": "none", "sensitivity": 50}
        answers = {"user": "stream", "stream": stream, "events": events | options}
        self.run(self.home.add_subentry(self.entry_id, "doorbell", answers))
        door = self.door(name)
        self.wait(door, "binary_sensor.recording", "on")
        return door

    def door(self, name: str, timeout: float = 30) -> Door:
        """The doorbell with this name, once its entities are there."""
        deadline = time.monotonic() + timeout
        while True:
            devices = self.call("config/device_registry/list")
            found = [d["id"] for d in devices if d["name"] == name]
            if found:
                break
            assert time.monotonic() < deadline, f"no device {name!r}"
            time.sleep(0.2)
        entities, subentry = {}, ""
        for entity in self.call("config/entity_registry/list"):
            if entity["device_id"] == found[0]:
                subentry = entity["config_subentry_id"]
                key = entity["unique_id"].removeprefix(f"{subentry}_")
                platform = entity["entity_id"].partition(".")[0]
                entities[f"{platform}.{key}"] = entity["entity_id"]
        return Door(found[0], subentry, entities)

    def call(self, kind: str, **fields: Any) -> Any:
        """One websocket command; raises HomeError."""

        async def once() -> Any:
            async with self.home.connect() as connection:
                return await connection.call(kind, **fields)

        return self.run(once())

    def action(self, name: str, *, response: bool = False, **data: Any) -> Any:
        """Perform an action over the websocket; raises HomeError."""

        async def once() -> Any:
            async with self.home.connect() as connection:
                return await connection.action(name, response=response, **data)

        return self.run(once())

    def gather(
        self, door: Door, start_us: int, end_us: int, **options: Any
    ) -> dict[str, Any]:
        """The one clip of the action `ring_watch.gather_clip`."""
        answer = self.action(
            f"{DOMAIN}.gather_clip",
            response=True,
            devices=[door.device_id],
            start=iso(start_us),
            end=iso(end_us),
            **options,
        )
        (clip,) = answer["clips"]
        found: dict[str, Any] = clip
        return found

    def state(self, door: Door, key: str) -> str:
        """The state of an entity, such as "binary_sensor.recording"."""
        state: str = self.run(self.home.state(door.entities[key]))["state"]
        return state

    def wait(self, door: Door, key: str, *states: str, timeout: float = 60) -> None:
        """Wait until an entity has one of the states; raises HomeError."""
        entity_id = door.entities[key]
        self.run(self.home.wait_for_state(entity_id, *states, timeout=timeout))

    def worker(self) -> int | None:
        """The process that records."""
        for process_id, command in self.home.processes().items():
            if command.endswith("__main__.py worker"):
                return process_id
        return None


@contextmanager
def running_home(folder: Path, storage: Path | None = None) -> Iterator[RunningHome]:
    """A started Home Assistant with Ring Watch and no doorbell."""
    home = RunningHome(folder, storage)
    try:
        home.start()
        yield home
    finally:
        home.close()


def iso(us: int | Fraction) -> str:
    """Microseconds since the epoch as ISO 8601 in UTC."""
    return (EPOCH + timedelta(microseconds=int(us))).isoformat()


def from_iso(text: str) -> int:
    """ISO 8601 as microseconds since the epoch."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def now_us() -> int:
    """The present in microseconds since the epoch."""
    return time.time_ns() // 1000


def sleep_until(us: int | Fraction) -> None:
    """Wait until the wall clock is past `us`."""
    while (left := int(us) - now_us()) > 0:
        time.sleep(min(1.0, left / 1e6))
