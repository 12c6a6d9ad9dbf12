"""Home Assistant's own frontend in Chromium, as one of its users has it before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
import json
import time
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from .home import DOMAIN, RunningHome

AXE: Final = resources.files("axe_playwright_python").joinpath("axe.min.js")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# In a shadow root a selector cannot reach: axe is told the very element.
LOOK_FOR_VIOLATIONS: Final = """
(element, tags) => axe.run(element, {runOnly: {type: "tag", values: tags}})
"""
TOKENS: Final = "hassTokens"
BRANDS: Final = "/api/brands/"
# In the picker, Home Assistant's own cards show pictures from there.
EXAMPLES: Final = "https://demo.home-assistant.io/stub_config/"


@dataclass(frozen=True)
class User:
    """Somebody who can log in."""

    user_id: str
    username: str
    password: str


def add_user(home: RunningHome, username: str, *, admin: bool) -> User:
    """Make an account in Home Assistant."""
    group = "system-admin" if admin else "system-users"
    made = home.call(
        "config/auth/create",
        name=username.capitalize(),
        group_ids=[group],
        local_only=False,
    )
    user = User(made["user"]["id"], username, f"the password of {username}")
    home.call(
        "config/auth_provider/homeassistant/create",
        user_id=user.user_id,
        username=username,
        password=user.password,
    )
    return user


def owner(home: RunningHome) -> User:
    """The account that the onboarding made."""
    user_id = home.call("auth/current_user")["id"]
    return User(user_id, home.home.username, home.home.password)


def log_in(home: RunningHome, user: User) -> dict[str, Any]:
    """The tokens of a new session, as the frontend keeps them."""
    client_id = f"{home.home.url}/"
    start = {
        "client_id": client_id,
        "handler": ["homeassistant", None],
        "redirect_uri": client_id,
    }

    def post(path: str, data: Any) -> Any:
        return home.run(home.home.request("POST", path, data))

    flow = post("/auth/login_flow", start)
    answers = {
        "client_id": client_id,
        "username": user.username,
        "password": user.password,
    }
    done = post(f"/auth/login_flow/{flow['flow_id']}", answers)
    tokens: dict[str, Any] = home.run(home.home.exchange(done["result"]))
    expires = int((time.time() + tokens["expires_in"]) * 1000)
    return tokens | {
        "hassUrl": home.home.url,
        "clientId": client_id,
        "expires": expires,
    }


class Watched:
    """What a browser did that it must not do: complain, or speak to another host."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Watch every page that is opened from now on."""
        self._url = url
        self.complaints: list[str] = []
        self.strangers: set[str] = set()
        context.on("page", self._watch)
        context.route(lambda address: not self._ours(address), self._refuse)

    def _ours(self, address: str) -> bool:
        local = ("data:", "blob:", "about:")
        return address.startswith((self._url, self._url.replace("http", "ws"), *local))

    def _refuse(self, route: Route) -> None:
        if not route.request.url.startswith(EXAMPLES):
            self.strangers.add(route.request.url)
        route.abort()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, line: ConsoleMessage) -> None:
        url = line.location["url"]
        # Home Assistant fetches the pictures of others from elsewhere.
        of_others = BRANDS in url and DOMAIN not in url
        of_others |= url.startswith(EXAMPLES)
        if line.type == "error" and not of_others:
            self.complaints.append(f"{line.text} {url}")


@contextmanager
def dashboard(
    browser: Browser,
    home: RunningHome,
    user: User | None,
    *,
    refused: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """A page of a browser of its own, in which a user (None: nobody) is logged in.

    At the end nothing was said on the console that is an error, no script failed and
    no other host was asked for anything. ``refused``: what Chromium says of a status
    that tells of an error does not count.
    """
    # The service worker would answer some requests itself, unseen.
    settings = {"viewport": {"width": 1100, "height": 900}, "service_workers": "block"}
    context = browser.new_context(**(settings | options))
    watched = Watched(context, home.home.url)
    if user is not None:
        tokens = json.dumps(json.dumps(log_in(home, user)))
        context.add_init_script(
            "if (location.protocol === 'http:')"
            f" localStorage.{TOKENS} ?? localStorage.setItem('{TOKENS}', {tokens})"
        )
    try:
        yield context.new_page()
        assert watched.strangers == set()
        complaints = [
            text
            for text in watched.complaints
            if not (refused and text.startswith("Failed to load resource"))
        ]
        assert complaints == []
    finally:
        context.close()


def add_dashboard(home: RunningHome, path: str, title: str, *cards: Any) -> str:
    """Add a dashboard with cards, in the sidebar; returns its address."""
    home.call(
        "lovelace/dashboards/create",
        url_path=path,
        title=title,
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    view = {"type": "sections", "sections": [{"cards": list(cards)}]}
    home.call("lovelace/config/save", url_path=path, config={"views": [view]})
    return f"{home.home.url}/{path}"


def violations(page: Page, selector: str) -> list[str]:
    """What axe finds in one element; selectors look into open shadow roots."""
    page.evaluate(AXE.read_text())
    found = page.locator(selector).first.evaluate(LOOK_FOR_VIOLATIONS, RULES)
    return [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}"
        for one in found["violations"]
    ]
