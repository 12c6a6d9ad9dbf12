"""Taking back, suspending, and what the house forgets."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.ring_watch.sharing.claiming import SLACK
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.requests import (
    RequestState as S,
    Status,
)
from custom_components.ring_watch.sharing.settings import DAY, HOUR, MINUTE

from .house import ADMIN, DOOR, PAGE, FakeWitness, House

pytestmark = pytest.mark.sharing


@pytest.fixture
async def house() -> House:
    house = House()
    await house.start()
    return house


async def test_case_39_revoking_cuts_a_download_at_once(house: House) -> None:
    share, secret = await house.share()
    grant = await house.claim(share, secret)
    access = house.sharing.grant(share.share_id, grant.cookie)
    assert access is not None and access.take(123_456)
    await house.sharing.revoke(share.share_id, ADMIN)
    assert not access.alive()
    assert not access.take(1)
    assert house.sharing.grant(share.share_id, grant.cookie) is None
    assert not house.renderer.files
    entry = house.book.entries(house.book.size - 1)[0]
    assert entry.type == "share_revoked"
    assert entry.data["bytes_sent"] == 123_456
    assert entry.data["user_id"] == ADMIN.user_id
    assert house.announcer.kinds[-1] == "revoked"
    with pytest.raises(SharingError, match="no_share"):
        await house.sharing.revoke(share.share_id, ADMIN)


async def test_whoever_revokes_is_not_told_that_it_was_done_already(
    house: House,
) -> None:
    """What is tried again now and then comes not in between."""
    share, _ = await house.share()
    await asyncio.gather(
        house.sharing.tick(), house.sharing.revoke(share.share_id, ADMIN)
    )
    assert house.sharing.shares() == ()
    assert house.types().count("share_revoked") == 1


async def test_case_53_revoking_needs_neither_ledger_nor_disk(house: House) -> None:
    """What takes away is done first; the ledger has it as soon as it can."""
    share, secret = await house.share()
    grant = await house.claim(share, secret)
    access = house.sharing.grant(share.share_id, grant.cookie)
    assert access is not None
    house.ledger.broken = True
    with pytest.raises(SharingError, match="ledger_not_writable"):
        await house.sharing.revoke(share.share_id, ADMIN)
    assert not access.alive()
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None
    house.ledger.broken = False
    house.disk.broken = True
    await house.sharing.tick()
    assert house.sharing.shares() == ()
    assert not house.renderer.files
    # The disk still has the share; the ledger knows better.
    house.disk.broken = False
    await house.start()
    assert house.sharing.shares() == ()
    assert house.types().count("share_revoked") == 1


async def test_files_that_resist_are_removed_later(house: House) -> None:
    share, _ = await house.share()
    house.renderer.stuck = True
    await house.sharing.revoke(share.share_id, ADMIN)
    assert house.renderer.files
    house.renderer.stuck = False
    await house.pass_time(MINUTE)
    assert not house.renderer.files


async def test_a_new_secret_kills_the_old_link(house: House) -> None:
    share, secret = await house.share()
    grant = await house.claim(share, secret)
    renewed = await house.sharing.renew_secret(share.share_id, ADMIN)
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None
    assert house.sharing.grant(share.share_id, grant.cookie)
    assert await house.claim(share, renewed)
    assert house.sharing.share(share.share_id).claims_used == 2


async def test_case_49_shares_die_with_their_doorbell(house: House) -> None:
    share, secret = await house.share()
    grant = await house.claim(share, secret)
    waiting = await house.ask()
    other = await house.ask(doorbells=("garden",))
    await house.sharing.forget_doorbell("front")
    assert house.sharing.shares() == ()
    assert house.sharing.grant(share.share_id, grant.cookie) is None
    assert not house.renderer.files
    assert (await house.sharing.get(waiting.request_id)).state is S.DECLINED
    assert (await house.sharing.get(other.request_id)).state is S.PENDING


@pytest.mark.parametrize("who", ["doorbell", "requester"])
async def test_case_49_what_is_approved_at_that_very_moment_dies_too(
    house: House, who: str
) -> None:
    receipt = await house.ask(PAGE, requester_id="anna")
    await house.prepare(receipt.request_id)
    approving = asyncio.create_task(house.approve(receipt.request_id))
    # It has its turn, and what is forgotten comes after it.
    await asyncio.sleep(0)
    if who == "doorbell":
        await house.sharing.forget_doorbell("front")
    else:
        await house.sharing.erase_requester("anna", ADMIN)
    assert await approving
    assert house.sharing.shares() == ()
    assert not house.renderer.files


async def test_case_49_shares_die_with_their_file(house: House) -> None:
    share, _ = await house.share()
    ready = await house.ask()
    await house.prepare(ready.request_id)
    house.renderer.files.clear()
    await house.sharing.tick()
    assert house.sharing.shares() == ()
    assert (await house.sharing.get(share.request_id)).state is S.REVOKED
    assert (await house.sharing.get(ready.request_id)).state is S.PENDING


async def test_case_58_a_restart_changes_nothing(house: House) -> None:
    receipt = await house.ask()
    assert receipt.status_token is not None
    await house.prepare(receipt.request_id)
    share, secret = await house.approve(receipt.request_id, passphrase="long enough")
    grant = await house.claim(share, secret, "long enough")
    await house.sharing.claim(share.share_id, secret, "wrong", DOOR)
    access = house.sharing.grant(share.share_id, grant.cookie)
    assert access is not None and access.take(1_999_999)
    before = house.sharing.share(share.share_id)
    entries = len(house.types())

    await house.restart()

    assert house.sharing.share(share.share_id) == before
    assert (before.claims_used, before.failures) == (1, 1)
    assert before.grants[0].bytes_sent == 1_999_999
    again = house.sharing.grant(share.share_id, grant.cookie)
    assert again is not None
    assert not again.take(1_000_002 + SLACK) and again.take(1_000_001 + SLACK)
    assert house.sharing.status(receipt.status_token).ready
    assert await house.claim(share, secret, "long enough")
    assert house.types()[entries:] == ["share_claimed"]
    heard = [one.entry for one in house.announcer.heard]
    assert len(heard) == len(set(heard))


async def test_case_60_a_backup_brings_no_revoked_share_back(house: House) -> None:
    share, secret = await house.share()
    await house.sharing.before_backup()
    texts, rows = dict(house.disk.texts), list(house.ledger.rows)
    await house.sharing.after_backup()
    await house.sharing.revoke(share.share_id, ADMIN)
    assert not house.sharing.shares()

    # Everything comes back as it was.
    house.disk.texts, house.ledger.rows = texts, rows
    house.renderer.files = {"clip1"}
    house.witness = FakeWitness()
    await house.start()

    (restored,) = house.sharing.shares()
    assert restored.suspended
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None
    assert house.types()[-1] == "shares_suspended"
    assert house.announcer.kinds[-1] == "suspended"
    await house.restart()
    assert house.sharing.shares()[0].suspended

    assert await house.sharing.confirm_shares(ADMIN, [share.share_id]) == 1
    assert await house.claim(share, secret)


async def test_case_60_an_old_state_is_recognised_without_a_mark(
    house: House,
) -> None:
    """A copy of the disk that no backup of Home Assistant's made."""
    share, _ = await house.share()
    texts, rows = dict(house.disk.texts), list(house.ledger.rows)
    await house.sharing.revoke(share.share_id, ADMIN)
    house.disk.texts, house.ledger.rows = texts, rows
    await house.start()
    assert house.sharing.shares()[0].suspended


