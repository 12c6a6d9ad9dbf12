"""How folders and videos look in the media browser."""

from datetime import datetime

from homeassistant.components.media_player import MediaClass
from homeassistant.components.media_source import BrowseMediaSource
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .const import DOMAIN

VIDEO = "video/mp4"


def folder(
    identifier: str | None, title: str, children: list[BrowseMediaSource] | None = None
) -> BrowseMediaSource:
    """Return something that holds others."""
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY,
        media_content_type="",
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
        children_media_class=MediaClass.DIRECTORY
        if not children or children[0].can_expand
        else MediaClass.VIDEO,
    )


def video(identifier: str, title: str) -> BrowseMediaSource:
    """Return something to play; its thumbnail has the same identifier."""
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.VIDEO,
        media_content_type=VIDEO,
        title=title,
        can_play=True,
        can_expand=False,
        thumbnail=f"/api/ring_watch/thumbnail/{identifier}",
    )


def window(begin: datetime, end: datetime) -> str:
    """Return a span of time as the calendar and the clocks at home show it."""
    zone = dt_util.get_default_time_zone()
    return f"{begin.astimezone(zone):%Y-%m-%d} {times(begin, end)}"


def times(begin: datetime, end: datetime) -> str:
    """Return a span of time as the clocks at home show it."""
    zone = dt_util.get_default_time_zone()
    return f"{begin.astimezone(zone):%H:%M:%S} to {end.astimezone(zone):%H:%M:%S}"


def text(hass: HomeAssistant, key: str) -> str:
    """Return a word of the home's language."""
    language = hass.config.language
    texts = async_get_cached_translations(hass, language, "common", DOMAIN)
    return texts.get(f"component.{DOMAIN}.common.{key}", key.capitalize())
