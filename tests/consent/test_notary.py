"""What a manifest says of how it came about."""

from pathlib import Path

import pytest

from custom_components.ring_watch.consent.notary import LedgerNotary
from custom_components.ring_watch.sharing import manifest
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.settings import HOUR
from tests.sharing import house as houses
from tests.sharing.house import ADMIN, House

pytestmark = pytest.mark.sharing


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose manifests are signed."""
    stored: list[Keys] = []
    ledger = Ledger(tmp_path, Keys.create())
    ledger.open()
    notary = LedgerNotary(ledger, "1.2.3", stored.append)
    monkeypatch.setattr(houses, "FakeNotary", lambda: notary)
    house = House(book=ledger)
    await house.start()
    return house


async def test_case_52_the_manifest_says_how_the_clock_was(house: House) -> None:
    for synchronised, jump in ((True, 0), (None, 0), (False, -HOUR)):
        house.clock.sync = synchronised
        house.clock.jump(jump)
        share, _ = await house.share()
        said, _ = manifest.verify(share.manifests[0])
        assert said["clock"] == {"synchronised": synchronised, "behind_us": -jump}


async def test_case_52_a_clock_that_a_restart_lost_is_said_to_be_behind(
    house: House,
) -> None:
    await house.ask()
    await house.sharing.stop()
    house.clock.sync = False
    house.clock.jump(-HOUR)
    await house.start()
    share, _ = await house.share()
    said, _ = manifest.verify(share.manifests[0])
    assert said["clock"] == {"synchronised": False, "behind_us": HOUR}


async def test_it_names_the_entry_that_commits_to_who_asked(house: House) -> None:
    await house.ask(reason="Another one")
    share, _ = await house.share()
    request = await house.sharing.get(share.request_id)
    (received,) = house.book.entries(request.history[0].entry)[:1]
    said, _ = manifest.verify(share.manifests[0])
    assert isinstance(house.book, Ledger)
    (entry,) = house.book.walk(received.seq, received.seq + 1)
    assert said["approval"]["requester"] == entry.hash
    assert entry.data["request_id"] == share.request_id


async def test_after_a_rotation_another_key_signs(house: House) -> None:
    before, _ = await house.share()
    fingerprint = await house.sharing.rotate_key(ADMIN)
    after, _ = await house.share()
    assert manifest.signer(before.manifests[0]) != fingerprint
    assert manifest.signer(after.manifests[0]) == fingerprint
    said, key = manifest.verify(after.manifests[0])
    assert said["key"] == key == fingerprint
