"""Who may give commands, and what is answered to everybody else."""

import json
from typing import Any

import pytest

from custom_components.ring_watch.web import websocket
from homeassistant.core import HomeAssistant
from tests.consent.conftest import House

from .conftest import Panel, PanelOf

pytestmark = [pytest.mark.sharing, pytest.mark.integration, pytest.mark.dashboard]

NOTED_AT_ONCE = 20
NOBODYS = "0" * 32
DOORBELL = {"doorbell_id": "id_front_door"}
WINDOW = {"start": "2026-03-01T11:00:00Z", "end": "2026-03-01T12:00:00Z"}
COMMANDS: dict[str, dict[str, Any]] = {
    "requests/list": {},
    "requests/subscribe": {},
    "requests/get": {"request_id": NOBODYS},
    "requests/thumbnails": {"request_id": NOBODYS, **DOORBELL},
    "requests/look": {"request_id": NOBODYS, "number": 1},
    "requests/prepare": {"request_id": NOBODYS},
    "requests/stop_preparing": {"request_id": NOBODYS},
    "requests/approve": {"request_id": NOBODYS, "render_hash": "0" * 64},
    "requests/decline": {"request_id": NOBODYS},
    "requests/erase": {"request_id": NOBODYS},
    "requesters/list": {},
    "requesters/erase": {"requester_id": "0" * 26},
    "shares/list": {},
    "shares/revoke": {"share_id": NOBODYS},
    "shares/renew": {"share_id": NOBODYS},
    "shares/confirm": {},
    "doorbells/list": {},
    "zones/get": DOORBELL,
    "zones/set": {**DOORBELL, "zones": []},
    "footage/timeline": {**DOORBELL, **WINDOW},
    "footage/thumbnails": {**DOORBELL, **WINDOW},
    "footage/look": {**DOORBELL, "time": WINDOW["start"]},
    "clips/list": {},
    "clips/look": {"clip_id": NOBODYS},
    "clips/delete": {"clip_id": NOBODYS},
    "settings/get": {},
    "settings/set": {"options": {"lapse_days": 1}},
    "record": {},
    "ledger/page": {},
    "ledger/rotate_key": {},
}


def test_every_command_is_in_the_table(hass: HomeAssistant) -> None:
    websocket.async_register_commands(hass)
    known = {
        name.removeprefix("ring_watch/")
        for name in hass.data["websocket_api"]
        if name.startswith("ring_watch/")
    }
    assert known == set(COMMANDS)


async def test_case_26_a_user_who_is_no_administrator_is_refused_everything(
    house: House, guest: Panel
) -> None:
    before = house.ledger().count("attempt")
    answers = set()
    for command, fields in COMMANDS.items():
        answers.add(json.dumps(await guest.refused(command, **fields)))
    # What is there and what is not are one and the same.
    (answer,) = answers
    assert json.loads(answer)["code"] == "not_allowed"
    # The rest is counted: nobody fills the ledger so.
    assert house.ledger().count("attempt") == before + NOTED_AT_ONCE


