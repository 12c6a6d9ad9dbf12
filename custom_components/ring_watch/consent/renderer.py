"""Clips for requests: rendered by the engine, kept apart from the owner's own."""

import asyncio
from collections.abc import Collection, Sequence
import hashlib
import logging
import os
from pathlib import Path
import re
import secrets
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.const import SHARES_FOLDER
from custom_components.ring_watch.engine.archive import make_private
from custom_components.ring_watch.engine.times import parse_time, to_datetime
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import (
    Area,
    Missing,
    Part,
    RenderedClip,
    SourceSegment,
    Span,
)
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.regular import open_regular
from custom_components.ring_watch.supply import AtHand, in_stages, reasons
from homeassistant.exceptions import HomeAssistantError

from .progress import Preparations, Report

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

_NAME: Final = re.compile(r"[0-9a-f]{32}")
_MADE: Final = re.compile(r"[0-9a-f]{32}\.mp4|\.[0-9a-f]{16}\.part")


class ClipRenderer:
    """``ports.Renderer``: short processes of the engine, files in one folder."""

    def __init__(self, home: Home) -> None:
        """Nothing is rendered yet."""
        self._home = home
        self.preparations = Preparations()
        self._folder = home.storage / SHARES_FOLDER

    def path(self, name: str) -> Path | None:
        """Return where a clip lies; does not touch the disk."""
        return self._folder / f"{name}.mp4" if _NAME.fullmatch(name) else None

    async def prepare(
        self,
        request: Request,
        parts: Sequence[Part],
        areas: Sequence[Area],
        *,
        audio: bool,
    ) -> list[RenderedClip]:
        """Render one clip for each part."""
        clips: list[RenderedClip] = []
        lengths = [part.end - part.start for part in parts]
        try:
            with self.preparations.of(request.request_id, lengths) as reports:
                for part, report in zip(parts, reports, strict=True):
                    shown = [area for area in areas if area.doorbell == part.doorbell]
                    clips.append(
                        await self._render(request, part, shown, report, audio=audio)
                    )
        except BaseException as err:
            await asyncio.shield(self.remove([clip.name for clip in clips]))
            if isinstance(err, EngineProcessError | OSError | HomeAssistantError):
                _LOGGER.warning("A clip could not be made: %s", err)
                raise SharingError("prepare_failed") from err
            raise
        return clips

    async def _render(
        self,
        request: Request,
        part: Part,
        areas: Sequence[Area],
        report: Report,
        *,
        audio: bool,
    ) -> RenderedClip:
        report(0.0, False)
        home = self._home
        if (doorbell := home.doorbells.get(part.doorbell)) is None:
            raise SharingError("prepare_failed")
        start, end = to_datetime(part.start), to_datetime(part.end)
        await doorbell.supply.check(start, end)
        await home.hass.async_add_executor_job(self._prepare)
        name = secrets.token_hex(16)
        path = self._folder / f"{name}.mp4"
        masks = [(area.x, area.y, area.width, area.height) for area in areas]
        fetching, cutting = in_stages(doorbell.supply.effort, report)
        async with doorbell.supply.at_hand(start, end, fetching) as footage:
            made = await home.gatherer.render(
                footage,
                start,
                end,
                path,
                audio=audio,
                masks=masks,
                on_progress=cutting,
            )
            delivered = _span(made["delivered"])
            try:
                segments = await home.hass.async_add_executor_job(
                    _segments, footage, delivered
                )
            except BaseException:
                await asyncio.shield(self.remove([name]))
                raise
        return RenderedClip(
            name=name,
            doorbell=part.doorbell,
            size=made["size"],
            sha256=made["sha256"],
            requested=Span(part.start, part.end),
            delivered=delivered,
            gaps=tuple(_span(gap) for gap in made["gaps"]),
            changes=_changes(request, part, masked=bool(areas), audio=audio, made=made),
            segments=segments,
            missing=tuple(
                Missing(**_times(one), reason=one["reason"])
                for one in reasons(made["gaps"], footage.missing)
            ),
        )

    def _prepare(self) -> None:
        self._home.place.check()
        make_private(self._folder)

    async def unchanged(self, clips: Sequence[RenderedClip]) -> bool:
        """Tell whether the files are there as they were rendered."""

        def look() -> bool:
            for clip in clips:
                try:
                    path = self._folder / f"{clip.name}.mp4"
                    with os.fdopen(open_regular(path), "rb") as file:
                        digest = hashlib.file_digest(file, "sha256").hexdigest()
                        if file.tell() != clip.size or digest != clip.sha256:
                            return False
                except OSError:
                    return False
            return True

        return await self._home.hass.async_add_executor_job(look)

    async def remove(self, names: Collection[str]) -> None:
        """Remove files. Raises OSError, also where their disk is not there."""

        def unlink() -> None:
            if names:
                self._home.place.check()
            for name in names:
                if (path := self.path(name)) is not None:
                    path.unlink(missing_ok=True)

        await self._home.hass.async_add_executor_job(unlink)

    async def missing(self, names: Collection[str]) -> Collection[str]:
        """Return those of the files that are not there. Raises OSError.

        Where their disk is not there, nobody knows.
        """

        def look() -> list[str]:
            self._home.place.check()
            there = {path.stem for path in self._folder.glob("*.mp4")}
            return [name for name in names if name not in there]

        return await self._home.hass.async_add_executor_job(look)

    async def sweep(self, keep: Collection[str]) -> None:
        """Remove what is in the folder except the files named. Raises OSError."""

        def clear() -> None:
            self._home.place.check()
            make_private(self._folder)
            for path in list(self._folder.iterdir()):
                if _MADE.fullmatch(path.name) and path.stem not in keep:
                    path.unlink(missing_ok=True)

        await self._home.hass.async_add_executor_job(clear)


def _segments(footage: AtHand, span: Span) -> tuple[SourceSegment, ...]:
    """Return the archive's files that reach into a span, with their hashes. Blocks."""
    archive = footage.archive
    found = []
    for segment in archive.segments(footage.camera, span.start, span.end):
        if segment.next_start_ms and segment.next_start_ms * 1000 <= span.start:
            continue
        with segment.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = segment.path.relative_to(archive.root).as_posix()
        found.append(SourceSegment(name, digest))
    return tuple(found)


def _changes(
    request: Request, part: Part, *, masked: bool, audio: bool, made: dict[str, Any]
) -> tuple[str, ...]:
    """Return what was done to the pictures and the sound, in the manifest's words."""
    done = {
        "trim": (part.start, part.end) != (request.start, request.end),
        "mask": masked,
        "sound_removed": not audio,
        "encode": made["frames_encoded"] > 0,
    }
    return tuple(word for word, is_done in done.items() if is_done)


def _span(span: dict[str, str]) -> Span:
    return Span(**_times(span))


def _times(span: dict[str, str]) -> dict[str, int]:
    return {name: parse_time(span[name]) for name in ("start", "end")}
