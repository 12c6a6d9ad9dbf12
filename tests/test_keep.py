"""Keeping footage beyond retention, for a while, and giving it free."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.ring_watch import keep
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.pins import Pin, Pins
from custom_components.ring_watch.engine.retention import Limits, Retention
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.times import to_us
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.util import dt as dt_util

from .integration_fixtures import FOOTAGE_END, FOOTAGE_START, Start, demo, device_id

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("stand_in")]

WINDOW: dict[str, Any] = {"start": FOOTAGE_START, "end": FOOTAGE_END}


@pytest.fixture
async def home(start: Start, footage_of: Callable[[str], Path]) -> Home:
    """Return a home with footage of its front door and none of its back door."""
    footage_of("front_door")
    return await start(demo(), demo("Back door"))


async def act(
    hass: HomeAssistant, home: Home, action: str, *cameras: str, **data: Any
) -> Any:
    """Perform an action with doorbells as an automation."""
    devices = [device_id(hass, home, camera) for camera in cameras]
    return await hass.services.async_call(
        DOMAIN,
        action,
        {"devices": devices, **data},
        blocking=True,
        return_response=True,
    )


def kept(home: Home) -> list[Pin]:
    """Return what is kept."""
    return list(Pins(home.archive.root).all().values())


async def test_a_window_is_kept_for_a_while(hass: HomeAssistant, home: Home) -> None:
    answer = await act(
        hass, home, "keep_footage", "front_door", **WINDOW, keep_for={"days": 90}
    )
    (pin,) = kept(home)
    assert (pin.camera, pin.start_us, pin.end_us) == (
        "front_door",
        to_us(FOOTAGE_START),
        to_us(FOOTAGE_END),
    )
    until = dt_util.parse_datetime(answer["until"], raise_on_error=True)
    assert pin.until_us == to_us(until)
    lasts = until - dt_util.utcnow()
    assert timedelta(days=89, hours=23) < lasts <= timedelta(days=90)
    assert answer["devices"] == [device_id(hass, home, "front_door")]


async def test_retention_leaves_it_alone_until_then(
    hass: HomeAssistant, home: Home
) -> None:
    archive = Archive(home.archive.root)
    before = archive.size("front_door")
    await act(hass, home, "keep_footage", "front_door", **WINDOW)
    strict = Retention(archive, Limits(days=0, total_bytes=0))
    await hass.async_add_executor_job(strict.enforce)
    assert archive.size("front_door") == before > 0
    assert await act(hass, home, "release_footage", "front_door") == {"released": 1}
    await hass.async_add_executor_job(strict.enforce)
    assert archive.size("front_door") == 0


async def test_only_what_was_kept_of_the_doorbell_is_released(
    hass: HomeAssistant, home: Home
) -> None:
    pins = Pins(home.archive.root)
    pins.add("request_1_0", Pin("front_door", 0, 1))
    pins.add("keep_other", Pin("back_door", 0, 1))
    for _ in range(2):
        await act(hass, home, "keep_footage", "front_door", **WINDOW)
    assert await act(hass, home, "release_footage", "front_door") == {"released": 2}
    assert set(pins.all()) == {"request_1_0", "keep_other"}


@pytest.mark.parametrize(
    ("cameras", "data", "key"),
    [
        (["front_door"], {**WINDOW, "keep_for": {"days": 366}}, "keep_too_long"),
        (["front_door"], {"start": FOOTAGE_START}, "window_incomplete"),
        (["front_door", "back_door"], WINDOW, "window_without_footage"),
    ],
)
async def test_what_cannot_be_kept_is_an_error_and_keeps_nothing(
    hass: HomeAssistant, home: Home, cameras: list[str], data: dict[str, Any], key: str
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await act(hass, home, "keep_footage", *cameras, **data)
    assert error.value.translation_key == key
    assert kept(home) == []


async def test_there_is_an_end_to_how_much_is_kept(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "MOST", 2)
    for _ in range(2):
        await act(hass, home, "keep_footage", "front_door", **WINDOW)
    with pytest.raises(ServiceValidationError) as error:
        await act(hass, home, "keep_footage", "front_door", **WINDOW)
    assert error.value.translation_key == "keep_too_much"
    assert len(kept(home)) == 2


async def test_a_disk_that_refuses_is_told(hass: HomeAssistant, home: Home) -> None:
    (home.archive.root / ".pins").write_bytes(b"in the way")
    with pytest.raises(HomeAssistantError) as error:
        await act(hass, home, "keep_footage", "front_door", **WINDOW)
    assert error.value.translation_key == "keep_failed"


async def test_guests_keep_and_release_nothing(hass: HomeAssistant, home: Home) -> None:
    guest = Context(user_id=MockUser(groups=[]).add_to_hass(hass).id)
    data = {"devices": [device_id(hass, home, "front_door")]}
    for action, more in (("keep_footage", WINDOW), ("release_footage", {})):
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN, action, {**data, **more}, blocking=True, context=guest
            )
    assert kept(home) == []
