"""A Ring account as the rest of the integration sees it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.ring_watch.process import run_engine
from custom_components.ring_watch.ring import watch
from custom_components.ring_watch.ring.client import Login, log_in
from custom_components.ring_watch.ring.errors import (
    CodeNeededError,
    LoginRejectedError,
    NotFoundError,
    UnavailableError,
)
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.watch import LONGEST_HELD, LOST_AFTER

from .clocks import FastClock
from .cloud import (
    BAD_GATEWAY,
    DROPPED,
    Account,
    Device,
    Endpoint,
    Fault,
    RingCloud,
    throttled,
)
from .collecting import Scene
from .conftest import HARDWARE_ID
from .owning import Owner
from .waiting import pass_until, until

pytestmark = pytest.mark.ring


async def test_logging_in_asks_for_a_code(
    ring_cloud: RingCloud, account: Account
) -> None:
    session, pace = ring_cloud.session(), Pace(FastClock())
    with pytest.raises(CodeNeededError):
        await log_in(session, HARDWARE_ID, account.email, account.password, pace=pace)


async def test_it_knows_its_devices_hears_a_press_and_stops(
    owner: Owner, door: Device
) -> None:
    await owner.account.start()
    assert [device.name for device in owner.account.devices.values()] == ["Front Door"]
    assert owner.account.available
    await owner.working()
    assert owner.account.hears_events
    assert owner.push
    event = await owner.cloud.happen(door)
    await until(lambda: owner.happenings)
    assert owner.happenings[0].id == str(event.id)
    await owner.account.stop()
    owner.cloud.traffic.forget()
    owner.clock.let_pass(24 * 3600)
    await asyncio.sleep(0.05)
    assert owner.cloud.traffic.requests == []


async def test_devices_come_and_go_without_a_restart(
    owner: Owner, account: Account
) -> None:
    await owner.account.start()
    account.devices.append(Device(1002, "Back Door"))
    await pass_until(owner.clock, lambda: 1002 in owner.account.devices)
    del account.devices[0]
    await pass_until(owner.clock, lambda: 1001 not in owner.account.devices)
    assert owner.changes >= 3


async def test_signals_are_learned(owner: Owner, door: Device) -> None:
    await owner.account.start()
    await pass_until(
        owner.clock, lambda: owner.account.devices[1001].signal == door.signal
    )


async def test_while_ring_is_down_the_last_data_stays(
    owner: Owner, ring_network: RingCloud
) -> None:
    await owner.account.start()
    ring_network.traffic.always(Endpoint.DEVICES, BAD_GATEWAY)
    ring_network.traffic.forget()
    await pass_until(owner.clock, lambda: not owner.account.available, step=10)
    assert ring_network.traffic.count(Endpoint.DEVICES) == LOST_AFTER
    assert set(owner.account.devices) == {1001}
    assert owner.rejections == 0
    ring_network.traffic.always(Endpoint.DEVICES, None)
    await pass_until(owner.clock, lambda: owner.account.available)


async def test_a_ring_that_wants_fewer_questions_is_not_lost_for_long(
    owner: Owner, ring_network: RingCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LONGEST_HELD > 3600
    monkeypatch.setattr(watch, "LONGEST_HELD", 900.0)
    await owner.account.start()
    ring_network.traffic.always(Endpoint.DEVICES, throttled(600))
    begin = owner.clock.monotonic()
    await pass_until(owner.clock, lambda: not owner.account.available, step=600)
    assert owner.clock.monotonic() - begin >= 900


async def test_a_fault_of_whoever_listens_is_not_the_last_look(
    owner: Owner, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    await owner.account.start()
    owner.faults = 3
    account.devices.append(Device(1002, "Back Door"))
    await pass_until(owner.clock, lambda: owner.faults == 2)
    account.devices.append(Device(1003, "Garden"))
    await pass_until(owner.clock, lambda: owner.faults == 1)
    owner.faults = 0
    account.devices.append(Device(1004, "Shed"))
    changes = owner.changes
    await pass_until(owner.clock, lambda: owner.changes > changes)
    assert 1004 in owner.account.devices
    assert [r.levelname for r in caplog.records].count("ERROR") == 1


async def test_a_start_that_fails_can_be_tried_again(
    owner: Owner, ring_network: RingCloud
) -> None:
    ring_network.traffic.next(Endpoint.DEVICES, BAD_GATEWAY)
    with pytest.raises(UnavailableError):
        await owner.account.start()
    await owner.account.start()
    assert owner.account.available


async def test_only_a_real_rejection_asks_the_owner_and_only_once(
    owner: Owner, account: Account, ring_network: RingCloud
) -> None:
    await owner.account.start()
    account.revoke()
    await pass_until(owner.clock, lambda: owner.rejections)
    with pytest.raises(LoginRejectedError):
        await owner.account.refresh()
    assert owner.rejections == 1
    assert not owner.account.available


async def test_of_an_account_that_was_stopped_nothing_is_told(
    owner: Owner, account: Account
) -> None:
    await owner.account.start()
    await owner.account.stop()
    changes = owner.changes
    account.revoke()
    owner.account._api.auth._token["expires_at"] = 0
    with pytest.raises(LoginRejectedError):
        await owner.account.refresh()
    assert (owner.rejections, owner.changes) == (0, changes)


async def test_without_push_and_polling_nothing_is_heard(
    owner: Owner, ring_network: RingCloud
) -> None:
    ring_network.push.refuses = True
    ring_network.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    await owner.account.start()
    await pass_until(owner.clock, lambda: not owner.account.hears_events)
    ring_network.traffic.always(Endpoint.HISTORY, None)
    await pass_until(owner.clock, lambda: owner.account.hears_events)


async def test_a_login_that_ends_while_collecting_is_told(
    owner: Owner, account: Account, tmp_path: Path
) -> None:
    scene = Scene(owner.cloud, owner.account._api, tmp_path)
    await owner.account.start()
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await owner.account.collect(
            1001,
            scene.at(0),
            scene.at(10),
            archive=scene.archive,
            camera="front",
            engine=run_engine,
        )
    assert owner.rejections == 1


async def test_a_device_of_somebody_else_is_not_found(owner: Owner) -> None:
    await owner.account.start()
    with pytest.raises(NotFoundError):
        await owner.account.snapshot(4711)
    assert await owner.account.snapshot(1001) is not None


async def test_it_collects_what_happened(
    owner: Owner, door: Device, tmp_path: Path
) -> None:
    scene = Scene(owner.cloud, owner.account._api, tmp_path)
    owner.cloud.add_recording(door, scene.at(10), 5)
    await owner.account.start()
    phases: list[str] = []
    found = await owner.account.collect(
        1001,
        scene.at(10),
        scene.at(10) + timedelta(seconds=1),
        archive=scene.archive,
        camera="front",
        engine=run_engine,
        progress=lambda phase, done: phases.append(phase),
    )
    assert (found.recordings, found.missing) == (1, ())
    assert {"searching", "downloading", "assembling"} <= set(phases)
    await scene.gather(10, 15)
    assert len(scene.shown()) == 75


def test_a_login_hides_its_secrets() -> None:
    login = Login(HARDWARE_ID, {"access_token": "s3cret"}, {"keys": "s3cret"})
    assert "s3cret" not in repr(login)


async def test_signing_out_is_asked_for_and_a_refusal_told(
    owner: Owner, account: Account
) -> None:
    await owner.account.start()
    refresh = account.client().refresh
    assert await owner.account.sign_out() is False
    owner.cloud.traffic.next(Endpoint.UNKNOWN, Fault(status=200))
    assert await owner.account.sign_out() is True
    seen = owner.cloud.traffic.seen(Endpoint.UNKNOWN)[-1]
    assert (seen.host, seen.path) == ("oauth.ring.com", "/oauth/revoke")
    assert refresh.encode() in seen.body
    owner.cloud.traffic.always(Endpoint.UNKNOWN, DROPPED)
    assert await owner.account.sign_out() is False
