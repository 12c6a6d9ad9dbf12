"""Adding and changing a doorbell in the user interface."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.ring_watch import probe as probe_module
from custom_components.ring_watch.const import SUBENTRY_DOORBELL
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentry,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.network import NoURLAvailableError

from .integration_fixtures import PASSWORD, StandIn, Start, demo, stream

pytestmark = pytest.mark.integration

STREAM = {
    "name": "Front door",
    "url": "rtsp://camera.test/live",
    "transport": "tcp",
    "audio": True,
}
EVENTS = {"press": "none", "motion": "detect", "sensitivity": 70}


async def begin(
    hass: HomeAssistant, entry: MockConfigEntry, source: str
) -> SubentryFlowResult:
    flow = await hass.config_entries.subentries.async_init(
        (entry.entry_id, SUBENTRY_DOORBELL), context={"source": SOURCE_USER}
    )
    assert flow["type"] is FlowResultType.MENU
    assert flow["menu_options"] == ["stream", "entities", "demo"]
    flow = await submit(hass, flow, {"next_step_id": source})
    assert flow["step_id"] == source
    return flow


async def submit(
    hass: HomeAssistant, flow: SubentryFlowResult, data: dict[str, Any]
) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(flow["flow_id"], data)


def only(entry: MockConfigEntry) -> ConfigSubentry:
    (subentry,) = entry.subentries.values()
    return subentry


def suggested(flow: SubentryFlowResult) -> dict[str, Any]:
    schema = flow["data_schema"]
    assert schema is not None
    return {
        str(field): (field.description or {}).get("suggested_value")
        for field in schema.schema
    }


async def test_a_stream_is_connected_to_and_shown_before_it_is_saved(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    await start()
    flow = await begin(hass, home_entry, "stream")

    flow = await submit(
        hass,
        flow,
        STREAM | {"url": "rtsp://owner:p%40ss@camera.test:8554/live?channel=1"},
    )

    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "events"
    assert flow["description_placeholders"] == {
        "size": "1920 x 1080",
        "video_codec": "H.264",
        "frame_rate": "15",
        "audio": "AAC, 16000 Hz",
    }
    assert not home_entry.subentries

    flow = await submit(hass, flow, EVENTS)
    await hass.async_block_till_done()

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    subentry = only(home_entry)
    assert subentry.title == "Front door"
    assert subentry.unique_id == "front_door"
    assert subentry.data == {
        "camera": "front_door",
        "source": "stream",
        "url": "rtsp://camera.test:8554/live?channel=1",
        "username": "owner",
        "password": "p@ss",
        "transport": "tcp",
        "audio": True,
        "press": "none",
        "motion": "detect",
        "sensitivity": 70,
    }
    assert stand_in.commands[-1]["motion"] == {"sensitivity": 70}


async def test_a_stream_without_sound_or_steady_rate_is_shown_as_such(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    flow = await begin(hass, home_entry, "stream")

    flow = await submit(hass, flow, STREAM | {"url": "rtsp://silent.test/"})

    shown = flow["description_placeholders"]
    assert shown is not None
    assert shown["video_codec"] == "H.265"
    assert shown["frame_rate"] == "variable"
    assert shown["audio"] == "none"


@pytest.mark.parametrize(
    ("url", "errors"),
    [
        ("camera.test/live", {"url": "bad_source"}),
        ("file:///etc/passwd", {"url": "bad_source"}),
        ("rtsp://camera.test:port/", {"url": "bad_source"}),
        ("rtsp://refused.test/live", {"base": "invalid_auth"}),
        ("rtsp://garbage.test/live", {"base": "cannot_connect"}),
        ("rtsp://slow.test/live", {"base": "cannot_connect"}),
    ],
)
async def test_says_why_a_stream_cannot_be_used_and_goes_on(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    stand_in: StandIn,
    url: str,
    errors: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(probe_module, "PROBE_TIMEOUT", 1)
    flow = await begin(hass, home_entry, "stream")

    flow = await submit(
        hass, flow, STREAM | {"url": url, "username": "owner", "password": PASSWORD}
    )

    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "stream"
    assert flow["errors"] == errors
    # The browser has what it sent; nothing of it comes back or is logged.
    assert suggested(flow)["password"] is None
    assert suggested(flow)["url"] == url
    assert PASSWORD not in caplog.text

    monkeypatch.setattr(probe_module, "PROBE_TIMEOUT", 10)
    flow = await submit(hass, flow, STREAM)
    assert flow["step_id"] == "events"


async def test_the_same_camera_is_not_recorded_twice(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    hass.config_entries.async_add_subentry(home_entry, stream())
    flow = await begin(hass, home_entry, "stream")

    flow = await submit(hass, flow, STREAM | {"url": "rtsp://x:y@camera.test/live"})

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "already_configured"


async def test_folders_of_doorbells_with_the_same_name_stay_apart(
    hass: HomeAssistant, home_entry: MockConfigEntry
) -> None:
    names = ["Haustür", "Haustur", " haustür ", "门", "!" * 80, ""]
    for name in names:
        flow = await begin(hass, home_entry, "demo")
        await submit(hass, flow, {"name": name, "audio": True, "sensitivity": 50})

    assert [subentry.data["camera"] for subentry in home_entry.subentries.values()] == [
        "haustur",
        "haustur_2",
        "haustur_3",
        "men",
        "unknown",
        "doorbell",
    ]
    assert [subentry.title for subentry in home_entry.subentries.values()][-1] == (
        "Doorbell"
    )


async def test_the_demo_asks_for_little(
    hass: HomeAssistant, home_entry: MockConfigEntry
) -> None:
    flow = await begin(hass, home_entry, "demo")

    flow = await submit(
        hass, flow, {"name": "Demo", "audio": False, "sensitivity": 40.0}
    )

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert only(home_entry).data == {
        "camera": "demo",
        "source": "demo",
        "audio": False,
        "sensitivity": 40,
    }


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (
            {"press": "entity", "press_entity": "event.bell", "motion": "none"},
            {"press": "entity", "press_entity": "event.bell", "motion": "none"},
        ),
        (
            {
                "press": "none",
                "press_entity": "event.bell",
                "motion": "entity",
                "motion_entity": "binary_sensor.pir",
                "person_entity": "binary_sensor.person",
            },
            {
                "press": "none",
                "motion": "entity",
                "motion_entity": "binary_sensor.pir",
                "person_entity": "binary_sensor.person",
            },
        ),
        (
            {"press": "none", "motion": "entity", "motion_entity": "event.pir"},
            {"press": "none", "motion": "entity", "motion_entity": "event.pir"},
        ),
    ],
)
async def test_keeps_only_what_belongs_to_the_choice(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    stand_in: StandIn,
    choice: dict[str, Any],
    kept: dict[str, Any],
) -> None:
    flow = await submit(hass, await begin(hass, home_entry, "stream"), STREAM)

    await submit(hass, flow, {"sensitivity": 50, **choice})

    data = only(home_entry).data
    chosen = ("press", "press_entity", "motion", "motion_entity", "person_entity")
    assert {key: data[key] for key in chosen if key in data} == kept
    assert "sensitivity" not in data


async def test_an_entity_that_was_not_chosen_is_asked_for(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    flow = await submit(hass, await begin(hass, home_entry, "stream"), STREAM)

    flow = await submit(
        hass, flow, {"press": "entity", "motion": "entity", "sensitivity": 50}
    )
    assert flow["step_id"] == "events"
    assert flow["errors"] == {
        "press_entity": "entity_missing",
        "motion_entity": "entity_missing",
    }

    flow = await submit(hass, flow, EVENTS)
    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_prints_the_address_of_the_webhook(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    hass.config.internal_url = "http://192.168.1.5:8123"
    flow = await submit(hass, await begin(hass, home_entry, "stream"), STREAM)

    flow = await submit(hass, flow, EVENTS | {"press": "webhook"})
    assert flow["step_id"] == "webhook"
    shown = flow["description_placeholders"]
    assert shown is not None
    assert not home_entry.subentries

    await submit(hass, flow, {})
    webhook_id = only(home_entry).data["webhook_id"]
    assert len(webhook_id) == 64
    assert shown["webhook_url"] == (f"http://192.168.1.5:8123/api/webhook/{webhook_id}")


async def test_prints_the_path_where_home_assistant_does_not_know_its_address(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    flow = await submit(hass, await begin(hass, home_entry, "stream"), STREAM)

    with patch(
        "homeassistant.components.webhook.get_url", side_effect=NoURLAvailableError
    ):
        flow = await submit(hass, flow, EVENTS | {"press": "webhook"})

    shown = flow["description_placeholders"]
    assert shown is not None
    assert shown["webhook_url"].startswith("/api/webhook/")


def camera_stream(source: str | None) -> Any:
    return patch(
        "custom_components.ring_watch.doorbells.entities.async_get_stream_source",
        return_value=source,
    )


async def test_a_camera_of_home_assistant_is_connected_to(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    flow = await begin(hass, home_entry, "entities")
    form = {"name": "Porch", "camera_entity": "camera.porch", "audio": False}

    with camera_stream(None):
        flow = await submit(hass, flow, form)
    assert flow["errors"] == {"camera_entity": "camera_without_stream"}

    with camera_stream("rtsp://refused.test/live"):
        flow = await submit(hass, flow, form)
    assert flow["errors"] == {"base": "invalid_auth"}

    with camera_stream("rtsp://a:b@camera.test/live"):
        flow = await submit(hass, flow, form)
    assert flow["step_id"] == "events"

    await submit(hass, flow, EVENTS)
    assert only(home_entry).data == {
        "camera": "porch",
        "source": "entities",
        "camera_entity": "camera.porch",
        "audio": False,
        "press": "none",
        "motion": "detect",
        "sensitivity": 70,
    }

    flow = await begin(hass, home_entry, "entities")
    flow = await submit(hass, flow, form)
    assert flow["reason"] == "already_configured"


async def test_a_camera_of_ring_watch_is_no_source(
    hass: HomeAssistant, home_entry: MockConfigEntry
) -> None:
    own = er.async_get(hass).async_get_or_create("camera", "ring_watch", "x")
    flow = await begin(hass, home_entry, "entities")

    flow = await submit(
        hass, flow, {"name": "Loop", "camera_entity": own.entity_id, "audio": True}
    )

    assert flow["errors"] == {"camera_entity": "own_camera"}


async def reconfigure(
    hass: HomeAssistant, entry: MockConfigEntry
) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, SUBENTRY_DOORBELL),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": only(entry).subentry_id},
    )


async def test_reconfigure_keeps_the_password_that_is_not_typed_again(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, stand_in: StandIn
) -> None:
    await start(stream(press="webhook", webhook_id="known", motion="none"))
    flow = await reconfigure(hass, home_entry)
    assert flow["step_id"] == "stream"
    shown = suggested(flow)
    assert shown["url"] == "rtsp://camera.test/live"
    assert shown["username"] == "owner"
    assert shown["password"] is None
    assert "name" not in shown

    form = {"transport": "udp", "audio": False, "username": "owner"}
    flow = await submit(hass, flow, form | {"url": "rtsp://camera.test/other"})
    assert suggested(flow)["press"] == "webhook"
    flow = await submit(hass, flow, EVENTS | {"press": "webhook"})
    flow = await submit(hass, flow, {})
    await hass.async_block_till_done()

    assert flow["reason"] == "reconfigure_successful"
    data = only(home_entry).data
    assert data["camera"] == "front_door"
    assert data["url"] == "rtsp://camera.test/other"
    assert data["password"] == PASSWORD
    assert data["webhook_id"] == "known"
    assert stand_in.commands[-1]["source"]["transport"] == "udp"
    assert stand_in.commands[-1]["audio"] is False
    assert stand_in.ops() == ["configure", "watch", "unwatch", "watch"]


@pytest.mark.parametrize(
    "form",
    [
        {"url": "rtsp://elsewhere.test/live", "username": "owner"},
        {"url": "rtsp://camera.test/live", "username": "guest"},
        {"url": "rtsp://camera.test/live"},
    ],
)
async def test_a_stored_password_goes_to_no_other_user_or_camera(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    stand_in: StandIn,
    form: dict[str, Any],
) -> None:
    hass.config_entries.async_add_subentry(home_entry, stream())
    flow = await reconfigure(hass, home_entry)

    flow = await submit(hass, flow, {"transport": "tcp", "audio": True} | form)
    await submit(hass, flow, EVENTS)

    assert "password" not in only(home_entry).data


async def test_reconfigure_reloads_a_home_that_is_not_loaded(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    hass.config_entries.async_add_subentry(home_entry, demo())
    flow = await reconfigure(hass, home_entry)
    assert flow["step_id"] == "demo"
    assert suggested(flow)["sensitivity"] == 50

    flow = await submit(hass, flow, {"audio": True, "sensitivity": 90})
    await hass.async_block_till_done()

    assert flow["reason"] == "reconfigure_successful"
    assert home_entry.state is ConfigEntryState.LOADED
    assert await hass.config_entries.async_unload(home_entry.entry_id)


async def test_reconfigure_of_a_camera_of_home_assistant(
    hass: HomeAssistant, home_entry: MockConfigEntry, stand_in: StandIn
) -> None:
    hass.config_entries.async_add_subentry(
        home_entry,
        stream(source="entities", camera_entity="camera.porch", motion="detect"),
    )
    flow = await reconfigure(hass, home_entry)
    assert flow["step_id"] == "entities"
    assert suggested(flow)["camera_entity"] == "camera.porch"
