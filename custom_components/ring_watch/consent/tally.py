"""The owner's record, kept up as the ledger grows."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.record import Count, Record
from homeassistant.util import dt as dt_util

if TYPE_CHECKING:
    from .host import HostExecutor


class Tally:
    """Counts each entry of one ledger once."""

    def __init__(self, executor: HostExecutor) -> None:
        """Nothing is counted yet."""
        self._executor = executor
        self._record = Record(dt_util.get_default_time_zone())
        self._counted = 0
        self._counting = asyncio.Lock()
        # What the ledger counts to; None until it was read for the first time.
        self.totals: Count | None = None

    async def update(self, ledger: Ledger) -> None:
        """Count the entries that were written since the last time."""

        def count() -> Count:
            size = ledger.size
            for entry in ledger.walk(self._counted, size):
                self._record.add(entry)
            self._counted = size
            return self._record.total()

        async with self._counting:
            with suppress(OSError):
                self.totals = await self._executor.run(count)

    def of(self, requester_id: str | None) -> Count:
        """Return what one requester's requests count to; None: strangers'."""
        return self._record.of_requester(requester_id)
