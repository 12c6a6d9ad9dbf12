"""The panel's own pages, with real footage and a real ledger."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect
import pytest

from tests.support.dashboard import violations
from tests.support.home import Door, RunningHome

from .conftest import Ask

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.needs("browser"),
    pytest.mark.timeout(300),
]

type Place = tuple[float, float]

SLOW = 60_000
PLAYS = "video => video.currentTime > 0 && !video.paused"


def visit(page: Page, home: RunningHome, name: str) -> Locator:
    """Open a page of the panel."""
    page.goto(f"{home.home.url}/ring-watch/{name}")
    shown = page.locator(f"ring-watch-page-{name}")
    expect(shown.get_by_role("heading").first).to_be_visible(timeout=SLOW)
    return shown


def drag(page: Page, over: Locator, start: Place, end: Place) -> None:
    """Drag from a place to another; both are fractions of the width and the height."""
    box = over.bounding_box()
    assert box
    for number, (x, y) in enumerate((start, end)):
        place = box["x"] + x * box["width"], box["y"] + y * box["height"]
        page.mouse.move(*place, steps=5)
        if number == 0:
            page.mouse.down()
    page.mouse.up()


def saved(download: Download) -> str:
    """What the browser saved."""
    return Path(download.path()).read_text(encoding="utf-8")


def test_a_window_is_found_played_and_gathered(
    home: RunningHome, door: Door, page: Page
) -> None:
    shown = visit(page, home, "footage")
    shown.get_by_role("button", name="Show the window").click(timeout=SLOW)
    before = shown.get_by_label("Start of the window").first.get_attribute(
        "aria-valuetext"
    )
    drag(page, shown.locator(".track"), (0.45, 0.6), (0.55, 0.6))
    start, end = (
        shown.get_by_role("slider", name=f"{edge} of the window")
        for edge in ("Start", "End")
    )
    expect(start).not_to_have_attribute("aria-valuetext", before or "")
    assert violations(page, "ring-watch-pages") == []

    end.press("Shift+ArrowRight")
    chosen = [int(edge.get_attribute("aria-valuenow") or 0) for edge in (start, end)]
    shown.get_by_role("button", name="Play", exact=True).first.click()
    video = shown.locator("ring-watch-archive-player video")
    expect(video).to_be_visible(timeout=SLOW)
    handle = video.element_handle()
    assert handle
    page.wait_for_function(PLAYS, arg=handle, timeout=SLOW)

    shown.get_by_role("button", name="Gather", exact=True).click()
    expect(shown.get_by_text("Gathered. The clip")).to_be_visible(timeout=SLOW)
    (clip,) = home.call("ring_watch/clips/list")["clips"]
    window = [
        datetime.fromisoformat(clip[edge]).timestamp() for edge in ("start", "end")
    ]
    assert window == chosen

    clips = shown.locator("ring-watch-clips")
    with page.expect_download() as download:
        clips.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("Front door ")
    clips.get_by_role("button", name="Delete", exact=True).click()
    expect(clips.get_by_text("deleted for good")).to_be_visible()
    assert home.call("ring_watch/clips/list")["clips"] == [clip]
    clips.get_by_role("button", name="Delete: ").click()
    expect(clips.get_by_text("Nothing was gathered yet.")).to_be_visible()


def test_zones_are_drawn_on_the_picture(
    home: RunningHome, door: Door, page: Page
) -> None:
    shown = visit(page, home, "zones")
    picture = shown.get_by_alt_text("Picture of Front door")
    expect(picture).to_be_visible(timeout=SLOW)
    expect(shown.get_by_role("button", name="Save")).to_be_disabled()
    drag(page, picture, (0.25, 0.25), (0.75, 0.5))
    zone = shown.get_by_role("button", name="Covered area 1", exact=True)
    zone.press("ArrowRight")
    corner, grip = zone.bounding_box(), shown.locator(".grip").bounding_box()
    assert corner
    assert grip
    page.mouse.move(grip["x"] + 12, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 12, grip["y"] + 12 + corner["height"], steps=5)
    page.mouse.up()
    shown.get_by_role("button", name="Save").click()
    expect(shown.get_by_text("have to be prepared again")).to_be_visible()
    found = home.call("ring_watch/zones/get", doorbell_id=door.subentry_id)["zones"]
    assert [round(found[0][side], 1) for side in ("x", "y", "width", "height")] == [
        0.3,
        0.2,
        0.5,
        0.5,
    ]


def test_rules_are_set_and_nonsense_is_not(home: RunningHome, page: Page) -> None:
    shown = visit(page, home, "settings")
    days = shown.get_by_label("Links work for")
    days.fill("99")
    expect(shown.get_by_text("Enter a whole number from 1 to 30.")).to_be_visible()
    shown.get_by_role("button", name="Save").click()
    expect(days).to_be_focused()
    assert home.call("ring_watch/settings/get")["options"]["share_days"] == 7
    days.fill("9")
    shown.get_by_role("button", name="Save").click()
    expect(shown.get_by_text("Saved.")).to_be_visible()
    assert home.call("ring_watch/settings/get")["options"]["share_days"] == 9


def test_ledger_and_record_are_read_and_taken_away(
    home: RunningHome, ask: Ask, page: Page
) -> None:
    request_id = ask(reason="<b>A parcel</b> is gone")
    shown = visit(page, home, "ledger")
    newest = shown.get_by_role("button", name="Request received").first
    newest.click(timeout=SLOW)
    expect(shown.get_by_text("<b>A parcel</b> is gone")).to_be_visible()
    assert violations(page, "ring-watch-pages") == []
    with page.expect_download() as download:
        shown.get_by_role("button", name="Export as CSV").click()
    assert request_id in saved(download.value)

    shown = visit(page, home, "record")
    expect(shown.get_by_role("row", name="Together").first).to_be_visible()
    with page.expect_download() as download:
        shown.get_by_role("button", name="Export as JSON").click()
    asked = home.call("ring_watch/record")["total"]["asked"]
    assert f'"asked":{asked}' in saved(download.value)


def test_pages_are_gone_through_without_loading_anew(
    home: RunningHome, page: Page
) -> None:
    visit(page, home, "shares")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="My record").click()
    expect(page.locator("ring-watch-page-record")).to_be_visible()
    page.go_back()
    expect(page.locator("ring-watch-page-shares")).to_be_visible()
    assert page.evaluate("window.stayed") is True
