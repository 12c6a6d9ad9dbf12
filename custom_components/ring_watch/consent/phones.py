"""Notifications on administrators' phones, and the decisions that come back."""

from collections import OrderedDict
from dataclasses import dataclass
import logging
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import ActorKind
from custom_components.ring_watch.sharing.model.requests import RequestState
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.rules import TO_CONFIRM
from custom_components.ring_watch.web.review import review_path
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


class Phones:
    """Sends notifications with action ids that nobody can guess, and takes answers."""

    def __init__(self, home: Home, words: Words) -> None:
        """Nothing was offered yet."""
        self._home = home
        self._words = words
        self._offers: OrderedDict[str, Offer] = OrderedDict()
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

    async def _targets(self) -> list[tuple[str, str]]:
        """Return (service, user's id) of the phones of active administrators."""
        hass = self._home.hass
        found = []
        if not notifies_phones(self._home.entry):
            return []
        for entry in hass.config_entries.async_loaded_entries("mobile_app"):
            service = slugify(f"mobile_app_{entry.data.get('device_name')}")
            user = await hass.auth.async_get_user(entry.data.get("user_id", ""))
            if user is None or not user.is_active or not user.is_admin:
                continue
            if hass.services.has_service("notify", service):
                found.append((service, user.id))
        return found

    async def _tell(self, request_id: str) -> None:
        sharing = self._home.consent.sharing
        if sharing is None:
            return
        if sharing.waiting > _FEW:
            if time.monotonic() - self._digest_sent < _DIGEST_EVERY:
                return
            self._digest_sent = time.monotonic()
            for service, _ in await self._targets():
                await self._send(service, "request_many", None, [])
            return
        try:
            request = await sharing.get(request_id)
        except SharingError:
            return
        if not request.is_open:
            return
        self._forget(request_id)
        ready = request.state is RequestState.READY and request.prepared
        message = "request_ready" if ready else "request_new"
        for service, user_id in await self._targets():
            actions = []
            if ready and not set(sharing.warnings(request_id)) & TO_CONFIRM:
                offer = Offer(user_id, request_id, ready.render_hash)
                actions.append(self._offer("request_approve", offer))
            offer = Offer(user_id, request_id, None)
            actions.append(self._offer("request_decline", offer, destructive=True))
            await self._send(service, message, request_id, actions)

    async def _clear(self, request_id: str) -> None:
        for service, _ in await self._targets():
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
        actions: list[dict[str, Any]],
    ) -> None:
        """Tell a phone of a request, or of all; to touch it leads to where it is."""
        page = review_path(request_id)
        review = {"action": "URI", "title": self._words("request_review"), "uri": page}
        data = {
            "tag": _tag(request_id),
            "group": DOMAIN,
            "actions": [review, *actions],
            # iOS reads the one, Android the other.
            "url": page,
            "clickAction": page,
        }
        await self._notify(
            service,
            {
                "title": self._words("request_title"),
                "message": self._words(word),
                "data": data,
            },
        )

    async def _notify(self, service: str, data: dict[str, Any]) -> None:
        try:
            await self._home.hass.services.async_call("notify", service, data, True)
        except (HomeAssistantError, ValueError) as err:
            _LOGGER.warning("A phone could not be told: %s", type(err).__name__)

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
