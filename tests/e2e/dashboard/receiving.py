"""Who gets a link, without a login."""

from playwright.sync_api import Page, expect


def length_of_clip(recipient: Page, link: str) -> float:
    """Open a link for the first time; return the length of its clip in seconds."""
    recipient.goto(link)
    recipient.get_by_role("button", name="Open the clip").click()
    shown = recipient.locator("video")
    expect(shown).to_be_visible(timeout=30_000)
    recipient.wait_for_function(
        "video => video.duration > 0", arg=shown.element_handle()
    )
    length: float = shown.evaluate("video => video.duration")
    return length


def expect_dead(recipient: Page, link: str) -> None:
    """Check that a link opens nothing."""
    recipient.goto("about:blank")
    recipient.goto(link)
    recipient.get_by_role("button", name="Open the clip").click()
    expect(recipient.get_by_text("does not open anything")).to_be_visible()
