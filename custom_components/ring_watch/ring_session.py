"""The connection to Ring: each account has its own, and none keeps cookies."""

import asyncio
from contextlib import suppress
import logging
from typing import Final

from aiohttp import ClientSession, DummyCookieJar

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .ring.client import RingAccount

_LOGGER = logging.getLogger(__name__)
_PATIENCE: Final = 10.0


@callback
def ring_session(hass: HomeAssistant) -> ClientSession:
    """Return a session for one account; whoever has it detaches it in the end.

    Two accounts, Home Assistant's own integration and the store of the recordings
    would else learn of each other by their cookies.
    """
    return async_create_clientsession(
        hass, auto_cleanup=False, cookie_jar=DummyCookieJar()
    )


async def sign_out(account: RingAccount) -> None:
    """Have Ring forget this client, if Ring lets itself be asked."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            if await account.sign_out():
                return
    _LOGGER.warning(
        "Ring did not confirm that Home Assistant is signed out. "
        "Remove it in the Ring app, under Control Center, Authorized Client Devices"
    )
