"""Finding the recordings of a window in all the places where Ring lists them."""

from collections.abc import AsyncGenerator, Awaitable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

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
from .verdict import UNCERTAINTY

LOOK_BACK: Final = 600 * SECOND
"""A live view that is recorded may last so long, and begin that long before."""
RECENT: Final = 24 * 3600 * SECOND
"""Younger events are found by paging, older ones by searching."""
MOST_AT_ONCE: Final = 3600 * SECOND
"""What is recorded round the clock becomes files of an hour at most."""
SMALLEST: Final = 60 * SECOND
"""And of no less than that, where a file is not as long as its span."""
PAGE: Final = 100
_MOST_REQUESTS: Final = 200
_HISTORY: Final = "/clients_api/doorbots/{}/history"
_SEARCH: Final = "/clients_api/video_search/history"
_EVENT: Final = "/evm/v2/history/events/{}"
_TIMELINE: Final = "/evm/v2/timeline/devices/{}"
_CONTINUOUS: Final = "/evm/v2/timeline/24/devices/{}"


@dataclass(frozen=True, slots=True)
class Found:
    """Recordings in order of time.

    ``whole``: all places that list others have answered. If not, ``again`` says
    whether they may do so later.
    """

    recordings: list[Recording]
    whole: bool
    again: bool


async def find_recordings(
    api: RingApi,
    device: RingDevice,
    window: Span,
    settled: Collection[str] = (),
) -> Found:
    """Return all recordings that may hold something of a window.

    Continuous ones and those of events. Of the ``settled`` ones nothing more has to be
    found out. Raises LoginRejectedError, ThrottledError.
    """
    now = round(api.clock.time() * SECOND)
    wide = window[0] - LOOK_BACK, window[1] + UNTOLD_PREROLL
    needed, extra = _Places(), _Places()
    found: list[Recording] = []
    if device.continuous:
        found += await needed.ask(_round_the_clock(api, device, window))
    searched: list[Recording] = []
    if wide[0] < now - RECENT:
        # What it does not tell, the history does.
        searched = await extra.ask(_searched(api, device, wide))
    # What Ring shares with others is not always found by searching.
    if wide[1] >= now - RECENT or not searched:
        found += await needed.ask(_listed(api, device, wide))
    found = merged([*found, *searched])
    for look in (_from_timeline,) if searched else (_searched, _from_timeline):
        vague = [
            item
            for item in overlapping(found, window)
            if not item.placeable
            and item.state in ("ready", "untold")
            and item.id not in settled
        ]
        if vague:
            told = await extra.ask(look(api, device, _around(vague)))
            found = merged([*found, *told])
    return Found(overlapping(found, window), needed.whole, needed.again)


async def look_closer(
    api: RingApi, device: RingDevice, recording: Recording
) -> Recording:
    """Return a recording with what Ring tells of it alone; lists leave much out.

    Raises LoginRejectedError, ThrottledError.
    """
    places = _Places()
    told = await places.ask(_event(api, recording))
    if all(item.encrypted is None for item in told):
        told += await places.ask(_entry(api, device, recording))
    own = [item for item in told if item.id == recording.id]
    (recording,) = merged([recording, *own])
    return recording


async def find_continuous(
    api: RingApi, device: RingDevice, window: Span
) -> list[Recording]:
    """Return the parts of a 24/7 recording, with addresses that are good for a while.

    Raises the errors of ``errors``.
    """
    params: Json = {
        "start_time": format_time(window[0]),
        "end_time": format_time(window[1]),
        "order": "ASC",
        "visualizations": "cloud,local,footage",
    }
    headers = {"X-API-VERSION": "1"}
    pages = _pages(api, _CONTINUOUS.format(device.id), params, "timeline", headers)
    found: dict[str, Recording] = {}
    async for answer in pages:
        found = {part.id: part for part in parse_continuous(answer)} | found
    return list(found.values())


async def smaller_parts(
    api: RingApi, device: RingDevice, recording: Recording, length: int
) -> list[Recording] | None:
    """Return in which parts a 24/7 recording has to be had, None for: as it is.

    ``length`` is that of its file. What was not recorded may be left out in the middle
    of it, so that nobody knows when the pictures after that were taken; in smaller files
    that shows. Raises the errors of ``errors``.
    """
    told = recording.length or 0
    if not recording.continuous or not length or told <= SMALLEST:
        return None
    if abs(length - told) <= UNCERTAINTY * SECOND:
        return None
    begin, end = recording.span
    middle = (begin + end) // 2
    parts: list[Recording] = []
    for span in ((begin, middle), (middle, end)):
        parts += await find_continuous(api, device, span)
    if any((part.length or 0) >= told for part in parts):
        return None
    return [replace(part, id=f"{part.id}_{part.length}") for part in parts]


async def latest_rows(api: RingApi, device_id: int, limit: int) -> list[Json]:
    """Return the newest entries of a device's history, as Ring tells them.

    Raises the errors of ``errors``.
    """
    answer = await api.get(_HISTORY.format(device_id), {"limit": limit})
    return rows(_list(answer))


class _EndlessError(UnavailableError):
    """There is more to read than anybody waits for."""


@dataclass(slots=True)
class _Places:
    """Asks in several places, and knows whether one had no answer."""

    whole: bool = field(default=True, init=False)
    again: bool = field(default=False, init=False)

    async def ask(self, asking: Awaitable[list[Recording]]) -> list[Recording]:
        """Return what is found, nothing where there is no answer."""
        try:
            return await asking
        except UnavailableError:
            self.whole, self.again = False, True
        except NotFoundError, RefusedError:
            self.whole = False
        return []


