"""Waiting for what a test is about, however busy the machine is."""

import asyncio
from collections.abc import Callable

from .clocks import HandClock

_LIMIT = 60
_STEP = 0.01


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(_LIMIT):
        while not condition():
            await asyncio.sleep(_STEP)


async def pass_until(
    clock: HandClock, condition: Callable[[], object], step: float = 1
) -> None:
    """Let time pass until a condition holds: a second for each look at it.

    Not faster, so that what is really done, on a busy machine, takes only some seconds
    of that time, too. A longer ``step`` is for where that does not matter.
    """
    async with asyncio.timeout(_LIMIT):
        while not condition():
            if (seconds := clock.next_in) is not None:
                clock.let_pass(min(seconds, step))
            await asyncio.sleep(_STEP)
