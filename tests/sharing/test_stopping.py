"""Sharing that ends while its disk hangs."""

import asyncio
from collections.abc import Collection

import pytest

from .house import House

pytestmark = pytest.mark.sharing


async def test_what_hangs_as_all_ends_writes_nothing_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House()
    await house.start()
    await house.share()
    hangs, back = asyncio.Event(), asyncio.Event()

    async def missing(names: Collection[str]) -> Collection[str]:
        hangs.set()
        await back.wait()
        return names

    monkeypatch.setattr(house.renderer, "missing", missing)
    tick = asyncio.create_task(house.sharing.tick())
    await hangs.wait()
    stop = asyncio.create_task(house.sharing.stop())
    await asyncio.wait({stop}, timeout=0.05)
    assert not stop.done()
    stop.cancel()
    before = house.saved()
    # Another process begins meanwhile.
    back.set()
    await asyncio.wait({tick, stop})
    await asyncio.sleep(0.01)
    assert house.saved() == before
