"""A picture of now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from .api import RingApi
from .devices import RingDevice
from .errors import NotFoundError
from .shapes import moment, number

_NEXT: Final = "https://app-snaps.ring.com/snapshots/next/{}"
_WAIT: Final = 12.0
_GRACE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A JPEG, and when it was taken."""

    jpeg: bytes
    taken: datetime


async def take_snapshot(
    api: RingApi, device: RingDevice, after: datetime | None = None
) -> Snapshot | None:
    """Ask for a picture that was taken after a time, now if none is given.

    Waits up to 14 seconds. None: there is no such picture, as while a device on
    battery records, or with motion detection off. Never an older one.
    """
    since = int((after.timestamp() if after else api.now()) * 1000)
    params = {"after-ms": since, "max-wait-ms": round(_WAIT * 1000), "extras": "force"}
    try:
        reply = await api.ask(
            "GET", _NEXT.format(device.id), params, timeout=_WAIT + _GRACE, alone=False
        )
    except NotFoundError:
        return None
    taken = moment(number(reply.headers.get("x-time-millis")))
    if not reply.content.startswith(b"\xff\xd8") or taken is None:
        return None
    if taken < datetime.fromtimestamp(since / 1000, UTC):
        return None
    return Snapshot(reply.content, taken)
