"""A ledger of a hundred thousand entries in a real browser: nothing stalls."""

from collections.abc import Iterator
import hashlib
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Page, expect
import pytest

from custom_components.ring_watch.engine.archive import make_private
from custom_components.ring_watch.sharing.chain import CHECKPOINT_EVERY, Head
from custom_components.ring_watch.sharing.documents import FileDocuments
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from scripts.home_config import seed
from tests.support.dashboard import User, owner
from tests.support.home import RunningHome

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.needs("browser"),
    pytest.mark.timeout(300),
]

ENTRIES = 100_000
DATA = '{"action":"decline","actor":"automation"}'
TIME = "2026-11-24T10:00:00.000000Z"
# To draw or to count all of them would take many times as long.
STALL = 1000
WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
  }).observe({type: "longtask"});
}"""
SCROLL = (
    "(rows, part) => (rows.scrollTop = part * (rows.scrollHeight - rows.clientHeight))"
)


def fill(folder: Path) -> None:
    """Write a long ledger: its own checkpoints, and between them quickly made entries."""
    make_private(folder)
    keys = Keys.create()
    FileDocuments(folder).save("keys", keys.to_json())
    ledger = Ledger(folder / "ledger", keys)
    ledger.open()
    lines: list[bytes] = []

    def append(line: bytes, size: int) -> int:
        lines.append(line + b"\n")
        return size + len(lines[-1])

    with patch.object(ledger._lines, "append", append):
        while ledger.place.size < ENTRIES:
            for _ in range(CHECKPOINT_EVERY - 1):
                line, ledger._head = attempt(ledger.place)
                append(line, 0)
            ledger._checkpoint()
    with ledger._lines.path.open("ab") as file:
        file.writelines(lines)


def attempt(head: Head) -> tuple[bytes, Head]:
    """The line of the entry after ``head``, and the head after it."""
    before = f'"prev":"{head.hash}","seq":{head.size},"ts":"{TIME}","type":"attempt"}}'
    digest = hashlib.sha256(f'\0{{"data":{DATA},{before}'.encode()).hexdigest()
    line = f'{{"data":{DATA},"hash":"{digest}",{before}'
    return line.encode(), Head(head.size + 1, digest)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHome]:
    """A Home Assistant in which very much has happened."""
    home = RunningHome(tmp_path_factory.mktemp("home"))
    seed(home.home.config, home.home.port, home.home.time_zone)
    fill(home.home.config / ".storage" / "ring_watch")
    try:
        home.start()
        yield home
    finally:
        home.close()


@pytest.fixture(scope="module")
def me(home: RunningHome) -> User:
    """Its owner."""
    return owner(home)


def test_a_hundred_thousand_entries_are_looked_through_without_a_stall(
    home: RunningHome, page: Page
) -> None:
    page.goto(f"{home.home.url}/ring-watch/ledger")
    ledger = page.locator("ring-watch-page-ledger")
    rows, entries = ledger.locator(".rows"), ledger.get_by_role("listitem")
    newest = f"{home.call('ring_watch/ledger/page', limit=1)['size'] - 1:,}"
    expect(entries.first).to_contain_text(newest)
    page.evaluate(WATCH)

    rows.hover()
    for _ in range(20):
        page.mouse.wheel(0, 500)
    expect(entries.first).not_to_contain_text(newest)
    # Dragged from one end to the other, and let go in the middle.
    for part in (0.1, 0.3, 0.9, 1, 0.5):
        rows.evaluate(SCROLL, part)
    expect(ledger).not_to_contain_text("Loading")
    expect(entries.filter(has_text="50,000")).to_contain_text("Somebody tried")

    ledger.get_by_label("Go to entry").fill("0")
    page.keyboard.press("Enter")
    started = entries.filter(has_text="The ledger begins")
    expect(started).to_contain_text('"format"')
    assert entries.count() < 100
    assert page.evaluate("longest") < STALL
