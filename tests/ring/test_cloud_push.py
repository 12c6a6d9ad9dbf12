"""Ring's own library hears of events over the fake push service, as over Google's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from firebase_messaging import FcmPushClient
from firebase_messaging.fcmpushclient import FcmPushClientRunState
import pytest
from ring_doorbell import Ring, RingEvent
from ring_doorbell.listen import RingEventListener, RingEventListenerConfig

from .cloud import Account, Device, Event, KeyForm, RingCloud

pytestmark = pytest.mark.ring


class Listener:
    """The library's listener, and what it heard."""

    def __init__(self, ring: Ring, credentials: dict[str, Any] | None = None) -> None:
        self.credentials = credentials
        self.heard: asyncio.Queue[RingEvent] = asyncio.Queue()
        config = RingEventListenerConfig.default_config()
        config.reset_interval = config.start_seconds_before_retry_connect = 0.01
        self.listener = RingEventListener(ring, credentials, self._keep, config=config)

    def _keep(self, credentials: dict[str, Any]) -> None:
        self.credentials = credentials

    async def start(self) -> None:
        assert await self.listener.start()
        self.listener.add_notification_callback(self.heard.put_nowait)

    async def stop(self) -> None:
        await self.listener.stop()
        await asyncio.gather(*self.receiver.tasks, return_exceptions=True)

    async def next(self) -> RingEvent:
        return await asyncio.wait_for(self.heard.get(), 30)

    @property
    def receiver(self) -> FcmPushClient:
        found = self.listener._receiver
        assert found
        return found


@pytest.fixture
async def listener(ring: Ring, ring_network: RingCloud) -> AsyncIterator[Listener]:
    await ring.async_update_data()
    listener = Listener(ring)
    await listener.start()
    yield listener
    await listener.stop()


def event_of(cloud: RingCloud, door: Device, **settings: Any) -> Event:
    return cloud.add_event(door, datetime.now(UTC), **settings)


async def until(condition: Any) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("old", [False, True])
async def test_a_press_and_a_motion_are_heard(
    listener: Listener,
    ring_network: RingCloud,
    account: Account,
    door: Device,
    old: bool,
) -> None:
    await until(lambda: ring_network.push.listening(account))
    event = event_of(ring_network, door, kind="motion", person=True)
    assert await ring_network.push.notify(account, event, old=old) == 1
    heard = await listener.next()
    assert (heard.id, heard.doorbot_id, heard.kind) == (event.id, door.id, "motion")
    assert heard.state == "human"
    assert heard.device_name == "Front Door"


async def test_what_was_not_acknowledged_comes_again(
    listener: Listener, ring_network: RingCloud, account: Account, door: Device
) -> None:
    await until(lambda: ring_network.push.listening(account))
    ring_network.push.hang_up()
    event = event_of(ring_network, door, kind="ding")
    await ring_network.push.notify(account, event)
    assert (await listener.next()).id == event.id
    (box,) = ring_network.push.post.boxes.values()
    await until(lambda: box.delivered == 1)
    assert box.logins == 2


async def test_a_connection_can_be_silent(
    listener: Listener, ring_network: RingCloud, account: Account, door: Device
) -> None:
    await until(lambda: ring_network.push.listening(account))
    ring_network.push.post.silent = True
    await ring_network.happen(door)
    ring_network.push.post.silent = False
    event = await ring_network.happen(door)
    assert (await listener.next()).id == event.id


@pytest.mark.parametrize("form", [KeyForm.UNPADDED, KeyForm.TWO_KEYS])
async def test_a_key_without_padding_ends_the_library_s_listener(
    listener: Listener,
    ring_network: RingCloud,
    account: Account,
    door: Device,
    form: KeyForm,
) -> None:
    """The defect that whoever uses the library has to mend."""
    await until(lambda: ring_network.push.listening(account))
    event = event_of(ring_network, door, kind="ding")
    await ring_network.push.notify(account, event, form=form)
    await until(lambda: not listener.receiver.is_started())
    assert listener.heard.empty()
    assert listener.listener.started
    (box,) = ring_network.push.post.boxes.values()
    assert box.delivered == 0
    assert len(box.waiting) == 1


async def test_a_listener_comes_back_with_its_credentials(
    listener: Listener, ring: Ring, ring_network: RingCloud, account: Account
) -> None:
    await until(lambda: ring_network.push.listening(account))
    await listener.stop()
    await until(lambda: not ring_network.push.listening(account))
    (door,) = account.devices
    event = await ring_network.happen(door)
    again = Listener(ring, listener.credentials)
    await again.start()
    assert (await again.next()).id == event.id
    assert len(ring_network.push.post.boxes) == 1
    await again.stop()


async def test_credentials_that_are_forgotten_end_the_library_s_listener(
    listener: Listener, ring: Ring, ring_network: RingCloud, account: Account
) -> None:
    await until(lambda: ring_network.push.listening(account))
    await listener.stop()
    ring_network.push.forget()
    again = Listener(ring, listener.credentials)
    await again.start()
    await until(lambda: again.receiver.run_state is FcmPushClientRunState.STOPPING)
    assert again.listener.started
    await again.stop()


async def test_a_registration_can_be_refused(
    ring: Ring, ring_network: RingCloud
) -> None:
    ring_network.push.refuses = True
    await ring.async_update_data()
    listener = Listener(ring)
    with pytest.raises(RuntimeError, match="Unable to establish"):
        await listener.listener.start()
