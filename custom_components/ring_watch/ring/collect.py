"""Everything that Ring has of a window, into an archive; and why the rest is missing."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
import shutil
import tempfile
import time
from typing import Final, Literal

from aiohttp import ClientSession

from .api import RingApi
from .assemble import Assembler, Reel, RunEngine
from .devices import RingDevice
from .download import download
from .errors import (
    LoginRejectedError,
    NotFoundError,
    RefusedError,
    RingAccountError,
    ThrottledError,
    UnavailableError,
)
from .history import find_recordings
from .plan import Missing, Obstacle, Reason, Span, explain, without
from .recordings import SECOND, Recording

GRACE: Final = 30.0
"""Ring lists an event some seconds after it began."""
FIRST_WAIT: Final = 10.0
LONGEST_WAIT: Final = 60.0
GIVE_UP: Final = 30 * 60.0
"""How long recordings that are being prepared are waited for."""
SETTLED: Final = 3600.0
"""A recording that Ring does not find so many seconds after its event is gone."""
UNCERTAINTY: Final = 2.0
"""Ring tells when an event began to the second, and a preroll not at all, mostly."""
_SLIVER: Final = 2 * SECOND
_PREFIX: Final = ".ring-"
_ABANDONED: Final = 48 * 3600.0

type Phase = Literal["searching", "waiting", "downloading", "assembling"]
type Progress = Callable[[Phase, float], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it: how many recordings were downloaded, and what is missing.

    ``missing`` fills, together with what the archive has, the window. All times are
    right to about UNCERTAINTY seconds.
    """

    recordings: int
    missing: tuple[Missing, ...]


