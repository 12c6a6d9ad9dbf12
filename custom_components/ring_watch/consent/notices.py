"""What phones are told of requests: in whose words, with which buttons."""

import asyncio
from typing import TYPE_CHECKING, Final

from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.rules import TO_CONFIRM
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.web.review import review_path, shares_path

from .apps import Phone
from .look import picture
from .offers import Offer, Offers
from .push import Push, asking, button, telling

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

    from .announcer import Words

# Later than this, a notification is worth more than its picture. In seconds.
_PICTURE_WITHIN: Final = 5.0


class Notices:
    """Writes notifications; those of requests make offers."""

    def __init__(self, home: Home, words: Words, offers: Offers) -> None:
        """Write in the home's words."""
        self._home = home
        self._words = words
        self._offers = offers

    def of_request(
        self,
        sharing: Sharing,
        request: Request,
        phone: Phone,
        *,
        picture: bool,
        quiet: bool,
        failed: bool = False,
    ) -> Push:
        """Return what one phone is told of a request, with buttons of its own.

        ``failed``: what its user answered last could not be done.
        """
        words, request_id, user_id = self._words, request.request_id, phone.decider
        if user_id is None:
            return telling(words, words("request_others"), request_id, quiet=quiet)
        prepared = request.prepared
        buttons = []
        if prepared and not set(sharing.warnings(request_id)) & TO_CONFIRM:
            offer = Offer(user_id, request_id, prepared.render_hash)
            approve = self._offers.add(offer)
            buttons.append(button(approve, words("request_approve")))
        decline = self._offers.add(Offer(user_id, request_id, None))
        buttons.append(button(decline, words("request_decline"), destructive=True))
        word = "request_ready" if prepared else "request_new"
        return asking(
            words,
            words("request_failed" if failed else word),
            request_id,
            review_path(self._home.hass, request_id),
            buttons,
            picture=picture,
            quiet=quiet,
        )

    async def has_picture(self, request: Request) -> bool:
        """Make the picture of a request ready to be fetched, if it has one.

        iOS shows in its place why it could not be fetched.
        """
        try:
            async with asyncio.timeout(_PICTURE_WITHIN):
                return await picture(self._home, request) is not None
        except TimeoutError:
            return False

    def of_many(self, count: int, *, quiet: bool) -> Push:
        """Return what stands for all requests that wait."""
        text, page = (
            self._words("requests_waiting", count=count),
            review_path(self._home.hass),
        )
        return asking(self._words, text, None, page, quiet=quiet)

    def of_failure(self, request_id: str) -> Push:
        """Return that an answer to a request that waits no more had no effect."""
        page = review_path(self._home.hass, request_id)
        return asking(self._words, self._words("request_failed"), request_id, page)

    def of_link(self, request_id: str) -> Push:
        """Return where the link of a share is, without the link."""
        page = shares_path(self._home.hass)
        return asking(self._words, self._words("request_shared"), request_id, page)