async def _round_the_clock(
    api: RingApi, device: RingDevice, window: Span
) -> list[Recording]:
    """List the parts of a 24/7 recording, of which Ring makes any span one file."""
    parts = await find_continuous(api, device, window)
    hours = range(*window, MOST_AT_ONCE)
    long = any((part.length or 0) > MOST_AT_ONCE for part in parts)
    if not long or len(hours) > _MOST_REQUESTS:
        return parts
    found: list[Recording] = []
    for begin in hours:
        end = min(begin + MOST_AT_ONCE, window[1])
        found += await find_continuous(api, device, (begin, end))
    return found


async def _listed(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    try:
        return await _paged(api, device, wide)
    except NotFoundError, RefusedError, _EndlessError:
        return await _from_timeline(api, device, wide)


async def _paged(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    """Read the history from now back to the beginning of a span."""
    found: dict[str, Recording] = {}
    last: Recording | None = None
    params: Json = {"limit": PAGE}
    for _ in range(_MOST_REQUESTS):
        answer = _list(await api.get(_HISTORY.format(device.id), params))
        page = parse_history(answer)
        new = {item.id: item for item in page if item.id not in found}
        if not new:
            # Its end is a page of nothing, or of the one that was asked from.
            again = any(last and _rank(item) > _rank(last) for item in page)
            if again or (answer and not page):
                raise UnavailableError("Ring's history does not go on.")
            return list(found.values())
        found |= new
        # Ring does not promise an order, and caps a page where it likes.
        last = min(page, key=_rank)
        if last.start < wide[0]:
            return list(found.values())
        params = {"limit": PAGE, "older_than": last.id}
    raise _EndlessError("Ring's history does not end.")


async def _searched(api: RingApi, device: RingDevice, wide: Span) -> list[Recording]:
    """Search a span.

    An answer has some of what there is, and does not say whether it is all: what lies
    on either side of it is searched until nothing new comes.
    """
    found: dict[str, Recording] = {}
    spans = [wide]
    for _ in range(_MOST_REQUESTS):
        if not spans:
            return list(found.values())
        begin, end = spans.pop()
        params = {
            "doorbot_id": device.id,
            "date_from": begin // 1000,
            "date_to": -(-end // 1000),
            "order": "asc",
            "api_version": 11,
            "includes[]": "pva",
        }
        answer = await api.get(_SEARCH, params)
        _list(answer, "video_search")
        page = parse_search(answer)
        new = {item.id: item for item in page if item.id not in found}
        found |= new
        if new:
            starts = [item.start for item in page]
            spans += _sides((begin, end), (min(starts), max(starts)))
    raise UnavailableError("Ring's search does not end.")


async def _from_timeline(
    api: RingApi, device: RingDevice, wide: Span
) -> list[Recording]:
    params: Json = {
        "start_time": format_time(wide[0]),
        "end_time": format_time(wide[1]),
        "order": "ASC",
    }
    found: dict[str, Recording] = {}
    async for answer in _pages(api, _TIMELINE.format(device.id), params, "items"):
        found = {item.id: item for item in parse_timeline(answer)} | found
    return list(found.values())


async def _pages(
    api: RingApi,
    path: str,
    params: Json,
    name: str,
    headers: Mapping[str, str] | None = None,
) -> AsyncGenerator[object]:
    """Read a list of the event manager, of which a page may be empty before its end."""
    for _ in range(_MOST_REQUESTS):
        answer = await api.get(path, params, headers)
        _list(answer, name)
        yield answer
        page = text(table(answer).get("pagination_key"), 4096)
        if page is None or page == params.get("pagination_key"):
            return
        params = {**params, "pagination_key": page}
    raise UnavailableError("Ring's timeline does not end.")


async def _event(api: RingApi, recording: Recording) -> list[Recording]:
    answer = await api.get(_EVENT.format(recording.id))
    return parse_timeline({"items": [answer]})


async def _entry(
    api: RingApi, device: RingDevice, recording: Recording
) -> list[Recording]:
    """Read the page of the history that begins with a recording."""
    if not recording.id.isdigit():
        return []
    params = {"limit": 1, "older_than": str(int(recording.id) + 1)}
    return parse_history(await api.get(_HISTORY.format(device.id), params))


def _list(answer: object, name: str | None = None) -> list[Any]:
    """Return a list that Ring tells, or one that is a part of an answer.

    Anything else does not say that there is nothing: raises UnavailableError.
    """
    told = answer if name is None else table(answer).get(name, False)
    if told is None:
        return []
    if not isinstance(told, list):
        raise UnavailableError("Ring's answer is no list.")
    return told


def _around(recordings: Iterable[Recording]) -> Span:
    """Return a span that holds the beginnings of some events, however told."""
    starts = [item.start for item in recordings]
    return min(starts) - SECOND, max(starts) + SECOND


def _sides(asked: Span, seen: Span) -> Iterable[Span]:
    """Return what of a span lies before and after what an answer showed."""
    sides = [(asked[0], seen[0]), (seen[1], asked[1])]
    return [(begin, end) for begin, end in sides if begin < end]


def _rank(item: Recording) -> tuple[int, str]:
    """Order by ids, as Ring does when it pages: they are numbers, mostly."""
    return len(item.id), item.id
