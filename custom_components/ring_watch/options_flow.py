"""The rules of asking and sharing, and the page for strangers."""

from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import BooleanSelector, NumberSelector

from .consent.options import RULES, Number, Switch
from .form_fields import whole_number


def _selector(rule: Number | Switch) -> NumberSelector | BooleanSelector:
    if isinstance(rule, Switch):
        return BooleanSelector()
    return whole_number(rule.most, rule.unit)


SCHEMA = vol.Schema(
    {
        vol.Required(key, default=rule.usual): _selector(rule)
        for key, rule in RULES.items()
    }
)


class RingWatchOptionsFlow(OptionsFlow):
    """Set the rules; they count at once, and recording goes on."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for all of them."""
        if user_input is not None:
            options = {
                key: value if isinstance(value, bool) else int(value)
                for key, value in user_input.items()
            }
            return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                SCHEMA, self.config_entry.options
            ),
        )
