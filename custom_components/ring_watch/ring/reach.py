"""Addresses and connections that lead out of this house, and nowhere else."""

import errno
import ipaddress
import os
import re
import socket
from typing import Final

from aiohttp import AddrInfoType
from yarl import URL

from .errors import BadAddressError, NotFoundError

_UNICAST: Final = ipaddress.ip_network("2000::/3")
# The internet of before, as seen from a network that has only IPv6 (RFC 6052, 2.1).
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")

# Of a name the last label is no number (RFC 3696, 2), not even one that C would read.
_LABEL: Final = re.compile(r"(?!0x)[a-z][a-z0-9-]*", re.IGNORECASE)


def outward_url(address: object, base: URL | None = None) -> URL:
    """Return an address in the internet that is asked over TLS.

    What Ring says is not followed into this house, nor without encryption, nor to a
    port where no store of Ring's has ever been. ``base`` is where an address was told
    that may be relative. Where a name leads is looked at when it is asked
    (``outward_socket``). Raises NotFoundError where there is none, BadAddressError.
    """
    if not isinstance(address, str) or not address:
        raise NotFoundError("Ring has no address of the recording yet.")
    try:
        # Signed as it stands: not a character may be written differently.
        url = URL(address, encoded=True)
        url = url if base is None else base.join(url)
        plain = url.user is None and url.port == 443
    except ValueError:
        raise BadAddressError("Ring's address is none.") from None
    if url.scheme != "https" or not plain or not _is_name(url.host or ""):
        raise BadAddressError("Ring's address is not one to follow.")
    return url


def _is_name(host: str) -> bool:
    """Whether it is a name with a domain, and no number in any of its spellings."""
    labels = host.removesuffix(".").split(".")
    return len(labels) > 1 and bool(_LABEL.fullmatch(labels[-1])) and ":" not in host


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
