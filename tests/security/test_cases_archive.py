"""What is held, kept and given out by a home: cases 6, 25, 55, 56, 59, 66, 69."""

import asyncio
from base64 import urlsafe_b64decode
from datetime import timedelta
import json
import os
from pathlib import Path
import signal

import av
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch import doorbell, supply
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.engine.archive import Archive, size_of
from custom_components.ring_watch.engine.retention import Limits, Retention
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from tests.consent.conftest import EXTERNAL, House
from tests.engine.scene import NAMES
from tests.integration_fixtures import FOOTAGE_START, StandIn, Start, stream

from .home import CAMERA, given_out, prepared, segments
from .looking import assert_hidden
from .waiting import until

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

ZONE = (0.0, 0.0, 0.5, 0.5)


async def test_case_6_a_segment_that_is_still_written_is_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "FRESH", timedelta(days=100_000))
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
