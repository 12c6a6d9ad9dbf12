"""The archive and the clips in the media browser."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.ring_watch.const import ARCHIVE_FOLDER
from custom_components.ring_watch.home import Home
from homeassistant.components.media_source import (
    BrowseMediaSource,
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .integration_fixtures import (
    FOOTAGE_START,
    StandIn,
    Start,
    demo,
    gather_footage,
    stream,
)

pytestmark = pytest.mark.integration

ROOT = "media-source://ring_watch"


@pytest.fixture
async def home(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    footage_of: Callable[[str], Path],
) -> Home:
    """Return a home with footage of one doorbell; the other has none."""
    assert await async_setup_component(hass, "media_source", {})
    footage_of("front_door")
    return await start(stream(), demo("Garden"))


def children(node: BrowseMediaSource) -> list[BrowseMediaSource]:
    assert node.children is not None
    return [child for child in node.children if isinstance(child, BrowseMediaSource)]


def titles(node: Any) -> list[str]:
    return [child.title for child in node.children]


async def browse(hass: HomeAssistant, identifier: str = "") -> BrowseMediaSource:
    node = await async_browse_media(hass, f"{ROOT}{identifier}")
    assert isinstance(node, BrowseMediaSource)
    return node


async def test_doorbell_day_hour_segment(hass: HomeAssistant, home: Home) -> None:
    await hass.config.async_set_time_zone("Asia/Kolkata")

    root = await browse(hass)
    assert root.title == "Ring Watch"
    assert titles(root) == ["Front door", "Garden", "Clips", "Requests"]
    days = await browse(hass, "/doorbell/id_front_door")
    assert titles(days) == ["Sun 2026-03-01"]
    hours = await browse(hass, "/day/id_front_door/2026-03-01")
    # 11:59:50 UTC; the hours at home begin half an hour later than those of UTC.
    assert titles(hours) == ["17:00"]
    segments = await browse(hass, f"/{children(hours)[0].identifier}")
    assert segments.title == "Front door, 2026-03-01 17:00"
    assert titles(segments)[0] == "17:29:50"
    segment = children(segments)[0]
    assert segment.can_play
    assert not segment.can_expand
    assert segment.thumbnail == f"/api/ring_watch/thumbnail/{segment.identifier}"


async def test_a_doorbell_without_footage_is_empty(
    hass: HomeAssistant, home: Home
) -> None:
    assert titles(await browse(hass, "/doorbell/id_garden")) == []
    assert titles(await browse(hass, "/day/id_garden/2026-03-01")) == []
    assert titles(await browse(hass, "/clips")) == []


async def test_the_two_hours_of_autumn_stay_apart(
    hass: HomeAssistant, home: Home
) -> None:
    """Clocks in New York showed 01:30 at 05:30 UTC and again at 06:30 UTC."""
    await hass.config.async_set_time_zone("America/New_York")
    folder = home.storage / ARCHIVE_FOLDER / "garden" / "2025-11-02"
    for hour, second in (("04", 1762057800), ("05", 1762061400), ("06", 1762065000)):
        (folder / hour).mkdir(parents=True)
        (folder / hour / f"{second * 1000}.mp4").touch()

    hours = await browse(hass, "/day/id_garden/2025-11-02")

    assert titles(hours) == ["00:00", "01:00 (EDT)", "01:00 (EST)"]
    for child, name in zip(children(hours), ("00", "01", "01"), strict=True):
        segments = await browse(hass, f"/{child.identifier}")
        assert titles(segments) == [f"{name}:30:00"]


async def test_gathered_clips(hass: HomeAssistant, home: Home) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    clip = await gather_footage(hass, home)

    clips = await browse(hass, "/clips")

    assert titles(clips) == ["Front door, 2026-03-01 12:59:50 to 13:00:20"]
    assert clips.children
    assert clips.children[0].media_content_id == clip["media_content_id"]


async def test_what_is_resolved_can_be_played(
    hass: HomeAssistant,
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    clip = await gather_footage(hass, home)
    socket, client = await hass_ws_client(hass), await hass_client_no_auth()
    segment = f"{ROOT}/segment/id_front_door/{int(FOOTAGE_START.timestamp() * 1000)}"

    for media in (clip["media_content_id"], segment):
        await socket.send_json_auto_id(
            {"type": "media_source/resolve_media", "media_content_id": media}
        )
        answer = await socket.receive_json()
        assert answer["result"]["mime_type"] == "video/mp4"
        # The address is signed, so a video element without a header can use it.
        response = await client.get(answer["result"]["url"])
        assert response.status == HTTPStatus.OK
        assert (await response.read())[4:8] == b"ftyp"


async def test_only_administrators_browse(
    hass: HomeAssistant,
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    clip = await gather_footage(hass, home)
    socket = await hass_ws_client(hass, hass_read_only_access_token)

    for kind, media in (
        ("browse_media", ROOT),
        ("browse_media", f"{ROOT}/clips"),
        ("resolve_media", clip["media_content_id"]),
    ):
        await socket.send_json_auto_id(
            {"type": f"media_source/{kind}", "media_content_id": media}
        )
        answer = await socket.receive_json()
        assert not answer["success"]
        assert "Front door" not in str(answer)


@pytest.mark.parametrize(
    "identifier",
    [
        "nothing",
        "doorbell/unknown",
        "doorbell/id_front_door/more",
        "day/id_front_door/today",
        "day/unknown/2026-03-01",
        "day/id_front_door/0001-01-01",
        "day/id_front_door/9999-12-31",
        "hour/id_front_door/noon",
        "hour/id_front_door/99999999999999999999",
        "hour/id_front_door/253402300799",
        "hour/id_front_door/-62135596800",
        "hour/unknown/0",
        "hour/id_front_door/-5e3",
    ],
)
async def test_what_is_not_there_cannot_be_browsed(
    hass: HomeAssistant, home: Home, identifier: str
) -> None:
    with pytest.raises(Unresolvable):
        await browse(hass, f"/{identifier}")


@pytest.mark.parametrize(
    "identifier",
    [
        "clip/unknown",
        "clip/../x",
        "segment/id_front_door/1",
        "segment/unknown/1",
        "doorbell/id_front_door",
        "",
    ],
)
async def test_what_is_not_there_cannot_be_played(
    hass: HomeAssistant, home: Home, identifier: str
) -> None:
    with pytest.raises(Unresolvable):
        await async_resolve_media(hass, f"{ROOT}/{identifier}", None)


async def test_nothing_while_the_home_is_not_loaded(
    hass: HomeAssistant, home: Home
) -> None:
    await hass.config_entries.async_unload(home.entry.entry_id)

    with pytest.raises(Unresolvable):
        await browse(hass)
