"""Where a doorbell's footage comes from: what there is of a window, and having it.

Whoever gathers asks a doorbell's ``Supply``, and does not know whether it was recorded
in this house or is fetched from elsewhere.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets
from typing import TYPE_CHECKING, Final, Protocol

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .engine.archive import Archive
from .engine.times import format_time, parse_time
from .footage import Spans
from .process import EngineProcessError
from .status import Status
from .times import invalid, to_text, to_us

if TYPE_CHECKING:
    from .doorbell import Doorbell
    from .home import Home

FRESH: Final = timedelta(seconds=20)
"""The newest picture group is in the archive once the next one begins."""
FRESH_POLL: Final = 0.5

REASONS: Final = frozenset(
    {
        "deleted",
        "end_to_end_encrypted",
        "expired",
        "no_motion",
        "no_room",
        "no_subscription",
        "not_found",
        "not_ready",
        "not_recorded",
        "throttled",
        "unreachable",
        "unreadable",
    }
)
"""Why footage that is fetched from elsewhere may be missing."""

type Progress = Callable[[float, bool], None]
"""Takes how much is done, and whether somebody else is only waited for."""


class NoFootageError(EngineProcessError):
    """There is nothing of the window. ``reason``: why, where that is known."""

    def __init__(self, reason: str | None) -> None:
        """Be an answer of the engine that says why."""
        why = f": {reason}" if reason else ""
        super().__init__("no_footage", f"There is no footage of the window{why}.")
        self.reason = reason

    def for_people(self, name: str) -> ServiceValidationError:
        """Return the translated error that says so of a doorbell."""
        key = "window_without_footage"
        return invalid(
            f"window_{self.reason}" if self.reason in REASONS else key, name=name
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """A span in microseconds that there is nothing of; ``reason`` is of REASONS."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """Spans in microseconds that fill a window; of some gaps it is known why.

    ``sound``: spans that have sound. ``elsewhere``: what is missing may still be
    fetched from elsewhere, with or without sound.
    """

    spans: Spans
    gaps: Spans
    sound: Spans
    missing: tuple[Missing, ...] = ()
    elsewhere: bool = False


def in_stages(
    effort: float, progress: Progress
) -> tuple[Progress, Callable[[float], None]]:
    """Return what hears of having the footage at hand, and what of cutting it.

    To whoever waits they are one piece of work, of which ``effort`` is the first.
    """

    def fetching(part: float, waiting: bool) -> None:
        progress(part * effort, waiting)

    def cutting(part: float) -> None:
        progress(effort + part * (1 - effort), False)

    return fetching, cutting


@dataclass(frozen=True, slots=True)
class AtHand:
    """Footage that the engine can read now: of a camera, in an archive."""

    archive: Archive
    camera: str
    missing: tuple[Missing, ...] = ()


class Supply(Protocol):
    """The footage of one doorbell.

    ``effort``: which part of a gather's work it is to have a window at hand, 0 to 1.
    """

    @property
    def effort(self) -> float:
        """Return the part."""

    async def check(self, start: datetime, end: datetime) -> None:
        """Raise a translated error when it is known that there is nothing."""

    async def held(self, start_us: int, end_us: int) -> Held:
        """Return what there is of a window, as far as that is known at once."""

    def at_hand(
        self, start: datetime, end: datetime, progress: Progress | None = None
    ) -> AbstractAsyncContextManager[AtHand]:
        """Have a window at hand inside of the context, and kept from retention.

        Raises EngineProcessError, NoFootageError among them, and OSError.
        """

    def keep(self, start_us: int, end_us: int) -> None:
        """See to it that a window that somebody asks for is not lost meanwhile.

        Returns at once; the window is pinned in the archive already.
        """


class LocalSupply:
    """``Supply`` of a doorbell that the worker records."""

    effort = 0.0

    def __init__(self, home: Home, doorbell: Doorbell) -> None:
        """Refer to the doorbell."""
        self._home = home
        self._doorbell = doorbell

    async def check(self, start: datetime, end: datetime) -> None:
        """Raise a translated error when the archive holds nothing of the window.

        As ``Place.reach``, ``window_too_old`` when it ends before the oldest footage,
        else ``window_without_footage``. Nothing is written.
        """
        doorbell, archive = self._doorbell, self._home.archive
        await self._home.place.reach()

        def look() -> tuple[int | None, bool]:
            oldest = archive.oldest(doorbell.camera)
            if oldest is None or to_us(end) <= oldest.start_ms * 1000:
                return (oldest.start_ms if oldest else None), False
            found = archive.coverage(doorbell.camera, to_us(start), to_us(end))
            return oldest.start_ms, bool(found.spans)

        oldest_ms, covered = await self._home.hass.async_add_executor_job(look)
        if covered or (oldest_ms is not None and self._is_fresh(end)):
            return
        if oldest_ms is None or to_us(end) > oldest_ms * 1000:
            raise invalid("window_without_footage", name=doorbell.name)
        zone = dt_util.get_default_time_zone()
        oldest = datetime.fromtimestamp(oldest_ms / 1000, zone)
        raise invalid(
            "window_too_old",
            name=doorbell.name,
            oldest=oldest.isoformat(sep=" ", timespec="seconds"),
        )

    async def held(self, start_us: int, end_us: int) -> Held:
        """Return what the archive has."""
        camera = self._doorbell.camera
        return Held(*await self._home.footage.coverage(camera, start_us, end_us))

    @asynccontextmanager
    async def at_hand(
        self, start: datetime, end: datetime, progress: Progress | None = None
    ) -> AsyncGenerator[AtHand]:
        """Keep the window from retention, and wait for an end that is about to come."""
        worker, camera = self._home.worker, self._doorbell.camera
        pin = secrets.token_hex(16)
        await worker.pin(pin, camera, to_text(start), to_text(end))
        try:
            await self._await_footage(end)
            yield AtHand(self._home.archive, camera)
        finally:
            await worker.unpin(pin)

    def keep(self, start_us: int, end_us: int) -> None:
        """Do nothing: it is pinned."""

    def _is_fresh(self, end: datetime) -> bool:
        """Whether the window's end may still be on its way into the archive."""
        recording = self._doorbell.status is Status.RECORDING
        return recording and dt_util.utcnow() - end < FRESH

    async def _await_footage(self, end: datetime) -> None:
        """Wait until the archive reaches ``end``, if it is about to."""
        archive, camera, end_us = self._home.archive, self._doorbell.camera, to_us(end)

        def reached() -> bool:
            found = archive.coverage(camera, end_us - 1_000_000, end_us)
            # A picture short of it may be the first of a group that is not there yet.
            return bool(found.spans) and found.spans[-1][1] >= end_us

        while self._is_fresh(end):
            if await self._home.hass.async_add_executor_job(reached):
                return
            await asyncio.sleep(FRESH_POLL)


def reasons(
    gaps: Iterable[Mapping[str, str]], missing: Iterable[Missing]
) -> list[dict[str, str]]:
    """Return why the gaps of a clip are there, as far as that is known.

    ``gaps`` as the engine tells them; so are the times of what is returned.
    """
    found = [
        (
            max(one.start, parse_time(gap["start"])),
            min(one.end, parse_time(gap["end"])),
            one,
        )
        for gap in gaps
        for one in missing
    ]
    return [
        {"start": format_time(start), "end": format_time(end), "reason": one.reason}
        for start, end, one in found
        if start < end
    ]
