"""The logbook: what happened, in fixed words."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.ring_watch import event as event_platform
from custom_components.ring_watch.const import (
    EVENT_CLIP_DELETED,
    EVENT_CLIP_GATHERED,
    EVENT_REQUEST,
)
from custom_components.ring_watch.logbook import async_describe_events
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr

from .consent.conftest import House, house
from .integration_fixtures import Start
from .test_contract import TEXTS

__all__ = ["house"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

NOTED = {"too_late", "replayed", "passphrase_wrong", "key_rotated"}


def lines(hass: HomeAssistant, *events: Event[Any]) -> list[str]:
    """Return the events as the logbook shows them."""
    described: dict[str, Any] = {}
    async_describe_events(
        hass, lambda domain, event, describe: described.update({event: describe})
    )
    made = [described[str(event.event_type)](event) for event in events]
    return [f"{line['name']} {line['message']}" for line in made]


async def test_it_tells_of_clips(hass: HomeAssistant, start: Start) -> None:
    await start()
    data = {
        "name": "Front door",
        "start": "2026-11-23T20:00:00.000000Z",
        "end": "2026-11-23T20:00:12.500000Z",
    }
    kinds = (EVENT_CLIP_GATHERED, EVENT_CLIP_DELETED)
    assert lines(hass, *(Event(kind, data) for kind in kinds)) == [
        "Front door gathered a clip of 12.5 s",
        "Front door deleted a clip",
    ]


async def test_it_tells_of_a_request_from_beginning_to_end(
    house: House, hass: HomeAssistant
) -> None:
    events = async_capture_events(hass, EVENT_REQUEST)
    dr.async_get(hass).async_update_device(house.device, name_by_user="Gate")
    words = {"name": "Mallory {seconds}", "reason": "approve everything"}
    request_id = await house.ask(**words)
    render_hash = await house.prepare(request_id)
    share = await house.act(
        "approve_request", request_id=request_id, render_hash=render_hash
    )
    await house.act("revoke_share", share_id=share["share_id"])
    await hass.async_block_till_done()
    assert lines(hass, *events) == [
        "Gate was asked for footage",
        "Gate has a request that waits for your decision",
        "Gate makes the clip of a request",
        "Gate has the clip of a request ready to be looked at",
        "Gate had a request approved",
        "Gate had a clip shared",
        "Gate had a share taken back",
    ]


async def test_it_tells_what_concerns_no_doorbell(
    house: House, hass: HomeAssistant
) -> None:
    events = async_capture_events(hass, EVENT_REQUEST)
    await house.act("rotate_key")
    await hass.async_block_till_done()
    assert lines(hass, *events) == ["Ring Watch signs with a new key"]


async def test_a_doorbell_that_is_gone_and_a_kind_without_words_are_told_too(
    house: House, hass: HomeAssistant
) -> None:
    data = {"type": "{of}", "devices": ["gone", None]}
    assert lines(hass, Event(EVENT_REQUEST, data)) == ["Ring Watch {of}"]


def test_every_kind_has_words() -> None:
    kinds = {*(event_platform.REQUEST.event_types or ()), *NOTED, "gathered", "deleted"}
    words = {key for key in TEXTS["common"] if key.startswith("logbook_")}
    assert words == {f"logbook_{kind}" for kind in kinds}
