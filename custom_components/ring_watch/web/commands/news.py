"""News: what happens to requests and shares, as it happens."""

from typing import Any, Final

from custom_components.ring_watch.consent.describe import describe_progress
from custom_components.ring_watch.consent.progress import Progress
from custom_components.ring_watch.sharing.ports import Announcement
from homeassistant.core import callback

from .base import Call, command


@command("requests/subscribe", needs_sharing=False)
async def subscribe(call: Call) -> None:
    """Send every step of requests and shares, and how far preparations are.

    It has nobody's words. Who listens while requests cannot be used hears of them once they can.
    """
    connection, number = call.connection, call.msg["id"]
    consent = call.home.consent

    def send(event: dict[str, Any]) -> None:
        user = connection.user
        # It may have been an administrator only when it began.
        if user.is_active and user.is_admin:
            connection.send_event(number, event)

    @callback
    def step(announcement: Announcement | None) -> None:
        if announcement is not None:
            send(consent.announcer.event(announcement))

    @callback
    def progress(made: Progress) -> None:
        told = {"type": "progress", "request_id": made.request_id}
        send({**told, "progress": describe_progress(made)})

    ends = consent.subscribe(step), consent.renderer.preparations.subscribe(progress)

    @callback
    def end() -> None:
        for one in ends:
            one()

    connection.subscriptions[number] = end


COMMANDS: Final = (subscribe,)
