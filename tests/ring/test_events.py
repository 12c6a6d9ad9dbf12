"""Every event once: at once by push, by the next poll without."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth
from custom_components.ring_watch.ring.devices import (
    DeviceKey,
    RingDevice,
    read_devices,
)
from custom_components.ring_watch.ring.errors import (
    LoginRejectedError,
    RefusedError,
    RingAccountError,
    ThrottledError,
    UnavailableError,
)
from custom_components.ring_watch.ring.events import (
    POLL_BESIDE_PUSH,
    POLL_WHILE_WATCHED,
    POLL_WITHOUT_PUSH,
    STALE,
    Events,
)
from custom_components.ring_watch.ring.happenings import Happening
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import PushState

from .clocks import HandClock
from .cloud import (
    BAD_GATEWAY,
    DROPPED,
    NO_JSON,
    NOT_FOUND,
    Account,
    Device,
    Endpoint,
    Event,
    Fault,
    RingCloud,
    throttled,
)
from .conftest import HARDWARE_ID
from .waiting import pass_until, until

pytestmark = pytest.mark.ring

HISTORY = Endpoint.HISTORY


@dataclass
class House:
    """The events of an account, as they are told."""

    cloud: RingCloud
    account: Account
    api: RingApi
    clock: HandClock
    devices: dict[DeviceKey, RingDevice]
    told: list[Happening] = field(default_factory=list)
    polls: list[RingAccountError | None] = field(default_factory=list)
    states: list[PushState] = field(default_factory=list)
    watched: bool = False
    events: Events = field(init=False)

    def begin(self) -> None:
        self.events = Events(
            self.api,
            lambda: list(self.devices.values()),
            None,
            on_credentials=lambda credentials: None,
            on_happening=self.told.append,
            on_poll=self.polls.append,
            on_push=self.states.append,
            watched=lambda: self.watched,
        )
        self.events.start()

    async def polled(self) -> None:
        """Let time pass until the next poll."""
        before = len(self.polls)
        await pass_until(self.clock, lambda: len(self.polls) > before)

    def press(self, door: Device, *, ago: float = 0, kind: str = "ding") -> Event:
        at = self.cloud.state.now() - timedelta(seconds=ago)
        return self.cloud.add_event(door, at, kind=kind)

    def heard(self, event: Event) -> bool:
        return str(event.id) in self.ids

    @property
    def ids(self) -> list[str]:
        return [item.id for item in self.told]


@pytest.fixture
async def house(ring_network: RingCloud, account: Account) -> AsyncIterator[House]:
    clock = HandClock()
    auth = RingAuth(ring_network.session(), HARDWARE_ID, pace=Pace(clock, spacing=0))
    await auth.async_fetch_token(account.email, account.password, account.code)
    api = RingApi(auth)
    ring_network.state.now = clock.now
    house = House(ring_network, account, api, clock, await read_devices(api))
    yield house
    await house.events.stop()


@pytest.fixture
async def deaf(house: House, ring_network: RingCloud) -> House:
    """A house where no push message comes."""
    ring_network.push.refuses = True
    house.begin()
    await until(lambda: house.polls)
    return house


@pytest.fixture
async def hearing(house: House) -> House:
    """A house where push works."""
    house.begin()
    await until(lambda: house.events.push.state is PushState.WORKING)
    # It polls less often from now on.
    await until(lambda: house.clock.longest > POLL_WITHOUT_PUSH)
    return house


async def test_a_press_is_told_by_push_and_not_again_by_polling(
    hearing: House, door: Device
) -> None:
    event = hearing.press(door)
    await hearing.cloud.push.notify(hearing.account, event)
    await until(lambda: hearing.told)
    await hearing.cloud.push.notify(hearing.account, event, old=True)
    await hearing.polled()
    assert hearing.ids == [str(event.id)]
    assert hearing.told[0].via == "push"


async def test_without_push_a_press_is_told_by_the_next_poll(
    deaf: House, door: Device
) -> None:
    begin = deaf.clock.monotonic()
    event = deaf.press(door)
    await deaf.polled()
    assert deaf.ids == [str(event.id)]
    assert deaf.clock.monotonic() - begin <= POLL_WITHOUT_PUSH
    await deaf.polled()
    assert deaf.ids == [str(event.id)]


async def test_what_push_loses_the_next_poll_tells_and_push_is_said_to_be_silent(
    hearing: House, door: Device
) -> None:
    hearing.clock.let_pass(60)
    event = hearing.press(door)
    begin = hearing.clock.monotonic()
    await pass_until(hearing.clock, lambda: hearing.told)
    assert hearing.clock.monotonic() - begin <= POLL_BESIDE_PUSH
    assert hearing.ids == [str(event.id)]
    assert hearing.states[-1:] == [PushState.SILENT]
    second = hearing.press(door)
    await hearing.cloud.push.notify(hearing.account, second)
    await until(lambda: len(hearing.told) == 2)
    assert hearing.states[-1:] == [PushState.WORKING]


async def test_motion_that_nobody_wants_to_be_told_of_is_not_missed(
    hearing: House, door: Device
) -> None:
    hearing.clock.let_pass(60)
    hearing.press(door, kind="motion")
    await pass_until(hearing.clock, lambda: hearing.told)
    assert PushState.SILENT not in hearing.states


async def test_a_device_without_messages_is_asked_for_more_often_than_the_others(
    house: House, door: Device, ring_network: RingCloud
) -> None:
    """It may be shared by somebody who lets nobody else be told."""
    house.account.alerts = False
    house.account.devices.append(Device(1002, "Garden", "stickup_cams"))
    house.account.client().alerts |= {(1002, "motion")}
    house.devices = await read_devices(house.api)
    house.begin()
    await until(lambda: house.events.push.state is PushState.WORKING)
    await house.polled()
    ring_network.traffic.forget()
    for _ in range(5):
        begin = house.clock.monotonic()
        event = house.press(door)
        await pass_until(house.clock, partial(house.heard, event))
        assert house.clock.monotonic() - begin <= POLL_WITHOUT_PUSH + 5
    asked = [seen.path.split("/")[3] for seen in ring_network.traffic.seen(HISTORY)]
    assert (asked.count("1001"), asked.count("1002")) == (5, 1)
    # Nobody expected a message.
    assert PushState.SILENT not in house.states


async def test_whose_messages_came_is_believed_to_be_told_of(
    house: House, door: Device, ring_network: RingCloud
) -> None:
    """Whatever Ring says of it."""
    door.extra = {"subscribed": None, "subscribed_motions": None}
    house.devices = await read_devices(house.api)
    house.begin()
    await until(lambda: house.events.push.state is PushState.WORKING)
    await until(lambda: house.polls)
    for kind in ("ding", "motion"):
        event = house.press(door, kind=kind)
        await house.cloud.push.notify(house.account, event)
        await until(partial(house.heard, event))
    await house.polled()
    assert house.clock.longest > POLL_WITHOUT_PUSH


async def test_a_device_that_push_forgets_is_asked_for_whatever_others_push(
    hearing: House, door: Device
) -> None:
    back = Device(1002, "Back Door")
    hearing.account.devices.append(back)
    hearing.devices |= await read_devices(hearing.api)
    hearing.clock.let_pass(60)
    first = hearing.press(door)
    await pass_until(hearing.clock, partial(hearing.heard, first))
    assert hearing.states[-1:] == [PushState.SILENT]
    for _ in range(3):
        other = hearing.press(back)
        await hearing.cloud.push.notify(hearing.account, other)
        await until(partial(hearing.heard, other))
        begin = hearing.clock.monotonic()
        lost = hearing.press(door)
        await pass_until(hearing.clock, partial(hearing.heard, lost))
        assert hearing.clock.monotonic() - begin <= POLL_WITHOUT_PUSH + 5
    assert hearing.states[-1:] == [PushState.SILENT]
    assert len(hearing.ids) == len(set(hearing.ids))
    # Until it is gone.
    del hearing.devices[1001]
    await pass_until(
        hearing.clock, lambda: hearing.states[-1:] == [PushState.WORKING], step=5
    )


async def test_after_a_pause_that_ring_wants_the_next_poll_comes_at_once(
    deaf: House, door: Device
) -> None:
    deaf.cloud.traffic.next(Endpoint.HISTORY, throttled(300))
    await deaf.polled()
    begin = deaf.clock.monotonic()
    event = deaf.press(door)
    await pass_until(deaf.clock, partial(deaf.heard, event), step=5)
    assert deaf.clock.monotonic() - begin <= 300 + 5


async def test_after_a_long_outage_a_press_is_told_by_the_next_poll(
    deaf: House, door: Device
) -> None:
    deaf.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    hour = deaf.clock.monotonic() + 3600
    await pass_until(deaf.clock, lambda: deaf.clock.monotonic() > hour, step=15)
    deaf.cloud.traffic.always(Endpoint.HISTORY, None)
    begin = deaf.clock.monotonic()
    event = deaf.press(door)
    await pass_until(deaf.clock, partial(deaf.heard, event), step=5)
    assert deaf.clock.monotonic() - begin <= POLL_BESIDE_PUSH + 5


@pytest.mark.parametrize("wrong", [timedelta(minutes=-15), timedelta(days=400)])
async def test_a_clock_at_home_that_is_wrong_makes_no_press_too_old(
    house: House, door: Device, ring_network: RingCloud, wrong: timedelta
) -> None:
    ring_network.state.now = lambda: house.clock.now() - wrong
    before = house.press(door, ago=5)
    house.devices = await read_devices(house.api)
    house.begin()
    await until(lambda: house.events.push.state is PushState.WORKING)
    pushed = house.press(door)
    await house.cloud.push.notify(house.account, pushed)
    await until(partial(house.heard, pushed))
    polled = house.press(door)
    await pass_until(house.clock, partial(house.heard, polled), step=5)
    assert not house.heard(before)


async def test_an_answer_that_is_no_list_is_a_failed_poll(deaf: House) -> None:
    odd = Fault(status=200, body='{"error": "busy"}')
    deaf.cloud.traffic.always(Endpoint.HISTORY, odd)
    await deaf.polled()
    assert isinstance(deaf.polls[-1], UnavailableError)


async def test_while_somebody_watches_polls_are_close_and_push_is_not_blamed(
    hearing: House, door: Device
) -> None:
    hearing.clock.let_pass(60)
    hearing.watched = True
    hearing.events.wake()
    await hearing.polled()
    for _ in range(2):
        begin = hearing.clock.monotonic()
        event = hearing.press(door)
        await pass_until(hearing.clock, partial(hearing.heard, event))
        assert hearing.clock.monotonic() - begin <= POLL_WHILE_WATCHED + 5
    last = hearing.press(door)
    hearing.clock.let_pass(5)
    hearing.watched = False
    hearing.events.wake()
    await until(partial(hearing.heard, last))
    assert PushState.SILENT not in hearing.states


async def test_what_was_before_the_start_is_not_told(
    house: House, door: Device
) -> None:
    house.press(door, ago=30)
    house.begin()
    await until(lambda: house.polls)
    await house.polled()
    assert house.told == []


async def test_a_press_is_told_after_an_outage_unless_it_is_old(
    deaf: House, door: Device
) -> None:
    deaf.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await deaf.polled()
    assert isinstance(deaf.polls[-1], UnavailableError)
    deaf.press(door)
    deaf.clock.let_pass(STALE + 60)
    recent = deaf.press(door, ago=30)
    deaf.cloud.traffic.always(Endpoint.HISTORY, None)
    await pass_until(deaf.clock, lambda: deaf.polls[-1] is None)
    assert deaf.ids == [str(recent.id)]


async def test_events_are_told_in_their_order(deaf: House, door: Device) -> None:
    late, early = deaf.press(door, ago=-5), deaf.press(door, ago=-2)
    await deaf.polled()
    assert deaf.ids == [str(early.id), str(late.id)]


async def test_a_device_that_is_gone_does_not_silence_the_others(
    deaf: House, door: Device
) -> None:
    deaf.account.devices.insert(0, Device(1002, "Back Door"))
    deaf.devices = await read_devices(deaf.api)
    del deaf.account.devices[0]
    event = deaf.press(door)
    await deaf.polled()
    assert deaf.ids == [str(event.id)]


def history_of(
    cloud: RingCloud, faults: dict[int, Fault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the histories of some devices fail."""
    real = cloud.traffic._answer

    async def answer(endpoint: Endpoint, request: web.Request, handler: Handler) -> Any:
        fault = faults.get(int(request.match_info.get("device", "0")))
        if endpoint is Endpoint.HISTORY and fault is not None:
            cloud.traffic.next(endpoint, fault)
        return await real(endpoint, request, handler)

    monkeypatch.setattr(cloud.traffic, "_answer", answer)


