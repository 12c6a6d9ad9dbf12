"""What the tests of Ring accounts share."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from ring_doorbell import Auth, Ring

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth
from custom_components.ring_watch.ring.client import Login, log_in
from custom_components.ring_watch.ring.pace import Pace

from .clocks import FastClock, HandClock
from .cloud import Account, Device, RingCloud
from .cloud.fixtures import ring_cloud, ring_network
from .collecting import Scene
from .house import hours, no_pauses, settle
from .owning import Owner

__all__ = ["hours", "no_pauses", "ring_cloud", "ring_network", "settle"]

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


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def stored() -> list[dict[str, Any]]:
    """The tokens that were handed out to be stored."""
    return []


@pytest.fixture
async def client(
    ring_cloud: RingCloud, clock: FastClock, stored: list[dict[str, Any]]
) -> RingAuth:
    """Our own client, which has not logged in."""
    return RingAuth(
        ring_cloud.session(), HARDWARE_ID, on_token=stored.append, pace=Pace(clock)
    )


@pytest.fixture
async def api(client: RingAuth, account: Account) -> RingApi:
    """Our own client, logged in."""
    await client.async_fetch_token(account.email, account.password, account.code)
    return RingApi(client)


@pytest.fixture
def scene(ring_cloud: RingCloud, api: RingApi, tmp_path: Path) -> Scene:
    """Our own client, and an archive to collect into."""
    return Scene(ring_cloud, api, tmp_path)


@pytest.fixture
async def owner(ring_network: RingCloud, account: Account) -> AsyncIterator[Owner]:
    """Somebody who has logged in, and has not started the account yet."""
    clock = HandClock()
    token = await log_in(
        ring_network.session(),
        HARDWARE_ID,
        account.email,
        account.password,
        account.code,
        pace=Pace(clock, spacing=0),
    )
    owner = Owner(ring_network, clock, Login(HARDWARE_ID, token))
    yield owner
    await owner.account.stop()
