"""A doorbell: what its entities show, and what happens when its source is down."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import logging

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Doorbell, Status
from custom_components.ring_watch.home import Home
from homeassistant.components.camera import async_get_image, async_get_stream_source
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.util import dt as dt_util

from .integration_fixtures import StandIn, Start, demo, entity_id, stream
from .integration_fixtures.stand_in_engine import JPEG

pytestmark = pytest.mark.integration


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def until_status(home: Home, camera: str, status: Status) -> Doorbell:
    bell = home.doorbells[f"id_{camera}"]
    await until(lambda: bell.status is status)
    return bell


def state(hass: HomeAssistant, platform: str, key: str, camera: str = "demo") -> str:
    found = hass.states.get(entity_id(hass, platform, camera, key))
    assert found is not None
    return found.state


def of_doorbells(hass: HomeAssistant) -> list[State]:
    """Return the states that are not about the whole home's requests."""
    states = hass.states.async_all()
    return [one for one in states if ".ring_watch_" not in one.entity_id]


async def test_a_demo_doorbell_has_all_entities_on_one_device(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)

    states = {s.entity_id: s.state for s in of_doorbells(hass)}
    assert states == {
        "binary_sensor.demo_motion": STATE_OFF,
        "binary_sensor.demo_recording": STATE_ON,
        "button.demo_press": STATE_UNKNOWN,
        "camera.demo": "recording",
        "event.demo_doorbell": STATE_UNKNOWN,
        "event.demo_motion": STATE_UNKNOWN,
        "sensor.demo_archive_size": STATE_UNKNOWN,
        "sensor.demo_oldest_footage": STATE_UNKNOWN,
        "switch.demo_recording": STATE_ON,
    }
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), home.entry.entry_id)
    (device,) = (one for one in devices if one.entry_type is None)
    assert device.identifiers == {(DOMAIN, "id_demo")}
    assert device.name == "Demo"
    assert device.model == "Demo doorbell"


