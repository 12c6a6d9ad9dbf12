"""Adding somebody who may ask, and setting the rules."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.consent.options import settings_of
from custom_components.ring_watch.const import SUBENTRY_REQUESTER
from custom_components.ring_watch.diagnostics import async_get_config_entry_diagnostics
from custom_components.ring_watch.sharing.settings import DAY, HOUR, Settings
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
from tests.integration_fixtures import FOOTAGE_END, FOOTAGE_START, StandIn

from .conftest import EXTERNAL, House
from .test_deciding import refused

pytestmark = [pytest.mark.sharing, pytest.mark.integration]


def form(code: str) -> dict[str, str]:
    """Return the filled form of the page, in the home's time."""
    start, end = (dt_util.as_local(one) for one in (FOOTAGE_START, FOOTAGE_END))
    return {
        "code": code,
        "start": f"{start:%Y-%m-%dT%H:%M:%S}",
        "end": f"{end:%Y-%m-%dT%H:%M:%S}",
        "reason": "a parcel",
    }


async def add(house: House, **answers: Any) -> tuple[str, str]:
    """Add a requester; return their id and the secret of their page."""
    subentries = house.hass.config_entries.subentries
    flow = await subentries.async_init(
        (house.home.entry.entry_id, SUBENTRY_REQUESTER),
        context={"source": SOURCE_USER},
    )
    shown = await subentries.async_configure(
        flow["flow_id"], {"name": "Neighbour", "kind": "neighbour", **answers}
    )
    assert shown["step_id"] == "address", shown
    address = (shown["description_placeholders"] or {})["address"]
    assert address.startswith(f"{EXTERNAL}/ring_watch/ask#")
    done = await subentries.async_configure(flow["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await house.hass.async_block_till_done()
    (subentry,) = house.home.entry.get_subentries_of_type(SUBENTRY_REQUESTER)
    return subentry.subentry_id, address.partition("#")[2]


async def reconfigure(house: House, subentry_id: str, step: str) -> dict[str, Any]:
    """Open a requester's settings at a step."""
    subentries = house.hass.config_entries.subentries
    flow = await subentries.async_init(
        (house.home.entry.entry_id, SUBENTRY_REQUESTER),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
    )
    result: Any = await subentries.async_configure(
        flow["flow_id"], {"next_step_id": step}
    )
    return dict(result)


async def submit(
    house: House, flow: dict[str, Any], answers: dict[str, Any]
) -> dict[str, Any]:
    """Answer a form, and let the entry take it in."""
    result: Any = await house.hass.config_entries.subentries.async_configure(
        flow["flow_id"], answers
    )
    await house.hass.async_block_till_done()
    return dict(result)


async def test_a_requesters_page_works_at_once_and_recording_goes_on(
    house: House, stand_in: StandIn, hass_client_no_auth: ClientSessionGenerator
) -> None:
    sharing, told = house.home.sharing, len(stand_in.commands)
    requester_id, secret = await add(house, contact="+31 6 1")
    client = await hass_client_no_auth()
    answer = await client.post("/ring_watch/ask", data=form(secret))
    assert answer.status == 200
    listed = await house.act("list_requests")
    (request,) = listed["requests"]
    assert request["requester_id"] == requester_id
    assert request["requester"] == "Neighbour"
    assert request["contact"] == "+31 6 1"
    assert request["verified"]
    assert house.home.entry.runtime_data.sharing is sharing
    assert len(stand_in.commands) == told


async def test_the_secret_is_kept_as_a_hash_only(house: House) -> None:
    _, secret = await add(house, contact="+31 6 1")
    entry = house.home.entry
    assert secret not in str(entry.as_dict())
    diagnostics = str(await async_get_config_entry_diagnostics(house.hass, entry))
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_REQUESTER)
    for hidden in (subentry.data["page_secret_hash"], "+31 6 1", "Neighbour"):
        assert hidden not in diagnostics


async def test_a_renewed_address_kills_the_one_before(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    requester_id, old = await add(house)
    flow = await reconfigure(house, requester_id, "renew")
    new = flow["description_placeholders"]["address"].partition("#")[2]
    await submit(house, flow, {})
    client = await hass_client_no_auth()
    answer = await client.post("/ring_watch/ask", data=form(old))
    assert answer.status == 404
    answer = await client.post("/ring_watch/ask", data=form(new))
    assert answer.status == 200


async def test_case_12_a_requester_revoked_after_asking_needs_a_confirmation(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    requester_id, secret = await add(house)
    client = await hass_client_no_auth()
    await client.post("/ring_watch/ask", data=form(secret))
    (request,) = (await house.act("list_requests"))["requests"]
    assert "requester_revoked" not in request["warnings"]
    approve = {"request_id": request["request_id"]}
    approve["render_hash"] = await house.prepare(request["request_id"])

    await submit(house, await reconfigure(house, requester_id, "revoke"), {})
    answer = await client.post("/ring_watch/ask", data=form(secret))
    assert answer.status == 404
    (request,) = (await house.act("list_requests"))["requests"]
    assert "requester_revoked" in request["warnings"]
    key = await refused(house.act("approve_request", **approve))
    assert key == "sharing_not_confirmed"
    share = await house.act(
        "approve_request", **approve, confirmed=["requester_revoked"]
    )
    assert "url" in share


async def test_an_agency_needs_an_agreement_and_a_case_number(house: House) -> None:
    subentries = house.hass.config_entries.subentries
    first = await subentries.async_init(
        (house.home.entry.entry_id, SUBENTRY_REQUESTER),
        context={"source": SOURCE_USER},
    )
    result = await subentries.async_configure(
        first["flow_id"], {"name": "Police", "kind": "agency"}
    )
    assert result["errors"] == {"agreement_text": "agreement_missing"}
    requester_id, _ = await add(
        house, name="Police", kind="agency", agreement_text="As of 2020."
    )
    asking = {"start": FOOTAGE_START, "end": FOOTAGE_END, "requester": "Police"}
    answer = await house.act("request_clip", None, **asking)
    assert answer["rule"] == "case_number_missing"
    answer = await house.act("request_clip", None, case_number="7/26", **asking)
    assert answer["rule"] == "contact_missing"

    flow = await reconfigure(house, requester_id, "change")
    given = {
        "name": "Police",
        "kind": "agency",
        "contact": "desk 3",
        "agreement_text": "Ended.",
        "agreement_date": "2020-01-01",
        "agreement_end": "2025-12-31",
        "window_hours": 1,
    }
    await submit(house, flow, given)
    answer = await house.act("request_clip", None, case_number="7/26", **asking)
    assert answer["rule"] == "agreement_ended"
    flow = await reconfigure(house, requester_id, "change")
    shown = {
        str(key): key.description["suggested_value"]
        for key in flow["data_schema"].schema
        if key.description
    }
    assert shown == given


@pytest.mark.parametrize("step", ["revoke", "renew"])
async def test_a_form_from_before_opens_no_page_again(house: House, step: str) -> None:
    requester_id, before = await add(house)
    open_form = await reconfigure(house, requester_id, "change")
    other = await reconfigure(house, requester_id, step)
    await submit(house, other, {})

    await submit(house, open_form, {"name": "Neighbour", "kind": "neighbour"})

    assert house.home.sharing
    assert house.home.sharing.identify(before) is None
    if step == "renew":
        address = other["description_placeholders"]["address"]
        assert house.home.sharing.identify(address.partition("#")[2])


async def test_a_page_is_closed_without_undoing_what_changed(house: House) -> None:
    requester_id, _ = await add(house)
    open_form = await reconfigure(house, requester_id, "revoke")
    other = await reconfigure(house, requester_id, "change")
    given = {"name": "Anna", "kind": "neighbour", "contact": "no. 7"}
    await submit(house, other, given)

    await submit(house, open_form, {})

    (known,) = house.home.consent.requesters.all()
    assert (known.name, known.contact, known.revoked) == ("Anna", "no. 7", True)


async def test_only_administrators_and_automations_ask_for_a_requester(
    house: House,
) -> None:
    await add(house)
    asking = {"start": FOOTAGE_START, "end": FOOTAGE_END}
    guest = MockUser(groups=[]).add_to_hass(house.hass)
    key = await refused(
        house.act("request_clip", guest, requester="Neighbour", **asking)
    )
    assert key == "sharing_not_allowed"
    key = await refused(house.act("request_clip", None, requester="Nobody", **asking))
    assert key == "sharing_no_requester"
    assert (await house.act("request_clip", guest, **asking))["rule"] is None


async def test_case_2_a_user_who_is_no_administrator_cannot_vouch_for_a_name(
    house: House,
) -> None:
    guest = MockUser(groups=[]).add_to_hass(house.hass)
    asking = {"start": FOOTAGE_START, "end": FOOTAGE_END, "name": "Town police"}
    for user, verified in ((guest, False), (None, True), (house.owner, True)):
        asked = await house.act("request_clip", user, **asking)
        listed = (await house.act("list_requests"))["requests"]
        (request,) = (one for one in listed if one["request_id"] == asked["request_id"])
        assert request["verified"] is verified


async def test_rules_count_at_once(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    assert (await client.get("/ring_watch/door")).status == 404
    options = hass.config_entries.options
    flow = await options.async_init(house.home.entry.entry_id)
    await options.async_configure(
        flow["flow_id"],
        {
            "longest_hours": 1,
            "open_per_case": 3,
            "total_hours": 4,
            "warn_hours": 2,
            "lapse_days": 2,
            "share_days": 1,
            "share_claims": 2,
            "door_page": True,
            "notify_phones": False,
        },
    )
    await hass.async_block_till_done()
    assert (await client.get("/ring_watch/door")).status == 200
    assert (await house.share())["claims"] == 2
    key = await refused(house.ask(start="2026-03-01T10:00:00Z", end=FOOTAGE_END))
    assert key == "sharing_window_too_long"
    assert settings_of(house.home.entry) == Settings(
        longest_window=HOUR,
        open_per_case=3,
        total_per_case=4 * HOUR,
        warn_day_total=2 * HOUR,
        lapse_after=2 * DAY,
        share_lifetime=DAY,
        share_claims=2,
    )


async def test_the_form_offers_the_usual_rules(
    house: House, hass: HomeAssistant
) -> None:
    options = hass.config_entries.options
    flow = await options.async_init(house.home.entry.entry_id)
    await options.async_configure(flow["flow_id"], {})
    assert settings_of(house.home.entry) == Settings()
