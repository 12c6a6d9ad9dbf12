"""What left is told by the ledger: how much, and how it ended."""

from typing import Any

import pytest

from custom_components.ring_watch.sharing.access import Access, End
from custom_components.ring_watch.sharing.metering import MOST_NOTES
from custom_components.ring_watch.sharing.settings import DAY, HOUR, MINUTE, SECOND

from .house import ADMIN, DOOR, House

pytestmark = pytest.mark.sharing


@pytest.fixture
async def house() -> House:
    house = House()
    await house.start()
    return house


async def opened(house: House, **terms: Any) -> Access:
    """Return what the first claim of a new share opens."""
    share, secret = await house.share(**terms)
    grant = await house.claim(share, secret)
    access = house.sharing.grant(share.share_id, grant.cookie)
    assert access is not None
    return access


def stream(access: Access, size: int, end: End) -> None:
    """Let a stream be sent so much, and end so."""
    access.begin()
    assert access.take(size)
    access.end(end)


def told(house: House) -> list[dict[str, Any]]:
    """Return what the ledger says was delivered."""
    return [
        dict(entry.data)
        for entry in house.book.entries(0)
        if entry.type == "share_delivered"
    ]


async def test_a_download_is_told_when_it_has_gone_quiet(house: House) -> None:
    access = await opened(house)
    stream(access, 1_000_000, End.COMPLETE)
    await house.pass_time(30 * SECOND)
    assert told(house) == []
    await house.pass_time(30 * SECOND)
    (delivered,) = told(house)
    assert delivered["share_id"] == access.share_id
    assert delivered["claim"] == 1
    assert delivered["bytes_sent"] == 1_000_000
    assert delivered["streams"] == {"complete": 1}
    assert delivered["over"] is False
    assert house.announcer.kinds[-1] == "delivered"


async def test_what_is_still_sent_is_not_told_yet(house: House) -> None:
    access = await opened(house)
    access.begin()
    assert access.take(1000)
    await house.pass_time(HOUR)
    assert told(house) == []
    access.end(End.ABORTED)
    await house.pass_time(MINUTE)
    assert [one["streams"] for one in told(house)] == [{"aborted": 1}]


async def test_seeking_makes_one_entry(house: House) -> None:
    access = await opened(house)
    for _ in range(500):
        stream(access, 100, End.PART)
        await house.pass_time(SECOND)
    stream(access, 100, End.ABORTED)
    await house.pass_time(MINUTE)
    (delivered,) = told(house)
    assert delivered["bytes_sent"] == 50_100
    assert delivered["streams"] == {"part": 500, "aborted": 1}


async def test_nobody_fills_the_ledger_by_coming_again_and_again(house: House) -> None:
    access = await opened(house, claims=1)
    for _ in range(50):
        stream(access, 100, End.ABORTED)
        await house.pass_time(2 * MINUTE)
    assert len(told(house)) == MOST_NOTES
    await house.pass_time(HOUR)
    *_, last = told(house)
    assert len(told(house)) == MOST_NOTES + 1
    assert last["over"] is True
    assert last["bytes_sent"] == 5000
    assert sum(one["streams"]["aborted"] for one in told(house)) == 50


async def test_each_claim_is_told_by_itself(house: House) -> None:
    share, secret = await house.share()
    for size in (100, 200):
        grant = await house.claim(share, secret)
        access = house.sharing.grant(share.share_id, grant.cookie)
        assert access is not None
        stream(access, size, End.PART)
    await house.pass_time(MINUTE)
    sent = [(one["claim"], one["bytes_sent"]) for one in told(house)]
    assert sent == [(1, 100), (2, 200)]


async def test_case_39_a_revoked_download_is_told_with_its_bytes(house: House) -> None:
    access = await opened(house)
    stream(access, 5, End.PART)
    access.begin()
    assert access.take(123)
    await house.sharing.revoke(access.share_id, ADMIN)
    assert access.refusal() is End.TAKEN_BACK
    access.end(End.TAKEN_BACK)
    await house.pass_time(DAY)
    ended = house.book.entries(0)[-1]
    assert ended.type == "share_revoked"
    assert ended.data["bytes_sent"] == 128
    assert ended.data["open_claims"] == [{"claim": 1, "bytes_sent": 128}]
    assert ended.data["streams"] == {"part": 1, "taken_back": 1}
    assert "at_least" not in ended.data
    assert house.sharing._core.usage == {}