async def test_a_stream_without_button_and_motion_has_no_entities_for_them(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    await start(stream())

    platforms = sorted(s.entity_id for s in of_doorbells(hass))
    assert platforms == [
        "binary_sensor.front_door_recording",
        "camera.front_door",
        "sensor.front_door_archive_size",
        "sensor.front_door_oldest_footage",
        "switch.front_door_recording",
    ]


async def test_pressing_the_demo_rings(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)

    await hass.services.async_call(
        "button", "press", {"entity_id": "button.demo_press"}, blocking=True
    )

    event = hass.states.get("event.demo_doorbell")
    assert event is not None
    assert event.attributes["event_type"] == "ring"
    assert event.attributes["event_types"] == ["ring"]
    assert event.attributes["device_class"] == "doorbell"
    rang = dt_util.parse_datetime(event.state)
    assert rang and abs(dt_util.utcnow() - rang) < timedelta(seconds=5)


async def test_motion_from_the_pictures(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)
    time = "2026-11-23T20:22:22.000000Z"

    def moving(active: bool) -> dict[str, object]:
        return {"event": "motion", "camera": "demo", "active": active, "time": time}

    await home.worker.request("emit", message=moving(True))
    await until(lambda: state(hass, "binary_sensor", "motion") == STATE_ON)
    event = hass.states.get("event.demo_motion")
    assert event is not None
    assert event.attributes["event_type"] == "motion"
    assert event.attributes["event_types"] == ["motion"]
    first = event.state

    # Told twice, it is the same motion.
    await home.worker.request("emit", message=moving(True))
    await home.worker.request("emit", message=moving(False))
    await until(lambda: state(hass, "binary_sensor", "motion") == STATE_OFF)
    assert state(hass, "event", "motion") == first


async def test_what_the_archive_holds(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"), demo("New"))
    await home.worker.request(
        "emit",
        message={
            "event": "archive",
            "state": "ok",
            "cameras": {
                "demo": {"oldest": "2026-11-20T10:00:00.000000Z", "bytes": 3 * 10**9},
                "new": {"oldest": None, "bytes": 0},
                "gone": {"oldest": "2026-11-01T10:00:00.000000Z", "bytes": 5},
            },
            "free": 10**10,
        },
    )
    await until(lambda: state(hass, "sensor", "archive_size") == "3.0")

    assert state(hass, "sensor", "oldest_footage") == "2026-11-20T10:00:00+00:00"
    assert state(hass, "sensor", "oldest_footage", "new") == STATE_UNKNOWN
    size = hass.states.get("sensor.demo_archive_size")
    assert size is not None
    assert size.attributes["unit_of_measurement"] == "GB"
    registered = er.async_get(hass).async_get("sensor.demo_archive_size")
    assert registered is not None
    # A new archive is not 0.00 GB.
    assert registered.options["sensor"]["suggested_display_precision"] == 3


async def test_the_still_picture_is_the_newest_keyframe(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"), demo("Dark"))
    await until_status(home, "dark", Status.RECORDING)

    image = await async_get_image(hass, "camera.demo")
    assert image.content == JPEG
    assert image.content_type == "image/jpeg"
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, "camera.dark")


async def test_the_live_picture_is_home_assistants_own_stream(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream(), demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)

    assert await async_get_stream_source(hass, "camera.front_door") == (
        "rtsp://owner:correct%20horse%2Fbattery%40staple@camera.test/live"
    )
    assert await async_get_stream_source(hass, "camera.demo") is None
    front, own = hass.states.get("camera.front_door"), hass.states.get("camera.demo")
    assert front and own
    assert front.attributes["supported_features"] == 2
    assert own.attributes["supported_features"] == 0


async def test_a_source_that_is_down_is_unavailable_and_told_once_each_way(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    home = await start(
        stream(url="rtsp://down-unreachable.test/", motion="detect"), demo("Demo")
    )
    bell = await until_status(home, "front_door", Status.DOWN)
    for reason in ("unreachable", "refused", "unreachable"):
        bell.worker_state("connecting", None)
        bell.worker_state("down", reason)

    for platform, key in (
        ("camera", "camera"),
        ("event", "motion"),
        ("binary_sensor", "motion"),
    ):
        assert state(hass, platform, key, "front_door") == STATE_UNAVAILABLE
    # What is about the disk and the owner's wish stays.
    assert state(hass, "binary_sensor", "recording", "front_door") == STATE_OFF
    assert state(hass, "switch", "recording", "front_door") == STATE_ON
    assert state(hass, "sensor", "archive_size", "front_door") == STATE_UNKNOWN
    assert caplog.text.count("Front door is unavailable: unreachable") == 1
    # Another doorbell is not concerned.
    await until(lambda: state(hass, "camera", "camera") == "recording")

    bell.worker_state("recording", None)
    bell.worker_state("recording", None)
    assert state(hass, "camera", "camera", "front_door") == "recording"
    assert caplog.text.count("Front door is available again") == 1
    assert caplog.text.count("Front door is unavailable") == 1


async def test_motion_ends_with_the_pictures(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    bell = await until_status(home, "demo", Status.RECORDING)
    bell.motion(True)
    assert state(hass, "binary_sensor", "motion") == STATE_ON

    bell.worker_state("down", "silent")
    bell.worker_state("recording", None)

    assert state(hass, "binary_sensor", "motion") == STATE_OFF


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("unreachable", "source_unavailable"),
        ("silent", "source_unavailable"),
        ("unauthorised", "source_unauthorised"),
        ("not_found", "source_not_found"),
        ("no_video", "source_unsupported"),
        ("unsupported", "source_unsupported"),
    ],
)
async def test_a_source_down_for_five_minutes_is_an_issue_until_it_is_back(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    freezer: FrozenDateTimeFactory,
    reason: str,
    key: str,
) -> None:
    home = await start(stream(url=f"rtsp://down-{reason.replace('_', '-')}.test/"))
    bell = await until_status(home, "front_door", Status.DOWN)
    issues = ir.async_get(hass)

    freezer.tick(timedelta(minutes=4, seconds=59))
    async_fire_time_changed(hass)
    assert not issues.issues

    freezer.tick(timedelta(seconds=2))
    async_fire_time_changed(hass)
    issue = issues.async_get_issue(DOMAIN, "source_id_front_door")
    assert issue is not None
    assert issue.translation_key == key
    assert issue.translation_placeholders == {"name": "Front door"}

    bell.worker_state("recording", None)
    assert not issues.issues


async def test_a_source_that_comes_back_in_time_is_no_issue(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    freezer: FrozenDateTimeFactory,
) -> None:
    home = await start(stream(url="rtsp://down-silent.test/"))
    bell = await until_status(home, "front_door", Status.DOWN)
    bell.worker_state("recording", None)

    freezer.tick(timedelta(minutes=6))
    async_fire_time_changed(hass)

    assert not ir.async_get(hass).issues


async def test_unloading_withdraws_the_issue(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    start: Start,
    stand_in: StandIn,
    freezer: FrozenDateTimeFactory,
) -> None:
    home = await start(stream(url="rtsp://down-silent.test/"))
    await until_status(home, "front_door", Status.DOWN)
    freezer.tick(timedelta(minutes=6))
    async_fire_time_changed(hass)
    assert ir.async_get(hass).issues

    await hass.config_entries.async_unload(home_entry.entry_id)

    assert not ir.async_get(hass).issues


async def test_a_full_disk_and_a_broken_one_are_issues(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    issues = ir.async_get(hass)

    for told, issue in (("full", "disk_full"), ("error", "archive_error")):
        await home.worker.request(
            "emit", message={"event": "archive", "state": told, "cameras": {}}
        )
        await until(lambda: {key for _, key in issues.issues} == {issue})  # noqa: B023
    await home.worker.request(
        "emit", message={"event": "archive", "state": "ok", "cameras": {}}
    )
    await until(lambda: not issues.issues)


async def test_the_switch_stops_recording_and_outlives_a_restart(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    start: Start,
    stand_in: StandIn,
) -> None:
    home = await start(demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)
    target = {"entity_id": "switch.demo_recording"}

    await hass.services.async_call("switch", "turn_off", target, blocking=True)

    assert stand_in.ops()[-1] == "unwatch"
    assert state(hass, "switch", "recording") == STATE_OFF
    assert state(hass, "binary_sensor", "recording") == STATE_OFF
    # The live picture does not depend on the recording.
    assert state(hass, "camera", "camera") == "idle"
    # A last word of the worker about the old recording changes nothing.
    home.doorbells["id_demo"].worker_state("recording", None)
    assert state(hass, "binary_sensor", "recording") == STATE_OFF

    stand_in.log.unlink()
    assert await hass.config_entries.async_reload(home_entry.entry_id)
    assert stand_in.ops() == ["configure"]
    assert state(hass, "switch", "recording") == STATE_OFF

    await hass.services.async_call("switch", "turn_on", target, blocking=True)
    await until_status(home_entry.runtime_data, "demo", Status.RECORDING)
    assert state(hass, "binary_sensor", "recording") == STATE_ON


async def test_a_slip_over_one_event_does_not_end_the_recording(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = await start(demo("Demo"))
    await until_status(home, "demo", Status.RECORDING)
    pid = home.worker.pid

    await home.worker.request("emit", message={"event": "motion", "camera": "demo"})
    await until(lambda: "cannot be handled" in caplog.text)

    assert home.worker.pid == pid
    assert home.doorbells["id_demo"].status is Status.RECORDING


async def test_events_of_cameras_that_are_not_ours_are_ignored(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo("Demo"))
    for message in (
        {"event": "state", "camera": "gone", "state": "down", "reason": "ended"},
        {"event": "segment", "camera": "demo", "start": "", "end": "", "bytes": 1},
        {"event": "new_in_a_later_version"},
    ):
        await home.worker.request("emit", message=message)

    await until_status(home, "demo", Status.RECORDING)
