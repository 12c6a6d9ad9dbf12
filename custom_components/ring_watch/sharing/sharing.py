"""The one object that everything outside talks to."""

from collections.abc import Collection
from typing import Any

from .access import Access
from .model import (
    Actor,
    Ask,
    Grant,
    Page,
    PassphraseNeeded,
    Preparation,
    Receipt,
    Request,
    Requester,
    RequestState,
    Share,
    ShareTerms,
    Source,
    Status,
)
from .ports import Ports
from .settings import Settings


class Sharing:
    """Requests, decisions and shares. The only writer of all of them.

    Changes are made one at a time, each in this order: an entry in the ledger, the
    new state saved, then the effect and the announcement. When the ledger cannot be
    written (SharingError ``ledger_unwritable``) nothing has happened. Whatever a
    crash leaves, ``start`` puts right.
    """

    def __init__(self, ports: Ports, settings: Settings = Settings()) -> None:
        """Refer to the ports; ``start`` reads what is stored."""
        raise NotImplementedError

    @property
    def settings(self) -> Settings:
        """The rules in force; may be replaced at any time."""
        raise NotImplementedError

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Put other rules in force, for what comes from now on."""
        raise NotImplementedError

    async def start(self) -> None:
        """Read what is stored and repair what a crash left.

        Suspends all shares when a restored backup is recognised. Raises OSError or
        ValueError where the stored state cannot be read.
        """
        raise NotImplementedError

    async def stop(self) -> None:
        """Save what is not saved yet: counters and the clock."""
        raise NotImplementedError

    async def tick(self) -> None:
        """Do what time brings: lapses, expiries, removal of files. Every 15 s or so."""
        raise NotImplementedError

    # Asking

    def identify(self, page_secret: str) -> Requester | None:
        """Return whose personal page this secret opens; None also for the revoked."""
        raise NotImplementedError

    async def receive(self, ask: Ask, source: Source) -> Receipt:
        """Take an ask; the receipt tells a stranger nothing about what becomes of it.

        Raises RateLimited, and SharingError for what is no ask at all
        (``window_empty``, ``window_future``, ``window_too_long``, ``bad_time``,
        ``text_too_long``), before anything is kept.
        """
        raise NotImplementedError

    def status(self, token: str) -> Status:
        """Return what the holder of a status token may know; always answers."""
        raise NotImplementedError

    async def withdraw(self, token: str) -> None:
        """Withdraw the ask of a status token, if it waits; tells nothing."""
        raise NotImplementedError

    # Deciding

    def warnings(self, request_id: str) -> tuple[str, ...]:
        """Return the codes of what the owner should know before approving.

        ``unverified``, ``requester_revoked``, ``agreement_ended``, ``many_windows``,
        ``mixed_letters``. The two in ``rules.TO_CONFIRM`` have to be confirmed.
        """
        raise NotImplementedError

    async def prepare(
        self, request_id: str, preparation: Preparation, actor: Actor
    ) -> Request:
        """Render what may be approved and return the request, ready.

        Replaces what was prepared before. Raises NotAllowed; SharingError
        ``no_request``, ``already_decided``, ``no_parts``, ``parts_outside``,
        ``parts_overlap``, ``bad_box``, ``prepare_failed``.
        """
        raise NotImplementedError

    async def approve(
        self, request_id: str, render_hash: str, actor: Actor, terms: ShareTerms
    ) -> tuple[Share, str]:
        """Approve exactly what was prepared; return the share and its secret, once.

        A request that was approved, but whose share could not be made, may be
        approved again. Raises NotAllowed, NotConfirmed; SharingError ``no_request``,
        ``already_decided``, ``not_ready``, ``changed_since_preview``,
        ``bad_expiry``, ``bad_claims``, ``bad_passphrase``.
        """
        raise NotImplementedError

    async def decline(self, request_id: str, actor: Actor) -> Request:
        """Decline a request. Raises NotAllowed; ``no_request``, ``already_decided``."""
        raise NotImplementedError

    async def revoke(self, share_id: str, actor: Actor) -> Share:
        """Take a share back: its streams end, its files go.

        Raises NotAllowed; ``no_share``, ``already_decided``.
        """
        raise NotImplementedError

    async def renew_secret(self, share_id: str, actor: Actor) -> str:
        """Give a live share a new secret; the link handed out before is dead.

        The asker's way through the status page, and open grants, stay. Raises as
        ``revoke``.
        """
        raise NotImplementedError

    # Claiming

    async def claim(
        self, share_id: str, secret: str, passphrase: str | None, source: Source
    ) -> Grant | PassphraseNeeded | None:
        """Use one claim of a share.

        None: unknown, wrong, expired, revoked, used up, suspended, all alike.
        Raises RateLimited after many wrong secrets from one place; a right one is
        never turned away for others' wrong ones.
        """
        raise NotImplementedError

    def grant(self, share_id: str, cookie: str) -> Access | None:
        """Return what a cookie opens at this moment, None where nothing."""
        raise NotImplementedError

    # Looking

    @property
    def waiting(self) -> int:
        """How many requests wait for the owner."""
        raise NotImplementedError

    async def get(self, request_id: str) -> Request:
        """Return a request. Raises SharingError ``no_request``."""
        raise NotImplementedError

    async def list_requests(
        self,
        states: Collection[RequestState] | None = None,
        requester_id: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[Request]:
        """Return requests, newest first; a page may be shorter than ``limit``."""
        raise NotImplementedError

    def share(self, share_id: str) -> Share:
        """Return a live share. Raises SharingError ``no_share``."""
        raise NotImplementedError

    def shares(self) -> tuple[Share, ...]:
        """Return the live shares, newest first."""
        raise NotImplementedError

    async def note_attempt(self, what: str, actor: Actor) -> None:
        """Note in the ledger that somebody tried what only an administrator may."""
        raise NotImplementedError

    # The house changes

    async def erase_requester(self, requester_id: str, actor: Actor) -> int:
        """Forget all text of a requester; return how many requests held some.

        Open requests of the requester are declined, live shares revoked. The ledger
        stays valid.
        """
        raise NotImplementedError

    async def forget_doorbell(self, doorbell: str) -> None:
        """End what concerns a doorbell that is no more: shares die, requests too."""
        raise NotImplementedError

    async def suspend_all(self, reason: str) -> int:
        """Let no share be used until the owner confirms; return how many there are."""
        raise NotImplementedError

    async def confirm_shares(
        self, actor: Actor, share_ids: Collection[str] | None = None
    ) -> int:
        """Let suspended shares be used again; None: all. Raises NotAllowed."""
        raise NotImplementedError

    async def before_backup(self) -> None:
        """Mark the stored state, so that a restored copy of it is recognised."""
        raise NotImplementedError

    async def after_backup(self) -> None:
        """Take the mark away."""
        raise NotImplementedError

    def figures(self) -> dict[str, Any]:
        """Return counts for diagnostics: no ids, no text."""
        raise NotImplementedError
