"""The steps of the demonstration; `STEPS` has them in order."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import hashlib
import json
import os
from pathlib import Path
import sys
import time
from typing import Any, Final
from zoneinfo import ZoneInfo

from scripts.connection import Connection, HomeError
from scripts.home import Home
from scripts.home_config import ROOT

DOMAIN: Final = "ring_watch"
DOORBELL: Final = "Front door"
ENGINE: Final = ROOT / "custom_components" / DOMAIN / "engine" / "__main__.py"
BEFORE_RING: Final = timedelta(seconds=2)
AFTER_RING: Final = timedelta(seconds=10)
# The demo doorbell's person comes every 20 s; motion is looked for in keyframes.
MOTION_TIMEOUT: Final = 60.0

ENTITY_TRIES: Final = 120
NEEDED: Final = {
    "binary_sensor.motion",
    "binary_sensor.recording",
    "button.press",
    "event.ring",
}
"""Entities of the doorbell that the steps use, by platform and key."""

type Details = dict[str, Any]


class StepError(Exception):
    """A step did not hold; the message says what was found instead."""


class Talk:
    """What a person sees: lines with the time, and a passing line of progress."""

    def __init__(self) -> None:
        """Time starts now."""
        self._started = time.monotonic()
        self._step = ""
        self._passing = sys.stdout.isatty()
        self._shown = 0.0

    def begin(self, step: str) -> None:
        """The lines to come belong to this step."""
        self._step = step

    def say(self, text: str) -> None:
        """Print one line that stays."""
        self._clear()
        seconds = time.monotonic() - self._started
        print(f"[{seconds:5.1f} s] {self._step:<7} {text}", flush=True)
        self._step = ""

    def progress(self, text: str) -> None:
        """Show what is going on now: over the same line, or a line every 5 s."""
        if self._passing:
            self._clear()
            print(f"          {text} ...", end="", flush=True)
        elif time.monotonic() - self._shown > 5:
            self._shown = time.monotonic()
            print(f"          {text} ...", flush=True)

    def _clear(self) -> None:
        if self._passing:
            print("\r\033[K", end="")


@dataclass
class Demonstration:
    """What the steps know and find out."""

    home: Home
    connection: Connection
    talk: Talk
    footage: Path
    device_id: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    """Entity ids by platform and key, such as "event.ring"."""
    rang_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    clip: Details = field(default_factory=dict)
    shared: Details = field(default_factory=dict)
    """What the steps of asking and sharing keep for each other."""

    def clock(self, moment: datetime) -> str:
        """The home's time of day with milliseconds and the offset from UTC."""
        local = moment.astimezone(ZoneInfo(self.home.time_zone))
        return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d} (UTC{local:%:z})"

    async def wait_for(
        self,
        what: str,
        entity: str,
        held: Callable[[Details], bool],
        timeout: float,
    ) -> Details:
        """Wait until the entity's state fits; raises StepError with the last one."""
        entity_id = self.entities[entity]
        began = time.monotonic()
        state: Details = {}
        while (seconds := time.monotonic() - began) < timeout:
            with suppress(HomeError):
                state = await self.home.state(entity_id)
                if held(state):
                    return state
            self.talk.progress(f"{what}, {seconds:.0f} s")
            await asyncio.sleep(0.25)
        raise StepError(
            f"{entity_id} is {state.get('state', 'absent')} after {timeout:.0f} s"
        )


async def start(demo: Demonstration) -> Details:
    """Add the integration and the demo doorbell, and see it record."""
    demo.talk.say(f"Home Assistant {demo.home.version} runs at {demo.home.url}")
    storage = {
        "storage": str(demo.footage),
        "retention_days": 7,
        "retention_gb": 10,
    }
    entry_id, flow_id = await demo.home.add_entry(
        DOMAIN, {"user": storage, "backup": {}}
    )
    doorbell = {"name": DOORBELL, "audio": True, "sensitivity": 50}
    answers = {"user": "demo", "demo": doorbell}
    await demo.home.add_subentry(entry_id, "doorbell", answers, flow_id=flow_id)
    await find_entities(demo, NEEDED)
    demo.talk.say(f"added the doorbell {DOORBELL!r}; footage goes to {demo.footage}")
    await demo.wait_for(
        "waiting for the first picture",
        "binary_sensor.recording",
        lambda state: bool(state["state"] == "on"),
        60,
    )
    demo.talk.say(f"{DOORBELL} is recording itself: clock, frame counter, sound")
    return {
        "home_assistant": demo.home.version,
        "url": demo.home.url,
        "doorbell": f"{demo.home.url}/config/devices/device/{demo.device_id}",
    }


async def press(demo: Demonstration) -> Details:
    """Press the doorbell's button and see the event."""
    for left in range(round(BEFORE_RING.total_seconds()) + 1, 0, -1):
        demo.talk.progress(f"recording, the button is pressed in {left} s")
        await asyncio.sleep(1)
    before = (await demo.home.state(demo.entities["event.ring"]))["state"]
    await demo.connection.action(
        "button.press", entity_id=demo.entities["button.press"]
    )
    return await see_ring(demo, before)


async def see_ring(demo: Demonstration, before: str) -> Details:
    """See the event of a press; ``before`` is the state that it had."""
    state = await demo.wait_for(
        "waiting for the ring",
        "event.ring",
        lambda state: bool(state["state"] not in (before, "unavailable")),
        15,
    )
    if (kind := state["attributes"].get("event_type")) != "ring":
        raise StepError(f"the event is {kind!r}, not 'ring'")
    demo.rang_at = datetime.fromisoformat(state["state"])
    demo.talk.say(f"the button was pressed at {demo.clock(demo.rang_at)}")
    return {"time": state["state"], "entity_id": state["entity_id"]}


