"""Looking at what would leave, in the real frontend, by the ways an owner comes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import time

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


def test_review_leads_to_the_clip_and_it_plays(
    home: RunningHome, request_id: str, page: Page
) -> None:
    clip = page.locator(".title").filter(has_text="Front door,").first
    # As a phone does: from outside the frontend.
    page.goto(f"{home.home.url}/ring_watch/review/{request_id}")
    expect(clip).to_be_visible(timeout=60_000)
    clip.click()
    played = page.wait_for_function(VIDEO, timeout=60_000).json_value()
    assert played["duration"] == pytest.approx(WINDOW.total_seconds(), abs=0.1)
    # What the player asks for after its minute: the signature is worth nothing.
    unsigned = played["url"].partition("?")[0]
    assert page.evaluate(AGAIN, unsigned) == 206

    # And from the notification, inside the frontend.
    page.goto(home.home.url)
    page.get_by_text("Notifications").first.click()
    page.get_by_text("Look at them").click()
    waiting = page.locator(".title").filter(has_text="Ready,").first
    expect(waiting).to_be_visible(timeout=60_000)
    waiting.click()
    expect(clip).to_be_visible(timeout=60_000)
    errors = [line for line in home.home.errors if "ring_watch" in line]
    assert errors == []
