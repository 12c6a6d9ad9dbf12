"""Registration of the websocket commands."""

from typing import Final

from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, callback

from .blanking import blank_secrets
from .commands import (
    accounts,
    clips,
    doorbells,
    footage,
    news,
    requesters,
    requests,
    settings,
    shares,
)

COMMANDS: Final = (
    *requests.COMMANDS,
    *news.COMMANDS,
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
    for command in COMMANDS:
        websocket_api.async_register_command(hass, command)
