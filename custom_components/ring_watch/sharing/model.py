"""What sharing knows: requesters, requests, what was prepared, shares.

All are frozen and written as JSON (``stored``). Times are microseconds UTC. Hashes
are SHA-256 in lower-case hexadecimal.
"""

from dataclasses import dataclass
from enum import StrEnum

from .stored import Stored


class RequestState(StrEnum):
    """Where a request is in its life."""

    RECEIVED = "received"
    REJECTED = "rejected"
    PENDING = "pending"
    PREPARING = "preparing"
    READY = "ready"
    APPROVED = "approved"
    SHARED = "shared"
    REVOKED = "revoked"
    EXPIRED = "expired"
    USED_UP = "used_up"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset(
    {
        RequestState.RECEIVED,
        RequestState.PENDING,
        RequestState.PREPARING,
        RequestState.READY,
    }
)
"""Waiting for the owner."""

CLOSED_STATES = frozenset(RequestState) - OPEN_STATES - {"approved", "shared"}
"""Nothing will happen any more."""


class RequesterKind(StrEnum):
    """Who a requester is."""

    NEIGHBOUR = "neighbour"
    HOUSEHOLD = "household"
    AGENCY = "agency"


class Origin(StrEnum):
    """The way a request came."""

    PERSONAL_PAGE = "personal_page"
    DOOR_PAGE = "door_page"
    ACTION = "action"
    NEIGHBOURHOOD = "neighbourhood"


class ActorKind(StrEnum):
    """By what hand something was done."""

    USER = "user"
    COMPANION = "companion"
    AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts inside Home Assistant. ``user_id`` None: nobody in particular."""

    user_id: str | None
    is_admin: bool
    is_active: bool
    kind: ActorKind

    @property
    def may_decide(self) -> bool:
        """Whether this is a real, active administrator."""
        return (
            bool(self.user_id)
            and self.is_admin
            and self.is_active
            and self.kind in (ActorKind.USER, ActorKind.COMPANION)
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where something came from over the network.

    ``address`` is the peer's IP address as Home Assistant's HTTP server resolved
    it; None for what came from inside.
    """

    origin: Origin
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement(Stored):
    """What an agency and the owner agreed upon; ``end`` None: until revoked."""

    text: str
    date: int
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Limits(Stored):
    """What one requester may ask; None: what the settings say.

    ``window``: longest single window; ``total``: all windows of one incident;
    both in microseconds. ``open_requests``: at once for one case or incident.
    """

    window: int | None = None
    total: int | None = None
    open_requests: int | None = None


