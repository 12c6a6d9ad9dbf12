"""Doorbells, requesters and settings, as the dashboard shows and sets them."""

import asyncio
from types import MappingProxyType
from typing import Any

import pytest

from custom_components.ring_watch.consent.options import RULES, checked, options_of
from custom_components.ring_watch.const import SUBENTRY_REQUESTER
from custom_components.ring_watch.requester_flow import stored
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.consent.conftest import EXTERNAL, House
from tests.consent.test_accounts import add_requester

from .conftest import Panel, PanelOf

pytestmark = [pytest.mark.sharing, pytest.mark.integration, pytest.mark.dashboard]


@pytest.mark.parametrize("command", ["doorbells/list", "requests/list", "shares/list"])
@pytest.mark.usefixtures("house")
async def test_a_list_says_what_time_it_is_at_home(panel: Panel, command: str) -> None:
    now = dt_util.parse_datetime((await panel.call(command))["now"])
    assert now
    assert abs(dt_util.utcnow() - now).total_seconds() < 10


async def test_a_doorbell_has_its_device_and_its_entities(
    house: House, hass: HomeAssistant, panel: Panel
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    zone = {"x": 0.0, "y": 0.0, "width": 0.25, "height": 0.25}
    await panel.call("zones/set", doorbell_id="id_front_door", zones=[zone])
    found = await panel.call("doorbells/list")
    assert found["time_zone"] == "Europe/Amsterdam"
    (doorbell,) = found["doorbells"]
    entities = doorbell.pop("entities")
    assert doorbell.pop("size") >= 0
    assert doorbell.pop("status") in {"starting", "recording"}
    assert doorbell == {
        "doorbell_id": "id_front_door",
        "device_id": house.device,
        "name": "Front door",
        "source": "demo",
        "reason": None,
        "oldest": doorbell["oldest"],
        "zones": 1,
    }
    assert set(entities) == {
        *("camera", "ring", "motion_event", "motion"),
        *("recording", "recording_switch"),
    }
    assert all(hass.states.get(entity_id) for entity_id in entities.values())

    er.async_get(hass).async_update_entity(
        entities["ring"], disabled_by=er.RegistryEntryDisabler.USER
    )
    (doorbell,) = (await panel.call("doorbells/list"))["doorbells"]
    assert doorbell["entities"]["ring"] is None


async def test_a_requester_is_told_of_with_numbers(house: House, panel: Panel) -> None:
    agency = ConfigSubentry(
        data=MappingProxyType(
            stored(
                {
                    "kind": "agency",
                    "contact": "desk@agency.test",
                    "agreement_text": "Only the street.",
                    "agreement_date": "2026-02-01",
                    "agreement_end": "2099-03-31",
                    "window_hours": 2,
                    "open_requests": 1,
                }
            )
        ),
        subentry_type=SUBENTRY_REQUESTER,
        title="Agency",
        unique_id=None,
    )
    house.hass.config_entries.async_add_subentry(house.home.entry, agency)
    add_requester(house, "Neighbour")
    await house.ask(requester="Agency", case_number="1")
    shared = await house.ask(requester="Neighbour")
    await house.ask(requester="Neighbour", case_number="2")
    render_hash = await house.prepare(shared)
    await house.act("approve_request", request_id=shared, render_hash=render_hash)

    first, second = (await panel.call("requesters/list"))["requesters"]
    assert first == {
        "requester_id": agency.subentry_id,
        "name": "Agency",
        "kind": "agency",
        "contact": "desk@agency.test",
        "closed": False,
        "agreement": {
            "text": "Only the street.",
            "date": "2026-02-01",
            "end": "2099-03-31",
        },
        "limits": {"window_hours": 2, "total_hours": None, "open_requests": 1},
        "asked": 1,
        "waiting": 1,
        "live_shares": 0,
    }
    assert second["agreement"] is None
    assert (second["asked"], second["waiting"], second["live_shares"]) == (2, 1, 1)
    # The secret of a personal page is nobody's business.
    assert not any("secret" in key for key in first)


async def test_settings_say_what_they_may_be(house: House, panel: Panel) -> None:
    found = await panel.call("settings/get")
    assert found["entry_id"] == house.home.entry.entry_id
    assert found["storage"] == str(house.home.storage)
    assert (found["retention_days"], found["retention_gb"]) == (7, 50)
    assert found["phones"] == 0
    assert found["options"]["lapse_days"] == 7
    assert found["options"]["door_page"] is False
    assert found["limits"]["lapse_days"] == {
        "kind": "number",
        "min": 1,
        "max": 90,
        "unit": "days",
    }
    assert found["limits"]["door_page"] == {"kind": "boolean"}
    assert set(found["limits"]) == set(found["options"]) == set(RULES)


@pytest.mark.parametrize(
    ("external", "reach"),
    [(EXTERNAL, "everywhere"), ("http://192.168.1.5:8123", "home_network")],
)
async def test_settings_say_from_where_links_can_be_opened(
    hass: HomeAssistant, panel: Panel, external: str, reach: str
) -> None:
    hass.config.external_url = external
    door = f"{external}/ring_watch/door"
    found = (await panel.call("settings/get"))["links"]
    assert found == {"reach": reach, "door": door, "refusal": None}


@pytest.mark.parametrize(
    ("external", "code"),
    [(None, "no_external_url"), ("http://home.test", "insecure_external_url")],
)
async def test_settings_say_why_there_can_be_no_links(
    hass: HomeAssistant, panel: Panel, external: str | None, code: str
) -> None:
    hass.config.external_url = external
    found = (await panel.call("settings/get"))["links"]
    assert (found["reach"], found["door"]) == (None, None)
    error = found["refusal"]
    assert error["code"] == code
    assert error["translation_key"] == f"sharing_{code}"
    assert error["message"].endswith("under Settings, System, Network.")


async def test_a_rule_counts_at_once_and_the_ledger_has_it(
    house: House, hass: HomeAssistant, panel: Panel
) -> None:
    before = house.ledger().count("rules_set")
    options = {"lapse_days": 3, "door_page": True, "share_claims": 5}
    await panel.call("settings/set", options=options)
    await hass.async_block_till_done()
    found = (await panel.call("settings/get"))["options"]
    assert {key: found[key] for key in options} == options
    assert house.home.sharing and house.home.site
    assert house.home.sharing.settings.lapse_after == 3 * 86_400_000_000
    assert house.home.site.door_page
    (entry,) = (await panel.call("ledger/page", limit=1))["entries"]
    assert entry["type"] == "rules_set"
    # What stayed as it was is no change.
    assert entry["data"]["rules"] == {"lapse_days": 3, "door_page": True}
    assert entry["data"]["user_id"] == house.owner.id
    await panel.call("settings/set", options=options)
    assert house.ledger().count("rules_set") == before + 1


async def test_rules_that_are_set_at_once_are_all_in_force(
    house: House, hass: HomeAssistant, panel_of: PanelOf
) -> None:
    one, other = await panel_of(house.owner), await panel_of(house.owner)
    await asyncio.gather(
        one.call("settings/set", options={"lapse_days": 3}),
        other.call("settings/set", options={"share_claims": 2}),
    )
    found = options_of(house.home.entry)
    assert (found["lapse_days"], found["share_claims"]) == (3, 2)


async def test_a_rule_that_the_ledger_cannot_have_is_not_put_in_force(
    house: House, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(house.home.consent.ledger, "append", full)
    error = await panel.refused("settings/set", options={"lapse_days": 3})
    assert error["code"] == "ledger_not_writable"
    assert options_of(house.home.entry)["lapse_days"] == 7


def test_what_the_form_takes_the_dashboard_takes() -> None:
    for key, rule in RULES.items():
        assert checked({key: rule.usual}) == {key: rule.usual}
