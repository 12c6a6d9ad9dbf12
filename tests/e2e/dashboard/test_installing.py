"""How the card and the panel get into a browser, and out of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.support.dashboard import User, add_dashboard, dashboard, owner
from tests.support.home import Door, RunningHome

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("browser"),
]

YAML = """
lovelace:
  resource_mode: yaml
"""
CARD = {"type": "custom:ring-watch-card"}
ENTRY = {"retention_days": 7, "retention_gb": 10}


@contextmanager
def bare_home(folder: Path, more: str = "") -> Iterator[RunningHome]:
    """A Home Assistant without Ring Watch, and with more in its configuration."""
    home = RunningHome(folder)
    try:
        home.run(home.home.start())
        if more:
            home.run(home.home.stop())
            with (home.home.config / "configuration.yaml").open("a") as file:
                file.write(more)
            home.run(home.home.start())
        yield home
    finally:
        home.close()


def install(home: RunningHome) -> None:
    """Add Ring Watch, as if in another window."""
    answers = {"user": {"storage": str(home.footage), **ENTRY}, "backup": {}}
    home.entry_id, _ = home.run(home.home.add_entry("ring_watch", answers))


def modules(page: Page) -> list[str]:
    """The addresses from which the card was loaded."""
    return [
        url
        for url in page.evaluate(
            "performance.getEntriesByType('resource').map(one => one.name)"
        )
        if "/ring-watch-card.js" in url
    ]


@pytest.fixture
def visit(browser: Browser) -> Callable[..., Any]:
    """Open a browser in which the owner of a home is logged in."""

    def do(home: RunningHome, user: User | None = None) -> Any:
        return dashboard(browser, home, user or owner(home))

    return do


def test_everything_is_done_on_the_screen(
    tmp_path: Path, visit: Callable[..., Any]
) -> None:
    with bare_home(tmp_path / "home") as home, visit(home) as page:
        # A dashboard that was made before, and stays open.
        page.goto(add_dashboard(home, "watch-all", "Watch", CARD))
        expect(page.get_by_text("Configuration error")).to_be_visible(timeout=60_000)
        page.evaluate("window.isStillThere = true")

        # Settings, Devices & services, Add integration.
        page.get_by_text("Settings", exact=True).first.click()
        page.get_by_text("Devices & services").first.click()
        page.get_by_role("button", name="Add integration").first.click()
        page.get_by_placeholder("Search for a brand name").fill("Ring Watch")
        page.get_by_text("Ring Watch", exact=True).last.click()
        folder = page.get_by_role("textbox", name="Folder for footage")
        expect(folder).to_be_visible(timeout=30_000)
        folder.fill(str(home.footage))
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_text("Demo", exact=False).last).to_be_visible(timeout=30_000)
        page.get_by_text("Demo", exact=False).last.click()
        page.get_by_role("textbox", name="Name").last.fill("Front door")
        page.get_by_role("button", name="Submit").click()
        page.get_by_role("button", name="Finish").click()

        # The panel is there at once; one visit heals the dashboard.
        page.get_by_text("Ring Watch", exact=True).first.click()
        expect(page.get_by_text("Nobody waits for your decision")).to_be_visible(
            timeout=30_000
        )
        page.get_by_text("Watch", exact=True).first.click()
        expect(page.locator("ring-watch-card")).to_be_visible(timeout=30_000)
        assert page.evaluate("window.isStillThere")


@pytest.mark.parametrize("more", ["", YAML], ids=["storage", "yaml"])
def test_the_card_is_loaded_once_and_goes_with_the_entry(
    tmp_path: Path, visit: Callable[..., Any], more: str
) -> None:
    with bare_home(tmp_path / "home", more) as home:
        install(home)
        watch = add_dashboard(home, "watch-all", "Watch", CARD)
        with visit(home) as page:
            page.goto(watch)
            expect(page.locator("ring-watch-card")).to_be_visible(timeout=60_000)
            page.get_by_text("Ring Watch", exact=True).first.click()
            expect(page.locator("ring-watch-pages")).to_be_visible(timeout=30_000)
            assert len(modules(page)) == 1
        resources = home.call("lovelace/resources")
        assert len(resources) == (0 if more else 1)
        panels = home.call("get_panels")
        assert panels["ring-watch"]["require_admin"]

        path = f"/api/config/config_entries/entry/{home.entry_id}"
        home.run(home.home.request("DELETE", path))
        assert home.call("lovelace/resources") == []
        assert "ring-watch" not in home.call("get_panels")
        with visit(home) as page:
            page.goto(watch)
            expect(page.get_by_text("Configuration error")).to_be_visible(
                timeout=60_000
            )
            assert modules(page) == []


def test_the_card_is_found_in_the_picker(
    home: RunningHome, visit: Callable[..., Any]
) -> None:
    watch = add_dashboard(home, "watch-picked", "Picked")
    with visit(home) as page:
        page.goto(f"{watch}/0?edit=1")
        page.get_by_role("button", name="Add card").first.click(timeout=60_000)
        page.get_by_role("tab", name="By card").click()
        page.get_by_placeholder("Search").last.fill("Ring Watch")
        picker = page.locator("hui-card-picker")
        expect(picker.get_by_text("Nobody waits for your decision")).to_be_visible()
        picker.locator(".card", has_text="Nobody waits").locator(".overlay").click()
        # The visual editor, in words.
        editor = page.locator("hui-dialog-edit-card")
        expect(editor.get_by_text("Show what is shared")).to_be_visible()
        editor.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Done").click()
        expect(page.locator("ring-watch-card")).to_contain_text(
            "Nobody waits for your decision"
        )
    config = home.call("lovelace/config", url_path="watch-picked")
    (section,) = config["views"][0]["sections"]
    assert "custom:ring-watch-card" in [card["type"] for card in section["cards"]]


def test_a_whole_dashboard_is_one_line(
    home: RunningHome, door: Door, visit: Callable[..., Any]
) -> None:
    watch = add_dashboard(home, "watch-whole", "Whole")
    strategy = {"type": "custom:ring-watch"}
    home.call(
        "lovelace/config/save", url_path="watch-whole", config={"strategy": strategy}
    )
    with visit(home) as page:
        page.goto(watch)
        expect(page.locator("ring-watch-doorbell")).to_be_visible(timeout=60_000)
        expect(page.locator("ring-watch-requests #waiting")).to_be_visible()
        expect(page.get_by_role("heading", name="Front door").first).to_be_visible()
