"""Small pictures, decoded by the engine and kept in memory only."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
import logging
from pathlib import Path
import tempfile
from typing import Final

from homeassistant.core import HomeAssistant

from .engine.archive import Archive
from .engine.times import format_time
from .process import EngineProcessError, run_engine

_LOGGER = logging.getLogger(__name__)

KEPT: Final = 500
AT_ONCE: Final = 2
_FIRST_TIMEOUT: Final = 15.0
_STRIP_TIMEOUT: Final = 30.0
# The one in the middle stands for all of a window.
_TO_CHOOSE_FROM: Final = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and when it was taken, in the engine's text form."""

    time: str
    jpeg: bytes


class Thumbnails:
    """Pictures of files and of windows of the archive, a few at a time.

    Those of the archive show what was recorded, without privacy zones: they are for
    the owner only.
    """

    def __init__(self, hass: HomeAssistant, archive: Archive) -> None:
        """Nothing is kept yet."""
        self._hass = hass
        self._archive = archive
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def of_file(self, path: Path, after: float = 0.0) -> bytes | None:
        """Return the first picture of a video; None when it has none.

        ``after``: how many seconds of it are passed over, such as a gap.
        """
        return await self._keep((path, after), lambda: self._first(path, after))

    async def of_window(self, camera: str, start: int, end: int) -> bytes | None:
        """Return a picture of [start, end); None where there is no footage."""

        async def middle() -> bytes | None:
            found = await self.strip(camera, start, end, _TO_CHOOSE_FROM)
            return found[len(found) // 2].jpeg if found else None

        return await self._keep((camera, start, end), middle)

    async def strip(
        self, camera: str, start: int, end: int, count: int
    ) -> list[Picture]:
        """Return at most ``count`` pictures from all over [start, end), in order.

        None where there is no footage. Raises EngineProcessError.
        """

        async def make(folder: Path) -> list[Picture]:
            made = await run_engine(
                "thumbnails",
                *("--archive", str(self._archive.root), "--camera", camera),
                *("--start", format_time(start), "--end", format_time(end)),
                *("--output", str(folder), "--count", str(count), "--json"),
                timeout=_STRIP_TIMEOUT,
            )
            return await self._hass.async_add_executor_job(
                lambda: [
                    Picture(one["time"], Path(one["path"]).read_bytes())
                    for one in made["thumbnails"]
                ]
            )

        try:
            return await self._in_folder(make)
        except EngineProcessError as err:
            if err.code == "no_footage":
                return []
            raise

    async def _first(self, path: Path, after: float) -> bytes:
        async def make(folder: Path) -> bytes:
            output = folder / "thumbnail.jpg"
            await run_engine(
                *("keyframe", str(path), "--after", str(after)),
                *("--output", str(output), "--json"),
                timeout=_FIRST_TIMEOUT,
            )
            return await self._hass.async_add_executor_job(output.read_bytes)

        return await self._in_folder(make)

    async def _in_folder[T](self, make: Callable[[Path], Awaitable[T]]) -> T:
        """Let the engine work in a folder of its own, when it is its turn."""
        run = self._hass.async_add_executor_job
        try:
            async with self._slots:
                folder = await run(
                    lambda: tempfile.TemporaryDirectory(prefix="ring_watch_")
                )
                try:
                    return await make(Path(folder.name))
                finally:
                    await run(folder.cleanup)
        except OSError as err:
            raise EngineProcessError("unreadable", str(err)) from err

    async def _keep(
        self, key: Hashable, make: Callable[[], Awaitable[bytes | None]]
    ) -> bytes | None:
        """Return a picture that was made before, or make it."""
        if picture := self._kept.get(key):
            self._kept.move_to_end(key)
            return picture
        try:
            made = await make()
        except EngineProcessError as err:
            _LOGGER.debug("No thumbnail: %s", err)
            return None
        if made is not None:
            self._kept[key] = made
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made
