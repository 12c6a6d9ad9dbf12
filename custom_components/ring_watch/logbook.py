"""How clips appear in the logbook."""

from collections.abc import Callable

from homeassistant.components.logbook import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.core import Event, HomeAssistant, callback

from .const import DOMAIN, EVENT_CLIP_DELETED, EVENT_CLIP_GATHERED
from .times import parse_time


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[Event], dict[str, str | None]]], None
    ],
) -> None:
    """Describe the events of clips."""

    @callback
    def gathered(event: Event) -> dict[str, str | None]:
        start, end = parse_time(event.data["start"]), parse_time(event.data["end"])
        length = f"{(end - start).total_seconds():g} s" if start and end else "unknown"
        return {
            LOGBOOK_ENTRY_NAME: event.data["name"],
            LOGBOOK_ENTRY_MESSAGE: f"gathered a clip of {length}",
        }

    @callback
    def deleted(event: Event) -> dict[str, str | None]:
        return {
            LOGBOOK_ENTRY_NAME: event.data["name"],
            LOGBOOK_ENTRY_MESSAGE: "deleted a clip",
        }

    async_describe_event(DOMAIN, EVENT_CLIP_GATHERED, gathered)
    async_describe_event(DOMAIN, EVENT_CLIP_DELETED, deleted)
