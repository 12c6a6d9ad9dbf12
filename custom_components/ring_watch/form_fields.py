"""Fields that several forms have."""

from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)


def whole_number(most: int, unit: str | None = None) -> NumberSelector:
    """Return a field for a whole number from 1 to ``most``.

    A unit that is a word has its texts under ``selector.whole_number``; any other, such
    as GB, is shown as it is.
    """
    config = NumberSelectorConfig(min=1, max=most, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
        config["translation_key"] = "whole_number"
    return NumberSelector(config)
