"""The archive, the clips and the requests in the media browser.

Identifiers: ``doorbell/<id>``, ``day/<id>/<2026-11-23>``, ``hour/<id>/<seconds>``,
``segment/<id>/<ms>``, ``clips``, ``clip/<id>``, and those of ``media_requests``. Days
and hours are those at home; an hour is named by the UTC second at which it begins, so
the two hours that share a name in autumn stay apart.
"""

from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import override

from homeassistant.components import websocket_api
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .clips import Clip
from .const import DOMAIN
from .doorbell import Doorbell
from .engine.archive import SegmentFile
from .home import Home
from .media_nodes import VIDEO, folder, text, video, window
from .media_requests import MediaRequests
from .times import to_us
from .views import clip_path, segment_path

_HOUR = timedelta(hours=1)
_FOLDERS = ("clips", "requests")


async def async_get_media_source(hass: HomeAssistant) -> RingWatchMediaSource:
    """Set up the media source."""
    return RingWatchMediaSource(hass)


class RingWatchMediaSource(MediaSource):
    """Doorbell, day, hour, segment; gathered clips; requests."""

    name = "Ring Watch"

    def __init__(self, hass: HomeAssistant) -> None:
        """Belong to one Home Assistant."""
        super().__init__(DOMAIN)
        self.hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return the address of a segment, a clip, or what was prepared."""
        home = self._home(item)
        match (item.identifier or "").split("/"):
            case ["clip", clip_id] if await clip_path(home, clip_id):
                return PlayMedia(f"/api/ring_watch/clip/{clip_id}", VIDEO)
            case ["segment", doorbell_id, start_ms] if await segment_path(
                home, doorbell_id, start_ms
            ):
                return PlayMedia(
                    f"/api/ring_watch/segment/{doorbell_id}/{start_ms}", VIDEO
                )
            case ["preview", request_id, number]:
                if media := await MediaRequests(home).resolve(request_id, number):
                    return media
        raise _unknown(item)

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return one level of the tree."""
        home = self._home(item)
        # The root has no identifier, whatever its type says.
        match (item.identifier or "").split("/"):
            case [""]:
                return self._root(home)
            case ["clips"]:
                return self._clips(home)
            case ["doorbell", doorbell_id] if doorbell := home.doorbells.get(
                doorbell_id
            ):
                return await self._days(home, doorbell)
            case ["day", doorbell_id, day] if doorbell := home.doorbells.get(
                doorbell_id
            ):
                return await self._hours(home, doorbell, _day(item, day))
            case ["hour", doorbell_id, second] if doorbell := home.doorbells.get(
                doorbell_id
            ):
                return await self._segments(home, doorbell, _hour(item, second))
            case ["requests" | "request" | "window", *_] as path:
                if node := await MediaRequests(home).browse(path):
                    return node
        raise _unknown(item)

    def _home(self, item: MediaSourceItem) -> Home:
        """Return the home, to an administrator.

        The frontend asks over a connection that has a user; the views check the
        user again before they send anything.
        """
        connection = websocket_api.current_connection.get()
        entries = self.hass.config_entries.async_loaded_entries(DOMAIN)
        if not entries or (connection and not connection.user.is_admin):
            raise _unknown(item)
        home: Home = entries[0].runtime_data
        return home

    def _root(self, home: Home) -> BrowseMediaSource:
        children = [
            folder(f"doorbell/{doorbell.doorbell_id}", doorbell.name)
            for doorbell in home.doorbells.values()
        ]
        children += [folder(name, text(self.hass, name)) for name in _FOLDERS]
        return folder(None, self.name or DOMAIN, children)

    def _clips(self, home: Home) -> BrowseMediaSource:
        children = [_clip(clip) for clip in home.clips.all()]
        return folder("clips", text(self.hass, "clips"), children)

    async def _days(self, home: Home, doorbell: Doorbell) -> BrowseMediaSource:
        def look() -> list[date]:
            days = {
                _local(segment).date()
                for segment in home.archive.oldest_first(doorbell.camera)
            }
            return sorted(days, reverse=True)

        days = await self.hass.async_add_executor_job(look)
        children = [
            folder(f"day/{doorbell.doorbell_id}/{day}", f"{day:%a %Y-%m-%d}")
            for day in days
        ]
        return folder(f"doorbell/{doorbell.doorbell_id}", doorbell.name, children)

    async def _hours(
        self, home: Home, doorbell: Doorbell, day: date
    ) -> BrowseMediaSource:
        zone = dt_util.get_default_time_zone()
        begin = datetime.combine(day, datetime.min.time(), zone)
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
        segments = await self._between(home, doorbell, begin, end)
        # By the second: in autumn two hours of the clock compare as equal.
        hours = {
            int(hour.timestamp()): hour
            for segment in segments
            for hour in [_local(segment).replace(minute=0, second=0, microsecond=0)]
        }
        children = [
            folder(
                f"hour/{doorbell.doorbell_id}/{second}",
                f"{hour:%H:00}" + (f" ({hour:%Z})" if _is_twice(hour) else ""),
            )
            for second, hour in hours.items()
        ]
        return folder(
            f"day/{doorbell.doorbell_id}/{day}", f"{doorbell.name}, {day}", children
        )

    async def _segments(
        self, home: Home, doorbell: Doorbell, hour: datetime
    ) -> BrowseMediaSource:
        segments = await self._between(home, doorbell, hour, hour + _HOUR)
        children = [
            video(
                f"segment/{doorbell.doorbell_id}/{segment.start_ms}",
                f"{_local(segment):%H:%M:%S}",
            )
            for segment in segments
        ]
        local = hour.astimezone(dt_util.get_default_time_zone())
        return folder(
            f"hour/{doorbell.doorbell_id}/{int(hour.timestamp())}",
            f"{doorbell.name}, {local:%Y-%m-%d %H:00}",
            children,
        )

    async def _between(
        self, home: Home, doorbell: Doorbell, begin: datetime, end: datetime
    ) -> list[SegmentFile]:
        """Return the segments that begin in [begin, end)."""
        first, last = to_us(begin), to_us(end)
        found = await self.hass.async_add_executor_job(
            home.archive.segments, doorbell.camera, first, last
        )
        return [segment for segment in found if segment.start_ms * 1000 >= first]


