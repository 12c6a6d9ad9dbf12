"""Hosts that are no camera: those that tell a machine of itself or rule over it."""

from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
import socket
from typing import Any

from .errors import EngineError

type AddressInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]

_NAMES = frozenset(("supervisor", "hassio", "metadata", "metadata.google.internal"))
# Of clouds, and of Home Assistant's supervisor.
_ADDRESSES = frozenset(
    map(
        ip_address,
        ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "172.30.32.2"),
    )
)


def is_internal(host: str) -> bool:
    """Tell whether a host is known to be none of the owner's cameras.

    Numbers are recognised however they are written. No name is looked up.
    """
    if host.lower().rstrip(".") in _NAMES:
        return True
    try:
        # As libav will read it: 2852039166 and 0xa9.0xfe.43518 are addresses.
        return ip_address(socket.inet_aton(host)) in _ADDRESSES
    except OSError, UnicodeError:
        pass
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address) in _ADDRESSES


def resolve(host: str, port: int) -> Iterator[AddressInfo]:
    """Yield where a host can be reached by TCP, as ``socket.getaddrinfo`` does.

    Raises OSError for a name that nobody knows, and EngineError ``bad_source`` for one
    that leads to none of the owner's cameras.
    """
    for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if is_internal(str(found[4][0])):
            raise EngineError("bad_source", "The source's address is not valid.")
        yield found
