"""Gathering: one exact window of one doorbell becomes a clip."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
import time
from typing import TYPE_CHECKING, Any, Protocol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .clips import Clip, ClipStore
from .const import DOMAIN, EVENT_CLIP_GATHERED, EVENT_GATHER_PROGRESS
from .doorbell import Doorbell
from .process import EngineProcessError, JsonObject, run_engine
from .supply import AtHand, in_stages, reasons
from .times import to_text

if TYPE_CHECKING:
    from .home import Home

# Two at a time: each may encode on all cores.
AT_ONCE = 2
PROGRESS_INTERVAL = 0.25
# One per cent of the longest window takes a small computer minutes.
STALL = 1800.0

type Mask = tuple[float, float, float, float]


class Report(Protocol):
    """Tells how far a gather is."""

    def __call__(
        self, progress: float | None, state: str, *, waiting: bool = False
    ) -> None:
        """Take what is done (0 to 1), and whether Ring is only waited for."""


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
        fetching, cutting = in_stages(
            doorbell.supply.effort,
            lambda part, waiting: report(part, "running", waiting=waiting),
        )
        async with doorbell.supply.at_hand(start, end, fetching) as footage:
            details = await self.render(
                footage,
                start,
                end,
                path,
                audio=audio,
                masks=masks,
                on_progress=cutting,
            )
        details["missing"] = reasons(details["gaps"], footage.missing)
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
        footage: AtHand,
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
        arguments = [
            "gather",
            *("--archive", str(footage.archive.root)),
            *("--camera", footage.camera),
            *("--start", to_text(start)),
            *("--end", to_text(end)),
            *("--output", str(path)),
            *("--json", "--progress"),
        ]
        if audio:
            arguments.append("--audio")
        for mask in masks:
            arguments += ["--mask", ",".join(repr(part) for part in mask)]
        async with self._slots:
            return await run_engine(*arguments, on_progress=on_progress, stall=STALL)

    def _reporter(self, clip_id: str, doorbell: Doorbell) -> Report:
        """Return what fires the progress event, not too often."""
        fired, waited = float("-inf"), False
        data: dict[str, Any] = {
            "clip_id": clip_id,
            "device_id": device_id(self._hass, self._home, doorbell),
            "name": doorbell.name,
        }

        def report(
            progress: float | None, state: str, *, waiting: bool = False
        ) -> None:
            nonlocal fired, waited
            now = time.monotonic()
            often = now - fired < PROGRESS_INTERVAL and waiting is waited
            if state == "running" and often:
                return
            fired, waited = now, waiting
            told = {"state": state, "progress": progress, "waiting": waiting}
            self._hass.bus.async_fire(EVENT_GATHER_PROGRESS, {**data, **told})

        return report


def device_id(hass: HomeAssistant, home: Home, doorbell: Doorbell) -> str | None:
    """Return the id of a doorbell's device."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, doorbell.doorbell_id), home.entry.entry_id
    )
    return device.id if device else None
