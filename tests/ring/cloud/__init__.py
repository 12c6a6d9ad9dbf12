"""A fake Ring cloud for tests and for the demonstration.

    async with RingCloud(folder) as cloud:      # or the fixture `ring_cloud`
        door = Device(1001, "Front Door")
        account = cloud.add_account(door)
        event = cloud.add_recording(door, at, seconds=20, preroll=4)
        cloud.traffic.next(Endpoint.HISTORY, throttled(5))
        session = cloud.session()

Everything is on real sockets with TLS, under Ring's own names: `cloud.session()` finds
them, and checks their certificate. The fixture `ring_network` leads the whole process
there, Home Assistant's sessions, WebRTC signalling and Google's push service included;
`process.CloudProcess` does it for a Home Assistant in a process of its own. What the fake
says is written from what is publicly known of Ring's interface; nobody has asked Ring.

What can be set, and when it shows:

- `Account`, `Device`, `Event`: their fields, from the next request on. An account's
  second factor, code, tokens' life and rotation, `alerts`; `expire_access`, `revoke`. A
  device's subscription, encryption, battery, kind, family; devices come and go in
  `account.devices`. An event's `polls` or `ready_at`, `deleted`, what it
  tells and `extra` JSON.
- `cloud.state`: the clock `now`, `unsorted` histories, `search_page`,
  `sends_recordings`; `media.seconds`, `media.expire`.
- `cloud.traffic`: `next` and `always` let a `Fault` happen to an `Endpoint`; `requests`,
  `seen`, `count`, `wait_for` and `most_at_once` tell what was asked.
- `cloud.push`: `notify` in each `KeyForm`, `refuses`, `hang_up`, `forget`, `post.silent`.
- `cloud.live`: `sessions`, which `end`; `refusal`; `camera`, which a browser can play.
- `cloud.film`: which picture was taken when.
- `cloud.happen`: something happens now, everywhere at once.
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
    UNSIZED,
    Endpoint,
    Fault,
    Seen,
    endless,
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
    "UNSIZED",
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
    "endless",
    "slow",
    "stalled",
    "throttled",
    "truncated",
]
