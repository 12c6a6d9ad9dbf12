"""What the tests of Ring accounts share."""

import pytest
from ring_doorbell import Auth, Ring

from .cloud import Account, Device, RingCloud
from .cloud.fixtures import ring_cloud, ring_network

__all__ = ["ring_cloud", "ring_network"]

HARDWARE_ID = "8e6a1c1e-3b56-4a37-9f0b-1f6f2d8f3c55"


@pytest.fixture
def door() -> Device:
    return Device(1001, "Front Door")


@pytest.fixture
def account(ring_cloud: RingCloud, door: Device) -> Account:
    return ring_cloud.add_account(door)


@pytest.fixture
async def auth(ring_cloud: RingCloud, account: Account) -> Auth:
    session = ring_cloud.session()
    return Auth("RingWatch/test", hardware_id=HARDWARE_ID, http_client_session=session)


@pytest.fixture
async def ring(auth: Auth, account: Account) -> Ring:
    await auth.async_fetch_token(account.email, account.password, account.code)
    return Ring(auth)
