"""What Home Assistant shows of requests, and what it never shows."""

import asyncio
from datetime import timedelta
import json
import logging
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.consent.consent import TICK
from custom_components.ring_watch.const import EVENT_REQUEST
from custom_components.ring_watch.diagnostics import async_get_config_entry_diagnostics
from custom_components.ring_watch.sharing.keys import grouped
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

from .conftest import EXTERNAL, House

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

WORDS = {
    "reason": "canary reason **bold** ![x](http://evil.test/x.png)",
    "name": "canary name {{ states('sun.sun') }}",
    "contact": "canary contact <img src=x onerror=alert(1)>",
    "case_number": "canary case =cmd()",
}


async def test_the_ledgers_head_goes_to_the_recorder_whole(
    house: House, hass: HomeAssistant
) -> None:
    def shown() -> State:
        found = hass.states.get("sensor.ring_watch_ledger_head")
        assert found is not None
        return found

    before = shown()
    await house.ask()
    now, head, ledger = shown(), house.home.consent.head, house.home.consent.ledger

    assert head is not None
    assert ledger is not None
    assert now.state == head.hash[:16] != before.state
    assert now.attributes["head"] == head.hash
    assert now.attributes["entries"] == head.size > before.attributes["entries"]
    assert now.attributes["key_fingerprint"] == grouped(ledger.keys.fingerprint)
    # What the recorder leaves out.
    info = now.state_info
    assert info is not None
    assert not info["unrecorded_attributes"] & {"head", "entries", "key_fingerprint"}


async def test_entities_and_events_tell_of_each_step(
    house: House, hass: HomeAssistant
) -> None:
    events = async_capture_events(hass, EVENT_REQUEST)

    def state(entity_id: str) -> str:
        found = hass.states.get(entity_id)
        assert found is not None
        return found.state

    assert state("binary_sensor.ring_watch_request_waiting") == "off"
    assert state("sensor.ring_watch_requests_pending") == "0"
    request_id = await house.ask()
    assert state("binary_sensor.ring_watch_request_waiting") == "on"
    assert state("sensor.ring_watch_requests_pending") == "1"
    shown = hass.states.get("event.ring_watch_request")
    assert shown is not None
    assert shown.attributes["event_type"] == "pending"
    assert shown.attributes["request_id"] == request_id
    assert len(hass.data["persistent_notification"]) == 1

    await house.act("decline_request", request_id=request_id)
    assert state("binary_sensor.ring_watch_request_waiting") == "off"
    assert hass.data["persistent_notification"] == {}
    assert [event.data["type"] for event in events] == [
        "received",
        "pending",
        "declined",
    ]
    assert events[0].data["devices"] == [house.device]


async def test_the_owners_record_is_counted_from_the_ledger(
    house: House, hass: HomeAssistant
) -> None:
    await house.share()
    await house.act("decline_request", request_id=await house.ask())
    later = dt_util.utcnow() + TICK + timedelta(seconds=1)
    async_fire_time_changed(hass, later)
    async with asyncio.timeout(10):
        while house.home.consent.tally.totals is None:
            await asyncio.sleep(0.02)
    await hass.async_block_till_done()
    wanted = {"requests_asked": "2", "requests_approved": "1", "footage_shared": "1"}
    for name, value in {**wanted, "requests_declined": "1"}.items():
        found = hass.states.get(f"sensor.ring_watch_{name}")
        assert found is not None and found.state == value, name


async def test_case_17_18_20_50_words_and_secrets_reach_no_state_event_log_or_file(
    house: House,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    logging.getLogger("custom_components.ring_watch").setLevel(logging.DEBUG)
    events = async_capture_events(hass, "*")
    request_id = await house.ask(**WORDS)
    render_hash = await house.prepare(request_id)
    share = await house.act(
        "approve_request", request_id=request_id, render_hash=render_hash
    )
    path, _, secret = share["url"].removeprefix(EXTERNAL).partition("#")
    client = await hass_client_no_auth()
    claimed = await client.post(path, data={"code": secret}, allow_redirects=False)
    cookie = claimed.cookies["ring_watch_grant"].value
    await (
        await client.get(f"{path}/api/clip/1", cookies={"ring_watch_grant": cookie})
    ).read()
    await client.post(path, data={"code": "wrong"})
    await house.act("revoke_share", share_id=share["share_id"])
    await hass.async_block_till_done()

    # Whoever performs an action passes its data on the bus himself.
    told = [event.as_dict() for event in events if event.event_type != "call_service"]
    seen = {
        "states": [one.as_dict() for one in hass.states.async_all()],
        "events": told,
        "notifications": hass.data["persistent_notification"],
        "diagnostics": await async_get_config_entry_diagnostics(hass, house.home.entry),
        "entry": house.home.entry.as_dict(),
        "log": caplog.text,
    }
    for where, value in seen.items():
        text = json.dumps(value, default=str)
        for canary in (secret, cookie, *WORDS.values(), "canary"):
            assert canary not in text, where
    for event in events:
        assert secret not in json.dumps(event.as_dict(), default=str)

    def contents() -> dict[Path, bytes]:
        folders = (house.home.storage, Path(house.home.storage).parent / "sharing")
        return {
            path: path.read_bytes()
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        }

    found = await asyncio.to_thread(contents)
    assert any(path.name == "ledger.jsonl" for path in found)
    for file, data in found.items():
        assert secret.encode() not in data and cookie.encode() not in data, file
        if file.name not in {"sharing.json", "texts.jsonl"}:
            assert b"canary" not in data, file
        assert file.stat().st_mode & 0o077 == 0 or "archive" in file.parts, file
