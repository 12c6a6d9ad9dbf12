"""The rules of asking and sharing, and the page for strangers."""

from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from .consent.options import (
    CONF_DOOR_PAGE,
    CONF_LAPSE_DAYS,
    CONF_LONGEST_HOURS,
    CONF_NOTIFY,
    CONF_OPEN_PER_CASE,
    CONF_SHARE_CLAIMS,
    CONF_SHARE_DAYS,
    CONF_TOTAL_HOURS,
    CONF_WARN_HOURS,
)


def _number(most: int, unit: str | None = None) -> NumberSelector:
    config = NumberSelectorConfig(min=1, max=most, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


SCHEMA = vol.Schema(
    {
        vol.Required(CONF_LONGEST_HOURS, default=12): _number(12, "hours"),
        vol.Required(CONF_OPEN_PER_CASE, default=2): _number(20),
        vol.Required(CONF_TOTAL_HOURS, default=24): _number(240, "hours"),
        vol.Required(CONF_WARN_HOURS, default=6): _number(24, "hours"),
        vol.Required(CONF_LAPSE_DAYS, default=7): _number(90, "days"),
        vol.Required(CONF_SHARE_DAYS, default=7): _number(30, "days"),
        vol.Required(CONF_SHARE_CLAIMS, default=5): _number(1000),
        vol.Required(CONF_DOOR_PAGE, default=False): BooleanSelector(),
        vol.Required(CONF_NOTIFY, default=True): BooleanSelector(),
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
