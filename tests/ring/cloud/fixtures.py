"""Fixtures to import into a conftest.py."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from .server import RingCloud


@pytest.fixture
async def ring_cloud(socket_enabled: None, tmp_path: Path) -> AsyncIterator[RingCloud]:
    """A fake Ring cloud on real sockets, without accounts."""
    async with RingCloud(tmp_path / "ring_cloud") as cloud:
        yield cloud
