"""The connection to Ring: each account has its own, and none keeps cookies."""

from aiohttp import ClientSession, DummyCookieJar

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession


@callback
def ring_session(hass: HomeAssistant) -> ClientSession:
    """Return a session for one account; whoever has it detaches it in the end.

    Two accounts, Home Assistant's own integration and the store of the recordings
    would else learn of each other by their cookies.
    """
    return async_create_clientsession(
        hass, auto_cleanup=False, cookie_jar=DummyCookieJar()
    )
