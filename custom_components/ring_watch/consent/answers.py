"""The answers that come back from phones, and which of them count."""

import logging
from typing import TYPE_CHECKING, Final, Protocol

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import Actor, ActorKind, Origin
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.core import CALLBACK_TYPE, Event

from .actors import actor_of
from .offers import PREFIX, Offer, Offers

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

EVENT_ACTION: Final = "mobile_app_notification_action"
# Who asks by these has a page that leads to the clip.
_HAVE_A_PAGE: Final = frozenset({Origin.PERSONAL_PAGE, Origin.DOOR_PAGE})


class Teller(Protocol):
    """What tells a person what came of their answer."""

    async def tell_of_failure(self, request_id: str, user_id: str) -> None:
        """Tell that it could not be done."""

    async def tell_of_link(self, request_id: str, user_id: str) -> None:
        """Tell where the link is that nobody else has."""


class Answers:
    """Takes each offer's one answer, of the very person that it was made to."""

    def __init__(self, home: Home, offers: Offers, teller: Teller) -> None:
        """Hear nothing before ``listen``."""
        self._home = home
        self._offers = offers
        self._teller = teller

    def listen(self) -> CALLBACK_TYPE:
        """Listen to phones; return what ends it."""
        return self._home.hass.bus.async_listen(EVENT_ACTION, self._answered)

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
            await self._decide(sharing, offer, actor)
        except (SharingError, OSError) as err:
            code = err.code if isinstance(err, SharingError) else type(err).__name__
            _LOGGER.warning("A decision from a phone was refused: %s", code)
            await self._teller.tell_of_failure(offer.request_id, offer.user_id)

    async def _decide(self, sharing: Sharing, offer: Offer, actor: Actor) -> None:
        request_id = offer.request_id
        if offer.render_hash is None:
            await sharing.decline(request_id, actor)
            return
        request = await sharing.get(request_id)
        # Nobody is told the secret: a notification is no place for it.
        await sharing.approve(request_id, offer.render_hash, actor, ShareTerms())
        if request.origin not in _HAVE_A_PAGE:
            await self._teller.tell_of_link(request_id, offer.user_id)
