"""The ledger: what is written stays, what is torn shows, what is erased is gone."""

from collections.abc import Callable
import errno
import os
from pathlib import Path
import time
from typing import Any

import pytest

from custom_components.ring_watch.sharing.canonical import decode, encode
from custom_components.ring_watch.sharing.chain import CHECKPOINT_EVERY, Entry, Head
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.reader import LedgerError
from tools import verify

from .evidence import NOON, TEXTS, clock, fill

pytestmark = pytest.mark.sharing


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys.create()


@pytest.fixture
def ledger(tmp_path: Path, keys: Keys) -> Ledger:
    made = Ledger(tmp_path / "ledger", keys, clock())
    assert not made.open().recovered
    return made


def file_of(ledger: Ledger) -> Path:
    return ledger._folder / "ledger.jsonl"


def texts_of(ledger: Ledger) -> Path:
    return ledger._folder / "texts.jsonl"


def again(ledger: Ledger) -> Ledger:
    """Return the ledger as a restarted home finds it."""
    opened = Ledger(ledger._folder, ledger.keys, clock(NOON + 10**9))
    opened.open()
    return opened


def check(ledger: Ledger) -> None:
    """Let the offline check find the ledger good."""
    ledger.checkpoint()
    report = verify.verify([file_of(ledger)], {ledger.keys.fingerprint})
    assert report.verdict == "good", report.lines


def test_an_entry_is_found_again_after_a_restart(ledger: Ledger) -> None:
    entry = ledger.append("request_received", {"request_id": "a", "n": [1, None]})
    found = again(ledger)
    assert entry in found.entries()
    assert found.holds(entry.place) and found.ledger_id == ledger.ledger_id
    check(found)


def test_it_begins_with_its_key_and_a_signature(ledger: Ledger, keys: Keys) -> None:
    started, signed = ledger.entries()
    assert started.type == "ledger_started" and signed.type == "checkpoint"
    assert started.data["key"]["x"] == keys.current.x
    check(ledger)


