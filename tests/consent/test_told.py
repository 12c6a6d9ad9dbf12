"""Which phones have a notification is known after a restart, too."""

import pytest

from custom_components.ring_watch.consent.told import Told
from tests.sharing.house import FakeDocuments, Inline

pytestmark = [pytest.mark.dashboard, pytest.mark.sharing]


async def test_it_outlives_a_restart() -> None:
    documents = FakeDocuments()
    told = Told(documents, Inline())
    await told.add("request", ["one", "two"])
    await told.add(None, ["one"])
    await told.add("other", ["one"])
    assert await told.forget("other") == {"one"}
    after = Told(documents, Inline())
    await after.load()
    assert after.requests() == ["request"]
    assert after.phones("request") == {"one", "two"}
    assert after.phones(None) == {"one"}
    assert after.phones("other") == set()
    # When that was is not.
    assert told.since("request", "one") < 60 < after.since("request", "one")


async def test_nothing_is_written_that_is_written_already() -> None:
    documents = FakeDocuments()
    told = Told(documents, Inline())
    for _ in range(3):
        await told.add("request", ["one"])
        await told.forget("other")
    assert documents.saves == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"told": []}', '{"told": {"a": 1}}'])
async def test_what_cannot_be_read_or_written_keeps_nobody_from_being_told(
    text: str,
) -> None:
    documents = FakeDocuments({"phones": text}, broken=True)
    told = Told(documents, Inline())
    await told.load()
    assert told.requests() == []
    await told.add("request", ["one"])
    assert told.phones("request") == {"one"}
