"""A home without Home Assistant: what sharing needs, in memory and one folder."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
import hashlib
import os
from pathlib import Path
import time
from typing import Any

from custom_components.ring_watch.sharing.canonical import encode
from custom_components.ring_watch.sharing.keys import base64url
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.model.clips import (
    Area,
    Part,
    RenderedClip,
    SourceSegment,
    Span,
)
from custom_components.ring_watch.sharing.model.people import Requester
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.ports import Announcement, Approval

DOOR = "door"
SECOND = 1_000_000


class Clock:
    """The machine's clock, which a test may move."""

    def __init__(self) -> None:
        self.ahead = 0

    def now_us(self) -> int:
        return time.time_ns() // 1000 + self.ahead

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead / SECOND

    def synchronised(self) -> bool | None:
        return True


class Executor:
    """The loop's own threads."""

    async def run[**P, R](
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await asyncio.to_thread(function, *args, **kwargs)


class Documents:
    """Documents in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def load(self, name: str) -> dict[str, Any] | None:
        return self.kept.get(name)

    def save(self, name: str, document: Mapping[str, Any]) -> None:
        self.kept[name] = dict(document)


class Renderer:
    """Makes files of random bytes, or copies of a video."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 1000
        self.video: Path | None = None
        self.gaps = 0
        self._count = 0

    def path(self, name: str) -> Path | None:
        return self.folder / f"{name}.mp4"

    async def prepare(
        self,
        request: Request,
        parts: Sequence[Part],
        areas: Sequence[Area],
        *,
        audio: bool,
    ) -> list[RenderedClip]:
        return [await asyncio.to_thread(self._make, part, audio) for part in parts]

    def _make(self, part: Part, audio: bool) -> RenderedClip:
        self._count += 1
        name = f"clip{self._count}"
        data = self.video.read_bytes() if self.video else os.urandom(self.size)
        path = self.folder / f"{name}.mp4"
        path.write_bytes(data)
        whole = Span(part.start, part.end)
        gap = Span(part.start + SECOND, part.start + 2 * SECOND)
        return RenderedClip(
            name=name,
            doorbell=part.doorbell,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            requested=whole,
            delivered=whole,
            gaps=(gap,) * self.gaps,
            changes=("trim",) if audio else ("trim", "mask", "sound_removed", "encode"),
            segments=(SourceSegment("1", "0" * 64),),
        )

    async def unchanged(self, clips: Sequence[RenderedClip]) -> bool:
        return all((self.folder / f"{clip.name}.mp4").is_file() for clip in clips)

    async def missing(self, names: Collection[str]) -> Collection[str]:
        return [name for name in names if not (self.folder / f"{name}.mp4").is_file()]

    async def remove(self, names: Collection[str]) -> None:
        for name in names:
            (self.folder / f"{name}.mp4").unlink(missing_ok=True)

    async def sweep(self, keep: Collection[str]) -> None:
        for path in self.folder.glob("clip*.mp4"):
            if path.stem not in keep:
                path.unlink()


class Pins:
    """Keeps nothing."""

    def __init__(self) -> None:
        self.kept: set[str] = set()

    async def pin(self, name: str, doorbell: str, start: int, end: int) -> None:
        self.kept.add(name)

    async def unpin(self, name: str) -> None:
        self.kept.discard(name)

    async def names(self) -> Collection[str]:
        return frozenset(self.kept)


class Doorbells:
    """One doorbell."""

    def offered(self) -> Sequence[str]:
        return [DOOR]

    def zones(self, doorbell: str) -> Sequence[Area]:
        return []


class Requesters:
    """Whom a test allows to ask."""

    def __init__(self) -> None:
        self.known: list[Requester] = []

    def all(self) -> Sequence[Requester]:
        return self.known


class Announcer:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[Announcement] = []

    def announce(self, announcement: Announcement) -> None:
        self.heard.append(announcement)


class Notary:
    """Signs nothing; its manifests only look like some."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def manifests(self, request: Request, approval: Approval) -> Sequence[str]:
        prepared = request.prepared
        assert prepared
        kid = self._ledger.keys.fingerprint
        header = base64url(encode({"kid": kid}))
        payload = base64url(b"{}")
        return [f"{header}.{payload}.{clip.sha256}" for clip in prepared.clips]

    def rotate(self) -> str:
        keys = self._ledger.keys.with_next()
        return self._ledger.rotate(keys).fingerprint
