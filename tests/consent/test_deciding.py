"""Who may decide, and on what."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
import re
from typing import Any

from aiohttp.web import AbstractResource
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.sharing.model.clips import RenderedClip
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from tests.integration_fixtures import FOOTAGE_START, demo, device_id

from .conftest import House

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

NOT_ALLOWED = "sharing_not_allowed"


async def refused(work: Awaitable[Any]) -> str:
    """Return the key of the translated error that something ends in."""
    with pytest.raises(HomeAssistantError) as caught:
        await work
    assert caught.value.translation_domain == DOMAIN
    key = caught.value.translation_key
    assert key is not None
    return key


async def deciding(house: House) -> list[tuple[str, dict[str, Any]]]:
    """Return every action of an administrator, on things that are there."""
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    other = await house.share()
    return [
        ("list_requests", {}),
        ("prepare_request", {"request_id": request_id}),
        ("approve_request", {"request_id": request_id, "render_hash": render_hash}),
        ("decline_request", {"request_id": request_id}),
        ("revoke_share", {"share_id": other["share_id"]}),
        ("share_clip", {"share_id": other["share_id"], "targets": ["notify.x"]}),
        ("confirm_shares", {}),
        ("renew_share", {"share_id": other["share_id"]}),
        ("get_record", {}),
        ("get_ledger", {}),
        ("rotate_key", {}),
        ("erase_request", {"request_id": request_id}),
        ("erase_requester", {"requester": "Neighbour"}),
        ("set_zones", {"device": house.device, "zones": []}),
    ]


def guest(hass: HomeAssistant) -> User:
    return MockUser(groups=[], name="guest").add_to_hass(hass)


async def inactive(hass: HomeAssistant) -> User:
    user = await hass.auth.async_create_user("Gone", group_ids=["system-admin"])
    await hass.auth.async_update_user(user, is_active=False)
    return user


async def test_case_26_and_27_only_a_real_active_administrator_decides(
    house: House, hass: HomeAssistant
) -> None:
    actions = await deciding(house)
    people = [None, guest(hass), await inactive(hass)]
    before = house.ledger().count("attempt")
    for who in people:
        for action, data in actions:
            key = await refused(house.act(action, who, **data))
            assert key == NOT_ALLOWED, (action, who)
    # More than the ledger wants to have each is counted by the next that it takes.
    assert house.ledger().count("attempt") - before >= 15
    assert await house.state(actions[1][1]["request_id"]) == "ready"
    assert house.home.sharing
    assert len(house.home.sharing.shares()) == 1


async def test_case_27_an_automation_and_a_script_of_the_owners_own_are_refused(
    house: House, hass: HomeAssistant
) -> None:
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    step = {
        "action": f"{DOMAIN}.approve_request",
        "data": {"request_id": request_id, "render_hash": render_hash},
    }
    decline = {
        "action": f"{DOMAIN}.decline_request",
        "data": {"request_id": request_id},
    }
    assert await async_setup_component(
        hass, "script", {"script": {"decide": {"sequence": [step, decline]}}}
    )
    automation = {
        "alias": "decide",
        "triggers": {"trigger": "event", "event_type": "decide"},
        "actions": [step],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    before = house.ledger().count("attempt")
    # The administrator's own hand starts both.
    context = Context(user_id=house.owner.id)
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "script", "decide", blocking=True, context=context
        )
    hass.bus.async_fire("decide", context=Context(user_id=house.owner.id))
    await hass.async_block_till_done()
    assert await house.state(request_id) == "ready"
    assert house.ledger().count("attempt") == before + 2


async def test_the_developer_tools_are_the_administrators_own_hand(
    house: House, hass: HomeAssistant, hass_ws_client: Callable[..., Awaitable[Any]]
) -> None:
    request_id = await house.ask()
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "execute_script",
            "sequence": [
                {
                    "action": f"{DOMAIN}.decline_request",
                    "data": {"request_id": request_id},
                }
            ],
        }
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    assert await house.state(request_id) == "declined"


async def test_case_30_and_31_a_preview_is_for_an_active_administrator_only(
    house: House,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    path = f"/api/ring_watch/preview/{request_id}/1"
    user = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    token = await hass.auth.async_create_refresh_token(
        user, "https://home.example.org/"
    )
    access = hass.auth.async_create_access_token(token)
    owner = await hass_client(access)
    assert (await owner.get(path)).status == 200
    assert (await owner.head(path)).status == 200
    for absent in (
        f"/api/ring_watch/preview/{request_id}/2",
        f"/api/ring_watch/preview/{request_id}/0",
        f"/api/ring_watch/preview/{'0' * 32}/1",
        "/api/ring_watch/preview/..%2f..%2fkeys/1",
    ):
        assert (await owner.get(absent)).status in {400, 404}
    stranger = await hass_client_no_auth()
    assert (await stranger.get(path)).status == 401

    await hass.auth.async_update_user(user, group_ids=["system-users"])
    assert (await owner.get(path)).status == 404
    await hass.auth.async_update_user(user, is_active=False)
    assert (await owner.get(path)).status in {401, 404}


def addresses(hass: HomeAssistant) -> Iterable[AbstractResource]:
    """Return all that Home Assistant's server answers to."""
    return list(hass.http.app.router.resources())


