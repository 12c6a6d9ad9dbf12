"""The card and the panel: types, tests, and that what is committed is what is built."""

from pathlib import Path
import re
import subprocess

import pytest

ROOT = Path(__file__).resolve().parents[2]
WWW = ROOT / "custom_components" / "ring_watch" / "www"
CARD = "ring-watch-card.js"
# What a dashboard loads before anybody opens the panel.
MOST_BYTES = 55_000

pytestmark = [pytest.mark.dashboard, pytest.mark.timeout(300)]


def frontend(*arguments: str) -> None:
    """Run a command of scripts/frontend; a failure shows what it said."""
    done = subprocess.run(
        [ROOT / "scripts" / "frontend", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def loaded_with(name: str) -> set[str]:
    """Return a module and all that it imports before it runs."""
    text = (WWW / name).read_text()
    found = {name}
    for other in re.findall(r'(?:from|import)\s*"\./([^"]+)"', text):
        found |= loaded_with(other)
    return found


def test_the_types_are_right() -> None:
    frontend("types")


def test_its_own_tests_pass() -> None:
    frontend("test")


def test_what_is_committed_is_what_is_built(tmp_path: Path) -> None:
    frontend("build", str(tmp_path))
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in WWW.iterdir()}
    assert built == committed, "run scripts/frontend, and commit what it makes"


def test_a_dashboard_has_little_to_load() -> None:
    modules = loaded_with(CARD)
    assert sum((WWW / name).stat().st_size for name in modules) < MOST_BYTES


def test_no_part_loads_the_card_again() -> None:
    # By another address, without the hash behind it, it would run a second time.
    for path in WWW.iterdir():
        assert f"./{CARD}" not in path.read_text()


def test_nothing_comes_from_another_host() -> None:
    for path in WWW.iterdir():
        addresses = re.findall(r"https?://[^\s\"'`]+", path.read_text())
        namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
        assert set(addresses) <= namespaces
