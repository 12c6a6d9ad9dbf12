"""Ending what may hang, as everything does that waits for a disk."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

LEAST: Final = 2.0
_LETTING_GO: Final = 1.0

type Work = Callable[[], Coroutine[Any, Any, None]]


async def all_end(*parts: Work, seconds: float) -> bool:
    """Run one after the other; tell whether each ended in ``seconds`` for all.

    What did not is cancelled, and left alone even where that takes longer. What
    follows it is given a little time of its own.
    """
    now = asyncio.get_running_loop().time
    deadline, in_time = now() + seconds, True
    for part in parts:
        if not await _ends(part, max(deadline - now(), LEAST)):
            in_time = False
    return in_time


async def _ends(part: Work, seconds: float) -> bool:
    task = asyncio.create_task(part())
    try:
        if (await asyncio.wait({task}, timeout=seconds))[0]:
            task.result()
            return True
    finally:
        task.cancel()
    task.add_done_callback(_hear)
    await asyncio.wait({task}, timeout=_LETTING_GO)
    return False


def _hear(task: asyncio.Task[None]) -> None:
    """Take note of an error that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
