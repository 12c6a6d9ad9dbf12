"""Asking, deciding and taking back by actions."""

import hashlib

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.const import EVENT_REQUEST
from tests.support.decode import shown

from .conftest import EXTERNAL, House

pytestmark = [pytest.mark.sharing, pytest.mark.integration]


async def test_a_request_lives_from_asking_to_taking_back(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    events = async_capture_events(house.hass, EVENT_REQUEST)
    request_id = await house.ask(reason="a parcel", contact="neighbour")
    assert await house.state(request_id) == "pending"
    render_hash = await house.prepare(request_id)
    (file,) = house.files()
    assert file.stat().st_mode & 0o777 == 0o600
    approved = await house.act(
        "approve_request", request_id=request_id, render_hash=render_hash
    )
    assert approved["url"].startswith(
        f"{EXTERNAL}/ring_watch/s/{approved['share_id']}#"
    )
    assert approved["reach"] == "everywhere"

    client = await hass_client_no_auth()
    path, _, secret = approved["url"].removeprefix(EXTERNAL).partition("#")
    claimed = await client.post(path, data={"code": secret}, allow_redirects=False)
    assert claimed.status == 303
    cookie = {"ring_watch_grant": claimed.cookies["ring_watch_grant"].value}
    got = await client.get(f"{path}/api/clip/1", cookies=cookie)
    body = await got.read()
    assert (
        hashlib.sha256(body).hexdigest()
        == hashlib.sha256(file.read_bytes()).hexdigest()
    )
    assert len(shown(file)) == 450

    await house.act("revoke_share", share_id=approved["share_id"])
    assert house.files() == []
    gone = await client.get(f"{path}/api/clip/1", cookies=cookie)
    assert gone.status == 404
    assert [event.data["type"] for event in events] == [
        "received",
        "pending",
        "preparing",
        "ready",
        "approved",
        "shared",
        "claimed",
        "revoked",
    ]
