"""The owner's accounts, by actions: the record, the ledger, erasing, a new link."""

import json
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.ring_watch.const import SUBENTRY_REQUESTER
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from .conftest import EXTERNAL, House
from .test_deciding import refused
from .test_lasting import claim

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

WORDS = {"reason": "a parcel is gone", "contact": "at number 7"}


def add_requester(house: House, name: str) -> str:
    """Add somebody who may ask; return the id."""
    subentry = ConfigSubentry(
        data=MappingProxyType({"kind": "neighbour", "contact": "", "limits": {}}),
        subentry_type=SUBENTRY_REQUESTER,
        title=name,
        unique_id=None,
    )
    house.hass.config_entries.async_add_subentry(house.home.entry, subentry)
    return subentry.subentry_id


async def at_the_screen(client: Any, action: str, **data: Any) -> Any:
    """Perform an action as the developer tools do; return its response."""
    await client.send_json_auto_id(
        {
            "type": "execute_script",
            "sequence": [
                {
                    "action": f"ring_watch.{action}",
                    "data": data,
                    "response_variable": "answer",
                },
                {"stop": "done", "response_variable": "answer"},
            ],
        }
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    return answer["result"]["response"]


async def test_the_record_counts_by_month_and_requester(house: House) -> None:
    requester_id = add_requester(house, "Neighbour")
    await house.share()
    await house.act(
        "decline_request", request_id=await house.ask(requester="Neighbour")
    )
    record = await house.act("get_record")
    assert record["total"]["asked"] == 2
    assert record["total"]["approved"] == record["total"]["declined"] == 1
    (month,) = record["months"]
    strangers, neighbour = month["requesters"]
    assert strangers["requester"] is None and strangers["minutes"] == 1
    assert neighbour["requester_id"] == requester_id
    assert neighbour["requester"] == "Neighbour" and neighbour["declined"] == 1


async def test_the_ledger_comes_in_pages(house: House) -> None:
    await house.ask(**WORDS)
    size = len(house.ledger())
    first = await house.act("get_ledger", limit=2)
    assert first["size"] == size and first["fingerprint"]
    assert first["entries"][0]["hash"] == first["head"]
    numbers = [entry["seq"] for entry in first["entries"]]
    while numbers[-1]:
        page = await house.act("get_ledger", limit=2, before=numbers[-1])
        assert 1 <= len(page["entries"]) <= 2
        numbers += [entry["seq"] for entry in page["entries"]]
    assert numbers == list(range(size - 1, -1, -1))


async def test_ledger_and_record_can_be_downloaded_at_the_screen(
    house: House,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The responses have paths to open in the browser, which knows of no token."""
    await house.ask(**WORDS)
    screen, browser = await hass_ws_client(hass), await hass_client_no_auth()
    paths = (await at_the_screen(screen, "get_ledger"))["download"]
    as_json = await (await browser.get(paths["json"])).json(content_type=None)
    assert WORDS["reason"] in json.dumps(as_json)
    table = await browser.get(paths["csv"])
    assert table.content_type == "text/csv"
    assert WORDS["contact"] in await table.text()

    answer = await at_the_screen(screen, "get_record")
    file = await browser.get(answer.pop("download"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="record.json"'
    assert await file.json() == answer
    # Without the signature they are for nobody.
    for path in (*paths.values(), "/api/ring_watch/record"):
        assert (await browser.get(path.partition("?")[0])).status == 401


async def test_case_26_the_record_is_for_administrators_only(
    house: House, hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    guest = MockUser(groups=[]).add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(guest, EXTERNAL)
    client = await hass_client(hass.auth.async_create_access_token(token))
    assert (await client.get("/api/ring_watch/record")).status == 404
    assert (await (await hass_client()).get("/api/ring_watch/record")).status == 200


async def test_case_65_a_requester_is_forgotten_by_name_and_after_removal_by_id(
    house: House, hass: HomeAssistant
) -> None:
    requester_id = add_requester(house, "Neighbour")
    first = await house.ask(requester="Neighbour", **WORDS)
    assert await house.act("erase_requester", requester="Neighbour") == {"erased": 1}
    assert await house.state(first) == "declined"
    await house.ask(requester="Neighbour", **WORDS)
    hass.config_entries.async_remove_subentry(house.home.entry, requester_id)
    assert await house.act("erase_requester", requester=requester_id) == {"erased": 1}
    listed = json.dumps(await house.act("list_requests"))
    assert not any(word in listed for word in WORDS.values())
    key = await refused(house.act("erase_requester", requester="Neighbour"))
    assert key == "sharing_no_requester"


async def test_case_65_a_strangers_request_is_forgotten_once_it_is_closed(
    house: House,
) -> None:
    request_id = await house.ask(**WORDS)
    key = await refused(house.act("erase_request", request_id=request_id))
    assert key == "sharing_not_closed"
    await house.act("decline_request", request_id=request_id)
    assert await house.act("erase_request", request_id=request_id) == {"erased": 1}
    (one,) = (await house.act("list_requests"))["requests"]
    assert one["reason"] == one["contact"] == ""


async def test_a_share_gets_a_new_link_and_the_one_before_is_dead(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    share, client = await house.share(), await hass_client_no_auth()
    renewed = await house.act("renew_share", share_id=share["share_id"])
    assert renewed["reach"] == "everywhere"
    assert await claim(client, share["url"]) == 404
    assert await claim(client, renewed["url"]) == 303
    key = await refused(house.act("renew_share", share_id="0" * 32))
    assert key == "sharing_no_share"


async def test_a_passphrase_is_made_and_told_once(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert "passphrase" not in await house.share()
    share, client = await house.share(with_passphrase=True), await hass_client_no_auth()
    path, _, code = share["url"].removeprefix(EXTERNAL).partition("#")
    for passphrase, status in (("", 403), ("wrong", 403), (share["passphrase"], 303)):
        form = {"code": code, "passphrase": passphrase}
        answer = await client.post(path, data=form, allow_redirects=False)
        assert answer.status == status
    listed = await house.act("list_requests")
    assert share["passphrase"] not in json.dumps(listed)
    assert listed["shares"][0]["passphrase"] or listed["shares"][1]["passphrase"]


async def test_another_key_signs_from_now_on(house: House) -> None:
    before = (await house.act("get_ledger"))["fingerprint"]
    answer = await house.act("rotate_key")
    assert answer["fingerprint"] != before
    after = await house.act("get_ledger", limit=3)
    assert after["fingerprint"] == answer["fingerprint"]
    assert "key_rotated" in [entry["type"] for entry in after["entries"]]
