"""Requests as attackers would have them, inside Home Assistant: cases 6 to 70."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import timedelta
import json
import logging
import os
from pathlib import Path
import signal
from typing import Any

import av
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.ring_watch import doorbell, gather
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.diagnostics import async_get_config_entry_diagnostics
from custom_components.ring_watch.engine import segmenter
from custom_components.ring_watch.engine.archive import Archive, size_of
from custom_components.ring_watch.engine.importer import import_file
from custom_components.ring_watch.engine.retention import Limits, Retention
from custom_components.ring_watch.logbook import async_describe_events
from custom_components.ring_watch.sharing.model import Ask, Origin, Source
from custom_components.ring_watch.system_health import system_health_info
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from tests.consent.conftest import EXTERNAL, House
from tests.engine.scene import NAMES
from tests.integration_fixtures import (
    FOOTAGE,
    FOOTAGE_START,
    PASSWORD,
    StandIn,
    Start,
    stream,
)
from tests.support.footage import Footage, Made

from .looking import assert_hidden
from .waiting import until

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

CAMERA = "front_door"
ZONE = (0.0, 0.0, 0.5, 0.5)
TEMPLATE = (
    "{{ states('sensor.canary') }} {{ 191 * 7 }} {% for a in states %}x{% endfor %}"
)


def segments(house: House) -> list[Path]:
    """Return the footage's files, in order of time."""
    return [file.path for file in house.home.archive.segments(CAMERA)]


@pytest.fixture
async def pieces(
    house: House, footage: Callable[[Footage], Made], monkeypatch: pytest.MonkeyPatch
) -> list[Path]:
    """Cut the footage into five files of six seconds."""
    monkeypatch.setattr(segmenter, "SEGMENT_SECONDS", 6)
    monkeypatch.setattr(segmenter, "_OPEN_SEGMENT_SECONDS", 6)

    def cut() -> None:
        for path in segments(house):
            path.unlink()
        start_us = int(FOOTAGE_START.timestamp()) * 1_000_000
        archive = Archive(house.home.archive.root)
        import_file(archive, CAMERA, footage(FOOTAGE).path, start_us)

    await asyncio.to_thread(cut)
    found = segments(house)
    assert len(found) == 5
    return found


async def prepared(house: House, request_id: str) -> dict[str, Any]:
    """Prepare a request; return what was made of it."""
    answer = await house.act("prepare_request", request_id=request_id)
    found: dict[str, Any] = answer["prepared"]
    return found


async def given_out(
    house: House, clients: ClientSessionGenerator, share: dict[str, Any], kind: str
) -> bytes:
    """Claim a share as a recipient does; return one of its files."""
    client = await clients()
    path, _, secret = share["url"].removeprefix(EXTERNAL).partition("#")
    claimed = await client.post(path, data={"code": secret}, allow_redirects=False)
    assert claimed.status == 303
    cookie = {"ring_watch_grant": claimed.cookies["ring_watch_grant"].value}
    answer = await client.get(f"{path}/api/{kind}/1", cookies=cookie)
    assert answer.status == 200
    return await answer.read()


async def test_case_6_a_segment_that_is_still_written_is_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "FRESH", timedelta(days=100_000))
    path = segments(house)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"moof") - 4])
    request_id = await house.ask()
    preparing = asyncio.create_task(prepared(house, request_id))
    await asyncio.sleep(1)
    assert not preparing.done() and house.files() == []
    path.write_bytes(whole)
    (clip,) = (await preparing)["clips"]
    assert clip["gaps"] == []
    assert clip["delivered"]["end"] <= clip["requested"]["end"]


async def test_case_6_what_never_comes_is_left_out(house: House) -> None:
    path = segments(house)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"moof") - 4])
    (clip,) = (await prepared(house, await house.ask()))["clips"]
    assert len(clip["gaps"]) == 1 or clip["delivered"]["end"] < clip["requested"]["end"]


async def test_case_18_a_template_is_never_rendered(
    house: House, hass: HomeAssistant
) -> None:
    hass.states.async_set("sensor.canary", "rendered-canary")
    events = async_capture_events(hass, "*")
    words = {"reason": TEMPLATE, "name": TEMPLATE, "contact": TEMPLATE}
    request_id = await house.ask(**words)
    listed = await house.act("list_requests")
    (one,) = listed["requests"]
    # The owner reads just what was typed.
    assert one["reason"] == TEMPLATE
    await house.share()
    await house.act("decline_request", request_id=request_id)
    await hass.async_block_till_done()
    told = [
        event.as_dict()
        for event in events
        if event.data.get("entity_id") != "sensor.canary"
    ]
    notifications = hass.data["persistent_notification"]
    everything = json.dumps([told, notifications, listed], default=str)
    assert "rendered-canary" not in everything and "1337" not in everything


