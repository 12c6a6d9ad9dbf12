"""Show Ring Watch at work in a real Home Assistant: what scripts/demo runs.

What it does, and its options, are told in scripts/options.py.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
import fcntl
import json
import os
from pathlib import Path
import shutil
import signal
import sys
import time
from typing import Any, Final, NoReturn

from scripts.connection import Connection, HomeError
from scripts.demo_sharing import SHARING_STEPS
from scripts.demo_steps import STEPS, Demonstration, Details, StepError, Talk
from scripts.home import Home, free_port
from scripts.options import demo

MARK: Final = ".ring_watch_demo"
USUAL_PORT: Final = 8123


@dataclass(frozen=True)
class Stage[D: Demonstration]:
    """A home, how its demonstration begins, and the steps of its own."""

    home: Home
    begin: Callable[[Connection], D]
    steps: Sequence[Callable[[D], Awaitable[Details]]]


async def demonstrate[D: Demonstration](
    stage: Stage[D], report: Details, talk: Talk
) -> bool:
    """Take all steps, filling the report; return whether every one held."""
    home = stage.home
    began = time.monotonic()
    first = stage.steps[0].__name__
    talk.begin(first)
    talk.progress("starting Home Assistant")
    try:
        await home.start()
    except HomeError as error:
        _failed(report, talk, first, began, error)
        return False
    report["home_assistant"] = home.version
    async with home.connect() as connection:
        demo = stage.begin(connection)
        for step in (*stage.steps, *SHARING_STEPS):
            name = step.__name__
            talk.begin(name)
            try:
                details = await step(demo)
            except (StepError, HomeError, TimeoutError, OSError, KeyError) as error:
                _failed(report, talk, name, began, error)
                return False
            seconds = round(time.monotonic() - began, 3)
            report["steps"].append(
                {"name": name, "ok": True, "seconds": seconds, **details}
            )
            report["clip"] = demo.clip or None
            began = time.monotonic()
    return True


def _failed(
    report: Details, talk: Talk, name: str, began: float, error: Exception
) -> None:
    seconds = round(time.monotonic() - began, 3)
    what = str(error) or type(error).__name__
    report["steps"].append(
        {"name": name, "ok": False, "seconds": seconds, "error": what}
    )
    talk.say(f"FAILED at {name}: {what}")


def with_demo(folder: Path, port: int, talk: Talk) -> Stage[Demonstration]:
    """A home with a doorbell that films itself."""
    home, footage = Home(folder / "home", port=port), folder / "footage"
    return Stage(
        home,
        lambda connection: Demonstration(home, connection, talk, footage),
        STEPS,
    )


async def run(options: argparse.Namespace, folder: Path) -> int:
    """Take the steps on the stage that is wanted; return the exit status."""
    talk, port = Talk(), _port(options.port)
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGTERM, _cancel, asyncio.current_task()
    )
    if not options.ring:
        return await show(with_demo(folder, port, talk), options, talk)
    # Only here: the fake cloud is a part of the tests.
    from scripts.demo_ring import with_ring  # noqa: PLC0415

    async with with_ring(folder, port, talk) as (home, begin, steps):
        return await show(Stage(home, begin, steps), options, talk)


async def show[D: Demonstration](
    stage: Stage[D], options: argparse.Namespace, talk: Talk
) -> int:
    """Take the steps, write the report, stay up if asked; return the exit status."""
    home = stage.home
    report = nothing_yet()
    try:
        held = await demonstrate(stage, report, talk)
        if not held:
            for line in home.errors[-5:]:
                talk.say(f"log: {line}")
        write(report, options.json)
        if held and not options.once:
            print(f"\n  Dashboard  {home.url}")
            shown = [step["doorbell"] for step in report["steps"] if "doorbell" in step]
            print(f"  Doorbell   {shown[0]}")
            print(f"  Login      {home.username} / {home.password}")
            print("\nCtrl-C stops everything.", flush=True)
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return 0 if held else 1
    finally:
        talk.begin("")
        talk.progress("stopping Home Assistant")
        await home.stop()
        talk.say("stopped")


def nothing_yet() -> Details:
    """The report of a demonstration that has not begun."""
    return {"home_assistant": None, "steps": [], "clip": None}


def write(report: Details, path: Path | None) -> None:
    """Write the report, if it is wanted."""
    if path:
        path.write_text(json.dumps(report, indent=2) + "\n")


def _cancel(task: asyncio.Task[Any] | None) -> None:
    if task:
        task.cancel()


def _port(wanted: int | None) -> int:
    """The port that is wanted, else the usual one where it is free."""
    if wanted:
        try:
            return free_port(wanted)
        except OSError as error:
            fail(f"port {wanted} cannot be used: {error.strerror}")
    with suppress(OSError):
        return free_port(USUAL_PORT)
    return free_port()


def prepare(folder: Path) -> int:
    """Empty the folder of an earlier demonstration; return the lock on it.

    Refuses a folder with other content, and one where another demonstration runs.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = folder / MARK
    if not mark.exists() and any(folder.iterdir()):
        fail(f"{folder} is not empty and is not an earlier demonstration")
    lock = os.open(mark, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail(f"another demonstration uses {folder}; give this one --folder")
    for name in ("home", "footage", "ring"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return lock


def fail(message: str) -> NoReturn:
    """End with a message for a person."""
    sys.exit(f"scripts/demo: {message}")


def main() -> int:
    """Run the command line."""
    options = demo().parse_args()
    folder = options.folder.resolve()
    try:
        lock = prepare(folder)
        # A report that cannot be written is known before the work, not after it.
        write(nothing_yet(), options.json)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    try:
        return asyncio.run(run(options, folder))
    except KeyboardInterrupt, asyncio.CancelledError:
        return 130
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
