"""Files of recordings become footage of one camera in an archive.

All work on video is the engine's, a process of its own; here is decided what it does.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
import shutil
from typing import Any, Final, Protocol

from custom_components.ring_watch.engine.times import format_time, parse_time
from custom_components.ring_watch.process import EngineProcessError

from .errors import NoRoomError
from .plan import Footage, Reason, Span, Take, takes
from .recordings import SECOND, Recording

# What a recording may be longer than its event for other reasons than a preroll.
_ROUNDING: Final = SECOND // 2
_MOST_PREROLL: Final = 30 * SECOND
_JOIN: Final = SECOND // 1000
_NOT_A_REELS_FAULT: Final = frozenset({"archive_error", "crashed", "timeout"})


class RunEngine(Protocol):
    """Runs one command of the engine; ``process.run_engine`` is one.

    Raises EngineProcessError.
    """

    async def __call__(self, *arguments: str) -> dict[str, Any]:
        """Return what the command answers with ``--json``."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A downloaded recording: ``start`` is when its first picture was taken.

    ``shift`` is how much later the engine was told that it begins: only its length was
    to be learned.
    """

    footage: Footage
    path: Path
    shift: int


class Assembler:
    """Measures recordings and puts them together; ``folder`` is its own to use.

    ``archive`` and ``camera`` say where the footage goes.
    """

    def __init__(
        self, engine: RunEngine, folder: Path, archive: Path, camera: str
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._measured = folder / "measured"
        self._archive = archive
        self._camera = camera

    async def gaps(self, window: Span) -> list[Span]:
        """Return what the archive does not have of a window."""
        return _spans((await self._list(window))["gaps"])

    async def measure(self, recording: Recording, path: Path) -> Reel | None:
        """Learn how long a file really is; None when it cannot be read.

        What ends the engine itself is tried once more, and is the file's fault then.
        Raises NoRoomError.
        """
        for _ in range(2):
            try:
                answer = await self._import(
                    path, self._measured, _camera(recording.id), recording.start
                )
                break
            except EngineProcessError as error:
                if error.code == "disk_full":
                    raise NoRoomError from None
                if error.code != "crashed":
                    return None
        else:
            return None
        length = parse_time(answer["end"]) - parse_time(answer["start"])
        shift = preroll(recording, length)
        start = recording.start - shift
        return Reel(Footage(recording.id, start, start + length), path, shift)

    async def assemble(self, reels: list[Reel]) -> dict[str, Reason]:
        """Bring the reels into the archive, every instant once.

        All of them, not only the window: what was downloaded need not be again. Returns
        of which reels something could not be brought in, by key, and why. Raises
        EngineProcessError for what is not a reel's fault.
        """
        failed: dict[str, Reason] = {}
        if not reels:
            return failed
        footage = [reel.footage for reel in reels]
        whole = min(f.start for f in footage), max(f.end for f in footage)
        held = _spans((await self._list(whole))["coverage"])
        parts = takes(whole, footage, held)
        for reel in reels:
            own = [take for take in parts if take.key == reel.footage.key]
            try:
                await self._bring(reel, own)
            except EngineProcessError as error:
                if error.code in _NOT_A_REELS_FAULT:
                    raise
                full = error.code == "disk_full"
                failed[reel.footage.key] = Reason.NO_ROOM if full else Reason.UNREADABLE
            await self.discard(reel)
        return failed

    async def _bring(self, reel: Reel, own: list[Take]) -> None:
        item = reel.footage
        if own == [Take(item.key, item.start, item.end)]:
            await self._import(reel.path, self._archive, self._camera, item.start)
        else:
            for take in own:
                await self._take(reel, take)

    async def discard(self, reel: Reel) -> None:
        """Make room: footage is there several times until all is put together."""
        measured = self._measured / _camera(reel.footage.key)
        await asyncio.to_thread(reel.path.unlink, missing_ok=True)
        await asyncio.to_thread(shutil.rmtree, measured, ignore_errors=True)

    async def _take(self, reel: Reel, take: Take) -> None:
        """Bring a part of a recording into the archive."""
        clip = self._folder / "take.mp4"
        # A picture that is shown for less would be there at the same time as the next.
        cut = _JOIN if take.end < reel.footage.end else 0
        begin = format_time(take.start + reel.shift)
        end = format_time(max(take.end - cut, take.start + 1) + reel.shift)
        window = ("--start", begin, "--end", end)
        try:
            await self._engine(
                *("gather", "--archive", str(self._measured)),
                *("--camera", _camera(take.key), *window),
                *("--output", str(clip), "--audio", "--keep-codec", "--json"),
            )
        except EngineProcessError as error:
            if error.code != "no_footage":
                raise
            # Shorter than the time between two pictures.
            return
        first = parse_time(
            (await self._engine("check", str(clip), *window, "--json"))["first"]
        )
        await self._import(clip, self._archive, self._camera, first - reel.shift)
        clip.unlink()

    async def _import(
        self, path: Path, archive: Path, camera: str, start: int
    ) -> dict[str, Any]:
        return await self._engine(
            *("import", str(path), "--archive", str(archive), "--camera", camera),
            *("--start", format_time(start), "--json"),
        )

    async def _list(self, window: Span) -> dict[str, Any]:
        return await self._engine(
            *("list", "--archive", str(self._archive), "--camera", self._camera),
            *("--start", format_time(window[0]), "--end", format_time(window[1])),
            "--json",
        )


def preroll(recording: Recording, length: int) -> int:
    """Return how long before its event a file of that length begins.

    As Ring tells it; else what the file has more than the event, if that makes sense.
    """
    if recording.preroll is not None:
        return min(recording.preroll, length)
    if recording.length is None:
        return 0
    more = length - recording.length
    return more if _ROUNDING < more <= _MOST_PREROLL else 0


def _camera(key: str) -> str:
    return f"r{key}"


def _spans(found: list[dict[str, str]]) -> list[Span]:
    return [(parse_time(span["start"]), parse_time(span["end"])) for span in found]
