"""How clips, requests and shares appear in the logbook: in fixed words only.

Presses and motion are event entities, which Home Assistant logs itself.
"""

from collections.abc import Callable
from typing import Final

from homeassistant.components.logbook import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN, EVENT_CLIP_DELETED, EVENT_CLIP_GATHERED, EVENT_REQUEST
from .times import parse_time

NAME: Final = "Ring Watch"

type Line = dict[str, str | None]


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], Line]], None],
) -> None:
    """Describe this integration's events."""

    def line(name: str, what: str, **values: str) -> Line:
        texts = async_get_cached_translations(
            hass, hass.config.language, "common", DOMAIN
        )
        text = texts.get(f"component.{DOMAIN}.common.logbook_{what}")
        # Of a kind without words there is at least its code.
        message = what if text is None else text.format(**values)
        return {LOGBOOK_ENTRY_NAME: name, LOGBOOK_ENTRY_MESSAGE: message}

    @callback
    def gathered(event: Event) -> Line:
        start, end = parse_time(event.data["start"]), parse_time(event.data["end"])
        length = f"{(end - start).total_seconds():g}" if start and end else "?"
        return line(event.data["name"], "gathered", seconds=length)

    @callback
    def deleted(event: Event) -> Line:
        return line(event.data["name"], "deleted")

    @callback
    def step(event: Event) -> Line:
        registry = dr.async_get(hass)
        found = (registry.async_get(one) for one in event.data["devices"] if one)
        names = [one.name_by_user or one.name or NAME for one in found if one]
        return line(", ".join(names) or NAME, str(event.data["type"]))

    async_describe_event(DOMAIN, EVENT_CLIP_GATHERED, gathered)
    async_describe_event(DOMAIN, EVENT_CLIP_DELETED, deleted)
    async_describe_event(DOMAIN, EVENT_REQUEST, step)
