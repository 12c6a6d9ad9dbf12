"""Ring sends a client messages of those devices only for which it asked."""

import pytest

from custom_components.ring_watch.ring.alerts import AGAIN, RARELY, Alerts
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.errors import ThrottledError
from custom_components.ring_watch.ring.push import PushState

from .clocks import FastClock
from .cloud import Account, Device, Endpoint, RingCloud, throttled
from .owning import Owner
from .waiting import pass_until, until

pytestmark = pytest.mark.ring


@pytest.fixture
async def devices(api: RingApi, account: Account) -> list[RingDevice]:
    account.alerts = False
    account.devices += [
        Device(1002, "Garden", "stickup_cams"),
        Device(1003, "Hall", "other", "intercom_handset_audio"),
        Device(1004, "Kitchen", "chimes"),
    ]
    return list((await read_devices(api)).values())


async def test_each_device_is_asked_for_as_far_as_something_can_happen_at_it(
    api: RingApi, account: Account, devices: list[RingDevice]
) -> None:
    assert not any(one.pushes_presses or one.pushes_motion for one in devices)
    await Alerts(api).ask(devices)
    assert account.client().alerts == {
        (1001, "ding"),
        (1001, "motion"),
        (1002, "motion"),
        (1003, "ding"),
    }
    front, garden, *_ = (await read_devices(api)).values()
    assert (front.pushes_presses, front.pushes_motion) == (True, True)
    assert (garden.pushes_presses, garden.pushes_motion) == (False, True)


async def test_what_ring_has_taken_is_not_asked_for_again(
    api: RingApi, devices: list[RingDevice], ring_cloud: RingCloud
) -> None:
    alerts = Alerts(api)
    await alerts.ask(devices)
    ring_cloud.traffic.forget()
    await alerts.ask((await read_devices(api)).values())
    await alerts.ask(devices)
    assert ring_cloud.traffic.count(Endpoint.ALERTS) == 0


async def test_what_ring_does_not_take_is_asked_for_less_and_less(
    api: RingApi,
    account: Account,
    devices: list[RingDevice],
    ring_cloud: RingCloud,
    clock: FastClock,
) -> None:
    account.without_alerts = {1002}
    alerts = Alerts(api)
    await alerts.ask(devices)
    assert len(account.client().alerts) == 3
    ring_cloud.traffic.forget()
    for _ in range(24 * 60):
        await clock.sleep(60)
        await alerts.ask([device for device in devices if device.id == 1002])
    asked = ring_cloud.traffic.count(Endpoint.ALERTS)
    assert 24 * 3600 / RARELY <= asked <= 24 * 3600 / RARELY + 6
    assert AGAIN < RARELY


async def test_a_busy_ring_is_left_alone(
    api: RingApi, devices: list[RingDevice], ring_cloud: RingCloud
) -> None:
    ring_cloud.traffic.next(Endpoint.ALERTS, throttled(120))
    with pytest.raises(ThrottledError):
        await Alerts(api).ask(devices)
    assert ring_cloud.traffic.count(Endpoint.ALERTS) == 1


async def test_a_new_client_is_told_of_a_press_at_once(
    owner: Owner, account: Account, door: Device
) -> None:
    account.alerts = False
    await owner.account.start()
    await until(lambda: owner.states[-1:] == [PushState.WORKING])
    await pass_until(owner.clock, lambda: account.client().hears(1001, "ding"))
    event = owner.press(door)
    await owner.cloud.push.notify(account, event)
    await until(lambda: owner.happenings)
    assert owner.happenings[0].via == "push"
