"""Adding a Ring account, and logging in again."""

import asyncio
from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.ring_watch.const import (
    CONF_HARDWARE_ID,
    CONF_KEEP_COPY,
    DOMAIN,
    SUBENTRY_RING_ACCOUNT,
)
from custom_components.ring_watch.ring.errors import (
    LoginRejectedError,
    RingAccountError,
)
from custom_components.ring_watch.ring.push import PushState
from custom_components.ring_watch.ring_link import RingLink
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigFlowContext,
    SubentryFlowContext,
)
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .cloud import BAD_GATEWAY, Account, Device, Endpoint, Fault, RingCloud, throttled
from .house import ACCOUNT, Settle, logged_in, until

pytestmark = [
    pytest.mark.ring,
    pytest.mark.integration,
    pytest.mark.usefixtures("ring_network", "account", "no_pauses"),
]

LOGIN = {
    "email": "owner@example.com",
    "password": "correct horse",
    "keep_copy": False,
}


class Flow:
    """Clicks through the flow of an account."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._flows = hass.config_entries.subentries
        self._handler = (entry.entry_id, SUBENTRY_RING_ACCOUNT)
        self._id = ""

    async def begin(self, account: str | None = None) -> dict[str, Any]:
        context = SubentryFlowContext(source=SOURCE_USER)
        if account is not None:
            context = SubentryFlowContext(
                source=SOURCE_RECONFIGURE, subentry_id=account
            )
        shown: Any = await self._flows.async_init(self._handler, context=context)
        self._id = shown["flow_id"]
        return dict(shown)

    async def answer(self, **given: Any) -> dict[str, Any]:
        shown: Any = await self._flows.async_configure(self._id, given)
        return dict(shown)


@pytest.fixture
def flow(hass: HomeAssistant, home_entry: MockConfigEntry) -> Flow:
    return Flow(hass, home_entry)


def added(entry: MockConfigEntry) -> dict[str, Any]:
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_RING_ACCOUNT)
    assert subentry.title == "owner@example.com"
    return dict(subentry.data)


async def test_password_and_code_add_the_account(
    flow: Flow, home_entry: MockConfigEntry, account: Account
) -> None:
    assert (await flow.begin())["step_id"] == "user"

    asked = await flow.answer(**LOGIN)
    assert asked["step_id"] == "code_sms"
    assert asked["description_placeholders"] == {
        "email": "owner@example.com",
        "phone": "xxx-xxx-xx42",
        "seconds": "60",
        "wait": "0",
    }

    done = await flow.answer(code=" 246 810 ")
    assert done["type"] == "create_entry"
    data = added(home_entry)
    client = account.client()
    assert data[CONF_HARDWARE_ID] == client.hardware_id
    assert data[CONF_TOKEN]["refresh_token"] == client.refresh
    assert data[CONF_KEEP_COPY] is False
    assert "password" not in data
    assert "correct horse" not in str(data)


async def test_the_screen_says_that_an_app_has_the_code(
    flow: Flow, account: Account
) -> None:
    account.second_factor = "totp"
    await flow.begin()

    asked = await flow.answer(**LOGIN)

    assert asked["step_id"] == "code_app"
    assert set(asked["data_schema"].schema) == {"code"}


async def test_an_account_without_a_second_factor_needs_no_code(
    flow: Flow, account: Account
) -> None:
    account.second_factor = None
    await flow.begin()

    assert (await flow.answer(**LOGIN))["type"] == "create_entry"


async def test_a_wrong_password_can_be_corrected(flow: Flow) -> None:
    await flow.begin()

    again = await flow.answer(**{**LOGIN, "password": "wrong"})

    assert again["errors"] == {"base": "rejected"}
    suggested = {
        str(key): key.description["suggested_value"]
        for key in again["data_schema"].schema
        if key.description
    }
    assert suggested == {"email": "owner@example.com", "keep_copy": False}
    assert (await flow.answer(**LOGIN))["step_id"] == "code_sms"


async def test_a_wrong_code_can_be_corrected(flow: Flow, account: Account) -> None:
    await flow.begin()
    await flow.answer(**LOGIN)

    again = await flow.answer(code="000000")

    assert again["step_id"] == "code_sms"
    assert again["errors"] == {"base": "wrong_code"}
    assert (await flow.answer())["errors"] == {"base": "code_missing"}
    assert account.codes_sent == 1
    assert (await flow.answer(code=account.code))["type"] == "create_entry"


async def test_another_code_is_sent_when_ring_allows_it(
    flow: Flow, account: Account
) -> None:
    await flow.begin()
    await flow.answer(**LOGIN)

    early = await flow.answer(another=True)
    assert early["errors"] == {"base": "too_early"}
    assert 0 < int(early["description_placeholders"]["wait"]) <= 60
    assert account.codes_sent == 1

    account.next_code_seconds = 0
    await flow.begin()
    await flow.answer(**LOGIN)
    assert not (await flow.answer(another=True))["errors"]
    assert account.codes_sent == 3


@pytest.mark.parametrize(
    ("fault", "error"), [(throttled(120), "throttled"), (BAD_GATEWAY, "unreachable")]
)
async def test_a_hiccup_of_ring_is_not_the_owners_mistake(
    flow: Flow, ring_network: RingCloud, fault: Any, error: str
) -> None:
    await flow.begin()
    ring_network.traffic.next(Endpoint.TOKEN, fault)

    again = await flow.answer(**LOGIN)

    assert again["step_id"] == "user"
    assert again["errors"] == {"base": error}
    assert again["description_placeholders"]["wait"] == (
        "120" if error == "throttled" else "0"
    )


async def test_an_account_is_added_once(flow: Flow, account: Account) -> None:
    account.second_factor = None
    await flow.begin()
    await flow.answer(**LOGIN)
    await flow.begin()

    again = await flow.answer(**{**LOGIN, "email": "Owner@Example.com "})

    assert again["type"] == "abort"
    assert again["reason"] == "already_configured"


async def test_logging_in_again_keeps_the_client(
    settle: Settle, flow: Flow, account: Account
) -> None:
    house = await settle()
    before = account.client()
    menu = await flow.begin(ACCOUNT)
    assert menu["menu_options"] == ["keeping", "again"]

    assert (await flow.answer(next_step_id="again"))["step_id"] == "login"
    await flow.answer(password=account.password)
    done = await flow.answer(code=account.code)
    await house.hass.async_block_till_done()

    assert done["reason"] == "reconfigure_successful"
    assert account.client() is before
    assert house.subentry.data[CONF_TOKEN]["refresh_token"] == before.refresh
    await house.ready()


async def test_a_rejected_login_asks_the_owner_to_log_in_again(
    hass: HomeAssistant, settle: Settle, account: Account
) -> None:
    house = await settle()
    former = house.subentry.data[CONF_HARDWARE_ID]
    account.revoke()
    await rejected(house.link)
    await hass.async_block_till_done()

    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "login"
    assert flow["context"]["title_placeholders"] == {"name": "owner@example.com"}
    assert not house.link.hears

    configure = hass.config_entries.flow.async_configure
    asked: Any = await configure(flow["flow_id"], {"password": account.password})
    assert asked["step_id"] == "code_sms"
    done: Any = await configure(flow["flow_id"], {"code": account.code})
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done()

    await house.ready()
    assert account.client().hardware_id == former
    assert house.home is house.home.entry.runtime_data


async def rejected(link: RingLink) -> None:
    """Let an account notice that its login is worth nothing any more."""
    with pytest.raises(LoginRejectedError):
        await link.account.refresh()


def asked_for(hass: HomeAssistant) -> list[str]:
    """Whose login the owner is asked for."""
    flows: Any = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return [
        flow["context"]["title_placeholders"]["name"]
        for flow in flows
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def a_minute(hass: HomeAssistant) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=1))
    await hass.async_block_till_done()


async def test_of_two_rejected_logins_one_is_asked_for_after_the_other(
    hass: HomeAssistant, settle: Settle, account: Account
) -> None:
    house = await settle()
    second = house.cloud.add_account(Device(2001, "Shed"), email="other@example.com")
    entry, config = house.home.entry, hass.config_entries
    config.async_add_subentry(entry, await logged_in(hass, second, "id_other"))
    await until(lambda: "id_other" in house.home.ring.links)
    other = house.home.ring.links["id_other"]
    await until(lambda: other.push_state is PushState.WORKING and not other.busy)
    for one, link in ((account, house.link), (second, other)):
        one.revoke()
        await rejected(link)
    await a_minute(hass)
    assert asked_for(hass) == ["owner@example.com"]

    (flow,) = config.flow.async_progress_by_handler(DOMAIN)
    await config.flow.async_configure(flow["flow_id"], {"password": account.password})
    await config.flow.async_configure(flow["flow_id"], {"code": account.code})
    await house.ready()
    await a_minute(hass)

    assert asked_for(hass) == ["other@example.com"]
    (flow,) = config.flow.async_progress_by_handler(DOMAIN)
    await config.flow.async_configure(flow["flow_id"], {"password": second.password})
    await config.flow.async_configure(flow["flow_id"], {"code": second.code})
    await until(lambda: other.push_state is PushState.WORKING)
    await a_minute(hass)
    assert asked_for(hass) == []


async def test_a_login_is_asked_for_once_the_home_is_not_being_changed_any_more(
    hass: HomeAssistant, settle: Settle, account: Account
) -> None:
    house = await settle()
    changing: Any = await hass.config_entries.flow.async_init(
        DOMAIN,
        context=ConfigFlowContext(
            source=SOURCE_RECONFIGURE, entry_id=house.home.entry.entry_id
        ),
    )
    account.revoke()
    await rejected(house.link)
    await hass.async_block_till_done()
    assert asked_for(hass) == []

    hass.config_entries.flow.async_abort(changing["flow_id"])
    await a_minute(hass)

    assert asked_for(hass) == ["owner@example.com"]


async def test_a_login_that_the_owner_has_just_made_is_not_lost_to_the_former_one(
    hass: HomeAssistant,
    settle: Settle,
    flow: Flow,
    account: Account,
    ring_network: RingCloud,
) -> None:
    house = await settle()
    former = house.link.account
    account.expire_access()
    # Ring's answer to the former login comes when the new one has been stored.
    late = {"access_token": "late", "refresh_token": "late", "expires_in": 3600}
    answer = Fault(delay=0.3, status=200, body=json.dumps(late))
    ring_network.traffic.next(Endpoint.TOKEN, answer)
    refreshing = asyncio.create_task(former.refresh())
    seen = ring_network.traffic.count(Endpoint.TOKEN)
    await until(lambda: ring_network.traffic.count(Endpoint.TOKEN) > seen)
    await flow.begin(ACCOUNT)
    await flow.answer(next_step_id="again")
    await flow.answer(password=account.password)
    await flow.answer(code=account.code)
    await asyncio.gather(refreshing, return_exceptions=True)
    await house.hass.async_block_till_done()
    await until(lambda: house.link.account is not former)
    await house.ready()

    assert house.subentry.data[CONF_TOKEN]["refresh_token"] == account.client().refresh
    assert not house.link.rejected


async def test_logging_in_elsewhere_ends_the_question(
    hass: HomeAssistant, settle: Settle, flow: Flow, account: Account
) -> None:
    house = await settle()
    account.revoke()
    await rejected(house.link)
    await hass.async_block_till_done()
    assert hass.config_entries.flow.async_progress_by_handler(DOMAIN)

    await flow.begin(ACCOUNT)
    await flow.answer(next_step_id="again")
    await flow.answer(password=account.password)
    await flow.answer(code=account.code)
    await house.ready()

    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_what_is_kept_at_home_can_be_changed(
    settle: Settle, flow: Flow, door: Device
) -> None:
    house = await settle()
    assert house.entity_id(door, "sensor", "oldest_footage") is None

    await flow.begin(ACCOUNT)
    await flow.answer(next_step_id="keeping")
    await flow.answer(keep_copy=True)
    await house.hass.async_block_till_done()
    assert house.entity_id(door, "sensor", "oldest_footage")
    ring = house.link.account

    await flow.begin(ACCOUNT)
    await flow.answer(next_step_id="keeping")
    await flow.answer(keep_copy=False)
    await house.hass.async_block_till_done()
    assert house.link.account is ring, "nobody has to log in for it"


async def test_a_hiccup_of_ring_asks_for_no_login(
    hass: HomeAssistant, settle: Settle, account: Account
) -> None:
    house = await settle()
    account.expire_access()
    for fault in (throttled(0), BAD_GATEWAY):
        house.cloud.traffic.next(Endpoint.TOKEN, fault)
        with pytest.raises(RingAccountError):
            await house.link.account.refresh()
    await hass.async_block_till_done()

    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert not house.link.rejected


async def test_a_new_token_is_stored_at_once_and_interrupts_nothing(
    hass: HomeAssistant, settle: Settle, account: Account
) -> None:
    house = await settle()
    home, link, ring = house.home, house.link, house.link.account
    account.expire_access()

    await house.refresh()

    assert house.subentry.data[CONF_TOKEN]["refresh_token"] == account.client().refresh
    assert home.entry.runtime_data is home
    assert house.link is link
    assert link.account is ring
