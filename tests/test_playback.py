"""Segments as they are played: times from zero, everything else as it was recorded."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import av
from hypothesis import given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.playback import Playback
from homeassistant.core import HomeAssistant

from .integration_fixtures import FOOTAGE, FOOTAGE_START, StandIn, Start, stream
from .support import decode

pytestmark = pytest.mark.integration

SEGMENT_MS = int(FOOTAGE_START.timestamp() * 1000)
URL = f"/api/ring_watch/segment/id_front_door/{SEGMENT_MS}"


@pytest.fixture
def segment(recorded: Path) -> Path:
    """Return the first segment of the footage."""
    return min(recorded.rglob("*.mp4"))


def sent(playback: Playback, start: int = 0, end: int | None = None) -> bytes:
    with playback.path.open("rb") as file:
        return playback.read(file, start, playback.size if end is None else end)


def starts(path: Path) -> list[float]:
    """Return when the picture and the sound of a file begin, in seconds."""
    with av.open(str(path)) as container:
        streams = (container.streams.video[0], container.streams.audio[0])
        return [float((s.start_time or 0) * (s.time_base or 0)) for s in streams]


def test_only_the_decode_times_differ(segment: Path, tmp_path: Path) -> None:
    playback = Playback.prepare(segment)
    before, after = segment.read_bytes(), sent(playback)
    assert playback.size == len(before) == len(after)
    fields = {
        index for offset, _ in playback.times for index in range(offset, offset + 8)
    }
    different = {
        index
        for index, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new
    }
    assert different <= fields
    assert different

    played = tmp_path / "played.mp4"
    played.write_bytes(after)
    assert decode.counters(played) == decode.counters(segment)
    assert len(decode.counters(played)) == int(FOOTAGE.seconds * FOOTAGE.rate)
    first, was = starts(played), starts(segment)
    assert min(first) == pytest.approx(0, abs=0.002)
    # Picture and sound stay together.
    assert first[1] - first[0] == pytest.approx(was[1] - was[0], abs=0.001)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_is_a_part_of_the_whole(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, recorded: Path
) -> None:
    playback = Playback.prepare(min(recorded.rglob("*.mp4")))
    whole = sent(playback)
    offset, _ = data.draw(st.sampled_from(playback.times))
    start = data.draw(st.integers(max(0, offset - 9), offset + 9))
    end = data.draw(st.integers(start, min(playback.size, offset + 20)))

    assert sent(playback, start, end) == whole[start:end]


def test_a_torn_tail_is_not_sent(segment: Path, tmp_path: Path) -> None:
    content = segment.read_bytes()
    whole = Playback.prepare(segment)
    torn = tmp_path / "torn.mp4"
    last = content.rindex(b"uuid") - 4
    for cut in (last + 1, last + 50, len(content) - 1):
        torn.write_bytes(content[:cut])
        playback = Playback.prepare(torn)
        assert playback.size == last
        assert playback.times == [t for t in whole.times if t[0] < last]


@pytest.mark.parametrize("content", [b"", b"nothing", b"\0\0\0\x08moov"])
def test_what_is_no_segment_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "1.mp4"
    path.write_bytes(content)

    with pytest.raises(EngineError):
        Playback.prepare(path)


@pytest.fixture
async def home(
    start: Start, stand_in: StandIn, footage_of: Callable[[str], Path]
) -> Home:
    footage_of("front_door")
    return await start(stream())


async def test_a_segment_that_cannot_be_read_is_unknown(
    hass: HomeAssistant, home: Home, hass_client: ClientSessionGenerator
) -> None:
    client = await hass_client()
    (segment,) = await hass.async_add_executor_job(
        home.archive.segments, "front_door", SEGMENT_MS * 1000, SEGMENT_MS * 1000 + 1
    )
    await asyncio.to_thread(segment.path.write_bytes, b"spoilt")

    assert (await client.get(URL)).status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("header", ["bytes=5-4", "bytes=0-1,3-4", "pictures=1-2"])
async def test_a_range_that_cannot_be_is_refused(
    home: Home, hass_client: ClientSessionGenerator, header: str
) -> None:
    client = await hass_client()

    response = await client.get(URL, headers={"Range": header})

    assert response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert response.headers["Content-Range"].startswith("bytes */")
    assert await response.read() == b""
