"""Setting up the home in the user interface."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.ring_watch import storage
from custom_components.ring_watch.const import DOMAIN, SUBENTRY_DOORBELL
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
    FlowType,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .integration_fixtures import StandIn, Start

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("stand_in")]


def answers(folder: Path | str, **others: Any) -> dict[str, Any]:
    return {"storage": str(folder), "retention_days": 14, "retention_gb": 20} | others


@pytest.fixture(autouse=True)
async def _end(hass: HomeAssistant) -> Any:
    """Unload what a flow set up."""
    yield
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)


async def begin(hass: HomeAssistant) -> ConfigFlowResult:
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )


async def submit(
    hass: HomeAssistant, flow: ConfigFlowResult, data: dict[str, Any]
) -> ConfigFlowResult:
    return await hass.config_entries.flow.async_configure(flow["flow_id"], data)


def suggested(flow: ConfigFlowResult) -> dict[str, Any]:
    schema = flow["data_schema"]
    assert schema is not None
    return {
        str(field): (field.description or {}).get("suggested_value")
        for field in schema.schema
    }


async def test_creates_the_home_and_goes_on_with_the_first_doorbell(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    flow = await begin(hass)
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "user"
    assert flow["description_placeholders"] == {"time_zone": "Europe/Amsterdam"}

    flow = await submit(hass, flow, answers(tmp_path / "footage"))

    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["title"] == "Ring Watch"
    assert flow["data"] == {
        "storage": str(tmp_path / "footage"),
        "retention_days": 14,
        "retention_gb": 20,
    }
    assert flow["result"].state is ConfigEntryState.LOADED
    kind, following = flow["next_flow"]
    assert kind is FlowType.CONFIG_SUBENTRIES_FLOW
    doorbell = hass.config_entries.subentries.async_get(following)
    assert doorbell["handler"] == (flow["result"].entry_id, SUBENTRY_DOORBELL)


async def test_proposes_share_where_that_can_be_written(
    hass: HomeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    monkeypatch.setattr(storage, "DEFAULT_FOLDER", str(share / "ring_watch"))
    assert suggested(await begin(hass))["storage"] == hass.config.path("ring_watch")

    share.mkdir()
    flow = await begin(hass)

    assert suggested(flow) == {
        "storage": str(share / "ring_watch"),
        "retention_days": 7,
        "retention_gb": 50,
    }


async def test_a_folder_in_the_configuration_has_to_be_confirmed(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    hass.config.config_dir = str(tmp_path / "config")
    (tmp_path / "config").mkdir()
    folder = tmp_path / "config" / "ring_watch"

    flow = await submit(hass, await begin(hass), answers(folder))
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "backup"
    assert flow["description_placeholders"] == {"folder": str(folder)}
    assert not folder.exists()

    flow = await submit(hass, flow, {})
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert flow["data"]["storage"] == str(folder)


@pytest.mark.parametrize(
    ("folder", "error"),
    [
        ("footage", "folder_relative"),
        ("{config}/www/footage", "folder_public"),
        ("{config}/x/../www", "folder_public"),
        ("{media}/footage", "folder_public"),
        ("{link}", "folder_public"),
        ("{file}/footage", "folder_not_writable"),
        ("/proc/footage", "folder_not_writable"),
    ],
)
async def test_says_why_a_folder_cannot_be_used_and_goes_on(
    hass: HomeAssistant, tmp_path: Path, folder: str, error: str
) -> None:
    media = tmp_path / "media"
    media.mkdir()
    hass.config.media_dirs = {"local": str(media)}
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(media)
    folder = folder.format(
        config=hass.config.config_dir,
        media=media,
        file=tmp_path / "file",
        link=tmp_path / "link",
    )

    flow = await submit(hass, await begin(hass), answers(folder))
    assert flow["type"] is FlowResultType.FORM
    assert flow["errors"] == {"storage": error}
    assert suggested(flow)["storage"] == folder

    flow = await submit(hass, flow, answers(tmp_path / "better"))
    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_there_is_one_home(
    hass: HomeAssistant, home_entry: MockConfigEntry
) -> None:
    flow = await begin(hass)

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "single_instance_allowed"


async def test_reconfigure_changes_the_home_and_reloads_it(
    hass: HomeAssistant,
    home_entry: MockConfigEntry,
    start: Start,
    stand_in: StandIn,
    tmp_path: Path,
) -> None:
    await start()
    flow = await home_entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure"
    assert suggested(flow)["retention_days"] == 7

    flow = await submit(hass, flow, answers(tmp_path / "other"))
    await hass.async_block_till_done()

    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "reconfigure_successful"
    assert home_entry.runtime_data.storage == tmp_path / "other"
    assert stand_in.commands[-1]["retention"]["days"] == 14
    # Once: recording is interrupted no longer than it has to be.
    assert stand_in.ops() == ["configure", "configure"]


async def test_reconfigure_sets_up_a_home_that_could_not_be(
    hass: HomeAssistant, home_entry: MockConfigEntry, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    hass.config_entries.async_update_entry(
        home_entry, data=answers(tmp_path / "file" / "footage")
    )
    assert not await hass.config_entries.async_setup(home_entry.entry_id)

    flow = await home_entry.start_reconfigure_flow(hass)
    await submit(hass, flow, answers(tmp_path / "footage"))
    await hass.async_block_till_done()

    assert home_entry.state is ConfigEntryState.LOADED


async def test_reconfigure_does_not_ask_twice_about_the_same_folder(
    hass: HomeAssistant, home_entry: MockConfigEntry, start: Start, tmp_path: Path
) -> None:
    hass.config.config_dir = str(tmp_path)
    await start()

    flow = await home_entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, answers(tmp_path / "storage"))
    assert flow["reason"] == "reconfigure_successful"

    flow = await home_entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, answers(tmp_path / "another"))
    assert flow["step_id"] == "backup"
    await hass.async_block_till_done()
