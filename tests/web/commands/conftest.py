"""The dashboard's side of the websocket."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from tests.consent.conftest import EXTERNAL, House, house

__all__ = ["house"]


class Panel:
    """A websocket of somebody's browser."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def _answer(self, command: str, fields: dict[str, Any]) -> dict[str, Any]:
        kind = {"type": f"ring_watch/{command}"}
        await self._client.send_json_auto_id({**kind, **fields})
        answer: dict[str, Any] = await self._client.receive_json()
        return answer

    async def call(self, command: str, **fields: Any) -> Any:
        """Return a command's result."""
        answer = await self._answer(command, fields)
        assert answer["success"], answer
        return answer["result"]

    async def refused(self, command: str, **fields: Any) -> dict[str, Any]:
        """Return the error of a command that is refused."""
        answer = await self._answer(command, fields)
        assert not answer["success"], answer
        error: dict[str, Any] = answer["error"]
        return error

    async def event(self) -> dict[str, Any]:
        """Return the next event of a subscription."""
        message = await self._client.receive_json()
        event: dict[str, Any] = message["event"]
        return event


type PanelOf = Callable[[User], Awaitable[Panel]]


@pytest.fixture
def panel_of(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> PanelOf:
    """Open a browser in which a user is logged in."""

    async def log_in(user: User) -> Panel:
        token = await hass.auth.async_create_refresh_token(user, f"{EXTERNAL}/")
        access = hass.auth.async_create_access_token(token)
        return Panel(await hass_ws_client(hass, access))

    return log_in


@pytest.fixture
async def panel(house: House, panel_of: PanelOf) -> Panel:
    """Return the owner's browser."""
    return await panel_of(house.owner)


@pytest.fixture
async def guest(house: House, hass: HomeAssistant, panel_of: PanelOf) -> Panel:
    """Return the browser of somebody who is no administrator."""
    return await panel_of(MockUser(groups=[]).add_to_hass(hass))
