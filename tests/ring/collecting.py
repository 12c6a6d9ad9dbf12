"""Collecting a window from the fake cloud with the real engine."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import importlib
from itertools import pairwise
from pathlib import Path
import signal
from typing import Any

from custom_components.ring_watch.engine import commands
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.times import format_time, to_us
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.collect import Collected, Collector, Known, Phase
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from tests.support.decode import counters, shown

from .cloud import RingCloud

CAMERA = "front"
SIGNALS = (signal.SIGTERM, signal.SIGINT)


async def engine(*arguments: str) -> Any:
    """Run a command of the real engine here: a process of its own takes too long."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        return _command(*arguments)
    except EngineError as error:
        raise EngineProcessError(error.code, str(error)) from None
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _command(name: str, *arguments: str) -> Any:
    suffix = "_" if name in ("import", "list") else ""
    module = importlib.import_module(f"{commands.__name__}.{name}{suffix}")
    parser = argparse.ArgumentParser()
    module.add_parser(parser.add_subparsers())
    return module.run(parser.parse_args([name, *arguments]))


@dataclass
class Scene:
    """A fake cloud, a client that is logged in, and an archive.

    ``at(s)`` is so many seconds after a whole minute two hours ago. In the cloud, too,
    the time passes that the client waits. ``known``: see ``Collector``.
    """

    cloud: RingCloud
    api: RingApi
    folder: Path
    phases: list[tuple[Phase, float]] = field(default_factory=list)
    watch: Callable[[Phase, float], None] = lambda phase, done: None
    known: Known = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cloud.state.now = self.now
        self.begin(timedelta(hours=2))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.api.clock.time(), UTC)

    def begin(self, ago: timedelta) -> None:
        """Count the seconds from a whole minute so long ago."""
        self._zero = (self.now() - ago).replace(second=0, microsecond=0)

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def at(self, seconds: float) -> datetime:
        return self._zero + timedelta(seconds=seconds)

    async def collect(
        self,
        start: float,
        end: float,
        device: RingDevice | None = None,
        *,
        patient: bool = True,
    ) -> Collected:
        """Collect from second ``start`` to second ``end``, of the one device."""
        if device is None:
            (device,) = (await read_devices(self.api)).values()
        window = to_us(self.at(start)), to_us(self.at(end))
        collector = Collector(
            self.api,
            self.cloud.session(),
            device,
            window,
            progress=self._progress,
            known=self.known,
            patient=patient,
        )
        return await collector.collect(engine, self.archive, CAMERA)

    async def gather(self, start: float, end: float) -> dict[str, Any]:
        """Cut the window out of the archive, as the owner's clip."""
        self._began = self.at(start)
        answer: dict[str, Any] = await engine(
            *("gather", "--archive", str(self.archive), "--camera", CAMERA),
            *("--start", format_time(to_us(self.at(start)))),
            *("--end", format_time(to_us(self.at(end)))),
            *("--output", str(self.clip), "--json", "--audio"),
        )
        return answer

    @property
    def clip(self) -> Path:
        return self.folder / "clip.mp4"

    def shown(self) -> list[float]:
        """The seconds that the clip's pictures were taken at; black ones left out."""
        return [
            round((self.cloud.film.moment_of(count) - self._zero).total_seconds(), 3)
            for count in counters(self.clip)
            if count is not None
        ]

    def late(self) -> float:
        """How far the pictures of the clip stand from when they were taken, at most."""
        offsets = [
            float(picture.time)
            - (self.cloud.film.moment_of(picture.counter) - self._began).total_seconds()
            for picture in shown(self.clip)
            if picture.counter is not None
        ]
        return max(abs(offset) for offset in offsets)

    def in_order(self) -> bool:
        """Whether no picture of the clip is there twice at the same time."""
        times = [picture.time for picture in shown(self.clip)]
        return all(before < after for before, after in pairwise(times))

    def missing(self, found: Collected) -> list[tuple[float, float, str]]:
        """What is missing, in seconds."""
        zero = to_us(self._zero)
        return [
            (
                round((part.start - zero) / 1e6, 1),
                round((part.end - zero) / 1e6, 1),
                part.reason.value,
            )
            for part in found.missing
        ]

    def leftovers(self) -> list[str]:
        """What is in the archive beside footage."""
        return [path.name for path in self.archive.iterdir() if path.name != CAMERA]

    def _progress(self, phase: Phase, done: float) -> None:
        self.phases.append((phase, done))
        self.watch(phase, done)
