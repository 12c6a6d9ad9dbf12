"""All that the fake knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from typing import Any

from aiohttp import hdrs, web

from .accounts import Account, Accounts, Client
from .devices import Device
from .events import Event
from .media import Media


@dataclass
class State:
    """Accounts, events and signed addresses; `now` is the fake's clock.

    `continuous` has the spans that devices have recorded around the clock, by id; of
    what lies in `holes` there is nothing, and no list of a longer span says so. With
    `unsorted` histories come in no order, as they did years ago. A search tells of
    `search_page` events at most. With `sends_recordings` a recording comes where it is
    asked for, without another address.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    accounts: Accounts = field(default_factory=Accounts)
    events: list[Event] = field(default_factory=list)
    continuous: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    holes: list[tuple[datetime, datetime]] = field(default_factory=list)
    unsorted: bool = False
    search_page: int = 20
    sends_recordings: bool = False
    media: Media = field(default_factory=Media)

    def client(self, request: web.Request, *, session: bool = True) -> Client:
        """Who asks; raises HTTP 401 without a good token, and 404 without a session."""
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        client = self.accounts.by_access(token if scheme == "Bearer" else None)
        if client is None:
            raise refused(web.HTTPUnauthorized, "invalid_token")
        if session and not client.has_session:
            text = f"Session not found for hardware_id {client.hardware_id}"
            raise refused(web.HTTPNotFound, text)
        return client

    def device(self, request: web.Request) -> tuple[Account, Device]:
        """The device that the path names; raises HTTP 401, or 404 for another's."""
        account = self.client(request).account
        device = account.device(number(request.match_info["device"]))
        if device is None:
            raise refused(web.HTTPNotFound, "device not found")
        return account, device

    def event(self, request: web.Request) -> Event:
        """The event that the path names; raises HTTP 401, or 404 for another's."""
        account = self.client(request).account
        return self.event_of(account, request.match_info["event"])

    def event_of(self, account: Account, event_id: object) -> Event:
        """An event of an account's devices; raises HTTP 404."""
        wanted = number(event_id)
        for event in self.events:
            mine = event.device in account.devices or account.device(event.device.id)
            if event.id == wanted and not event.deleted and mine:
                return event
        raise refused(web.HTTPNotFound, "ding not found")

    def of_device(self, device: Device) -> list[Event]:
        """The events of a device, the newest first."""
        found = [e for e in self.events if e.device.id == device.id and not e.deleted]
        return sorted(found, key=lambda event: (event.at, event.id), reverse=True)

    def address(self, event: Event) -> str | None:
        """A new signed address of a recording, counted as a poll; None until ready."""
        if not event.polled(self.now()) or event.recording is None:
            return None
        return self.media.sign(event.recording.content, f"{event.id}.mp4", self.now())


def refused(kind: type[web.HTTPException], text: str) -> web.HTTPException:
    """A refusal with JSON that says why."""
    return kind(text=json.dumps({"error": text}), content_type="application/json")


def number(value: Any) -> int:
    """A whole number that somebody sent; raises HTTP 400."""
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise refused(web.HTTPBadRequest, "not a number") from error
