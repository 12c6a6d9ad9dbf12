"""A home in Home Assistant's harness with a Ring account, to which the fake is Ring."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.ring_watch.const import (
    CONF_HARDWARE_ID,
    CONF_KEEP_COPY,
    DOMAIN,
    SUBENTRY_RING_ACCOUNT,
)
from custom_components.ring_watch.doorbell import Doorbell
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.ring import auth as auth_module
from custom_components.ring_watch.ring.client import log_in
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import PushState
from custom_components.ring_watch.ring_link import RingLink
from homeassistant.config_entries import SOURCE_REAUTH, ConfigSubentry
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from tests.integration_fixtures import StandIn, Start

from .clocks import HandClock
from .cloud import Account, Device, RingCloud
from .waiting import pass_until

ACCOUNT = "id_ring"
HARDWARE_ID = "6d1f35c2-0d8f-4b8b-a2f5-6a1f0f2f7a10"


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def logged_in(
    hass: HomeAssistant, account: Account, subentry_id: str = ACCOUNT, **data: Any
) -> ConfigSubentry:
    """Return the subentry of an account whose owner has logged in."""
    token = await log_in(
        async_get_clientsession(hass),
        HARDWARE_ID,
        account.email,
        account.password,
        account.code,
    )
    stored = {
        CONF_EMAIL: account.email,
        CONF_HARDWARE_ID: HARDWARE_ID,
        CONF_TOKEN: token,
        CONF_KEEP_COPY: False,
        **data,
    }
    return ConfigSubentry(
        data=MappingProxyType(stored),
        subentry_id=subentry_id,
        subentry_type=SUBENTRY_RING_ACCOUNT,
        title=account.email,
        unique_id=f"ring_{account.email}",
    )


@dataclass
class RingHouse:
    """The home, its one account, and what plays Ring."""

    hass: HomeAssistant
    cloud: RingCloud
    account: Account
    home: Home

    @property
    def link(self) -> RingLink:
        return self.home.ring.links[ACCOUNT]

    @property
    def subentry(self) -> ConfigSubentry:
        return self.home.entry.subentries[ACCOUNT]

    def doorbell(self, device: Device) -> Doorbell:
        return self.home.doorbells[f"{ACCOUNT}_{device.id}"]

    def has(self, device: Device) -> bool:
        return f"{ACCOUNT}_{device.id}" in self.home.doorbells

    def entity_id(self, device: Device | None, platform: str, key: str) -> str | None:
        """Return an entity of a device, or of the account."""
        owner = f"{ACCOUNT}_{device.id}" if device else ACCOUNT
        return er.async_get(self.hass).async_get_entity_id(
            platform, DOMAIN, f"{owner}_{key}"
        )

    def entries(self) -> list[er.RegistryEntry]:
        """Return what is registered of the home."""
        return er.async_entries_for_config_entry(
            er.async_get(self.hass), self.home.entry.entry_id
        )

    def state(self, device: Device | None, platform: str, key: str) -> State:
        found = self.hass.states.get(self.entity_id(device, platform, key) or "")
        assert found is not None, (platform, key)
        return found

    def device_id(self, device: Device) -> str:
        found = dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, f"{ACCOUNT}_{device.id}"), self.home.entry.entry_id
        )
        assert found is not None
        return found.id

    async def act(self, action: str, **data: Any) -> Any:
        """Perform an action with an answer, as an automation."""
        return await self.hass.services.async_call(
            DOMAIN, action, data, blocking=True, return_response=True
        )

    async def ready(self, *devices: Device) -> None:
        """Wait until the account is up and has these doorbells with their entities."""
        if not self.cloud.push.refuses:
            await until(lambda: self.link.push_state is PushState.WORKING)
        wanted = [(device, "camera", "camera") for device in devices]
        await until(lambda: all(self.entity_id(*one) for one in wanted))
        await self.hass.async_block_till_done()

    def issue(self) -> bool:
        """Whether a repair says that nothing is heard from the account."""
        return (DOMAIN, f"ring_silent_{ACCOUNT}") in ir.async_get(self.hass).issues

    def asks_for_login(self) -> bool:
        """Whether the owner is asked to log in again."""
        flows = self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        return any(flow["context"]["source"] == SOURCE_REAUTH for flow in flows)

    async def refresh(self) -> None:
        """Look at the devices now, as happens every minute."""
        await self.link.account.refresh()
        await until(lambda: not self.link.busy)
        await self.hass.async_block_till_done()


def _forgive_half_handshakes() -> None:
    """Do not count it as an error that a client may go away while it connects.

    The fake's servers run in the same loop, which tells the harness of it.
    """
    loop = asyncio.get_running_loop()
    handle = loop.get_exception_handler()

    def forgiving(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "transport creation for incoming" not in context["message"]:
            assert handle is not None
            handle(loop, context)

    loop.set_exception_handler(forgiving)


type Settle = Callable[..., Awaitable[RingHouse]]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask Ring as fast as it answers; how far apart questions are is tried elsewhere."""
    monkeypatch.setattr(auth_module, "Pace", lambda: Pace(spacing=0.0))


@dataclass
class Hours:
    """The time of Ring and of all that asks it, which somebody lets pass."""

    hass: HomeAssistant
    cloud: RingCloud
    clock: HandClock

    async def until(self, condition: Callable[[], object], step: float = 1) -> None:
        """Let it pass until a condition holds; see ``pass_until``."""
        await pass_until(self.clock, condition, step)
        await self.hass.async_block_till_done()

    async def minutes(self, minutes: float) -> None:
        """Let it pass, in Home Assistant as well."""
        end = self.clock.monotonic() + minutes * 60
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.let_pass(min(self.clock.next_in or left, left, 15))
            await asyncio.sleep(0.01)
        async_fire_time_changed(
            self.hass, dt_util.utcnow() + timedelta(minutes=minutes, seconds=1)
        )
        await self.hass.async_block_till_done()


@pytest.fixture
def hours(
    hass: HomeAssistant,
    ring_network: RingCloud,
    no_pauses: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Hours:
    """Let time stand still for Ring and for whoever asks it."""
    clock = HandClock()
    monkeypatch.setattr(auth_module, "Pace", lambda: Pace(clock, spacing=0.0))
    ring_network.state.now = clock.now
    return Hours(hass, ring_network, clock)


@pytest.fixture
def settle(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    ring_network: RingCloud,
    account: Account,
    no_pauses: None,
) -> Settle:
    """Return what sets up a home with the account."""

    async def set_up(**data: Any) -> RingHouse:
        _forgive_half_handshakes()
        home = await start(await logged_in(hass, account, **data))
        house = RingHouse(hass, ring_network, account, home)
        await house.ready(*(one for one in account.devices if one.family != "chimes"))
        return house

    return set_up
