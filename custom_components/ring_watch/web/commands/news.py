"""News: what happens to requests and shares, as it happens."""

from typing import Final

from custom_components.ring_watch.sharing.ports import Announcement
from homeassistant.core import callback

from .base import Call, command


@command("requests/subscribe", needs_sharing=False)
async def subscribe(call: Call) -> None:
    """Send every step of requests and shares, without anybody's words.

    Who listens while requests cannot be used hears of them once they can.
    """
    connection, number = call.connection, call.msg["id"]
    consent = call.home.consent

    @callback
    def forward(announcement: Announcement | None) -> None:
        user = connection.user
        # It may have been an administrator only when it began.
        if announcement is not None and user.is_active and user.is_admin:
            connection.send_event(number, consent.announcer.event(announcement))

    connection.subscriptions[number] = consent.subscribe(forward)


COMMANDS: Final = (subscribe,)
