"""What the tests of sharing inside Home Assistant begin with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from tests.integration_fixtures import (
    FOOTAGE_END,
    FOOTAGE_START,
    Start,
    demo,
    device_id,
)

EXTERNAL = "https://home.example.org"


@dataclass
class House:
    """A home with footage of one doorbell, its owner, and what they may do."""

    hass: HomeAssistant
    home: Home
    owner: User
    device: str

    async def act(
        self, action: str, user: User | str | None = "owner", **data: Any
    ) -> Any:
        """Perform an action as the owner, as another user, or as nobody."""
        who = self.owner if user == "owner" else user
        context = Context(user_id=who.id) if isinstance(who, User) else Context()
        responds = action not in {
            "decline_request",
            "revoke_share",
            "confirm_shares",
            "set_zones",
            "share_clip",
        }
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            context=context,
            return_response=responds,
        )

    async def ask(self, **data: Any) -> str:
        """Ask for the footage's whole window, as an automation; return the id."""
        window = {"start": FOOTAGE_START, "end": FOOTAGE_END}
        answer = await self.act("request_clip", None, **{**window, **data})
        request_id: str = answer["request_id"]
        return request_id

    async def prepare(self, request_id: str, **data: Any) -> str:
        """Prepare a request; return the hash to approve."""
        answer = await self.act("prepare_request", request_id=request_id, **data)
        render_hash: str = answer["prepared"]["render_hash"]
        return render_hash

    async def share(self, **terms: Any) -> dict[str, Any]:
        """Ask, prepare and approve; return what approving answered."""
        request_id = await self.ask()
        render_hash = await self.prepare(request_id)
        answer: dict[str, Any] = await self.act(
            "approve_request", request_id=request_id, render_hash=render_hash, **terms
        )
        return answer

    def ledger(self) -> list[str]:
        """Return the types of the ledger's entries."""
        assert self.home.consent.ledger
        return [entry.type for entry in self.home.consent.ledger.entries()]

    def files(self) -> list[Path]:
        """Return the rendered clips that are on the disk."""
        return sorted((self.home.storage / "shares").glob("*.mp4"))

    async def state(self, request_id: str) -> str:
        """Return where a request is."""
        assert self.home.sharing
        return (await self.home.sharing.get(request_id)).state.value


@pytest.fixture
async def house(
    hass: HomeAssistant,
    start: Start,
    stand_in: object,
    footage_of: Callable[[str], Path],
) -> House:
    """Return a home that recorded 30 seconds in front of its door."""
    hass.config.external_url = EXTERNAL
    footage_of("front_door")
    home = await start(demo())
    owner = MockUser(is_owner=True).add_to_hass(hass)
    return House(hass, home, owner, device_id(hass, home, "front_door"))


type MakeUser = Callable[..., Awaitable[User]]
