"""Looking at what would leave, in the real frontend, by the ways an owner comes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import time
from urllib.parse import quote

from playwright.sync_api import Page, expect
import pytest

from tests.support.browser import chromium
from tests.support.home import RunningHome

pytestmark = [
    pytest.mark.sharing,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("browser"),
]

WINDOW = timedelta(seconds=6)
# The frontend draws in shadow roots, and plays in a dialog of its own.
VIDEO = """
() => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const found = element.tagName === "VIDEO" ? element
        : element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const video = find(document);
  return video && video.currentTime > 1
    ? {duration: video.duration, url: video.currentSrc} : null;
}
"""
AGAIN = "async (url) => (await fetch(url, {headers: {Range: 'bytes=0-99'}})).status"


@pytest.fixture
def request_id(home: RunningHome) -> str:
    """Return a request for footage of a doorbell, prepared."""
    answers = {"name": "Front door", "audio": True, "sensitivity": 50}
    form = {"user": "demo", "demo": answers}
    home.run(home.home.add_subentry(home.entry_id, "doorbell", form))
    home.wait(home.door("Front door"), "binary_sensor.recording", "on")
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    time.sleep(WINDOW.total_seconds() + 4)
    window = {"start": start.isoformat(), "end": (start + WINDOW).isoformat()}
    asked = home.action("ring_watch.request_clip", response=True, **window)
    made: str = asked["request_id"]
    home.action("ring_watch.prepare_request", response=True, request_id=made)
    return made


@pytest.fixture
def page(home: RunningHome) -> Iterator[Page]:
    """Return a browser in which the owner is logged in."""
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
        page.goto(home.home.url)
        page.locator("input[name=username]").fill(home.home.username)
        page.locator("input[name=password]").fill(home.home.password)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Notifications").first).to_be_visible(timeout=60_000)
        yield page


def media_browser(*nodes: str) -> str:
    """Return the media browser's address of something of Ring Watch."""
    root = "media-source://ring_watch"
    levels = [f"app,{root}", *(f",{root}/{node}" for node in nodes)]
    return "/".join(("/media-browser/browser", *(quote(one, "") for one in levels)))


def test_what_was_prepared_plays_in_the_media_browser(
    home: RunningHome, request_id: str, page: Page
) -> None:
    clip = page.locator(".title").filter(has_text="Front door,").first
    page.goto(f"{home.home.url}{media_browser('requests')}")
    waiting = page.locator(".title").filter(has_text="Ready,").first
    expect(waiting).to_be_visible(timeout=60_000)
    waiting.click()
    expect(clip).to_be_visible(timeout=60_000)
    clip.click()
    played = page.wait_for_function(VIDEO, timeout=60_000).json_value()
    assert played["duration"] == pytest.approx(WINDOW.total_seconds(), abs=0.1)
    # What the player asks for after its minute: the signature is worth nothing.
    unsigned = played["url"].partition("?")[0]
    assert page.evaluate(AGAIN, unsigned) == 206
    assert complaints(home) == []


def test_review_and_the_notification_lead_into_the_panel(
    home: RunningHome, request_id: str, page: Page
) -> None:
    panel = page.locator("ring-watch-panel")
    # As a phone does: from outside the frontend.
    page.goto(f"{home.home.url}/ring_watch/review/{request_id}")
    expect(panel).to_be_attached(timeout=60_000)
    expect(page).to_have_url(f"{home.home.url}/ring-watch/requests/{request_id}")

    # And inside the frontend.
    page.goto(home.home.url)
    page.get_by_text("Notifications").first.click()
    page.get_by_text("Look at them").click()
    expect(panel).to_be_attached(timeout=60_000)
    expect(page).to_have_url(f"{home.home.url}/ring-watch/requests")
    assert complaints(home) == []


def complaints(home: RunningHome) -> list[str]:
    """Return what Home Assistant's log has of errors of ours."""
    return [line for line in home.home.errors if "ring_watch" in line]
