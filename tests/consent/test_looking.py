"""Looking, inside Home Assistant, at what would leave before deciding on it."""

import asyncio
from datetime import timedelta
import hashlib
from typing import Any
from urllib.parse import unquote

import jwt
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.ring_watch import previews
from homeassistant.auth.models import User
from homeassistant.components.media_source import (
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.integration_fixtures import FOOTAGE_START

from .conftest import EXTERNAL, House

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

ROOT = "media-source://ring_watch"
WINDOW = "2026-03-01 11:59:50 to 12:00:20"
STRANGER = {"name": "a stranger", "reason": "a canary", "contact": "an address"}


class MediaBrowser:
    """The media browser of somebody's frontend."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def _call(self, kind: str, media: str) -> dict[str, Any]:
        await self._client.send_json_auto_id(
            {"type": f"media_source/{kind}", "media_content_id": media}
        )
        answer: dict[str, Any] = await self._client.receive_json()
        return answer

    async def open(self, node: str) -> dict[str, str]:
        """Return what a folder holds: titles and ids."""
        answer = await self._call("browse_media", f"{ROOT}/{node}")
        assert answer["success"], answer
        children = answer["result"]["children"]
        return {one["title"]: one["media_content_id"] for one in children}

    async def play(self, media: str) -> str:
        """Return the address that the player is given."""
        answer = await self._call("resolve_media", media)
        assert answer["success"], answer
        assert answer["result"]["mime_type"] == "video/mp4"
        url: str = answer["result"]["url"]
        return url

    async def close(self) -> None:
        await self._client.close()

    async def refused(self, kind: str, media: str) -> str:
        """Return what is said instead."""
        answer = await self._call(kind, media)
        assert not answer["success"], answer
        return str(answer)


async def session(hass: HomeAssistant, user: User) -> tuple[str, str]:
    """Let a user log in; return the session's id and what opens it."""
    token = await hass.auth.async_create_refresh_token(user, f"{EXTERNAL}/")
    return token.id, hass.auth.async_create_access_token(token)


@pytest.fixture(autouse=True)
async def media_source(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "media_source", {})
    await hass.config.async_set_time_zone("UTC")


@pytest.fixture
async def boss(hass: HomeAssistant) -> User:
    """Return an administrator who may lose that."""
    return await hass.auth.async_create_user("Boss", group_ids=["system-admin"])


@pytest.fixture
async def browser(
    hass: HomeAssistant, house: House, boss: User, hass_ws_client: WebSocketGenerator
) -> MediaBrowser:
    _, access = await session(hass, boss)
    return MediaBrowser(await hass_ws_client(hass, access))


async def test_what_would_leave_is_in_the_media_browser(
    house: House, browser: MediaBrowser, hass_client_no_auth: ClientSessionGenerator
) -> None:
    request_id = await house.ask(**STRANGER)
    assert await browser.open("requests") == {
        f"Pending, {WINDOW}": f"{ROOT}/request/{request_id}"
    }
    assert await browser.open(f"request/{request_id}") == {
        "As recorded: Front door": f"{ROOT}/window/{request_id}/id_front_door"
    }

    answer = await house.act("prepare_request", request_id=request_id)
    (clip,) = answer["prepared"]["clips"]
    assert clip["media_content_id"] == f"{ROOT}/preview/{request_id}/1"
    (listed,) = (await house.act("list_requests"))["requests"]
    assert listed["prepared"]["clips"] == [clip]
    assert list(await browser.open("requests")) == [f"Ready, {WINDOW}"]
    opened = await browser.open(f"request/{request_id}")
    assert opened["Front door, 11:59:50 to 12:00:20"] == clip["media_content_id"]

    player = await hass_client_no_auth()
    response = await player.get(await browser.play(clip["media_content_id"]))
    assert response.headers["Cache-Control"] == "private, no-store"
    # Just the bytes that approval names.
    assert hashlib.sha256(await response.read()).hexdigest() == clip["sha256"]


async def test_the_footage_that_a_request_asks_for_is_a_strip_of_pictures(
    house: House, browser: MediaBrowser, hass_client_no_auth: ClientSessionGenerator
) -> None:
    request_id = await house.ask()
    strip = await browser.open(f"window/{request_id}/id_front_door")
    first = int(FOOTAGE_START.timestamp() * 1000)
    assert strip["11:59:50"] == f"{ROOT}/segment/id_front_door/{first}"
    player = await hass_client_no_auth()
    response = await player.get(await browser.play(strip["11:59:50"]))
    assert (await response.read())[4:8] == b"ftyp"


async def test_what_was_shared_stays_to_be_looked_at_and_what_is_over_goes(
    house: House, browser: MediaBrowser
) -> None:
    share = await house.share()
    declined = await house.ask()
    assert len(await browser.open("requests")) == 2
    await house.act("decline_request", request_id=declined)
    assert list(await browser.open("requests")) == [f"Shared, {WINDOW}"]
    await browser.refused("browse_media", f"{ROOT}/request/{declined}")
    await house.act("revoke_share", share_id=share["share_id"])
    assert await browser.open("requests") == {}


async def test_case_26_and_27_the_media_browser_is_for_administrators_only(
    house: House, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    request_id = await house.ask(**STRANGER)
    await house.prepare(request_id)
    _, access = await session(hass, MockUser(groups=[]).add_to_hass(hass))
    guest = MediaBrowser(await hass_ws_client(hass, access))
    folders = ["requests", f"request/{request_id}"]
    folders.append(f"window/{request_id}/id_front_door")
    for node in folders:
        said = await guest.refused("browse_media", f"{ROOT}/{node}")
        assert "Front door" not in said
        # Nor for an automation, which has no connection.
        with pytest.raises(Unresolvable):
            await async_browse_media(hass, f"{ROOT}/{node}")
    clip = f"{ROOT}/preview/{request_id}/1"
    await guest.refused("resolve_media", clip)
    with pytest.raises(Unresolvable):
        await async_resolve_media(hass, clip, None)


async def test_case_16_17_no_title_has_a_strangers_words(
    house: House, browser: MediaBrowser
) -> None:
    request_id = await house.ask(**STRANGER)
    await house.prepare(request_id)
    titles = [
        *await browser.open("requests"),
        *await browser.open(f"request/{request_id}"),
    ]
    assert not any(word in str(titles) for word in STRANGER.values())


@pytest.mark.parametrize(
    "node", ["request", "request/{id}/more", "request/none", "window/{id}/none"]
)
async def test_what_is_not_there_cannot_be_looked_at(
    house: House, browser: MediaBrowser, node: str
) -> None:
    request_id = await house.ask()
    await browser.refused("browse_media", f"{ROOT}/{node.format(id=request_id)}")
    # Nothing was prepared.
    await browser.refused("resolve_media", f"{ROOT}/preview/{request_id}/1")


async def test_case_31_an_address_lets_in_for_a_minute_and_its_browser_goes_on(
    house: House,
    hass: HomeAssistant,
    browser: MediaBrowser,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    request_id, other_id = await house.ask(), await house.ask()
    for one in (request_id, other_id):
        await house.prepare(one)
    address = await browser.play(f"{ROOT}/preview/{request_id}/1")
    path, _, signature = address.partition("?authSig=")
    signed = jwt.decode(signature, options={"verify_signature": False})
    assert signed["exp"] - signed["iat"] <= 60

    player = await hass_client_no_auth()
    first = await player.get(address, headers={"Range": "bytes=0-99"})
    assert first.status == 206
    (cookie,) = first.cookies.values()
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert cookie["path"] == path

    # As it is once the minute is over: the signature is worth nothing.
    for dead in (path, f"{path}?authSig={signature[:-2]}xx"):
        later = await player.get(dead, headers={"Range": "bytes=100-199"})
        assert later.status == 206
        assert not later.cookies
        stranger = await hass_client_no_auth()
        assert (await stranger.get(dead)).status == 404
    # The cookie is of this clip alone, as it was when it was opened.
    other = f"/api/ring_watch/look/{other_id}/1"
    stolen = {cookie.key: cookie.value}
    assert (await player.get(other, cookies=stolen)).status == 404
    await house.prepare(request_id, audio=True)
    assert (await player.get(path)).status == 404
    # Nobody is told of an attempt to log in.
    assert set(hass.data["persistent_notification"]) == {"ring_watch_requests"}


@pytest.mark.parametrize("loss", ["demoted", "switched off", "logged out"])
async def test_case_30_who_is_no_administrator_any_more_sees_nothing_more(
    house: House,
    hass: HomeAssistant,
    boss: User,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    loss: str,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    session_id, access = await session(hass, boss)
    browser = MediaBrowser(await hass_ws_client(hass, access))
    address = await browser.play(f"{ROOT}/preview/{request_id}/1")
    await browser.close()
    player, fresh = await hass_client_no_auth(), await hass_client_no_auth()
    assert (await player.get(address)).status == 200

    if loss == "demoted":
        await hass.auth.async_update_user(boss, group_ids=["system-users"])
    elif loss == "switched off":
        await hass.auth.async_update_user(boss, is_active=False)
    else:
        token = hass.auth.async_get_refresh_token(session_id)
        assert token
        hass.auth.async_remove_refresh_token(token)

    assert (await fresh.get(address)).status == 404
    assert (await player.get(address)).status == 404
    assert (await player.get(address.partition("?")[0])).status == 404


async def test_case_31_a_player_cannot_go_on_for_ever(
    house: House,
    browser: MediaBrowser,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    player = await hass_client_no_auth()
    address = await browser.play(f"{ROOT}/preview/{request_id}/1")
    path = address.partition("?")[0]
    monkeypatch.setattr(previews, "GOES_ON", timedelta(seconds=-1))
    first = await player.get(address)
    assert first.status == 200
    cookies = {cookie.key: cookie.value for cookie in first.cookies.values()}
    assert (await player.get(path, cookies=cookies)).status == 404


async def test_a_preview_has_a_thumbnail(
    house: House, hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    request_id = await house.ask()
    thumbnail = f"/api/ring_watch/thumbnail/preview/{request_id}/1"
    owner = await hass_client()
    assert (await owner.get(thumbnail)).status == 404
    await house.prepare(request_id)
    picture = await owner.get(thumbnail)
    assert picture.content_type == "image/jpeg"
    _, access = await session(hass, MockUser(groups=[]).add_to_hass(hass))
    guest = await hass_client(access)
    assert (await guest.get(thumbnail)).status == 404


@pytest.mark.usefixtures("www")
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("", ["app,{root}", ",{root}/requests"]),
        ("/{id}", ["app,{root}", ",{root}/requests", ",{root}/request/{id}"]),
        ("/{id}?external_auth=1&x=2", None),
        ("/../../etc", ["app,{root}", ",{root}/requests"]),
        ("/%0d%0aSet-Cookie:x", ["app,{root}", ",{root}/requests"]),
    ],
)
async def test_without_a_panel_review_leads_to_the_media_browser(
    house: House,
    hass_client_no_auth: ClientSessionGenerator,
    path: str,
    leads_to: list[str] | None,
) -> None:
    """As the frontend writes its addresses: one segment a level, type and id."""
    names = {"id": "0" * 32, "root": ROOT}
    phone = await hass_client_no_auth()
    address = f"/ring_watch/review{path.format(**names)}"
    response = await phone.get(address, allow_redirects=False)
    if response.status != 302:
        # Home Assistant itself refuses what looks like an attack.
        assert leads_to and response.status in {400, 404}
        return
    location, _, query = response.headers["Location"].partition("?")
    assert query == ("external_auth=1" if leads_to is None else "")
    prefix, *levels = location.split("/media-browser/browser/")[1].split("/")
    if leads_to is not None:
        found = [unquote(level) for level in (prefix, *levels)]
        assert found == [level.format(**names) for level in leads_to]
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("www")
async def test_without_a_media_browser_review_leads_to_the_integration(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    hass.config.components.remove("media_source")
    phone = await hass_client_no_auth()
    response = await phone.get("/ring_watch/review", allow_redirects=False)
    page = "/config/integrations/integration/ring_watch"
    assert response.headers["Location"] == page
    await house.ask()
    await asyncio.sleep(0)
    notification = hass.data["persistent_notification"]["ring_watch_requests"]
    assert notification["message"].endswith(f"]({page})")


@pytest.mark.usefixtures("www")
async def test_the_notification_leads_there_too(
    house: House, hass: HomeAssistant
) -> None:
    await house.ask(**STRANGER)
    notification = hass.data["persistent_notification"]["ring_watch_requests"]
    assert notification["message"] == (
        "Requests for footage that wait for your decision: 1.\n\n"
        "[Look at them](/media-browser/browser/app%2Cmedia-source%3A%2F%2Fring_watch"
        "/%2Cmedia-source%3A%2F%2Fring_watch%2Frequests)"
    )


@pytest.mark.usefixtures("card", "house")
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("", ""),
        ("/{id}", "/{id}"),
        ("/{id}?external_auth=1&x=2", "/{id}?external_auth=1"),
        ("?external_auth=//evil.test", "?external_auth=1"),
        ("/%2f%2fevil.test", ""),
    ],
)
async def test_with_a_panel_review_leads_there_and_tells_nothing(
    hass_client_no_auth: ClientSessionGenerator, path: str, leads_to: str
) -> None:
    phone = await hass_client_no_auth()
    address = f"/ring_watch/review{path.format(id='0' * 32)}"
    response = await phone.get(address, allow_redirects=False)
    assert response.status == 302
    there = f"/ring-watch/requests{leads_to.format(id='0' * 32)}"
    assert response.headers["Location"] == there
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("card")
async def test_with_a_panel_the_notification_leads_there_also_after_a_start(
    house: House, hass: HomeAssistant
) -> None:
    await house.ask(**STRANGER)
    for _ in range(2):
        notification = hass.data["persistent_notification"]["ring_watch_requests"]
        assert notification["message"].endswith("[Look at them](/ring-watch/requests)")
        await hass.config_entries.async_reload(house.home.entry.entry_id)


@pytest.mark.usefixtures("card")
async def test_without_the_panel_any_more_review_leads_to_what_is_left(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    entry_id = house.home.entry.entry_id
    await hass.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    phone = await hass_client_no_auth()
    response = await phone.get("/ring_watch/review", allow_redirects=False)
    assert response.headers["Location"].startswith("/media-browser/")
