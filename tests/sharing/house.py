"""A house for tests: sharing's ports in memory or on a real disk, and its life."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
import hashlib
import json
from typing import Any

from custom_components.ring_watch.sharing.canonical import Json, encode
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import (
    Area,
    Part,
    Preparation,
    RenderedClip,
    SourceSegment,
    Span,
)
from custom_components.ring_watch.sharing.model.people import (
    Actor,
    ActorKind,
    Agreement,
    Origin,
    Requester,
    RequesterKind,
    Source,
)
from custom_components.ring_watch.sharing.model.requests import Ask, Receipt, Request
from custom_components.ring_watch.sharing.model.shares import Grant, Share, ShareTerms
from custom_components.ring_watch.sharing.ports import (
    Announcement,
    Approval,
    Book,
    Documents,
    Ports,
    Witness,
)
from custom_components.ring_watch.sharing.settings import DAY, HOUR, MINUTE, Settings
from custom_components.ring_watch.sharing.sharing import Sharing

NOW = 1_795_464_000_000_000  # 2026-11-23T20:00:00Z
ADMIN = Actor("0f" * 16, True, True, ActorKind.USER)
OTHER_ADMIN = Actor("0e" * 16, True, True, ActorKind.COMPANION)
DOOR = Source(Origin.DOOR_PAGE, "203.0.113.7")
PAGE = Source(Origin.PERSONAL_PAGE, "203.0.113.8")
ACTION = Source(Origin.ACTION)

ANNA_SECRET = "anna's page, forty-three characters of noise"
ANNA = Requester(
    "anna",
    "Anna",
    RequesterKind.NEIGHBOUR,
    page_secret_hash=hashlib.sha256(ANNA_SECRET.encode()).hexdigest(),
)
POLICE = Requester(
    "police",
    "Town police",
    RequesterKind.AGENCY,
    contact="desk@police.example",
    agreement=Agreement("We agreed.", NOW - 30 * DAY, NOW + 300 * DAY),
)
ZONE = Area("front", 0.0, 0.0, 0.25, 1.0)


@dataclass
class FakeClock:
    wall: int = NOW
    ticks: float = 1000.0
    sync: bool | None = True

    def now_us(self) -> int:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def synchronised(self) -> bool | None:
        return self.sync

    def advance(self, us: int) -> None:
        """Let time pass as it should."""
        self.wall += us
        self.ticks += us / 1_000_000

    def jump(self, us: int) -> None:
        """Set the wall clock; no time passes."""
        self.wall += us


class Inline:
    """Runs at once what would block."""

    async def run[**P, R](
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return function(*args, **kwargs)


@dataclass
class FakeDocuments:
    texts: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    saves: int = 0

    def load(self, name: str) -> dict[str, Any] | None:
        text = self.texts.get(name)
        return None if text is None else json.loads(text)

    def save(self, name: str, document: Mapping[str, Any]) -> None:
        if self.broken:
            raise OSError(28, "No space left on device")
        self.saves += 1
        self.texts[name] = json.dumps(document)


@dataclass
class FakeWitness:
    number: int | None = None

    def load(self) -> int | None:
        return self.number

    def save(self, generation: int) -> None:
        self.number = generation


@dataclass(frozen=True)
class FakeEntry:
    seq: int
    type: str
    data: Mapping[str, Any]


@dataclass
class FakeBook:
    """A ledger in memory that knows the order of things."""

    rows: list[FakeEntry] = field(default_factory=list)
    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    broken: bool = False
    checkpoints: int = 0
    ledger_id: str = "one"

    @property
    def size(self) -> int:
        return len(self.rows)

    @property
    def head(self) -> str:
        return hashlib.sha256(str(self.rows).encode()).hexdigest()

    def append(
        self,
        type: str,  # noqa: A002
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
    ) -> FakeEntry:
        if self.broken:
            raise OSError(28, "No space left on device")
        encode(data)
        entry = FakeEntry(len(self.rows), type, dict(data))
        self.rows.append(entry)
        if private:
            self.texts[entry.seq] = dict(private)
        return entry

    def entries(self, start: int = 0) -> Sequence[FakeEntry]:
        return self.rows[start:]

    def erase(self, seqs: Collection[int]) -> None:
        for seq in seqs:
            self.texts.pop(seq, None)

    def checkpoint(self) -> None:
        self.checkpoints += 1


@dataclass
class FakeRenderer:
    """Files are names; ``swapped`` ones are not what they were."""

    files: set[str] = field(default_factory=set)
    swapped: set[str] = field(default_factory=set)
    stuck: bool = False
    fails: str | None = None
    wait: Callable[[], Any] | None = None
    made: int = 0

    async def prepare(
        self,
        request: Request,
        parts: Sequence[Part],
        areas: Sequence[Area],
        *,
        audio: bool,
    ) -> list[RenderedClip]:
        if self.wait is not None:
            await self.wait()
        if self.fails:
            raise SharingError(self.fails)
        clips = []
        for part in parts:
            self.made += 1
            name = f"clip{self.made}"
            self.files.add(name)
            clips.append(
                RenderedClip(
                    name,
                    part.doorbell,
                    1_000_000,
                    hashlib.sha256(name.encode()).hexdigest(),
                    Span(part.start, part.end),
                    Span(part.start, part.end),
                    changes=("trim", *(("mask",) if areas else ())),
                    segments=(SourceSegment("1.mp4", "0" * 64),),
                )
            )
        return clips

    async def unchanged(self, clips: Sequence[RenderedClip]) -> bool:
        names = {clip.name for clip in clips}
        return names <= self.files and names.isdisjoint(self.swapped)

    async def remove(self, names: Collection[str]) -> None:
        if self.stuck:
            raise OSError(16, "Device or resource busy")
        self.files -= set(names)

    async def missing(self, names: Collection[str]) -> Collection[str]:
        return set(names) - self.files

    async def sweep(self, keep: Collection[str]) -> None:
        self.files &= set(keep)


@dataclass
class FakePins:
    held: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    async def pin(self, name: str, doorbell: str, start: int, end: int) -> None:
        self.held[name] = (doorbell, start, end)

    async def unpin(self, name: str) -> None:
        self.held.pop(name, None)

    async def names(self) -> Collection[str]:
        return list(self.held)


@dataclass
class FakeDoorbells:
    ids: list[str] = field(default_factory=lambda: ["front", "garden"])
    areas: list[Area] = field(default_factory=lambda: [ZONE])

    def offered(self) -> Sequence[str]:
        return self.ids

    def zones(self, doorbell: str) -> Sequence[Area]:
        return [area for area in self.areas if area.doorbell == doorbell]


@dataclass
class FakeRequesters:
    known: list[Requester] = field(default_factory=lambda: [ANNA, POLICE])

    def all(self) -> Sequence[Requester]:
        return self.known

    def change(self, requester_id: str, **changes: Any) -> None:
        self.known = [
            replace(one, **changes) if one.requester_id == requester_id else one
            for one in self.known
        ]


@dataclass
class FakeAnnouncer:
    heard: list[Announcement] = field(default_factory=list)

    def announce(self, announcement: Announcement) -> None:
        self.heard.append(announcement)

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.heard]


class FakeNotary:
    def manifests(self, request: Request, approval: Approval) -> Sequence[str]:
        assert request.prepared is not None
        return [f"manifest of {clip.sha256}" for clip in request.prepared.clips]

    def rotate(self) -> str:
        return "f" * 64


def thousand_times(race: Callable[[House], Coroutine[Any, Any, None]]) -> None:
    """Run a race a thousand times, each in a new house.

    In a loop of its own: the harness's is in debug mode, which takes longer.
    """

    async def run() -> None:
        for _ in range(1000):
            house = House()
            await house.start()
            await race(house)
            await house.sharing.settle()

    asyncio.run(run(), debug=False)


class House:
    """A home, whose memory outlives the process that ``sharing`` stands for."""

    def __init__(
        self,
        settings: Settings = Settings(),
        *,
        documents: Documents | None = None,
        book: Book | None = None,
        witness: Witness | None = None,
    ) -> None:
        self.settings = settings
        self.clock = FakeClock()
        self.disk = FakeDocuments()
        self.ledger = FakeBook()
        self.documents: Documents = documents or self.disk
        self.book: Book = book or self.ledger
        self.renderer = FakeRenderer()
        self.pins = FakePins()
        self.doorbells = FakeDoorbells()
        self.requesters = FakeRequesters()
        self.announcer = FakeAnnouncer()
        self.notary = FakeNotary()
        self.witness = witness or FakeWitness()
        self.sharing = self._new()

    def _new(self) -> Sharing:
        ports = Ports(
            clock=self.clock,
            executor=Inline(),
            documents=self.documents,
            renderer=self.renderer,
            pins=self.pins,
            doorbells=self.doorbells,
            requesters=self.requesters,
            announcer=self.announcer,
            book=self.book,
            notary=self.notary,
            witness=self.witness,
        )
        return Sharing(ports, self.settings)

    async def start(self) -> Sharing:
        """Start a process, as after a power cut when one was running."""
        self.sharing = self._new()
        await self.sharing.start()
        await self.sharing.settle()
        return self.sharing

    async def restart(self) -> Sharing:
        """Stop the process in good order, and start another."""
        await self.sharing.stop()
        return await self.start()

    async def pass_time(self, us: int) -> None:
        """Let time pass, and what it brings."""
        self.clock.advance(us)
        await self.sharing.tick()
        await self.sharing.settle()

    # What people do

    async def ask(self, source: Source = DOOR, **changes: Any) -> Receipt:
        values: dict[str, Any] = {
            "start": NOW - 2 * HOUR,
            "end": NOW - 2 * HOUR + 10 * MINUTE,
            "doorbells": ("front",),
            "reason": "A parcel was stolen.",
            "contact": "anna@example.org",
            **changes,
        }
        receipt = await self.sharing.receive(Ask(**values), source)
        await self.sharing.settle()
        return receipt

    async def prepare(
        self, request_id: str, actor: Actor = ADMIN, **changes: Any
    ) -> Request:
        request = await self.sharing.get(request_id)
        values: dict[str, Any] = {
            "parts": tuple(
                Part(doorbell, request.start, request.end)
                for doorbell in request.doorbells[:1]
            ),
            **changes,
        }
        return await self.sharing.prepare(request_id, Preparation(**values), actor)

    async def approve(
        self, request_id: str, actor: Actor = ADMIN, **terms: Any
    ) -> tuple[Share, str]:
        request = await self.sharing.get(request_id)
        digest = request.prepared.render_hash if request.prepared else "none"
        return await self.sharing.approve(
            request_id, digest, actor, ShareTerms(**terms)
        )

    async def share(self, **terms: Any) -> tuple[Share, str]:
        """Ask, prepare and approve."""
        receipt = await self.ask()
        await self.prepare(receipt.request_id)
        return await self.approve(receipt.request_id, **terms)

    async def claim(
        self, share: Share, secret: str, passphrase: str | None = None
    ) -> Grant:
        grant = await self.sharing.claim(share.share_id, secret, passphrase, DOOR)
        assert isinstance(grant, Grant)
        return grant

    # What is looked at

    def types(self) -> list[str]:
        """Return the types of the ledger's entries."""
        return [entry.type for entry in self.book.entries(0)]

    def saved(self) -> str:
        """Return everything that is on the disk in memory."""
        return json.dumps([self.disk.texts, self.ledger.texts]) + str(self.ledger.rows)
