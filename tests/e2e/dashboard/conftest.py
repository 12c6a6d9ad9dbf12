"""A home with a doorbell that films itself, and an owner with a browser.

Home Assistant is started once for all files of this folder that use it; each begins with
nothing asked, shared, gathered, covered or set.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
import time
from typing import Any

from playwright.sync_api import Browser, Page
import pytest

from custom_components.ring_watch.consent.options import RULES
from custom_components.ring_watch.sharing.model.requests import OPEN_STATES
from tests.support.browser import chromium
from tests.support.dashboard import User, add_user, dashboard, owner
from tests.support.home import Door, RunningHome, running_home

type Ask = Callable[..., str]

WINDOW = timedelta(seconds=8)
# A demo doorbell's segments are read a moment after their last picture.
SETTLE = timedelta(seconds=4)


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHome]:
    """A Home Assistant with Ring Watch, for all files that need no other."""
    with running_home(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="module", autouse=True)
def nothing_left(home: RunningHome) -> None:
    """Take away what an earlier file has left."""
    for request in home.call("ring_watch/requests/list", limit=200)["requests"]:
        if request["state"] in OPEN_STATES:
            home.call("ring_watch/requests/decline", request_id=request["request_id"])
    for share in home.call("ring_watch/shares/list")["shares"]:
        home.call("ring_watch/shares/revoke", share_id=share["share_id"])
    for clip in home.call("ring_watch/clips/list")["clips"]:
        home.call("ring_watch/clips/delete", clip_id=clip["clip_id"])
    for one in home.call("ring_watch/doorbells/list")["doorbells"]:
        doorbell_id = one["doorbell_id"]
        home.call("ring_watch/zones/set", doorbell_id=doorbell_id, zones=[])
    usual = {key: rule.usual for key, rule in RULES.items()}
    home.call("ring_watch/settings/set", options=usual)
    for app in home.call("config_entries/get", domain="mobile_app"):
        path = f"/api/config/config_entries/entry/{app['entry_id']}"
        home.run(home.home.request("DELETE", path))


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def partner(home: RunningHome) -> User:
    """Another administrator."""
    return add_user(home, "partner", admin=True)


@pytest.fixture(scope="package")
def child(home: RunningHome) -> User:
    """Somebody who is no administrator."""
    return add_user(home, "child", admin=False)
