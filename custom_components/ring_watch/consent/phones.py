"""Notifications on administrators' phones, and the decisions that come back."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
import logging
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import ActorKind
from custom_components.ring_watch.sharing.model.requests import Request, RequestState
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.rules import TO_CONFIRM
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.web.review import review_path
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import slugify

from .actors import actor_of
from .options import notifies_phones

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

    from .announcer import Words

_LOGGER = logging.getLogger(__name__)

EVENT_ACTION: Final = "mobile_app_notification_action"
PREFIX: Final = "RING_WATCH_"
# With more than so many waiting, one notification stands for all of them.
_FEW: Final = 3
_DIGEST_EVERY: Final = 600.0
_OFFERS: Final = 500
_WAITING: Final = frozenset({"pending", "ready"})
_OVER: Final = frozenset(
    {"approved", "shared", "declined", "lapsed", "withdrawn", "preparing"}
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an action id of one person's phone stands for, once.

    ``render_hash`` None: a decline.
    """

    user_id: str
    request_id: str
    render_hash: str | None


@dataclass(frozen=True, slots=True)
class Phone:
    """A companion app. ``decider``: its user, if that is an active administrator."""

    service: str
    decider: str | None


class Phones:
    """Sends notifications with action ids that nobody can guess, and takes answers."""

    def __init__(self, home: Home, words: Words) -> None:
        """Nothing was offered yet."""
        self._home = home
        self._words = words
        self._offers: OrderedDict[str, Offer] = OrderedDict()
        # Phones that an automation chose, by the request that they were told of.
        self._chosen: dict[str, set[str]] = {}
        self._digest_sent = float("-inf")
        self._end: CALLBACK_TYPE | None = None

    def start(self) -> None:
        """Listen to answers."""
        self._end = self._home.hass.bus.async_listen(EVENT_ACTION, self._answered)

    def stop(self) -> None:
        """Listen no more; what was offered is void."""
        if self._end:
            self._end()
            self._end = None
        self._offers.clear()

    @callback
    def announce(self, announcement: Announcement) -> None:
        """Tell administrators of a request that waits, and when it is decided."""
        request_id = announcement.request_id
        if request_id is None:
            return
        if announcement.kind in _WAITING:
            self._spawn(self._tell(request_id))
        elif announcement.kind in _OVER:
            self._forget(request_id)
            self._spawn(self._clear(request_id))

    def _spawn(self, work: Any) -> None:
        self._home.entry.async_create_task(self._home.hass, work, "ring_watch phones")

    def _forget(self, request_id: str) -> None:
        for action, offer in list(self._offers.items()):
            if offer.request_id == request_id:
                del self._offers[action]

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
        for app in apps:
            phone = await self._phone(app)
            if phone is None:
                continue
            self._chosen.setdefault(request_id, set()).add(phone.service)
            told += await self._tell_phone(sharing, request, phone)
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

    async def _tell(self, request_id: str) -> None:
        sharing = self._home.consent.sharing
        if sharing is None:
            return
        if sharing.waiting > _FEW:
            if time.monotonic() - self._digest_sent < _DIGEST_EVERY:
                return
            self._digest_sent = time.monotonic()
            for phone in await self._targets():
                await self._send(phone.service, "request_many", None, [])
            return
        try:
            request = await sharing.get(request_id)
        except SharingError:
            return
        if not request.is_open:
            return
        if phones := await self._targets():
            # They get other buttons.
            self._forget(request_id)
        for phone in phones:
            await self._tell_phone(sharing, request, phone)

    async def _tell_phone(
        self, sharing: Sharing, request: Request, phone: Phone
    ) -> bool:
        """Tell one phone of a request; return whether it was told."""
        request_id, user_id = request.request_id, phone.decider
        if user_id is None:
            return await self._send(phone.service, "request_others", request_id, None)
        ready = request.state is RequestState.READY and request.prepared
        actions = []
        if ready and not set(sharing.warnings(request_id)) & TO_CONFIRM:
            offer = Offer(user_id, request_id, ready.render_hash)
            actions.append(self._offer("request_approve", offer))
        offer = Offer(user_id, request_id, None)
        actions.append(self._offer("request_decline", offer, destructive=True))
        message = "request_ready" if ready else "request_new"
        return await self._send(phone.service, message, request_id, actions)

    async def _clear(self, request_id: str) -> None:
        told = {phone.service for phone in await self._targets()}
        for service in told | self._chosen.pop(request_id, set()):
            data = {"message": "clear_notification", "data": {"tag": _tag(request_id)}}
            await self._notify(service, data)

    def _offer(
        self, word: str, offer: Offer, *, destructive: bool = False
    ) -> dict[str, Any]:
        """Return a button of a notification, good for one press."""
        action = f"{PREFIX}{secrets.token_hex(16).upper()}"
        self._offers[action] = offer
        while len(self._offers) > _OFFERS:
            self._offers.popitem(last=False)
        return {
            "action": action,
            "title": self._words(word),
            "destructive": destructive,
            # iOS asks for the face or the code of the phone.
            "authenticationRequired": True,
        }

    async def _send(
        self,
        service: str,
        word: str,
        request_id: str | None,
        actions: list[dict[str, Any]] | None,
    ) -> bool:
        """Tell a phone of a request, or of all; return whether it was told.

        To touch it leads to where it is; with ``actions`` None nothing leads there.
        """
        data: dict[str, Any] = {"tag": _tag(request_id), "group": DOMAIN}
        if actions is not None:
            page, title = review_path(request_id), self._words("request_review")
            review = {"action": "URI", "title": title, "uri": page}
            # iOS reads the one, Android the other.
            data |= {"url": page, "clickAction": page, "actions": [review, *actions]}
        return await self._notify(
            service,
            {
                "title": self._words("request_title"),
                "message": self._words(word),
                "data": data,
            },
        )

    async def _notify(self, service: str, data: dict[str, Any]) -> bool:
        try:
            await self._home.hass.services.async_call("notify", service, data, True)
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
        offer = self._offers.get(action)
        if offer is None or offer.user_id != actor.user_id or not actor.may_decide:
            # Forged, pressed twice, or by somebody who is no administrator any more.
            await sharing.note_attempt("companion", actor)
            return
        self._forget(offer.request_id)
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


def _tag(request_id: str | None) -> str:
    return DOMAIN if request_id is None else f"{DOMAIN}_{request_id}"
