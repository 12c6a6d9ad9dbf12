"""Requests in the media browser: what would leave, and what it is taken from.

Identifiers: ``requests``, ``request/<id>``, ``preview/<id>/<number>``,
``window/<id>/<doorbell's id>``. For administrators at a screen only. Nothing that a
stranger wrote is part of a title.
"""

from homeassistant.components import websocket_api
from homeassistant.components.media_player import MediaClass
from homeassistant.components.media_source import BrowseMediaSource, PlayMedia
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .consent.look import preview_path
from .const import DOMAIN
from .engine.times import to_datetime
from .home import Home
from .media_nodes import VIDEO, folder, text, times, video, window
from .previews import look_address
from .sharing.errors import SharingError
from .sharing.model.clips import RenderedClip
from .sharing.model.requests import CLOSED_STATES, Request, RequestState
from .sharing.sharing import Sharing

_SHOWN = frozenset(RequestState) - CLOSED_STATES
_MOST_SHOWN = 200


class MediaRequests:
    """The branch of the requests that are not closed. None: not there, not allowed."""

    def __init__(self, home: Home) -> None:
        """Look at a home."""
        self._home = home

    async def browse(self, path: list[str]) -> BrowseMediaSource | None:
        """Return one level of the branch."""
        if (sharing := self._sharing()) is None:
            return None
        if path == ["requests"]:
            return await self._requests(sharing)
        request = await _request(sharing, path[1]) if len(path) > 1 else None
        match path:
            case ["request", _] if request:
                return self._clips(request)
            case ["window", _, doorbell] if request and doorbell in request.doorbells:
                return await self._footage(request, doorbell)
        return None

    async def resolve(self, request_id: str, number: str) -> PlayMedia | None:
        """Return the address of a prepared clip."""
        if self._sharing() and await preview_path(self._home, request_id, number):
            address = look_address(self._home.hass, request_id, number)
            return PlayMedia(address, VIDEO)
        return None

    def _sharing(self) -> Sharing | None:
        """Return the requests to a real, active administrator.

        Without a connection somebody's automation looks, or nobody knows who.
        """
        connection = websocket_api.current_connection.get()
        if connection is None:
            return None
        user = connection.user
        return self._home.sharing if user.is_admin and user.is_active else None

    async def _requests(self, sharing: Sharing) -> BrowseMediaSource:
        page = await sharing.list_requests(_SHOWN, limit=_MOST_SHOWN)
        children = [
            folder(f"request/{one.request_id}", self._title(one)) for one in page.items
        ]
        return folder("requests", text(self._home.hass, "requests"), children)

    def _clips(self, request: Request) -> BrowseMediaSource:
        """Return what approving would share, then the footage as it was recorded."""
        home, request_id = self._home, request.request_id
        clips = request.prepared.clips if request.prepared else ()
        children = [
            video(f"preview/{request_id}/{number}", _clip(home, clip))
            for number, clip in enumerate(clips, 1)
        ]
        recorded = text(home.hass, "recorded")
        children += [
            folder(f"window/{request_id}/{name}", f"{recorded}: {_name(home, name)}")
            for name in request.doorbells
            if name in home.doorbells
        ]
        return folder(f"request/{request_id}", self._title(request), children)

    async def _footage(self, request: Request, name: str) -> BrowseMediaSource | None:
        """Return the segments that hold a request's window: a strip of its pictures."""
        home = self._home
        if (doorbell := home.doorbells.get(name)) is None:
            return None
        found = await home.hass.async_add_executor_job(
            home.archive.segments, doorbell.camera, request.start, request.end
        )
        zone = dt_util.get_default_time_zone()
        children = [
            video(
                f"segment/{name}/{segment.start_ms}",
                f"{to_datetime(segment.start_ms * 1000).astimezone(zone):%H:%M:%S}",
            )
            for segment in found
        ]
        node = folder(f"window/{request.request_id}/{name}", doorbell.name, children)
        node.children_media_class = MediaClass.VIDEO
        return node

    def _title(self, request: Request) -> str:
        """Return state, window, and who asks if the owner gave them their name."""
        home = self._home
        parts = [
            _state(home.hass, request.state),
            window(to_datetime(request.start), to_datetime(request.end)),
        ]
        if requester := home.consent.requesters.find(request.requester_id):
            parts.append(requester.name)
        return ", ".join(parts)


async def _request(sharing: Sharing, request_id: str) -> Request | None:
    try:
        request = await sharing.get(request_id)
    except SharingError, OSError:
        return None
    return request if request.state in _SHOWN else None


def _clip(home: Home, clip: RenderedClip) -> str:
    """Return which doorbell a clip is of and when; the day is the folder's."""
    shown = times(to_datetime(clip.requested.start), to_datetime(clip.requested.end))
    return f"{_name(home, clip.doorbell)}, {shown}"


def _name(home: Home, doorbell: str) -> str:
    found = home.doorbells.get(doorbell)
    return found.name if found else doorbell


def _state(hass: HomeAssistant, state: RequestState) -> str:
    """Return the name that the event entity has for a state."""
    language = hass.config.language
    texts = async_get_cached_translations(hass, language, "entity", DOMAIN)
    key = f"component.{DOMAIN}.entity.event.request.state_attributes.event_type.state"
    return texts.get(f"{key}.{state.value}", state.value.capitalize())
