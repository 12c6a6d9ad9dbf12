"""Connections that lead out of this house, and nowhere else."""

import errno
import ipaddress
import os
import socket
from typing import Final

from aiohttp import AddrInfoType

_UNICAST: Final = ipaddress.ip_network("2000::/3")
# The internet of before, as seen from a network that has only IPv6 (RFC 6052, 2.1).
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")


def outward_socket(info: AddrInfoType) -> socket.socket:
    """Open a socket for an address in the internet; OSError for any other.

    For aiohttp's connector: that is the address which is connected to, so whoever
    answers for a name cannot lead it elsewhere after it was looked at.
    """
    family, kind, protocol, _, address = info
    if not is_outward(str(address[0])):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    return socket.socket(family, kind, protocol)


def is_outward(address: str) -> bool:
    """Whether an IP address is one of the internet, and not of a house or a machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in _TRANSLATED:
            found = ipaddress.IPv4Address(found.packed[-4:])
        elif found not in _UNICAST:
            return False
    return found.is_global and not found.is_multicast
