"""Registration of the websocket commands, and the stream of what happens."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.sharing.ports import Announcement
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from .blanking import blank_secrets
from .commands import (
    accounts,
    clips,
    doorbells,
    footage,
    requesters,
    requests,
    settings,
    shares,
)
from .commands.base import loaded_home, refuse

COMMANDS: Final = (
    *requests.COMMANDS,
    *shares.COMMANDS,
    *requesters.COMMANDS,
    *doorbells.COMMANDS,
    *footage.COMMANDS,
    *clips.COMMANDS,
    *settings.COMMANDS,
    *accounts.COMMANDS,
)


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    blank_secrets()
    for command in (*COMMANDS, _subscribe):
        websocket_api.async_register_command(hass, command)


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/requests/subscribe"})
@websocket_api.require_admin
@websocket_api.async_response
async def _subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send every step of requests and shares, without anybody's words."""
    try:
        home = loaded_home(hass)
    except HomeAssistantError as err:
        await refuse(hass, connection, msg, err)
        return

    @callback
    def forward(announcement: Announcement | None) -> None:
        user = connection.user
        # It may have been an administrator only when it began.
        if announcement is not None and user.is_active and user.is_admin:
            event = home.consent.announcer.event(announcement)
            connection.send_event(msg["id"], event)

    connection.subscriptions[msg["id"]] = home.consent.subscribe(forward)
    connection.send_result(msg["id"])
