"""The offline page says the same as the program, word for word, in Chromium."""

from base64 import b64encode
from collections.abc import Iterator
import hashlib
from pathlib import Path
import random
import subprocess
import sys
from typing import Any

from playwright.sync_api import Page, expect
import pytest

from custom_components.ring_watch.sharing.keys import grouped
from tests.support.browser import chromium
from tools import verify

from .evidence import make
from .tampering import CASES

pytestmark = [pytest.mark.sharing, pytest.mark.e2e, pytest.mark.needs("browser")]

PAGE = Path(verify.__file__).with_name("verify.html")

# What the page's own form calls, for many small files at once.
CHECK = """
async ([cases, trusted]) => {
  const found = [];
  for (const files of cases) {
    const made = files.map(([name, text]) => new File(
      [Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    found.push(await verify(made, new Set(trusted)));
  }
  return found;
}
"""


@pytest.fixture
def page() -> Iterator[Page]:
    """Open the page from the disk; nothing but itself may be asked for."""
    asked: list[str] = []
    errors: list[str] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(PAGE.as_uri())
        yield page
        assert asked == [PAGE.as_uri()]
        assert errors == []


def in_page(
    page: Page, cases: list[list[tuple[str, bytes]]], trusted: set[str]
) -> list[dict[str, Any]]:
    """Return the page's findings for each list of files."""
    encoded = [
        [[name, b64encode(data).decode()] for name, data in files] for files in cases
    ]
    found: list[dict[str, Any]] = page.evaluate(CHECK, [encoded, sorted(trusted)])
    return found


def in_program(paths: list[Path], trusted: set[str]) -> dict[str, Any]:
    """Return the program's findings."""
    report = verify.verify(paths, trusted)
    return {
        "verdict": report.verdict,
        "lines": [{"level": level, "text": text} for level, text in report.lines],
    }


def test_every_attack_is_told_in_the_same_words(page: Page, tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        home = make(tmp_path / str(number))
        paths = list(case.attack(home))
        trusted = {home.fingerprint} if case.named else set()
        files = [(path.name, path.read_bytes()) for path in paths]
        (found,) = in_page(page, [files], trusted)
        assert found["verdict"] == case.verdict, case.name
        assert found == in_program(paths, trusted), case.name


@pytest.mark.parametrize("name", ["ledger.json", "manifest.jws", "clip.zip"])
def test_random_edits_are_told_in_the_same_words(
    page: Page, tmp_path: Path, name: str
) -> None:
    home = make(tmp_path / "home")
    trusted = {home.fingerprint}
    chance = random.Random(name)
    data = (home.folder / name).read_bytes()
    changes = [edited(data, chance) for _ in range(150)]
    found = in_page(page, [[(name, change)] for change in changes], trusted)
    path = tmp_path / name
    for change, said in zip(changes, found, strict=True):
        path.write_bytes(change)
        assert said == in_program([path], trusted), change


def edited(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with one edit."""
    low, high = sorted(chance.sample(range(len(data)), 2))
    flip = bytes([data[low] ^ (1 << chance.randrange(8))])
    lines = data.split(b"\n")
    line = chance.randrange(len(lines))
    return chance.choice(
        [
            data[:low] + flip + data[low + 1 :],
            data[:low],
            data[:low] + data[high:],
            data[:high] + data[low:high] + data[high:],
            b"\n".join(lines[:line] + lines[line + 1 :]),
            data[:low] + chance.randbytes(2) + data[low:],
            data.replace(b'":"', b'":"\\ud800', 1),
            data.replace(b'"seq":', b'"seq":-', 1),
        ]
    )


def test_the_form_is_filled_in_and_checked(page: Page, tmp_path: Path) -> None:
    home = make(tmp_path)
    page.set_input_files("#files", [home.zip, home.log])
    page.get_by_label("The owner's fingerprint").fill(grouped(home.fingerprint))
    page.keyboard.press("Enter")
    status = page.get_by_role("status")
    expect(status).to_have_text(verify.VERDICTS["good"])
    expect(page.locator("#lines li")).to_have_count(8)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_files_are_dragged_in(page: Page, tmp_path: Path) -> None:
    home = make(tmp_path)
    dragged = page.evaluate_handle(
        """
        ([name, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(
            [Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
          return transfer;
        }
        """,
        ["clip.zip", b64encode(home.zip.read_bytes()).decode()],
    )
    page.dispatch_event("body", "drop", {"dataTransfer": dragged})
    expect(page.get_by_role("list", name="Chosen files")).to_have_text("clip.zip")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status")).to_have_text(verify.VERDICTS["unknown_key"])


def test_a_wrong_fingerprint_is_refused(page: Page) -> None:
    page.get_by_label("The owner's fingerprint").fill("1234")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status")).to_contain_text("64 digits")


def test_markup_in_a_name_stays_text(page: Page, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>.mp4"
    (tmp_path / name).write_bytes(b"x")
    page.set_input_files("#files", tmp_path / name)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#lines")).to_contain_text("<img src=x")
    expect(page.locator("img")).to_have_count(0)


def test_its_sha_256_is_sha_256(page: Page) -> None:
    for size in (0, 1, 55, 56, 63, 64, 65, 119, 3_000_000):
        data = random.Random(size).randbytes(size)
        made = page.evaluate(
            """
            async (text) => {
              const data = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
              return sha256Of({blob: new Blob([data])});
            }
            """,
            b64encode(data).decode(),
        )
        assert made == hashlib.sha256(data).hexdigest(), size


def test_a_large_zip_is_read_as_well(page: Page, tmp_path: Path) -> None:
    """Through the fields of ZIP64, which only files over 4 GiB need."""
    home = make(tmp_path)
    script = (
        "import sys, zipfile\n"
        "zipfile.ZIP64_LIMIT = 100\n"
        "zipfile.ZIP_FILECOUNT_LIMIT = 1\n"
        "with zipfile.ZipFile('large.zip', 'w') as made:\n"
        "    made.write('clip.mp4')\n"
        "    made.write('manifest.jws')\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, timeout=60)
    path = tmp_path / "large.zip"
    (found,) = in_page(page, [[(path.name, path.read_bytes())]], {home.fingerprint})
    assert found["verdict"] == "good"
    assert found == in_program([path], {home.fingerprint})