async def test_case_30_a_subscription_ends_with_the_right_to_it(
    house: House, hass: HomeAssistant, panel_of: PanelOf
) -> None:
    boss = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    panel = await panel_of(boss)
    await panel.call("requests/subscribe")
    await hass.auth.async_update_user(boss, group_ids=["system-users"])
    await house.ask()
    # The next thing that is heard is the answer to this.
    assert (await panel.refused("shares/list"))["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("command", "fields", "code"),
    [
        ("requests/get", {}, "no_request"),
        ("requests/look", {}, "no_request"),
        ("requests/thumbnails", {}, "no_request"),
        ("requests/stop_preparing", {}, "no_request"),
        ("shares/renew", {}, "no_share"),
        ("zones/set", {"doorbell_id": "none"}, "no_doorbell"),
        ("footage/timeline", {"doorbell_id": "none"}, "no_doorbell"),
        ("footage/thumbnails", {"doorbell_id": "none"}, "no_doorbell"),
        ("footage/look", {"doorbell_id": "none"}, "no_doorbell"),
        ("footage/timeline", {"end": "2026-03-01T11:00:00Z"}, "window_empty"),
        ("footage/timeline", {"end": "2026-03-02T13:00:01Z"}, "window_too_long"),
        ("footage/thumbnails", {"end": "2026-03-02T13:00:01Z"}, "window_too_long"),
        ("clips/look", {}, "not_found"),
        ("clips/look", {"clip_id": "../../secrets"}, "not_found"),
        ("clips/delete", {}, "not_found"),
        ("settings/set", {"options": {"none": 1}}, "bad_setting"),
        ("settings/set", {"options": {"lapse_days": 0}}, "bad_setting"),
        ("settings/set", {"options": {"lapse_days": 91}}, "bad_setting"),
        ("settings/set", {"options": {"lapse_days": True}}, "bad_setting"),
        ("settings/set", {"options": {"door_page": 1}}, "bad_setting"),
    ],
)
@pytest.mark.usefixtures("house")
async def test_a_refusal_has_its_code_and_a_sentence(
    panel: Panel,
    command: str,
    fields: dict[str, Any],
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = await panel.refused(command, **{**COMMANDS[command], **fields})
    assert error["code"] == code
    assert error["message"][0].isupper() and error["message"][-1] == "."
    assert error["translation_domain"] == "ring_watch"
    assert error["translation_key"] == f"sharing_{code}"
    # It is an answer, no error of Home Assistant's.
    assert "ERROR" not in caplog.text


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("requests/look", {"number": 0}),
        ("requests/look", {"number": "1"}),
        ("requests/look", {"number": True, "request_id": ["x"]}),
        ("footage/timeline", {"start": "2026-03-01T11:00:00"}),
        ("footage/timeline", {"start": "9999-12-31T23:59:59.999999Z"}),
        ("footage/timeline", {"start": "0001-01-01T00:00:00Z"}),
        ("footage/thumbnails", {"count": 61}),
        ("footage/look", {"time": None}),
        ("clips/look", {"clip_id": "x" * 65}),
        ("settings/set", {"options": {"lapse_days": "1"}}),
        ("settings/set", {"options": [1]}),
        ("settings/set", {"options": {str(one): 1 for one in range(99)}}),
    ],
)
@pytest.mark.usefixtures("house")
async def test_what_makes_no_sense_is_refused_by_its_form(
    panel: Panel, command: str, fields: dict[str, Any]
) -> None:
    error = await panel.refused(command, **{**COMMANDS[command], **fields})
    assert error["code"] == "invalid_format"


async def test_without_requests_and_shares_footage_can_be_looked_at(
    house: House, panel: Panel
) -> None:
    await house.home.consent.stop()
    assert (await panel.refused("shares/list"))["code"] == "unavailable"
    assert (await panel.refused("requesters/list"))["code"] == "unavailable"
    assert (await panel.call("doorbells/list"))["doorbells"]
    timeline = await panel.call("footage/timeline", **COMMANDS["footage/timeline"])
    assert timeline["gaps"]
    assert (await panel.call("clips/list"))["clips"] == []
    assert (await panel.call("settings/get"))["options"]
    # Who waits for news waits for a better time, too.
    await panel.call("requests/subscribe")
    await house.home.consent.start()
    await house.ask()
    assert (await panel.event())["type"] == "received"


async def test_without_a_home_there_is_nothing(
    hass: HomeAssistant, house: House, panel: Panel
) -> None:
    await hass.config_entries.async_unload(house.home.entry.entry_id)
    for command, fields in COMMANDS.items():
        assert (await panel.refused(command, **fields))["code"] == "unavailable"


async def test_a_refusal_is_said_in_the_homes_language(
    hass: HomeAssistant, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def texts(*_: Any) -> dict[str, str]:
        return {"component.ring_watch.exceptions.sharing_no_share.message": "Weg."}

    monkeypatch.setattr(
        "custom_components.ring_watch.consent.refusals.async_get_translations", texts
    )
    error = await panel.refused("shares/revoke", share_id=NOBODYS)
    assert error["message"] == "Weg."
