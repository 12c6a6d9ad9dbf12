"""Conditions: whether a request waits, whether footage is recorded, and for whom."""

from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.condition import (
    ConditionChecker,
    async_from_config,
    async_validate_condition_config,
)

from .automating import automate
from .consent.conftest import House, house
from .integration_fixtures import Start, demo, device_id, stream
from .test_unrecorded import Remote, account

__all__ = ["house"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]


async def made(hass: HomeAssistant, name: str, **config: Any) -> ConditionChecker:
    """Return a condition as an automation would have it."""
    config = {"condition": f"ring_watch.{name}", **config}
    valid = await async_validate_condition_config(hass, config)
    return await async_from_config(hass, valid)


async def test_a_request_waits_until_it_is_decided(
    house: House, hass: HomeAssistant
) -> None:
    condition = await made(hass, "has_pending_request")
    assert condition.async_check() is False
    request_id = await house.ask()
    assert condition.async_check() is True
    await house.prepare(request_id)
    assert condition.async_check() is True
    await house.act("decline_request", request_id=request_id)
    assert condition.async_check() is False


async def test_a_request_waits_for_the_doorbells_that_it_names(
    hass: HomeAssistant, start: Start, house: House
) -> None:
    area = ar.async_get(hass).async_create("Garden")
    condition = await made(hass, "has_pending_request", target={"area_id": area.id})
    await house.ask()
    assert condition.async_check() is False
    dr.async_get(hass).async_update_device(house.device, area_id=area.id)
    assert condition.async_check() is True


@pytest.mark.parametrize(("behavior", "expected"), [("any", True), ("all", False)])
async def test_one_doorbell_that_records_may_be_enough(
    hass: HomeAssistant, start: Start, behavior: str, expected: bool
) -> None:
    home = await start(stream(), stream("Back door"))
    front, back = home.doorbells.values()
    front.worker_state("recording", None)
    back.worker_state("down", "silent")
    options = {"behavior": behavior}
    condition = await made(hass, "is_recording", options=options)
    assert condition.async_check() is expected
    back.worker_state("recording", None)
    assert condition.async_check() is True
    for bell in (front, back):
        await home.set_paused(bell, True)
    assert condition.async_check() is False


async def test_a_doorbell_whose_footage_is_elsewhere_is_left_out(
    hass: HomeAssistant, start: Start
) -> None:
    home = await start(stream())
    (front,) = home.doorbells.values()
    await account(home, porch=Remote())
    condition = await made(hass, "is_recording", options={"behavior": "all"})
    front.worker_state("recording", None)
    assert condition.async_check() is True
    front.worker_state("down", "silent")
    assert condition.async_check() is False


async def test_of_no_doorbell_none_records(hass: HomeAssistant, start: Start) -> None:
    home = await start(demo())
    device = device_id(hass, home, "front_door")
    target = {"device_id": device}
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    options = {"behavior": "all"}
    for name, extra in (("has_pending_request", {}), ("is_recording", options)):
        condition = await made(hass, name, target=target, options=extra)
        assert condition.async_check() is False


async def test_an_automation_uses_them(house: House, hass: HomeAssistant) -> None:
    runs = await automate(
        hass,
        triggers={"trigger": "event", "event_type": "look"},
        conditions=[
            {"condition": "ring_watch.has_pending_request"},
            {
                "condition": "ring_watch.is_recording",
                "target": {"device_id": house.device},
            },
        ],
    )
    (bell,) = house.home.doorbells.values()
    bell.worker_state("recording", None)
    hass.bus.async_fire("look")
    await hass.async_block_till_done()
    assert runs == []
    await house.ask()
    hass.bus.async_fire("look")
    await hass.async_block_till_done()
    assert len(runs) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": {"room": "x"}},
        {"options": {"behavior": "most"}},
        {"condition": "ring_watch.may_approve"},
    ],
)
async def test_what_no_condition_knows_is_refused(
    house: House, hass: HomeAssistant, wrong: dict[str, Any]
) -> None:
    config = {"condition": "ring_watch.is_recording", **wrong}
    with pytest.raises(Exception, match=r"."):
        await async_validate_condition_config(hass, config)
