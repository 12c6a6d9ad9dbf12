"""Everything about requests over the websocket, as the panel will use it."""

from base64 import b64decode
import json
import time
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant

from .conftest import EXTERNAL, House

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

COMMANDS: dict[str, dict[str, Any]] = {
    "requests/list": {},
    "requests/get": {"request_id": "0" * 32},
    "requests/thumbnails": {"request_id": "0" * 32, "doorbell_id": "id_front_door"},
    "requests/prepare": {"request_id": "0" * 32},
    "requests/approve": {"request_id": "0" * 32, "render_hash": "0" * 64},
    "requests/decline": {"request_id": "0" * 32},
    "requests/erase": {"request_id": "0" * 32},
    "requesters/erase": {"requester_id": "0" * 26},
    "shares/list": {},
    "shares/revoke": {"share_id": "0" * 32},
    "shares/renew": {"share_id": "0" * 32},
    "shares/confirm": {},
    "zones/get": {"doorbell_id": "id_front_door"},
    "zones/set": {"doorbell_id": "id_front_door", "zones": []},
    "record": {},
    "ledger/page": {},
    "ledger/rotate_key": {},
}


class Panel:
    """A websocket of the owner's browser."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def call(self, command: str, **fields: Any) -> Any:
        await self._client.send_json_auto_id(
            {"type": f"ring_watch/{command}", **fields}
        )
        answer = await self._client.receive_json()
        assert answer["success"], answer
        return answer["result"]

    async def refused(self, command: str, **fields: Any) -> dict[str, Any]:
        await self._client.send_json_auto_id(
            {"type": f"ring_watch/{command}", **fields}
        )
        answer = await self._client.receive_json()
        assert not answer["success"]
        error: dict[str, Any] = answer["error"]
        return error

    async def event(self) -> dict[str, Any]:
        message = await self._client.receive_json()
        event: dict[str, Any] = message["event"]
        return event


@pytest.fixture
async def panel(house: House, hass_ws_client: WebSocketGenerator) -> Panel:
    return Panel(await hass_ws_client(house.hass))


async def test_the_panel_can_do_a_whole_life(house: House, panel: Panel) -> None:
    request_id = await house.ask(reason="a parcel", case_number="7/26")
    listed = await panel.call("requests/list", states=["pending"])
    assert [one["request_id"] for one in listed["requests"]] == [request_id]
    assert listed["requests"][0]["reason"] == "a parcel"
    assert listed["waiting"] == 1

    began = time.monotonic()
    got = await panel.call("requests/get", request_id=request_id)
    (held,) = got["coverage"]
    assert held["doorbell_id"] == "id_front_door"
    assert len(held["spans"]) == 1 and held["gaps"] == []
    strip = await panel.call(
        "requests/thumbnails",
        request_id=request_id,
        doorbell_id="id_front_door",
        count=4,
    )
    assert len(strip["thumbnails"]) == 4
    assert all(
        b64decode(one["jpeg"]).startswith(b"\xff\xd8") for one in strip["thumbnails"]
    )
    assert time.monotonic() - began < 10

    zone = {"x": 0.0, "y": 0.0, "width": 0.25, "height": 0.25}
    await panel.call("zones/set", doorbell_id="id_front_door", zones=[zone])
    found = await panel.call("zones/get", doorbell_id="id_front_door")
    assert found["zones"] == [{"doorbell_id": "id_front_door", **zone}]

    prepared = await panel.call("requests/prepare", request_id=request_id, audio=True)
    assert prepared["prepared"]["zones"] == found["zones"]
    (clip,) = prepared["prepared"]["clips"]
    assert "mask" in clip["changes"] and "sound_removed" not in clip["changes"]
    share = await panel.call(
        "requests/approve",
        request_id=request_id,
        render_hash=prepared["prepared"]["render_hash"],
        lifetime=3600,
        claims=1,
        passphrase="correct horse",
    )
    assert share["url"].startswith(EXTERNAL) and share["claims"] == 1
    (live,) = (await panel.call("shares/list"))["shares"]
    assert live["passphrase"] and live["claims_used"] == 0
    renewed = await panel.call("shares/renew", share_id=share["share_id"])
    assert renewed["url"] != share["url"]

    record = await panel.call("record")
    assert record["total"]["approved"] == 1
    assert record["total"]["minutes"] == 1
    page = await panel.call("ledger/page", limit=5)
    assert len(page["entries"]) == 5 and page["size"] > 5
    assert page["entries"][0]["hash"] == page["head"]

    await panel.call("shares/revoke", share_id=share["share_id"])
    assert (await panel.call("shares/list"))["shares"] == []
    assert await panel.call("requests/erase", request_id=request_id) == {"erased": 1}
    again = await panel.call("requests/get", request_id=request_id)
    assert again["request"]["reason"] == ""


async def test_live_updates_hold_nobodys_words(house: House, panel: Panel) -> None:
    await panel.call("requests/subscribe")
    request_id = await house.ask(reason="secret reason", name="secret name")
    events = [await panel.event(), await panel.event()]
    assert [event["type"] for event in events] == ["received", "pending"]
    assert events[0]["request_id"] == request_id
    assert "secret" not in json.dumps(events)


async def test_case_26_a_user_who_is_no_administrator_is_refused_everything(
    house: House, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    user = MockUser(groups=[]).add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(
        user, "https://home.example.org/", client_name="phone"
    )
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    guest = Panel(client)
    before = house.ledger().count("attempt")
    for command, fields in COMMANDS.items():
        error = await guest.refused(command, **fields)
        assert error["translation_key"] == "sharing_not_allowed", command
    error = await guest.refused("requests/subscribe")
    assert error["code"] == "unauthorized"
    assert house.ledger().count("attempt") == before + len(COMMANDS)


async def test_what_cannot_be_is_a_translated_error(panel: Panel) -> None:
    error = await panel.refused("requests/get", request_id="0" * 32)
    assert error["translation_key"] == "sharing_no_request"
    error = await panel.refused("zones/set", doorbell_id="none", zones=[])
    assert error["translation_key"] == "sharing_no_doorbell"
    error = await panel.refused("shares/renew", share_id="0" * 32)
    assert error["translation_key"] == "sharing_no_share"
