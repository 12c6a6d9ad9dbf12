"""Everything about requests over the websocket, as the panel will use it."""

import asyncio
from base64 import b64decode
from datetime import timedelta
import hashlib
from io import BytesIO
import json
import time
from typing import Any

import av
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.consent import progress
from homeassistant.core import HomeAssistant
from tests.consent.conftest import EXTERNAL, House
from tests.consent.test_accounts import add_requester
from tests.integration_fixtures import FOOTAGE_START

from .conftest import Panel, PanelOf

pytestmark = [pytest.mark.sharing, pytest.mark.integration, pytest.mark.dashboard]


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
    assert len(held["spans"]) == len(held["sound"]) == 1 and held["gaps"] == []
    assert held["elsewhere"] is False
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


async def test_who_waits_for_a_preparation_hears_how_far_it_is(
    house: House, panel: Panel, panel_of: PanelOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "INTERVAL", 0)
    request_id = await house.ask()
    other = await panel_of(house.owner)
    await other.call("requests/subscribe")
    # To cover something is work of which there is a middle.
    box = {"doorbell_id": "id_front_door", "x": 0, "y": 0, "width": 0.5, "height": 0.5}
    prepared = asyncio.create_task(
        panel.call("requests/prepare", request_id=request_id, boxes=[box])
    )
    assert (await other.event())["type"] == "preparing"
    told = []
    while (event := await other.event())["type"] == "progress":
        assert event["request_id"] == request_id
        told.append(event["progress"])
    assert event["type"] == "ready"
    done = [one["done"] for one in told]
    assert done == sorted(done)
    assert done[0] == 0 and done[-1] == 0.99 and len(done) > 3
    assert {one["waiting"] for one in told} == {False}
    assert (await prepared)["progress"] is None


async def test_who_comes_later_learns_how_far_it_is(
    house: House, panel: Panel, panel_of: PanelOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = asyncio.Event(), asyncio.Event()

    async def held_up(*args: Any, on_progress: Any, **more: Any) -> None:
        on_progress(0.5)
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            # What was stopped takes a while to end.
            await end.wait()

    monkeypatch.setattr(house.home.gatherer, "render", held_up)
    request_id = await house.ask()
    prepared = asyncio.create_task(
        panel.call("requests/prepare", request_id=request_id)
    )
    await begun.wait()
    other = await panel_of(house.owner)
    request = (await other.call("requests/get", request_id=request_id))["request"]
    assert request["state"] == "preparing"
    assert request["progress"] == {"done": 0.5, "left": None, "waiting": False}
    await other.call("requests/stop_preparing", request_id=request_id)
    request = (await other.call("requests/get", request_id=request_id))["request"]
    assert (request["state"], request["progress"]) == ("pending", None)
    end.set()
    with pytest.raises(AssertionError, match="prepare_stopped"):
        await prepared


async def test_what_was_prepared_plays_at_an_address_for_a_minute(
    house: House, panel: Panel, hass_client_no_auth: ClientSessionGenerator
) -> None:
    request_id = await house.ask()
    error = await panel.refused("requests/look", request_id=request_id, number=1)
    assert error["code"] == "not_ready"
    await house.prepare(request_id)
    request = (await panel.call("requests/get", request_id=request_id))["request"]
    (clip,) = request["prepared"]["clips"]
    error = await panel.refused("requests/look", request_id=request_id, number=2)
    assert error["code"] == "not_ready"
    look = await panel.call("requests/look", request_id=request_id, number=1)
    player = await hass_client_no_auth()
    video = await (await player.get(look["url"])).read()
    assert hashlib.sha256(video).hexdigest() == clip["sha256"]
    stranger = await hass_client_no_auth()
    assert (await stranger.get(look["url"].partition("?")[0])).status == 404


async def test_a_request_has_a_picture_for_administrators(
    house: House,
    panel: Panel,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
) -> None:
    request_id = await house.ask()
    (request,) = (await panel.call("requests/list"))["requests"]
    assert request["picture"] == f"/api/ring_watch/thumbnail/request/{request_id}"
    owner = await hass_client()
    before = await owner.get(request["picture"])
    assert before.content_type == "image/jpeg"
    assert before.headers["Cache-Control"] == "private, no-store"
    zone = {"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}
    await panel.call("zones/set", doorbell_id="id_front_door", zones=[zone])
    await house.prepare(request_id)
    # What is covered is covered here too.
    assert await (await owner.get(request["picture"])).read() != await before.read()

    user = MockUser(groups=[]).add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(user, f"{EXTERNAL}/")
    guest = await hass_client(hass.auth.async_create_access_token(token))
    for client, path in (
        (guest, request["picture"]),
        (owner, f"{request['picture'][:-32]}{'0' * 32}"),
        (owner, f"{request['picture']}.jpg"),
    ):
        assert (await client.get(path)).status == 404


async def test_a_picture_of_a_clip_that_begins_with_a_gap_is_not_of_the_gap(
    house: House, hass_client: ClientSessionGenerator
) -> None:
    client = await hass_client()
    levels = []
    for seconds in (0, 10):
        start = FOOTAGE_START - timedelta(seconds=seconds)
        request_id = await house.ask(start=start.isoformat())
        await house.prepare(request_id)
        for path in (f"request/{request_id}", f"preview/{request_id}/1"):
            answer = await client.get(f"/api/ring_watch/thumbnail/{path}")
            with av.open(BytesIO(await answer.read()), "r") as container:
                picture = next(container.decode(video=0)).to_ndarray(format="gray")
            levels.append(float(picture.mean()))
    assert max(levels) - min(levels) < 5


async def test_a_window_without_footage_has_no_picture(
    house: House, hass_client: ClientSessionGenerator
) -> None:
    request_id = await house.ask(
        start="2026-03-01T10:00:00Z", end="2026-03-01T10:01:00Z"
    )
    path = f"/api/ring_watch/thumbnail/request/{request_id}"
    answer = await (await hass_client()).get(path)
    # Where nobody did anything wrong, a browser's console tells of no error.
    assert (answer.status, await answer.read()) == (204, b"")


async def test_a_share_says_whom_it_is_for_and_what_of(
    house: House, panel: Panel
) -> None:
    requester_id = add_requester(house, "Neighbour")
    await house.share()
    request_id = await house.ask(requester="Neighbour", name="typed")
    render_hash = await house.prepare(request_id)
    await house.act("approve_request", request_id=request_id, render_hash=render_hash)
    newest, oldest = (await panel.call("shares/list"))["shares"]
    assert newest["requester"] == "Neighbour" and newest["name"] == "typed"
    assert oldest["requester"] is None and oldest["name"] == ""
    for share in (newest, oldest):
        front_door = {"doorbell_id": "id_front_door", "name": "Front door"}
        assert share["doorbells"] == [front_door]
        assert share["start"] == "2026-03-01T11:59:50.000000Z"
        assert share["end"] == "2026-03-01T12:00:20.000000Z"
    # Removed, its shares are a stranger's.
    house.hass.config_entries.async_remove_subentry(house.home.entry, requester_id)
    newest, _ = (await panel.call("shares/list"))["shares"]
    assert newest["requester"] is None
