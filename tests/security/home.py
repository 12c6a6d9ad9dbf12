"""What the tests of attacks on a home share."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.engine import segmenter
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.importer import import_file
from tests.consent.conftest import EXTERNAL, House
from tests.integration_fixtures import FOOTAGE, FOOTAGE_START
from tests.support.footage import Footage, Made

CAMERA = "front_door"


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
