"""The owner's rules, and how the home is set up."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.options import (
    RULES,
    Number,
    Switch,
    options_of,
)
from custom_components.ring_watch.consent.refusals import refusal, sentence
from custom_components.ring_watch.consent.rules import set_rules
from custom_components.ring_watch.const import (
    CONF_RETENTION_DAYS,
    CONF_RETENTION_GB,
    CONF_STORAGE,
)
from custom_components.ring_watch.web.addresses import NoAddressError, links
from custom_components.ring_watch.web.views import DOOR_CODE
from homeassistant.core import HomeAssistant

from .base import Call, command

_OPTIONS: Final = vol.All({str: vol.Any(bool, int)}, vol.Length(max=len(RULES)))


@command("settings/get", needs_sharing=False)
async def get_settings(call: Call) -> dict[str, Any]:
    """Return the rules with what they may be, and what else is set where."""
    home = call.home
    return {
        "entry_id": home.entry.entry_id,
        "storage": home.entry.data[CONF_STORAGE],
        "retention_days": home.entry.data[CONF_RETENTION_DAYS],
        "retention_gb": home.entry.data[CONF_RETENTION_GB],
        "options": options_of(home.entry),
        "limits": {key: _limits(rule) for key, rule in RULES.items()},
        "phones": await home.consent.announcer.phones.count(),
        "links": await _links(home.hass),
        "door_code_path": DOOR_CODE,
    }


@command("settings/set", options=(vol.Required, _OPTIONS))
async def set_settings(call: Call) -> None:
    """Put rules in force; those that are not given stay."""
    await set_rules(call.home, call.msg["options"], call.actor)


async def _links(hass: HomeAssistant) -> dict[str, Any]:
    """Return from where links can be opened, or the refusal that says why not.

    ``door`` is the whole address of the page for strangers. The refusal has the fields
    of a command's error.
    """
    try:
        made = links(hass)
    except NoAddressError as err:
        why = refusal(err.code)
        error = {
            "code": err.code,
            "message": await sentence(hass, why),
            "translation_key": why.translation_key,
            "translation_domain": why.translation_domain,
        }
        return {"reach": None, "door": None, "refusal": error}
    return {"reach": made.reach.value, "door": made.door(), "refusal": None}


def _limits(rule: Number | Switch) -> dict[str, Any]:
    if isinstance(rule, Switch):
        return {"kind": "boolean"}
    return {"kind": "number", "min": 1, "max": rule.most, "unit": rule.unit}


COMMANDS: Final = (get_settings, set_settings)
