"""Deciding from a phone: by the buttons of a notification, without the dashboard."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
import time
from typing import Any

from playwright.sync_api import Browser, Page
import pytest

from tests.support.dashboard import User, dashboard, log_in
from tests.support.home import RunningHome
from tests.support.phone import Phone, Push, phone

from .conftest import Ask
from .receiving import expect_dead, length_of_clip

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("home"),
]


@pytest.fixture(scope="module")
def phones(
    home: RunningHome, me: User, partner: User, child: User
) -> Iterator[list[Phone]]:
    """The owner's, another administrator's, and that of a child of the house."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                phone(
                    home,
                    f"Phone of {user.username}",
                    log_in(home, user)["access_token"],
                )
            )
            for user in (me, partner, child)
        ]


def about(request_id: str) -> Any:
    """What tells whether a notification is of a request."""
    return lambda push: request_id in push.get("data", {}).get("tag", "")


def titles(push: Push) -> list[str]:
    return [action["title"] for action in push["data"].get("actions", ())]


def state(home: RunningHome, request_id: str) -> str:
    listed = home.call("ring_watch/requests/get", request_id=request_id)
    found: str = listed["request"]["state"]
    return found


def wait_for_state(home: RunningHome, request_id: str, wanted: str) -> None:
    deadline = time.monotonic() + 30
    while (now := state(home, request_id)) != wanted:
        assert time.monotonic() < deadline, now
        time.sleep(0.1)


def is_ready(request_id: str) -> Any:
    of_it = about(request_id)
    return lambda push: of_it(push) and "Approve" in titles(push)


def is_cleared(request_id: str) -> Any:
    of_it = about(request_id)
    return lambda push: of_it(push) and push["message"] == "clear_notification"


@pytest.mark.needs("browser")
def test_a_phone_shares_what_a_link_opens_until_it_is_taken_back(
    home: RunningHome,
    ask: Ask,
    phones: list[Phone],
    page: Page,
    browser: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    mine, partners, of_child = phones
    began = time.monotonic()
    request_id = ask()
    told = mine.wait(about(request_id))
    assert {"Review", "Decline"} <= set(titles(told))
    assert mine.fetch(told["data"]["image"]) == (200, "image/jpeg")

    # Nobody opens the review.
    ready = mine.wait(is_ready(request_id))
    assert mine.fetch(ready["data"]["image"]) == (200, "image/jpeg")
    partners_ready = partners.wait(is_ready(request_id))
    mine.press(ready, "Approve")
    wait_for_state(home, request_id, "shared")
    shared = time.monotonic()
    record_property("From the ask to the share by phone", f"{shared - began:.1f} s")

    # The first answer wins: other phones are cleared, and their buttons void.
    partners.wait(is_cleared(request_id))
    partners.press(partners_ready, "Decline")
    # Who is no administrator is told nothing.
    with pytest.raises(AssertionError):
        of_child.wait(about(request_id), timeout=0.1)

    # An automation asked: the link is where the phone leads to.
    found = mine.wait(lambda push: "/shares" in push["data"].get("clickAction", ""))
    page.goto(home.home.url + found["data"]["clickAction"])
    shares = page.locator("ring-watch-shares")
    for _ in range(2):
        shares.get_by_role("button", name="New link").click(timeout=60_000)
    link = shares.get_by_label("Link", exact=True).input_value()
    with dashboard(browser, home, None, refused=True) as recipient:
        assert length_of_clip(recipient, link) == pytest.approx(8, abs=0.2)
        for _ in range(2):
            shares.get_by_role("button", name="Take back").click()
        wait_for_state(home, request_id, "revoked")
        expect_dead(recipient, link)
    mine.wait(is_cleared(request_id))


def test_a_phone_declines(home: RunningHome, ask: Ask, phones: list[Phone]) -> None:
    request_id = ask()
    phones[1].press(phones[1].wait(about(request_id)), "Decline")
    wait_for_state(home, request_id, "declined")
    phones[0].wait(is_cleared(request_id))


def test_a_guessed_answer_decides_nothing(
    home: RunningHome, ask: Ask, phones: list[Phone]
) -> None:
    request_id = ask()
    ready = phones[0].wait(is_ready(request_id))
    # What one phone was offered is worth nothing on another, nor is what nobody was.
    for title in ("Approve", "Decline"):
        phones[2].press(ready, title)
        phones[1].press(ready, title)
    phones[1].answer("RING_WATCH_" + "0" * 32)
    time.sleep(1)
    assert state(home, request_id) == "ready"