async def test_case_40_an_expired_download_is_told_with_its_bytes(house: House) -> None:
    access = await opened(house, lifetime=HOUR)
    access.begin()
    assert access.take(77)
    house.clock.advance(HOUR)
    assert access.refusal() is End.EXPIRED
    await house.pass_time(0)
    (delivered,) = told(house)
    assert delivered["bytes_sent"] == 77
    assert delivered["streams"] == {"expired": 1}
    assert delivered["over"] is True
    ended = house.book.entries(0)[-1]
    assert (ended.type, ended.data["bytes_sent"]) == ("share_expired", 77)


async def test_a_grant_that_was_used_up_says_so(house: House) -> None:
    access = await opened(house)
    assert access.refusal(10**12) is End.LIMIT
    assert access.alive()


async def test_nothing_is_sent_by_a_home_that_has_stopped(house: House) -> None:
    """The process that comes next could not take it back."""
    access = await opened(house)
    assert access.take(100)
    await house.restart()
    assert access.refusal() is End.STOPPED
    assert not access.take(1)
    assert house.sharing.share(access.share_id).grants[0].bytes_sent == 100


async def test_a_stop_loses_no_byte(house: House) -> None:
    access = await opened(house)
    assert access.take(100)
    await house.restart()
    await house.pass_time(MINUTE)
    (delivered,) = told(house)
    assert delivered["bytes_sent"] == 100
    assert "at_least" not in delivered


async def test_after_a_crash_it_says_that_there_may_be_more(house: House) -> None:
    access = await opened(house)
    assert access.take(100)
    await house.pass_time(5 * MINUTE)
    assert access.take(50)
    await house.start()
    await house.pass_time(2 * HOUR)
    *_, last = told(house)
    assert last["bytes_sent"] == 100
    assert last["at_least"] is True
    await house.pass_time(7 * DAY)
    ended = house.book.entries(0)[-1]
    assert (ended.type, ended.data["at_least"]) == ("share_expired", True)


async def test_an_entry_that_the_state_does_not_know_counts(house: House) -> None:
    """The process ended between the ledger and the state."""
    access = await opened(house)
    stream(access, 100, End.PART)
    saved = dict(house.disk.texts)
    await house.pass_time(MINUTE)
    assert len(told(house)) == 1
    house.disk.texts = saved
    house.witness.save(0)
    await house.start()
    (grant,) = house.sharing.share(access.share_id).grants
    assert (grant.bytes_sent, grant.bytes_noted, grant.notes) == (100, 100, 1)
    assert not house.sharing.share(access.share_id).suspended
    await house.pass_time(HOUR)
    assert len(told(house)) == 1


async def test_a_full_disk_does_not_repeat_an_entry(house: House) -> None:
    access = await opened(house)
    stream(access, 100, End.PART)
    house.disk.broken = True
    for _ in range(5):
        await house.pass_time(MINUTE)
    assert len(told(house)) == 1
    assert "voided" not in house.types()


async def test_where_the_ledger_cannot_be_written_it_is_told_later(
    house: House,
) -> None:
    access = await opened(house)
    stream(access, 100, End.COMPLETE)
    house.ledger.broken = True
    await house.pass_time(MINUTE)
    house.ledger.broken = False
    await house.pass_time(MINUTE)
    assert [one["streams"] for one in told(house)] == [{"complete": 1}]


async def test_a_claim_is_in_the_ledger_before_a_byte_leaves(house: House) -> None:
    share, secret = await house.share()
    house.ledger.broken = True
    with pytest.raises(Exception, match="ledger_not_writable"):
        await house.sharing.claim(share.share_id, secret, None, DOOR)
    assert house.sharing.share(share.share_id).grants == ()
