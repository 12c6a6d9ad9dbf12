"""The ledger after a process, or the whole machine, ended anywhere."""

from collections.abc import Callable
from itertools import count
import json
from pathlib import Path
import random
from typing import Any

import pytest

from custom_components.ring_watch.sharing import lines
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from tools import verify

from . import crash
from .evidence import clock

pytestmark = [
    pytest.mark.sharing,
    # The child only writes files, and never returns into what the threads hold.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

SECRET = "Zoë's bicycle"


def load_keys(folder: Path, first: Keys) -> Keys:
    """Return the keys that were stored last."""
    path = folder / "keys.json"
    if not path.exists():
        store_keys(folder, first)
    return Keys.from_json(json.loads(path.read_bytes()))


def store_keys(folder: Path, keys: Keys) -> None:
    """Store keys as a home does: wholly, before they are used."""
    lines.save(folder / "keys.json", json.dumps(keys.to_json()).encode())


def life(folder: Path, first: Keys) -> Callable[[Callable[[Any], None]], None]:
    """Return some of a ledger's life, which reports what is achieved."""

    def work(tell: Callable[[Any], None]) -> None:
        keys = load_keys(folder, first)
        ledger = Ledger(folder, keys, clock())
        opened = ledger.open()
        if opened.keys != keys:
            store_keys(folder, opened.keys)
        tell(["entries", [entry.hash for entry in ledger.walk()]])
        for place in range(3):
            private = {"reason": f"{SECRET} {place}"} if place != 1 else None
            entry = ledger.append("request_received", {"n": place}, private)
            tell(["entry", entry.seq, entry.hash, place if private else None])
        tell(["entry", ledger.checkpoint().seq, ledger.head, None])
        last = ledger.size - 2
        tell(["erasing", last])
        ledger.erase([last])
        tell(["erased", last])
        tell(["entry", ledger.checkpoint().seq, ledger.head, None])
        tell(["entry", ledger.append("request_received", {}).seq, ledger.head, None])
        stored = ledger.keys.with_next()
        store_keys(folder, stored)
        store_keys(folder, ledger.rotate(stored))
        tell(["entry", ledger.size - 1, ledger.head, None])

    return work


def promises_hold(folder: Path, first: Keys, told: list[Any]) -> None:
    """Open what a crash has left, and look for everything that was reported."""
    keys = load_keys(folder, first)
    ledger = Ledger(folder, keys, clock())
    opened = ledger.open()
    store_keys(folder, opened.keys)
    hashes = [entry.hash for entry in ledger.walk()]
    assert len(hashes) == ledger.size
    erasing = {seq for kind, seq, *_ in told if kind == "erasing"}
    erased = {seq for kind, seq, *_ in told if kind == "erased"}
    for kind, *what in told:
        if kind == "entries":
            assert hashes[: len(what[0])] == what[0]
        elif kind == "entry":
            seq, made, text = what
            assert hashes[seq] == made
            if text is not None and seq not in erasing:
                (entry,) = ledger.walk(seq, seq + 1)
                assert ledger.texts([entry])[seq]["reason"].text == f"{SECRET} {text}"
    for entry in ledger.walk():
        if entry.type == "texts_erased":
            erased.update(entry.data["entries"])
    left = {seq for seq, _ in ledger._texts.read(0)}
    assert not left & erased
    # A text without its entry would never be erased, an entry without its text
    # would look as if it had been.
    committed = {entry.seq for entry in ledger.walk() if entry.commitments}
    assert left == committed - erased
    noted = {
        entry.data["file"] for entry in ledger.walk() if entry.type.endswith("covered")
    }
    assert noted == {path.name for path in folder.glob("torn-*")}
    file = folder / "ledger.jsonl"
    report = verify.verify([file], {first.fingerprint})
    assert report.verdict == "good", report.lines
    data = file.read_bytes()
    again = Ledger(folder, opened.keys, clock())
    assert not again.open().recovered
    assert file.read_bytes() == data


@pytest.mark.parametrize("how", ["killed", "killed in a write", "power lost"])
def test_case_54_the_ledger_survives_an_end_at_every_call(
    tmp_path: Path, how: str
) -> None:
    first = Keys.create()
    chance = random.Random(how)
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir(mode=0o700)
        ended = crash.run(life(folder, first), folder, at, half=how != "killed")
        if how == "power lost":
            ended.lose_power(folder, chance)
        promises_hold(folder, first, ended.told)
        if ended.done:
            break
    assert at > 30


def test_case_54_it_survives_many_ends_in_a_row(tmp_path: Path) -> None:
    first = Keys.create()
    chance = random.Random(54)
    folder = tmp_path / "ledger"
    folder.mkdir(mode=0o700)
    for _ in range(25):
        at, half = chance.randint(1, 60), chance.random() < 0.5
        ended = crash.run(life(folder, first), folder, at, half=half)
        if chance.random() < 0.5:
            ended.lose_power(folder, chance)
        promises_hold(folder, first, ended.told)
