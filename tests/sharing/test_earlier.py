"""After a damaged ledger: another is begun, and nothing is dropped in silence."""

from collections.abc import Callable
import hashlib
import os
from pathlib import Path

import pytest

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.model.requests import RequestState as S
from custom_components.ring_watch.sharing.reader import LedgerError
from custom_components.ring_watch.sharing.settings import DAY, Settings
from tools import verify

from .evidence import NOON, clock, fill
from .house import ACTION, ADMIN, DOOR, PAGE, House

pytestmark = pytest.mark.sharing

SETTINGS = Settings(
    asks_per_source=10**6, asks_per_requester=10**6, asks_in_all=10**6, queue=10**6
)


@pytest.fixture
def keys() -> Keys:
    return Keys.create()


@pytest.fixture
def ledger(tmp_path: Path, keys: Keys) -> Ledger:
    ledger = Ledger(tmp_path / "ledger", keys, clock())
    ledger.open()
    return ledger


def damage(ledger: Ledger, seq: int) -> bytes:
    """Damage an entry; return what the file then holds."""
    file = ledger._folder / "ledger.jsonl"
    old, new = f'"seq":{seq},'.encode(), f'"seq":{seq + 5},'.encode()
    data = file.read_bytes()
    assert data.count(old) == 1
    file.write_bytes(data.replace(old, new))
    return file.read_bytes()


def anew(ledger: Ledger) -> Ledger:
    """Find the ledger damaged, set it aside, and begin another."""
    found = Ledger(ledger._folder, ledger.keys, clock(NOON + 10**12))
    with pytest.raises(LedgerError) as raised:
        found.open()
    assert raised.value.code == "ledger_damaged" and found.damaged
    found.set_aside()
    found.open()
    assert not found.damaged
    return found


def test_the_damaged_file_is_kept_under_the_time(ledger: Ledger) -> None:
    fill(ledger, 3)
    data = damage(ledger, 1)
    folder = anew(ledger)._folder
    assert (folder / "damaged-20261205T014640Z.jsonl").read_bytes() == data
    assert (folder / "damaged_texts-20261205T014640Z.jsonl").exists()


def test_the_first_entry_says_how_far_the_old_one_is_whole(ledger: Ledger) -> None:
    fill(ledger, 5)
    whole = next(ledger.walk(3, 4)).place
    data = damage(ledger, 4)
    file = ledger._folder / "ledger.jsonl"
    file.write_bytes(data + b"x\n" * 3)
    first, *_ = anew(ledger).entries()
    (earlier,) = first.data["earlier"]
    assert earlier == {
        "file": earlier["file"],
        "sha256": hashlib.sha256(data + b"x\n" * 3).hexdigest(),
        "ledger": ledger.ledger_id,
        "size": whole.size,
        "head": whole.hash,
    }
    assert whole.size == 4


def test_what_is_no_ledger_at_all_is_kept_too(ledger: Ledger) -> None:
    (ledger._folder / "ledger.jsonl").write_bytes(b"x\n" * 100)
    (earlier,) = anew(ledger).entries()[0].data["earlier"]
    assert (earlier["size"], earlier["ledger"]) == (0, "")


def test_two_in_the_same_second_are_both_kept(ledger: Ledger) -> None:
    damage(ledger, 0)
    for number in (1, 2, 3):
        ledger.set_aside()
        (ledger._folder / "ledger.jsonl").write_bytes(b"x\n" * number)
    found = anew(ledger)
    assert len(found.entries()[0].data["earlier"]) == 4
    sizes = {path.stat().st_size for path in found._folder.glob("damaged-*.jsonl")}
    assert {2, 4, 6} < sizes


def test_the_new_ledger_is_good_and_of_the_same_key(ledger: Ledger) -> None:
    fill(ledger, 3)
    damage(ledger, 1)
    found = anew(ledger)
    fill(found, 3)
    found.checkpoint()
    file = found._folder / "ledger.jsonl"
    assert verify.verify([file], {ledger.keys.fingerprint}).verdict == "good"
    assert found.ledger_id != ledger.ledger_id


def test_texts_of_an_earlier_ledger_can_be_forgotten(ledger: Ledger) -> None:
    entries = fill(ledger, 7)
    damage(ledger, 2)
    found = anew(ledger)
    (kept,) = found._folder.glob("damaged_texts-*.jsonl")
    before = kept.read_bytes()
    fill(found, 1)
    found.erase([-1 - entries[0].seq, -1 - entries[3].seq, -1 - 500])
    after = kept.read_bytes()
    assert before.count(b"Bike gone") == 3 and after.count(b"Bike gone") == 1
    assert b"Bike gone" in (found._folder / "texts.jsonl").read_bytes()
    entry = next(one for one in found.walk() if one.type == "earlier_texts_erased")
    assert entry.data["entries"] == [entries[0].seq, entries[3].seq]
    size = found.size
    found.erase([-1 - entries[0].seq])
    assert found.size == size
    assert not list(found._folder.glob("*.part"))


