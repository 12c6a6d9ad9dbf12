"""Who asks, who decides, and by what way: requesters, actors, sources."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.ring_watch.sharing.stored import Stored


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
    it; None for what came from inside. ``guest``: from inside, but somebody who may
    not speak for others.
    """

    origin: Origin
    address: str | None = None
    guest: bool = False


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
