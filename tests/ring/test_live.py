"""Live views: what a browser and Ring say to each other, and how a view ends."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
import logging

import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.errors import (
    NotFoundError,
    ThrottledError,
    UnavailableError,
)
from custom_components.ring_watch.ring.live import KEEP_ALIVE, LiveMessage, LiveViews
from custom_components.ring_watch.ring.pace import Pace

from .clocks import HandClock
from .cloud import BAD_GATEWAY, Account, Endpoint, Fault, RingCloud, slow, throttled
from .conftest import HARDWARE_ID
from .noticing import warnings
from .waiting import until

pytestmark = pytest.mark.ring

OFFER = "\r\n".join(
    [
        *("v=0", "o=- 4611 2 IN IP4 127.0.0.1", "s=-", "t=0 0"),
        "a=group:BUNDLE 0 1",
        *("m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=recvonly"),
        *("a=rtpmap:111 opus/48000/2", "m=video 9 UDP/TLS/RTP/SAVPF 96"),
        *("a=mid:1", "a=recvonly", "a=rtpmap:96 H264/90000", ""),
    ]
)
VIEW = "view"


@dataclass
class Browser:
    """Somebody who looks, and what Ring tells them."""

    live: LiveViews
    device: RingDevice
    clock: HandClock
    cloud: RingCloud
    told: list[LiveMessage] = field(default_factory=list)

    async def look(self, view: str = VIEW) -> None:
        await self.live.start(self.device, view, OFFER, self.told.append)

    async def see(self) -> None:
        await self.look()
        await until(lambda: len(self.told) >= 2)

    @property
    def errors(self) -> list[str]:
        return [message.error for message in self.told if message.error]


@pytest.fixture
async def browser(ring_network: RingCloud, account: Account) -> AsyncIterator[Browser]:
    clock = HandClock()
    auth = RingAuth(ring_network.session(), HARDWARE_ID, pace=Pace(clock, spacing=0))
    await auth.async_fetch_token(account.email, account.password, account.code)
    api = RingApi(auth)
    device = (await read_devices(api))[1001]
    browser = Browser(LiveViews(api), device, clock, ring_network)
    yield browser
    await browser.live.stop()


async def test_an_offer_is_answered_and_candidates_go_both_ways(
    browser: Browser,
) -> None:
    await browser.see()
    answer, candidate = browser.told
    assert answer.answer is not None
    # To who only receives, Ring says that it receives, too.
    assert "a=sendrecv" not in answer.answer
    assert candidate.candidate is not None
    assert candidate.line == 0
    await browser.live.candidate(VIEW, "candidate:2 1 UDP 1 192.0.2.9 9 typ host", 1)
    (session,) = browser.cloud.live.sessions
    await until(lambda: "ice" in session.methods())
    assert "activate_session" in session.methods()


async def test_closing_ends_it_at_ring(browser: Browser) -> None:
    await browser.see()
    await browser.live.close(VIEW)
    await until(lambda: not browser.cloud.live.open())
    assert browser.errors == []
    with pytest.raises(NotFoundError):
        await browser.live.candidate(VIEW, "candidate", 0)


async def test_who_goes_away_while_it_begins_leaves_nothing_open(
    browser: Browser,
) -> None:
    browser.cloud.traffic.next(Endpoint.TICKET, slow(0.2))
    looking = asyncio.create_task(browser.look())
    await until(lambda: browser.cloud.traffic.count(Endpoint.TICKET))
    await browser.live.close(VIEW)
    await looking
    await until(lambda: not browser.cloud.live.open())
    assert browser.told == []


async def test_who_goes_away_while_ring_has_forgotten_the_client_leaves_nothing_open(
    browser: Browser,
) -> None:
    forgotten = Fault(delay=0.1, status=404, body='{"error": "hardware_id"}')
    browser.cloud.traffic.next(Endpoint.TICKET, forgotten)
    looking = asyncio.create_task(browser.look())
    await until(lambda: browser.cloud.traffic.count(Endpoint.TICKET))
    await browser.live.close(VIEW)
    await looking
    assert not browser.live.active
    assert browser.cloud.live.sessions == []


@pytest.mark.parametrize("endpoint", [Endpoint.TICKET, Endpoint.SIGNALLING])
async def test_who_goes_away_is_not_told_that_the_view_cannot_begin(
    browser: Browser, endpoint: Endpoint
) -> None:
    browser.cloud.traffic.next(endpoint, Fault(delay=0.1, status=502))
    looking = asyncio.create_task(browser.look())
    await until(lambda: browser.cloud.traffic.count(endpoint))
    await browser.live.close(VIEW)
    await looking
    assert browser.told == []
    # Another that has begun meanwhile stays.
    browser.cloud.traffic.next(endpoint, Fault(delay=0.1, status=502))
    looking = asyncio.create_task(browser.look())
    seen = browser.cloud.traffic.count(endpoint)
    await until(lambda: browser.cloud.traffic.count(endpoint) > seen)
    await browser.see()
    await looking
    assert browser.live.active


async def test_it_is_known_whether_somebody_watches(browser: Browser) -> None:
    changes: list[bool] = []
    live = browser.live = LiveViews(
        browser.live._api, lambda: changes.append(live.active)
    )
    await browser.see()
    await live.close(VIEW)
    await browser.look()
    browser.clock.let_pass(KEEP_ALIVE)
    await until(lambda: not live.active)
    assert changes == [True, False, True, False]


async def test_a_view_that_nobody_keeps_alive_ends(browser: Browser) -> None:
    await browser.see()
    browser.clock.let_pass(KEEP_ALIVE - 1)
    browser.live.keep_alive(VIEW)
    browser.clock.let_pass(2)
    await asyncio.sleep(0.05)
    assert browser.cloud.live.open()
    browser.clock.let_pass(KEEP_ALIVE)
    await until(lambda: browser.errors == ["expired"])
    await until(lambda: not browser.cloud.live.open())


async def test_ring_ends_it_and_the_browser_is_told(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    await browser.see()
    (session,) = browser.cloud.live.sessions
    await session.end(26, "session limit")
    await until(lambda: browser.errors == ["26"])
    await browser.live.stop()
    assert browser.told[-1].reason == "session limit"
    assert warnings(caplog) == []


async def test_a_refusal_is_told(browser: Browser) -> None:
    browser.cloud.live.refusal = (8, "camera is busy")
    await browser.look()
    await until(lambda: browser.errors == ["8"])


async def test_a_lost_connection_is_told(browser: Browser) -> None:
    await browser.see()
    (session,) = browser.cloud.live.sessions
    await session.socket.close()
    await until(lambda: browser.errors == ["lost"])


async def test_what_ring_says_that_nobody_understands_ends_it_in_order(
    browser: Browser,
) -> None:
    await browser.see()
    (session,) = browser.cloud.live.sessions
    await session.socket.send_str('{"method": "ice"}')
    await until(lambda: browser.errors == ["lost"])
    await browser.look()
    await until(lambda: len(browser.cloud.live.open()) == 1)


async def test_a_second_offer_takes_the_place_of_the_first(browser: Browser) -> None:
    await browser.see()
    await browser.look()
    await until(lambda: len(browser.cloud.live.open()) == 1)
    assert len(browser.cloud.live.sessions) == 2


async def test_a_client_that_ring_forgot_can_still_look(
    browser: Browser, account: Account
) -> None:
    account.client().has_session = False
    await browser.see()
    assert browser.errors == []


async def test_why_a_view_cannot_begin_is_said(browser: Browser) -> None:
    browser.cloud.traffic.next(Endpoint.TICKET, BAD_GATEWAY)
    with pytest.raises(UnavailableError):
        await browser.look()
    browser.cloud.traffic.next(Endpoint.SIGNALLING, BAD_GATEWAY)
    with pytest.raises(UnavailableError) as error:
        await browser.look()
    assert error.value.__cause__ is None
    browser.cloud.traffic.next(Endpoint.TICKET, throttled(600))
    with pytest.raises(ThrottledError):
        await browser.look()


async def test_no_ticket_is_logged(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await browser.see()
    (seen,) = browser.cloud.traffic.seen(Endpoint.SIGNALLING)
    assert seen.query["token"]
    assert seen.query["token"] not in caplog.text
    # What others connect to is their business.
    logging.getLogger("websockets.client").debug("> GET /other?token=1 HTTP/1.1")
    assert "token=1" in caplog.text
