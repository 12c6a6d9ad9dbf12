"""Telling phones of requests that wait, and of what became of them."""

import asyncio
from collections.abc import Coroutine, Iterable
import time
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.requests import Request, RequestState
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started

from .answers import Answers
from .apps import Phone, phone_of, phones_of
from .notices import Notices
from .offers import Offers
from .options import notifies_phones
from .post import Post
from .push import Push, clearing
from .told import Told

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

    from .announcer import Words

# With more than so many waiting, one notification stands for all of them.
FEW: Final = 3
_DIGEST_EVERY: Final = 600.0
# Told again within so many seconds, a phone makes no sound a second time.
_AT_ONCE: Final = 60.0
_WAITING: Final = frozenset({"pending", "ready", "unprepared"})
_OVER: Final = frozenset(
    {"approved", "shared", "declined", "lapsed", "withdrawn"}
    | {"revoked", "expired", "used_up"}
)


class Phones:
    """Tells phones of requests that wait, takes answers, and clears what is decided.

    What is told is what is so at that moment, one request after the other: it never
    overtakes what clears it. Only a request that is new is heard.
    """

    def __init__(self, home: Home, words: Words, told: Told) -> None:
        """Nothing was offered yet."""
        self._home = home
        self._told = told
        self._offers = Offers()
        self._answers = Answers(home, self._offers, self)
        self._notices = Notices(home, words, self._offers)
        self._post = Post(home)
        # Requests that are new.
        self._unheard: set[str] = set()
        self._digest_heard = float("-inf")
        self._turn = asyncio.Lock()
        self._ends: list[CALLBACK_TYPE] = []

    async def start(self) -> None:
        """Listen to answers. What waits is told again: no button outlives a start."""
        await self._told.load()
        self._post.start()
        self._ends = [
            self._answers.listen(),
            async_at_started(self._home.hass, self._tell_again),
        ]

    def stop(self) -> None:
        """Listen no more; what was offered is void."""
        while self._ends:
            self._ends.pop()()
        self._offers.clear()
        self._post.stop()

    @callback
    def announce(self, announcement: Announcement) -> None:
        """Tell administrators of a request that waits, and when it is decided."""
        request_id, kind = announcement.request_id, announcement.kind
        if request_id is None:
            return
        if kind in _WAITING:
            if kind == RequestState.PENDING:
                self._unheard.add(request_id)
            self._spawn(self._tell(request_id))
        elif kind == RequestState.PREPARING:
            # Something else will be ready than what was offered.
            self._offers.forget(request_id, approvals_only=True)
        elif kind in _OVER:
            self._unheard.discard(request_id)
            self._offers.forget(request_id)
            self._spawn(self._clear(request_id))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._home.entry.async_create_task(self._home.hass, work, "ring_watch phones")

    async def count(self, request_id: str | None = None) -> int:
        """Return how many phones that decide are told, of a request or in general."""
        return len(await self._deciders(request_id))

    async def _deciders(self, request_id: str | None) -> list[Phone]:
        """Return the phones of active administrators that are to know of a request.

        All of them, unless the owner wants none to be told; and those that were told.
        """
        all_are_told = notifies_phones(self._home.entry)
        told = self._told.phones(request_id)
        return [
            phone
            for phone in await phones_of(self._home.hass)
            if phone.decider and (all_are_told or phone.service in told)
        ]

    # One that waits

    async def tell(self, request_id: str, apps: Iterable[ConfigEntry]) -> int:
        """Tell chosen phones of a request that waits; return how many were told.

        Those of active administrators can decide; others only learn of it. What other
        phones were told stays in force. Raises SharingError ``no_request``,
        ``already_decided``, ``no_phone``.
        """
        _, request = await self._open(request_id)
        shown = await self._notices.has_picture(request)
        async with self._turn:
            sharing, request = await self._open(request_id)
            phones = [await phone_of(self._home.hass, app) for app in apps]
            pushes = {
                phone.service: self._notices.of_request(
                    sharing,
                    request,
                    phone,
                    picture=shown,
                    quiet=self._told.since(request_id, phone.service) < _AT_ONCE,
                )
                for phone in phones
                if phone
            }
            sent = await self._send(request_id, pushes)
        told = sum(await asyncio.gather(*sent))
        if not told:
            raise SharingError("no_phone")
        return told

    async def _open(self, request_id: str) -> tuple[Sharing, Request]:
        if (sharing := self._home.consent.sharing) is None:
            raise SharingError("unavailable")
        request = await sharing.get(request_id)
        if not request.is_open:
            raise SharingError("already_decided", state=request.state.value)
        return sharing, request

    async def _tell(self, request_id: str, failed_for: str | None = None) -> None:
        """Tell who decides of a request, in the place of what they were told before.

        ``failed_for``: whose answer could not be done.
        """
        request = await self._waiting(request_id)
        if request is None or not await self._deciders(request_id):
            return
        shown = await self._notices.has_picture(request)
        async with self._turn:
            sharing = self._home.consent.sharing
            # It may have been decided meanwhile.
            request = await self._waiting(request_id)
            if sharing is None or request is None:
                return
            new, known = request_id in self._unheard, self._told.phones(request_id)
            self._unheard.discard(request_id)
            if sharing.waiting > FEW and not known:
                await self._tell_digest(sharing)
                return
            # They get other buttons. One to decline may be pressed before those come.
            self._offers.forget(request_id, approvals_only=True)
            pushes = {}
            for phone in await self._deciders(request_id):
                failed = phone.decider == failed_for
                heard = failed or (new and phone.service not in known)
                pushes[phone.service] = self._notices.of_request(
                    sharing,
                    request,
                    phone,
                    picture=shown,
                    quiet=not heard,
                    failed=failed,
                )
            await self._send(request_id, pushes)

    async def _waiting(self, request_id: str) -> Request | None:
        """Return a request, if it waits."""
        if (sharing := self._home.consent.sharing) is None:
            return None
        try:
            request = await sharing.get(request_id)
        except SharingError:
            return None
        return request if request.is_open else None

    # What came of an answer

    async def tell_of_failure(self, request_id: str, user_id: str) -> None:
        """Tell who pressed a button that it did nothing; all get new buttons."""
        if await self._waiting(request_id):
            await self._tell(request_id, failed_for=user_id)
        else:
            notice = self._notices.of_failure(request_id)
            await self._tell_user(request_id, user_id, notice)

    async def tell_of_link(self, request_id: str, user_id: str) -> None:
        """Tell who approved a request where the link is that nobody else has."""
        notice = self._notices.of_link(request_id)
        await self._tell_user(request_id, user_id, notice)

    async def _tell_user(self, request_id: str, user_id: str, push: Push) -> None:
        async with self._turn:
            phones = await phones_of(self._home.hass)
            own = [phone.service for phone in phones if phone.decider == user_id]
            await self._send(request_id, dict.fromkeys(own, push))

    # Many that wait

    async def _tell_digest(self, sharing: Sharing, *, quiet: bool = False) -> None:
        """Tell how many requests wait; heard only from time to time."""
        now = time.monotonic()
        quiet = quiet or now - self._digest_heard < _DIGEST_EVERY
        if not quiet:
            self._digest_heard = now
        push = self._notices.of_many(sharing.waiting, quiet=quiet)
        phones = [phone.service for phone in await self._deciders(None)]
        await self._send(None, dict.fromkeys(phones, push))

    async def _review_digest(self, sharing: Sharing) -> None:
        """Let the digest, if there is one, be right again after a decision."""
        if not self._told.phones(None):
            return
        if sharing.waiting > FEW:
            await self._tell_digest(sharing, quiet=True)
            return
        await self._take_back(None)
        if not sharing.waiting:
            self._digest_heard = float("-inf")
        for request in sharing.open_requests():
            if not self._told.phones(request.request_id):
                self._spawn(self._tell(request.request_id))

    # What is over

    async def _clear(self, request_id: str) -> None:
        """Take a request's notification from every phone that has it."""
        async with self._turn:
            self._offers.forget(request_id)
            await self._take_back(request_id)
            if sharing := self._home.consent.sharing:
                await self._review_digest(sharing)

    async def _tell_again(self, _: HomeAssistant) -> None:
        """Put right what phones were told before Home Assistant started."""
        if (sharing := self._home.consent.sharing) is None:
            return
        async with self._turn:
            waiting = {request.request_id for request in sharing.open_requests()}
            many = len(waiting) > FEW
            # Of a share a phone may have been told where its link is.
            right = {share.request_id for share in sharing.shares()}
            right |= set() if many else waiting
            for request_id in self._told.requests():
                if request_id not in right:
                    await self._take_back(request_id)
            if many:
                await self._tell_digest(sharing, quiet=True)
            else:
                await self._take_back(None)
        for request_id in () if many else waiting:
            await self._tell(request_id)

    async def _take_back(self, request_id: str | None) -> None:
        for service in await self._told.forget(request_id):
            self._post.send(service, clearing(request_id))

    async def _send(
        self, request_id: str | None, pushes: dict[str, Push]
    ) -> list[asyncio.Task[bool]]:
        """Remember who is told, and tell them; the tasks say who was."""
        if pushes:
            await self._told.add(request_id, pushes)
        return [self._post.send(service, push) for service, push in pushes.items()]
