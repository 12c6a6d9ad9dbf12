"""Who sees what, in every light and at every width; and nobody is left out."""

from collections.abc import Iterator
import re
from typing import Any

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.support.dashboard import User, add_dashboard, dashboard, violations
from tests.support.home import Door, RunningHome

from .conftest import Ask

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("browser"),
]

PAGES = [
    "requests",
    "shares",
    "footage",
    "requesters",
    "zones",
    "record",
    "ledger",
    "settings",
]
GO = """path => {
  history.pushState(null, "", path);
  window.dispatchEvent(new CustomEvent("location-changed"));
}"""
LIGHTS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True},
]


@pytest.fixture(scope="module")
def view(home: RunningHome, door: Door) -> str:
    """A dashboard with the card in both its modes; returns its address."""
    cards = [
        {"type": "custom:ring-watch-card"},
        {
            "type": "custom:ring-watch-card",
            "mode": "doorbell",
            "doorbell": door.device_id,
        },
    ]
    return add_dashboard(home, "watch-people", "Watch", *cards)


@pytest.fixture(params=LIGHTS, ids=["light", "dark", "narrow"])
def any_page(
    request: pytest.FixtureRequest, browser: Browser, home: RunningHome, me: User
) -> Iterator[Page]:
    """The owner's browser, in every light and narrow."""
    with dashboard(browser, home, me, **request.param) as page:
        yield page


def test_who_is_no_administrator_is_told_so_and_sees_the_doorbell(
    home: RunningHome, view: str, ask: Ask, browser: Browser, child: User
) -> None:
    ask(reason="Nothing for children")
    with dashboard(browser, home, child) as page:
        page.goto(view)
        card = page.locator("ring-watch-card").first
        expect(card).to_contain_text("decided by the administrators", timeout=60_000)
        expect(page.get_by_text("Nothing for children")).to_have_count(0)
        doorbell = page.locator("ring-watch-doorbell")
        expect(doorbell).to_be_visible()
        expect(doorbell.get_by_role("button", name="Save")).to_have_count(0)
        expect(page.get_by_text("Ring Watch", exact=True)).to_have_count(0)
        page.goto(f"{home.home.url}/ring-watch/requests")
        # Home Assistant leads them elsewhere.
        expect(page).not_to_have_url(re.compile("/ring-watch"))
        expect(page.get_by_text("Welcome Child")).to_be_visible()
        expect(page.locator("ring-watch-pages")).to_have_count(0)


def test_the_card_is_for_everybody(view: str, ask: Ask, any_page: Page) -> None:
    ask(reason="A parcel is gone", contact="jan@example.org")
    any_page.goto(view)
    any_page.get_by_role("button", name="Review").first.click()
    review = any_page.locator("ring-watch-review")
    expect(review.get_by_role("button", name="Approve")).to_be_visible(timeout=60_000)
    assert violations(any_page, "ring-watch-card >> nth=0") == []
    assert violations(any_page, "ring-watch-card >> nth=1") == []
    review.get_by_role("button", name="Approve").click()
    expect(review.get_by_role("button", name="Share now")).to_be_visible()
    assert violations(any_page, "ring-watch-card >> nth=0") == []
    assert is_not_wider_than_the_screen(any_page)
    review.get_by_role("button", name="Decline").or_(
        any_page.get_by_role("button", name="Back")
    ).first.click()


def test_the_panel_is_for_everybody(
    home: RunningHome, ask: Ask, any_page: Page
) -> None:
    ask(reason="A parcel is gone")
    any_page.goto(f"{home.home.url}/ring-watch")
    pages = any_page.locator("ring-watch-pages")
    expect(pages).to_be_visible(timeout=60_000)
    found = {}
    for name in PAGES:
        # As Home Assistant's own links do.
        any_page.evaluate(GO, f"/ring-watch/{name}")
        expect(pages.locator(f"[aria-current][href$={name}]")).to_be_visible()
        expect(pages.get_by_text("Loading")).to_have_count(0)
        assert is_not_wider_than_the_screen(any_page), name
        found[name] = violations(any_page, "ring-watch-pages")
    assert not any(found.values()), found


def is_not_wider_than_the_screen(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    )
