"""Every event once: at once by push, by the next poll without."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.auth import RingAuth
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.errors import (
    LoginRejectedError,
    RingAccountError,
    UnavailableError,
)
from custom_components.ring_watch.ring.events import (
    POLL_BESIDE_PUSH,
    POLL_WITHOUT_PUSH,
    STALE,
    Events,
)
from custom_components.ring_watch.ring.happenings import Happening
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import PushState

from .clocks import HandClock
from .cloud import BAD_GATEWAY, Account, Device, Endpoint, Event, RingCloud
from .conftest import HARDWARE_ID
from .waiting import pass_until, until

pytestmark = pytest.mark.ring


@dataclass
class House:
    """The events of an account, as they are told."""

    cloud: RingCloud
    account: Account
    api: RingApi
    clock: HandClock
    devices: dict[int, RingDevice]
    told: list[Happening] = field(default_factory=list)
    polls: list[RingAccountError | None] = field(default_factory=list)
    states: list[PushState] = field(default_factory=list)
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
        )
        self.events.start()

    async def polled(self) -> None:
        """Let time pass until the next poll."""
        before = len(self.polls)
        await pass_until(self.clock, lambda: len(self.polls) > before)

    def press(self, door: Device, *, ago: float = 0, kind: str = "ding") -> Event:
        at = self.clock.now() - timedelta(seconds=ago)
        return self.cloud.add_event(door, at, kind=kind)

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


async def test_a_rejected_login_ends_the_polling(deaf: House) -> None:
    deaf.account.revoke()
    await deaf.polled()
    assert isinstance(deaf.polls[-1], LoginRejectedError)
    count = len(deaf.polls)
    deaf.clock.let_pass(timedelta(hours=1).total_seconds())
    assert deaf.events._task
    await until(deaf.events._task.done)
    assert len(deaf.polls) == count
