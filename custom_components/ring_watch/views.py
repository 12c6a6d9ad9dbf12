"""Pictures and video over HTTP: for administrators, from ids that are looked up."""

from http import HTTPStatus
from pathlib import Path
import re

from aiohttp import web

from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant, callback

from .consent.look import picture, preview_picture
from .engine.errors import EngineError
from .home import Home
from .playback import Playback, send
from .previews import LookView, PreviewView
from .serving import PRIVATE, absent, home_of, video
from .sharing.errors import SharingError
from .web.review import picture_path

# As in a segment's name; up to the year 5138.
_MILLISECONDS = re.compile(r"[1-9][0-9]{0,13}")


@callback
def async_register_views(hass: HomeAssistant) -> None:
    """Register the views."""
    hass.http.register_view(ClipView())
    hass.http.register_view(SegmentView())
    hass.http.register_view(PreviewView())
    hass.http.register_view(LookView())
    hass.http.register_view(ClipThumbnailView())
    hass.http.register_view(SegmentThumbnailView())
    hass.http.register_view(PreviewThumbnailView())
    hass.http.register_view(RequestThumbnailView())


async def clip_path(home: Home, clip_id: str) -> Path | None:
    """Return the file of a clip."""
    clip = home.clips.get(clip_id)
    return clip.path if clip else None


async def segment_path(home: Home, doorbell_id: str, start_ms: str) -> Path | None:
    """Return the file of a doorbell's segment that begins at ``start_ms``."""
    doorbell = home.doorbells.get(doorbell_id)
    if doorbell is None or not _MILLISECONDS.fullmatch(start_ms):
        return None
    wanted = int(start_ms)

    def find() -> Path | None:
        found = home.archive.segments(doorbell.camera, wanted * 1000, wanted * 1000 + 1)
        return next((file.path for file in found if file.start_ms == wanted), None)

    return await home.hass.async_add_executor_job(find)


class ClipView(HomeAssistantView):
    """A gathered clip."""

    url = "/api/ring_watch/clip/{clip_id}"
    name = "api:ring_watch:clip"

    async def get(self, request: web.Request, clip_id: str) -> web.StreamResponse:
        """Send the clip."""
        home = home_of(request)
        return await video(request, await clip_path(home, clip_id) if home else None)

    head = get


class SegmentView(HomeAssistantView):
    """A segment of the archive."""

    url = "/api/ring_watch/segment/{doorbell_id}/{start_ms}"
    name = "api:ring_watch:segment"

    async def get(
        self, request: web.Request, doorbell_id: str, start_ms: str
    ) -> web.StreamResponse:
        """Send the segment."""
        if (home := home_of(request)) is None:
            return absent()
        path = await segment_path(home, doorbell_id, start_ms)
        if path is None:
            return absent()
        try:
            playback = await home.hass.async_add_executor_job(Playback.prepare, path)
        except OSError, EngineError:
            return absent()
        return await send(request, playback, PRIVATE)

    head = get


def _picture(jpeg: bytes | None) -> web.Response:
    if jpeg is None:
        return absent()
    return web.Response(body=jpeg, content_type="image/jpeg", headers=PRIVATE)


class ClipThumbnailView(HomeAssistantView):
    """The first picture of a clip."""

    url = "/api/ring_watch/thumbnail/clip/{clip_id}"
    name = "api:ring_watch:thumbnail:clip"

    async def get(self, request: web.Request, clip_id: str) -> web.Response:
        """Send the picture."""
        if (home := home_of(request)) is None:
            return absent()
        path = await clip_path(home, clip_id)
        return _picture(await home.thumbnails.of_file(path) if path else None)


class SegmentThumbnailView(HomeAssistantView):
    """The first picture of a segment."""

    url = "/api/ring_watch/thumbnail/segment/{doorbell_id}/{start_ms}"
    name = "api:ring_watch:thumbnail:segment"

    async def get(
        self, request: web.Request, doorbell_id: str, start_ms: str
    ) -> web.Response:
        """Send the picture."""
        if (home := home_of(request)) is None:
            return absent()
        path = await segment_path(home, doorbell_id, start_ms)
        return _picture(await home.thumbnails.of_file(path) if path else None)


class PreviewThumbnailView(HomeAssistantView):
    """The first picture of a prepared clip."""

    url = "/api/ring_watch/thumbnail/preview/{request_id}/{number}"
    name = "api:ring_watch:thumbnail:preview"

    async def get(
        self, request: web.Request, request_id: str, number: str
    ) -> web.Response:
        """Send the picture."""
        if (home := home_of(request)) is None:
            return absent()
        return _picture(await preview_picture(home, request_id, number))


class RequestThumbnailView(HomeAssistantView):
    """A picture of what a request asks for, also on the phone that is told of it."""

    url = picture_path("{request_id}")
    name = "api:ring_watch:thumbnail:request"

    async def get(self, request: web.Request, request_id: str) -> web.Response:
        """Send the picture."""
        home = home_of(request)
        if home is None or home.sharing is None:
            return absent()
        try:
            asked = await home.sharing.get(request_id)
        except SharingError, OSError:
            return absent()
        jpeg = await picture(home, asked)
        # To whoever may see it this is no error: a request may be of no footage.
        nothing = web.Response(status=HTTPStatus.NO_CONTENT, headers=PRIVATE)
        return nothing if jpeg is None else _picture(jpeg)
