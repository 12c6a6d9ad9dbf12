"""Sharing that ends while its disk hangs."""

import asyncio
from collections.abc import Collection
import inspect

import pytest

from custom_components.ring_watch.sharing.turns import Turns

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


async def test_what_never_had_its_turn_is_no_complaint_of_the_loop() -> None:
    turns, back = Turns(), asyncio.Event()

    async def wait() -> None:
        await back.wait()

    work = [wait(), wait()]
    waiting = [asyncio.create_task(turns.alone(one)) for one in work]
    await asyncio.sleep(0.01)
    turns.abandon()
    await asyncio.wait(waiting)
    states = {inspect.getcoroutinestate(one) for one in work}
    assert states == {inspect.CORO_CLOSED}
