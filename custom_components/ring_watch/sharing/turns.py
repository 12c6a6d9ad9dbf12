"""Work that is done one at a time, and never half: whoever waits may go away."""

import asyncio
from collections.abc import Coroutine
import logging
from typing import Any

_LOGGER = logging.getLogger(__name__)


class Turns:
    """Runs work alone or besides, and to its end."""

    def __init__(self) -> None:
        """Nothing runs."""
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def alone[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` when no other runs; it goes on if the caller is cancelled."""

        async def run() -> T:
            try:
                async with self._lock:
                    return await work
            finally:
                # Where it was abandoned before it began.
                work.close()

        return await self.outlast(run())

    async def outlast[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work``, which goes on if the caller is cancelled.

        Other than with ``asyncio.shield``, a failure that nobody waits for any more is
        no error of the event loop's.
        """
        task = self.spawn(work)
        await asyncio.wait([task])
        return task.result()

    def spawn[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run ``work`` besides; ``settle`` waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Whoever waits has it too; without anybody it would be lost.
            _LOGGER.debug("Something ended with %s", type(error).__name__)

    async def settle(self) -> None:
        """Wait until nothing runs besides."""
        while tasks := self._tasks - {asyncio.current_task()}:
            await asyncio.wait(tasks)

    def abandon(self) -> None:
        """Cancel what still runs."""
        for task in self._tasks:
            task.cancel()