@pytest.mark.parametrize("fault", [BAD_GATEWAY, DROPPED, NO_JSON, NOT_FOUND])
async def test_a_device_whose_history_fails_does_not_silence_the_others(
    deaf: House, door: Device, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf.account.devices.insert(0, Device(1002, "Back Door"))
    deaf.devices = await read_devices(deaf.api)
    history_of(deaf.cloud, {1002: fault}, monkeypatch)
    event = deaf.press(door)
    await deaf.polled()
    assert deaf.ids == [str(event.id)]
    assert deaf.polls[-1] is None
    # Who fails does not even make the others wait.
    deaf.cloud.traffic.forget()
    await deaf.polled()
    asked = [one.path for one in deaf.cloud.traffic.seen(Endpoint.HISTORY)]
    assert ["1001" in path for path in asked[:2]] == [True, False]


async def test_where_no_history_can_be_read_that_is_a_failure(
    deaf: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf.account.devices += [Device(number) for number in range(1002, 1008)]
    deaf.devices = await read_devices(deaf.api)
    history_of(
        deaf.cloud, dict.fromkeys(range(1001, 1008), Fault(status=403)), monkeypatch
    )
    deaf.cloud.traffic.forget()
    await deaf.polled()
    assert isinstance(deaf.polls[-1], RefusedError)
    assert deaf.cloud.traffic.count(Endpoint.HISTORY) == 3


async def test_after_a_wish_for_fewer_questions_those_that_waited_are_asked_first(
    deaf: House, door: Device
) -> None:
    deaf.account.devices.append(Device(1002, "Back Door"))
    deaf.devices = await read_devices(deaf.api)
    await deaf.polled()
    deaf.cloud.traffic.forget()
    deaf.cloud.traffic.next(Endpoint.HISTORY, Fault())
    deaf.cloud.traffic.next(Endpoint.HISTORY, throttled(1))
    await deaf.polled()
    assert isinstance(deaf.polls[-1], ThrottledError)
    await deaf.polled()
    asked = [one.path for one in deaf.cloud.traffic.seen(Endpoint.HISTORY)]
    assert [path.split("/")[3] for path in asked] == ["1001", "1002", "1002", "1001"]


async def test_what_has_no_time_is_told_if_it_was_not_there_before(
    deaf: House, door: Device
) -> None:
    deaf.press(door).extra["created_at"] = None
    deaf.account.devices.append(Device(1002, "Back Door"))
    deaf.press(deaf.account.devices[1]).extra["created_at"] = None
    deaf.devices = await read_devices(deaf.api)
    await deaf.polled()
    assert [item.device_id for item in deaf.told] == [1001]


async def test_a_fault_of_whoever_listens_is_not_the_last_poll(
    deaf: House,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Happening) -> None:
        raise KeyError("odd")

    monkeypatch.setattr(deaf.events, "_tell", fail)
    for _ in range(2):
        deaf.press(door)
        await deaf.polled()
        assert isinstance(deaf.polls[-1], UnavailableError)
    monkeypatch.undo()
    event = deaf.press(door)
    await deaf.polled()
    assert str(event.id) in deaf.ids
    assert [r.levelname for r in caplog.records].count("ERROR") == 1


async def test_a_rejected_login_ends_the_polling(deaf: House) -> None:
    deaf.account.revoke()
    await deaf.polled()
    assert isinstance(deaf.polls[-1], LoginRejectedError)
    count = len(deaf.polls)
    deaf.clock.let_pass(timedelta(hours=1).total_seconds())
    assert deaf.events._task
    await until(deaf.events._task.done)
    assert len(deaf.polls) == count
