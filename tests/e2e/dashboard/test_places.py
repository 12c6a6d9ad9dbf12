"""Where else the owner meets Ring Watch: a tile, a doorbell's card, a wall tablet."""

import re

from playwright.sync_api import Browser, Locator, Page, expect
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

FEATURE = {"type": "custom:ring-watch-decide"}
PLAYS = "video => video.currentTime > 0.2 && video.videoWidth > 0"
# Of Home Assistant's own: for a tablet on a wall.
KIOSK = """window.dispatchEvent(
  new CustomEvent("hass-kiosk-mode", {detail: {enable: true}})
)"""
TILE = "hui-tile-card"
SMALL = {"width": 320, "height": 640}
# WCAG 2.2, 2.5.8: the least that a finger is to hit.
FINGER = 24


def waiting_sensor(home: RunningHome) -> str:
    """The entity that tells whether a request waits."""
    (found,) = (
        entity["entity_id"]
        for entity in home.call("config/entity_registry/list")
        if entity["platform"] == "ring_watch"
        and entity["translation_key"] == "request_waiting"
        and entity["entity_id"].startswith("binary_sensor.")
    )
    return str(found)


def state(home: RunningHome, request_id: str) -> str:
    found = home.call("ring_watch/requests/get", request_id=request_id)
    return str(found["request"]["state"])


def fits(tile: Locator) -> bool:
    """Whether all of a tile's buttons lie inside of it, each large enough."""
    card = tile.locator("ha-card").bounding_box()
    boxes = [one.bounding_box() for one in tile.get_by_role("button").all()]
    assert card
    # The tile itself is a button, too.
    inside = [box for box in boxes if box and box["height"] != card["height"]]
    assert inside
    return all(
        box["width"] >= FINGER
        and box["height"] >= FINGER
        and box["x"] >= card["x"]
        and box["x"] + box["width"] <= card["x"] + card["width"]
        and box["y"] + box["height"] <= card["y"] + card["height"]
        for box in inside
    )


def test_a_tile_leads_to_the_question_and_declines_at_once(
    home: RunningHome, page: Page, ask: Ask, browser: Browser, me: User
) -> None:
    tile = {
        "type": "tile",
        "entity": waiting_sensor(home),
        "features": [FEATURE],
    }
    broad = {**tile, "grid_options": {"columns": 12}}
    watch = add_dashboard(home, "watch-tiles", "Tiles", broad, tile)
    request_id = ask()
    page.goto(watch)
    wide, small = page.locator(TILE).first, page.locator(TILE).last
    expect(wide.get_by_role("button", name="Decline:")).to_be_visible(timeout=60_000)
    for one in (wide, small):
        expect(one.get_by_role("button", name="Approve:")).to_be_visible()
        assert fits(one)
        assert violations(page, "ring-watch-decide") == []
    look = wide.get_by_role("button", name="Review:")
    expect(look).to_be_visible()
    # Where words are long and the screen is small.
    with dashboard(browser, home, me, locale="de", viewport=SMALL) as phone:
        phone.goto(watch)
        for one in (phone.locator(TILE).first, phone.locator(TILE).last):
            approve = one.get_by_role("button", name="Genehmigen:")
            expect(approve).to_be_visible(timeout=60_000)
            assert fits(one)

    # Nothing is approved before the preview is seen.
    small.get_by_role("button", name="Approve:").click()
    question = page.locator("ring-watch-question")
    expect(question.get_by_role("button", name="Share now")).to_be_enabled()
    assert page.url.endswith(f"/ring-watch/requests/{request_id}")
    assert state(home, request_id) == "ready"
    page.go_back()
    look.click()
    review = page.locator("ring-watch-review")
    expect(review.get_by_role("button", name="Approve")).to_be_visible()
    expect(question).to_have_count(0)
    page.go_back()

    decline = small.get_by_role("button", name="Decline:")
    expect(decline).to_have_attribute("aria-disabled", "false")
    decline.click()
    expect(wide.get_by_text("Nobody waits for your decision")).to_be_visible()
    assert state(home, request_id) == "declined"


def test_the_last_minute_is_saved_from_a_doorbells_card(
    home: RunningHome, page: Page, door: Door
) -> None:
    doorbell = {"mode": "doorbell", "doorbell": door.device_id}
    card = {"type": "custom:ring-watch-card", **doorbell}
    page.goto(add_dashboard(home, "watch-door", "Door", card))
    shown = page.locator("ring-watch-doorbell")
    live = shown.locator("ha-camera-stream")
    expect(live).to_be_visible(timeout=60_000)
    expect(shown).to_contain_text("Footage is kept")
    shown.get_by_role("button", name="Save the last minute").click()
    expect(shown.get_by_text("Saved. The clip stays in the house.")).to_be_visible()
    video = shown.locator("ring-watch-player video")
    page.wait_for_function(PLAYS, arg=video.element_handle(), timeout=60_000)
    (clip,) = home.call("ring_watch/clips/list")["clips"]
    assert clip["name"] == "Front door"
    assert violations(page, "ring-watch-card") == []


def test_a_doorbells_card_is_suggested_for_its_camera(
    home: RunningHome, page: Page, door: Door
) -> None:
    watch = add_dashboard(home, "watch-suggested", "Suggested")
    page.goto(f"{watch}/0?edit=1")
    page.get_by_role("button", name="Add card").first.click(timeout=60_000)
    # The picker opens with what is suggested for an entity.
    page.get_by_placeholder("Search entities").fill(door.entities["camera.camera"])
    dialog = page.locator("hui-dialog-create-card")
    dialog.get_by_role("button", name="Front door Camera").click()
    suggested = dialog.get_by_role("button", name="Ring Watch")
    expect(suggested).to_contain_text("Save the last minute")
    suggested.click()
    expect(suggested).not_to_be_visible()
    expect(page.locator("ring-watch-doorbell")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    config = home.call("lovelace/config", url_path="watch-suggested")
    (section,) = config["views"][0]["sections"]
    (card,) = (one for one in section["cards"] if one["type"] != "heading")
    assert (card["mode"], card["doorbell"]) == ("doorbell", door.device_id)


def test_a_tablet_on_a_wall_has_the_panel_without_a_sidebar(
    home: RunningHome, page: Page, ask: Ask
) -> None:
    ask(reason="On the wall")
    page.goto(f"{home.home.url}/ring-watch")
    menu = page.locator("ring-watch-pages ha-menu-button")
    expect(page.get_by_text("On the wall")).to_be_visible(timeout=60_000)
    page.evaluate(KIOSK)
    expect(page.locator("ha-sidebar")).not_to_be_visible()
    expect(menu.get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Shares")).click()
    expect(page.locator("ring-watch-page-shares")).to_be_visible()
    page.get_by_role("link", name=re.compile("Requests")).click()
    page.get_by_role("button", name="Decline").first.click()
    # What somebody wrote is among the details of what was answered now.
    expect(page.get_by_text("On the wall").first).not_to_be_visible()
    expect(page.get_by_text("This request was declined").first).to_be_visible()
    assert violations(page, "ring-watch-pages") == []
