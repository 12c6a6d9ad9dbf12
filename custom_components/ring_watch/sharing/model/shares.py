"""A share: its terms, its claims and what they opened."""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.ring_watch.sharing.stored import Stored

from .clips import RenderedClip


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
