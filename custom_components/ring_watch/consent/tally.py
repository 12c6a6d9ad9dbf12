"""The owner's record, kept up as the ledger grows."""

import asyncio
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.record import Count, Record
from homeassistant.util import dt as dt_util

if TYPE_CHECKING:
    from .host import HostExecutor


class Tally:
    """Counts each entry of one ledger once, by the months of the home's time zone."""

    def __init__(self, executor: HostExecutor) -> None:
        """Nothing is counted yet."""
        self._executor = executor
        self._counting = asyncio.Lock()
        # What the ledger counts to; None until it was read for the first time.
        self.totals: Count | None = None
        self._begin(dt_util.get_default_time_zone())

    def _begin(self, zone: tzinfo) -> None:
        self._zone = zone
        self._record = Record(zone)
        self._counted = 0

    async def update(self, ledger: Ledger) -> None:
        """Count the entries that were written since the last time. Raises OSError."""

        def count() -> Count:
            size = ledger.size
            for entry in ledger.walk(self._counted, size):
                self._record.add(entry)
            self._counted = size
            return self._record.total()

        async with self._counting:
            zone = dt_util.get_default_time_zone()
            if zone != self._zone:
                # Months begin at other times now.
                self._begin(zone)
            self.totals = await self._executor.run(count)

    def summary(self) -> dict[str, Any]:
        """Return the record by month and requester (``Record.summary``)."""
        return self._record.summary()

    def of(self, requester_id: str | None) -> Count:
        """Return what one requester's requests count to; None: strangers'."""
        return self._record.of_requester(requester_id)