@dataclass(frozen=True, slots=True)
class Requester(Stored):
    """A person or agency whom the owner allows to ask."""

    requester_id: str
    name: str
    kind: RequesterKind
    contact: str = ""
    agreement: Agreement | None = None
    limits: Limits = Limits()
    page_secret_hash: str | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody asks for; text as it was typed.

    ``doorbells`` None: all that are offered. ``requester_id`` is set only where the
    asker is known (the personal page's secret was right, or an action named one).
    ``message_id`` and ``issued`` belong to signed messages: the same message asked
    again is the same request.
    """

    start: int
    end: int
    doorbells: tuple[str, ...] | None = None
    requester_id: str | None = None
    name: str = ""
    reason: str = ""
    contact: str = ""
    case_number: str = ""
    message_id: str | None = None
    issued: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an ask.

    ``status_token`` opens the status page and is not kept here; None for a message
    that was asked before. ``rule``: the code of the broken rule, told only to a
    known requester; a stranger's rejected ask has a receipt like any other.
    """

    request_id: str
    status_token: str | None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What an asker may know: ``ready`` with a link's parts, or nothing.

    Everything that is not ready is one and the same. The secret is the asker's own
    way to claim the share.
    """

    ready: bool = False
    share_id: str | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Span(Stored):
    """A half-open span of time."""

    start: int
    end: int

    @property
    def duration(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Part(Stored):
    """A window of one doorbell that the owner is about to share."""

    doorbell: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area(Stored):
    """A rectangle of a doorbell's picture, in fractions from the upper left corner."""

    doorbell: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the owner wants to be rendered; ``boxes`` come on top of the zones."""

    parts: tuple[Part, ...]
    boxes: tuple[Area, ...] = ()
    audio: bool = False


@dataclass(frozen=True, slots=True)
class SourceSegment(Stored):
    """A file of the archive that a clip was made from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedClip(Stored):
    """One finished MP4.

    ``name`` identifies the file to the ``Renderer`` port; it is not a path.
    ``changes`` are words of the manifest: trim, mask, sound_removed, encode.
    """

    name: str
    doorbell: str
    size: int
    sha256: str
    requested: Span
    delivered: Span
    gaps: tuple[Span, ...] = ()
    changes: tuple[str, ...] = ()
    segments: tuple[SourceSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared(Stored):
    """What the owner saw and may approve; ``render_hash`` covers all the rest."""

    parts: tuple[Part, ...]
    zones: tuple[Area, ...]
    boxes: tuple[Area, ...]
    audio: bool
    clips: tuple[RenderedClip, ...]
    render_hash: str


@dataclass(frozen=True, slots=True)
class Step(Stored):
    """A request came into a state: when, by which entry of the ledger, by whom.

    ``entry`` -1 - n stands for entry n of an earlier ledger, which was damaged.
    """

    state: RequestState
    time: int
    entry: int
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Request(Stored):
    """One ask for a window and what became of it.

    ``status_hash`` and ``asker_hash`` are hashes of the status token and of the
    share secret that follows from it. ``rule``: why it was rejected. ``attempt``
    counts preparations. ``flags`` are warnings known since it was received.
    """

    request_id: str
    state: RequestState
    origin: Origin
    doorbells: tuple[str, ...]
    start: int
    end: int
    received: int
    lapses: int
    requester_id: str | None = None
    verified: bool = False
    name: str = ""
    reason: str = ""
    contact: str = ""
    case_number: str = ""
    rule: str | None = None
    flags: tuple[str, ...] = ()
    pinned: bool = False
    attempt: int = 0
    prepared: Prepared | None = None
    share_id: str | None = None
    status_hash: str | None = None
    asker_hash: str | None = None
    message_id: str | None = None
    history: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for the owner."""
        return self.state in OPEN_STATES

    @property
    def is_closed(self) -> bool:
        """Whether nothing will happen any more."""
        return self.state in CLOSED_STATES


@dataclass(frozen=True, slots=True)
class ShareTerms:
    """What the owner grants. ``lifetime`` in microseconds from now.

    ``to_asker``: the asker's status page leads to the clip, besides the link.
    ``confirmed``: codes of the warnings that the owner has seen.
    """

    lifetime: int | None = None
    claims: int | None = None
    passphrase: str | None = None
    to_asker: bool = True
    confirmed: frozenset[str] = frozenset()


class ShareState(StrEnum):
    """Where a share is in its life."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class GrantRecord(Stored):
    """What one claim opened. ``cookie_hash``: of the cookie's value.

    ``bytes_noted``: what the ledger has of ``bytes_sent``, in ``notes`` entries.
    ``at_least``: a crash may have lost count of some bytes.
    """

    number: int
    cookie_hash: str
    expires: int
    byte_limit: int
    bytes_sent: int = 0
    bytes_noted: int = 0
    notes: int = 0
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Share(Stored):
    """A link to clips for one recipient.

    ``passphrase`` is an Argon2id record in PHC form. ``manifests`` are JWS, one for
    each clip, in the same order. ``bytes_sent`` is of the grants that are over, and
    ``at_least`` says that a crash may have lost count of some.
    """

    share_id: str
    request_id: str
    secret_hash: str
    created: int
    expires: int
    claims_limit: int
    clips: tuple[RenderedClip, ...]
    manifests: tuple[str, ...] = ()
    asker_hash: str | None = None
    passphrase: str | None = None
    claims_used: int = 0
    failures: int = 0
    locked_until: int = 0
    state: ShareState = ShareState.ACTIVE
    suspended: bool = False
    bytes_sent: int = 0
    at_least: bool = False
    grants: tuple[GrantRecord, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all its clips."""
        return sum(clip.size for clip in self.clips)


@dataclass(frozen=True, slots=True)
class Grant:
    """A claim that was granted: the cookie's value, once, and when it ends."""

    share_id: str
    cookie: str
    expires: int
    lifetime: int


@dataclass(frozen=True, slots=True)
class PassphraseNeeded:
    """The secret was right; a passphrase has to come with it.

    ``wrong``: one came and was wrong. ``wait``: microseconds until the next try.
    """

    wrong: bool
    wait: int


@dataclass(frozen=True, slots=True)
class Page[Item]:
    """A part of a list, newest first; ``cursor`` continues it, None ends it."""

    items: tuple[Item, ...]
    cursor: str | None
