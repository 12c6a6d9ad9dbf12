"""Fixing a fault from its repair issue."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch import repairs
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.repairs import async_set_issue
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .integration_fixtures import StandIn, Start, stream

pytestmark = pytest.mark.integration

ISSUE = "source_id_front_door"
type Step = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


@pytest.fixture
async def step(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Step:
    """Return what sends one step of a repair flow."""
    assert await async_setup_component(hass, "repairs", {})

    async def send(path: str, data: dict[str, Any]) -> dict[str, Any]:
        # Only now: views cannot be added once the server runs.
        client = await hass_client()
        response = await client.post(f"/api/repairs/issues/fix{path}", json=data)
        assert response.status == HTTPStatus.OK
        answer: dict[str, Any] = await response.json()
        return answer

    return send


async def test_connecting_again_says_whether_it_worked(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    step: Step,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repairs, "RETRY_WAIT", 0.5)
    home = await start(stream(url="rtsp://down-silent.test/"))
    bell = home.doorbells["id_front_door"]
    repairs.async_raise_source_issue(
        hass,
        entry_id=home.entry.entry_id,
        doorbell_id=bell.doorbell_id,
        name=bell.name,
        reason="silent",
    )

    flow = await step("", {"handler": DOMAIN, "issue_id": ISSUE})
    assert flow["step_id"] == "confirm"
    assert flow["description_placeholders"] == {"name": "Front door"}
    path = f"/{flow['flow_id']}"

    flow = await step(path, {})
    assert flow["errors"] == {"base": "still_unavailable"}
    assert stand_in.ops().count("watch") == 2

    async def back() -> None:
        bell.worker_state("recording", None)

    monkeypatch.setattr(bell, "reconnect", back)
    flow = await step(path, {})
    assert flow["type"] == "create_entry"
    assert not ir.async_get(hass).issues


async def test_a_doorbell_that_was_removed_needs_no_fix(
    hass: HomeAssistant, start: Start, stand_in: StandIn, step: Step
) -> None:
    home = await start()
    repairs.async_raise_source_issue(
        hass,
        entry_id=home.entry.entry_id,
        doorbell_id="id_front_door",
        name="Front door",
        reason="silent",
    )
    flow = await step("", {"handler": DOMAIN, "issue_id": ISSUE})

    flow = await step(f"/{flow['flow_id']}", {})

    assert flow["type"] == "create_entry"


async def test_the_recorder_can_be_started_without_waiting(
    hass: HomeAssistant, start: Start, stand_in: StandIn, step: Step
) -> None:
    home = await start()
    async_set_issue(hass, repairs.ISSUE_WORKER, True)
    flow = await step("", {"handler": DOMAIN, "issue_id": repairs.ISSUE_WORKER})
    assert flow["step_id"] == "confirm"

    await step(f"/{flow['flow_id']}", {})

    assert home.worker._retry.is_set()
