"""Whatever address Ring tells of a recording, it leads to nothing in this house."""

import socket

import aiohttp
from aiohttp import web
import pytest

from custom_components.ring_watch.ring.reach import is_outward, outward_socket

pytestmark = pytest.mark.ring


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fd00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::10.0.0.1", "2002:a00:1::1", "64:ff9b::a00:1"),
        *("64:ff9b:1::1", "2001:db8::1", "", "example.com"),
    ],
)
def test_what_is_in_a_house_or_nowhere(address: str) -> None:
    assert not is_outward(address)


@pytest.mark.parametrize(
    "address", ["52.216.1.1", "2600:1fa0:8000::1", "64:ff9b::34d8:101"]
)
def test_what_is_in_the_internet(address: str) -> None:
    assert is_outward(address)


async def test_a_name_that_leads_into_the_house_is_not_even_connected_to(
    socket_enabled: None,
) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.add_routes([web.get("/", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    inward = aiohttp.TCPConnector(family=socket.AF_INET)
    outward = aiohttp.TCPConnector(family=socket.AF_INET, socket_factory=outward_socket)
    async with aiohttp.ClientSession(connector=outward) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://localhost:{port}/")
    assert asked == []
    async with aiohttp.ClientSession(connector=inward) as session:
        await session.get(f"http://localhost:{port}/")
    assert asked == ["/"]
    await runner.cleanup()
