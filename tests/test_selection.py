"""Actions: which doorbells a target and the ids of devices mean."""

from typing import Any

import pytest

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.selection import doorbells_of
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .consent.conftest import House
from .integration_fixtures import FOOTAGE_END, FOOTAGE_START, device_id
from .test_trigger import house, place

__all__ = ["house", "place"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

WINDOW = {"start": FOOTAGE_START, "end": FOOTAGE_END}
NONE_CHOSEN = "Choose at least one doorbell"


def chosen(hass: HomeAssistant, **data: Any) -> list[str]:
    """Return the devices of the doorbells that an action's data mean."""
    return [device for device, _, _ in doorbells_of(hass, data)]


@pytest.mark.parametrize(
    "kind", ["floor", "area", "label", "device", "entity", "diagnosis"]
)
def test_whatever_leads_to_a_doorbell_means_it(
    house: House, hass: HomeAssistant, place: dict[str, Any], kind: str
) -> None:
    assert chosen(hass, **place[kind]) == [house.device]


def test_the_homes_own_device_means_all_of_them(
    house: House, hass: HomeAssistant, place: dict[str, Any]
) -> None:
    back = device_id(hass, house.home, "back_door")
    assert chosen(hass, **place["home"]) == [house.device, back]


def test_devices_and_a_target_mean_each_doorbell_once(
    house: House, hass: HomeAssistant, place: dict[str, Any]
) -> None:
    devices = [device_id(hass, house.home, "back_door"), house.device]
    assert chosen(hass, devices=devices, **place["area"]) == devices


@pytest.mark.parametrize(
    "data", [{}, {"devices": []}, {"area_id": []}, {"area_id": ["attic"]}]
)
def test_without_a_doorbell_an_action_says_so(
    house: House, hass: HomeAssistant, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError, match=NONE_CHOSEN):
        chosen(hass, **data)


async def test_an_action_takes_a_target(
    house: House, hass: HomeAssistant, place: dict[str, Any]
) -> None:
    async def act(action: str, **data: Any) -> Any:
        return await hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            return_response=True,
            target=place["area"],
        )

    (clip,) = (await act("gather_clip", **WINDOW))["clips"]
    assert clip["device_id"] == house.device
    assert (await act("keep_footage", **WINDOW))["devices"] == [house.device]
    assert await act("release_footage") == {"released": 1}
    asked = await act("request_clip", **WINDOW)
    assert house.home.sharing
    request = await house.home.sharing.get(asked["request_id"])
    assert request.doorbells == ("id_front_door",)


async def test_who_asks_without_a_choice_asks_for_all_of_them(house: House) -> None:
    assert house.home.sharing
    request = await house.home.sharing.get(await house.ask())
    assert request.doorbells == ("id_front_door", "id_back_door")
    with pytest.raises(ServiceValidationError, match=NONE_CHOSEN):
        await house.ask(devices=[])
