"""The demonstration's first steps with a doorbell behind a fake Ring cloud.

The cloud is the tests' own, in a process of its own; Home Assistant takes it for Ring, and
nothing in it or in the integration knows better. Nobody talks to Ring.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scripts.connection import Connection
from scripts.demo_steps import (
    DOMAIN,
    Demonstration,
    Details,
    Talk,
    check,
    find_entities,
    gather,
    motion as see_motion,
    see_ring,
)
from scripts.home import Home
from tests.ring.cloud.example import DOOR, GARDEN, SHARED
from tests.ring.cloud.process import CloudProcess

LOGIN: Final = {"email": "owner@example.com", "password": "correct horse"}
CODE: Final = "246810"
NEEDED: Final = {
    "binary_sensor.motion",
    "camera.camera",
    "event.ring",
    "sensor.battery",
}
# A recording begins before the press, and goes on for longer than the window.
BEFORE: Final = 5
SECONDS: Final = 20


@dataclass
class RingDemonstration(Demonstration):
    """A demonstration that has a cloud."""

    cloud: CloudProcess = field(kw_only=True)
    entry_id: str = ""


async def start(demo: RingDemonstration) -> Details:
    """Add the integration."""
    demo.talk.say(f"Home Assistant {demo.home.version} runs at {demo.home.url}")
    demo.talk.say("a fake Ring cloud runs beside it; nobody talks to Ring itself")
    storage = {
        "storage": str(demo.footage),
        "retention_days": 7,
        "retention_gb": 10,
    }
    demo.entry_id, _ = await demo.home.add_entry(
        DOMAIN, {"user": storage, "backup": {}}
    )
    return {"home_assistant": demo.home.version, "url": demo.home.url}


async def login(demo: RingDemonstration) -> Details:
    """Log in with a password and a code, and see the account's doorbell come."""
    # One doorbell, as in the other demonstration: a neighbour asks all there are.
    for other in (GARDEN, SHARED):
        await demo.cloud.play("device", id=other, gone=True)
    answers = {"user": {**LOGIN, "keep_copy": False}, "code_sms": {"code": CODE}}
    await demo.home.add_subentry(demo.entry_id, "ring_account", answers)
    demo.talk.say(f"logged in as {LOGIN['email']}, with the code that came by SMS")
    await find_entities(demo, NEEDED, f"_{DOOR}_")
    push = await demo.home.wait_for_state(
        f"sensor.{_slug(LOGIN['email'])}_push_messages", "working"
    )
    battery = await demo.home.state(demo.entities["sensor.battery"])
    demo.talk.say(f"Front door is there, its battery at {battery['state']} %")
    return {
        "push": push["state"],
        "doorbell": f"{demo.home.url}/config/devices/device/{demo.device_id}",
    }


async def press(demo: RingDemonstration) -> Details:
    """Have somebody press the button, and see the event come by push."""
    before = (await demo.home.state(demo.entities["event.ring"]))["state"]
    await demo.cloud.play(
        "happen", device=DOOR, kind="ding", seconds=SECONDS, preroll=BEFORE
    )
    return await see_ring(demo, before)


async def motion(demo: RingDemonstration) -> Details:
    """Have somebody walk by."""
    await demo.cloud.play("happen", device=DOOR, kind="motion", person=True)
    return await see_motion(demo)


RING_STEPS: Final[tuple[Callable[[RingDemonstration], Awaitable[Details]], ...]] = (
    start,
    login,
    press,
    motion,
    gather,
    check,
)
"""The steps in order; those of ``demo_sharing`` follow."""


type Begin = Callable[[Connection], RingDemonstration]
type Steps = tuple[Callable[[RingDemonstration], Awaitable[Details]], ...]


@asynccontextmanager
async def with_ring(
    folder: Path, port: int, talk: Talk
) -> AsyncIterator[tuple[Home, Begin, Steps]]:
    """A home to which a fake cloud is Ring, how to begin, and the first steps."""
    async with CloudProcess(folder / "ring") as cloud:
        home = Home(folder / "home", port=port, program=cloud.program)

        def begin(connection: Connection) -> RingDemonstration:
            footage = folder / "footage"
            return RingDemonstration(home, connection, talk, footage, cloud=cloud)

        yield home, begin, RING_STEPS


def _slug(email: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in email)
