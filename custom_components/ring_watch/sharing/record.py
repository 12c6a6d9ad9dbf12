"""The owner's record: what was asked and what came of it, counted from the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import tzinfo
from typing import Any, Final, Self

from custom_components.ring_watch.engine.times import to_datetime

from .chain import Entry

COUNTED: Final = {
    "request_received": "asked",
    "request_rejected": "rejected",
    "request_approved": "approved",
    "request_declined": "declined",
    "request_lapsed": "lapsed",
    "request_withdrawn": "withdrawn",
    "share_created": "shared",
    "share_revoked": "revoked",
}
"""Which entry counts for what."""
_MINUTE_US: Final = 60_000_000
_VOIDABLE: Final = 1000
"""So many counted entries back an entry can be voided: it is never one of long ago."""


@dataclass(slots=True)
class Count:
    """How often each step happened, and how much footage was shared."""

    asked: int = 0
    rejected: int = 0
    approved: int = 0
    declined: int = 0
    lapsed: int = 0
    withdrawn: int = 0
    shared: int = 0
    revoked: int = 0
    shared_us: int = 0

    def add(self, other: Self) -> None:
        """Add another count to this one."""
        for name in type(self).__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def to_json(self) -> dict[str, int]:
        """Return the numbers; minutes are rounded up, so that none is left out."""
        numbers: dict[str, int] = asdict(self)
        numbers["minutes"] = -(-numbers.pop("shared_us") // _MINUTE_US)
        return numbers


class Record:
    """Counts by month and requester; entries are added as they are written.

    An entry counts in the month of its own time; what a later entry ``voided`` names
    had no effect and does not count. ``requester_id`` in its data says
    for whom; None stands for strangers.
    """

    def __init__(self, zone: tzinfo) -> None:
        """Start empty. ``zone`` decides where a month begins."""
        self._zone = zone
        self._counts: defaultdict[tuple[str, str | None], Count] = defaultdict(Count)
        self._recent: dict[int, tuple[str, str | None, str, int]] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry], zone: tzinfo) -> Self:
        """Count all entries."""
        record = cls(zone)
        for entry in entries:
            record.add(entry)
        return record

    def add(self, entry: Entry) -> None:
        """Count one entry, if it is of a kind that counts."""
        if entry.type == "voided":
            for seq in entry.data.get("entries", ()):
                if (counted := self._recent.pop(seq, None)) is not None:
                    self._count(*counted, -1)
            return
        name = COUNTED.get(entry.type)
        if name is None:
            return
        month = f"{to_datetime(entry.time_us).astimezone(self._zone):%Y-%m}"
        shared_us = int(entry.data.get("shared_us", 0)) if name == "shared" else 0
        self._recent[entry.seq] = month, _requester(entry.data), name, shared_us
        self._count(*self._recent[entry.seq], 1)
        if len(self._recent) > _VOIDABLE:
            del self._recent[next(iter(self._recent))]

    def _count(
        self, month: str, requester: str | None, name: str, shared_us: int, times: int
    ) -> None:
        count = self._counts[month, requester]
        setattr(count, name, getattr(count, name) + times)
        count.shared_us += times * shared_us

    def total(self) -> Count:
        """Return the count of everything."""
        total = Count()
        for count in self._counts.values():
            total.add(count)
        return total

    def of_requester(self, requester_id: str | None) -> Count:
        """Return the count of one requester; None stands for strangers."""
        return _sum(
            count
            for (_, requester), count in self._counts.items()
            if requester == requester_id
        )

    def summary(self) -> dict[str, Any]:
        """Return ``{"total", "months": [{"month", "total", "requesters": [...]}]}``.

        Newest month first. Each requester has ``requester_id`` (None: strangers)
        and the numbers of Count, with ``minutes``.
        """
        months: dict[str, dict[str | None, Count]] = {}
        for (month, requester), count in self._counts.items():
            months.setdefault(month, {})[requester] = count
        return {
            "total": self.total().to_json(),
            "months": [
                {
                    "month": month,
                    "total": _sum(months[month].values()).to_json(),
                    "requesters": [
                        {"requester_id": requester, **count.to_json()}
                        for requester, count in sorted(
                            months[month].items(), key=lambda item: item[0] or ""
                        )
                    ],
                }
                for month in sorted(months, reverse=True)
            ],
        }


def _requester(data: Mapping[str, Any]) -> str | None:
    found = data.get("requester_id")
    return found if isinstance(found, str) else None


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total.add(count)
    return total
