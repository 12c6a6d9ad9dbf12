"""An ask, and the life of the request that comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.ring_watch.sharing.stored import Stored

from .clips import Prepared
from .people import Origin


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
        RequestState.APPROVED,
    }
)
"""Waiting for the owner. Also what is approved, as long as no share has come of it."""


PREPARED = frozenset({RequestState.READY, RequestState.APPROVED})
"""There is something to look at and to approve: of an approval that came to no share,
once more."""
CLOSED_STATES = frozenset(RequestState) - OPEN_STATES - {RequestState.SHARED}
"""Nothing will happen any more."""


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
    ``lapses``: until when it waits, or seems to wait to whoever asked.
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

    def seems_open(self, now: int) -> bool:
        """Tell whether it waits, as far as its asker may know of it.

        Whoever asked learns of no decline, also not by asking again.
        """
        declined = self.state is RequestState.DECLINED
        return now < self.lapses and (self.is_open or declined)

    @property
    def is_closed(self) -> bool:
        """Whether nothing will happen any more."""
        return self.state in CLOSED_STATES
