"""Notifications on administrators' phones, and the decisions that come back."""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import ActorKind
from custom_components.ring_watch.sharing.model.requests import (
    OPEN_STATES,
    Request,
    RequestState,
)
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.rules import TO_CONFIRM
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.start import async_at_started
from homeassistant.util import slugify

from .actors import actor_of
from .look import picture
from .offers import PREFIX, Offer, Offers
from .options import notifies_phones
from .push import Push, asking, button, clearing, telling

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

    from .announcer import Words

_LOGGER = logging.getLogger(__name__)

EVENT_ACTION: Final = "mobile_app_notification_action"
# With more than so many waiting, one notification stands for all of them.
_FEW: Final = 3
_DIGEST_EVERY: Final = 600.0
# Later than this, a notification is worth more than its picture. In seconds.
_PICTURE_WITHIN: Final = 5.0
_WAITING: Final = frozenset({"pending", "ready", "unprepared"})
_OVER: Final = frozenset({"approved", "shared", "declined", "lapsed", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Phone:
    """A companion app. ``decider``: its user, if that is an active administrator."""

    service: str
    decider: str | None


class Phones:
    """Tells phones of requests that wait, takes answers, and clears what is decided.

    One thing after the other: what is told never overtakes what clears it.
    """

    def __init__(self, home: Home, words: Words) -> None:
        """Nothing was offered yet."""
        self._home = home
        self._words = words
        self._offers = Offers()
        # Which phones have a notification, by its request; None: of them all.
        self._told: dict[str | None, set[str]] = {}
        self._digest_sent = float("-inf")
        self._turn = asyncio.Lock()
        self._ends: list[CALLBACK_TYPE] = []

    def start(self) -> None:
        """Listen to answers. What waits is told again: no button outlives a start."""
        hass = self._home.hass
        self._ends = [
            hass.bus.async_listen(EVENT_ACTION, self._answered),
            async_at_started(hass, self._tell_again),
        ]

    def stop(self) -> None:
        """Listen no more; what was offered is void."""
        while self._ends:
            self._ends.pop()()
        self._offers.clear()

    @callback
    def announce(self, announcement: Announcement) -> None:
        """Tell administrators of a request that waits, and when it is decided."""
        request_id, kind = announcement.request_id, announcement.kind
        if request_id is None:
            return
        if kind in _WAITING:
            self._spawn(self._tell(request_id))
        elif kind == RequestState.PREPARING:
            # Something else will be ready than what was offered.
            self._offers.forget(request_id, approvals_only=True)
        elif kind in _OVER:
            self._offers.forget(request_id)
            self._spawn(self._clear(request_id))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._home.entry.async_create_task(self._home.hass, work, "ring_watch phones")

    async def count(self) -> int:
        """Return how many phones are told."""
        return len(await self._targets())

    async def tell(self, request_id: str, apps: Iterable[ConfigEntry]) -> int:
        """Tell chosen phones of a request that waits; return how many were told.

        Those of active administrators can decide; others only learn of it. What other
        phones were told stays in force. Raises SharingError ``no_request``,
        ``already_decided``, ``no_phone``.
        """
        if (sharing := self._home.consent.sharing) is None:
            raise SharingError("unavailable")
        request = await sharing.get(request_id)
        if not request.is_open:
            raise SharingError("already_decided", state=request.state.value)
        told = 0
        async with self._turn:
            shown = await self._has_picture(request)
            for app in apps:
                if phone := await self._phone(app):
                    told += await self._tell_phone(
                        sharing, request, phone, picture=shown
                    )
        if not told:
            raise SharingError("no_phone")
        return told

    async def _phone(self, app: ConfigEntry) -> Phone | None:
        """Return the phone of a companion app's entry; None: it cannot be told."""
        hass = self._home.hass
        service = slugify(f"mobile_app_{app.data.get('device_name')}")
        if not hass.services.has_service("notify", service):
            return None
        user = await hass.auth.async_get_user(app.data.get("user_id", ""))
        decides = user is not None and user.is_active and user.is_admin
        return Phone(service, user.id if user and decides else None)

    async def _targets(self) -> list[Phone]:
        """Return the phones of active administrators, unless the owner wants none."""
        if not notifies_phones(self._home.entry):
            return []
        apps = self._home.hass.config_entries.async_loaded_entries("mobile_app")
        phones = [await self._phone(app) for app in apps]
        return [phone for phone in phones if phone and phone.decider]

    async def _tell_again(self, _: HomeAssistant) -> None:
        """Replace the notifications that were sent before Home Assistant started."""
        sharing = self._home.consent.sharing
        if sharing is None or not 0 < sharing.waiting <= _FEW:
            return
        page = await sharing.list_requests(OPEN_STATES, limit=_FEW)
        for request in page.items:
            await self._tell(request.request_id, quiet=True)

    async def _tell(self, request_id: str, *, quiet: bool = False) -> None:
        async with self._turn:
            sharing = self._home.consent.sharing
            if sharing is None or not (phones := await self._targets()):
                return
            if sharing.waiting > _FEW:
                await self._tell_digest(phones)
                return
            request = await _open(sharing, request_id)
            shown = request is not None and await self._has_picture(request)
            # It may have been decided meanwhile.
            request = await _open(sharing, request_id)
            if request is None:
                return
            # They get other buttons.
            self._offers.forget(request_id)
            heard = self._told.get(request_id, set())
            for phone in phones:
                before = quiet or phone.service in heard
                await self._tell_phone(
                    sharing, request, phone, picture=shown, quiet=before
                )

    async def _tell_digest(self, phones: Iterable[Phone]) -> None:
        """Tell that many requests wait, from time to time."""
        if time.monotonic() - self._digest_sent < _DIGEST_EVERY:
            return
        self._digest_sent = time.monotonic()
        push = asking(self._words, "request_many", None)
        for phone in phones:
            await self._send(phone, None, push)

    async def _tell_phone(
        self,
        sharing: Sharing,
        request: Request,
        phone: Phone,
        *,
        picture: bool,
        quiet: bool = False,
    ) -> bool:
        """Tell one phone of a request; return whether it was told."""
        request_id, user_id = request.request_id, phone.decider
        if user_id is None:
            push = telling(self._words, "request_others", request_id)
            return await self._send(phone, request_id, push)
        ready = request.prepared if request.state is RequestState.READY else None
        buttons = []
        if ready and not set(sharing.warnings(request_id)) & TO_CONFIRM:
            approve = self._offers.add(Offer(user_id, request_id, ready.render_hash))
            buttons.append(button(approve, self._words("request_approve")))
        decline = self._offers.add(Offer(user_id, request_id, None))
        word = self._words("request_decline")
        buttons.append(button(decline, word, destructive=True))
        push = asking(
            self._words,
            "request_ready" if ready else "request_new",
            request_id,
            buttons,
            picture=picture,
            quiet=quiet,
        )
        return await self._send(phone, request_id, push)

    async def _has_picture(self, request: Request) -> bool:
        """Make the picture of a request ready to be fetched, if it has one.

        iOS shows in its place why it could not be fetched.
        """
        try:
            async with asyncio.timeout(_PICTURE_WITHIN):
                return await picture(self._home, request) is not None
        except TimeoutError:
            return False

    async def _clear(self, request_id: str) -> None:
        """Take a request's notification from every phone that may have it."""
        async with self._turn:
            self._offers.forget(request_id)
            await self._take_back(request_id)
            sharing = self._home.consent.sharing
            if None in self._told and sharing and not sharing.waiting:
                self._digest_sent = float("-inf")
                await self._take_back(None)

    async def _take_back(self, request_id: str | None) -> None:
        told = {phone.service for phone in await self._targets()}
        for service in told | self._told.pop(request_id, set()):
            await self._notify(service, clearing(request_id))

    async def _send(self, phone: Phone, request_id: str | None, push: Push) -> bool:
        self._told.setdefault(request_id, set()).add(phone.service)
        return await self._notify(phone.service, push)

    async def _notify(self, service: str, push: Push) -> bool:
        try:
            await self._home.hass.services.async_call("notify", service, push, True)
        except (HomeAssistantError, ValueError) as err:
            _LOGGER.warning("A phone could not be told: %s", type(err).__name__)
            return False
        return True

    async def _answered(self, event: Event) -> None:
        """Decide what a phone answered, if it was offered to this very person."""
        action = event.data.get("action")
        sharing = self._home.consent.sharing
        if sharing is None or not isinstance(action, str):
            return
        if not action.startswith(PREFIX):
            return
        actor = await actor_of(self._home.hass, event.context, ActorKind.COMPANION)
        offer = self._offers.find(action)
        if offer is None or offer.user_id != actor.user_id or not actor.may_decide:
            # Forged, pressed twice, or by somebody who is no administrator any more.
            await sharing.note_attempt("companion", actor)
            return
        self._offers.forget(offer.request_id)
        try:
            if offer.render_hash is None:
                await sharing.decline(offer.request_id, actor)
            else:
                await sharing.approve(
                    offer.request_id, offer.render_hash, actor, ShareTerms()
                )
        except (SharingError, OSError) as err:
            code = err.code if isinstance(err, SharingError) else type(err).__name__
            _LOGGER.warning("A decision from a phone was refused: %s", code)


async def _open(sharing: Sharing, request_id: str) -> Request | None:
    """Return a request that waits."""
    try:
        request = await sharing.get(request_id)
    except SharingError:
        return None
    return request if request.is_open else None