async def test_case_60_an_older_ledger_is_recognised(house: House) -> None:
    share, secret = await house.share()
    rows = list(house.ledger.rows)
    await house.claim(share, secret)
    house.ledger.rows = rows
    await house.start()
    assert house.sharing.shares()[0].suspended


async def test_case_60_what_was_revoked_meanwhile_stays_so_with_its_ledger(
    house: House,
) -> None:
    share, _ = await house.share()
    texts = dict(house.disk.texts)
    other, _ = await house.share()
    await house.sharing.revoke(share.share_id, ADMIN)
    house.disk.texts = texts
    await house.start()
    assert house.sharing.shares() == ()
    assert other.share_id in str(house.ledger.rows)


async def test_a_finished_backup_suspends_nothing(house: House) -> None:
    await house.share()
    await house.sharing.before_backup()
    await house.sharing.after_backup()
    await house.start()
    assert not house.sharing.shares()[0].suspended


async def test_suspended_shares_show_nothing_and_still_expire(house: House) -> None:
    receipt = await house.ask()
    assert receipt.status_token is not None
    await house.prepare(receipt.request_id)
    share, secret = await house.approve(receipt.request_id)
    grant = await house.claim(share, secret)
    access = house.sharing.grant(share.share_id, grant.cookie)
    assert access is not None
    assert await house.sharing.suspend_all("owner") == 1
    assert not access.alive()
    assert house.sharing.status(receipt.status_token) == Status()
    await house.pass_time(7 * DAY)
    assert house.sharing.shares() == ()
    assert await house.sharing.confirm_shares(ADMIN) == 0


