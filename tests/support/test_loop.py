"""The event loop of every test refuses what is not for other threads."""

import asyncio
from collections.abc import Callable

import pytest


def settle(loop: asyncio.AbstractEventLoop) -> None:
    """Give a future that somebody waits for its result."""
    future = loop.create_future()
    future.add_done_callback(print)
    future.set_result(None)


@pytest.mark.parametrize(
    "call",
    [
        lambda loop: loop.call_soon(print),
        lambda loop: loop.call_later(0, print),
        lambda loop: loop.call_at(0, print),
        settle,
    ],
    ids=["call_soon", "call_later", "call_at", "future"],
)
async def test_calls_from_another_thread_are_refused(
    call: Callable[[asyncio.AbstractEventLoop], object],
) -> None:
    loop = asyncio.get_running_loop()
    with pytest.raises(RuntimeError, match="another thread"):
        await asyncio.to_thread(call, loop)
    call(loop)
