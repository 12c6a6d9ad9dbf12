"""Gathering from a doorbell of a Ring account, as the owner and as neighbours do."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
import socket
import time
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events

from custom_components.ring_watch import ring_copy, ring_supply
from custom_components.ring_watch.const import (
    CONF_KEEP_COPY,
    DOMAIN,
    EVENT_GATHER_PROGRESS,
)
from custom_components.ring_watch.engine.pins import Pins
from custom_components.ring_watch.ring import collect, download
from custom_components.ring_watch.ring.client import RingAccount
from custom_components.ring_watch.ring.errors import LoginRejectedError
from custom_components.ring_watch.ring_supply import RingSupply
from custom_components.ring_watch.times import to_us
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from tests.support.decode import counters

from .cloud import BAD_GATEWAY, Account, Device, Endpoint, names, stalled, throttled
from .house import ACCOUNT, RingHouse, Settle, until

pytestmark = [pytest.mark.ring, pytest.mark.integration]

BEGIN = (datetime.now(UTC) - timedelta(hours=2)).replace(second=0, microsecond=0)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


async def gather(house: RingHouse, door: Device, start: float, end: float) -> Any:
    answer = await house.act(
        "gather_clip", devices=house.device_id(door), start=at(start), end=at(end)
    )
    return answer["clips"][0]


def moments(house: RingHouse, path: str) -> list[float]:
    """Return when the pictures of a clip were taken, in seconds; without black ones."""
    return [
        (house.cloud.film.moment_of(count) - BEGIN).total_seconds()
        for count in counters(Path(path))
        if count is not None
    ]


def span(one: dict[str, str]) -> tuple[float, float]:
    return tuple(  # type: ignore[return-value]
        round((datetime.fromisoformat(one[key]) - BEGIN).total_seconds(), 1)
        for key in ("start", "end")
    )


def leftovers(house: RingHouse) -> list[Path]:
    """Return what a gather has left in the storage folder."""
    folder = house.home.storage / "ring"
    return list(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def owner(hass: HomeAssistant) -> User:
    hass.config.external_url = "https://home.example.org"
    return MockUser(is_owner=True).add_to_hass(hass)


@dataclass
class Acting:
    """Performs actions as a person."""

    hass: HomeAssistant
    user: User

    async def act(self, action: str, **data: Any) -> Any:
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            context=Context(user_id=self.user.id),
            return_response=True,
        )


async def test_a_window_over_three_recordings_is_one_clip_with_its_gaps(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    for second in (0, 8, 20):
        house.cloud.add_recording(door, at(second), 8)

    clip = await gather(house, door, 4, 24)

    seen = moments(house, clip["path"])
    assert min(seen) >= 4
    assert max(seen) < 24
    assert [second for second in seen if 16 <= second < 20] == []
    assert len(seen) == 16 * 15
    assert [span(gap) for gap in clip["gaps"]] == [(16.0, 20.0)]
    (why,) = clip["missing"]
    assert span(why) == (16.0, 20.0)
    assert why["reason"] == "no_motion"
    assert leftovers(house) == []
    assert house.home.archive.cameras() == []


async def test_progress_goes_up_and_a_gather_can_be_cancelled(
    hass: HomeAssistant,
    settle: Settle,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collect, "FIRST_WAIT", 0.01)
    house = await settle()
    house.cloud.add_recording(door, at(0), 4)
    # Ring has to be asked for it again and again.
    house.cloud.add_recording(door, at(4), 4, polls=12)
    told = async_capture_events(hass, EVENT_GATHER_PROGRESS)
    await gather(house, door, 0, 8)
    parts = [one.data["progress"] for one in told]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    waiting = [one.data["waiting"] for one in told]
    assert waiting.count(True) > 1
    assert not waiting[-1]

    told.clear()
    house.cloud.traffic.next(Endpoint.MEDIA, stalled(1000))
    gathering = hass.async_create_task(gather(house, door, 0, 8))
    await until(lambda: len(house.cloud.traffic.seen(Endpoint.MEDIA)) == 3)
    await hass.services.async_call(
        DOMAIN, "cancel_gather", {"clip_id": told[0].data["clip_id"]}, blocking=True
    )
    with pytest.raises(HomeAssistantError) as caught:
        await gathering

    assert caught.value.translation_key == "gather_cancelled"
    assert told[-1].data["state"] == "cancelled"
    assert leftovers(house) == []


async def test_a_store_whose_name_leads_into_the_house_is_not_reached(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "OUTAGE", 0.0)
    monkeypatch.setattr(download, "ATTEMPTS", 1)
    house = await settle()
    house.cloud.add_recording(door, at(0), 4)
    look_up = socket.getaddrinfo

    def inward(host: Any, *rest: Any, **options: Any) -> Any:
        if host != names.MEDIA:
            return look_up(host, *rest, **options)
        port = house.cloud.addresses.port_of(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", inward)
    with pytest.raises(ServiceValidationError) as caught:
        await gather(house, door, 0, 4)
    assert caught.value.translation_key == "window_unreachable"
    assert house.cloud.traffic.count(Endpoint.PLAY) == 1
    assert house.cloud.traffic.count(Endpoint.MEDIA) == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subscribed": False}, "no_subscription"),
        ({"encrypted": True}, "end_to_end_encrypted"),
        ({}, "no_motion"),
    ],
)
async def test_why_there_is_nothing_is_said(
    settle: Settle, door: Device, change: dict[str, Any], reason: str
) -> None:
    for name, value in change.items():
        setattr(door, name, value)
    house = await settle()
    if change:
        house.cloud.add_recording(door, at(0), 8)

    with pytest.raises(ServiceValidationError) as caught:
        await gather(house, door, 0, 8)

    assert caught.value.translation_key == f"window_{reason}"
    assert leftovers(house) == []


async def test_what_is_at_home_is_not_fetched_again_and_survives_ring(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    event = house.cloud.add_recording(door, at(0), 8)
    bell = house.doorbell(door)
    bell.supply.keep(to_us(at(0)), to_us(at(8)))
    await until(lambda: house.home.archive.oldest(bell.camera))
    await until(lambda: len(house.home.archive.cameras()) == 1)
    event.deleted = True
    before = len(house.cloud.traffic.seen(Endpoint.MEDIA))

    clip = await gather(house, door, 1, 7)

    assert len(moments(house, clip["path"])) == 6 * 15
    assert clip["gaps"] == []
    assert len(house.cloud.traffic.seen(Endpoint.MEDIA)) == before


async def test_what_a_crash_has_left_is_gone_after_the_next_start(
    hass: HomeAssistant, settle: Settle, door: Device
) -> None:
    house = await settle()
    abandoned = [
        house.home.archive.root / ".ring-abandoned",
        house.home.storage / "ring" / "abandoned",
    ]
    for folder in abandoned:
        folder.mkdir(parents=True)
        (folder / "recording.mp4").write_bytes(b"half")
    await hass.config_entries.async_reload(house.home.entry.entry_id)
    assert [folder for folder in abandoned if folder.exists()] == []


async def test_what_is_at_home_is_not_fetched_again_after_a_restart(
    hass: HomeAssistant, settle: Settle, door: Device
) -> None:
    """Nor is it when there may be more of it: what is in a recording was seen."""
    house = await settle()
    house.cloud.add_recording(door, at(0), 8)
    window = to_us(at(-5)), to_us(at(12))
    bell = house.doorbell(door)
    bell.supply.keep(*window)
    memory = house.home.ring._memory
    await until(lambda: memory.recordings(ACCOUNT, door.id))
    media = house.cloud.traffic.count(Endpoint.MEDIA)
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    await house.ready(door)

    supply = house.doorbell(door).supply
    assert isinstance(supply, RingSupply)
    missing = await supply.fetch(at(-5), at(12))

    assert [one.reason for one in missing] == ["no_motion", "no_motion"]
    assert house.cloud.traffic.count(Endpoint.MEDIA) == media


async def test_footage_that_is_asked_for_is_fetched_and_kept_until_the_decision(
    hass: HomeAssistant, settle: Settle, door: Device, owner: User
) -> None:
    house = await settle()
    event = house.cloud.add_recording(door, at(0), 8)
    bell = house.doorbell(door)
    archive = house.home.archive

    act = Acting(hass, owner).act

    asked = await act(
        "request_clip",
        devices=[house.device_id(door)],
        start=at(2),
        end=at(12),
    )
    await until(lambda: archive.oldest(bell.camera))
    (pin,) = Pins(archive.root).all().values()
    assert pin.camera == bell.camera
    # Ring may delete it before the owner decides.
    event.deleted = True

    prepared = await act("prepare_request", request_id=asked["request_id"])

    (clip,) = prepared["prepared"]["clips"]
    assert [span(gap) for gap in clip["gaps"]] == [(8.0, 12.0)]
    (why,) = clip["missing"]
    assert span(why) == (8.0, 12.0)
    shared = await act(
        "approve_request",
        request_id=asked["request_id"],
        render_hash=prepared["prepared"]["render_hash"],
    )
    assert shared["url"].startswith("https://home.example.org/")
    assert leftovers(house) == []


async def test_nobody_can_ask_for_footage_of_a_device_that_is_somebody_elses(
    hass: HomeAssistant, settle: Settle, account: Account, door: Device, owner: User
) -> None:
    theirs = Device(1002, "Neighbours", "authorized_doorbots")
    account.devices.append(theirs)
    house = await settle()
    await house.ready(door, theirs)
    act = Acting(hass, owner).act
    window = {"start": at(2), "end": at(12)}

    await act("request_clip", **window)
    named = await act("request_clip", devices=[house.device_id(theirs)], **window)
    assert named["rule"] == "doorbell_unknown"

    listed = await act("list_requests", states=["pending"])
    (request,) = listed["requests"]
    asked = [one["name"] for one in request["doorbells"]]
    assert asked == [house.doorbell(door).name]


async def test_a_request_can_be_prepared_while_its_footage_is_still_fetched(
    hass: HomeAssistant, settle: Settle, door: Device, owner: User
) -> None:
    house = await settle()
    house.cloud.add_recording(door, at(0), 8, preroll=2)
    acting = Acting(hass, owner)
    asked = await acting.act(
        "request_clip", devices=[house.device_id(door)], start=at(2), end=at(6)
    )

    prepared = await acting.act("prepare_request", request_id=asked["request_id"])

    (clip,) = prepared["prepared"]["clips"]
    assert clip["gaps"] == []
    assert leftovers(house) == []


async def test_what_was_asked_for_is_fetched_after_a_restart_as_well(
    hass: HomeAssistant, settle: Settle, door: Device, owner: User
) -> None:
    house = await settle()
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    house.cloud.add_recording(door, at(0), 8)
    acting = Acting(hass, owner)
    await acting.act(
        "request_clip", devices=[house.device_id(door)], start=at(2), end=at(6)
    )
    entry, bell = house.home.entry, house.doorbell(door)
    assert await hass.config_entries.async_unload(entry.entry_id)
    house.cloud.traffic.always(Endpoint.HISTORY, None)

    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data

    await until(lambda: house.home.archive.oldest(bell.camera))


async def test_footage_can_be_kept_before_ring_deletes_it(
    settle: Settle, door: Device
) -> None:
    house = await settle()
    house.cloud.add_recording(door, at(0), 8)

    await house.act(
        "keep_footage", devices=house.device_id(door), start=at(0), end=at(8)
    )

    await until(lambda: house.home.archive.oldest(house.doorbell(door).camera))
    (pin,) = Pins(house.home.archive.root).all().values()
    assert (pin.start_us, pin.end_us) == (to_us(at(0)), to_us(at(8)))


async def test_every_recording_is_copied_where_the_owner_wants_that(
    settle: Settle,
    door: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ring_copy, "TOGETHER", 0.0)
    house = await settle(**{CONF_KEEP_COPY: True})
    bell = house.doorbell(door)
    assert house.entity_id(door, "sensor", "oldest_footage")
    memory = house.home.ring._memory
    await until(lambda: memory.copied_until(ACCOUNT, door.id))
    memory.keep_copied(ACCOUNT, door.id, at(-60))
    house.cloud.add_recording(door, at(0), 8)
    monkeypatch.setattr("custom_components.ring_watch.ring.collect.GRACE", 0.0)

    await house.cloud.happen(door, "motion")

    await until(lambda: house.home.archive.oldest(bell.camera))
    spans = house.home.archive.coverage(bell.camera).spans
    assert spans[0] == (to_us(at(0)), to_us(at(8)))
    await until(lambda: (memory.copied_until(ACCOUNT, door.id) or BEGIN) > at(60))


async def test_what_ring_did_not_give_is_tried_again_by_itself(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(collect, "GIVE_UP", 0.05)
    monkeypatch.setattr(ring_supply, "TRY_AGAIN", 0.2)
    house = await settle()
    house.cloud.add_recording(door, at(0), 8)
    house.cloud.traffic.always(Endpoint.MEDIA, throttled(0))
    bell = house.doorbell(door)
    bell.supply.keep(to_us(at(0)), to_us(at(8)))
    await until(lambda: house.cloud.traffic.count(Endpoint.MEDIA))
    assert not house.home.archive.oldest(bell.camera)

    house.cloud.traffic.always(Endpoint.MEDIA, None)

    await until(lambda: house.home.archive.oldest(bell.camera))


async def test_what_ring_lists_late_is_copied_too(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring_copy, "TOGETHER", 0.0)
    monkeypatch.setattr(collect, "GRACE", 0.0)
    house = await settle(**{CONF_KEEP_COPY: True})
    memory, camera = house.home.ring._memory, house.doorbell(door).camera
    await until(lambda: memory.copied_until(ACCOUNT, door.id))
    memory.keep_copied(ACCOUNT, door.id, at(0))
    await house.cloud.happen(door, "motion")
    await until(lambda: (memory.copied_until(ACCOUNT, door.id) or BEGIN) > at(60))

    late = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2)
    house.cloud.add_recording(door, late, 4)
    await house.cloud.happen(door, "motion")

    await until(lambda: house.home.archive.oldest(camera))
    assert house.home.archive.coverage(camera).spans[0][0] == to_us(late)


async def test_a_copy_that_has_to_wait_for_a_login_complains_to_nobody(
    settle: Settle,
    door: Device,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ring_copy, "TOGETHER", 0.0)
    monkeypatch.setattr(ring_copy, "TRY_AGAIN", 0.01)
    house = await settle(**{CONF_KEEP_COPY: True})
    memory = house.home.ring._memory
    await until(lambda: memory.copied_until(ACCOUNT, door.id))
    memory.keep_copied(ACCOUNT, door.id, at(0))
    account.revoke()
    with pytest.raises(LoginRejectedError):
        await house.link.account.refresh()
    asked = len(house.cloud.traffic.requests)

    house.home.ring.links[ACCOUNT].devices._copies[door.id].wake()
    await asyncio.sleep(0.2)

    assert "could not be copied" not in caplog.text
    assert len(house.cloud.traffic.requests) == asked
    assert memory.copied_until(ACCOUNT, door.id) == at(0)


async def test_of_a_ring_that_is_known_to_be_down_nothing_is_waited_for(
    settle: Settle, door: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await settle()
    house.cloud.add_recording(door, at(0), 8)
    bell = house.doorbell(door)
    bell.supply.keep(to_us(at(0)), to_us(at(8)))
    await until(lambda: house.home.archive.oldest(bell.camera))
    house.cloud.traffic.always(Endpoint.HISTORY, BAD_GATEWAY)
    monkeypatch.setattr(RingAccount, "available", False)
    begun = time.monotonic()

    clip = await gather(house, door, 4, 12)

    assert len(moments(house, clip["path"])) == 4 * 15
    assert {one["reason"] for one in clip["missing"]} == {"unreachable"}
    assert time.monotonic() - begun < collect.FIRST_WAIT


async def test_without_ring_what_is_at_home_can_still_be_gathered(
    settle: Settle, door: Device, account: Account
) -> None:
    house = await settle()
    house.cloud.add_recording(door, at(0), 8)
    bell = house.doorbell(door)
    bell.supply.keep(to_us(at(0)), to_us(at(8)))
    await until(lambda: house.home.archive.oldest(bell.camera))
    account.revoke()

    clip = await gather(house, door, 4, 12)

    assert len(moments(house, clip["path"])) == 4 * 15
    (why,) = clip["missing"]
    assert why["reason"] == "unreachable"
