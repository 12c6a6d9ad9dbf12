"""What is asked, shown and told of requests: cases 18, 24, 31, 47, 50."""

from collections.abc import Callable
from datetime import timedelta
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.ring_watch.diagnostics import async_get_config_entry_diagnostics
from custom_components.ring_watch.logbook import async_describe_events
from custom_components.ring_watch.sharing.model.people import Origin, Source
from custom_components.ring_watch.sharing.model.requests import Ask
from custom_components.ring_watch.system_health import system_health_info
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from tests.consent.conftest import EXTERNAL, House
from tests.integration_fixtures import FOOTAGE_START, PASSWORD, StandIn, Start, stream

from .home import CAMERA

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

TEMPLATE = (
    "{{ states('sensor.canary') }} {{ 11 ** 19 }} {% for a in states %}x{% endfor %}"
)


async def test_case_18_a_template_is_never_rendered(
    house: House, hass: HomeAssistant
) -> None:
    hass.states.async_set("sensor.canary", "rendered-canary")
    events = async_capture_events(hass, "*")
    words = {"reason": TEMPLATE, "name": TEMPLATE, "contact": TEMPLATE}
    request_id = await house.ask(**words)
    listed = await house.act("list_requests")
    (one,) = listed["requests"]
    # The owner reads just what was typed.
    assert one["reason"] == TEMPLATE
    await house.share()
    await house.act("decline_request", request_id=request_id)
    await hass.async_block_till_done()
    told = [
        event.as_dict()
        for event in events
        if event.data.get("entity_id") != "sensor.canary"
    ]
    notifications = hass.data["persistent_notification"]
    everything = json.dumps([told, notifications, listed], default=str)
    assert "rendered-canary" not in everything and str(11**19) not in everything


@pytest.mark.parametrize("field", ["url", "source", "path", "callback_url"])
async def test_case_24_who_asks_supplies_no_address(house: House, field: str) -> None:
    with pytest.raises(vol.Invalid, match="not a valid option"):
        await house.ask(**{field: "http://169.254.169.254/latest/meta-data"})


async def test_case_31_a_signed_preview_dies_with_its_time_and_its_administrator(
    house: House,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    path = f"/api/ring_watch/preview/{request_id}/1"
    boss = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    token = await hass.auth.async_create_refresh_token(boss, EXTERNAL + "/")

    def signed(seconds: int) -> str:
        lasts = timedelta(seconds=seconds)
        return async_sign_path(hass, path, lasts, refresh_token_id=token.id)

    recipient = await hass_client_no_auth()
    link = signed(60)
    assert (await recipient.get(link)).status == 200
    assert (await recipient.get(signed(-1))).status == 401
    other = link.replace("/1?", "/2?")
    assert (await recipient.get(other)).status == 401
    assert (await recipient.get(path)).status == 401
    await hass.auth.async_update_user(boss, group_ids=["system-users"])
    assert (await recipient.get(link)).status == 404
    await hass.auth.async_update_user(boss, group_ids=["system-admin"])
    assert (await recipient.get(link)).status == 200
    await hass.auth.async_update_user(boss, is_active=False)
    assert (await recipient.get(link)).status == 401


async def test_case_47_home_assistant_itself_refuses_an_untrusted_proxy(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    share = await house.share()
    client = await hass_client_no_auth()
    path = share["url"].removeprefix(EXTERNAL).partition("#")[0]
    assert (await client.get(path)).status == 200
    spoofed = {"X-Forwarded-For": "203.0.113.9"}
    assert (await client.get(path, headers=spoofed)).status == 400
    assert (await client.post(path, headers=spoofed, data={})).status == 400


async def test_case_50_no_asker_address_and_no_camera_address_is_shown(
    start: Start,
    stand_in: StandIn,
    hass: HomeAssistant,
    footage_of: Callable[[str], Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    logging.getLogger("custom_components.ring_watch").setLevel(logging.DEBUG)
    events = async_capture_events(hass, "*")
    footage_of(CAMERA)
    home = await start(stream(url="rtsp://canary-host.test/canary-path?t=canary-token"))
    assert home.sharing
    start_us = int(FOOTAGE_START.timestamp()) * 1_000_000
    await home.sharing.receive(
        Ask(start_us, start_us + 5_000_000, reason="canary-reason"),
        Source(Origin.DOOR_PAGE, "203.0.113.77"),
    )
    await hass.async_block_till_done()
    described: list[Any] = []

    def describe(_domain: str, kind: str, make: Callable[[Any], Any]) -> None:
        described.extend(make(event) for event in events if event.event_type == kind)

    async_describe_events(hass, describe)
    seen = {
        "states": [one.as_dict() for one in hass.states.async_all()],
        "events": [event.as_dict() for event in events],
        "logbook": described,
        "notifications": hass.data["persistent_notification"],
        "diagnostics": await async_get_config_entry_diagnostics(hass, home.entry),
        "system health": await system_health_info(hass),
        "log": caplog.text,
    }
    for where, value in seen.items():
        text = json.dumps(value, default=str)
        for secret in ("canary", "203.0.113.77", PASSWORD, "rtsp:"):
            assert secret not in text, where
