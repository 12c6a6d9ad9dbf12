"""Doorbells that the worker does not record, several of them under one subentry."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Doorbell, Identity, Status
from custom_components.ring_watch.doorbells import Events
from custom_components.ring_watch.home import Home
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)

from .integration_fixtures import StandIn, Start, demo

pytestmark = pytest.mark.integration

ACCOUNT = "id_account"


class Remote:
    """A source whose pictures are elsewhere."""

    model = "Remote"
    records = False
    is_own = True
    has_ring = True
    has_motion = True
    knows_person = True
    sensitivity: int | None = None
    ring_available: bool | None = None
    motion_available: bool | None = None

    def __init__(self, *, archived: bool = False) -> None:
        self.archived = archived
        self.events: Events | None = None

    def start(self, events: Events) -> Callable[[], None]:
        self.events = events
        return lambda: None

    async def worker_source(self) -> dict[str, Any] | None:
        raise AssertionError("the worker has no business here")

    async def stream_source(self) -> str | None:
        return None


async def account(home: Home, **doorbells: Remote) -> list[Doorbell]:
    """Add an account with doorbells to a home that runs."""
    subentry = ConfigSubentry(
        data=MappingProxyType({}),
        subentry_id=ACCOUNT,
        subentry_type="account",
        title="Account",
        unique_id=None,
    )
    home.hass.config_entries.async_add_subentry(home.entry, subentry)
    await home.hass.async_block_till_done()
    found = []
    for name, source in doorbells.items():
        identity = Identity(f"{ACCOUNT}_{name}", ACCOUNT, name.title(), name)
        found.append(Doorbell(home.hass, home, identity, source))
        await home.add_doorbell(found[-1])
    return found


def keys(hass: HomeAssistant, doorbell: Doorbell) -> set[str]:
    """Return platform and key of a doorbell's entities."""
    start = f"{doorbell.doorbell_id}_"
    return {
        f"{one.domain}.{one.unique_id.removeprefix(start)}"
        for one in er.async_get(hass).entities.values()
        if one.unique_id.startswith(start)
    }


async def test_one_subentry_has_several_doorbells_each_with_its_own_device(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))

    porch, yard = await account(home, porch=Remote(), yard=Remote())

    assert set(home.doorbells) == {"id_garden", "id_account_porch", "id_account_yard"}
    devices = dr.async_get(hass)
    for doorbell in (porch, yard):
        device = devices.async_get_device_by_identifier(
            (DOMAIN, doorbell.doorbell_id), home.entry.entry_id
        )
        assert device is not None
        assert device.name == doorbell.name
        assert keys(hass, doorbell) == {
            "binary_sensor.motion",
            "camera.camera",
            "event.motion",
            "event.ring",
        }
    assert {
        one.config_subentry_id
        for one in er.async_get(hass).entities.values()
        if one.unique_id.startswith(ACCOUNT)
    } == {ACCOUNT}
    assert "porch" not in {command.get("camera") for command in stand_in.commands}


async def test_removing_the_subentry_removes_all_its_doorbells(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Garden"))
    await account(home, porch=Remote(), yard=Remote())

    hass.config_entries.async_remove_subentry(home.entry, ACCOUNT)
    await hass.async_block_till_done()

    assert set(home.doorbells) == {"id_garden"}
    assert "unwatch" not in stand_in.ops()


async def test_the_source_itself_says_whether_pictures_can_be_had(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start()
    (porch,) = await account(home, porch=Remote())
    seen = [(porch.status, porch.ring_available)]

    porch.reachable(True)
    seen.append((porch.status, porch.ring_available))
    porch.worker_running(False)
    seen.append((porch.status, porch.ring_available))
    porch.reachable(False)
    seen.append((porch.status, porch.ring_available))

    assert seen == [
        (Status.STARTING, False),
        (Status.ONLINE, True),
        (Status.ONLINE, True),
        (Status.DOWN, False),
    ]
    assert not ir.async_get(hass).issues


async def test_what_comes_into_the_archive_all_the_same_is_shown(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start()
    (porch,) = await account(home, porch=Remote(archived=True))

    assert {"sensor.archive_size", "sensor.oldest_footage"} <= keys(hass, porch)
    assert "switch.recording" not in keys(hass, porch)