@pytest.mark.parametrize("field", ["url", "source", "path", "callback_url"])
async def test_case_24_who_asks_supplies_no_address(house: House, field: str) -> None:
    with pytest.raises(vol.Invalid, match="not a valid option"):
        await house.ask(**{field: "http://169.254.169.254/latest/meta-data"})


async def test_case_25_a_worker_that_footage_ends_is_started_again(
    house: House,
) -> None:
    first = house.home.worker.pid
    assert first
    os.kill(first, signal.SIGSEGV)
    await until(lambda: house.home.worker.running and house.home.worker.pid != first)
    # Meanwhile and afterwards the home goes on.
    assert (await prepared(house, await house.ask()))["clips"]


@pytest.mark.parametrize("content", [b"", b"\xff" * 9000], ids=["empty", "corrupt"])
async def test_case_25_and_55_what_cannot_be_read_is_a_gap_that_is_told_of(
    content: bytes,
    house: House,
    pieces: list[Path],
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    pieces[1].write_bytes(content)
    request_id = await house.ask()
    made = await prepared(house, request_id)
    (clip,) = made["clips"]
    assert len(clip["gaps"]) == 1
    share = await house.act(
        "approve_request", request_id=request_id, render_hash=made["render_hash"]
    )
    manifest = await given_out(house, hass_client_no_auth, share, "manifest")
    payload = manifest.split(b".")[1]
    told = json.loads(urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
    assert clip["gaps"][0]["start"] in json.dumps(told)


async def test_case_55_where_nothing_can_be_read_it_says_so(house: House) -> None:
    for path in segments(house):
        path.write_bytes(b"")
    request_id = await house.ask()
    with pytest.raises(HomeAssistantError) as raised:
        await house.prepare(request_id)
    assert raised.value.translation_domain == DOMAIN
    assert house.files() == []
    assert await house.state(request_id) == "pending"


async def test_case_31_a_signed_preview_dies_with_its_time_and_its_administrator(
    house: House,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    path = f"/api/ring_watch/preview/{request_id}/1"
    boss = await hass.auth.async_create_user("Boss", group_ids=["system-admin"])
    token = await hass.auth.async_create_refresh_token(boss, EXTERNAL + "/")

    def signed(seconds: int) -> str:
        lasts = timedelta(seconds=seconds)
        return async_sign_path(hass, path, lasts, refresh_token_id=token.id)

    recipient = await hass_client_no_auth()
    link = signed(60)
    assert (await recipient.get(link)).status == 200
    assert (await recipient.get(signed(-1))).status == 401
    other = link.replace("/1?", "/2?")
    assert (await recipient.get(other)).status == 401
    assert (await recipient.get(path)).status == 401
    await hass.auth.async_update_user(boss, group_ids=["system-users"])
    assert (await recipient.get(link)).status == 404
    await hass.auth.async_update_user(boss, group_ids=["system-admin"])
    assert (await recipient.get(link)).status == 200
    await hass.auth.async_update_user(boss, is_active=False)
    assert (await recipient.get(link)).status == 401


async def test_case_47_home_assistant_itself_refuses_an_untrusted_proxy(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    share = await house.share()
    client = await hass_client_no_auth()
    path = share["url"].removeprefix(EXTERNAL).partition("#")[0]
    assert (await client.get(path)).status == 200
    spoofed = {"X-Forwarded-For": "203.0.113.9"}
    assert (await client.get(path, headers=spoofed)).status == 400
    assert (await client.post(path, headers=spoofed, data={})).status == 400


async def test_case_50_no_asker_address_and_no_camera_address_is_shown(
    start: Start,
    stand_in: StandIn,
    hass: HomeAssistant,
    footage_of: Callable[[str], Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    logging.getLogger("custom_components.ring_watch").setLevel(logging.DEBUG)
    events = async_capture_events(hass, "*")
    footage_of(CAMERA)
    home = await start(stream(url="rtsp://canary-host.test/canary-path?t=canary-token"))
    assert home.sharing
    start_us = int(FOOTAGE_START.timestamp()) * 1_000_000
    await home.sharing.receive(
        Ask(start_us, start_us + 5_000_000, reason="canary-reason"),
        Source(Origin.DOOR_PAGE, "203.0.113.77"),
    )
    await hass.async_block_till_done()
    described: list[Any] = []

    def describe(_domain: str, kind: str, make: Callable[[Any], Any]) -> None:
        described.extend(make(event) for event in events if event.event_type == kind)

    async_describe_events(hass, describe)
    seen = {
        "states": [one.as_dict() for one in hass.states.async_all()],
        "events": [event.as_dict() for event in events],
        "logbook": described,
        "notifications": hass.data["persistent_notification"],
        "diagnostics": await async_get_config_entry_diagnostics(hass, home.entry),
        "system health": await system_health_info(hass),
        "log": caplog.text,
    }
    for where, value in seen.items():
        text = json.dumps(value, default=str)
        for secret in ("canary", "203.0.113.77", PASSWORD, "rtsp:"):
            assert secret not in text, where


async def test_case_56_a_source_that_is_down_is_told_of_until_it_is_back(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doorbell, "REPAIR_AFTER", 0.1)
    home = await start(stream(url="rtsp://down-unreachable.test/canary"))
    bell = home.doorbells["id_front_door"]
    issues = ir.async_get(hass).issues
    await until(lambda: (DOMAIN, "source_id_front_door") in issues)
    assert bell.status is doorbell.Status.DOWN
    await home.worker.request(
        "emit",
        message={
            "event": "state",
            "camera": CAMERA,
            "state": "recording",
            "reason": None,
        },
    )
    await until(lambda: bell.status is doorbell.Status.RECORDING)
    assert (DOMAIN, "source_id_front_door") not in issues


async def test_case_59_a_request_keeps_its_window_up_to_a_cap(
    house: House, pieces: list[Path]
) -> None:
    # What ends at 12 s concerns the first two files.
    request_id = await house.ask(end=FOOTAGE_START + timedelta(seconds=12))
    held = pieces[:2]
    assert house.home.sharing
    await house.home.sharing.settle()

    def keep(cap: int | None) -> list[Path]:
        limits = Limits(days=1, total_bytes=0, pinned_bytes=cap)
        Retention(Archive(house.home.archive.root), limits).enforce()
        return segments(house)

    assert await asyncio.to_thread(keep, None) == held
    # The newest of what fits is kept.
    newest = size_of(held[-1])
    assert await asyncio.to_thread(keep, newest) == held[-1:]
    await house.act("decline_request", request_id=request_id)
    await house.home.sharing.settle()
    assert await asyncio.to_thread(keep, None) == []


async def test_case_66_a_zone_is_black_in_all_that_is_given_out(
    house: House, hass_client_no_auth: ClientSessionGenerator, tmp_path: Path
) -> None:
    x, y, width, height = ZONE
    zone = {"x": x, "y": y, "width": width, "height": height}
    await house.act("set_zones", device=house.device, zones=[zone])
    share = await house.share()
    file = tmp_path / "given.mp4"
    for kind in ("clip", "download"):
        file.write_bytes(await given_out(house, hass_client_no_auth, share, kind))
        assert len(assert_hidden(file, ZONE)) == 450

    # Nothing else shows a picture to a recipient: no poster, no thumbnail.
    client = await hass_client_no_auth()
    path = share["url"].removeprefix(EXTERNAL).partition("#")[0]
    page = await (await client.get(path)).text()
    assert "poster" not in page and "<img" not in page
    for kind in ("thumbnail", "poster", "keyframe", "preview"):
        assert (await client.get(f"{path}/api/{kind}/1")).status == 404


async def test_case_69_what_is_shared_has_no_sound_unless_it_is_asked_for(
    house: House, hass_client_no_auth: ClientSessionGenerator, tmp_path: Path
) -> None:
    for audio in (False, True):
        request_id = await house.ask()
        render_hash = await house.prepare(request_id, audio=audio)
        share = await house.act(
            "approve_request", request_id=request_id, render_hash=render_hash
        )
        data = await given_out(house, hass_client_no_auth, share, "download")
        assert not [
            name
            for name in (*NAMES, b"front_door", b"Front door", b"\xa9too", b"\xa9xyz")
            if name in data
        ]
        file = tmp_path / "given.mp4"
        file.write_bytes(data)
        with av.open(str(file)) as container:
            assert len(container.streams.audio) == audio
