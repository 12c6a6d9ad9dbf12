"""The home finds in its own ledger what the offline checks find."""

from collections.abc import Callable
from pathlib import Path

import pytest

from custom_components.ring_watch.sharing.checking import STEP, Check, Finding, check
from custom_components.ring_watch.sharing.keys import Key, Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.reader import LedgerError, Reader

from .evidence import NOON, clock, fill, make
from .tampering import rechain, rows, write

pytestmark = pytest.mark.sharing


def test_a_whole_ledger_is_good(tmp_path: Path) -> None:
    home = make(tmp_path)
    ledger = home.ledger
    ledger.rotate(home.keys.with_next())
    fill(ledger, 130)
    assert check(ledger) == Finding(ledger.size, None)
    replaced = Ledger(tmp_path / "home", Keys.create(), clock())
    replaced.open()
    assert check(replaced) == Finding(replaced.size, None)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("byte", Finding(7, "link")),
        ("gone", Finding(7, "link")),
        ("rechained", Finding(16, "signature")),
        ("signed", Finding(1, "signature")),
    ],
)
def test_case_63_a_changed_ledger_is_not(
    tmp_path: Path, change: str, found: Finding
) -> None:
    home = make(tmp_path)
    lines = [row for row in rows(home.log) if "hash" in row]
    if change == "gone":
        del lines[7]
    else:
        lines[7]["data"]["request_id"] = "another"
    if change == "rechained":
        lines = rechain(lines)
    if change == "signed":
        # The first entry still has the home's key.
        first = lines[0]["data"]["key"]
        lines = rechain(lines, Key.create())
        lines[0]["data"] = lines[0]["data"] | {"key": first}
        lines = rechain(lines)
    write(home.log, lines)
    body = home.log.read_bytes().replace(b",\n", b"\n").splitlines(keepends=True)[1:-1]
    (tmp_path / "home" / "ledger.jsonl").write_bytes(b"".join(body))
    reader: Reader = home.ledger
    assert check(reader) == found


def file_of(folder: Path) -> Path:
    return folder / "home" / "ledger.jsonl"


def flip_a_byte(path: Path) -> None:
    data = path.read_bytes()
    place = data.index(b"request-7")
    path.write_bytes(data[:place] + b"R" + data[place + 1 :])


def remove_a_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:7] + lines[8:]))


def insert_a_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:7], b"Nothing happened.\n", *lines[7:]]))


def begin_without_a_line_feed(path: Path) -> None:
    path.write_bytes(b"x" * 70_000 + path.read_bytes())


def remove(path: Path) -> None:
    path.unlink()


DAMAGES = [flip_a_byte, remove_a_line, insert_a_line, begin_without_a_line_feed, remove]


@pytest.mark.parametrize("damage", DAMAGES)
def test_case_62_and_63_damage_in_the_middle_is_found(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    ledger = make(tmp_path).ledger
    damage(file_of(tmp_path))
    found = check(ledger)
    assert found.problem == "link" and found.good < ledger.size


def test_an_end_other_than_the_one_that_was_written_is_found(tmp_path: Path) -> None:
    """Whoever has the file can write entries after the last signature."""
    ledger = make(tmp_path).ledger
    ledger.checkpoint()
    before = file_of(tmp_path).read_bytes()
    fill(ledger, 3)
    held = ledger.place
    file_of(tmp_path).write_bytes(before)
    other = Ledger(tmp_path / "home", ledger.keys, clock(NOON + 10**9))
    other.open()
    fill(other, 3)
    assert other.place.size == held.size
    assert check(ledger) == Finding(held.size, "link")
    ledger.condemn()
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "home", ledger.keys, clock()).open()


def test_what_is_written_meanwhile_disturbs_nothing(tmp_path: Path) -> None:
    ledger = make(tmp_path).ledger
    fill(ledger, STEP)
    begun, looking = ledger.size, Check(ledger)
    assert looking.step() is None
    fill(ledger, 5)
    while (found := looking.step()) is None:
        fill(ledger, 5)
    assert found == Finding(begun, None)
    assert check(ledger) == Finding(ledger.size, None)


def test_a_ledger_of_whole_steps_is_good(tmp_path: Path) -> None:
    ledger = make(tmp_path).ledger
    while ledger.size < STEP:
        fill(ledger, 1)
    assert ledger.size == STEP and check(ledger) == Finding(STEP, None)


def test_a_ledger_found_damaged_is_not_gone_on_with(tmp_path: Path) -> None:
    ledger = make(tmp_path).ledger
    whole = file_of(tmp_path).read_bytes()
    flip_a_byte(file_of(tmp_path))
    ledger.condemn()
    with pytest.raises(LedgerError) as raised:
        ledger.append("request_received", {})
    assert raised.value.code == "ledger_damaged"
    again = Ledger(tmp_path / "home", ledger.keys, clock())
    with pytest.raises(LedgerError):
        again.open()
    assert again.damaged
    # The owner restores it.
    file_of(tmp_path).write_bytes(whole)
    Ledger(tmp_path / "home", ledger.keys, clock()).open()
    assert not (tmp_path / "home" / "found_damaged").exists()


def test_a_ledger_found_damaged_can_be_set_aside(tmp_path: Path) -> None:
    ledger = make(tmp_path).ledger
    flip_a_byte(file_of(tmp_path))
    ledger.condemn()
    ledger.set_aside()
    ledger.open()
    (earlier,) = ledger.entries()[0].data["earlier"]
    assert earlier["size"] == 9
    fill(ledger, 1)
    assert check(ledger).problem is None
