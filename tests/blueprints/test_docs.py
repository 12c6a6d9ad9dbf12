"""What docs/automations.md says is there, and its examples work."""

import re
from typing import Any
from urllib.parse import unquote

import pytest

from custom_components.ring_watch import condition, trigger
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import parse_yaml
from scripts.home_config import ROOT
from tests.automating import automate
from tests.consent.conftest import House, house
from tests.test_contract import SERVICES

from .test_blueprints import BLUEPRINTS, FOLDER

__all__ = ["house"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in"),
]

TEXT = (ROOT / "docs" / "automations.md").read_text(encoding="utf-8")
EXAMPLES = [
    parse_yaml(one) for one in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
]


def test_everything_is_named() -> None:
    names = {*trigger.TRIGGERS, *condition.CONDITIONS, *SERVICES}
    said = set(re.findall(r"`(?:ring_watch\.)?(\w+)`", TEXT))
    assert names - said == set()


def test_every_blueprint_can_be_imported() -> None:
    links = re.findall(r"blueprint_url=([^)]+)\)", TEXT)
    files = sorted((BLUEPRINTS / "automation" / FOLDER).iterdir())
    sources = [
        re.search(r"source_url: (\S+)", path.read_text(encoding="utf-8"))
        for path in files
    ]
    assert sorted(unquote(link) for link in links) == sorted(
        source.group(1) for source in sources if source
    )


@pytest.mark.parametrize("example", EXAMPLES)
async def test_every_example_is_an_automation(
    house: House, hass: HomeAssistant, example: dict[str, Any]
) -> None:
    triggers = {"trigger": "event", "event_type": "anything"}
    await automate(hass, **{"triggers": triggers, **example})
