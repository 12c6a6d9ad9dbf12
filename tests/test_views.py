"""Pictures and video over HTTP."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
import tempfile
from typing import Any
from unittest.mock import patch

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch import process, thumbnails
from custom_components.ring_watch.home import Home
from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.core import HomeAssistant

from .integration_fixtures import (
    FOOTAGE_START,
    StandIn,
    Start,
    children,
    demo,
    gather_footage,
    stream,
)

pytestmark = pytest.mark.integration

SEGMENT_MS = int(FOOTAGE_START.timestamp() * 1000)
type Client = TestClient[Any, Any]


@pytest.fixture
async def home(
    start: Start, stand_in: StandIn, footage_of: Callable[[str], Path]
) -> Home:
    """Return a home with footage of one doorbell; the other has none."""
    footage_of("front_door")
    return await start(stream(), demo("Garden"))


@pytest.fixture
async def clip_id(hass: HomeAssistant, home: Home) -> str:
    """Return a clip of the whole footage."""
    clip_id: str = (await gather_footage(hass, home))["clip_id"]
    return clip_id


def urls(clip_id: str) -> list[str]:
    segment = f"id_front_door/{SEGMENT_MS}"
    return [
        f"/api/ring_watch/clip/{clip_id}",
        f"/api/ring_watch/segment/{segment}",
        f"/api/ring_watch/thumbnail/clip/{clip_id}",
        f"/api/ring_watch/thumbnail/segment/{segment}",
    ]


async def client_of(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, user: MockUser
) -> Client:
    token = await hass.auth.async_create_refresh_token(user, "https://example.test")
    return await hass_client(hass.auth.async_create_access_token(token))


async def test_an_administrator_gets_video_and_pictures(
    home: Home, clip_id: str, hass_client: ClientSessionGenerator
) -> None:
    client = await hass_client()
    for url in urls(clip_id):
        response = await client.get(url)
        body = await response.read()
        assert response.status == HTTPStatus.OK
        assert response.headers["Cache-Control"] == "private, no-store"
        if "thumbnail" in url:
            assert response.content_type == "image/jpeg"
            assert body.startswith(b"\xff\xd8")
        else:
            assert response.content_type == "video/mp4"
            assert body[4:8] == b"ftyp"

    clip = home.clips.get(clip_id)
    assert clip
    response = await client.get(urls(clip_id)[0])
    assert await response.read() == await asyncio.to_thread(clip.path.read_bytes)


async def test_any_part_of_a_video_can_be_asked_for(
    home: Home, clip_id: str, hass_client: ClientSessionGenerator
) -> None:
    client = await hass_client()
    for url in urls(clip_id)[:2]:
        whole = await (await client.get(url)).read()

        head = await client.head(url)
        assert head.status == HTTPStatus.OK
        assert int(head.headers["Content-Length"]) == len(whole)
        assert await head.read() == b""
        for header, part in (
            ("bytes=0-", whole),
            ("bytes=100-199", whole[100:200]),
            ("bytes=-50", whole[-50:]),
        ):
            response = await client.get(url, headers={"Range": header})
            assert response.status == HTTPStatus.PARTIAL_CONTENT
            assert await response.read() == part
        response = await client.get(url, headers={"Range": f"bytes={len(whole)}-"})
        assert response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


async def test_nobody_without_a_login(
    home: Home, clip_id: str, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    for url in urls(clip_id):
        assert (await client.get(url)).status == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("group", [GROUP_ID_USER, GROUP_ID_READ_ONLY])
async def test_forbidden_and_unknown_are_answered_alike(
    hass: HomeAssistant,
    home: Home,
    clip_id: str,
    hass_client: ClientSessionGenerator,
    group: str,
) -> None:
    member = await hass.auth.async_get_group(group)
    assert member
    user = MockUser(groups=[member])
    user.add_to_hass(hass)
    guest, owner = await client_of(hass, hass_client, user), await hass_client()

    answers = set()
    for url in urls(clip_id):
        forbidden = await guest.get(url)
        unknown = await owner.get(f"{url[:-1]}{(int(url[-1], 16) + 1) % 10}")
        for response in (forbidden, unknown):
            headers = {
                key: text
                for key, text in response.headers.items()
                if key not in {"Date", "Server"}
            }
            answers.add((response.status, await response.read(), str(headers)))
    assert len(answers) == 1
    assert answers.pop()[:2] == (HTTPStatus.NOT_FOUND, b"")


async def test_an_administrator_who_was_switched_off_gets_nothing(
    hass: HomeAssistant,
    home: Home,
    clip_id: str,
    hass_client: ClientSessionGenerator,
) -> None:
    user = MockUser(is_owner=True)
    user.add_to_hass(hass)
    client = await client_of(hass, hass_client, user)
    assert (await client.get(urls(clip_id)[0])).status == HTTPStatus.OK

    user.is_active = False

    for url in urls(clip_id):
        response = await client.get(url)
        assert response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED}


@pytest.mark.parametrize(
    "path",
    [
        "clip/..%2f..%2fconfiguration.yaml",
        "clip/%2e%2e",
        "clip/{clip}.mp4",
        "clip/{clip}.json",
        "clip/{clip}%00",
        "segment/front_door/{ms}",
        "segment/..%2ffront_door/{ms}",
        "segment/id_garden/{ms}",
        "segment/id_front_door/..%2f{ms}",
        "segment/id_front_door/{ms}.mp4",
        "segment/id_front_door/-{ms}",
        "segment/id_front_door/{ms}0",
        "segment/id_front_door/99999999999999999999999999",
        "segment/id_front_door/%C2%B2",
        "thumbnail/segment/id_front_door/1",
        "thumbnail/clip/..%2f{clip}",
    ],
)
async def test_an_id_leads_to_its_file_and_nowhere_else(
    home: Home, clip_id: str, hass_client: ClientSessionGenerator, path: str
) -> None:
    client = await hass_client()
    path = path.format(clip=clip_id, ms=SEGMENT_MS)

    response = await client.get(f"/api/ring_watch/{path}")

    # Home Assistant itself refuses what looks like an attack.
    assert response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}


async def test_nothing_while_the_home_is_not_loaded(
    hass: HomeAssistant,
    home: Home,
    clip_id: str,
    hass_client: ClientSessionGenerator,
) -> None:
    client = await hass_client()
    await hass.config_entries.async_unload(home.entry.entry_id)

    for url in urls(clip_id):
        assert (await client.get(url)).status == HTTPStatus.NOT_FOUND


async def test_a_file_that_is_gone_is_unknown(
    home: Home, clip_id: str, hass_client: ClientSessionGenerator
) -> None:
    client = await hass_client()
    clip = home.clips.get(clip_id)
    assert clip
    clip.path.unlink()

    for url in (urls(clip_id)[0], urls(clip_id)[2]):
        assert (await client.get(url)).status == HTTPStatus.NOT_FOUND


async def test_a_thumbnail_is_decoded_once_and_kept_in_memory_only(
    home: Home,
    clip_id: str,
    hass_client: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(thumbnails, "KEPT", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = await hass_client()
    before = children()
    clip, segment = urls(clip_id)[2:]
    with patch.object(thumbnails, "run_engine", wraps=process.run_engine) as engine:
        first = await (await client.get(clip)).read()
        assert await (await client.get(clip)).read() == first
        assert engine.call_count == 1

        # There is room for one only.
        await client.get(segment)
        await client.get(clip)
        assert engine.call_count == 3

    left = await asyncio.to_thread(lambda: list(tmp_path.glob("ring_watch_*")))
    assert left == []
    assert children() == before


async def test_what_shows_no_picture_has_no_thumbnail(
    home: Home, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing")

    assert await home.thumbnails.of_file(broken) is None
