"""Hosts that are no camera: those that tell a machine of itself or rule over it."""

from ipaddress import IPv6Address, ip_address
import socket

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
