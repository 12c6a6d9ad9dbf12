"""Taking asks, and what askers may know of them."""

import asyncio
from dataclasses import replace
from typing import Final

from . import life
from .core import Core
from .errors import SharingError
from .limits import Buckets, place_of, take_all
from .model.people import Origin, Requester, Source
from .model.requests import Ask, Receipt, Request, RequestState as S, Status
from .rules import REMEMBERED, Asked, Circumstances, broken_rule, case_of, check_ask
from .settings import for_strangers
from .tokens import asker_secret, hashed, new_id, new_secret, same
from .words import clean, mixes_letters

LONGEST_NAME: Final = 100
LONGEST_REASON: Final = 2000
LONGEST_CONTACT: Final = 200
LONGEST_CASE_NUMBER: Final = 60
"""Characters of each text of an ask."""
_MOST_ASKED = 2000
_PAUSE = 0.1
"""Seconds, in which an answer goes out: what is done then takes it no time."""
_INSIDE = frozenset({Origin.ACTION})


class Asking:
    """What comes from those who ask."""

    def __init__(self, core: Core) -> None:
        """Work on ``core``."""
        self._core = core
        settings = core.settings
        self._by_source = Buckets(settings.asks_per_source)
        self._by_requester = Buckets(settings.asks_per_requester)
        self._in_all = Buckets(settings.asks_in_all)
        self._by_strangers = Buckets(for_strangers(settings.asks_in_all))

    def requester(self, requester_id: str | None) -> Requester | None:
        """Return a requester, also one that is revoked."""
        for requester in self._core.ports.requesters.all():
            if requester.requester_id == requester_id:
                return requester
        return None

    def identify(self, page_secret: str) -> Requester | None:
        """Return whose page a secret opens; always compares with all of them."""
        digest = hashed(page_secret)
        found = None
        for requester in self._core.ports.requesters.all():
            if requester.page_secret_hash is not None:
                if same(digest, requester.page_secret_hash) and not requester.revoked:
                    found = requester
        return found

    async def receive(self, ask: Ask, source: Source) -> Receipt:
        """Take an ask (``Sharing.receive``)."""
        core = self._core
        self._limit(ask, source)
        check_ask(ask, core.time.wall(), core.settings)
        requester = self.requester(ask.requester_id)
        if requester is None and ask.requester_id is not None:
            if source.origin in _INSIDE:
                raise SharingError("no_requester")
            # Its page was closed while it was filled in; a stranger's answer.
            ask = replace(ask, doorbells=(), requester_id=None)
        token = new_secret()
        request = self._request(ask, source, token)
        return await core.turns.alone(self._receive(request, ask, source, token))

    def _limit(self, ask: Ask, source: Source) -> None:
        settings = self._core.settings
        self._by_source.size = settings.asks_per_source
        self._by_requester.size = settings.asks_per_requester
        self._in_all.size = settings.asks_in_all
        self._by_strangers.size = for_strangers(settings.asks_in_all)
        wanted = [(self._in_all, "")]
        if source.origin is Origin.DOOR_PAGE:
            wanted.append((self._by_strangers, ""))
        if source.origin not in _INSIDE:
            wanted.append((self._by_source, place_of(source.address)))
        if ask.requester_id is not None:
            wanted.append((self._by_requester, ask.requester_id))
        take_all(self._core.ports.clock.monotonic(), *wanted)

    def _request(self, ask: Ask, source: Source, token: str) -> Request:
        """Return the ask as a request, its words made harmless."""
        core = self._core
        offered = tuple(core.ports.doorbells.offered())
        doorbells = offered if ask.doorbells is None else ask.doorbells
        name = clean(ask.name, LONGEST_NAME)
        contact = clean(ask.contact, LONGEST_CONTACT)
        mixed = mixes_letters(name) or mixes_letters(contact)
        now = core.time.now()
        return Request(
            request_id=new_id(),
            state=S.RECEIVED,
            origin=source.origin,
            doorbells=tuple(dict.fromkeys(doorbells)),
            start=ask.start,
            end=ask.end,
            received=now,
            lapses=now + core.settings.lapse_after,
            requester_id=ask.requester_id,
            verified=_is_verified(ask, source),
            flags=("mixed_letters",) if mixed else (),
            status_hash=hashed(token),
            asker_hash=hashed(asker_secret(token)),
            message_id=ask.message_id,
            name=name,
            reason=clean(ask.reason, LONGEST_REASON),
            contact=contact,
            case_number=clean(ask.case_number, LONGEST_CASE_NUMBER),
        )

    async def _receive(
        self, request: Request, ask: Ask, source: Source, token: str
    ) -> Receipt:
        core = self._core
        if request.message_id is not None:
            for other in core.state.requests.values():
                if (other.requester_id, other.message_id) == (
                    request.requester_id,
                    request.message_id,
                ):
                    await core.note("replayed", "receive", {}, other.request_id)
                    return Receipt(other.request_id, None)
        # What is not offered is not written anywhere under a name of its own.
        known = set(core.ports.doorbells.offered())
        shown = tuple(name for name in request.doorbells if name in known)
        recorded = replace(request, doorbells=shown)
        rule = None if shown == request.doorbells else "doorbell_unknown"
        recorded = await life.received(core, recorded)
        recorded = await self.judge(recorded, ask.issued, rule)
        told = source.origin in _INSIDE or request.requester_id is not None
        return Receipt(recorded.request_id, token, recorded.rule if told else None)

    async def judge(
        self, request: Request, issued: int | None = None, rule: str | None = None
    ) -> Request:
        """Let a received request wait for the owner, or reject it."""
        core = self._core
        now = core.time.now()
        others = [
            other
            for other in core.state.requests.values()
            if other.request_id != request.request_id
        ]
        open_others = [other for other in others if other.is_open]
        given = Circumstances(
            now,
            core.settings,
            self.requester(request.requester_id),
            core.ports.doorbells.offered(),
            open_others,
            [other for other in others if other.seems_open(now)],
            core.state.asked,
        )
        rule = rule or broken_rule(request, given, issued)
        if rule is not None:
            return await life.rejected(core, request, rule)
        self._remember(request)
        kept = sum(
            (other.end - other.start) * len(other.doorbells)
            for other in open_others
            if other.pinned
        )
        wanted = (request.end - request.start) * len(request.doorbells)
        pinned = kept + wanted <= core.settings.pinned_total
        request = await life.pending(core, request, pinned=pinned)
        if pinned:
            # Besides, so that its time tells nobody that there is a request.
            core.turns.spawn(core.effects.pin(request))
        return request

    def _remember(self, request: Request) -> None:
        """Count a window with what its requester asked; saved with the next step."""
        core = self._core
        if request.requester_id is None:
            return
        asked = Asked(
            request.request_id,
            request.requester_id,
            case_of(request.case_number, request.start),
            request.start,
            request.end,
        )
        others = [
            one
            for one in core.state.asked[-_MOST_ASKED:]
            if one.request_id != asked.request_id
            and one.end > request.received - REMEMBERED
        ]
        core.state = replace(core.state, asked=(*others, asked))

    def _by_token(self, token: str) -> Request | None:
        digest = hashed(token)
        found = None
        for request in self._core.state.requests.values():
            if request.status_hash is not None and same(digest, request.status_hash):
                found = request
        return found

    def status(self, token: str) -> Status:
        """Return what a status token tells (``Sharing.status``)."""
        core = self._core
        request = self._by_token(token)
        secret = asker_secret(token)
        share = None
        if request is not None and request.share_id is not None:
            share = core.state.shares.get(request.share_id)
        if (
            share is None
            or share.asker_hash is None
            or share.suspended
            or share.share_id in core.held
            or core.time.now() >= share.expires
            or share.claims_used >= share.claims_limit
        ):
            return Status()
        return Status(True, share.share_id, secret)

    async def withdraw(self, token: str) -> None:
        """Withdraw an ask besides (``Sharing.withdraw``)."""
        request = self._by_token(token)
        if request is not None and self._may_end(request):
            self._core.turns.spawn(self._withdraw(request.request_id))

    async def _withdraw(self, request_id: str) -> None:
        await asyncio.sleep(_PAUSE)
        await self._core.turns.alone(self._end(request_id))

    async def _end(self, request_id: str) -> None:
        core = self._core
        request = core.state.requests.get(request_id)
        if request is None or not self._may_end(request):
            return
        if request.state in life.WAITING:
            await life.withdrawn(core, request)
            await core.effects.release(request)
            return
        # It was declined, and takes the place of another no longer, as if it had not.
        given_up = replace(request, lapses=core.time.now())
        requests = {**core.state.requests, request_id: given_up}
        await core.commit(replace(core.state, requests=requests), tightens=True)

    def _may_end(self, request: Request) -> bool:
        waits = request.state in life.WAITING
        return waits or request.seems_open(self._core.time.now())


def _is_verified(ask: Ask, source: Source) -> bool:
    """Tell whether somebody of this home vouches for who asks."""
    if source.origin in _INSIDE:
        return ask.requester_id is not None or not (source.guest and ask.name)
    return source.origin is not Origin.DOOR_PAGE and ask.requester_id is not None
