"""A house that is furnished with Ring's devices, to look around in."""

from datetime import timedelta
from typing import Final

from .accounts import Account
from .devices import Device
from .server import RingCloud

DOOR: Final = 1001
GARDEN: Final = 1002
SHARED: Final = 1003
CHIME: Final = 1004


def furnish(cloud: RingCloud) -> Account:
    """Add an account that has something of every kind, and what it recorded lately.

    Three recordings of the front door follow each other, 8 minutes ago; the garden is
    recorded around the clock since an hour ago.
    """
    door = Device(DOOR, "Front door", battery=87)
    garden = Device(GARDEN, "Garden", "stickup_cams", "cocoa_camera")
    shared = Device(
        SHARED,
        "Neighbour",
        "authorized_doorbots",
        "cocoa_doorbell_v4w",
        subscribed=False,
        location="4a5d1c64-07bd-4f0a-8b73-6b1e7c4f2a33",
    )
    chime = Device(CHIME, "Hall", "chimes", "chime_pro_v2")
    account = cloud.add_account(door, garden, shared, chime)
    now = cloud.state.now().replace(microsecond=0)
    begin = now - timedelta(minutes=8)
    cloud.add_recording(door, begin, 8, preroll=2, kind="ding", answered=True)
    cloud.add_recording(door, begin + timedelta(seconds=7), 8, preroll=2, person=True)
    cloud.add_recording(door, begin + timedelta(seconds=18), 8, preroll=2)
    cloud.record_continuously(garden, now - timedelta(hours=1), now)
    cloud.add_event(shared, now - timedelta(minutes=3))
    return account
