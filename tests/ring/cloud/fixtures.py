"""Fixtures to import into a conftest.py."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from homeassistant.util import ssl as ssl_util

from . import network
from .server import RingCloud


@pytest.fixture
async def ring_cloud(socket_enabled: None, tmp_path: Path) -> AsyncIterator[RingCloud]:
    """A fake Ring cloud on real sockets, without accounts."""
    async with RingCloud(tmp_path / "ring_cloud") as cloud:
        yield cloud


@pytest.fixture
def ring_network(ring_cloud: RingCloud) -> Iterator[RingCloud]:
    """The fake, as Ring to everything in this process, Home Assistant included."""
    authority = ring_cloud.addresses.authority
    # Home Assistant made it for all its sessions when it was imported.
    ssl_util.get_default_context().load_verify_locations(authority)
    with network.redirected(ring_cloud.addresses):
        yield ring_cloud
