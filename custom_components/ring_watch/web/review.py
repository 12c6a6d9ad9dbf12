"""The way from a notification to where an administrator can look.

That is the panel or, where that is not, the media browser. The apps for phones decode
an address before they open it, which the media browser's addresses do not survive:
without the panel they get one of Ring Watch's own that leads on. The frontend opens its
own addresses without asking the server, so what is read there gets the address of the
place.
"""

from http import HTTPStatus
import re
from typing import Final
from urllib.parse import quote

from aiohttp import web

from custom_components.ring_watch.const import DOMAIN
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.core import HomeAssistant

from .frontend import panel_path
from .headers import HEADERS

REVIEW: Final = "/ring_watch/review"
_INTEGRATION: Final = f"/config/integrations/integration/{DOMAIN}"
_ROOT: Final = f"media-source://{DOMAIN}"
_ID: Final = re.compile(r"[0-9a-f]{32}")
# The apps ask so for a page that takes their login.
_FROM_APP: Final = "external_auth"


def media_id(*identifier: object) -> str:
    """Return what the media browser calls something of Ring Watch."""
    return "/".join((_ROOT, *map(str, identifier)))


def picture_path(request_id: str) -> str:
    """Return the path of a small picture of what a request asks for."""
    return f"/api/ring_watch/thumbnail/request/{request_id}"


def review_path(hass: HomeAssistant, request_id: str | None = None) -> str:
    """Return the path that phones open: of a request, or of all that wait."""
    place = ["requests", *([request_id] if request_id else [])]
    return panel_path(hass, *place) or "/".join([REVIEW, *place[1:]])


def shares_path(hass: HomeAssistant) -> str:
    """Return the path that phones open to get a new link of a share."""
    return panel_path(hass, "shares") or REVIEW


def frontend_path(hass: HomeAssistant, request_id: str | None = None) -> str:
    """Return the frontend's path of a request, or of all that wait.

    Without the panel it is in the media browser, and without that the integration's
    page.
    """
    if path := panel_path(hass, "requests", *([request_id] if request_id else [])):
        return path
    if "media_source" not in hass.config.components:
        return _INTEGRATION
    nodes = [f"app,{_ROOT}", f",{media_id('requests')}"]
    if request_id is not None:
        nodes.append(f",{media_id('request', request_id)}")
    return "/".join(("/media-browser/browser", *(quote(node, "") for node in nodes)))


class ReviewView(HomeAssistantView):
    """Leads on to the frontend, which asks who it is; tells nothing by itself."""

    url = REVIEW
    extra_urls = [f"{REVIEW}/{{request_id}}"]
    name = "ring_watch:review"
    requires_auth = False

    async def get(self, request: web.Request, request_id: str = "") -> web.Response:
        """Lead on, whether there is such a request or not."""
        known = request_id if _ID.fullmatch(request_id) else None
        path = frontend_path(request.app[KEY_HASS], known)
        if _FROM_APP in request.query:
            path = f"{path}?{_FROM_APP}=1"
        headers = {**HEADERS, "Location": path}
        return web.Response(status=HTTPStatus.FOUND, headers=headers)
