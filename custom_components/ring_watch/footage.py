"""What the archive holds of long spans of time, looked up hour by hour and remembered."""

import asyncio
from collections import OrderedDict
from typing import Final, NamedTuple

from homeassistant.core import HomeAssistant

from .engine.archive import Archive

_HOUR: Final = 3_600_000_000
# Some days of sixteen doorbells.
_HOURS_KEPT: Final = 2000

type Spans = list[tuple[int, int]]
type _Files = tuple[tuple[int, int | None], ...]


class Kept(NamedTuple):
    """Spans in microseconds: what there is, what is missing, what has sound."""

    spans: Spans
    gaps: Spans
    sound: Spans


class _Hour(NamedTuple):
    spans: Spans
    sound: Spans


class Footage:
    """Reads coverage from the segments, once for each hour that is over.

    A day has some 1500 segments, each of which has to be opened. What was read holds
    for as long as the same segments are there.
    """

    def __init__(self, hass: HomeAssistant, archive: Archive) -> None:
        """Nothing was looked at yet."""
        self._hass = hass
        self._archive = archive
        self._hours: OrderedDict[tuple[str, int], tuple[_Files, _Hour]] = OrderedDict()
        self._reading = asyncio.Semaphore(1)

    async def coverage(self, camera: str, start: int, end: int) -> Kept:
        """Return what there is of [start, end) in microseconds.

        The same as ``Archive.coverage``, and never long at a time.
        """
        spans: Spans = []
        sound: Spans = []
        for hour in range(start - start % _HOUR, end, _HOUR):
            found = await self._hour(camera, hour)
            spans += found.spans
            sound += found.sound
        return await self._hass.async_add_executor_job(_join, spans, sound, start, end)

    async def start_of(self, camera: str, time: int) -> int | None:
        """Return the name, in milliseconds, of the segment to play from a time on.

        It holds the time, or it is the first with footage after it.
        """
        return await self._hass.async_add_executor_job(self._start_of, camera, time)

    async def _hour(self, camera: str, hour: int) -> _Hour:
        key = (camera, hour)
        async with self._reading:
            files, before = self._hours.get(key, ((), _Hour([], [])))
            known, found = await self._hass.async_add_executor_job(
                self._read, camera, hour, files
            )
            if found is None:
                self._hours.move_to_end(key)
                return before
            # The last one of all grows.
            if known and known[-1][1] is not None:
                self._hours[key] = known, found
            while len(self._hours) > _HOURS_KEPT:
                self._hours.popitem(last=False)
            return found

    def _read(
        self, camera: str, hour: int, known: _Files
    ) -> tuple[_Files, _Hour | None]:
        """Return an hour's segments and spans; None when they are those known."""
        # Needs numpy, which must not be imported in the event loop.
        from .engine.coverage import coverage  # noqa: PLC0415

        segments = self._archive.segments(camera, hour, hour + _HOUR)
        files = tuple((one.start_ms, one.next_start_ms) for one in segments)
        if files and files == known:
            return files, None
        found = coverage(segments, hour, hour + _HOUR)
        return files, _Hour(found.spans, found.sound)

    def _start_of(self, camera: str, time: int) -> int | None:
        from .engine.coverage import coverage  # noqa: PLC0415

        held = self._archive.segments(camera, time, time + 1)
        if not held:
            oldest = self._archive.oldest(camera)
            return oldest.start_ms if oldest and oldest.start_ms * 1000 > time else None
        last = held[-1]
        return (
            last.start_ms if coverage([last], time, None).spans else last.next_start_ms
        )


def _join(pieces: Spans, heard: Spans, start: int, end: int) -> Kept:
    """Return spans inside [start, end), put together over the hours, and the gaps."""
    from .engine.coverage import joined, missing  # noqa: PLC0415

    def inside(spans: Spans) -> Spans:
        cut = [(max(begin, start), min(finish, end)) for begin, finish in spans]
        return joined((begin, finish) for begin, finish in cut if begin < finish)

    spans = inside(pieces)
    return Kept(spans, missing(spans, start, end), inside(heard))
