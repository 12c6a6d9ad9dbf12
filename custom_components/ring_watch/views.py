"""Pictures and video over HTTP: for administrators, from ids that are looked up."""

import asyncio
from collections import OrderedDict
import logging
from pathlib import Path
import re
import tempfile

from aiohttp import web

from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.core import HomeAssistant, callback

from .engine.errors import EngineError
from .home import Home
from .playback import Playback, send
from .previews import LookView, PreviewView, preview_path
from .process import EngineProcessError, run_engine
from .serving import PRIVATE, absent, home_of, video

_LOGGER = logging.getLogger(__name__)

THUMBNAIL_TIMEOUT = 15.0
THUMBNAILS_KEPT = 500
THUMBNAILS_AT_ONCE = 2
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
            return absent()
        picture = await self._thumbnails.get(request.app[KEY_HASS], path)
        if picture is None:
            return absent()
        return web.Response(body=picture, content_type="image/jpeg", headers=PRIVATE)


class ClipThumbnailView(_ThumbnailView):
    """The first picture of a clip."""

    url = "/api/ring_watch/thumbnail/clip/{clip_id}"
    name = "api:ring_watch:thumbnail:clip"

    async def get(self, request: web.Request, clip_id: str) -> web.Response:
        """Send the picture."""
        home = home_of(request)
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
        if (home := home_of(request)) is None:
            return absent()
        path = await segment_path(home, doorbell_id, start_ms)
        return await self._send(request, path)


class PreviewThumbnailView(_ThumbnailView):
    """The first picture of a prepared clip."""

    url = "/api/ring_watch/thumbnail/preview/{request_id}/{number}"
    name = "api:ring_watch:thumbnail:preview"

    async def get(
        self, request: web.Request, request_id: str, number: str
    ) -> web.Response:
        """Send the picture."""
        home = home_of(request)
        path = await preview_path(home, request_id, number) if home else None
        return await self._send(request, path)
