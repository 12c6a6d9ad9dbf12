"""A neighbour asks, the owner decides on card, panel and phone: in pictures.

README shows them. To make them anew, name the folder:

    RING_WATCH_PICTURES=docs/images scripts/test tests/e2e/dashboard/test_pictures.py
"""

from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import time
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from scripts.home import SUBENTRY_FLOW
from tests.support.dashboard import User, add_dashboard, dashboard
from tests.support.home import Door, RunningHome

from .conftest import SETTLE

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("browser"),
]

NEIGHBOUR = "Neighbour across the street"
REASON = "Somebody took a parcel from my doorstep."
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "en-GB",
}
TALL = {"width": 1100, "height": 1100}
PNG = b"\x89PNG\r\n\x1a\n"
PLAYED = "video => video.currentTime > 2"


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    """Where pictures go."""
    return Path(os.environ.get("RING_WATCH_PICTURES") or tmp_path)


def neighbours_page(home: RunningHome) -> str:
    """Add a requester; returns the address of their own page."""
    start = {"handler": [home.entry_id, "requester"]}
    flow = home.run(home.home.request("POST", SUBENTRY_FLOW, start))
    path = f"{SUBENTRY_FLOW}/{flow['flow_id']}"
    who = {"name": NEIGHBOUR, "kind": "neighbour"}
    shown = home.run(home.home.request("POST", path, who))
    home.run(home.home.request("POST", path, {}))
    address: str = shown["description_placeholders"]["address"]
    return address


def take(of: Page | Locator, path: Path) -> None:
    """Make a picture, and see that it is one."""
    of.screenshot(path=path, animations="disabled")
    content = path.read_bytes()
    assert content.startswith(PNG)
    # An empty page is a few kilobytes.
    assert len(content) > 10_000, path.name


def zone_is_covered(home: RunningHome, door: Door) -> None:
    zone = {"x": 0.0, "y": 0.3, "width": 0.2, "height": 0.7}
    home.action("ring_watch.set_zones", device=door.device_id, zones=[zone])


def test_a_neighbour_asks_and_the_owner_looks(
    home: RunningHome, door: Door, me: User, browser: Browser, keep: Path
) -> None:
    zone_is_covered(home, door)
    address = neighbours_page(home)
    card = {"type": "custom:ring-watch-card"}
    watch = add_dashboard(home, "watch-pictures", "Watch", card)
    # Somebody walks by every 20 seconds.
    home.wait(door, "binary_sensor.motion", "on", timeout=60)
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=4)
    end = begin + timedelta(seconds=8)
    time.sleep(8 + SETTLE.total_seconds())

    with (
        dashboard(browser, home, None, **PHONE) as neighbour,
        dashboard(browser, home, me, viewport=TALL) as owner,
        dashboard(browser, home, me, color_scheme="dark", **PHONE) as phone,
    ):
        owner.goto(watch)
        expect(owner.get_by_text("Nobody waits for your decision")).to_be_visible(
            timeout=60_000
        )
        neighbour.goto(address)
        local = ZoneInfo(home.home.time_zone)
        for name, moment in (("start", begin), ("end", end)):
            text = f"{moment.astimezone(local):%Y-%m-%dT%H:%M:%S}"
            neighbour.locator(f"input[name={name}]").fill(text)
        neighbour.locator("[name=reason]").fill(REASON)
        take(neighbour, keep / "ask.png")
        neighbour.get_by_role("button").last.click()
        expect(neighbour.get_by_text("Received")).to_be_visible()

        owner.get_by_role("button", name="Review").click()
        share = owner.get_by_role("button", name="Approve")
        expect(share).to_be_visible(timeout=60_000)
        video = owner.locator("ring-watch-review video").first
        owner.wait_for_function(PLAYED, arg=video.element_handle(), timeout=30_000)
        video.evaluate("video => video.pause()")
        take(owner.locator("ring-watch-card"), keep / "card.png")

        owner.goto(f"{home.home.url}/ring-watch/footage")
        expect(owner.locator("ring-watch-pages")).to_be_visible(timeout=60_000)
        expect(owner.get_by_role("button", name="Gather")).to_be_visible(timeout=30_000)
        owner.get_by_role("button", name="Show the window").click()
        expect(owner.locator("ring-watch-strip img").first).to_be_visible()
        take(owner, keep / "panel.png")

        (request,) = home.call("ring_watch/requests/list", states=["ready"])["requests"]
        phone.goto(f"{home.home.url}/ring-watch/requests/{request['request_id']}")
        share = phone.get_by_role("button", name="Share now")
        expect(share).to_be_enabled(timeout=60_000)
        video = phone.locator("ring-watch-review video").first
        phone.wait_for_function(PLAYED, arg=video.element_handle(), timeout=30_000)
        video.evaluate("video => video.pause()")
        take(phone, keep / "phone.png")
