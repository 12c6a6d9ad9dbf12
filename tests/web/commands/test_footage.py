"""The time line of a doorbell, pictures of it, what plays it, and gathered clips."""

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch import thumbnails
from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.times import to_us
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.consent.conftest import House
from tests.integration_fixtures import (
    FOOTAGE_END,
    FOOTAGE_START,
    entity_id,
    gather_footage,
)

from .conftest import Panel

pytestmark = [pytest.mark.sharing, pytest.mark.integration, pytest.mark.dashboard]

START, END = format_time(to_us(FOOTAGE_START)), format_time(to_us(FOOTAGE_END))
DAY = {
    "doorbell_id": "id_front_door",
    "start": "2026-03-01T00:00:00Z",
    "end": "2026-03-02T00:00:00Z",
}


@pytest.mark.usefixtures("house")
async def test_a_day_has_spans_gaps_and_segments(panel: Panel) -> None:
    for _ in range(2):
        day = await panel.call("footage/timeline", **DAY)
        assert day["spans"] == [{"start": START, "end": END}]
        first, last = day["gaps"]
        assert first["start"] == "2026-03-01T00:00:00.000000Z" and first["end"] == START
        assert last["start"] == END
        (sound,) = day["sound"]
        assert sound["start"] < END and sound["end"] > START
        assert day["segments"][0] == {"start": START}
        # No recorder runs here.
        assert day["presses"] == day["motion"] == []


@pytest.mark.usefixtures("house")
async def test_an_empty_day_is_one_gap(panel: Panel) -> None:
    window = {"start": "2026-02-01T00:00:00Z", "end": "2026-02-02T00:00:00Z"}
    day = await panel.call("footage/timeline", **{**DAY, **window})
    assert day["spans"] == day["segments"] == []
    assert len(day["gaps"]) == 1


@pytest.mark.usefixtures("house")
async def test_pictures_come_from_all_over_the_window(panel: Panel) -> None:
    found = (await panel.call("footage/thumbnails", **DAY, count=4))["thumbnails"]
    assert len(found) == 4
    assert all(b64decode(one["jpeg"]).startswith(b"\xff\xd8") for one in found)
    times = [one["time"] for one in found]
    assert times == sorted(times) and times[0] >= START and times[-1] < END
    window = {"start": "2026-02-01T00:00:00Z", "end": "2026-02-02T00:00:00Z"}
    none = await panel.call("footage/thumbnails", **{**DAY, **window})
    assert none == {"thumbnails": []}


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("time", ["2026-03-01T12:00:05Z", START, DAY["start"]])
async def test_a_time_plays_from_its_segment_or_from_the_next(
    panel: Panel, hass_client_no_auth: ClientSessionGenerator, time: str
) -> None:
    look = await panel.call("footage/look", doorbell_id="id_front_door", time=time)
    assert look["start"] == START
    player = await hass_client_no_auth()
    part = await player.get(look["url"], headers={"Range": "bytes=0-99"})
    assert part.status == 206 and (await part.read())[4:8] == b"ftyp"
    unsigned = await player.get(look["url"].partition("?")[0])
    assert unsigned.status == 401


@pytest.mark.usefixtures("house")
async def test_after_the_last_footage_nothing_plays(panel: Panel) -> None:
    error = await panel.refused(
        "footage/look", doorbell_id="id_front_door", time=DAY["end"]
    )
    assert error["code"] == "not_found"


async def test_pictures_that_cannot_be_made_are_refused(
    house: House, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: Any, **__: Any) -> None:
        raise EngineProcessError("crashed", "a path of this machine")

    monkeypatch.setattr(thumbnails, "run_engine", crash)
    error = await panel.refused("footage/thumbnails", **DAY)
    assert error["code"] == "not_readable"
    assert "path" not in str(error)


async def test_the_recorder_remembers_presses_and_motion(
    recorder_mock: Recorder,
    house: House,
    hass: HomeAssistant,
    panel: Panel,
) -> None:
    door = house.home.doorbells["id_front_door"]
    # An event is named by the millisecond.
    began = dt_util.utcnow() - timedelta(milliseconds=1)
    door.ring()
    door.motion(True)
    await hass.async_block_till_done()
    door.motion(False)
    door.ring()
    await hass.async_block_till_done()
    motion = entity_id(hass, "binary_sensor", "front_door", "motion")
    assert hass.states.get(motion)
    await async_wait_recording_done(hass)
    now = dt_util.utcnow()
    window = {
        "doorbell_id": "id_front_door",
        "start": began.isoformat(),
        "end": (now + timedelta(seconds=1)).isoformat(),
    }
    day = await panel.call("footage/timeline", **window)
    assert len(day["presses"]) == 2
    assert len(day["motion"]) == 1
    for moment in (*day["presses"], *day["motion"][0].values()):
        assert format_time(to_us(began)) <= moment <= format_time(to_us(now))
    earlier = {**window, "start": DAY["start"], "end": DAY["end"]}
    day = await panel.call("footage/timeline", **earlier)
    assert day["presses"] == day["motion"] == []


async def test_clips_are_listed_played_and_deleted(
    house: House,
    hass: HomeAssistant,
    panel: Panel,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    made = await gather_footage(hass, house.home)
    (clip,) = (await panel.call("clips/list"))["clips"]
    assert clip == {
        "clip_id": made["clip_id"],
        "doorbell_id": "id_front_door",
        "name": "Front door",
        "start": START,
        "end": END,
        "size": made["size"],
        "gaps": [],
        "media_content_id": made["media_content_id"],
    }
    player = await hass_client_no_auth()
    url = (await panel.call("clips/look", clip_id=clip["clip_id"]))["url"]
    assert len(await (await player.get(url)).read()) == clip["size"]

    events: list[Any] = []
    hass.bus.async_listen("ring_watch_clip_deleted", events.append)
    await panel.call("clips/delete", clip_id=clip["clip_id"])
    await hass.async_block_till_done()
    assert (await panel.call("clips/list"))["clips"] == []
    assert events[0].context.user_id == house.owner.id
    assert (await player.get(url)).status == 404
