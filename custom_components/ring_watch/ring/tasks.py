"""What goes on in the background of an account."""

import asyncio
from collections.abc import Callable
from contextlib import suppress


async def end(task: asyncio.Task[None] | None) -> None:
    """Cancel a task, if there is one, and wait until it has ended."""
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def in_thread[*Args, Result](
    function: Callable[[*Args], Result], *args: *Args
) -> Result:
    """Run what blocks in a thread. Who is cancelled waits for its end.

    So nothing is written, or made, that nobody knows of any more.
    """
    task = asyncio.ensure_future(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
