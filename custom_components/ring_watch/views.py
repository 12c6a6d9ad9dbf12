"""Pictures and video over HTTP: for administrators, from ids that are looked up."""

import asyncio
from collections import OrderedDict
from http import HTTPStatus
import logging
from pathlib import Path
import re
import tempfile

from aiohttp import web

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .engine.errors import EngineError
from .home import Home
from .playback import Playback, send
from .process import EngineProcessError, run_engine
from .sharing.errors import SharingError

_LOGGER = logging.getLogger(__name__)

THUMBNAIL_TIMEOUT = 15.0
THUMBNAILS_KEPT = 500
THUMBNAILS_AT_ONCE = 2
# As in a segment's name; up to the year 5138.
_MILLISECONDS = re.compile(r"[1-9][0-9]{0,13}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
# Nothing on the way may keep footage.
_PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@callback
def async_register_views(hass: HomeAssistant) -> None:
    """Register the views."""
    hass.http.register_view(ClipView())
    hass.http.register_view(SegmentView())
    hass.http.register_view(PreviewView())
    hass.http.register_view(ClipThumbnailView())
    hass.http.register_view(SegmentThumbnailView())


def _absent() -> web.Response:
    """Return the one answer to whatever is not there or not allowed."""
    return web.Response(status=HTTPStatus.NOT_FOUND, headers=_PRIVATE)


def _home(request: web.Request) -> Home | None:
    """Return the home, when the caller is an administrator.

    Home Assistant lets no user in who is not active.
    """
    user = request.get(KEY_HASS_USER)
    if user is None or not user.is_admin:
        return None
    entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
    return entries[0].runtime_data if entries else None


async def clip_path(home: Home, clip_id: str) -> Path | None:
    """Return the file of a clip."""
    clip = home.clips.get(clip_id)
    return clip.path if clip else None


async def preview_path(home: Home, request_id: str, number: str) -> Path | None:
    """Return the file of a request's clip, counted from 1."""
    if home.sharing is None or not _NUMBER.fullmatch(number):
        return None
    try:
        request = await home.sharing.get(request_id)
    except SharingError, OSError:
        return None
    clips = request.prepared.clips if request.prepared else ()
    if int(number) > len(clips):
        return None
    return home.consent.renderer.path(clips[int(number) - 1].name)


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
        home = _home(request)
        path = await clip_path(home, clip_id) if home else None
        if path is None or not await request.app[KEY_HASS].async_add_executor_job(
            path.is_file
        ):
            return _absent()
        return web.FileResponse(path, headers={**_PRIVATE, "Content-Type": "video/mp4"})

    head = get


class PreviewView(HomeAssistantView):
    """What was rendered for a request, for who decides."""

    url = "/api/ring_watch/preview/{request_id}/{number}"
    name = "api:ring_watch:preview"

    async def get(
        self, request: web.Request, request_id: str, number: str
    ) -> web.StreamResponse:
        """Send the clip."""
        home = _home(request)
        path = await preview_path(home, request_id, number) if home else None
        if path is None or not await request.app[KEY_HASS].async_add_executor_job(
            path.is_file
        ):
            return _absent()
        return web.FileResponse(path, headers={**_PRIVATE, "Content-Type": "video/mp4"})

    head = get


class SegmentView(HomeAssistantView):
    """A segment of the archive."""

    url = "/api/ring_watch/segment/{doorbell_id}/{start_ms}"
    name = "api:ring_watch:segment"

    async def get(
        self, request: web.Request, doorbell_id: str, start_ms: str
    ) -> web.StreamResponse:
        """Send the segment."""
        if (home := _home(request)) is None:
            return _absent()
        path = await segment_path(home, doorbell_id, start_ms)
        if path is None:
            return _absent()
        try:
            playback = await home.hass.async_add_executor_job(Playback.prepare, path)
        except OSError, EngineError:
            return _absent()
        return await send(request, playback, _PRIVATE)

    head = get


class Thumbnails:
    """First pictures of files, as JPEG, kept in memory only."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._pictures: OrderedDict[Path, bytes] = OrderedDict()
        self._slots = asyncio.Semaphore(THUMBNAILS_AT_ONCE)

    async def get(self, hass: HomeAssistant, path: Path) -> bytes | None:
        """Return the first picture of a video; None when it has none."""
        if picture := self._pictures.get(path):
            self._pictures.move_to_end(path)
            return picture
        try:
            async with self._slots:
                picture = await _first_picture(hass, path)
        except EngineProcessError as err:
            _LOGGER.debug("No thumbnail: %s", err)
            return None
        self._pictures[path] = picture
        while len(self._pictures) > THUMBNAILS_KEPT:
            self._pictures.popitem(last=False)
        return picture


async def _first_picture(hass: HomeAssistant, path: Path) -> bytes:
    """Let the engine decode the first keyframe of a file."""
    folder = await hass.async_add_executor_job(
        lambda: tempfile.TemporaryDirectory(prefix="ring_watch_")
    )
    try:
        output = Path(folder.name, "thumbnail.jpg")
        await run_engine(
            *("keyframe", str(path), "--output", str(output), "--json"),
            timeout=THUMBNAIL_TIMEOUT,
        )
        return await hass.async_add_executor_job(output.read_bytes)
    except OSError as err:
        raise EngineProcessError("unreadable", str(err)) from err
    finally:
        await hass.async_add_executor_job(folder.cleanup)


class _ThumbnailView(HomeAssistantView):
    """A small picture of a video."""

    def __init__(self) -> None:
        """Share what was decoded between requests."""
        self._thumbnails = Thumbnails()

    async def _send(self, request: web.Request, path: Path | None) -> web.Response:
        if path is None:
            return _absent()
        picture = await self._thumbnails.get(request.app[KEY_HASS], path)
        if picture is None:
            return _absent()
        return web.Response(body=picture, content_type="image/jpeg", headers=_PRIVATE)


class ClipThumbnailView(_ThumbnailView):
    """The first picture of a clip."""

    url = "/api/ring_watch/thumbnail/clip/{clip_id}"
    name = "api:ring_watch:thumbnail:clip"

    async def get(self, request: web.Request, clip_id: str) -> web.Response:
        """Send the picture."""
        home = _home(request)
        return await self._send(
            request, await clip_path(home, clip_id) if home else None
        )


class SegmentThumbnailView(_ThumbnailView):
    """The first picture of a segment."""

    url = "/api/ring_watch/thumbnail/segment/{doorbell_id}/{start_ms}"
    name = "api:ring_watch:thumbnail:segment"

    async def get(
        self, request: web.Request, doorbell_id: str, start_ms: str
    ) -> web.Response:
        """Send the picture."""
        if (home := _home(request)) is None:
            return _absent()
        path = await segment_path(home, doorbell_id, start_ms)
        return await self._send(request, path)
