"""The pages in Chromium: by keyboard, small, dark, read out, and without scripts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from fractions import Fraction
import hashlib
from importlib import resources
import re
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect
import pytest

from custom_components.ring_watch.web.language import LANGUAGES
from tests.support.browser import chromium
from tests.support.fixtures import footage, footage_folder
from tests.support.footage import Footage, Made

from .client import Server

__all__ = ["footage", "footage_folder"]

pytestmark = [pytest.mark.sharing, pytest.mark.e2e, pytest.mark.needs("browser")]

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test: its event loop must not outlast the test."""
    with chromium() as running:
        yield running


@contextmanager
def visit(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    """A guest's page, which may speak to nobody but this home, nor complain."""
    context = browser.new_context(**{"locale": "en-GB", **options})
    page = context.new_page()
    asked, said = set[str](), list[str]()
    page.on("request", lambda request: asked.add(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text))
    try:
        yield page
        assert {url for url in asked if not url.startswith(server.url)} == set()
        # What is refused is refused by its status, and Chromium says so.
        assert [line for line in said if "Failed to load resource" not in line] == []
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, server) as made:
        yield made


@pytest.fixture(scope="module")
def video(footage: Callable[[Footage], Made]) -> str:
    """A film of ten seconds."""
    return str(footage(Footage(seconds=Fraction(10), sound="aac")).path)


def link(server: Server, share: dict[str, str]) -> str:
    return f"{server.url}/ring_watch/s/{share['share_id']}#{share['secret']}"


def ago(minutes: float) -> str:
    moment = datetime.now(ZONE) - timedelta(minutes=minutes)
    return f"{moment:%Y-%m-%dT%H:%M}"


def violations(page: Page) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    return [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}"
        for one in found["violations"]
    ]


def test_the_link_opens_and_the_clip_plays(
    page: Page, server: Server, video: str
) -> None:
    share = server.play("share", video=video)
    page.goto(link(server, share))
    expect(page.get_by_role("heading", level=1)).to_have_text("A clip for you")
    expect(page.get_by_label("Code")).to_be_hidden()
    assert server.play("claims", share_id=share["share_id"]) == 0
    page.get_by_role("button", name="Open the clip").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Footage shared with you")
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    for target in (8, 2, 9, 1):
        page.evaluate(f"document.querySelector('video').currentTime = {target}")
        page.wait_for_function(
            f"() => Math.abs(document.querySelector('video').currentTime - {target}) < 1.5"
            " && document.querySelector('video').readyState >= 2"
        )
    assert server.play("claims", share_id=share["share_id"]) == 1


def test_a_link_that_came_as_a_message_opens(page: Page, server: Server) -> None:
    """Without underscores, which messengers take for Markdown."""
    shares = (server.play("share") for _ in range(1000))
    share = next(one for one in shares if "_" in one["secret"])
    path = link(server, share).removeprefix(server.url).replace("_", "%5F")
    page.goto(server.url + path)
    page.get_by_role("button", name="Open the clip").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Footage shared with you")


def test_what_is_downloaded_is_the_clip(page: Page, server: Server, video: str) -> None:
    share = server.play("share", video=video)
    page.goto(link(server, share))
    page.get_by_role("button", name="Open the clip").click()
    with page.expect_download() as found:
        page.get_by_role("link", name="Download the clip").click()
    assert found.value.suggested_filename == "clip-1.mp4"
    data = found.value.path().read_bytes()
    assert hashlib.sha256(data).hexdigest() == share["sha256"]
    expect(page.get_by_text(share["sha256"])).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="ZIP").click()
    assert found.value.suggested_filename == "clip-1.zip"


def test_case_48_the_secret_leaves_the_address_and_is_never_sent(
    page: Page, server: Server
) -> None:
    share = server.play("share")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(str(request.all_headers())))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(link(server, share))
    page.get_by_role("button").wait_for()
    assert share["secret"] not in page.url
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Footage shared with you")
    # Playwright alone adds the fragment of the first address to what it tells.
    asked = [text for text in seen if text != link(server, share)]
    assert not any(share["secret"] in text for text in asked)
    assert share["secret"] not in page.content()
    assert share["secret"] not in page.evaluate(
        "JSON.stringify([location.href, document.referrer, document.cookie,"
        " {...localStorage}, {...sessionStorage}, history.state])"
    )


