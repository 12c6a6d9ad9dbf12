"""Registration of the pages with Home Assistant."""

from http import HTTPStatus
from typing import Final

from aiohttp import web

from custom_components.ring_watch.const import DOMAIN
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant

from . import assets, door_code, language
from .addresses import NoAddressError, links
from .clip import ClipView
from .headers import HEADERS
from .ledger_view import RecordView
from .pages import AskView, DoorView, StaticView, StatusView
from .review import ReviewView
from .share import ShareView
from .site import FindSite, Site

DOOR_CODE: Final = "/api/ring_watch/door_code"
PAGES = (AskView, DoorView, StatusView, StaticView, ShareView, ClipView)


async def async_register_pages(hass: HomeAssistant) -> None:
    """Register the pages, once; they are there whatever the entry does."""

    def load() -> None:
        language.load()
        assets.load()

    await hass.async_add_executor_job(load)
    for view in PAGES:
        hass.http.register_view(view(find_site))
    hass.http.register_view(DoorCodeView(find_site))
    hass.http.register_view(RecordView())
    hass.http.register_view(ReviewView())


def find_site(request: web.Request) -> Site | None:
    """Return the site of the loaded entry."""
    entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
    site: Site | None = entries[0].runtime_data.site if entries else None
    return site


class DoorCodeView(HomeAssistantView):
    """The code on the door as SVG, for an administrator to print."""

    url = DOOR_CODE
    name = "api:ring_watch:door_code"

    def __init__(self, find: FindSite) -> None:
        """``find`` gives the site when a request comes."""
        self._find = find

    async def get(self, request: web.Request) -> web.Response:
        """Send the code; 404 while the door page is off or links cannot be made."""
        user, site = request.get(KEY_HASS_USER), self._find(request)
        absent = web.Response(status=HTTPStatus.NOT_FOUND, headers=HEADERS)
        if user is None or not user.is_active or not user.is_admin:
            return absent
        if site is None or not site.door_page:
            return absent
        try:
            address = links(request.app[KEY_HASS]).door()
        except NoAddressError:
            return absent
        texts = language.preferred(request.headers.get("Accept-Language"))
        return web.Response(
            body=door_code.svg(address, texts("ask_title")),
            content_type="image/svg+xml",
            headers=HEADERS,
        )
