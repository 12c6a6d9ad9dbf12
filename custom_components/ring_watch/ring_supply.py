"""Footage of a doorbell of a Ring account: fetched when it is asked for.

It comes into an archive of its own that is removed again, next to what the archive at
home has of it already. What somebody asks for is fetched into the archive at home at
once, and pinned there: at Ring it may be deleted before the owner decides.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
import logging
import os
from pathlib import Path
import secrets
import shutil
from typing import TYPE_CHECKING, Final

from .const import RING_FOLDER
from .engine.archive import Archive, make_private
from .engine.times import to_datetime
from .process import EngineProcessError, run_engine
from .ring import workspace
from .ring.collect import Phase
from .ring.devices import RingDevice
from .ring.errors import RingAccountError
from .ring.plan import Reason
from .ring.tasks import in_thread
from .supply import AtHand, Held, Missing, NoFootageError, Progress
from .times import to_us

if TYPE_CHECKING:
    from .doorbells.ring import RingSource
    from .home import Home
    from .ring_memory import RingMemory

_LOGGER = logging.getLogger(__name__)

# Where looking, waiting, fetching and joining begin and end, as parts of the whole.
_PHASES: Final[dict[Phase, tuple[float, float]]] = {
    "searching": (0.0, 0.05),
    "waiting": (0.05, 0.05),
    "downloading": (0.05, 0.9),
    "assembling": (0.9, 1.0),
}
_REMEMBERED: Final = 50

TRY_AGAIN: Final = 600.0
"""Seconds until what could not be fetched is tried again; each time twice as many."""
RARELY: Final = 6 * 3600.0

LATER: Final = frozenset(
    {Reason.NO_ROOM, Reason.NOT_READY, Reason.THROTTLED, Reason.UNREACHABLE}
)
"""Why a part is missing that may still come."""


class RingSupply:
    """``Supply`` of one device of an account."""

    # Of all that a gather does, fetching takes longest.
    effort = 0.8

    def __init__(
        self, home: Home, memory: RingMemory, source: RingSource, camera: str
    ) -> None:
        """Refer to the device; ``camera`` is its folder in the archive at home."""
        self._home = home
        self._memory = memory
        self.source = source
        self._camera = camera
        # Into the archive at home, one thing at a time.
        self._importing = asyncio.Lock()
        self._why: list[Missing] = []
        # The windows that somebody asks for, until they are at home.
        self._wanted: dict[tuple[int, int], None] = {}
        self._fetching: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._reached = False

    async def check(self, start: datetime, end: datetime) -> None:
        """Refuse nothing: what Ring still has shows when it is asked for."""

    async def held(self, start_us: int, end_us: int) -> Held:
        """Return what is at home already, and why the rest is not, where known."""
        kept = await self._home.footage.coverage(self._camera, start_us, end_us)
        why = [one for one in self._why if one.start < end_us and start_us < one.end]
        if not why and (reason := unavailable(self.source.device)):
            why = [Missing(start_us, end_us, reason.value)]
        return Held(*kept, tuple(why), elsewhere=True)

    @asynccontextmanager
    async def at_hand(
        self, start: datetime, end: datetime, progress: Progress | None = None
    ) -> AsyncGenerator[AtHand]:
        """Fetch the window into an archive that is gone afterwards, whatever happens."""
        run = self._home.hass.async_add_executor_job
        archive = Archive(self._home.storage / RING_FOLDER / secrets.token_hex(16))
        try:
            await in_thread(self._link, archive, to_us(start), to_us(end))
            try:
                # Of a Ring that is known to be down, nothing is waited for.
                missing = await self._collect(
                    archive, start, end, progress, patient=self._available
                )
            except RingAccountError as err:
                # What is at home already can be had all the same.
                _LOGGER.warning("Recordings could not be fetched: %s", err)
                reason = Reason.UNREACHABLE.value
                missing = (Missing(to_us(start), to_us(end), reason),)
            found = await run(archive.coverage, self._camera, to_us(start), to_us(end))
            if not found.spans:
                raise NoFootageError(_mostly(missing))
            yield AtHand(archive, self._camera, missing)
        finally:
            await asyncio.shield(run(shutil.rmtree, archive.root, True))

    def keep(self, start_us: int, end_us: int) -> None:
        """Fetch a window into the archive at home, in the background."""
        self._wanted[start_us, end_us] = None
        while len(self._wanted) > _REMEMBERED:
            del self._wanted[next(iter(self._wanted))]
        self._wake.set()
        self.fetch_wanted()

    def fetch_wanted(self) -> None:
        """Fetch what is to be kept, and could not be fetched before."""
        if self._available and not self._reached:
            self._wake.set()
        self._reached = self._available
        if self._wanted and (self._fetching is None or self._fetching.done()):
            self._fetching = self._home.entry.async_create_background_task(
                self._home.hass, self._fetch(), f"ring_watch fetch {self._camera}"
            )

    @property
    def _available(self) -> bool:
        return self.source.link.account.available

    async def _fetch(self) -> None:
        """Fetch what is wanted, again and again until all of it is at home."""
        pause = TRY_AGAIN
        while self._wanted and self._is_in_use():
            if self._wake.is_set():
                pause = TRY_AGAIN
            self._wake.clear()
            if self._available:
                await self._fetch_once()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause if self._wanted else 0):
                    await self._wake.wait()
            pause = min(pause * 2, RARELY)

    async def _fetch_once(self) -> None:
        tried: set[tuple[int, int]] = set()
        try:
            # More may come while this waits.
            while left := [window for window in self._wanted if window not in tried]:
                tried.add(window := left[0])
                start, end = (to_datetime(time) for time in window)
                missing = await self.fetch(start, end)
                if not any(one.reason in LATER for one in missing):
                    self._wanted.pop(window, None)
        except (RingAccountError, EngineProcessError, OSError) as err:
            _LOGGER.warning("Recordings could not be fetched yet: %s", err)
        finally:
            self._home.consent.tell(None)

    def _is_in_use(self) -> bool:
        """Whether the device is still a doorbell of the home."""
        return any(one.supply is self for one in self._home.doorbells.values())

    async def fetch(self, start: datetime, end: datetime) -> tuple[Missing, ...]:
        """Bring a window into the archive at home; return why the rest is missing.

        Raises the errors of ``ring.errors``, EngineProcessError, OSError.
        """
        async with self._importing:
            return await self._collect(
                self._home.archive, start, end, None, patient=True
            )

    async def _collect(
        self,
        archive: Archive,
        start: datetime,
        end: datetime,
        progress: Progress | None,
        *,
        patient: bool,
    ) -> tuple[Missing, ...]:
        furthest = 0.0

        def report(phase: Phase, done: float) -> None:
            nonlocal furthest
            begin, finish = _PHASES[phase]
            # After each wait it begins anew.
            furthest = max(furthest, begin + (finish - begin) * done)
            if progress is not None:
                progress(furthest, phase == "waiting")

        link, device = self.source.link, self.source.device
        known = self._memory.recordings(link.subentry_id, device.key)
        collected = await link.account.collect(
            device.key,
            start,
            end,
            archive=archive.root,
            camera=self._camera,
            engine=run_engine,
            progress=report,
            known=known,
            patient=patient,
        )
        self._memory.keep_recordings(link.subentry_id, device.key, known)
        missing = tuple(
            Missing(one.start, one.end, one.reason.value) for one in collected.missing
        )
        begin, finish = to_us(start), to_us(end)
        former = [one for one in self._why if one.end <= begin or finish <= one.start]
        self._why = [*missing, *former][:_REMEMBERED]
        return missing

    def _link(self, archive: Archive, start_us: int, end_us: int) -> None:
        """Have what is at home of a window in another archive as well. Blocks."""
        home = self._home.archive
        self._home.place.check()
        make_private(archive.root)
        for segment in home.segments(self._camera, start_us, end_us):
            path = archive.root / segment.path.relative_to(home.root)
            make_private(path.parent)
            _link(segment.path, path)


def unavailable(device: RingDevice) -> Reason | None:
    """Return why nothing that a device records can be had, if so."""
    if device.encrypted:
        return Reason.END_TO_END_ENCRYPTED
    return None if device.recordings else Reason.NO_SUBSCRIPTION


def clear(storage: Path, archive: Path) -> None:
    """Remove what a process that was killed has left. Blocks."""
    shutil.rmtree(storage / RING_FOLDER, ignore_errors=True)
    workspace.clear(archive)


def _link(path: Path, target: Path) -> None:
    """Let two names stand for one file, or copy it where that is not possible."""
    try:
        os.link(path, target)
    except FileNotFoundError:
        # Retention was faster.
        return
    except OSError:
        shutil.copy(path, target)


def _mostly(missing: Iterable[Missing]) -> str | None:
    """Return the reason that holds for the longest time."""
    spans: dict[str, int] = {}
    for one in missing:
        spans[one.reason] = spans.get(one.reason, 0) + one.end - one.start
    return max(spans, key=lambda reason: spans[reason]) if spans else None
