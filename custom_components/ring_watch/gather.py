"""Gathering: one exact window of one doorbell becomes a clip."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
import time
from typing import TYPE_CHECKING, Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .clips import Clip, ClipStore
from .const import DOMAIN, EVENT_CLIP_GATHERED, EVENT_GATHER_PROGRESS
from .doorbell import Doorbell, Status
from .process import EngineProcessError, JsonObject, run_engine
from .times import invalid, to_text, to_us

if TYPE_CHECKING:
    from .home import Home

# Two at a time: each may encode on all cores.
AT_ONCE = 2
PROGRESS_INTERVAL = 0.25
# The newest picture group is in the archive once the next one begins.
FRESH = timedelta(seconds=20)
FRESH_POLL = 0.5
# One per cent of the longest window takes a small computer minutes.
STALL = 1800.0

type Mask = tuple[float, float, float, float]


class Gatherer:
    """Runs gathers as short processes, reports their progress and cancels them."""

    def __init__(self, hass: HomeAssistant, home: Home) -> None:
        """Nothing runs yet."""
        self._hass = hass
        self._home = home
        self._running: dict[str, asyncio.Task[Clip]] = {}
        self._cancelled: set[str] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    @property
    def running(self) -> list[str]:
        """The ids of the clips that are being gathered."""
        return list(self._running)

    async def check(self, doorbell: Doorbell, start: datetime, end: datetime) -> None:
        """Raise a translated error when the archive holds nothing of the window.

        ``window_too_old`` when it ends before the oldest footage, else
        ``window_without_footage``. Nothing is written.
        """
        archive = self._home.archive

        def look() -> tuple[int | None, bool]:
            oldest = archive.oldest(doorbell.camera)
            if oldest is None or to_us(end) <= oldest.start_ms * 1000:
                return (oldest.start_ms if oldest else None), False
            found = archive.coverage(doorbell.camera, to_us(start), to_us(end))
            return oldest.start_ms, bool(found.spans)

        oldest_ms, covered = await self._hass.async_add_executor_job(look)
        if covered or (oldest_ms is not None and self._is_fresh(doorbell, end)):
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

    async def gather(
        self,
        doorbell: Doorbell,
        start: datetime,
        end: datetime,
        *,
        audio: bool,
        masks: Sequence[Mask],
    ) -> Clip:
        """Gather [start, end) of a doorbell into a new clip.

        Raises EngineProcessError: the engine's codes, and ``cancelled``. Whatever
        goes wrong, no part of a file stays.
        """
        clip_id = self._home.clips.new_id()
        task = self._home.entry.async_create_background_task(
            self._hass,
            self._gather(clip_id, doorbell, start, end, audio, masks),
            f"ring_watch gather {clip_id}",
        )
        self._running[clip_id] = task
        report = self._reporter(clip_id, doorbell)
        report(0.0, "running")
        try:
            clip = await task
        except asyncio.CancelledError:
            report(None, "cancelled")
            if clip_id in self._cancelled:
                raise EngineProcessError(
                    "cancelled", "The gather was cancelled."
                ) from None
            # Whoever asked has gone.
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            raise
        except EngineProcessError as err:
            report(None, "cancelled" if err.code == "cancelled" else "failed")
            raise
        finally:
            self._running.pop(clip_id, None)
            self._cancelled.discard(clip_id)
        report(1.0, "done")
        self._hass.bus.async_fire(
            EVENT_CLIP_GATHERED,
            {
                "clip_id": clip_id,
                "device_id": device_id(self._hass, self._home, doorbell),
                "name": doorbell.name,
                "start": to_text(clip.start),
                "end": to_text(clip.end),
            },
        )
        return clip

    async def cancel(self, clip_id: str) -> bool:
        """Cancel a running gather and wait for its end; False: there is none."""
        task = self._running.get(clip_id)
        if task is None:
            return False
        self._cancelled.add(clip_id)
        task.cancel()
        await asyncio.wait([task])
        return True

    async def stop(self) -> None:
        """Cancel all gathers."""
        for clip_id in list(self._running):
            await self.cancel(clip_id)

    async def _gather(
        self,
        clip_id: str,
        doorbell: Doorbell,
        start: datetime,
        end: datetime,
        audio: bool,
        masks: Sequence[Mask],
    ) -> Clip:
        clips: ClipStore = self._home.clips
        path = clips.path(clip_id)
        report = self._reporter(clip_id, doorbell)
        details = await self.render(
            doorbell,
            start,
            end,
            path,
            audio=audio,
            masks=masks,
            on_progress=lambda part: report(part, "running"),
        )
        details.pop("path", None)
        clip = Clip(
            clip_id,
            doorbell.doorbell_id,
            doorbell.name,
            dt_util.utcnow(),
            path,
            details,
        )
        try:
            await self._hass.async_add_executor_job(clips.add, clip)
        except BaseException:
            await self._hass.async_add_executor_job(path.unlink, True)
            raise
        return clip

    async def render(
        self,
        doorbell: Doorbell,
        start: datetime,
        end: datetime,
        path: Path,
        *,
        audio: bool,
        masks: Sequence[Mask],
        on_progress: Callable[[float], None] | None = None,
    ) -> JsonObject:
        """Make the file of [start, end), and return what the engine tells of it.

        Raises as ``gather``; cancelled or failed, no part of a file stays.
        """
        worker = self._home.worker
        begin, finish = to_text(start), to_text(end)
        arguments = [
            "gather",
            *("--archive", str(self._home.archive.root)),
            *("--camera", doorbell.camera),
            *("--start", begin),
            *("--end", finish),
            *("--output", str(path)),
            *("--json", "--progress"),
        ]
        if audio:
            arguments.append("--audio")
        for mask in masks:
            arguments += ["--mask", ",".join(repr(part) for part in mask)]
        pin = path.stem
        async with self._slots:
            await worker.pin(pin, doorbell.camera, begin, finish)
            try:
                await self._await_footage(doorbell, end)
                return await run_engine(
                    *arguments, on_progress=on_progress, stall=STALL
                )
            finally:
                await worker.unpin(pin)

    def _is_fresh(self, doorbell: Doorbell, end: datetime) -> bool:
        """Whether the window's end may still be on its way into the archive."""
        recording = doorbell.status is Status.RECORDING
        return recording and dt_util.utcnow() - end < FRESH

    async def _await_footage(self, doorbell: Doorbell, end: datetime) -> None:
        """Wait until the archive reaches ``end``, if it is about to."""
        archive, end_us = self._home.archive, to_us(end)

        def reached() -> bool:
            found = archive.coverage(doorbell.camera, end_us - 1_000_000, end_us)
            # A picture short of it may be the first of a group that is not there yet.
            return bool(found.spans) and found.spans[-1][1] >= end_us

        while self._is_fresh(doorbell, end):
            if await self._hass.async_add_executor_job(reached):
                return
            await asyncio.sleep(FRESH_POLL)

    def _reporter(
        self, clip_id: str, doorbell: Doorbell
    ) -> Callable[[float | None, str], None]:
        """Return what fires the progress event, not too often."""
        fired = float("-inf")
        data: dict[str, Any] = {
            "clip_id": clip_id,
            "device_id": device_id(self._hass, self._home, doorbell),
            "name": doorbell.name,
        }

        def report(progress: float | None, state: str) -> None:
            nonlocal fired
            now = time.monotonic()
            if state == "running" and now - fired < PROGRESS_INTERVAL:
                return
            fired = now
            self._hass.bus.async_fire(
                EVENT_GATHER_PROGRESS,
                {**data, "state": state, "progress": progress},
            )

        return report


def device_id(hass: HomeAssistant, home: Home, doorbell: Doorbell) -> str | None:
    """Return the id of a doorbell's device."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, doorbell.doorbell_id), home.entry.entry_id
    )
    return device.id if device else None
