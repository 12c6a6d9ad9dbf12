"""The actions: gather, cancel, delete."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
import hashlib
import os
from pathlib import Path
import shutil
import signal
import stat
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events
import voluptuous as vol

from custom_components.ring_watch import gather as gather_module, services, supply
from custom_components.ring_watch.const import (
    DOMAIN,
    EVENT_CLIP_DELETED,
    EVENT_CLIP_GATHERED,
    EVENT_GATHER_PROGRESS,
)
from custom_components.ring_watch.home import Home
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .integration_fixtures import (
    FOOTAGE_END,
    FOOTAGE_START,
    StandIn,
    Start,
    children,
    demo,
    device_id,
    stream,
)
from .support.decode import shown

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("stand_in")]

type Give = Callable[[str], Path]
RATE = 15


def at(seconds: float) -> datetime:
    """Return the time so many seconds after the footage began."""
    return FOOTAGE_START + timedelta(seconds=seconds)


# With a mask every picture is encoded, which takes a while.
LONG: dict[str, Any] = {"start": at(0), "end": at(30), "masks": [[0, 0, 0.5, 0.5]]}


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all progress told, however quick it is."""
    monkeypatch.setattr(gather_module, "PROGRESS_INTERVAL", 0)


async def gather(
    hass: HomeAssistant,
    devices: str | list[str],
    context: Context | None = None,
    **data: Any,
) -> list[dict[str, Any]]:
    response = await hass.services.async_call(
        DOMAIN,
        "gather_clip",
        {"devices": devices, **data},
        blocking=True,
        return_response=True,
        context=context,
    )
    assert response is not None
    clips = response["clips"]
    assert isinstance(clips, list)
    return clips  # type: ignore[return-value]


def files(home: Home) -> list[str]:
    """Return what is in the folder of clips."""
    return sorted(path.name for path in home.clips.folder.iterdir())


@pytest.fixture
async def front(
    hass: HomeAssistant, start: Start, footage_of: Give
) -> tuple[Home, str]:
    """Return a home with one doorbell that has footage, and its device."""
    footage_of("front_door")
    home = await start(stream())
    return home, device_id(hass, home, "front_door")


