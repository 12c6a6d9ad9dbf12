"""The home finds in its own ledger what the offline checks find."""

from pathlib import Path

import pytest

from custom_components.ring_watch.sharing.checking import Finding, check
from custom_components.ring_watch.sharing.keys import Key, Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.reader import Reader

from .evidence import clock, fill, make
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