def test_damage_while_it_runs_is_known(ledger: Ledger) -> None:
    fill(ledger, 3)
    (ledger._folder / "ledger.jsonl").write_bytes(b"x\n" * 3)
    for _ in range(2):
        with pytest.raises(LedgerError):
            ledger.append("request_received", {})
    assert ledger.damaged


# What becomes of requests and shares


class Home(House):
    """A house whose ledger is a real one, which a test may replace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keys.create()
        super().__init__(SETTINGS, book=self.open())

    def open(self) -> Ledger:
        ledger = Ledger(self.folder, self.keys, clock())
        ledger.open()
        return ledger

    async def go_on_with_another(self) -> None:
        """Set the ledger aside, and start."""
        await self.sharing.stop()
        assert isinstance(self.book, Ledger)
        self.book.set_aside()
        self.book = self.open()
        await self.start()


@pytest.fixture
async def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "ledger")
    await home.start()
    return home


async def test_live_shares_wait_for_the_owner(home: Home) -> None:
    share, secret = await home.share()
    grant = await home.claim(share, secret)
    await home.go_on_with_another()
    assert home.sharing.share(share.share_id).suspended
    assert home.sharing.grant(share.share_id, grant.cookie) is None
    assert await home.sharing.claim(share.share_id, secret, None, DOOR) is None
    suspended = next(
        one for one in home.book.entries() if one.type == "shares_suspended"
    )
    assert suspended.data["why"] == "ledger_replaced"
    await home.restart()
    assert home.sharing.share(share.share_id).suspended
    assert await home.sharing.confirm_shares(ADMIN) == 1
    assert await home.claim(share, secret)


async def test_requests_that_wait_are_begun_anew_with_their_words(home: Home) -> None:
    for _ in range(5):
        await home.ask()
    receipt = await home.ask(reason="A parcel was stolen.")
    await home.go_on_with_another()
    request = await home.sharing.get(receipt.request_id)
    assert request.state is S.PENDING
    entry = home.book.entries(request.history[0].entry)[0]
    assert entry.type == "request_carried"
    assert entry.data["request_id"] == receipt.request_id
    assert entry.data["state"] == "pending"
    assert set(entry.data["commitments"]) == {"reason", "contact"}
    assert request.history[1].entry < 0
    await home.prepare(receipt.request_id)
    await home.approve(receipt.request_id)
    assert home.types().count("request_carried") == 6


async def test_nothing_is_called_void_or_done_twice(home: Home) -> None:
    """The numbers of the old ledger mean other entries in the new one."""
    share, _ = await home.share()
    await home.sharing.revoke(share.share_id, ADMIN)
    await home.share()
    await home.go_on_with_another()
    assert not {"voided", "state_missing", "share_revoked"} & set(home.types())
    size = home.book.size
    await home.restart()
    assert home.book.size == size


@pytest.mark.parametrize("pages", [False, True], ids=["few", "in pages"])
async def test_case_65_words_of_before_can_be_erased(home: Home, pages: bool) -> None:
    receipt = await home.ask(PAGE, requester_id="anna", reason="Erase me")
    await home.sharing.decline(receipt.request_id, ADMIN)
    stranger = await home.ask(reason="Keep me")
    await home.sharing.decline(stranger.request_id, ADMIN)
    for _ in range(160 if pages else 0):
        home.clock.advance(1_000_000)
        late = await home.ask(ACTION)
        await home.sharing.decline(late.request_id, ADMIN)
    for _ in range(3 if pages else 0):
        await home.sharing.tick()
    await home.go_on_with_another()
    open_one = await home.ask(PAGE, requester_id="anna", reason="Erase me too")
    await home.go_on_with_another()
    texts = b"".join(path.read_bytes() for path in home.folder.glob("*texts*"))
    assert texts.count(b"Erase me") == 3
    await home.sharing.erase_requester("anna", ADMIN)
    texts = b"".join(path.read_bytes() for path in home.folder.glob("*texts*"))
    assert b"Erase me" not in texts
    assert texts.count(b"Keep me") == 1
    assert (await home.sharing.get(open_one.request_id)).reason == ""
    assert (await home.sharing.get(receipt.request_id)).history[0].entry < 0
    assert "Erase me" not in home.saved()


async def test_a_start_that_was_cut_short_is_made_good(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    share, _ = await home.share()
    receipt = await home.ask()
    await home.sharing.stop()
    assert isinstance(home.book, Ledger)
    home.book.set_aside()
    home.book = home.open()
    writes = iter(range(100))
    real: Callable[[int], None] = os.fsync

    def full(descriptor: int) -> None:
        if next(writes) >= 1:
            raise OSError(28, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SharingError, match="ledger_not_writable"):
            await home.start()
    home.book = home.open()
    await home.start()
    assert home.sharing.share(share.share_id).suspended
    request = await home.sharing.get(receipt.request_id)
    entry = home.book.entries(request.history[0].entry)[0]
    assert entry.type == "request_carried"
    assert entry.data["request_id"] == receipt.request_id
    await home.pass_time(30 * DAY)
    assert home.sharing.shares() == ()
