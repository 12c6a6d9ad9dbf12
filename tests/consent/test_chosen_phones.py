"""An automation chooses whom to tell and when; a person decides all the same."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.ring_watch.consent.options import CONF_NOTIFY
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from .conftest import House
from .test_phones import WORDS, buttons, phone, press, told

pytestmark = [pytest.mark.dashboard, pytest.mark.sharing, pytest.mark.integration]

type App = tuple[str, list[ServiceCall]]
type AddApp = Callable[[User, str], App]


@pytest.fixture
async def app(house: House, hass: HomeAssistant) -> AsyncGenerator[AddApp]:
    """Return what adds a companion app: its device, and what it will be told.

    The home itself tells no phone.
    """
    hass.config_entries.async_update_entry(
        house.home.entry, options={CONF_NOTIFY: False}
    )
    await hass.async_block_till_done()

    def add(user: User, name: str) -> App:
        calls = phone(hass, user, name)
        (entry,) = (
            one
            for one in hass.config_entries.async_entries("mobile_app")
            if one.data["device_name"] == name
        )
        device = dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("mobile_app", name)}
        )
        return device.id, calls

    yield add
    # The integration itself is not there to be unloaded.
    for entry in hass.config_entries.async_entries("mobile_app"):
        assert isinstance(entry, MockConfigEntry)
        entry.mock_state(hass, ConfigEntryState.NOT_LOADED)


async def notify(
    house: House, request_id: str, *devices: str, user: User | None = None
) -> int:
    """Tell phones as an automation, or as a user; return how many were told."""
    answer: dict[str, int] = await house.act(
        "notify_request", user, request_id=request_id, devices=list(devices)
    )
    return answer["told"]


async def test_a_chosen_phone_is_told_and_its_owner_declines(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(house.owner, "pixel")
    _, others = app(house.owner, "tablet")
    request_id = await house.ask(**WORDS)
    await hass.async_block_till_done()
    assert calls == []
    assert await notify(house, request_id, device, device) == 1
    (call,) = calls
    assert set(buttons(call)) == {"Review", "Decline"}
    assert not any(words in str(call.data) for words in WORDS.values())
    await press(hass, buttons(call)["Decline"], house.owner)
    assert await house.state(request_id) == "declined"
    assert (await told(hass, calls)).data["message"] == "clear_notification"
    assert others == []


async def test_what_is_ready_can_be_approved_on_a_chosen_phone(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(house.owner, "pixel")
    request_id = await house.ask()
    await house.prepare(request_id)
    await notify(house, request_id, device)
    approve = buttons(calls[-1])["Approve"]
    await press(hass, approve, None)
    assert await house.state(request_id) == "ready"
    await press(hass, approve, house.owner)
    assert await house.state(request_id) == "shared"


@pytest.mark.parametrize("kind", ["guest", "former", "gone"])
async def test_nobody_else_gets_a_button(
    house: House, hass: HomeAssistant, app: AddApp, kind: str
) -> None:
    user = MockUser(is_owner=kind == "former", groups=[]).add_to_hass(hass)
    if kind == "former":
        user.is_active = False
    device, calls = app(user if kind != "gone" else MockUser(), "other")
    request_id = await house.ask(**WORDS)
    await house.prepare(request_id)
    assert await notify(house, request_id, device) == 1
    data = calls[-1].data
    assert data["message"] == "Somebody asks for footage. An administrator decides."
    assert not {"actions", "url", "clickAction"} & set(data["data"])
    await house.act("decline_request", request_id=request_id)
    assert (await told(hass, calls)).data["message"] == "clear_notification"


async def test_a_chosen_phone_is_kept_up_to_date(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(house.owner, "pixel")
    _, others = app(house.owner, "tablet")
    request_id = await house.ask()
    await notify(house, request_id, device)
    await house.prepare(request_id)
    ready = await told(hass, calls)
    assert set(buttons(ready)) == {"Review", "Approve", "Decline"}
    # It is heard once, also when the automation says the same.
    await notify(house, request_id, device)
    heard = ["alert_once" not in call.data["data"] for call in calls]
    assert heard == [True, False, False]
    assert others == []


async def test_a_guests_phone_is_cleared_also_after_a_restart(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(MockUser(groups=[]).add_to_hass(hass), "other")
    request_id = await house.ask()
    await notify(house, request_id, device)
    assert await hass.config_entries.async_reload(house.home.entry.entry_id)
    await house.act("decline_request", request_id=request_id)
    assert (await told(hass, calls)).data["message"] == "clear_notification"
    assert len(calls) == 2


async def test_a_guests_phone_gives_no_way_to_an_administrators_button(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(house.owner, "pixel")
    request_id = await house.ask()
    await notify(house, request_id, device)
    guest = MockUser(groups=[]).add_to_hass(hass)
    before = house.ledger().count("attempt")
    await press(hass, buttons(calls[-1])["Decline"], guest)
    assert await house.state(request_id) == "pending"
    assert house.ledger().count("attempt") == before + 1


async def test_buttons_on_one_phone_outlive_those_on_the_next(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    first, calls = app(house.owner, "pixel")
    second, _ = app(house.owner, "tablet")
    request_id = await house.ask()
    await notify(house, request_id, first)
    await notify(house, request_id, second)
    await press(hass, buttons(calls[-1])["Decline"], house.owner)
    assert await house.state(request_id) == "declined"


async def test_automations_and_administrators_tell_phones_guests_do_not(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, calls = app(house.owner, "pixel")
    request_id = await house.ask()
    assert await notify(house, request_id, device, user=house.owner) == 1
    before = house.ledger().count("attempt")
    guest = MockUser(groups=[]).add_to_hass(hass)
    with pytest.raises(ServiceValidationError, match="administrator"):
        await notify(house, request_id, device, user=guest)
    assert house.ledger().count("attempt") == before + 1
    assert len(calls) == 1


async def test_what_cannot_be_told_is_an_error(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    device, _ = app(house.owner, "pixel")
    request_id = await house.ask()

    async def refused(*devices: str, request: str = request_id, match: str) -> None:
        with pytest.raises(HomeAssistantError, match=match):
            await notify(house, request, *devices)

    await refused("nowhere", match="(?i)device")
    await refused(house.device, match="mobile_app")
    await refused(device, request="0" * 32, match="no such request")
    hass.services.async_remove("notify", "mobile_app_pixel")
    await refused(device, match="None of these phones")
    await house.act("decline_request", request_id=request_id)
    await refused(device, match="decided before: declined")


async def test_a_phone_that_fails_does_not_keep_another_from_being_told(
    house: House, hass: HomeAssistant, app: AddApp
) -> None:
    broken, _ = app(house.owner, "pixel")
    device, calls = app(house.owner, "tablet")

    async def fail(_call: Any) -> None:
        raise HomeAssistantError("push server said: secret")

    hass.services.async_register("notify", "mobile_app_pixel", fail)
    request_id = await house.ask()
    assert await notify(house, request_id, broken, device) == 1
    assert len(calls) == 1
