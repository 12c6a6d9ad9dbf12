"""Push messages: each that comes is heard, and a listener that dies is replaced."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
import json
from typing import Any

import pytest
from ring_doorbell.listen import RingEventListenerConfig

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth
from custom_components.ring_watch.ring.happenings import Happening
from custom_components.ring_watch.ring.listener import parameter
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import AGAIN, LOOK, RENEW, Push, PushState

from .clocks import HandClock
from .cloud import (
    BAD_GATEWAY,
    Account,
    Device,
    Endpoint,
    Fault,
    KeyForm,
    RingCloud,
    throttled,
)
from .cloud.messages import notification
from .cloud.push import _message
from .conftest import HARDWARE_ID
from .noticing import warnings
from .waiting import pass_until, until

pytestmark = pytest.mark.ring

FORGOTTEN = Fault(status=404, body='{"error": "no session of this hardware_id"}')


@dataclass
class Ears:
    """A push listener, and all that it told."""

    api: RingApi
    clock: HandClock
    heard: list[Happening] = field(default_factory=list)
    states: list[PushState] = field(default_factory=list)
    credentials: list[dict[str, Any]] = field(default_factory=list)
    push: Push = field(init=False)

    def begin(self) -> None:
        self.push = Push(
            self.api,
            self.credentials[-1] if self.credentials else None,
            on_credentials=self.credentials.append,
            on_happening=self.heard.append,
            on_state=self.states.append,
        )
        self.push.start()

    async def working(self) -> None:
        await pass_until(self.clock, lambda: self.push.state is PushState.WORKING)


@pytest.fixture
async def ears(ring_network: RingCloud, account: Account) -> AsyncIterator[Ears]:
    clock = HandClock()
    auth = RingAuth(ring_network.session(), HARDWARE_ID, pace=Pace(clock, spacing=0))
    await auth.async_fetch_token(account.email, account.password, account.code)
    ears = Ears(RingApi(auth), clock)
    ears.begin()
    await ears.working()
    yield ears
    await ears.push.stop()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library connect again without its pauses."""
    made = RingEventListenerConfig.default_config()
    made.reset_interval = 0.01
    monkeypatch.setattr(RingEventListenerConfig, "default_config", lambda: made)


def asked(cloud: RingCloud, endpoint: Endpoint, times: int) -> bool:
    return cloud.traffic.count(endpoint) == times


def kill_the_listener() -> None:
    """End what the library's receiver does, without a word, as it ends by itself."""
    for task in asyncio.all_tasks():
        if "FcmPushClient._listen" in repr(task.get_coro()):
            task.cancel()


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("form", KeyForm)
async def test_every_form_of_a_message_is_heard(
    ears: Ears,
    ring_network: RingCloud,
    account: Account,
    door: Device,
    form: KeyForm,
    old: bool,
) -> None:
    event = ring_network.add_event(door, datetime.now(UTC), kind="ding")
    await ring_network.push.notify(account, event, form=form, old=old)
    await until(lambda: ears.heard)
    at = event.at.replace(microsecond=0)
    assert ears.heard == [Happening(str(event.id), door.id, "ding", at, False, "push")]


async def test_a_message_that_nobody_can_read_ends_nothing(
    ears: Ears, ring_network: RingCloud, account: Account, door: Device
) -> None:
    event = ring_network.add_event(door, datetime.now(UTC), kind="ding")
    ((subscription, box),) = ring_network.push._boxes(account)
    garbled = _message(notification(event), subscription, KeyForm.PADDED)
    garbled.raw_data = bytes(len(garbled.raw_data))
    without_key = _message(notification(event), subscription, KeyForm.PADDED)
    del without_key.app_data[:]
    for message in (garbled, without_key):
        await ring_network.push.post.put(subscription.android_id, message)
    await ring_network.push.notify(account, event)
    await until(lambda: ears.heard)
    # Acknowledged, so they do not come again at each start.
    await until(lambda: box.delivered == 3)
    assert len(ears.heard) == 1
    assert ears.push.state is PushState.WORKING


async def test_a_dead_listener_is_seen_and_replaced(
    ears: Ears, ring_network: RingCloud, account: Account, door: Device
) -> None:
    ring_network.traffic.forget()
    kill_the_listener()
    await until(lambda: not ring_network.push.listening(account))
    begin = ears.clock.monotonic()
    await pass_until(ears.clock, lambda: PushState.DOWN in ears.states)
    assert ears.clock.monotonic() - begin <= 2 * LOOK
    await ears.working()
    assert ring_network.traffic.count(Endpoint.PUSH_TOKEN) == 1
    event = ring_network.add_event(door, datetime.now(UTC), kind="motion", person=True)
    await ring_network.push.notify(account, event)
    await until(lambda: ears.heard)
    assert (ears.heard[0].kind, ears.heard[0].person) == ("motion", True)


