"""Everything that Ring has of a window, into an archive; and why the rest is missing."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from aiohttp import ClientSession

from .api import RingApi
from .assemble import Assembler, Reel, RunEngine
from .devices import RingDevice
from .download import download
from .errors import (
    LoginRejectedError,
    NoRoomError,
    NotFoundError,
    RingAccountError,
    ThrottledError,
    TooLargeError,
    UnavailableError,
)
from .history import find_recordings, look_closer, smaller_parts
from .outcomes import Outcomes
from .plan import Missing, Obstacle, Reason, Span, explain, without
from .recordings import SECOND, Recording, merged
from .verdict import given_up, hopeless, is_guess, not_kept, nothing_recorded
from .waits import Waits
from .whole import is_cut_off
from .workspace import private_folder

GRACE: Final = 30.0
"""Ring lists an event some seconds after it began."""
FIRST_WAIT: Final = 10.0
LONGEST_WAIT: Final = 60.0
GIVE_UP: Final = 30 * 60.0
"""How long is waited at most: for new recordings, and until Ring wants requests."""
SETTLED: Final = 3600.0
"""A recording whose event is so many seconds past is not new any more."""
PATIENCE: Final = 10 * 60.0
"""How long is waited for one that is not new: Ring may have to convert it first."""
OUTAGE: Final = 3 * 60.0
"""How long is waited for a Ring that does not answer."""
# A recording that was cut at its ends is here all the same.
_CLOSE: Final = SECOND // 10

type Phase = Literal["searching", "waiting", "downloading", "assembling"]
type Progress = Callable[[Phase, float], None]
type Known = dict[str, list[Span]]
"""What recordings were found to cover, by their ids."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it: how many recordings were downloaded, and what is missing.

    ``missing`` fills, together with what the archive has, the window. All times are
    right to about ``verdict.UNCERTAINTY`` seconds.
    """

    recordings: int
    missing: tuple[Missing, ...]


class Collector:
    """Collects one window of one device, once; ``window`` is in microseconds.

    Who has the same ``turn`` does not work at the same time; while one waits for a
    recording, which may take long, others may. ``known`` is what earlier collections
    found out, and is added to: what the archive has is not downloaded again. Without
    ``patient`` nothing is waited for.
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
        known: Known | None = None,
        patient: bool = True,
    ) -> None:
        self._api = api
        self._session = session
        self._device = device
        self._window = window
        self._progress = progress
        self._turn = turn or asyncio.Lock()
        self._known = {} if known is None else known
        self._patient = patient
        # What the archive does not have, nor a recording round the clock.
        self._gaps: list[Span] = []
        self._outcomes = Outcomes()
        self._details: dict[str, Recording] = {}
        self._otherwise = nothing_recorded(device)
        self._waits = Waits(api.clock)

    async def collect(self, engine: RunEngine, archive: Path, camera: str) -> Collected:
        """Bring the window into an archive, which may have parts of it.

        Cancelled or failed, it leaves nothing behind but footage. Raises
        LoginRejectedError, EngineProcessError, OSError.
        """
        async with private_folder(archive) as folder:
            assembler = Assembler(engine, folder, archive, camera)
            self._gaps = await assembler.gaps(self._window)
            if self._gaps:
                await self._load(assembler, folder)
            self._progress("assembling", 0.0)
            async with self._turn:
                failed = await assembler.assemble(self._outcomes.reels)
            self._outcomes.fail(failed)
            gaps = await assembler.gaps(self._window)
        self._progress("assembling", 1.0)
        self._known |= self._outcomes.lasting(gaps)
        obstacles = [*self._outcomes.obstacles.values(), *self._not_kept()]
        missing = explain(gaps, obstacles, self._otherwise)
        return Collected(len(self._outcomes.reels), tuple(missing))

    async def _load(self, assembler: Assembler, folder: Path) -> None:
        """Download what can be had, and wait for what may still come."""
        clock, end = self._api.clock, self._window[1] / SECOND
        self._waits.limit = max(clock.time(), end) + GIVE_UP
        hopeful = self._device.recordings and not self._device.encrypted
        late = end + GRACE - clock.time()
        if self._patient and hopeful and late > 0:
            self._progress("waiting", 0.0)
            await clock.sleep(late)
        wait = FIRST_WAIT
        while True:
            self._waits.forget()
            await self._round(assembler, folder)
            pause = self._waits.next(self._outcomes.uncovered(self._gaps), wait)
            if pause is None or not self._patient:
                return
            self._progress("waiting", 0.0)
            await clock.sleep(pause)
            wait = min(wait * 1.5, LONGEST_WAIT)

    async def _round(self, assembler: Assembler, folder: Path) -> None:
        """Look once at all recordings, and get what can be had."""
        self._progress("searching", 0.0)
        found = await self._find()
        done = self._outcomes.done
        needed = [item for item in found if item.id in done or self._is_needed(item)]
        self._outcomes.keep(item for item in found if not self._is_needed(item))
        # What is recorded round the clock makes most recordings of events superfluous.
        needed.sort(key=lambda item: not item.continuous)
        for number, item in enumerate(needed):
            if item.id in done or not self._is_needed(item):
                continue
            if self._waits.is_over("recordings", OUTAGE):
                self._outcomes.obstruct(item, Reason.UNREACHABLE)
                continue
            progress = _part(self._progress, number, len(needed))
            async with self._turn:
                await self._one(item, assembler, folder, progress)

    async def _find(self) -> list[Recording]:
        """List the recordings, and note why more may be missing."""
        window = self._gaps[0][0], self._gaps[-1][1]
        try:
            found = await find_recordings(
                self._api, self._device, window, self._outcomes.done
            )
        except ThrottledError as error:
            self._otherwise = Reason.THROTTLED
            self._waits.until(self._waits.limit, window, error.retry_after or 0.0)
            return []
        self._otherwise = nothing_recorded(self._device)
        if found.whole:
            self._waits.works("lists")
            self._outcomes.note_gone(found.recordings)
        else:
            self._otherwise = Reason.UNREACHABLE
        if found.again:
            self._waits.until(self._waits.fails("lists", OUTAGE), window)
        return found.recordings

    async def _one(
        self,
        item: Recording,
        assembler: Assembler,
        folder: Path,
        progress: Callable[[float], None],
    ) -> None:
        """Get a recording, or note why it is not there."""
        if (reason := await self._hopeless(item)) is not None:
            self._outcomes.finish(item, reason)
            return
        try:
            reel, whole = await self._get(item, assembler, folder, progress)
            length = 0 if reel is None else reel.footage.end - reel.footage.start
            smaller = await smaller_parts(self._api, self._device, item, length)
        except LoginRejectedError:
            raise
        except NotFoundError:
            await self._not_there(item)
        except ThrottledError as error:
            self._outcomes.obstruct(item, Reason.THROTTLED)
            self._wait(item, self._waits.limit, error.retry_after or 0.0)
        except UnavailableError:
            self._outcomes.obstruct(item, Reason.UNREACHABLE)
            self._wait(item, self._waits.fails("recordings", OUTAGE))
        except NoRoomError:
            self._outcomes.finish(item, Reason.NO_ROOM)
        except TooLargeError:
            self._outcomes.finish(item, Reason.UNREADABLE)
        except RingAccountError:
            self._outcomes.finish(item, Reason.UNREACHABLE)
        else:
            if reel is None or smaller is None:
                await self._had(item, reel, whole)
            else:
                await assembler.discard(reel)
                await self._in_parts(item, smaller, assembler, folder, progress)

    async def _in_parts(
        self,
        item: Recording,
        parts: list[Recording],
        assembler: Assembler,
        folder: Path,
        progress: Callable[[float], None],
    ) -> None:
        """Get a recording in parts; it is done with when they are."""
        for part in parts:
            if part.id not in self._outcomes.done and self._is_needed(part):
                await self._one(part, assembler, folder, progress)
        self._outcomes.finish_parts(item, parts)

    async def _get(
        self,
        item: Recording,
        assembler: Assembler,
        folder: Path,
        progress: Callable[[float], None],
    ) -> tuple[Reel | None, bool]:
        """Download and measure a recording; return whether its file is whole, too.

        None stands for one that cannot be read. Raises the errors of ``errors``.
        """
        path = folder / f"{item.id}.mp4"
        await asyncio.to_thread(path.unlink, missing_ok=True)
        whole = await self._to_file(item, path, progress)
        if not whole:
            await asyncio.to_thread(path.unlink)
            whole = await self._to_file(item, path, progress)
        return await assembler.measure(item, path), whole

    async def _to_file(
        self, item: Recording, path: Path, progress: Callable[[float], None]
    ) -> bool:
        """Download a recording; return whether its file is whole."""
        await download(self._api, self._session, self._device, item, path, progress)
        self._waits.works("recordings")
        return not await asyncio.to_thread(is_cut_off, path)

    async def _had(self, item: Recording, reel: Reel | None, whole: bool) -> None:
        """Take note of a recording that was downloaded."""
        if reel is None:
            closer = await self._closer(item)
            self._outcomes.finish(
                item, hopeless(closer, self._device) or Reason.UNREADABLE
            )
            return
        self._outcomes.came(item, reel, whole=whole)
        if item.continuous:
            covered = [(reel.footage.start, reel.footage.end)]
            self._gaps = [part for gap in self._gaps for part in without(gap, covered)]

    async def _not_there(self, item: Recording) -> None:
        """Wait for a recording, or say what became of it."""
        item = await self._closer(item)
        reason = hopeless(item, self._device)
        if reason is None and not self._device.recordings:
            reason = Reason.NO_SUBSCRIPTION
        if reason is not None:
            self._outcomes.finish(item, reason)
            return
        first = self._waits.since(item.id)
        new = first - item.span[1] / SECOND <= SETTLED
        until = first + PATIENCE
        if new and item.state != "untold":
            until = self._waits.limit
        if self._api.clock.time() < until:
            self._outcomes.obstruct(item, Reason.NOT_READY)
            self._wait(item, until)
        else:
            self._outcomes.finish(item, Reason.NOT_READY if new else given_up(item))

    async def _hopeless(self, item: Recording) -> Reason | None:
        """Return why a recording will never be had, as far as that is known."""
        reason = hopeless(item, self._device)
        if is_guess(reason, item):
            reason = hopeless(await self._closer(item), self._device)
        return reason

    async def _closer(self, item: Recording) -> Recording:
        """Return a recording with what is told of it alone, where the lists are vague."""
        if item.encrypted is not None and item.subscribed is not None:
            return item
        if item.id not in self._details:
            try:
                closer = await look_closer(self._api, self._device, item)
            except ThrottledError:
                return item
            self._details[item.id] = closer
        (both,) = merged([item, self._details[item.id]])
        return both

    def _is_needed(self, item: Recording) -> bool:
        """Whether a recording may hold something that the archive does not have."""
        known = self._known.get(item.id)
        if known is None or item.continuous:
            return _overlap([item.reach], self._gaps) > 0
        return _overlap(known, self._gaps) > _CLOSE

    def _not_kept(self) -> list[Obstacle]:
        """Say what Ring may keep no more, where it answered and lists nothing."""
        if self._otherwise is not Reason.NO_MOTION:
            return []
        now, oldest = self._api.clock.time(), self._outcomes.oldest()
        return not_kept(self._window, now, self._device, oldest)

    def _wait(self, item: Recording, until: float, pause: float = 0.0) -> None:
        self._waits.until(until, item.reach, pause)


def _part(progress: Progress, number: int, count: int) -> Callable[[float], None]:
    """Return what tells the progress of one of several downloads."""
    return lambda done: progress("downloading", (number + done) / count)


def _overlap(spans: Iterable[Span], gaps: Iterable[Span]) -> int:
    """Return how much of any one gap a span holds at most."""
    return max(
        (min(s[1], g[1]) - max(s[0], g[0]) for s in spans for g in gaps), default=0
    )
