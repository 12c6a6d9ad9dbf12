"""The connections to Ring: each account has its own, and none keeps cookies."""

import asyncio
from contextlib import suppress
import logging
from typing import Final

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, ThreadedResolver

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util.ssl import get_default_context

from .ring.client import RingAccount
from .ring.reach import outward_socket

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


@callback
def store_session() -> ClientSession:
    """Return a session for what Ring's store has; whoever has it closes it in the end.

    It reaches nothing in this house, whatever address Ring tells, and is known by
    nothing: neither by a cookie nor by a name.
    """
    connector = TCPConnector(
        resolver=ThreadedResolver(),
        socket_factory=outward_socket,
        ssl=get_default_context(),
    )
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar())


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