async def test_a_clip_holds_exactly_the_window(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    (clip,) = await gather(hass, device, start=at(3.1), end=at(8.7).isoformat())

    assert clip["device_id"] == device
    assert clip["name"] == "Front door"
    assert clip["requested"] == {
        "start": "2026-03-01T11:59:53.100000Z",
        "end": "2026-03-01T11:59:58.700000Z",
    }
    assert clip["gaps"] == []
    assert clip["audio"] is False
    assert clip["media_content_id"] == (
        f"media-source://ring_watch/clip/{clip['clip_id']}"
    )
    path = Path(clip["path"])
    assert path == home.clips.folder / f"{clip['clip_id']}.mp4"
    content = await asyncio.to_thread(path.read_bytes)
    assert clip["size"] == len(content)
    assert clip["sha256"] == hashlib.sha256(content).hexdigest()
    counters = [picture.counter for picture in await asyncio.to_thread(shown, path)]
    # Pictures begin at k / 15 s: the first at or after 3.1 s, the last before 8.7 s.
    assert counters == list(range(47, 131))
    assert clip["frames"] == len(counters)


async def test_what_is_written_is_for_the_owner_only(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    before = os.umask(0)
    try:
        (clip,) = await gather(hass, device, start=at(2), end=at(4))
    finally:
        os.umask(before)

    clip_id = clip["clip_id"]
    assert files(home) == [f"{clip_id}.json", f"{clip_id}.mp4"]
    for path in home.clips.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_times_without_offset_are_those_at_home(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    (clip,) = await gather(
        hass, front[1], start="2026-03-01 06:59:55", end="2026-03-01 07:00:05"
    )

    assert clip["requested"]["start"] == "2026-03-01T11:59:55.000000Z"
    assert clip["frames"] == 10 * RATE


async def test_sound_only_when_asked_for(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    (clip,) = await gather(hass, front[1], start=at(2), end=at(6), audio=True)

    assert clip["audio"] is True


@pytest.mark.parametrize(
    "mask",
    [
        [0, 0, 0.5, 1],
        {"x": 0, "y": 0, "width": 0.5, "height": 1},
    ],
)
async def test_masks_cover(
    hass: HomeAssistant, front: tuple[Home, str], mask: Any
) -> None:
    (clip,) = await gather(hass, front[1], start=at(2), end=at(3), masks=[mask])

    assert clip["frames_copied"] == 0
    assert clip["frames_encoded"] == RATE


async def test_several_doorbells_give_a_clip_each(
    hass: HomeAssistant, start: Start, footage_of: Give
) -> None:
    footage_of("front_door")
    footage_of("garden")
    home = await start(stream(), demo("Garden"))
    devices = [device_id(hass, home, name) for name in ("garden", "front_door")]

    clips = await gather(hass, [*devices, devices[0]], start=at(2), end=at(4))

    assert [clip["device_id"] for clip in clips] == devices
    assert [clip["name"] for clip in clips] == ["Garden", "Front door"]
    assert len(home.clips.all()) == 2


async def test_a_gap_is_told(hass: HomeAssistant, front: tuple[Home, str]) -> None:
    (clip,) = await gather(
        hass, front[1], start=at(25), end=FOOTAGE_END + timedelta(seconds=3)
    )

    (gap,) = clip["gaps"]
    assert gap["end"] == "2026-03-01T12:00:23.000000Z"
    assert gap["start"].startswith("2026-03-01T12:00:20")


@pytest.mark.parametrize(
    ("window", "key"),
    [
        ({"start": at(4), "end": at(4)}, "window_empty"),
        ({"start": at(5), "end": at(4)}, "window_empty"),
        ({"start": at(5)}, "window_incomplete"),
        ({"end": at(5)}, "window_incomplete"),
        ({}, "window_incomplete"),
        ({"start": at(1), "end": at(2), "last": {"seconds": 5}}, "window_incomplete"),
        ({"last": {"seconds": 0}}, "window_empty"),
        ({"last": {"hours": 13}}, "window_too_long"),
        ({"last": {"days": 800_000}}, "window_too_long"),
        ({"start": "0001-01-01 00:00:00", "end": at(4)}, "window_too_long"),
        ({"start": "0001-01-01T00:00:00+14:00", "end": at(4)}, "window_too_long"),
        ({"start": at(0), "end": "9999-12-31T23:59:59-12:00"}, "window_future"),
        (
            {"start": at(0), "end": at(0) + timedelta(hours=12, microseconds=1)},
            "window_too_long",
        ),
        (
            {"start": at(0), "end": datetime(2099, 1, 1, tzinfo=dt_util.UTC)},
            "window_future",
        ),
        ({"start": at(-60), "end": at(-30)}, "window_too_old"),
        ({"start": at(-60), "end": at(0)}, "window_too_old"),
        ({"start": at(100), "end": at(110)}, "window_without_footage"),
        (
            {"start": "2026-03-08 02:30:00", "end": "2026-03-08 03:30:00"},
            "time_skipped",
        ),
        (
            {"start": "2025-11-02 01:30:00", "end": "2025-11-02 02:30:00"},
            "time_repeated",
        ),
    ],
)
async def test_a_window_that_cannot_be_is_an_error_that_says_why(
    hass: HomeAssistant, front: tuple[Home, str], window: dict[str, Any], key: str
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    home, device = front

    with pytest.raises(ServiceValidationError) as caught:
        await gather(hass, device, **window)

    assert caught.value.translation_key == key
    assert caught.value.translation_domain == DOMAIN
    # The English text exists, and every placeholder in it was given.
    assert str(caught.value) not in {"", key}
    assert "{" not in str(caught.value)
    assert files(home) == []


async def test_nothing_is_gathered_when_one_of_several_has_no_footage(
    hass: HomeAssistant, start: Start, footage_of: Give
) -> None:
    footage_of("front_door")
    home = await start(stream(), demo("Garden"))
    devices = [device_id(hass, home, name) for name in ("front_door", "garden")]

    with pytest.raises(ServiceValidationError) as caught:
        await gather(hass, devices, start=at(2), end=at(4))

    assert caught.value.translation_key == "window_without_footage"
    assert caught.value.translation_placeholders == {"name": "Garden"}
    assert files(home) == []


@pytest.mark.parametrize(
    "mask", [[0, 0, 1], "all", [0, 0, 0, 1], [1, 0, 1, 1], [-0.1, 0, 1, 1], {"x": 1}]
)
async def test_a_mask_that_cannot_be_is_refused(
    hass: HomeAssistant, front: tuple[Home, str], mask: Any
) -> None:
    with pytest.raises(Exception, match=r"mask|value|key|required"):
        await gather(hass, front[1], start=at(2), end=at(4), masks=[mask])
    assert files(front[0]) == []


async def test_more_masks_than_anybody_needs_are_refused(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    masks = [[0, 0, 0.5, 0.5]] * (services.MOST_MASKS + 1)
    with pytest.raises(vol.Invalid, match="masks"):
        await gather(hass, front[1], start=at(2), end=at(4), masks=masks)
    assert files(front[0]) == []


async def test_masks_are_for_one_doorbell(
    hass: HomeAssistant, start: Start, footage_of: Give
) -> None:
    home = await start(stream(), demo("Garden"))
    devices = [device_id(hass, home, name) for name in ("front_door", "garden")]

    with pytest.raises(ServiceValidationError) as caught:
        await gather(hass, devices, start=at(2), end=at(4), masks=[[0, 0, 1, 1]])

    assert caught.value.translation_key == "masks_need_one_doorbell"


async def test_only_devices_of_doorbells(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, _ = front
    other = dr.async_get(hass).async_get_or_create(
        config_entry_id=home.entry.entry_id, identifiers={(DOMAIN, "other")}
    )
    with pytest.raises(ServiceValidationError) as caught:
        await gather(hass, other.id, start=at(2), end=at(4))
    assert caught.value.translation_key == "device_is_no_doorbell"

    with pytest.raises(ServiceValidationError):
        await gather(hass, "unknown", start=at(2), end=at(4))


async def test_only_administrators_and_automations(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    guest, owner = MockUser(), MockUser(is_owner=True)
    for user in (guest, owner):
        user.add_to_hass(hass)
    window = {"start": at(2), "end": at(4)}

    with pytest.raises(Unauthorized):
        await gather(hass, device, Context(user_id=guest.id), **window)
    for name in ("cancel_gather", "delete_clip"):
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                name,
                {"clip_id": "x"},
                blocking=True,
                context=Context(user_id=guest.id),
            )
    assert files(home) == []

    assert await gather(hass, device, Context(user_id=owner.id), **window)
    assert await gather(hass, device, Context(), **window)


async def test_progress_is_an_event(
    hass: HomeAssistant, front: tuple[Home, str], every_step: None
) -> None:
    events = async_capture_events(hass, EVENT_GATHER_PROGRESS)
    gathered = async_capture_events(hass, EVENT_CLIP_GATHERED)
    (clip,) = await gather(hass, front[1], **LONG)
    await hass.async_block_till_done()

    assert {event.data["clip_id"] for event in events} == {clip["clip_id"]}
    assert {event.data["device_id"] for event in events} == {front[1]}
    states = [event.data["state"] for event in events]
    assert states == ["running"] * (len(events) - 1) + ["done"]
    progress = [event.data["progress"] for event in events]
    assert progress[0] == 0
    assert progress[-1] == 1
    assert progress == sorted(progress)
    assert len(progress) > 3
    (event,) = gathered
    assert event.data["clip_id"] == clip["clip_id"]
    assert event.data["name"] == "Front door"


async def test_progress_is_not_told_too_often(
    hass: HomeAssistant, front: tuple[Home, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather_module, "PROGRESS_INTERVAL", 600)
    events = async_capture_events(hass, EVENT_GATHER_PROGRESS)
    await gather(hass, front[1], start=at(2), end=at(20))
    await hass.async_block_till_done()

    assert [event.data["state"] for event in events] == ["running", "running", "done"]


def when_running(hass: HomeAssistant, act: Callable[[str], Any]) -> None:
    """Call ``act`` with the clip id once the engine has begun."""

    async def begun(event: Event) -> None:
        if event.data["state"] == "running" and event.data["progress"] > 0:
            await act(event.data["clip_id"])

    hass.bus.async_listen(EVENT_GATHER_PROGRESS, begun)


def when_begun(hass: HomeAssistant) -> asyncio.Event:
    """Return what is set once the engine has begun."""
    begun = asyncio.Event()

    async def note(_clip_id: str) -> None:
        begun.set()

    when_running(hass, note)
    return begun


async def test_a_cancelled_gather_leaves_nothing(
    hass: HomeAssistant, front: tuple[Home, str], every_step: None
) -> None:
    home, device = front
    before = children()
    events = async_capture_events(hass, EVENT_GATHER_PROGRESS)
    cancelled: list[str] = []

    async def cancel(clip_id: str) -> None:
        if not cancelled:
            cancelled.append(clip_id)
            await hass.services.async_call(
                DOMAIN, "cancel_gather", {"clip_id": clip_id}, blocking=True
            )

    when_running(hass, cancel)
    with pytest.raises(HomeAssistantError) as caught:
        await gather(hass, device, **LONG)
    await hass.async_block_till_done()

    assert caught.value.translation_key == "gather_cancelled"
    assert events[-1].data["state"] == "cancelled"
    assert files(home) == []
    assert children() == before
    assert home.gatherer.running == []
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(
            DOMAIN, "cancel_gather", {"clip_id": cancelled[0]}, blocking=True
        )
    assert caught.value.translation_key == "gather_not_running"


async def test_unloading_cancels_a_gather(
    hass: HomeAssistant, front: tuple[Home, str], every_step: None
) -> None:
    home, device = front
    begun = when_begun(hass)
    call = asyncio.create_task(gather(hass, device, **LONG))
    await begun.wait()

    assert await hass.config_entries.async_unload(home.entry.entry_id)

    with pytest.raises(HomeAssistantError):
        await call
    assert files(home) == []


async def test_whoever_asked_going_away_cancels_a_gather(
    hass: HomeAssistant, front: tuple[Home, str], every_step: None
) -> None:
    home, _ = front
    begun = when_begun(hass)
    bell = home.doorbells["id_front_door"]
    call = asyncio.create_task(
        home.gatherer.gather(
            bell, at(0), at(30), audio=False, masks=[(0.0, 0.0, 0.5, 0.5)]
        )
    )
    await begun.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert files(home) == []
    assert home.gatherer.running == []


async def test_a_killed_gather_is_an_error_and_never_shows_half_a_clip(
    hass: HomeAssistant, front: tuple[Home, str], every_step: None
) -> None:
    home, device = front
    before = children()

    async def kill(_clip_id: str) -> None:
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)

    when_running(hass, kill)
    with pytest.raises(HomeAssistantError) as caught:
        await gather(hass, device, **LONG)

    assert caught.value.translation_key == "gather_failed"
    assert not [name for name in files(home) if name.endswith(".mp4")]
    assert home.clips.all() == []


async def test_when_one_of_several_fails_no_clip_is_kept(
    hass: HomeAssistant,
    start: Start,
    footage_of: Give,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    footage_of("front_door")
    vanishing = footage_of("garden")
    home = await start(stream(), demo("Garden"))
    devices = [device_id(hass, home, name) for name in ("front_door", "garden")]

    async def vanish(*_: Any) -> None:
        await asyncio.to_thread(shutil.rmtree, vanishing, ignore_errors=True)

    supplied = home.doorbells["id_garden"].supply
    monkeypatch.setattr(supplied, "_await_footage", vanish)
    with pytest.raises(HomeAssistantError) as caught:
        await gather(hass, devices, start=at(2), end=at(4))

    assert caught.value.translation_key == "window_without_footage"
    assert caught.value.translation_placeholders == {"name": "Garden"}
    assert files(home) == []


@pytest.mark.parametrize(("beyond_ms", "looks"), [(-50, 1), (0, 1), (50, 3)])
async def test_the_last_picture_of_a_window_is_waited_for(
    beyond_ms: int,
    looks: int,
    front: tuple[Home, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may be the first of a group that is still on its way into the archive."""
    home, _ = front
    (doorbell,) = home.doorbells.values()
    end_us = home.archive.coverage(doorbell.camera).spans[-1][1] + beyond_ms * 1000
    end = dt_util.utc_from_timestamp(0) + timedelta(microseconds=end_us)
    fresh = [True, True, True]
    monkeypatch.setattr(supply, "FRESH_POLL", 0)
    monkeypatch.setattr(
        doorbell.supply, "_is_fresh", lambda _: bool(fresh) and fresh.pop()
    )

    async with doorbell.supply.at_hand(end - timedelta(seconds=1), end):
        pass

    assert 3 - len(fresh) == looks


async def test_a_gather_that_says_nothing_for_long_is_given_up(
    hass: HomeAssistant, front: tuple[Home, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather_module, "STALL", 0.01)
    home, device = front
    before = children()

    with pytest.raises(HomeAssistantError) as caught:
        await gather(hass, device, **LONG)

    assert caught.value.translation_key == "gather_failed"
    assert files(home) == []
    assert children() == before


async def test_clips_outlive_a_restart_and_half_ones_do_not(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    (clip,) = await gather(hass, device, start=at(2), end=at(4))
    half = home.clips.folder / f"{'0' * 32}.mp4"
    foreign = home.clips.folder / "holiday.mp4"
    spoilt = home.clips.folder / f"{'1' * 32}.mp4"
    part = home.clips.folder / f".{'2' * 16}.part"
    for path in (half, foreign, spoilt, spoilt.with_suffix(".json"), part):
        path.write_bytes(b"[]")
    unreadable = home.clips.folder / f"{'3' * 32}.mp4"
    unreadable.write_bytes(b"")
    unreadable.with_suffix(".json").mkdir()

    assert await hass.config_entries.async_reload(home.entry.entry_id)

    entry = hass.config_entries.async_get_entry(home.entry.entry_id)
    assert entry
    (found,) = entry.runtime_data.clips.all()
    assert found.clip_id == clip["clip_id"]
    assert found.start == at(2)
    assert found.details["sha256"] == clip["sha256"]
    assert not half.exists()
    # Its disk may be at fault, or a later version have written it.
    assert spoilt.exists()
    assert spoilt.with_suffix(".json").exists()
    assert unreadable.exists()
    assert not part.exists()
    assert foreign.exists()


async def test_delete_removes_a_clip_and_only_that(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    events = async_capture_events(hass, EVENT_CLIP_DELETED)
    (first,) = await gather(hass, device, start=at(2), end=at(4))
    (second,) = await gather(hass, device, start=at(2), end=at(4))

    async def delete(clip_id: str) -> None:
        await hass.services.async_call(
            DOMAIN, "delete_clip", {"clip_id": clip_id}, blocking=True
        )

    await delete(first["clip_id"])

    assert [clip.clip_id for clip in home.clips.all()] == [second["clip_id"]]
    assert files(home) == [f"{second['clip_id']}.json", f"{second['clip_id']}.mp4"]
    assert [event.data["clip_id"] for event in events] == [first["clip_id"]]
    for unknown in (first["clip_id"], f"../{second['clip_id']}", "../../archive"):
        with pytest.raises(ServiceValidationError) as caught:
            await delete(unknown)
        assert caught.value.translation_key == "clip_not_found"


async def test_the_window_is_pinned_while_it_is_gathered(
    hass: HomeAssistant, front: tuple[Home, str], stand_in: StandIn
) -> None:
    await gather(hass, front[1], start=at(2), end=at(4))

    pin, unpin = [c for c in stand_in.commands if "pin" in c]
    assert pin["op"] == "pin"
    assert pin["camera"] == "front_door"
    assert pin["start"] == "2026-03-01T11:59:52.000000Z"
    assert unpin["op"] == "unpin"
    assert unpin["pin"] == pin["pin"]


async def test_without_a_loaded_home_there_is_nothing_to_do(
    hass: HomeAssistant, front: tuple[Home, str]
) -> None:
    home, device = front
    await hass.config_entries.async_unload(home.entry.entry_id)

    with pytest.raises(ServiceValidationError):
        await gather(hass, device, start=at(2), end=at(4))
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            DOMAIN, "delete_clip", {"clip_id": "x"}, blocking=True
        )
