"""The pages inside Home Assistant's own server."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.web import views
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.components.http.ban import (
    KEY_FAILED_LOGIN_ATTEMPTS,
    KEY_LOGIN_THRESHOLD,
)
from homeassistant.components.persistent_notification import (
    _async_get_or_create_notifications as notifications,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.integration_fixtures import Start, demo

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

type Client = TestClient[Any, Any]
EXTERNAL = "https://home.example.org"
CODE = "/api/ring_watch/door_code"
WRONG = "A" * 43


@pytest.fixture
async def home(
    hass: HomeAssistant,
    start: Start,
    stand_in: object,
    footage_of: Callable[[str], Path],
) -> Home:
    """Return a home with one doorbell and an external address."""
    hass.config.external_url = EXTERNAL
    footage_of("front_door")
    return await start(demo())


async def client_of(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, group: str
) -> Client:
    user = MockUser()
    user.add_to_hass(hass)
    await hass.auth.async_update_user(user, group_ids=[group])
    token = await hass.auth.async_create_refresh_token(user, "https://example.test")
    return await hass_client(hass.auth.async_create_access_token(token))


@pytest.mark.usefixtures("home")
async def test_case_35_wrong_secrets_ban_and_notify_nobody(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    # Off by default: then there would be nothing to see.
    hass.http.app[KEY_LOGIN_THRESHOLD] = 1000
    client: Client = await hass_client_no_auth()
    before = dict(notifications(hass))
    for number in range(30):
        path = f"/ring_watch/s/{number:032x}"
        answer = await client.post(path, data={"code": WRONG}, allow_redirects=False)
        assert answer.status == HTTPStatus.NOT_FOUND
        assert (await client.get(f"{path}/api/clip/1")).status == HTTPStatus.NOT_FOUND
    assert dict(notifications(hass)) == before
    attempts = hass.http.app[KEY_FAILED_LOGIN_ATTEMPTS]
    assert not attempts
    # While a wrong token is counted, and told.
    for _ in range(3):
        wrong = await client.get(CODE, headers={"Authorization": "Bearer wrong"})
        assert wrong.status == HTTPStatus.UNAUTHORIZED
    assert list(attempts.values()) == [3]
    assert dict(notifications(hass)) != before


@pytest.mark.usefixtures("home")
async def test_case_45_home_assistant_s_own_origins_get_no_cors(
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    client: Client = await hass_client_no_auth()
    cast = "https://cast.home-assistant.io"
    ours = await client.get("/ring_watch/s/0", headers={"Origin": cast})
    assert ours.status == HTTPStatus.OK
    assert not [name for name in ours.headers if name.startswith("Access-Control")]


@pytest.mark.usefixtures("home")
async def test_case_47_a_forged_forwarded_address_is_refused(
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    client: Client = await hass_client_no_auth()
    answer = await client.post(
        "/ring_watch/s/0",
        data={"code": WRONG},
        headers={"X-Forwarded-For": "203.0.113.7"},
    )
    assert answer.status == HTTPStatus.BAD_REQUEST


async def test_without_an_entry_nothing_is_there(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    client: Client = await hass_client_no_auth()
    for path in ("/ring_watch/ask", "/ring_watch/s/0", "/ring_watch/status"):
        assert (await client.get(path)).status == HTTPStatus.NOT_FOUND


async def test_after_a_reload_the_pages_are_still_there_once(
    hass: HomeAssistant, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client: Client = await hass_client_no_auth()
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    assert (await client.get("/ring_watch/ask")).status == HTTPStatus.OK
    paths = [resource.canonical for resource in hass.http.app.router.resources()]
    for view in views.PAGES:
        assert paths.count(str(view.url)) == 1


@pytest.mark.usefixtures("home")
async def test_the_time_zone_is_the_home_s(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    await hass.config.async_set_time_zone("Australia/Lord_Howe")
    client: Client = await hass_client_no_auth()
    text = await (await client.get("/ring_watch/ask")).text()
    assert "Australia/Lord_Howe" in text


async def test_the_code_on_the_door_is_for_administrators(
    hass: HomeAssistant, home: Home, hass_client: ClientSessionGenerator
) -> None:
    owner = await client_of(hass, hass_client, GROUP_ID_ADMIN)
    assert (await owner.get(CODE)).status == HTTPStatus.NOT_FOUND
    options = {**home.entry.options, "door_page": True}
    hass.config_entries.async_update_entry(home.entry, options=options)
    await hass.async_block_till_done()
    answer = await owner.get(CODE)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "image/svg+xml"
    assert (await answer.read()).startswith(b"<?xml")
    for group in (GROUP_ID_USER, GROUP_ID_READ_ONLY):
        other = await client_of(hass, hass_client, group)
        assert (await other.get(CODE)).status == HTTPStatus.NOT_FOUND
    hass.config.external_url = "http://home.example.org"
    assert (await owner.get(CODE)).status == HTTPStatus.NOT_FOUND


async def test_the_code_on_the_door_needs_a_login(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client: Client = await hass_client_no_auth()
    assert (await client.get(CODE)).status == HTTPStatus.UNAUTHORIZED
