"""A request is prepared before anybody looks, so that a phone can approve it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.ring_watch.consent import ahead
from custom_components.ring_watch.consent.options import CONF_NOTIFY
from custom_components.ring_watch.home import ArchiveState
from custom_components.ring_watch.sharing.model.clips import Span
from custom_components.ring_watch.times import to_us
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from tests.integration_fixtures import FOOTAGE_END, FOOTAGE_START

from .conftest import House
from .test_phones import buttons, owners_phone, press

__all__ = ["owners_phone"]

pytestmark = [pytest.mark.dashboard, pytest.mark.sharing, pytest.mark.integration]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass before it is prepared."""
    monkeypatch.setattr(ahead, "PAUSE", 0)


async def offered(calls: list[ServiceCall]) -> ServiceCall:
    """Return the notification with which a request can be approved."""
    async with asyncio.timeout(30):
        while not calls or "Approve" not in str(calls[-1].data):
            await asyncio.sleep(0.01)
    return calls[-1]


async def settled(house: House) -> None:
    """Wait until nothing is considered or prepared any more."""
    announcer = house.home.consent.announcer
    for _ in range(100):
        await asyncio.sleep(0)
    async with announcer.ahead._turn:
        await house.hass.async_block_till_done()


async def test_a_phone_approves_what_nobody_has_opened(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    ready = await offered(owners_phone)
    assert set(buttons(ready)) == {"Review", "Approve", "Decline"}
    # It is heard once: what asks, or what is ready where that was quicker.
    heard = ["alert_once" not in call.data["data"] for call in owners_phone]
    assert heard[0] and not any(heard[1:])
    assert house.home.sharing
    prepared = (await house.home.sharing.get(request_id)).prepared
    assert prepared
    (clip,) = prepared.clips
    assert clip.requested == Span(to_us(FOOTAGE_START), to_us(FOOTAGE_END))
    assert not prepared.audio
    await press(hass, buttons(ready)["Approve"], house.owner)
    assert await house.state(request_id) == "shared"
    assert house.home.consent.ledger
    users = {
        entry.type: entry.data.get("user_id")
        for entry in house.home.consent.ledger.entries()
    }
    assert users["request_preparing"] is users["request_ready"] is None
    assert users["request_approved"] == house.owner.id


async def test_the_answer_to_who_asks_does_not_wait_for_it(
    house: House, owners_phone: list[ServiceCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    await house.ask()
    for _ in range(20):
        await asyncio.sleep(0)
    assert "request_preparing" not in house.ledger()


async def test_without_a_phone_that_decides_nothing_is_made(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    (app,) = hass.config_entries.async_entries("mobile_app")
    guest = MockUser(groups=[]).add_to_hass(hass)
    hass.config_entries.async_update_entry(app, data={**app.data, "user_id": guest.id})
    request_id = await house.ask()
    await settled(house)
    assert await house.state(request_id) == "pending"


@pytest.mark.parametrize("why", ["long", "many", "no footage", "full", "little room"])
async def test_strangers_cannot_keep_the_home_busy(
    house: House,
    owners_phone: list[ServiceCall],
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    asked: dict[str, Any] = {}
    if why == "long":
        asked["end"] = FOOTAGE_START + timedelta(minutes=15, milliseconds=1)
    elif why == "many":
        monkeypatch.setattr(ahead, "FEW", 0)
    elif why == "no footage":
        asked = {"start": "2026-03-01T10:00:00Z", "end": "2026-03-01T10:01:00Z"}
    elif why == "full":
        house.home.archive_state = ArchiveState("full")
    else:
        monkeypatch.setattr(ahead, "_ROOM", 1 << 60)
    request_id = await house.ask(**asked)
    await settled(house)
    assert await house.state(request_id) == "pending"
    assert "request_preparing" not in house.ledger()


async def test_not_more_than_some_an_hour_are_made(
    house: House, owners_phone: list[ServiceCall]
) -> None:
    house.home.consent.announcer.ahead._pace.size = 1
    first = await house.ask()
    await offered(owners_phone)
    await house.act("decline_request", request_id=first)
    second = await house.ask()
    await settled(house)
    assert await house.state(second) == "pending"


async def test_a_chosen_phone_gets_it_too(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    entry = house.home.entry
    hass.config_entries.async_update_entry(entry, options={CONF_NOTIFY: False})
    await hass.async_block_till_done()
    (app,) = hass.config_entries.async_entries("mobile_app")
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=app.entry_id, identifiers={("mobile_app", "pixel")}
    )
    request_id = await house.ask()
    await settled(house)
    assert owners_phone == []
    assert await house.state(request_id) == "pending"
    await house.act("notify_request", None, request_id=request_id, devices=[device.id])
    await press(hass, buttons(await offered(owners_phone))["Approve"], house.owner)
    assert await house.state(request_id) == "shared"