def test_files_are_private(ledger: Ledger) -> None:
    fill(ledger, 1)
    assert ledger._folder.stat().st_mode & 0o777 == 0o700
    for path in ledger._folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_entry_is_synced_before_append_returns(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, sync = os.write, os.fsync

    def noted_write(descriptor: int, data: bytes) -> int:
        calls.append(f"write {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        return write(descriptor, data)

    def noted_sync(descriptor: int) -> None:
        calls.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        sync(descriptor)

    monkeypatch.setattr(os, "write", noted_write)
    monkeypatch.setattr(os, "fsync", noted_sync)
    ledger.append("request_received", {})
    assert calls == ["write ledger.jsonl", "sync ledger.jsonl"]


def test_no_more_than_a_hundred_entries_stay_unsigned(ledger: Ledger) -> None:
    fill(ledger, 350)
    since = 0
    for entry in ledger.walk():
        since = 0 if entry.type == "checkpoint" else since + 1
        assert since < CHECKPOINT_EVERY
    check(ledger)


@pytest.mark.parametrize(
    "data",
    [{"x": 1.5}, {"x": 2**53}, {"é": 1}, {"x": "\ud800"}, {"commitments": {}}],
    ids=["float", "large", "name", "surrogate", "reserved"],
)
def test_what_has_no_canonical_form_is_refused(
    ledger: Ledger, data: dict[str, Any]
) -> None:
    before = file_of(ledger).read_bytes()
    with pytest.raises(ValueError):
        ledger.append("request_received", data)
    with pytest.raises(ValueError):
        ledger.append("request_received", {"x": "y" * 70_000})
    assert file_of(ledger).read_bytes() == before


# Paging


def test_pages_go_back_from_the_end(ledger: Ledger) -> None:
    fill(ledger, 40)
    seqs = [entry.seq for entry in ledger.entries()]
    found: list[int] = []
    before = None
    while page := ledger.page(before, 7):
        found += [entry.seq for entry in page]
        before = page[-1].seq
    assert found == seqs[::-1] == list(range(ledger.size))[::-1]


@pytest.mark.parametrize("first", [0, 1, 17, 39, 45, 1000])
def test_reading_begins_anywhere(ledger: Ledger, first: int) -> None:
    fill(ledger, 40)
    every = ledger.entries()
    assert ledger.entries(first) == every[first:]
    assert list(ledger.walk(first, first + 3)) == every[first : first + 3]


def test_case_61_a_hundred_thousand_entries_start_and_page_fast(
    tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    number = 100_000
    folder = tmp_path / "ledger"
    ledger = Ledger(folder, keys, clock())
    ledger.open()
    head, chunks = ledger.place, []
    for place in range(number):
        entry = Entry.create(
            head.size, NOON + place, head.hash, "request_received", {"n": place}
        )
        head = entry.place
        chunks.append(encode(entry.to_json()) + b"\n")
        if place % (CHECKPOINT_EVERY - 1) == 0 or place == number - 1:
            ledger._head = head
            with file_of(ledger).open("ab") as file:
                file.write(b"".join(chunks))
            chunks = []
            ledger._size = file_of(ledger).stat().st_size
            head = ledger.checkpoint().place
    start = time.perf_counter()
    opened = Ledger(folder, keys, clock())
    opened.open()
    opening = time.perf_counter() - start
    start = time.perf_counter()
    newest, middle = opened.page(limit=50), opened.page(before=50_000, limit=50)
    paging = time.perf_counter() - start
    assert [entry.seq for entry in newest] == list(range(head.size - 50, head.size))[
        ::-1
    ]
    assert middle[0].seq == 49_999 and len(middle) == 50
    assert opening < 0.5 and paging < 0.5


# Personal texts


def test_case_65_erased_texts_are_gone_and_the_chain_holds(ledger: Ledger) -> None:
    entries = fill(ledger, 7)
    kept = ledger.texts(entries)
    assert {name: one.text for name, one in kept[entries[0].seq].items()} == TEXTS
    assert set(kept) == {entries[0].seq, entries[3].seq, entries[6].seq}
    salts = [one.salt for texts in kept.values() for one in texts.values()]
    ledger.erase({entries[0].seq, entries[3].seq})
    left = ledger.texts(entries)
    assert left == {entries[6].seq: kept[entries[6].seq]}
    everything = b"".join(path.read_bytes() for path in ledger._folder.iterdir())
    assert [salt.encode() in everything for salt in salts] == [False] * 4 + [True] * 2
    ledger.erase({entries[6].seq})
    everything = b"".join(path.read_bytes() for path in ledger._folder.iterdir())
    assert "Zoë".encode() not in everything
    assert ledger.page(limit=1)[0].data["entries"] == [entries[6].seq]
    check(ledger)


def test_the_same_text_is_never_the_same_commitment(ledger: Ledger) -> None:
    values = [one for entry in fill(ledger, 4) for one in entry.commitments.values()]
    assert len(values) == 4 == len(set(values))


def test_erasing_nothing_is_not_noted(ledger: Ledger) -> None:
    size = ledger.size
    ledger.erase({1, 2, 3})
    assert ledger.size == size


def test_a_text_that_was_exchanged_is_not_shown(ledger: Ledger) -> None:
    entries = fill(ledger, 1)
    data = texts_of(ledger).read_bytes()
    texts_of(ledger).write_bytes(data.replace(b"Bike", b"Boat"))
    assert set(ledger.texts(entries)[entries[0].seq]) == {"name"}


@pytest.mark.parametrize(
    "kept",
    [
        *(None, 7, "text", [], {}, {"salt": "00"}, {"text": "x"}),
        *({"salt": 1, "text": "x"}, {"salt": "zz", "text": "x"}),
        *({"salt": "00", "text": None}, {"salt": "00", "text": ["x"]}),
    ],
)
def test_a_side_table_that_was_written_by_others_hides_nothing_else(
    ledger: Ledger, kept: object
) -> None:
    first = ledger.append("request_received", {}, {"name": "Anna", "reason": "Because"})
    second = ledger.append("request_received", {}, {"name": "Ben"})
    rows = [decode(line) for line in texts_of(ledger).read_bytes().splitlines()]
    rows[0]["texts"]["name"] = kept
    texts_of(ledger).write_bytes(b"".join(encode(row) + b"\n" for row in rows))
    shown = {
        (seq, name): one.text
        for seq, texts in again(ledger).texts([first, second]).items()
        for name, one in texts.items()
    }
    assert shown == {(first.seq, "reason"): "Because", (second.seq, "name"): "Ben"}


# Torn tails and damage


@pytest.mark.parametrize(
    "torn",
    [b'{"data":{"a"', b"\0" * 4096, b'{"seq":1}\n', b"\xff\n", b"x"],
    ids=["half a line", "zeros", "another line", "no text", "a byte"],
)
def test_case_54_a_torn_tail_is_kept_aside_and_noted(
    ledger: Ledger, torn: bytes
) -> None:
    last = ledger.append("request_received", {"request_id": "a"})
    with file_of(ledger).open("ab") as file:
        file.write(torn)
    found = Ledger(ledger._folder, ledger.keys, clock())
    assert found.open().recovered
    note = next(entry for entry in found.walk() if entry.type == "ledger_recovered")
    assert note.prev == last.hash and note.data["bytes"] == len(torn)
    assert (ledger._folder / note.data["file"]).read_bytes() == torn
    check(found)
    size = found.size
    assert again(found).size == size


def test_a_torn_first_line_starts_anew(ledger: Ledger) -> None:
    file_of(ledger).write_bytes(file_of(ledger).read_bytes()[:40])
    found = again(ledger)
    assert [entry.type for entry in found.walk()] == [
        "ledger_started",
        "ledger_recovered",
        "checkpoint",
    ]
    check(found)


@pytest.mark.parametrize("place", [-2, -3])
def test_more_than_a_torn_line_is_damage(ledger: Ledger, place: int) -> None:
    fill(ledger, 3)
    lines = file_of(ledger).read_bytes().splitlines(keepends=True)
    lines[place] = lines[place].replace(b"request-", b"request=")
    file_of(ledger).write_bytes(b"".join(lines))
    found = Ledger(ledger._folder, ledger.keys, clock())
    with pytest.raises(LedgerError) as raised:
        found.open()
    assert raised.value.code == "ledger_damaged"
    assert file_of(ledger).read_bytes() == b"".join(lines)


@pytest.mark.parametrize("junk", [b"\0", b"x", b"[" * 7, b"0" * 99])
def test_much_more_than_a_line_is_damage_and_told_at_once(
    ledger: Ledger, junk: bytes
) -> None:
    fill(ledger, 3)
    with file_of(ledger).open("ab") as file:
        file.write(junk * (2**25 // len(junk)))
    began = time.process_time()
    with pytest.raises(LedgerError) as error:
        again(ledger)
    assert error.value.code == "ledger_damaged"
    # It would take minutes if each part of it were looked at again with the next.
    assert time.process_time() - began < 5
    assert not list(ledger._folder.glob("torn-*"))


def test_a_damaged_ledger_is_set_aside_and_named(ledger: Ledger) -> None:
    fill(ledger, 1)
    damaged = file_of(ledger).read_bytes().replace(b'"seq":1,', b'"seq":9,')
    file_of(ledger).write_bytes(damaged)
    found = Ledger(ledger._folder, ledger.keys, clock())
    with pytest.raises(LedgerError):
        found.open()
    found.set_aside()
    found.open()
    (earlier,) = found.entries()[0].data["earlier"]
    assert (ledger._folder / earlier["file"]).read_bytes() == damaged
    assert not texts_of(ledger).exists()
    check(found)


def test_a_ledger_that_becomes_shorter_is_not_gone_on_with(ledger: Ledger) -> None:
    fill(ledger, 3)
    whole = file_of(ledger).read_bytes()
    file_of(ledger).write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    with pytest.raises(LedgerError):
        ledger.append("request_received", {})
    with pytest.raises(LedgerError) as raised:
        ledger.append("request_received", {})
    assert raised.value.code == "ledger_damaged"


def test_case_64_a_head_remembered_elsewhere_is_not_in_another_ledger(
    ledger: Ledger, keys: Keys, tmp_path: Path
) -> None:
    other = Ledger(tmp_path / "other", keys, clock(NOON + 1))
    other.open()
    fill(ledger, 3)
    fill(other, 3)
    assert ledger.holds(ledger.place) and not other.holds(ledger.place)
    assert ledger.holds(Head(0, "0" * 64))
    assert not ledger.holds(Head(1000, "0" * 64))


# Disks that fail


@pytest.mark.parametrize("call", ["write", "short write", "fsync", "open"])
@pytest.mark.parametrize("private", [None, TEXTS], ids=["plain", "texts"])
def test_case_53_without_a_place_on_the_disk_there_is_no_entry(
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    private: dict[str, str] | None,
) -> None:
    fill(ledger, 4)
    before = file_of(ledger).read_bytes()
    texts = texts_of(ledger).read_bytes()

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    write = os.write

    def short(descriptor: int, data: bytes) -> int:
        return write(descriptor, data[: len(data) // 2])

    with monkeypatch.context() as patch:
        fault: Callable[..., Any] = short if call == "short write" else full
        patch.setattr(os, call.rsplit(maxsplit=1)[-1], fault)
        for _ in range(2):
            with pytest.raises(LedgerError) as raised:
                ledger.append("request_approved", {}, private)
            assert raised.value.code == "ledger_not_writable"
    found = again(ledger)
    assert not any(entry.type == "request_approved" for entry in found.walk())
    assert file_of(ledger).read_bytes().startswith(before)
    assert texts_of(ledger).read_bytes() == texts
    ledger = again(found)
    entry = ledger.append("request_approved", {}, private)
    assert set(ledger.texts([entry]).get(entry.seq, {})) == set(private or {})
    check(ledger)


def test_another_writer_is_noticed(ledger: Ledger, keys: Keys) -> None:
    other = Ledger(ledger._folder, keys, clock())
    other.open()
    other.append("request_received", {"by": "other"})
    with pytest.raises(LedgerError):
        ledger.append("request_received", {"by": "this"})
    ledger.append("request_received", {"by": "this"})
    check(ledger)


# Keys


def test_a_rotation_is_signed_by_both_keys(ledger: Ledger, keys: Keys) -> None:
    after = ledger.rotate(keys.with_next())
    assert after.fingerprint != keys.fingerprint == keys.current.fingerprint
    fill(ledger, 3)
    ledger.checkpoint()
    for fingerprint in (keys.fingerprint, after.fingerprint):
        assert verify.verify([file_of(ledger)], {fingerprint}).verdict == "good"
    assert again(ledger).keys == after


def test_a_rotation_that_was_cut_short_is_finished(ledger: Ledger, keys: Keys) -> None:
    stored = keys.with_next()
    after = ledger.rotate(stored)
    lines = file_of(ledger).read_bytes().splitlines(keepends=True)
    file_of(ledger).write_bytes(b"".join(lines[:-1]))
    found = Ledger(ledger._folder, stored, clock())
    assert found.open().keys == after
    check(found)


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("at", range(3))
def test_a_rotation_on_a_failing_disk_loses_no_key(
    ledger: Ledger, keys: Keys, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    """Even where what was written could not be taken back."""
    real, calls = getattr(os, call), iter(range(1000))

    def fail(*arguments: Any) -> Any:
        if next(calls) < at:
            return real(*arguments)
        raise OSError(errno.EIO, "Input/output error")

    stored = keys.with_next()
    assert stored.next
    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        patch.setattr(os, "ftruncate", fail)
        with pytest.raises(LedgerError):
            ledger.rotate(stored)
    ledger.append("request_received", {})
    ledger.checkpoint()
    types = [entry.type for entry in ledger.walk()]
    assert "key_replaced" not in types
    assert verify.verify([file_of(ledger)], {keys.fingerprint}).verdict == "good"
    if "key_rotated" not in types:
        ledger.rotate(ledger.keys.with_next())
    assert ledger.keys.fingerprint == stored.next.fingerprint
    found = Ledger(ledger._folder, stored, clock())
    assert found.open().keys.fingerprint == stored.next.fingerprint
    check(found)


def test_keys_that_were_lost_are_noted(ledger: Ledger, keys: Keys) -> None:
    fill(ledger, 3)
    found = Ledger(ledger._folder, Keys.create(), clock())
    found.open()
    assert "key_replaced" in [entry.type for entry in found.walk()]
    report = verify.verify([file_of(ledger)], {found.keys.fingerprint})
    assert report.verdict == "unknown_key"
    both = {found.keys.fingerprint, keys.fingerprint}
    assert verify.verify([file_of(ledger)], both).verdict == "good"
