"""The owner's record counts what the ledger tells."""

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.sharing.canonical import Json
from custom_components.ring_watch.sharing.chain import START, Entry
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.record import Record

from .evidence import clock

pytestmark = pytest.mark.sharing


def entry(seq: int, when: str, kind: str, **data: Json) -> Entry:
    return Entry.create(seq, parse_time(when), START, kind, data)


STORY = [
    entry(1, "2026-10-31T10:00:00Z", "request_received", requester_id="anna"),
    entry(2, "2026-10-31T11:00:00Z", "request_approved", requester_id="anna"),
    entry(
        3,
        "2026-10-31T11:00:01Z",
        "share_created",
        requester_id="anna",
        shared_us=61_000_000,
    ),
    entry(4, "2026-10-31T23:30:00Z", "request_received", requester_id=None),
    entry(5, "2026-11-01T09:00:00Z", "request_declined", requester_id=None),
    entry(6, "2026-11-02T09:00:00Z", "share_revoked", requester_id="anna"),
    entry(7, "2026-11-03T09:00:00Z", "request_received", requester_id="police"),
    entry(8, "2026-11-10T09:00:00Z", "request_lapsed", requester_id="police"),
    entry(9, "2026-11-10T09:00:00Z", "checkpoint"),
]


def test_steps_are_counted_by_month_and_requester() -> None:
    summary = Record.of(STORY, UTC).summary()
    assert summary["total"] == {
        "asked": 3,
        "rejected": 0,
        "approved": 1,
        "declined": 1,
        "lapsed": 1,
        "withdrawn": 0,
        "shared": 1,
        "revoked": 1,
        "minutes": 2,
    }
    assert [month["month"] for month in summary["months"]] == ["2026-11", "2026-10"]
    november, october = summary["months"]
    assert [one["requester_id"] for one in october["requesters"]] == [None, "anna"]
    anna = october["requesters"][1]
    assert (anna["asked"], anna["approved"], anna["minutes"]) == (1, 1, 2)
    assert (november["total"]["asked"], november["total"]["revoked"]) == (1, 1)


def test_a_month_begins_where_the_home_is() -> None:
    summary = Record.of(STORY, ZoneInfo("Europe/Berlin")).summary()
    asked = {month["month"]: month["total"]["asked"] for month in summary["months"]}
    assert asked == {"2026-11": 2, "2026-10": 1}


def test_what_was_voided_does_not_count() -> None:
    voided = entry(10, "2026-11-10T09:00:00Z", "voided", entries=[3, 7, 9, 99])
    total = Record.of([*STORY, voided], UTC).total()
    assert (total.shared, total.shared_us, total.asked) == (0, 0, 2)


def test_it_is_counted_from_a_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, Keys.create(), clock())
    ledger.open()
    ledger.append("request_received", {"requester_id": "anna"})
    record = Record.of(ledger.walk(), UTC)
    record.add(ledger.append("request_withdrawn", {"requester_id": "anna"}))
    assert record.total().asked == record.total().withdrawn == 1
