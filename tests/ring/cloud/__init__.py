"""A fake Ring cloud for tests and for the demonstration.

    async with RingCloud(folder) as cloud:
        door = Device(1001, "Front Door")
        account = cloud.add_account(door)
        event = cloud.add_recording(door, at, seconds=20, preroll=4)
        cloud.traffic.next(Endpoint.HISTORY, throttled(5))
        session = cloud.session()

Everything is on real sockets with TLS, under Ring's own names: `cloud.session()` finds
them, and checks their certificate. What it says is written from what is publicly known
of Ring's interface; nobody has asked Ring.
"""

from .accounts import Account, Client
from .devices import Device
from .events import Event
from .film import Film, Recording
from .messages import KeyForm
from .names import Addresses
from .server import RingCloud
from .traffic import (
    BAD_GATEWAY,
    BLOCKED,
    DROPPED,
    NO_JSON,
    NOT_FOUND,
    UNAUTHORIZED,
    Endpoint,
    Fault,
    Seen,
    slow,
    stalled,
    throttled,
    truncated,
)

__all__ = [
    "BAD_GATEWAY",
    "BLOCKED",
    "DROPPED",
    "NOT_FOUND",
    "NO_JSON",
    "UNAUTHORIZED",
    "Account",
    "Addresses",
    "Client",
    "Device",
    "Endpoint",
    "Event",
    "Fault",
    "Film",
    "KeyForm",
    "Recording",
    "RingCloud",
    "Seen",
    "slow",
    "stalled",
    "throttled",
    "truncated",
]
