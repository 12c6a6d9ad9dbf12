"""Telling the owner, in fixed words: nothing that a requester wrote comes here."""

import logging
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.const import DOMAIN, EVENT_REQUEST
from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.gather import device_id
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.web.review import frontend_path
from homeassistant.components import persistent_notification
from homeassistant.core import callback
from homeassistant.helpers.translation import async_get_translations

from .ahead import Ahead
from .phones import Phones
from .told import Told

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

NOTIFICATION: Final = f"{DOMAIN}_requests"
_WORDS: Final = {
    "requests_waiting": "Requests for footage that wait for your decision: {count}.",
    "requests_look": "Look at them",
    "request_title": "Ring Watch",
    "request_failed": "That could not be done. Look at it in Home Assistant.",
    "request_new": "Somebody asks for footage. Nothing leaves until you decide.",
    "request_ready": "The clip for a request is ready. Look at it before you decide.",
    "request_others": "Somebody asks for footage. An administrator decides.",
    "request_review": "Review",
    "request_decline": "Decline",
    "request_approve": "Approve",
    "request_shared": "The clip is shared. Get a link to hand on in Home Assistant.",
    "share_link": "A clip was shared with you. Open it here: {url}",
}


class Words:
    """Fixed texts in the home's language."""

    def __init__(self) -> None:
        """English, until others are loaded."""
        self._texts = dict(_WORDS)

    async def load(self, home: Home) -> None:
        """Load the texts of the home's language."""
        hass = home.hass
        found = await async_get_translations(
            hass, hass.config.language, "common", [DOMAIN]
        )
        for key in _WORDS:
            if text := found.get(f"component.{DOMAIN}.common.{key}"):
                self._texts[key] = text

    def __call__(self, key: str, **values: object) -> str:
        """Return a text."""
        return self._texts[key].format(**values)


class Announcer:
    """``ports.Announcer``: events, a notification, and administrators' phones."""

    def __init__(self, home: Home, told: Told) -> None:
        """Nothing is told before ``start``, except events."""
        self._home = home
        self.words = Words()
        self.phones = Phones(home, self.words, told)
        self.ahead = Ahead(home, self.phones)
        self._started = False

    async def start(self) -> None:
        """Begin to notify; what waits already is told at once."""
        await self.words.load(self._home)
        self._started = True
        await self.phones.start()
        self._notify()

    def stop(self) -> None:
        """Listen to phones no more."""
        self._started = False
        self.phones.stop()

    @callback
    def announce(self, announcement: Announcement) -> None:
        """Pass on what happened."""
        hass = self._home.hass
        hass.bus.async_fire(EVENT_REQUEST, self.event(announcement))
        self._home.consent.tell(announcement)
        if self._started:
            self._notify()
            self.phones.announce(announcement)
            self.ahead.announce(announcement)

    def event(self, announcement: Announcement) -> dict[str, Any]:
        """Return what is told to automations: ids and times, nobody's words."""
        home = self._home
        doorbells = [
            home.doorbells[name]
            for name in announcement.doorbells
            if name in home.doorbells
        ]
        times = {"start": announcement.start, "end": announcement.end}
        return {
            "type": announcement.kind,
            "time": format_time(announcement.time),
            "request_id": announcement.request_id,
            "share_id": announcement.share_id,
            "requester_id": announcement.requester_id,
            "devices": [device_id(home.hass, home, doorbell) for doorbell in doorbells],
            **{key: us and format_time(us) for key, us in times.items()},
        }

    def _notify(self) -> None:
        """Show how many requests wait, in one notification that every user may read."""
        sharing = self._home.consent.sharing
        hass = self._home.hass
        count = sharing.waiting if sharing else 0
        if count == 0:
            persistent_notification.async_dismiss(hass, NOTIFICATION)
            return
        look = f"[{self.words('requests_look')}]({frontend_path(hass)})"
        persistent_notification.async_create(
            hass,
            f"{self.words('requests_waiting', count=count)}\n\n{look}",
            self.words("request_title"),
            NOTIFICATION,
        )