class Collector:
    """Collects one window of one device, once; ``window`` is in microseconds.

    Who has the same ``turn`` does not work at the same time; while one waits for a
    recording, which may take long, others may.
    """

    def __init__(
        self,
        api: RingApi,
        session: ClientSession,
        device: RingDevice,
        window: Span,
        *,
        progress: Progress = lambda phase, done: None,
        turn: asyncio.Lock | None = None,
    ) -> None:
        self._api = api
        self._session = session
        self._device = device
        self._window = window
        self._progress = progress
        self._turn = turn or asyncio.Lock()
        self._reels: list[Reel] = []
        # What the archive has, and what is recorded round the clock.
        self._held: list[Span] = []
        self._done: set[str] = set()
        self._obstacles: dict[str, Obstacle] = {}
        self._otherwise = _nothing_recorded(device)

    async def collect(self, engine: RunEngine, archive: Path, camera: str) -> Collected:
        """Bring the window into an archive, which may have parts of it.

        Cancelled or failed, it leaves nothing behind but footage. Raises
        LoginRejectedError, EngineProcessError, OSError.
        """
        folder = await asyncio.to_thread(_private_folder, archive, time.time())
        try:
            assembler = Assembler(engine, folder, archive, camera)
            self._held = await assembler.held(self._window)
            if without(self._window, self._held):
                await self._load(assembler, folder)
            self._progress("assembling", 0.0)
            async with self._turn:
                await assembler.assemble(self._reels)
            gaps = await assembler.gaps(self._window)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        self._progress("assembling", 1.0)
        missing = explain(gaps, list(self._obstacles.values()), self._otherwise)
        return Collected(len(self._reels), tuple(missing))

    async def _load(self, assembler: Assembler, folder: Path) -> None:
        """Download what can be had, and wait for what is being prepared."""
        clock, end = self._api.clock, self._window[1] / SECOND
        deadline = max(clock.time(), end) + GIVE_UP
        if (late := end + GRACE - clock.time()) > 0:
            self._progress("waiting", 0.0)
            await clock.sleep(late)
        wait = FIRST_WAIT
        while True:
            pause = await self._round(assembler, folder)
            if pause is None or clock.time() >= deadline:
                return
            self._progress("waiting", 0.0)
            left = max(deadline - clock.time(), 1.0)
            await clock.sleep(min(max(wait, pause), left))
            wait = min(wait * 1.5, LONGEST_WAIT)

    async def _round(self, assembler: Assembler, folder: Path) -> float | None:
        """Look once at all recordings; return how long to wait, None when all is done."""
        self._progress("searching", 0.0)
        try:
            found = await find_recordings(self._api, self._device, self._window)
        except ThrottledError as error:
            self._otherwise = Reason.THROTTLED
            return error.retry_after or 0.0
        except UnavailableError:
            self._otherwise = Reason.UNREACHABLE
            return 0.0
        except NotFoundError, RefusedError:
            self._otherwise = Reason.UNREACHABLE
            return None
        self._otherwise = _nothing_recorded(self._device)
        self._note_gone(found)
        open_ = [item for item in found if item.id not in self._done]
        # What is recorded round the clock makes most recordings of events superfluous.
        open_.sort(key=lambda item: not item.continuous)
        pause: float | None = None
        for number, item in enumerate(open_):
            if not _is_needed(item, self._window, self._held):
                continue
            progress = _part(self._progress, number, len(open_))
            async with self._turn:
                waiting = await self._one(item, assembler, folder, progress)
            if waiting is not None:
                pause = max(pause or 0.0, waiting)
        return pause

    async def _one(
        self,
        item: Recording,
        assembler: Assembler,
        folder: Path,
        progress: Callable[[float], None],
    ) -> float | None:
        """Get a recording; return how long to wait for it, None when it is done."""
        path = folder / f"{item.id}.mp4"
        if (reason := _hopeless(item, self._device)) is not None:
            return self._finish(item, reason)
        if item.state == "preparing":
            return self._not_there(item)
        try:
            await download(self._api, self._session, self._device, item, path, progress)
        except LoginRejectedError:
            raise
        except NotFoundError:
            return self._not_there(item)
        except ThrottledError as error:
            return self._obstruct(item, Reason.THROTTLED, error.retry_after or 0.0)
        except UnavailableError:
            return self._obstruct(item, Reason.UNREACHABLE)
        except RingAccountError:
            return self._finish(item, Reason.UNREACHABLE)
        reel = await assembler.measure(item, path)
        if reel is None:
            return self._finish(item, Reason.UNREADABLE)
        self._reels.append(reel)
        if item.continuous:
            self._held.append((reel.footage.start, reel.footage.end))
        return self._finish(item, None)

    def _not_there(self, item: Recording) -> float | None:
        """Wait for a recording, unless it should have been there for long."""
        if self._api.clock.time() - item.span[1] / SECOND <= SETTLED:
            return self._obstruct(item, Reason.NOT_READY)
        preparing = item.state == "preparing"
        return self._finish(item, Reason.NOT_READY if preparing else Reason.DELETED)

    def _obstruct(self, item: Recording, reason: Reason, wait: float = 0.0) -> float:
        """Say why a recording is not there; it may still come."""
        self._obstacles[item.id] = Obstacle(*item.span, reason)
        return wait

    def _finish(self, item: Recording, reason: Reason | None) -> float | None:
        """Be done with a recording, for better or worse: no more waiting."""
        self._done.add(item.id)
        self._obstacles.pop(item.id, None)
        if reason is not None:
            self._obstruct(item, reason)
        return None

    def _note_gone(self, found: Iterable[Recording]) -> None:
        """Note which of those that were waited for Ring does not list any more."""
        there = {item.id for item in found}
        for key in self._obstacles.keys() - there - self._done:
            old = self._obstacles[key]
            self._obstacles[key] = Obstacle(old.start, old.end, Reason.DELETED)
            self._done.add(key)


def _part(progress: Progress, number: int, count: int) -> Callable[[float], None]:
    """Return what tells the progress of one of several downloads."""
    return lambda done: progress("downloading", (number + done) / count)


def _private_folder(archive: Path, now: float) -> Path:
    """Return a new folder that no look-up in the archive finds.

    What a crash has left of such folders goes.
    """
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in archive.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if now - old.lstat().st_mtime > _ABANDONED:
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=archive))


def _is_needed(item: Recording, window: Span, held: list[Span]) -> bool:
    """Whether the archive misses more of a recording than Ring's times are off."""
    begin, end = max(item.reach[0], window[0]), min(item.span[1], window[1])
    if not held:
        return begin < end
    left = without((max(item.span[0], window[0]), end), held)
    return any(finish - start > _SLIVER for start, finish in left)


def _hopeless(item: Recording, device: RingDevice) -> Reason | None:
    """Return why a recording will never be had, as far as that is known."""
    if item.encrypted or device.encrypted:
        return Reason.END_TO_END_ENCRYPTED
    if not device.recordings or not item.subscribed:
        return Reason.NO_SUBSCRIPTION
    return Reason.DELETED if item.state == "none" else None


def _nothing_recorded(device: RingDevice) -> Reason:
    """Return why nothing is recorded where Ring lists nothing."""
    return Reason.NO_MOTION if device.recordings else Reason.NO_SUBSCRIPTION
