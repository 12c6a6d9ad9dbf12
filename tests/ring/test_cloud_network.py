"""Home Assistant's own session finds the fake, and believes its certificate."""

import asyncio
import ssl

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .cloud import RingCloud
from .cloud.names import HOSTS, PUSH

pytestmark = [pytest.mark.ring, pytest.mark.integration]


@pytest.mark.parametrize("host", sorted(set(HOSTS) - {PUSH}))
async def test_a_session_of_home_assistant_is_led_to_the_fake(
    hass: HomeAssistant, ring_network: RingCloud, host: str
) -> None:
    async with async_get_clientsession(hass).get(f"https://{host}/nothing") as answer:
        assert answer.status in {403, 404, 405}
    assert ring_network.traffic.requests[0].host == host


async def test_what_has_no_session_is_led_to_the_fake(ring_network: RingCloud) -> None:
    context = ssl.create_default_context()
    _, writer = await asyncio.open_connection(PUSH, 5228, ssl=context)
    writer.close()
    await writer.wait_closed()


async def test_others_are_not(hass: HomeAssistant, ring_network: RingCloud) -> None:
    with pytest.raises(RuntimeError, match="DNS resolution disabled"):
        await asyncio.get_running_loop().getaddrinfo("example.com", 443)
