"""Why a recording, or a part of a window, cannot be had. Pure."""

import math
from typing import Final

from .devices import MOST_DAYS, RingDevice
from .plan import Obstacle, Reason, Span
from .recordings import SECOND, Recording

UNCERTAINTY: Final = 2.0
"""Ring tells when an event began to the second, and a preroll not at all, mostly."""
_DAY: Final = 24 * 3600.0


def hopeless(item: Recording, device: RingDevice) -> Reason | None:
    """Return why a recording will never be had, as far as that is known."""
    if device.encrypted if item.encrypted is None else item.encrypted:
        return Reason.END_TO_END_ENCRYPTED
    # One that Ring calls ready can be tried, whatever it says of the device.
    tried = device.recordings or item.state == "ready"
    if not (tried if item.subscribed is None else item.subscribed):
        return Reason.NO_SUBSCRIPTION
    if item.state == "gone":
        return Reason.DELETED
    return Reason.NOT_RECORDED if item.state == "none" else None


def is_guess(reason: Reason | None, item: Recording) -> bool:
    """Whether a reason is that of the device, and may not be that of the recording."""
    if item.state in ("gone", "none"):
        return False
    if reason is Reason.END_TO_END_ENCRYPTED:
        return item.encrypted is None
    return reason is Reason.NO_SUBSCRIPTION and item.subscribed is None


def given_up(item: Recording) -> Reason:
    """Return what became of a recording that is not new, and did not come."""
    if item.state == "preparing":
        return Reason.NOT_READY
    return Reason.DELETED if item.state == "ready" else Reason.NOT_RECORDED


def nothing_recorded(device: RingDevice) -> Reason:
    """Return why nothing is recorded where Ring lists nothing."""
    return Reason.NO_MOTION if device.recordings else Reason.NO_SUBSCRIPTION


def not_kept(
    window: Span, now: float, device: RingDevice, oldest: int | None
) -> list[Obstacle]:
    """Return what of a window Ring keeps no more, or may keep no more.

    Recordings are kept for whole days. Where Ring does not tell for how many, they are
    as many as the age of the ``oldest`` recording that came shows, and of what is older
    nobody can say whether nothing moved.
    """
    told = device.kept_days
    days = [1 if told is None else told]
    if oldest is not None:
        days.append(math.ceil((now - oldest / SECOND) / _DAY))
    kept = _ago(now, min(max(days), MOST_DAYS))
    never = _ago(now, MOST_DAYS)
    reason = Reason.NOT_FOUND if told is None else Reason.EXPIRED
    parts = [
        Obstacle(window[0], min(window[1], never), Reason.EXPIRED),
        Obstacle(max(window[0], never), min(window[1], kept), reason),
    ]
    return [part for part in parts if part.start < part.end]


def _ago(now: float, days: int) -> int:
    return round((now - days * _DAY) * SECOND)