def _unknown(item: MediaSourceItem) -> Unresolvable:
    """Return the one answer to whatever is not there or not allowed."""
    return Unresolvable(
        translation_domain=DOMAIN,
        translation_key="media_not_found",
        translation_placeholders={"identifier": item.identifier or ""},
    )


def _day(item: MediaSourceItem, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _unknown(item) from None
    return _filmed(item, day)


def _hour(item: MediaSourceItem, text: str) -> datetime:
    try:
        hour = dt_util.utc_from_timestamp(int(text))
    except ValueError, OverflowError, OSError:
        raise _unknown(item) from None
    return _filmed(item, hour)


def _filmed[T: date](item: MediaSourceItem, moment: T) -> T:
    """Return a moment that footage can be of; next to it there are others."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise _unknown(item)
    return moment


def _local(segment: SegmentFile) -> datetime:
    """Return when a segment begins, by the clocks at home."""
    zone = dt_util.get_default_time_zone()
    return dt_util.utc_from_timestamp(segment.start_ms / 1000).astimezone(zone)


def _is_twice(hour: datetime) -> bool:
    """Return whether the clocks at home show this hour twice."""
    return hour.replace(fold=0).utcoffset() != hour.replace(fold=1).utcoffset()


def _clip(clip: Clip) -> BrowseMediaSource:
    return video(f"clip/{clip.clip_id}", f"{clip.name}, {window(clip.start, clip.end)}")