def test_case_39_a_clip_that_is_taken_back_stops_and_says_so(
    page: Page, server: Server, video: str
) -> None:
    share = server.play("share", video=video)
    page.goto(link(server, share))
    page.get_by_role("button", name="Open the clip").click()
    page.locator("video").wait_for()
    server.play("revoke", share_id=share["share_id"])
    gone = "This clip is no longer available."
    expect(page.get_by_role("alert")).to_have_text(gone, timeout=10_000)
    expect(page.locator("video, .actions")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("A clip for you")
    page.goto("about:blank")
    page.goto(link(server, share))
    page.get_by_role("button", name="Open the clip").click()
    expect(page.get_by_role("alert")).to_contain_text("does not open anything")
    expect(page.get_by_label("Code")).to_be_visible()


def test_the_passphrase_is_asked_for(page: Page, server: Server) -> None:
    share = server.play("share", passphrase="correct horse battery")
    page.goto(link(server, share))
    expect(page.get_by_label("Passphrase")).to_be_hidden()
    page.get_by_role("button").click()
    expect(page.get_by_label("Passphrase")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("This link also needs a passphrase.")
    page.keyboard.type("wrong horse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This passphrase is not right.")
    expect(page.get_by_label("Passphrase")).to_be_focused()
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Footage shared with you")


def test_everything_works_without_scripts(browser: Browser, server: Server) -> None:
    with visit(browser, server, java_script_enabled=False) as page:
        share = server.play("share", passphrase="correct horse battery")
        page.goto(link(server, share))
        page.get_by_label("Code").fill("A" * 43)
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("does not open anything")
        page.get_by_label("Code").fill(share["secret"])
        page.get_by_role("button").click()
        page.get_by_label("Passphrase").fill("correct horse battery")
        page.get_by_role("button").click()
        expect(page.locator("video")).to_be_visible()
        secret = server.play("requester")
        page.goto(f"{server.url}/ring_watch/ask")
        page.get_by_label("Code").fill(secret)
        page.get_by_label("From").fill(ago(20))
        page.get_by_label("To", exact=True).fill(ago(10))
        page.get_by_role("button").click()
        expect(page.get_by_role("link", name="Say what happened.")).to_be_visible()
        page.get_by_label("What happened?").fill("A crash")
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Received")
        address = page.get_by_role("link", name="My request").get_attribute("href")
        assert address
        page.goto(server.url + address)
        page.get_by_label("Code").fill(address.partition("#")[2])
        page.get_by_role("button").click()
        expect(page.get_by_role("status")).to_have_text("Received")


def test_asking_by_keyboard_alone(page: Page, server: Server) -> None:
    secret = server.play("requester")
    page.goto(f"{server.url}/ring_watch/ask#{secret}")
    expect(page.get_by_label("Code")).to_be_hidden()
    order: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.id || document.activeElement.type")
        if not order or order[-1] != name:
            order.append(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if name == "submit":
            break
        assert outline != "none", name
    assert order == ["start", "end", "reason", "contact", "case", "submit"]
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.url.endswith(f"#{secret}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("From")).to_be_focused()
    page.get_by_label("From").fill(ago(20))
    page.get_by_label("To", exact=True).fill(ago(10))
    page.get_by_label("What happened?").focus()
    page.keyboard.type("Somebody hit my car")
    for name in ("contact", "case", "submit"):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.id || document.activeElement.type"
        )
        assert focused == name
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Received")
    assert server.play("last")["reason"] == "Somebody hit my car"
    page.reload()
    expect(page.get_by_role("status")).to_have_text("Received")
    server.play("approve_last")
    page.get_by_role("button", name="Look again").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Ready")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="Go to the clip").click()
    page.get_by_role("button", name="Open the clip").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Footage shared with you")


def test_case_51_the_hour_that_came_twice_is_asked_for(
    page: Page, server: Server
) -> None:
    secret = server.play("requester")
    page.goto(f"{server.url}/ring_watch/ask#{secret}")
    page.get_by_label("From").fill("2026-10-25T02:30")
    page.get_by_label("To", exact=True).fill("2026-10-25T04:00")
    page.get_by_label("What happened?").fill("A crash")
    page.get_by_role("button", name="Ask for the footage").click()
    which = page.get_by_role("group", name="The clocks showed 02:30 twice")
    which.get_by_label("The second time").check()
    page.get_by_role("button", name="Ask for the footage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Received")
    assert server.play("last")["start"] == 1_792_891_800_000_000


def test_case_16_no_text_becomes_a_script(page: Page, server: Server) -> None:
    secret = server.play("requester")
    attack = "</textarea><script>window.hit=1</script><img src=x onerror=window.hit=1>"
    page.goto(f"{server.url}/ring_watch/ask#{secret}")
    page.get_by_label("What happened?").fill(attack)
    page.get_by_label("Case number").fill('"><svg onload=window.hit=1>')
    page.get_by_role("button", name="Ask for the footage").click()
    expect(page.get_by_label("What happened?")).to_have_value(attack)
    assert page.evaluate("window.hit") is None
    assert page.locator("main svg, main img, main script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, server: Server, scheme: str, video: str
) -> None:
    server.play("door", on=True)
    with visit(browser, server, color_scheme=scheme) as page:
        for path in ("s/0", "ask", "door", "status", "static/x"):
            page.goto(f"{server.url}/ring_watch/{path}")
            assert violations(page) == [], path
        page.goto(f"{server.url}/ring_watch/ask")
        page.get_by_role("button").click()
        expect(page.locator("#errors")).to_be_visible()
        assert violations(page) == []
        share = server.play("share", video=video, clips=2, gaps=1)
        page.goto(link(server, share))
        page.get_by_role("button").click()
        page.locator("video").first.wait_for()
        assert violations(page) == []
        page.goto("about:blank")
        page.goto(f"{server.url}/ring_watch/s/0#{'A' * 43}")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("does not open anything")
        assert violations(page) == []
        secret = server.play("requester")
        page.goto(f"{server.url}/ring_watch/ask#{secret}")
        page.get_by_label("From").fill(ago(20))
        page.get_by_label("To", exact=True).fill(ago(10))
        page.get_by_label("What happened?").fill("A crash")
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Received")
        assert violations(page) == []
        page.reload()
        expect(page.get_by_role("status")).to_have_text("Received")
        assert violations(page) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_at_320_pixels_nothing_scrolls_sideways(
    browser: Browser, server: Server, code: str
) -> None:
    server.play("door", on=True)
    small = {"width": 320, "height": 640}
    with visit(browser, server, viewport=small, locale=code) as page:
        share = server.play("share", clips=2, gaps=1)
        paths = ["s/0", "ask", "door", "status", "static/x"]
        for path in [*paths, f"s/{share['share_id']}#{share['secret']}"]:
            page.goto(f"{server.url}/ring_watch/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path
            assert page.locator("html").get_attribute("lang") == code
        page.get_by_role("button").click()
        page.locator("video").first.wait_for()
        # The video is there before the style sheet is.
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.goto(f"{server.url}/ring_watch/door")
        page.locator("#start").fill("2026-10-25T02:30")
        page.get_by_role("button").click()
        page.locator("#errors").wait_for()
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for control in page.locator("input:not([type=radio]), button, textarea").all():
            if box := control.bounding_box():
                assert box["height"] >= 44


def test_twice_as_large_text_stays_usable(browser: Browser, server: Server) -> None:
    with visit(browser, server, viewport={"width": 640, "height": 900}) as page:
        page.goto(f"{server.url}/ring_watch/ask")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == 640


def test_case_45_no_page_can_be_framed(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in ("s/0", "ask", "status"):
        address = f"{server.url}/ring_watch/{path}"
        page.goto("about:blank")
        page.set_content(f'<iframe src="{address}"></iframe>')
        # What Chromium shows in the place of what it refused.
        page.frames[-1].wait_for_url("chrome-error://**")
    context.close()
