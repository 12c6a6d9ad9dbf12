"""What may hang ends in time."""

import asyncio
import time

import pytest

from custom_components.ring_watch import ending
from custom_components.ring_watch.ending import all_end

pytestmark = pytest.mark.integration


async def test_what_ends_is_waited_for() -> None:
    done: list[str] = []

    async def part(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    assert await all_end(lambda: part("a"), lambda: part("b"), seconds=5)
    assert done == ["a", "b"]


@pytest.mark.parametrize("how", ["hangs", "lasts", "fails late"])
async def test_what_hangs_does_not_keep_the_rest(
    how: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ending, "_LETTING_GO", 0.1)
    monkeypatch.setattr(ending, "LEAST", 0.1)
    released, done = asyncio.Event(), []

    async def hang() -> None:
        try:
            await released.wait()
        except asyncio.CancelledError:
            if how == "hangs":
                raise
            await released.wait()
            if how == "fails late":
                raise OSError from None

    async def rest() -> None:
        done.append(True)

    began = time.monotonic()
    assert not await all_end(hang, rest, seconds=0.1)
    assert time.monotonic() - began < 2
    assert done == [True]
    released.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not caplog.records


async def test_what_goes_wrong_is_told() -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await all_end(fail, seconds=5)