async def test_case_29_no_address_approves(
    house: House, hass_client: ClientSessionGenerator
) -> None:
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    share = await house.share()
    client = await hass_client()
    known = {"request_id": request_id, "share_id": share["share_id"]}
    known |= {"number": "1", "kind": "clip", "name": "page.css"}
    paths = {
        f"/ring_watch/approve/{request_id}",
        *(
            re.sub(r"{(\w+)[^}]*}", lambda found: known.get(found[1], "1"), path)
            for path in (resource.canonical for resource in addresses(house.hass))
            if "ring_watch" in path
        ),
    }
    assert len(paths) > 15
    before = house.ledger()
    asked = {"render_hash": render_hash, "request_id": request_id, "approve": "1"}
    for path in sorted(paths):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
            answer = await client.request(method, path, params=asked)
            assert answer.status in {200, 400, 403, 404, 405, 415}, (method, path)
            assert await house.state(request_id) == "ready", (method, path)
    assert house.ledger() == before
    (live,) = (await house.act("list_requests"))["shares"]
    assert live["claims_used"] == 0


async def test_case_30_who_loses_the_right_while_the_files_are_read_approves_nothing(
    house: House, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    boss = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    unchanged = house.home.consent.renderer.unchanged

    async def slowly(clips: Sequence[RenderedClip]) -> bool:
        # A clip of hours takes a small computer minutes.
        await hass.auth.async_update_user(boss, group_ids=["system-users"])
        return await unchanged(clips)

    monkeypatch.setattr(house.home.consent.renderer, "unchanged", slowly)
    approve = {"request_id": request_id, "render_hash": render_hash}
    key = await refused(house.act("approve_request", boss, **approve))
    assert key == "sharing_not_allowed"
    assert await house.state(request_id) == "ready"
    assert house.ledger().count("attempt") == 1
    await house.act("approve_request", **approve)
    assert await house.state(request_id) == "shared"


async def test_case_32_zones_or_a_trim_after_the_preview_need_a_new_approval(
    house: House,
) -> None:
    request_id = await house.ask()
    seen = await house.prepare(request_id)
    zone = {"x": 0, "y": 0, "width": 0.5, "height": 0.5}
    await house.act("set_zones", device=house.device, zones=[zone])
    approve = {"request_id": request_id, "render_hash": seen}
    key = await refused(house.act("approve_request", **approve))
    assert key == "sharing_changed_since_preview"

    part = {
        "device": house.device,
        "start": FOOTAGE_START + timedelta(seconds=5),
        "end": FOOTAGE_START + timedelta(seconds=10),
    }
    trimmed = await house.prepare(request_id, parts=[part])
    assert trimmed != seen
    key = await refused(house.act("approve_request", **approve))
    assert key == "sharing_changed_since_preview"
    approve["render_hash"] = trimmed
    assert "url" in await house.act("approve_request", **approve)
    assert len(house.files()) == 1


async def test_case_32_a_zone_that_is_set_meanwhile_comes_first(house: House) -> None:
    request_id = await house.ask()
    seen = await house.prepare(request_id)
    zone = {"x": 0, "y": 0, "width": 0.5, "height": 0.5}
    changed = asyncio.create_task(
        house.act("set_zones", device=house.device, zones=[zone])
    )
    await asyncio.sleep(0)
    approve = {"request_id": request_id, "render_hash": seen}
    key = await refused(house.act("approve_request", **approve))
    assert key == "sharing_changed_since_preview"
    await changed


async def test_zones_that_are_set_at_once_all_stay(
    house: House, hass: HomeAssistant
) -> None:
    hass.config_entries.async_add_subentry(house.home.entry, demo("Garden"))
    await hass.async_block_till_done()
    garden = device_id(hass, house.home, "garden")
    zone = {"x": 0, "y": 0, "width": 0.5, "height": 0.5}
    await asyncio.gather(
        house.act("set_zones", device=house.device, zones=[zone]),
        house.act("set_zones", device=garden, zones=[zone]),
    )
    await hass.config_entries.async_reload(house.home.entry.entry_id)
    zones = house.home.entry.runtime_data.consent.doorbells.zones
    assert len(zones("id_front_door")) == len(zones("id_garden")) == 1


async def test_case_32_a_file_that_changed_is_not_approved(house: House) -> None:
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    (file,) = house.files()
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    key = await refused(
        house.act("approve_request", request_id=request_id, render_hash=render_hash)
    )
    assert key == "sharing_changed_since_preview"


async def test_case_33_two_approvals_race_and_one_wins(house: House) -> None:
    request_id = await house.ask()
    data = {"request_id": request_id, "render_hash": await house.prepare(request_id)}
    results = await asyncio.gather(
        *(house.act("approve_request", **data) for _ in range(5)),
        return_exceptions=True,
    )
    won = [one for one in results if isinstance(one, dict)]
    lost = [one for one in results if isinstance(one, HomeAssistantError)]
    assert len(won) == 1 and len(lost) == 4
    assert {one.translation_key for one in lost} == {"sharing_already_decided"}
    assert house.home.sharing
    assert len(house.home.sharing.shares()) == 1


async def test_case_34_approving_and_declining_race_and_the_first_wins(
    house: House,
) -> None:
    request_id = await house.ask()
    render_hash = await house.prepare(request_id)
    results = await asyncio.gather(
        house.act("decline_request", request_id=request_id),
        house.act("approve_request", request_id=request_id, render_hash=render_hash),
        return_exceptions=True,
    )
    assert sum(isinstance(one, HomeAssistantError) for one in results) == 1
    assert await house.state(request_id) in {"declined", "shared"}
    assert "too_late" in house.ledger()


async def test_without_an_address_for_others_nothing_is_approved(
    house: House, hass: HomeAssistant
) -> None:
    request_id = await house.ask()
    data = {"request_id": request_id, "render_hash": await house.prepare(request_id)}
    hass.config.external_url = "http://home.example.org"
    key = await refused(house.act("approve_request", **data))
    assert key == "sharing_insecure_external_url"
    hass.config.external_url = None
    hass.config.internal_url = None
    key = await refused(house.act("approve_request", **data))
    assert key == "sharing_no_external_url"
    assert await house.state(request_id) == "ready"
    hass.config.internal_url = "http://192.168.1.5:8123"
    assert (await house.act("approve_request", **data))["reach"] == "home_network"


async def test_a_window_without_footage_is_told_to_the_owner_only(
    house: House,
) -> None:
    before = FOOTAGE_START - timedelta(days=1)
    request_id = await house.ask(start=before, end=before + timedelta(minutes=1))
    assert await house.state(request_id) == "pending"
    key = await refused(house.act("prepare_request", request_id=request_id))
    assert key == "window_too_old"
    assert await house.state(request_id) == "pending"
