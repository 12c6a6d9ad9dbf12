"""Real automations for the tests of triggers, conditions and blueprints."""

from typing import Any

from pytest_homeassistant_custom_component.common import async_capture_events

from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component

RAN = "automation_ran"
# What every trigger hands on, whatever it is about.
_COMMON = {"alias", "id", "idx", "platform", "description"}


async def automate(
    hass: HomeAssistant, **automation: Any
) -> list[Event[dict[str, Any]]]:
    """Set up one automation; return its runs, each with what its trigger learnt."""
    runs = async_capture_events(hass, RAN)
    action = {"event": RAN, "event_data": {"trigger": "{{ trigger }}"}}
    config = {"alias": "Test", "actions": [action], **automation}
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.test")
    assert state is not None
    assert state.state == "on", state
    return runs


def learnt(run: Event[dict[str, Any]]) -> dict[str, Any]:
    """Return what a trigger said besides what every trigger says."""
    trigger: dict[str, Any] = run.data["trigger"]
    assert isinstance(trigger, dict), trigger
    return {key: value for key, value in trigger.items() if key not in _COMMON}
