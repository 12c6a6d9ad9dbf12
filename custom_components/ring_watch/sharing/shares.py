"""Taking shares back, and keeping them from use."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from . import life
from .core import Core
from .errors import SharingError
from .model.people import Actor
from .model.requests import Request
from .model.shares import Share
from .ports import Announcement
from .tokens import hashed, new_secret


@dataclass(slots=True)
class _Taking:
    """Who takes a share back, and why; ``failed`` once the ledger did not take it."""

    user_id: str | None
    why: str
    failed: bool = False


class Shares:
    """What becomes of shares that exist."""

    def __init__(self, core: Core) -> None:
        """Work on ``core``."""
        self._core = core
        self._unrevoked: dict[str, _Taking] = {}

    async def revoke(self, share_id: str, actor: Actor) -> Share:
        """Take a share back (``Sharing.revoke``)."""
        core = self._core
        await core.demand(actor, "revoke", share_id)
        share = core.share(share_id)
        await self.take_back(share_id, actor.user_id, "revoked")
        return share

    async def take_back(self, share_id: str, user_id: str | None, why: str) -> None:
        """End a share at once, then for good.

        Streams are cut before anything is written. Where the ledger cannot be
        written the share stays cut, and ``tick`` tries again.
        """
        core = self._core
        core.held.add(share_id)
        self._unrevoked[share_id] = _Taking(user_id, why)
        await core.turns.alone(self._take_back(share_id))

    async def _take_back(self, share_id: str) -> None:
        core = self._core
        share = core.state.shares.get(share_id)
        taking = self._unrevoked.pop(share_id, None) or _Taking(None, "revoked")
        if share is None:
            core.held.discard(share_id)
            raise SharingError("no_share")
        request = core.state.requests[share.request_id]
        counted = core.share(share_id)
        try:
            await life.revoked(core, request, counted, taking.user_id, taking.why)
        except SharingError:
            taking.failed = True
            self._unrevoked[share_id] = taking
            raise
        await self.ended(share)
        await core.checkpoint()

    async def retry(self) -> None:
        """Try again what the ledger did not take. Raises SharingError."""
        for share_id, taking in list(self._unrevoked.items()):
            # Whoever has not had a turn yet does it, and is told.
            if taking.failed and share_id in self._core.state.shares:
                await self._take_back(share_id)

    async def ended(self, share: Share) -> None:
        """Clear up after a share that is no more."""
        core = self._core
        core.held.discard(share.share_id)
        for counted in (core.sent, core.usage):
            for key in [key for key in counted if key[0] == share.share_id]:
                del counted[key]
        await core.effects.discard([clip.name for clip in share.clips])

    async def renew_secret(self, share_id: str, actor: Actor) -> str:
        """Give a share a new secret (``Sharing.renew_secret``)."""
        await self._core.demand(actor, "renew_secret", share_id)
        return await self._core.turns.alone(self._renew(share_id, actor))

    async def _renew(self, share_id: str, actor: Actor) -> str:
        core = self._core
        share = core.share(share_id)
        secret = new_secret()
        entry = await core.append(
            "share_renewed",
            {
                "request_id": share.request_id,
                "share_id": share_id,
                "user_id": actor.user_id,
            },
        )
        after = replace(share, secret_hash=hashed(secret))
        await core.put_share(after, "renewed", entry)
        return secret

    async def suspend_all(self, reason: str) -> int:
        """Keep all shares from use (``Sharing.suspend_all``)."""
        self._core.held.update(self._core.state.shares)
        return await self._core.turns.alone(self.suspend(reason))

    async def suspend(self, reason: str) -> int:
        """Do ``suspend_all`` while nothing else is done."""
        return await self._set_suspended(
            self._core.state.shares, "suspended", {"why": reason}
        )

    async def confirm(
        self, actor: Actor, share_ids: Collection[str] | None = None
    ) -> int:
        """Let shares be used again (``Sharing.confirm_shares``)."""
        await self._core.demand(actor, "confirm_shares")
        return await self._core.turns.alone(self._confirm(actor, share_ids))

    async def _confirm(self, actor: Actor, share_ids: Collection[str] | None) -> int:
        shares = self._core.state.shares
        wanted = shares if share_ids is None else share_ids
        suspended = [key for key in wanted if key in shares and shares[key].suspended]
        data = {"user_id": actor.user_id}
        return await self._set_suspended(suspended, "confirmed", data)

    async def _set_suspended(
        self, share_ids: Collection[str], kind: str, data: dict[str, str | None]
    ) -> int:
        core = self._core
        ids = sorted(share_ids)
        suspended = kind == "suspended"
        if not ids:
            return 0
        entry = await core.append(f"shares_{kind}", {**data, "share_ids": list(ids)})
        changed = {
            key: replace(core.state.shares[key], suspended=suspended) for key in ids
        }
        said = Announcement(kind, core.time.now(), entry.seq)
        await core.commit(
            replace(
                core.state,
                shares={**core.state.shares, **changed},
                outbox=(*core.state.outbox, said),
            ),
            entry,
            tightens=suspended,
        )
        # Whoever is about to be revoked stays cut.
        core.held.difference_update(set(ids) - set(self._unrevoked))
        return len(ids)

    async def forget_doorbell(self, doorbell: str) -> None:
        """End what concerns a doorbell (``Sharing.forget_doorbell``)."""
        for request in list(self._core.state.requests.values()):
            if doorbell in request.doorbells:
                await self._forget(request, "doorbell_removed", doorbell)

    async def forget_requester(self, requester_id: str) -> None:
        """End what concerns a requester: shares are revoked, the rest declined."""
        for request in list(self._core.state.requests.values()):
            if request.requester_id == requester_id:
                await self._forget(request, "requester_erased")

    async def _forget(
        self, request: Request, why: str, doorbell: str | None = None
    ) -> None:
        """Take back a request's share, where it shows ``doorbell``; or decline it."""
        if request.state in life.WAITING:
            await self._core.turns.alone(self._decline(request.request_id, why))
        # Also what was approved until it was the turn of that.
        known = self._core.state.requests.get(request.request_id, request)
        share = self._core.state.shares.get(known.share_id or "")
        if share is None:
            return
        if doorbell is None or doorbell in {clip.doorbell for clip in share.clips}:
            await self.take_back(share.share_id, None, why)

    async def _decline(self, request_id: str, why: str) -> None:
        core = self._core
        request = core.state.requests.get(request_id)
        if request is not None and request.state in life.WAITING:
            await life.declined(core, request, None, why)
            await core.effects.release(request)
