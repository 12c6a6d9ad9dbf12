"""Requests for those who only hear of them: voice assistants and language models.

They may list and decline for an active administrator. Nothing here approves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from custom_components.ring_watch.engine.times import to_datetime
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.core import Context, HomeAssistant

from .actors import actor_of
from .doings import demand, sharing_home

LIST: Final = "assistant/list"


@dataclass(frozen=True, slots=True)
class Heard:
    """A request in facts of this home; none of its asker's words.

    ``requester``: the name that the owner gave, None for somebody unknown. Times are
    aware, in UTC.
    """

    request_id: str
    requester: str | None
    doorbells: Sequence[str]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """An active administrator who listens, in the home they look after."""

    home: Home
    sharing: Sharing
    actor: Actor

    def waiting(self) -> list[Heard]:
        """Return the requests that wait, oldest first."""
        return [self._heard(request) for request in self.sharing.open_requests()]

    def request(self, request_id: str) -> Request:
        """Return one that waits, with its asker's words. Raises ``no_request``."""
        for request in self.sharing.open_requests():
            if request.request_id == request_id:
                return request
        raise SharingError("no_request")

    async def decline(self, request_id: str) -> None:
        """Decline one that waits. Raises as ``Sharing.decline``."""
        await self.sharing.decline(request_id, self.actor)

    def _heard(self, request: Request) -> Heard:
        requester = self.home.consent.requesters.find(request.requester_id)
        return Heard(
            request.request_id,
            requester.name if requester else None,
            [
                self.home.doorbells[name].name
                for name in request.doorbells
                if name in self.home.doorbells
            ],
            to_datetime(request.start),
            to_datetime(request.end),
        )


async def audience(hass: HomeAssistant, context: Context | None, what: str) -> Audience:
    """Return who listens. Raises NotAllowed, noted as ``what``, for anybody else.

    A voice that nobody logged in with is nobody in particular. HomeAssistantError:
    requests cannot be used at the moment.
    """
    home, sharing = sharing_home(hass)
    actor = await actor_of(hass, context or Context())
    await demand(sharing, actor, what)
    return Audience(home, sharing, actor)
