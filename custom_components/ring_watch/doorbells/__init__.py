"""Where a doorbell's pictures and events come from: one file for each source."""

from collections.abc import Callable

from custom_components.ring_watch.const import (
    CONF_SOURCE,
    SOURCE_DEMO,
    SOURCE_ENTITIES,
    SOURCE_STREAM,
)
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from .demo import DemoSource
from .entities import EntitiesSource
from .source import Events, Source
from .stream import StreamSource

__all__ = ["Events", "Source", "create_source"]

_KINDS: dict[str, Callable[[HomeAssistant, ConfigSubentry], Source]] = {
    SOURCE_STREAM: StreamSource,
    SOURCE_ENTITIES: EntitiesSource,
    SOURCE_DEMO: DemoSource,
}


def create_source(hass: HomeAssistant, subentry: ConfigSubentry) -> Source:
    """Return the source that a doorbell's subentry describes."""
    return _KINDS[subentry.data[CONF_SOURCE]](hass, subentry)
