"""What sharing needs from outside.

Protocols without ``async`` may block; ``Sharing`` calls them through ``Executor``,
except ``Clock`` and ``Announcer``, which must not block.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .canonical import Json
from .model.clips import Area, Part, RenderedClip
from .model.people import Requester
from .model.requests import Request
from .stored import Stored


class Clock(Protocol):
    """Time."""

    def now_us(self) -> int:
        """Return the wall clock in microseconds; it may jump."""

    def monotonic(self) -> float:
        """Return seconds that never go back while the process lives."""

    def synchronised(self) -> bool | None:
        """Tell whether the wall clock follows a time server; None: not known."""


class Executor(Protocol):
    """Runs what blocks."""

    async def run[**P, R](
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call ``function`` outside of the event loop and return its result."""


class Documents(Protocol):
    """Small JSON files, private to their owner (0600)."""

    def load(self, name: str) -> dict[str, Any] | None:
        """Return the document, None where there is none. Raises OSError, ValueError."""

    def save(self, name: str, document: Mapping[str, Any]) -> None:
        """Replace the document atomically and durably. Raises OSError.

        ``name`` is ``[a-z0-9_]{1,64}``. Whatever happens, the document is afterwards
        either the old or the new one.
        """


class Witness(Protocol):
    """A number kept where a restored backup does not bring back an old one."""

    def load(self) -> int | None:
        """Return the number last saved; None where there is none or it is damaged."""

    def save(self, generation: int) -> None:
        """Replace the number. Raises OSError, which is not taken seriously."""


class Renderer(Protocol):
    """Makes clips out of the archive."""

    async def prepare(
        self,
        request: Request,
        parts: Sequence[Part],
        areas: Sequence[Area],
        *,
        audio: bool,
    ) -> list[RenderedClip]:
        """Render one clip for each part, with ``areas`` filled solid.

        ``areas`` are the doorbells' privacy zones and the owner's boxes together.
        Raises SharingError (``prepare_failed``) and leaves no file then, also when
        it is cancelled.
        """

    async def unchanged(self, clips: Sequence[RenderedClip]) -> bool:
        """Tell whether the files are there with the size and hash they had."""

    async def remove(self, names: Collection[str]) -> None:
        """Remove files; those that are gone are no error. Raises OSError."""

    async def missing(self, names: Collection[str]) -> Collection[str]:
        """Return those of the files that are not there. Quick. Raises OSError."""

    async def sweep(self, keep: Collection[str]) -> None:
        """Remove every file that this renderer ever made except those named."""


class Pins(Protocol):
    """Keeps windows from the archive's retention. Names are ``request_<id>_<n>``."""

    async def pin(self, name: str, doorbell: str, start: int, end: int) -> None:
        """Keep a window; raises SharingError or OSError where it cannot."""

    async def unpin(self, name: str) -> None:
        """Give a window free; one that is not kept is no error."""

    async def names(self) -> Collection[str]:
        """Return the names of the pins that begin with ``request_``."""


class Doorbells(Protocol):
    """What the house has."""

    def offered(self) -> Sequence[str]:
        """Return the ids of the doorbells that others may ask for."""

    def zones(self, doorbell: str) -> Sequence[Area]:
        """Return the privacy zones of a doorbell. Always applied."""


class Requesters(Protocol):
    """Whom the owner allows to ask. The owner's subentries are the truth."""

    def all(self) -> Sequence[Requester]:
        """Return all requesters, also those that are revoked."""


class People(Protocol):
    """Who is who in the house."""

    async def may_decide(self, user_id: str) -> bool:
        """Tell whether somebody is a real, active administrator at this moment."""


@dataclass(frozen=True, slots=True)
class Announcement(Stored):
    """Something happened. Holds no requester's words and no secret.

    ``kind`` is the state that a request came into, or ``unprepared`` (it is pending
    again), ``claimed``, ``attempt``, ``suspended``, ``confirmed``. ``requester_id`` names a subentry of the owner's
    own making. After a crash the same one may come twice: ``entry`` is its number
    in the ledger.
    """

    kind: str
    time: int
    entry: int
    request_id: str | None = None
    share_id: str | None = None
    requester_id: str | None = None
    doorbells: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


class Announcer(Protocol):
    """Tells the owner."""

    def announce(self, announcement: Announcement) -> None:
        """Pass on what happened; must neither block nor raise."""


class Entry(Protocol):
    """An entry of the ledger, as far as sharing looks at it."""

    @property
    def seq(self) -> int:
        """Its number, from 0, without gaps."""

    @property
    def type(self) -> str:
        """What it records."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What is recorded."""


class Book(Protocol):
    """The ledger, as far as sharing uses it (``ledger.Ledger``)."""

    def append(
        self,
        type: str,  # noqa: A002 - the field's name
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
    ) -> Entry:
        """Write an entry durably. Raises LedgerError, an OSError: there is then none.

        Of ``private`` only salted commitments are in the entry; the texts are in a
        side table.
        """

    def entries(self, start: int = 0) -> Sequence[Entry]:
        """Return the entries from number ``start`` on. Raises LedgerError."""

    def erase(self, seqs: Collection[int]) -> None:
        """Forget the private texts and salts of these entries. Raises LedgerError.

        -1 - n stands for entry n of an earlier ledger, which was damaged.
        """

    def checkpoint(self) -> object:
        """Sign the head and write that as an entry. Raises LedgerError."""

    @property
    def ledger_id(self) -> str:
        """The ledger's own name."""

    @property
    def size(self) -> int:
        """The number of entries."""

    @property
    def head(self) -> str:
        """The hash of the last entry in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What a manifest says beside the request and what was prepared.

    ``entry`` is the ledger's entry of the approval. ``behind``: microseconds that
    the wall clock lags behind a time that this home has seen before; 0 is right.
    """

    time: int
    entry: Entry
    synchronised: bool | None
    behind: int


class Notary(Protocol):
    """Signs manifests, and has the key for it."""

    def manifests(self, request: Request, approval: Approval) -> Sequence[str]:
        """Return a signed manifest (JWS) for each of the prepared clips. May block."""

    def rotate(self) -> str:
        """Hand over to a new key, signed by both; return its fingerprint.

        May block. Raises OSError; the old key, or already the new one, then signs on.
        """


@dataclass(frozen=True, slots=True)
class Ports:
    """All that sharing needs."""

    clock: Clock
    executor: Executor
    documents: Documents
    renderer: Renderer
    pins: Pins
    doorbells: Doorbells
    requesters: Requesters
    announcer: Announcer
    book: Book
    notary: Notary
    witness: Witness | None = None
    people: People | None = None
