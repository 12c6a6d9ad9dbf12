"""Collecting a window from the fake cloud with the real engine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from custom_components.ring_watch.engine.times import format_time, to_us
from custom_components.ring_watch.process import run_engine
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.collect import Collected, Collector, Phase
from custom_components.ring_watch.ring.devices import read_devices
from tests.support.decode import counters

from .cloud import RingCloud

CAMERA = "front"


@dataclass
class Scene:
    """A fake cloud, a client that is logged in, and an archive.

    ``at(s)`` is so many seconds after a whole minute of an hour ago.
    """

    cloud: RingCloud
    api: RingApi
    folder: Path
    phases: list[tuple[Phase, float]] = field(default_factory=list)
    watch: Callable[[Phase, float], None] = lambda phase, done: None
    ago: timedelta = timedelta(hours=2)

    def __post_init__(self) -> None:
        now = datetime.now(UTC) - self.ago
        self._zero = now.replace(second=0, microsecond=0)

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def at(self, seconds: float) -> datetime:
        return self._zero + timedelta(seconds=seconds)

    def collector(self, device: Any) -> Collector:
        return Collector(
            self.api, self.cloud.session(), device, run_engine, self._progress
        )

    async def collect(self, start: float, end: float, device: int = 1001) -> Collected:
        """Collect from second ``start`` to second ``end``."""
        found = (await read_devices(self.api))[device]
        window = to_us(self.at(start)), to_us(self.at(end))
        return await self.collector(found).collect(window, self.archive, CAMERA)

    async def gather(self, start: float, end: float) -> dict[str, Any]:
        """Cut the window out of the archive, as the owner's clip."""
        return await run_engine(
            *("gather", "--archive", str(self.archive), "--camera", CAMERA),
            *("--start", format_time(to_us(self.at(start)))),
            *("--end", format_time(to_us(self.at(end)))),
            *("--output", str(self.clip), "--json", "--audio"),
        )

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
