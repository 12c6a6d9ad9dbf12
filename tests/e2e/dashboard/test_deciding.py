"""From the ask to the link and back again, by the panel and by the card."""

from collections.abc import Callable
import re
import threading
import time
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from tests.support.dashboard import User, add_dashboard, dashboard, log_in
from tests.support.home import RunningHome
from tests.support.phone import phone

from .conftest import Ask
from .receiving import expect_dead, length_of_clip

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("browser"),
]

HOSTILE = "A parcel is gone <img src=x onerror=alert(1)>"
# The preview shows a picture, and goes on.
PLAYS = "video => !video.paused && video.currentTime > 0.2 && video.videoWidth > 0"
LENGTH = "video => video.duration"


@pytest.fixture
def card(page: Page, home: RunningHome) -> Page:
    """The card alone, on a dashboard of its own."""
    path = f"watch-{time.monotonic_ns()}"
    page.goto(add_dashboard(home, path, "Watch", {"type": "custom:ring-watch-card"}))
    heading = page.get_by_role("heading", name="Shared now")
    expect(heading).to_be_visible(timeout=60_000)
    return page


def review(page: Page) -> Locator:
    return page.locator("ring-watch-review")


def state(home: RunningHome, request_id: str) -> str:
    found = home.call("ring_watch/requests/get", request_id=request_id)
    now: str = found["request"]["state"]
    return now


def wait_until_it_plays(page: Page) -> Locator:
    video = review(page).locator("video").first
    expect(video).to_be_visible(timeout=60_000)
    page.wait_for_function(
        PLAYS, arg=video.element_handle(), timeout=60_000, polling=50
    )
    return video


def test_a_request_comes_is_trimmed_shared_and_taken_back(
    home: RunningHome, card: Page, ask: Ask, browser: Browser
) -> None:
    page = card
    request_id = ask(reason=HOSTILE, contact="jan@example.org")
    expect(page.get_by_text(HOSTILE)).to_be_visible()
    page.get_by_role("button", name="Review").click()
    before = wait_until_it_plays(page).evaluate(LENGTH)
    assert before == pytest.approx(8, abs=0.2)

    # A second less at either end, by keyboard.
    start = page.get_by_role("slider", name=re.compile("^Start"))
    end = page.get_by_role("slider", name=re.compile("^End"))
    start.press("ArrowRight")
    end.press("ArrowLeft")
    approve = review(page).get_by_role("button", name="Approve")
    expect(approve).to_have_count(0)
    # Another request must not disturb what is half done.
    ask(reason="Another one")
    expect(page.get_by_text("Another one")).to_be_visible()
    assert end.evaluate("handle => handle.matches(':focus')")
    review(page).get_by_role("button", name="Prepare again").click()
    expect(approve).to_be_visible(timeout=60_000)
    video = wait_until_it_plays(page)
    assert video.evaluate(LENGTH) == pytest.approx(6, abs=0.2)

    approve.click()
    question = page.locator("ring-watch-question")
    expect(question).to_contain_text("0:06")
    expect(question).to_contain_text("Front door")
    expect(question).to_contain_text("Without sound")
    assert state(home, request_id) == "ready"
    question.get_by_role("button", name="Share now").click()
    link = review(page).get_by_label("Link", exact=True).input_value()

    # A link that is dead is refused by its status.
    with dashboard(browser, home, None, refused=True) as recipient:
        assert length_of_clip(recipient, link) == pytest.approx(6, abs=0.2)
        shares = page.locator("ring-watch-shares")
        expect(shares).to_contain_text("Opened 1 of 5 times")
        shares.get_by_role("button", name="Take back").click()
        shares.get_by_role("button", name="Take back").click()
        expect(shares).to_contain_text("Nothing is shared")
        assert state(home, request_id) == "revoked"
        expect_dead(recipient, link)


def test_from_a_push_to_a_decision_are_two_taps(
    home: RunningHome,
    page: Page,
    ask: Ask,
    me: User,
    record_property: Callable[[str, object], None],
) -> None:
    page.goto(home.home.url)
    expect(page.get_by_text("Notifications").first).to_be_visible(timeout=60_000)
    token = log_in(home, me)["access_token"]
    with phone(home, "Phone", token) as mine:
        request_id = ask()
        told = mine.wait(lambda push: request_id in push["data"].get("tag", ""))
    uri = next(
        action["uri"]
        for action in told["data"]["actions"]
        if action["title"] == "Review"
    )
    began = time.monotonic()
    # The first tap: the app opens the address.
    page.goto(home.home.url + uri)
    share = review(page).get_by_role("button", name="Share now")
    expect(share).to_be_enabled(timeout=60_000)
    seen = time.monotonic()
    assert page.url.endswith(f"/ring-watch/requests/{request_id}")
    # The second.
    share.click()
    expect(review(page).get_by_label("Link", exact=True)).to_be_visible()
    done = time.monotonic()
    to_picture, to_decision = f"{seen - began:.1f} s", f"{done - began:.1f} s"
    record_property("From the push to the preview's first picture", to_picture)
    record_property("From the push to the decision", to_decision)
    assert done - began < 10
    assert state(home, request_id) == "shared"


def test_decline_is_one_tap(home: RunningHome, card: Page, ask: Ask) -> None:
    request_id = ask(reason="Only one tap")
    row = card.get_by_role("listitem").filter(has_text="Only one tap")
    row.get_by_role("button", name="Decline").click()
    expect(row).to_have_count(0)
    assert state(home, request_id) == "declined"


def test_of_two_administrators_the_first_decides(
    home: RunningHome, card: Page, ask: Ask, browser: Browser, partner: User
) -> None:
    with dashboard(browser, home, partner) as other:
        other.goto(f"{home.home.url}/ring-watch/requests")
        request_id = ask(reason="Two look at once")
        for page in (card, other):
            row = page.get_by_role("listitem").filter(has_text="Two look at once")
            row.get_by_role("button", name="Review").click()
            wait_until_it_plays(page)
            review(page).get_by_role("button", name="Approve").click()
        review(other).get_by_role("button", name="Share now").click()
        expect(review(other).get_by_label("Link", exact=True)).to_be_visible()
        # The other sees it without doing anything, and cannot share a second time.
        expect(review(card)).to_contain_text("was approved")
        expect(review(card).get_by_role("button", name="Share now")).to_have_count(0)
    shares: list[dict[str, Any]] = home.call("ring_watch/shares/list")["shares"]
    assert [one["request_id"] for one in shares].count(request_id) == 1


def test_of_two_decisions_at_the_same_moment_one_counts(
    home: RunningHome, ask: Ask, me: User, partner: User
) -> None:
    request_id = ask()
    prepared = home.call("ring_watch/requests/prepare", request_id=request_id)
    fields = {
        "request_id": request_id,
        "render_hash": prepared["prepared"]["render_hash"],
    }
    refused: list[str] = []

    def decide(kind: str, **more: Any) -> None:
        try:
            home.call(kind, **more)
        except Exception as err:  # noqa: BLE001
            refused.append(str(err))

    threads = [
        threading.Thread(
            target=decide, args=("ring_watch/requests/approve",), kwargs=fields
        ),
        threading.Thread(
            target=decide,
            args=("ring_watch/requests/decline",),
            kwargs={"request_id": request_id},
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert state(home, request_id) in {"shared", "declined"}