async def test_case_65_erasing_a_requester_leaves_the_ledger(house: House) -> None:
    house.sharing.settings = replace(house.settings, open_per_case=9)
    for _ in range(3):
        receipt = await house.ask(
            PAGE, requester_id="anna", reason="Her words", name="Anna Ex"
        )
        await house.sharing.decline(receipt.request_id, ADMIN)
    await house.ask(PAGE, requester_id="anna", reason="Her words")
    kept = await house.ask(reason="Another's words")
    shared = await house.ask(PAGE, requester_id="anna", reason="Her words")
    await house.prepare(shared.request_id)
    await house.approve(shared.request_id)
    rows = list(house.ledger.rows)

    assert await house.sharing.erase_requester("anna", ADMIN) == 5

    assert house.ledger.rows[: len(rows)] == rows
    assert "Her words" not in house.saved()
    assert "Anna Ex" not in house.saved()
    assert "anna@example.org" in house.saved()
    assert (await house.sharing.get(kept.request_id)).reason == "Another's words"
    assert house.sharing.shares() == ()
    assert house.sharing.waiting == 1
    await house.start()
    assert "Her words" not in house.saved()


async def test_case_65_a_stranger_can_be_forgotten_too(house: House) -> None:
    receipt = await house.ask(reason="My words")
    with pytest.raises(SharingError, match="not_closed"):
        await house.sharing.erase_request(receipt.request_id, ADMIN)
    await house.sharing.decline(receipt.request_id, ADMIN)
    await house.sharing.erase_request(receipt.request_id, ADMIN)
    assert "My words" not in house.saved()


async def test_case_52_a_clock_set_back_makes_nothing_last_longer(
    house: House,
) -> None:
    share, secret = await house.share(lifetime=HOUR)
    house.clock.jump(-HOUR)
    house.clock.advance(HOUR - 1)
    assert await house.claim(share, secret)
    house.clock.advance(1)
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None


async def test_case_52_nor_does_a_restart_without_a_clock(house: House) -> None:
    share, secret = await house.share(lifetime=HOUR)
    await house.pass_time(40 * MINUTE)
    house.clock.wall = 0
    await house.start()
    assert await house.claim(share, secret)
    await house.pass_time(20 * MINUTE)
    assert house.sharing.shares() == ()
    assert house.sharing.figures()["clock_behind_us"] > 0


async def test_case_52_a_clock_set_forward_ends_things_early(house: House) -> None:
    share, secret = await house.share(lifetime=HOUR)
    house.clock.jump(HOUR)
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None
    await house.sharing.tick()
    house.clock.jump(-HOUR)
    assert house.sharing.shares() == ()


async def test_a_lost_state_is_noted_and_shares_nothing(house: House) -> None:
    share, secret = await house.share()
    house.disk.texts.clear()
    await house.start()
    assert house.types()[-1] == "state_missing"
    assert await house.sharing.claim(share.share_id, secret, None, DOOR) is None
    assert not house.renderer.files
    await house.restart()
    assert house.types().count("state_missing") == 1


async def test_a_damaged_state_is_not_written_over(house: House) -> None:
    house.disk.texts["sharing"] = '{"format": 99}'
    with pytest.raises(ValueError, match="another release"):
        await house.start()
    assert house.disk.texts["sharing"] == '{"format": 99}'