async def motion(demo: Demonstration) -> Details:
    """See somebody walk by."""
    state = await demo.wait_for(
        "waiting for somebody to walk by",
        "binary_sensor.motion",
        lambda state: bool(state["state"] == "on"),
        MOTION_TIMEOUT,
    )
    changed = datetime.fromisoformat(state["last_changed"])
    demo.talk.say(f"somebody walked by at {demo.clock(changed)}")
    return {"time": state["last_changed"], "entity_id": state["entity_id"]}


async def gather(demo: Demonstration) -> Details:
    """Ask for an exact window around the ring."""
    begin, end = demo.rang_at - BEFORE_RING, demo.rang_at + AFTER_RING
    while (left := (end - datetime.now(UTC)).total_seconds()) >= 0:
        demo.talk.progress(f"{left:.0f} s until the window is over")
        await asyncio.sleep(min(1.0, left + 0.05))
    demo.talk.progress("gathering the window")
    answer = await demo.connection.action(
        f"{DOMAIN}.gather_clip",
        response=True,
        devices=[demo.device_id],
        start=begin.isoformat(),
        end=end.isoformat(),
        audio=True,
    )
    found = answer["clips"][0]
    demo.clip = {
        "path": found["path"],
        "start": found["requested"]["start"],
        "end": found["requested"]["end"],
        **{key: found[key] for key in found if key not in ("path", "requested")},
    }
    seconds = (end - begin).total_seconds()
    demo.talk.say(
        f"gathered {demo.clock(begin)} to {demo.clock(end)} ({seconds:.3f} s)"
    )
    demo.talk.say(f"clip     {found['path']}")
    demo.talk.say(
        f"frames   {found['frames']}: {found['frames_copied']} copied, "
        f"{found['frames_encoded']} encoded; "
        f"{found['width']}x{found['height']} {found['codec']}, "
        f"{'with' if found['audio'] else 'without'} sound"
    )
    demo.talk.say(f"SHA-256  {found['sha256']}")
    covered = seconds - sum(_seconds(gap) for gap in found["gaps"])
    gaps = "without a gap" if not found["gaps"] else f"{len(found['gaps'])} gaps"
    demo.talk.say(f"coverage {100 * covered / seconds:.1f} % of the window, {gaps}")
    return {"clip_id": found["clip_id"], "covered": covered}


async def check(demo: Demonstration) -> Details:
    """Prove that the clip holds its window and nothing else, and is for the owner."""
    clip, path = demo.clip, Path(demo.clip["path"])
    if clip["gaps"]:
        raise StepError(f"the clip has gaps: {clip['gaps']}")
    digest, mode = await asyncio.to_thread(_digest_and_mode, path)
    if digest != clip["sha256"]:
        raise StepError(f"the file's SHA-256 is {digest}, not {clip['sha256']}")
    if mode != 0o600:
        raise StepError(f"the file's mode is {mode:o}, not 600")
    window = ("--start", clip["start"], "--end", clip["end"])
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(ENGINE), "check", str(path), *window, "--json"),
        stdout=asyncio.subprocess.PIPE,
        # Ctrl-C is for the demonstration; this ends by itself.
        start_new_session=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    output, _ = await process.communicate()
    found = json.loads(output or b"{}")
    if process.returncode:
        raise StepError(f"the release gate refuses the clip: {found}")
    demo.talk.say("the release gate finds the window and nothing else in the file")
    address = f"/api/{DOMAIN}/clip/{clip['clip_id']}"
    if (status := await demo.home.status(address)) != 200:
        raise StepError(f"the owner gets {status} for the clip")
    if (status := await demo.home.status(address, token="")) not in (401, 404):
        raise StepError(f"a stranger gets {status} for the clip")
    demo.talk.say("Home Assistant shows the clip to the owner and to no stranger")
    return {"result": found}


STEPS: Final[tuple[Callable[[Demonstration], Awaitable[Details]], ...]] = (
    start,
    press,
    motion,
    gather,
    check,
)
"""The steps in order; the first one's time includes Home Assistant's start."""


async def find_entities(
    demo: Demonstration, needed: set[str], within: str = "_"
) -> None:
    """Learn the doorbell's device and entities from the registry, once they are in.

    ``within`` is what their ids have between the subentry's and the key.
    """
    for _ in range(ENTITY_TRIES):
        for entity in await demo.connection.call("config/entity_registry/list"):
            mine = f"{entity['config_subentry_id']}{within}"
            if entity["platform"] == DOMAIN and entity["unique_id"].startswith(mine):
                demo.device_id = entity["device_id"]
                platform = entity["entity_id"].partition(".")[0]
                key = entity["unique_id"].removeprefix(mine)
                demo.entities[f"{platform}.{key}"] = entity["entity_id"]
        if demo.entities.keys() >= needed:
            return
        demo.talk.progress("waiting for the doorbell's entities")
        await asyncio.sleep(0.25)
    raise StepError(f"no entity for {', '.join(sorted(needed - demo.entities.keys()))}")


def _digest_and_mode(path: Path) -> tuple[str, int]:
    """SHA-256 and permissions of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, os.fstat(file.fileno()).st_mode & 0o777


def _seconds(span: dict[str, str]) -> float:
    begin, end = (datetime.fromisoformat(span[key]) for key in ("start", "end"))
    return (end - begin).total_seconds()
