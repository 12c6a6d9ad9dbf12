"""The owner's rules, as the entry's options hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.settings import DAY, HOUR, Settings
from homeassistant.config_entries import ConfigEntry

CONF_LONGEST_HOURS: Final = "longest_hours"
CONF_LAPSE_DAYS: Final = "lapse_days"
CONF_OPEN_PER_CASE: Final = "open_per_case"
CONF_TOTAL_HOURS: Final = "total_hours"
CONF_WARN_HOURS: Final = "warn_hours"
CONF_SHARE_DAYS: Final = "share_days"
CONF_SHARE_CLAIMS: Final = "share_claims"
CONF_DOOR_PAGE: Final = "door_page"
CONF_NOTIFY: Final = "notify_phones"

type Options = dict[str, int | bool]


@dataclass(frozen=True, slots=True)
class Number:
    """A rule that is a whole number from 1 to ``most``."""

    usual: int
    most: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule that is on or off."""

    usual: bool


RULES: Final[Mapping[str, Number | Switch]] = {
    CONF_LONGEST_HOURS: Number(12, 12, "hours"),
    CONF_OPEN_PER_CASE: Number(2, 20),
    CONF_TOTAL_HOURS: Number(24, 240, "hours"),
    CONF_WARN_HOURS: Number(6, 24, "hours"),
    CONF_LAPSE_DAYS: Number(7, 90, "days"),
    CONF_SHARE_DAYS: Number(7, 30, "days"),
    CONF_SHARE_CLAIMS: Number(5, 1000),
    CONF_DOOR_PAGE: Switch(usual=False),
    CONF_NOTIFY: Switch(usual=True),
}
"""All rules, in the order in which they are shown."""


def options_of(entry: ConfigEntry) -> Options:
    """Return all rules; what is not set has its usual value."""
    return {key: entry.options.get(key, rule.usual) for key, rule in RULES.items()}


def checked(options: Mapping[str, object]) -> Options:
    """Return rules that somebody sets; raises SharingError ``bad_setting``."""
    found: Options = {}
    for key, value in options.items():
        match RULES.get(key), value:
            case Switch(), bool():
                found[key] = value
            case Number(most=most), int() if (
                not isinstance(value, bool) and 1 <= value <= most
            ):
                found[key] = value
            case _:
                raise SharingError("bad_setting")
    return found


def settings_of(entry: ConfigEntry) -> Settings:
    """Return the rules as sharing knows them."""
    options = options_of(entry)

    def number(key: str, unit: int = 1) -> int:
        return int(options[key]) * unit

    return Settings(
        longest_window=number(CONF_LONGEST_HOURS, HOUR),
        lapse_after=number(CONF_LAPSE_DAYS, DAY),
        open_per_case=number(CONF_OPEN_PER_CASE),
        total_per_case=number(CONF_TOTAL_HOURS, HOUR),
        warn_day_total=number(CONF_WARN_HOURS, HOUR),
        share_lifetime=number(CONF_SHARE_DAYS, DAY),
        share_claims=number(CONF_SHARE_CLAIMS),
    )


def door_page(entry: ConfigEntry) -> bool:
    """Tell whether strangers may ask."""
    return bool(options_of(entry)[CONF_DOOR_PAGE])


def notifies_phones(entry: ConfigEntry) -> bool:
    """Tell whether administrators' phones are told."""
    return bool(options_of(entry)[CONF_NOTIFY])