@pytest.mark.usefixtures("hasty")
async def test_a_lost_connection_comes_back_by_itself(
    ears: Ears, ring_network: RingCloud, account: Account, door: Device
) -> None:
    ring_network.push.hang_up()
    event = ring_network.add_event(door, datetime.now(UTC), kind="ding")
    await ring_network.push.notify(account, event)
    await until(lambda: ears.heard)
    assert ears.states == [PushState.WORKING]


async def test_after_a_restart_it_registers_with_the_same_credentials(
    ears: Ears, ring_network: RingCloud, account: Account, door: Device
) -> None:
    await ears.push.stop()
    ring_network.traffic.forget()
    ears.begin()
    await ears.working()
    assert ring_network.traffic.count(Endpoint.REGISTER) == 0
    assert ring_network.traffic.count(Endpoint.PUSH_TOKEN) == 1
    event = ring_network.add_event(door, datetime.now(UTC), kind="ding")
    await ring_network.push.notify(account, event)
    await until(lambda: ears.heard)


async def test_a_registration_that_is_refused_is_tried_again_without_a_word(
    ears: Ears, ring_network: RingCloud, caplog: pytest.LogCaptureFixture
) -> None:
    await ears.push.stop()
    ears.credentials.clear()
    ring_network.push.refuses = True
    ears.states.clear()
    ears.begin()
    await pass_until(ears.clock, lambda: PushState.DOWN in ears.states)
    ring_network.push.refuses = False
    await ears.working()
    assert warnings(caplog) == []


async def test_an_answer_that_nobody_can_read_does_not_end_it(
    ears: Ears, ring_network: RingCloud
) -> None:
    await ears.push.stop()
    ears.credentials.clear()
    garbage = Fault(status=200, body="garbage", content_type="application/x-protobuf")
    ring_network.traffic.next(Endpoint.CHECK_IN, garbage)
    ears.states.clear()
    ears.begin()
    await pass_until(ears.clock, lambda: PushState.DOWN in ears.states)
    await ears.working()


@pytest.mark.usefixtures("hasty")
async def test_credentials_that_google_takes_no_more_are_replaced(
    ears: Ears, ring_network: RingCloud
) -> None:
    # The service has forgotten the device, and takes its logins no more.
    ring_network.push.post.boxes.clear()
    ring_network.push.hang_up()
    kill_the_listener()
    registered = len(ears.credentials)
    await pass_until(ears.clock, lambda: len(ears.credentials) > registered)
    await ears.working()


@pytest.mark.usefixtures("hasty")
async def test_without_new_credentials_the_old_ones_stay(
    ears: Ears, ring_network: RingCloud, account: Account, door: Device
) -> None:
    boxes = dict(ring_network.push.post.boxes)
    ring_network.push.refuses = True
    ring_network.push.post.boxes.clear()
    kill_the_listener()
    asked = ring_network.traffic.count(Endpoint.REGISTER)
    await pass_until(
        ears.clock, lambda: ring_network.traffic.count(Endpoint.REGISTER) > asked
    )
    ring_network.push.post.boxes |= boxes
    await ears.working()
    assert len(ears.credentials) == 1
    await ring_network.push.notify(
        account, ring_network.add_event(door, datetime.now(UTC))
    )
    await until(lambda: ears.heard)


async def test_an_outage_of_ring_costs_no_credentials(
    ears: Ears, ring_network: RingCloud
) -> None:
    ring_network.traffic.forget()
    kill_the_listener()
    for endpoint in (Endpoint.SESSION, Endpoint.PUSH_TOKEN):
        ring_network.traffic.always(endpoint, BAD_GATEWAY)
        three = partial(asked, ring_network, endpoint, 3)
        await pass_until(ears.clock, three, step=30)
        ring_network.traffic.always(endpoint, None)
    await pass_until(ears.clock, lambda: ears.states[-1] is PushState.WORKING, step=30)
    assert ring_network.traffic.count(Endpoint.REGISTER) == 0
    assert len(ears.credentials) == 1


@pytest.mark.parametrize("broken", [{}, {"gcm": {}, "fcm": None}, {"gcm": "odd"}])
async def test_stored_credentials_that_are_none_are_replaced(
    ears: Ears, broken: dict[str, Any]
) -> None:
    await ears.push.stop()
    ears.credentials.append(broken)
    ears.begin()
    await ears.working()
    assert len(ears.credentials) == 3


