"""A home with a doorbell that films itself, and an owner with a browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
import time
from typing import Any

from playwright.sync_api import Browser, Page
import pytest

from tests.support.browser import chromium
from tests.support.dashboard import User, dashboard, owner
from tests.support.home import Door, RunningHome

type Ask = Callable[..., str]

WINDOW = timedelta(seconds=8)
# A demo doorbell's segments are read a moment after their last picture.
SETTLE = timedelta(seconds=4)


@pytest.fixture(scope="module")
def door(home: RunningHome) -> Door:
    """A doorbell with footage of some seconds."""
    answers = {"name": "Front door", "audio": True, "sensitivity": 50}
    form = {"user": "demo", "demo": answers}
    home.run(home.home.add_subentry(home.entry_id, "doorbell", form))
    door = home.door("Front door")
    home.wait(door, "binary_sensor.recording", "on")
    time.sleep((WINDOW + SETTLE).total_seconds())
    return door


@pytest.fixture
def ask(home: RunningHome, door: Door) -> Ask:
    """Let somebody ask for the newest seconds; returns the request's id."""

    def do(**fields: Any) -> str:
        end = datetime.now(UTC).replace(microsecond=0) - SETTLE
        window = {"start": (end - WINDOW).isoformat(), "end": end.isoformat()}
        asked = home.action(
            "ring_watch.request_clip", response=True, **(window | fields)
        )
        made: str = asked["request_id"]
        return made

    return do


@pytest.fixture(scope="module")
def me(home: RunningHome) -> User:
    """The owner."""
    return owner(home)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test: its event loop must not outlast the test."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, home: RunningHome, me: User) -> Iterator[Page]:
    """The owner's browser."""
    with dashboard(browser, home, me) as made:
        yield made
