"""What Ring tells of its recordings, in each of the shapes in which it does."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from custom_components.ring_watch.engine.times import to_us

from .plan import Span
from .shapes import Json, flag, identity, moment, number, rows, table, text

SECOND: Final = 1_000_000
UNTOLD_LENGTH: Final = 180 * SECOND
"""As long as an event's recording may be whose length Ring does not tell."""
UNTOLD_PREROLL: Final = 10 * SECOND
"""As much as a recording may hold from before its event without Ring telling."""
_LONGEST_PREROLL: Final = 60.0

type State = Literal["ready", "preparing", "none"]

_NONE = {"", "none", "deleted", "expired", "removed", "unavailable", "disabled"}


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording in Ring's cloud; times in microseconds.

    ``start``: when its event began, which Ring tells to the second. ``length`` after
    that and ``preroll`` before it are None where Ring does not tell. ``state``:
    whether it can be had, is being prepared, or does not exist (any more).
    ``continuous``: a part of a 24/7 recording, which has no event and no id of Ring's.
    """

    id: str
    start: int
    length: int | None
    preroll: int | None
    state: State
    encrypted: bool
    subscribed: bool
    continuous: bool = False

    @property
    def span(self) -> Span:
        """What it covers, as far as Ring tells."""
        length = UNTOLD_LENGTH if self.length is None else self.length
        return self.start - (self.preroll or 0), self.start + length

    @property
    def reach(self) -> Span:
        """What it may cover at most."""
        preroll = UNTOLD_PREROLL if self.preroll is None else self.preroll
        return self.start - preroll, self.span[1]


def overlapping(recordings: Iterable[Recording], window: Span) -> list[Recording]:
    """Return those that may hold something of a window, in order of time."""
    found = [r for r in recordings if r.reach[0] < window[1] and window[0] < r.reach[1]]
    return sorted(found, key=lambda r: (r.start, r.id))


def merged(recordings: Iterable[Recording]) -> list[Recording]:
    """Return every recording once, with all that any source told of it."""
    found: dict[str, Recording] = {}
    for item in recordings:
        known = found.get(item.id)
        found[item.id] = item if known is None else _both(known, item)
    return list(found.values())


def parse_history(answer: object) -> list[Recording]:
    """Read ``doorbots/{id}/history``."""
    found = []
    for row in rows(answer):
        state = _state(table(row.get("recording")).get("status"))
        found.append(_event(row, row.get("id"), row.get("created_at"), state))
    return [item for item in found if item is not None]


def parse_search(answer: object) -> list[Recording]:
    """Read ``video_search/history``."""
    found = []
    for row in rows(table(answer).get("video_search")):
        # It finds videos, so one without an address is on its way.
        state: State = "ready" if text(row.get("hq_url"), 1) else "preparing"
        item = _event(row, row.get("ding_id"), row.get("created_at"), state)
        if item is not None:
            preroll = _seconds(row.get("preroll_duration"))
            found.append(replace(item, preroll=preroll))
    return found


def parse_timeline(answer: object) -> list[Recording]:
    """Read ``evm/v2/timeline/devices/{id}``."""
    found = []
    for row in rows(table(answer).get("items")):
        status = row.get("recording_status")
        item = _event(row, row.get("event_id"), row.get("start_time"), _state(status))
        if item is None:
            continue
        milliseconds = number(row.get("duration_ms"))
        media = _media(row)
        preroll = number(media.get("preroll_duration_ms"))
        found.append(
            replace(
                item,
                length=None if not milliseconds else round(milliseconds * 1000),
                preroll=None if preroll is None else _seconds(preroll / 1000),
                encrypted=item.encrypted or media.get("is_e2ee") is True,
            )
        )
    return found


def parse_continuous(answer: object) -> list[tuple[Recording, str | None]]:
    """Read ``evm/v2/timeline/24/devices/{id}``: parts of a 24/7 recording, addresses."""
    found = []
    for group in rows(table(answer).get("timeline")):
        for row in rows(group.get("items")):
            begin, end = moment(row.get("start_time")), moment(row.get("end_time"))
            around = table(row.get("custom_metadata")).get("recording_24x7_enabled")
            if row.get("schema") != "CloudMedia" or around is not True:
                continue
            if begin is None or end is None or end <= begin:
                continue
            address = text(row.get("url"), 4096)
            start, finish = to_us(begin), to_us(end)
            recording = Recording(
                id=f"continuous{start}",
                start=start,
                length=finish - start,
                preroll=0,
                state="ready" if address else "preparing",
                encrypted=row.get("is_e2ee") is True,
                subscribed=True,
                continuous=True,
            )
            found.append((recording, address))
    return found


def _event(row: Json, key: object, at: object, state: State) -> Recording | None:
    name, begin = identity(key), moment(at)
    if name is None or begin is None:
        return None
    return Recording(
        id=name,
        start=to_us(begin),
        length=_length(row.get("duration")),
        preroll=None,
        state=state,
        encrypted=row.get("is_e2ee") is True,
        subscribed=flag(row.get("had_subscription")) is not False,
    )


def _media(row: Json) -> Json:
    """Return what an event of the event manager says of its video."""
    cloud = table(row.get("visualizations")).get("cloud_media_visualization")
    for media in rows(table(cloud).get("media")):
        if media.get("file_type") == "VIDEO":
            return media
    return {}


def _state(status: object) -> State:
    if status is None or status == "ready":
        # Where Ring says nothing, asking for the recording tells.
        return "ready"
    return "none" if str(status).lower() in _NONE else "preparing"


def _length(value: object) -> int | None:
    seconds = number(value)
    # Zero stands for one that is still being recorded.
    return None if not seconds or not 0 < seconds < 86400 else round(seconds * SECOND)


def _seconds(value: object) -> int | None:
    """Return a preroll; some of Ring's answers tell milliseconds."""
    seconds = number(value)
    if seconds is None or seconds < 0:
        return None
    if seconds > _LONGEST_PREROLL:
        seconds /= 1000
    return round(min(seconds, _LONGEST_PREROLL) * SECOND)


def _both(one: Recording, other: Recording) -> Recording:
    states = {one.state, other.state}
    ready: State = "ready" if "ready" in states else "preparing"
    return replace(
        one,
        start=max(one.start, other.start),
        length=one.length if other.length is None else other.length,
        preroll=one.preroll if other.preroll is None else other.preroll,
        state="none" if states == {"none"} else ready,
        encrypted=one.encrypted or other.encrypted,
        subscribed=one.subscribed and other.subscribed,
    )