@pytest.fixture(
    params=[
        {"doorbots": [], "chimes": None},
        {"doorbots": [{"description": "no id"}, None, "odd"]},
        {"doorbots": [], "total": 3},
        ["odd"],
        None,
    ]
)
def odd_list(request: pytest.FixtureRequest, ring_network: RingCloud) -> None:
    """Let Ring list the devices in a way that nobody expects."""
    answer = Fault(status=200, body=json.dumps(request.param))
    ring_network.traffic.always(Endpoint.DEVICES, answer)


@pytest.mark.usefixtures("odd_list")
async def test_whatever_ring_lists_push_begins(
    ears: Ears, ring_network: RingCloud
) -> None:
    assert ears.states == [PushState.WORKING]
    assert ring_network.traffic.count(Endpoint.PUSH_TOKEN) == 1


async def test_when_ring_has_no_time_for_the_registration_nothing_else_is_asked(
    ears: Ears, ring_network: RingCloud, caplog: pytest.LogCaptureFixture
) -> None:
    await ears.push.stop()
    ring_network.traffic.next(Endpoint.PUSH_TOKEN, throttled(90))
    begin = ears.clock.monotonic()
    ears.begin()
    await until(lambda: ears.push.state is PushState.DOWN)
    ring_network.traffic.forget()
    await ears.working()
    assert ears.clock.monotonic() - begin >= 90
    assert ring_network.traffic.count(Endpoint.PUSH_TOKEN) == 1
    assert warnings(caplog) == []


async def test_a_client_that_ring_forgot_registers_all_the_same(
    ears: Ears, ring_network: RingCloud, account: Account
) -> None:
    ring_network.traffic.next(Endpoint.PUSH_TOKEN, FORGOTTEN)
    await until(lambda: ears.clock.next_in is not None)
    ring_network.traffic.forget()
    ears.clock.let_pass(RENEW + LOOK)
    await until(lambda: ring_network.traffic.count(Endpoint.PUSH_TOKEN) == 2)
    assert ears.states == [PushState.WORKING]


async def test_a_registration_that_brings_nothing_is_made_anew_but_not_often(
    ears: Ears,
) -> None:
    registered = len(ears.credentials)
    for _ in range(3):
        ears.push.missed(1001)
    assert ears.states[-1:] == [PushState.SILENT]
    for _ in range(4):
        await until(lambda: ears.clock.next_in is not None)
        ears.clock.let_pass(LOOK)
    assert len(ears.credentials) == registered
    await until(lambda: ears.clock.next_in is not None)
    ears.clock.let_pass(RENEW)
    await pass_until(ears.clock, lambda: len(ears.credentials) > registered)
    await ears.working()


async def test_the_registration_is_renewed_again_and_again(
    ears: Ears, ring_network: RingCloud
) -> None:
    for _ in range(3):
        ring_network.traffic.forget()
        await until(lambda: ears.clock.next_in is not None)
        ears.clock.let_pass(RENEW + LOOK)
        await until(lambda: ring_network.traffic.count(Endpoint.PUSH_TOKEN))
        assert ring_network.traffic.count(Endpoint.SESSION) == 1
    assert ears.states == [PushState.WORKING]


async def test_a_renewal_that_fails_is_tried_again_and_ends_nothing(
    ears: Ears, ring_network: RingCloud
) -> None:
    ring_network.traffic.forget()
    ring_network.traffic.next(Endpoint.SESSION, BAD_GATEWAY)
    await until(lambda: ears.clock.next_in is not None)
    ears.clock.let_pass(RENEW + LOOK)
    await until(lambda: ring_network.traffic.count(Endpoint.SESSION))
    await until(lambda: ears.clock.next_in is not None)
    ears.clock.let_pass(AGAIN + LOOK)
    await until(lambda: ring_network.traffic.count(Endpoint.PUSH_TOKEN))
    assert ears.states == [PushState.WORKING]


async def test_without_a_login_it_is_down_and_asks_no_more(
    ears: Ears, ring_network: RingCloud, account: Account
) -> None:
    account.revoke()
    kill_the_listener()
    await pass_until(ears.clock, lambda: ears.push.state is PushState.DOWN)
    assert ears.push._task
    await pass_until(ears.clock, ears.push._task.done)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("BPdh", "BPdh"),
        ("BPd", "BPd="),
        ("BPdh;p256ecdsa=BOther", "BPdh"),
        ("56ecdsa=BOther;dh=BPdh", "BPdh"),
        ("56ecdsa=BOther; dh=BP", "BP=="),
        ("BPdh==;p256ecdsa=B", "BPdh"),
        ('"BPdh";p256ecdsa="B"', "BPdh"),
        ('56ecdsa="B";dh="B+/_"', "B+/_"),
        ("", ""),
    ],
)
def test_a_key_is_found_among_others(header: str, expected: str) -> None:
    assert parameter(header, "dh") == expected
