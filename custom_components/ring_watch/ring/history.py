"""Finding the recordings of a window in all the places where Ring lists them."""

from collections.abc import Iterable
from typing import Final

from custom_components.ring_watch.engine.times import format_time

from .api import RingApi
from .devices import RingDevice
from .errors import NotFoundError, RefusedError, UnavailableError
from .plan import Span
from .recordings import (
    SECOND,
    UNTOLD_PREROLL,
    Recording,
    merged,
    overlapping,
    parse_continuous,
    parse_history,
    parse_search,
    parse_timeline,
)
from .shapes import Json, rows, table, text

LOOK_BACK: Final = 600 * SECOND
"""A live view that is recorded may last so long, and begin that long before."""
RECENT: Final = 24 * 3600 * SECOND
"""Younger events are found by paging, older ones by searching."""
PAGE: Final = 100
FULL_SEARCH: Final = 20
_MOST_REQUESTS: Final = 200
_HISTORY: Final = "/clients_api/doorbots/{}/history"
_SEARCH: Final = "/clients_api/video_search/history"
_TIMELINE: Final = "/evm/v2/timeline/devices/{}"
_CONTINUOUS: Final = "/evm/v2/timeline/24/devices/{}"


async def find_recordings(
    api: RingApi, device: RingDevice, window: Span
) -> list[Recording]:
    """Return all recordings that may hold something of a window, in order of time.

    Continuous ones and those of events. Raises the errors of ``errors``.
    """
    now = round(api.clock.time() * SECOND)
    found: list[Recording] = []
    if device.continuous:
        found += await _continuous(api, device, window)
    wide = window[0] - LOOK_BACK, window[1] + UNTOLD_PREROLL
    searched = await _searched(api, device, wide) if wide[0] < now - RECENT else []
    # What Ring shares with others is not always found by searching.
    if wide[1] >= now - RECENT or not searched:
        found += await _listed(api, device, wide)
    return overlapping(merged([*found, *searched]), window)


async def _continuous(
    api: RingApi, device: RingDevice, window: Span
) -> list[Recording]:
    try:
        return [part for part, _ in await find_continuous(api, device, window)]
    except NotFoundError, RefusedError:
        # There are still those of events.
        return []


async def find_continuous(
    api: RingApi, device: RingDevice, window: Span
) -> list[tuple[Recording, str | None]]:
    """Return the parts of a 24/7 recording, with addresses that are good for a while."""
    params = {
        "start_time": format_time(window[0]),
        "end_time": format_time(window[1]),
        "order": "ASC",
        "visualizations": "cloud,local,footage",
    }
    found: dict[str, tuple[Recording, str | None]] = {}
    for _ in range(_MOST_REQUESTS):
        answer = await api.get(
            _CONTINUOUS.format(device.id), params, {"X-API-VERSION": "1"}
        )
        parts = parse_continuous(answer)
        new = {part.id: (part, address) for part, address in parts} | found
        page = text(table(answer).get("pagination_key"), 4096)
        if page is None or len(new) == len(found):
            return list(new.values())
        found, params = new, {**params, "pagination_key": page}
    return list(found.values())


async def latest_rows(api: RingApi, device_id: int, limit: int) -> list[Json]:
    """Return the newest entries of a device's history, as Ring tells them."""
    return rows(await api.get(_HISTORY.format(device_id), {"limit": limit}))


async def _listed(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    try:
        return await _paged(api, device, wide)
    except NotFoundError, RefusedError:
        return await _from_timeline(api, device, wide)


async def _paged(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    """Read the history from now back to the beginning of a span."""
    found: dict[str, Recording] = {}
    params: Json = {"limit": PAGE}
    for _ in range(_MOST_REQUESTS):
        page = parse_history(await api.get(_HISTORY.format(device.id), params))
        new = {item.id: item for item in page if item.id not in found}
        found |= new
        # Ring does not promise an order, and caps a page where it likes.
        if not new or min(item.start for item in page) < wide[0]:
            return list(found.values())
        params = {"limit": PAGE, "older_than": _oldest(page)}
    raise UnavailableError("Ring's history does not end.")


async def _searched(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    """Search a span; an answer that is full hides what lies on either side of it."""
    found: dict[str, Recording] = {}
    spans = [wide]
    for _ in range(_MOST_REQUESTS):
        if not spans:
            break
        begin, end = spans.pop()
        params = {
            "doorbot_id": device.id,
            "date_from": begin // 1000,
            "date_to": -(-end // 1000),
            "order": "asc",
            "api_version": 11,
            "includes[]": "pva",
        }
        try:
            page = parse_search(await api.get(_SEARCH, params))
        except NotFoundError, RefusedError:
            return []
        new = {item.id: item for item in page if item.id not in found}
        found |= new
        if new and len(page) >= FULL_SEARCH:
            starts = [item.start for item in page]
            spans += _sides((begin, end), (min(starts), max(starts)))
    return list(found.values())


async def _from_timeline(
    api: RingApi, device: RingDevice, wide: Span
) -> list[Recording]:
    params: Json = {
        "start_time": format_time(wide[0]),
        "end_time": format_time(wide[1]),
        "order": "ASC",
    }
    found: dict[str, Recording] = {}
    for _ in range(_MOST_REQUESTS):
        answer = await api.get(_TIMELINE.format(device.id), params)
        new = {i.id: i for i in parse_timeline(answer) if i.id not in found}
        found |= new
        page = text(table(answer).get("pagination_key"), 4096)
        if page is None or not new:
            break
        params = {**params, "pagination_key": page}
    return list(found.values())


def _sides(asked: Span, seen: Span) -> Iterable[Span]:
    """Return what of a span lies before and after what an answer showed."""
    sides = [(asked[0], seen[0]), (seen[1], asked[1])]
    return [(begin, end) for begin, end in sides if begin < end]


def _oldest(page: Iterable[Recording]) -> str:
    """Return the id to page on from: Ring goes by ids, and they are numbers."""
    return min((item.id for item in page), key=lambda key: (len(key), key))
