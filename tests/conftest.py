"""What every test relies on."""

import asyncio
from collections.abc import Callable, Generator
import signal
import threading
from typing import Any
from unittest.mock import patch

import av
import pytest
import pytest_socket

# Before Home Assistant mounts the harness's folder, which holds a package of the
# same name.
import custom_components.ring_watch  # noqa: F401
from custom_components.ring_watch.consent import consent
from scripts import env

from .integration_fixtures import (
    card,
    footage_of,
    home_entry,
    recorded,
    stand_in,
    start,
    www,
)

__all__ = [
    "card",
    "footage_of",
    "home_entry",
    "recorded",
    "stand_in",
    "start",
    "www",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a marker expression of the caller's own does not take away."""
    parser.addoption("--quick", action="store_true", help="without end to end")


def pytest_configure() -> None:
    """Let Ctrl-C reach what tests start: a shell has what it runs behind ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Skip, with the reason, what needs system packages that are not installed."""
    if config.getoption("quick"):
        long = [item for item in items if item.get_closest_marker("e2e")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("e2e")]
    for item in items:
        for marker in item.iter_markers("needs"):
            for group in marker.args:
                if missing := env.missing_packages(group):
                    reason = f"not installed: {' '.join(missing)}"
                    item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured for a person, wherever they ran."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if report.when == "call":
                terminalreporter.write_line(f"{name}: {value}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Let end-to-end tests open sockets to this machine.

    The harness forbids them before fixtures of any scope are set up, so no fixture
    could allow them in time. Other machines stay out of reach.
    """
    if item.get_closest_marker("e2e") is None:
        yield
        return
    with patch("pytest_socket.disable_socket", allow_sockets):
        yield


def allow_sockets(*, allow_unix_socket: bool) -> None:
    """Stand in for pytest_socket.disable_socket."""
    assert allow_unix_socket
    pytest_socket.enable_socket()


@pytest.fixture(autouse=True)
async def enable_event_loop_debug() -> None:
    """Refuse calls from other threads, in place of the harness's fixture of that name.

    It turns on asyncio's debug mode for this. That also keeps the stack of whoever made
    each future and each handle, which takes a third of the time of all.
    """
    loop, thread = asyncio.get_running_loop(), threading.get_ident()

    def checked[**P, R](call: Callable[P, R]) -> Callable[P, R]:
        def refuse_others(*args: P.args, **kwargs: P.kwargs) -> R:
            if threading.get_ident() != thread:
                raise RuntimeError("called from another thread than the event loop's")
            return call(*args, **kwargs)

        return refuse_others

    changed: Any = loop
    changed.call_soon = checked(loop.call_soon)
    changed.call_at = checked(loop.call_at)


@pytest.fixture(autouse=True)
def _quiet_codecs(request: pytest.FixtureRequest) -> None:
    """Run the engine as its own processes do: with messages of codecs left alone.

    Home Assistant's stream integration has them logged, from whatever thread.
    """
    if request.node.get_closest_marker("engine") is not None:
        av.logging.restore_default_callback()


@pytest.fixture(autouse=True)
def _use_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let a test's Home Assistant, where it has one, find this integration."""
    if "recorder_mock" in request.fixturenames:
        # Its database has to be there before Home Assistant.
        request.getfixturevalue("recorder_db_url")
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture(autouse=True)
def _own_sharing_folder(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep what a test shares in its own folder: all tests have one configuration."""
    if "hass" in request.fixturenames:
        folder = request.getfixturevalue("tmp_path") / "sharing"
        monkeypatch.setattr(consent, "folder_of", lambda _hass: folder)
