"""The one object that everything outside talks to."""

from collections import Counter
from collections.abc import Collection, Coroutine
from dataclasses import replace
from typing import Any

from .access import Access
from .asking import Asking
from .canonical import Json
from .claiming import Claiming
from .core import Core
from .deciding import Deciding
from .errors import SharingError
from .history import Erasing, History
from .model.clips import Preparation
from .model.page import Page
from .model.people import Actor, Requester, Source
from .model.requests import Ask, Receipt, Request, RequestState, Status
from .model.shares import Grant, PassphraseNeeded, Share, ShareTerms
from .ports import Announcement, Ports
from .repair import Repair
from .settings import Settings
from .shares import Shares
from .upkeep import Upkeep


class Sharing:
    """Requests, decisions and shares. The only writer of all of them.

    Changes are made one at a time, each in this order: an entry in the ledger, the
    new state saved, then the effect and the announcement. When the ledger cannot be
    written (SharingError ``ledger_not_writable``) nothing has happened. Whatever a
    crash leaves, ``start`` puts right.
    """

    def __init__(self, ports: Ports, settings: Settings = Settings()) -> None:
        """Refer to the ports; ``start`` reads what is stored."""
        core = Core(ports, settings)
        self._core = core
        self._asking = Asking(core)
        self._deciding = Deciding(core, self._asking)
        self._claiming = Claiming(core)
        self._shares = Shares(core)
        self._history = History(core)
        self._erasing = Erasing(core, self._history)
        self._repair = Repair(
            core, self._asking, self._shares, self._history, self._erasing
        )
        self._upkeep = Upkeep(core, self._asking, self._shares, self._history)

    @property
    def settings(self) -> Settings:
        """The rules in force; may be replaced at any time."""
        return self._core.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Put other rules in force, for what comes from now on."""
        self._core.settings = settings

    async def start(self) -> None:
        """Read what is stored and repair what a crash left.

        Suspends all shares when a restored backup is recognised, or another ledger.
        Raises OSError or ValueError where the stored state cannot be read.
        """
        await self._core.turns.alone(self._repair.start())

    async def stop(self) -> None:
        """Cut what is being sent, and save what is not saved yet: counters, the clock.

        A stream that went on would be out of reach of the next process's revocations.
        Who does not wait for the end (a disk may hang) cancels it: nothing is written
        any more then, and the next ``start`` takes it for a crash.
        """
        self._core.stopped = True
        for rendering in list(self._core.effects.rendering.values()):
            rendering.cancel()
        try:
            await self._core.turns.settle()
            await self._core.turns.alone(self._save_all())
        finally:
            self._core.turns.abandon()

    async def _save_all(self) -> None:
        core = self._core
        await core.commit(replace(core.state, stopped=True), tightens=True)

    async def alone[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Do what no change of requests and shares may come in between."""
        return await self._core.turns.alone(work)

    async def settle(self) -> None:
        """Wait for what was begun and nobody waited for (pins, withdrawals)."""
        await self._core.turns.settle()

    async def tick(self) -> None:
        """Do what time brings: lapses, expiries, removal of files. Every 15 s or so."""
        await self._core.turns.alone(self._upkeep.tick())

    # Asking

    def identify(self, page_secret: str) -> Requester | None:
        """Return whose personal page this secret opens; None also for the revoked."""
        return self._asking.identify(page_secret)

    async def receive(self, ask: Ask, source: Source) -> Receipt:
        """Take an ask; the receipt tells a stranger nothing about what becomes of it.

        Raises RateLimited, and SharingError for what is no ask at all
        (``window_empty``, ``window_future``, ``window_too_long``, ``bad_time``,
        ``text_too_long``), before anything is kept.
        """
        return await self._asking.receive(ask, source)

    def status(self, token: str) -> Status:
        """Return what the holder of a status token may know; always answers."""
        return self._asking.status(token)

    async def withdraw(self, token: str) -> None:
        """Withdraw the ask of a status token, if it waits; tells nothing."""
        await self._asking.withdraw(token)

    # Deciding

    def warnings(self, request_id: str) -> tuple[str, ...]:
        """Return the codes of what the owner should know before approving.

        ``unverified``, ``requester_revoked``, ``agreement_ended``, ``many_windows``,
        ``mixed_letters``. The two in ``rules.TO_CONFIRM`` have to be confirmed.
        """
        return self._deciding.warnings(request_id)

    def asked_nearby(self, request_id: str) -> tuple[int, int]:
        """Return what a request's requester asked within a day of it.

        The number of windows, and the microseconds that they cover together.
        """
        return self._deciding.asked_nearby(request_id)

    async def prepare(
        self, request_id: str, preparation: Preparation, actor: Actor
    ) -> Request:
        """Render what may be approved and return the request, ready.

        Replaces what was prepared before. Raises NotAllowed; SharingError
        ``no_request``, ``already_decided``, ``no_parts``, ``parts_outside``,
        ``parts_overlap``, ``bad_box``, ``prepare_failed``, ``prepare_stopped``.
        """
        return await self._deciding.prepare(request_id, preparation, actor)

    async def stop_preparing(self, request_id: str, actor: Actor) -> Request:
        """End a preparation, whoever began it; the request is pending again.

        Whoever waits for it is told ``prepare_stopped``. A request that is not being
        prepared stays as it is. Raises NotAllowed; ``no_request``.
        """
        return await self._deciding.stop_preparing(request_id, actor)

    async def prepare_ahead(self, request_id: str, preparation: Preparation) -> Request:
        """Render a request that nobody has looked at, so that it can be approved.

        Only what is pending for the first time: it is never tried again, and what a
        person prepares takes its place at any time. Raises SharingError
        ``not_first``, and as ``prepare``.
        """
        return await self._deciding.prepare_ahead(request_id, preparation)

    async def approve(
        self, request_id: str, render_hash: str, actor: Actor, terms: ShareTerms
    ) -> tuple[Share, str]:
        """Approve exactly what was prepared; return the share and its secret, once.

        A request that was approved, but whose share could not be made, still waits: it
        may be approved again, or prepared anew. Raises NotAllowed, NotConfirmed; SharingError ``no_request``,
        ``already_decided``, ``not_ready``, ``changed_since_preview``,
        ``bad_expiry``, ``bad_claims``, ``bad_passphrase``.
        """
        return await self._deciding.approve(request_id, render_hash, actor, terms)

    async def decline(self, request_id: str, actor: Actor) -> Request:
        """Decline a request. Raises NotAllowed; ``no_request``, ``already_decided``."""
        return await self._deciding.decline(request_id, actor)

    async def revoke(self, share_id: str, actor: Actor) -> Share:
        """Take a share back: its streams end, its files go.

        Raises NotAllowed; ``no_share``, ``already_decided``.
        """
        return await self._shares.revoke(share_id, actor)

    async def renew_secret(self, share_id: str, actor: Actor) -> str:
        """Give a live share a new secret; the link handed out before is dead.

        The asker's way through the status page, and open grants, stay. Raises as
        ``revoke``.
        """
        return await self._shares.renew_secret(share_id, actor)

    # Claiming

    async def claim(
        self, share_id: str, secret: str, passphrase: str | None, source: Source
    ) -> Grant | PassphraseNeeded | None:
        """Use one claim of a share.

        None: unknown, wrong, expired, revoked, used up, suspended, all alike.
        Raises RateLimited after many wrong secrets from one place; a right one is
        never turned away for others' wrong ones.
        """
        return await self._claiming.claim(share_id, secret, passphrase, source)

    def grant(self, share_id: str, cookie: str) -> Access | None:
        """Return what a cookie opens at this moment, None where nothing."""
        return self._claiming.grant(share_id, cookie)

    # Looking

    @property
    def waiting(self) -> int:
        """How many requests wait for the owner."""
        return len(self.open_requests())

    def open_requests(self) -> tuple[Request, ...]:
        """Return the requests that wait for the owner, oldest first."""
        waiting = [one for one in self._core.state.requests.values() if one.is_open]
        return tuple(sorted(waiting, key=lambda request: request.received))

    async def get(self, request_id: str) -> Request:
        """Return a request. Raises SharingError ``no_request``."""
        return await self._history.get(request_id)

    async def list_requests(
        self,
        states: Collection[RequestState] | None = None,
        requester_id: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[Request]:
        """Return requests, newest first; a page may be shorter than ``limit``."""
        return await self._history.part(states, requester_id, cursor, limit)

    def share(self, share_id: str) -> Share:
        """Return a live share. Raises SharingError ``no_share``."""
        return self._core.share(share_id)

    def shares(self) -> tuple[Share, ...]:
        """Return the live shares, newest first."""
        shares = [self._core.share(share_id) for share_id in self._core.state.shares]
        return tuple(sorted(shares, key=lambda share: -share.created))

    async def note_attempt(self, what: str, actor: Actor) -> None:
        """Note in the ledger that somebody tried what only an administrator may."""
        data: dict[str, Json] = {"actor": actor.kind.value, "user_id": actor.user_id}
        await self._core.note("attempt", what, data, None)

    async def rotate_key(self, actor: Actor) -> str:
        """Let a new key sign from now on; return its fingerprint.

        The old key signs that it hands over, so that whoever trusts it can trust the
        new one. Manifests that were signed before stay as they are. Raises
        NotAllowed, SharingError ``ledger_not_writable``.
        """
        await self._core.demand(actor, "rotate_key")
        return await self._core.turns.alone(self._rotate_key(actor))

    async def _rotate_key(self, actor: Actor) -> str:
        core = self._core
        entry = await core.append("key_rotation", {"user_id": actor.user_id})
        try:
            fingerprint = await core.ports.executor.run(core.ports.notary.rotate)
        except OSError as err:
            raise SharingError("ledger_not_writable") from err
        said = Announcement("key_rotated", core.time.now(), entry.seq)
        core.ports.announcer.announce(said)
        return fingerprint

    # The house changes

    async def erase_request(self, request_id: str, actor: Actor) -> int:
        """Forget all text of one closed request, a stranger's for example.

        Raises NotAllowed, SharingError ``not_closed``.
        """
        await self._core.demand(actor, "erase", request_id)
        if not (await self.get(request_id)).is_closed:
            raise SharingError("not_closed")
        return await self._erasing.erase(request_id, actor)

    async def erase_requester(self, requester_id: str, actor: Actor) -> int:
        """Forget all text of a requester; return how many requests held some.

        Open requests of the requester are declined, live shares revoked. The ledger
        stays valid.
        """
        await self._core.demand(actor, "erase", requester_id)
        await self._shares.forget_requester(requester_id)
        return await self._erasing.erase(requester_id, actor)

    async def forget_doorbell(self, doorbell: str) -> None:
        """End what concerns a doorbell that is no more: shares die, requests too."""
        await self._shares.forget_doorbell(doorbell)

    async def suspend_all(self, reason: str) -> int:
        """Let no share be used until the owner confirms; return how many there are."""
        return await self._shares.suspend_all(reason)

    async def confirm_shares(
        self, actor: Actor, share_ids: Collection[str] | None = None
    ) -> int:
        """Let suspended shares be used again; None: all. Raises NotAllowed."""
        return await self._shares.confirm(actor, share_ids)

    async def before_backup(self) -> None:
        """Mark the stored state, so that a restored copy of it is recognised."""
        await self._mark(in_backup=True)

    async def after_backup(self) -> None:
        """Take the mark away."""
        await self._mark(in_backup=False)

    async def _mark(self, *, in_backup: bool) -> None:
        async def mark() -> None:
            core = self._core
            await core.commit(replace(core.state, in_backup=in_backup))

        await self._core.turns.alone(mark())

    def figures(self) -> dict[str, Any]:
        """Return counts for diagnostics: no ids, no text."""
        core = self._core
        states = Counter(one.state.value for one in core.state.requests.values())
        return {
            "requests": dict(states),
            "shares": len(core.state.shares),
            "suspended": sum(one.suspended for one in core.state.shares.values()),
            "pages": core.state.pages,
            "unsaved": core.unsaved,
            "clock_behind_us": core.time.behind(),
        }
