"""The owner's rules, as the entry's options hold them."""

from typing import Final

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


def settings_of(entry: ConfigEntry) -> Settings:
    """Return the rules; what is not set has the default."""
    options, default = entry.options, Settings()

    def number(key: str, unit: int, usual: int) -> int:
        return int(options[key]) * unit if key in options else usual

    return Settings(
        longest_window=number(CONF_LONGEST_HOURS, HOUR, default.longest_window),
        lapse_after=number(CONF_LAPSE_DAYS, DAY, default.lapse_after),
        open_per_case=number(CONF_OPEN_PER_CASE, 1, default.open_per_case),
        total_per_case=number(CONF_TOTAL_HOURS, HOUR, default.total_per_case),
        warn_day_total=number(CONF_WARN_HOURS, HOUR, default.warn_day_total),
        share_lifetime=number(CONF_SHARE_DAYS, DAY, default.share_lifetime),
        share_claims=number(CONF_SHARE_CLAIMS, 1, default.share_claims),
    )


def door_page(entry: ConfigEntry) -> bool:
    """Tell whether strangers may ask."""
    return bool(entry.options.get(CONF_DOOR_PAGE, False))


def notifies_phones(entry: ConfigEntry) -> bool:
    """Tell whether administrators' phones are told."""
    return bool(entry.options.get(CONF_NOTIFY, True))
