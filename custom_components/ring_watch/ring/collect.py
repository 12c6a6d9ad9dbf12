"""Everything that Ring has of a window, into an archive; and why the rest is missing."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _State:
    """What became of each recording so far."""

    reels: list[Reel] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    obstacles: dict[str, Obstacle] = field(default_factory=dict)
    continuous: list[Span] = field(default_factory=list)
    otherwise: Reason = Reason.NO_MOTION

    def obstruct(self, recording: Recording, reason: Reason) -> None:
        """Say why a recording is not there; it may still come."""
        self.obstacles[recording.id] = Obstacle(*recording.span, reason)

    def finish(self, recording: Recording, reason: Reason | None) -> None:
        """Be done with a recording, for better or worse."""
        self.done.add(recording.id)
        self.obstacles.pop(recording.id, None)
        if reason is not None:
            self.obstruct(recording, reason)


class Collector:
    """Collects one window of one device. Cancelled or failed, it leaves no files."""

    def __init__(
        self,
        api: RingApi,
        session: ClientSession,
        device: RingDevice,
        engine: RunEngine,
        progress: Progress = lambda phase, done: None,
        turn: asyncio.Lock | None = None,
    ) -> None:
        """Collect for one device; who has the same ``turn`` does not work meanwhile.

        Not while it waits for recordings: that may take long.
        """
        self._api = api
        self._session = session
        self._device = device
        self._engine = engine
        self._progress = progress
        self._turn = turn or asyncio.Lock()

    async def collect(self, window: Span, archive: Path, camera: str) -> Collected:
        """Bring a window into an archive, which may have parts of it.

        Raises LoginRejectedError, EngineProcessError, OSError.
        """
        folder = await asyncio.to_thread(_private_folder, archive, time.time())
        try:
            assembler = Assembler(self._engine, folder, archive, camera)
            state = _State(otherwise=_otherwise(self._device))
            held = await assembler.held(window)
            if without(window, held):
                await self._gather_recordings(window, held, assembler, folder, state)
            self._progress("assembling", 0.0)
            async with self._turn:
                await assembler.assemble(state.reels)
            gaps = await assembler.gaps(window)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        obstacles = list(state.obstacles.values())
        self._progress("assembling", 1.0)
        return Collected(
            len(state.reels), tuple(explain(gaps, obstacles, state.otherwise))
        )

    async def _gather_recordings(
        self,
        window: Span,
        held: list[Span],
        assembler: Assembler,
        folder: Path,
        state: _State,
    ) -> None:
        """Download what can be had, and wait for what is being prepared."""
        clock = self._api.clock
        deadline = max(clock.time(), window[1] / SECOND) + GIVE_UP
        wait = FIRST_WAIT
        await self._settle(window)
        while True:
            pause = await self._round(window, held, assembler, folder, state)
            if pause is None or clock.time() >= deadline:
                return
            self._progress("waiting", 0.0)
            pause = max(wait, pause)
            await clock.sleep(min(pause, max(deadline - clock.time(), 1.0)))
            wait = min(wait * 1.5, LONGEST_WAIT)

    async def _settle(self, window: Span) -> None:
        """Wait until Ring lists what began at the window's end."""
        late = window[1] / SECOND + GRACE - self._api.clock.time()
        if late > 0:
            self._progress("waiting", 0.0)
            await self._api.clock.sleep(late)

    async def _round(
        self,
        window: Span,
        held: list[Span],
        assembler: Assembler,
        folder: Path,
        state: _State,
    ) -> float | None:
        """Look once at all recordings; return how long to wait, None when all is done."""
        self._progress("searching", 0.0)
        try:
            found = await find_recordings(self._api, self._device, window)
        except ThrottledError as error:
            state.otherwise = Reason.THROTTLED
            return error.retry_after or 0.0
        except UnavailableError:
            state.otherwise = Reason.UNREACHABLE
            return 0.0
        except NotFoundError, RefusedError:
            state.otherwise = Reason.UNREACHABLE
            return None
        state.otherwise = _otherwise(self._device)
        self._gone(found, state)
        # What is recorded round the clock makes most recordings of events superfluous.
        wanted = sorted(
            (item for item in found if item.id not in state.done),
            key=lambda item: not item.continuous,
        )
        pause: float | None = None
        for number, item in enumerate(wanted):
            if not _is_needed(item, window, [*held, *state.continuous]):
                continue
            async with self._turn:
                waiting = await self._one(
                    item, assembler, folder, state, (number, len(wanted))
                )
            if waiting is not None:
                pause = max(pause or 0.0, waiting)
        return pause

    async def _one(
        self,
        item: Recording,
        assembler: Assembler,
        folder: Path,
        state: _State,
        place: tuple[int, int],
    ) -> float | None:
        """Download a recording; return how long to wait for it, None when it is done."""
        if (reason := _hopeless(item, self._device)) is not None:
            state.finish(item, reason)
            return None
        path = folder / f"{item.id}.mp4"
        try:
            if item.state == "preparing":
                raise NotFoundError("Ring is preparing the recording.")  # noqa: TRY301
            await download(
                self._api,
                self._session,
                self._device,
                item,
                path,
                lambda done: self._progress(
                    "downloading", (place[0] + done) / place[1]
                ),
            )
        except LoginRejectedError:
            raise
        except NotFoundError:
            if self._api.clock.time() - item.span[1] / SECOND > SETTLED:
                preparing = item.state == "preparing"
                state.finish(item, Reason.NOT_READY if preparing else Reason.DELETED)
                return None
            state.obstruct(item, Reason.NOT_READY)
            return 0.0
        except ThrottledError as error:
            state.obstruct(item, Reason.THROTTLED)
            return error.retry_after or 0.0
        except UnavailableError:
            state.obstruct(item, Reason.UNREACHABLE)
            return 0.0
        except RingAccountError:
            state.finish(item, Reason.UNREACHABLE)
            return None
        reel = await assembler.measure(item, path)
        if reel is None:
            state.finish(item, Reason.UNREADABLE)
            return None
        state.finish(item, None)
        state.reels.append(reel)
        if item.continuous:
            state.continuous.append((reel.footage.start, reel.footage.end))
        return None

    @staticmethod
    def _gone(found: Iterable[Recording], state: _State) -> None:
        """Note which of those that were waited for Ring does not list any more."""
        there = {item.id for item in found}
        for key in state.obstacles.keys() - there - state.done:
            old = state.obstacles[key]
            state.obstacles[key] = Obstacle(old.start, old.end, Reason.DELETED)
            state.done.add(key)


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


def _otherwise(device: RingDevice) -> Reason:
    """Return why nothing is recorded where Ring lists nothing."""
    return Reason.NO_MOTION if device.recordings else Reason.NO_SUBSCRIPTION
