"""Deciding from a phone: by the buttons of a notification, without the dashboard."""

from collections.abc import Iterator
from contextlib import ExitStack
import time
from typing import Any

import pytest

from tests.support.dashboard import User, add_user, log_in
from tests.support.home import RunningHome
from tests.support.phone import Phone, Push, phone

from .conftest import Ask

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("home"),
]


@pytest.fixture(scope="module")
def phones(home: RunningHome, me: User) -> Iterator[list[Phone]]:
    """The owner's, another administrator's, and that of a child of the house."""
    users = [
        me,
        add_user(home, "partner", admin=True),
        add_user(home, "child", admin=False),
    ]
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                phone(
                    home,
                    f"Phone of {user.username}",
                    log_in(home, user)["access_token"],
                )
            )
            for user in users
        ]


def about(request_id: str) -> Any:
    """What tells whether a notification is of a request."""
    return lambda push: request_id in push.get("data", {}).get("tag", "")


def titles(push: Push) -> list[str]:
    return [action["title"] for action in push["data"]["actions"]]


def state(home: RunningHome, request_id: str) -> str:
    listed = home.call("ring_watch/requests/get", request_id=request_id)
    found: str = listed["request"]["state"]
    return found


def wait_for_state(home: RunningHome, request_id: str, wanted: str) -> None:
    deadline = time.monotonic() + 30
    while (now := state(home, request_id)) != wanted:
        assert time.monotonic() < deadline, now
        time.sleep(0.1)


def is_cleared(request_id: str) -> Any:
    of_it = about(request_id)
    return lambda push: of_it(push) and push["message"] == "clear_notification"


def test_the_first_answer_wins_and_the_other_phones_are_cleared(
    home: RunningHome,
    ask: Ask,
    phones: list[Phone],
    capsys: pytest.CaptureFixture[str],
) -> None:
    mine, partners, of_child = phones
    began = time.monotonic()
    request_id = ask()
    told = mine.wait(about(request_id))
    assert titles(told) == ["Review", "Decline"]
    assert mine.fetch(told["data"]["image"]) == (200, "image/jpeg")
    also_told = partners.wait(about(request_id))

    home.call("ring_watch/requests/prepare", request_id=request_id)
    ready = mine.wait(
        lambda push: about(request_id)(push) and "Approve" in titles(push)
    )
    assert mine.fetch(ready["data"]["image"]) == (200, "image/jpeg")
    mine.press(ready, "Approve")
    wait_for_state(home, request_id, "shared")
    with capsys.disabled():
        print(f"\nfrom the ask to the share by phone: {time.monotonic() - began:.1f} s")

    for one in (mine, partners):
        one.wait(is_cleared(request_id))
    # Too late, and void.
    partners.press(also_told, "Decline")
    time.sleep(1)
    assert state(home, request_id) == "shared"
    # Who is no administrator is told nothing.
    with pytest.raises(AssertionError):
        of_child.wait(about(request_id), timeout=0.1)


def test_a_phone_declines(home: RunningHome, ask: Ask, phones: list[Phone]) -> None:
    request_id = ask()
    phones[1].press(phones[1].wait(about(request_id)), "Decline")
    wait_for_state(home, request_id, "declined")
    phones[0].wait(is_cleared(request_id))


def test_a_guessed_answer_decides_nothing(
    home: RunningHome, ask: Ask, phones: list[Phone]
) -> None:
    request_id = ask()
    told = phones[0].wait(about(request_id))
    decline = told["data"]["actions"][1]["action"]
    # What one phone was offered is worth nothing on another, nor is what nobody was.
    phones[2].answer(decline)
    phones[1].answer(decline)
    phones[1].answer("RING_WATCH_" + "0" * 32)
    time.sleep(1)
    assert state(home, request_id) == "pending"
