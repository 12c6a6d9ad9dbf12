"""Leads Ring's names to a fake cloud, below everything that Ring's library does.

Addresses stay as they are (https, Ring's names, real certificates' checks), so what
must hold for them is tried, too: no token to another host, no plain http.
"""

from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Iterator
from contextlib import contextmanager
import os
import socket
from typing import Any, Final, override
from unittest.mock import patch

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from .authority import client_context
from .names import Addresses

LOCAL: Final = "127.0.0.1"
PUBLIC = "192.31.196.1"
"""Where the fake's names lead in a process that is led astray: out of the house. It is
an address of the internet at which nobody answers (RFC 7535)."""
TRUSTED: Final = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


class Resolver(AbstractResolver):
    """Finds the hosts that a fake plays, at its ports, and no others."""

    def __init__(self, addresses: Addresses, at: str = LOCAL) -> None:
        self._addresses = addresses
        self._at = at

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = self._addresses.port_of(host)
        if found is None:
            raise OSError(f"the fake does not play {host}")
        return [
            ResolveResult(
                hostname=host,
                host=self._at,
                port=found,
                family=socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    @override
    async def close(self) -> None:
        """Hold nothing."""


def session(addresses: Addresses) -> aiohttp.ClientSession:
    """A real session to which the fake is Ring; the caller closes it."""
    connector = aiohttp.TCPConnector(
        resolver=Resolver(addresses), ssl=client_context(addresses.authority)
    )
    return aiohttp.ClientSession(connector=connector)


@contextmanager
def redirected(addresses: Addresses) -> Iterator[None]:
    """Lead this whole process to the fake, whatever opens its connections.

    That is Home Assistant's own sessions, and what has none: the library's WebRTC
    signalling and its push listener. Other names are looked up as before.
    """
    look_up, resolve = socket.getaddrinfo, aiohttp.AsyncResolver.resolve
    connect = BaseSelectorEventLoop.sock_connect
    known = Resolver(addresses, PUBLIC)

    def getaddrinfo(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        found = addresses.port_of(name) if isinstance(name, str) else None
        if found is None:
            return look_up(host, port, *rest, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, found))]

    async def resolving(
        self: aiohttp.AsyncResolver,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[ResolveResult]:
        if addresses.port_of(host) is None:
            return await resolve(self, host, port, family)
        return await known.resolve(host, port, family)

    async def connecting(loop: Any, sock: socket.socket, address: Any) -> None:
        if address[0] == PUBLIC:
            address = (LOCAL, *address[1:])
        await connect(loop, sock, address)

    # Where OpenSSL and Home Assistant look for authorities.
    trusted = dict.fromkeys(TRUSTED, str(addresses.authority))
    with (
        patch("socket.getaddrinfo", getaddrinfo),
        patch.object(aiohttp.AsyncResolver, "resolve", resolving),
        patch.object(BaseSelectorEventLoop, "sock_connect", connecting),
        patch.dict(os.environ, trusted),
    ):
        yield
