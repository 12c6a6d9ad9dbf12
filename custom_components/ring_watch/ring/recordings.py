"""What Ring tells of its recordings, in each of the shapes in which it does."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from custom_components.ring_watch.engine.times import to_us

from .plan import Span
from .shapes import Json, flag, identity, moment, number, rows, table, text

SECOND: Final = 1_000_000
UNTOLD_LENGTH: Final = 180 * SECOND
"""As long as an event's recording may be whose length Ring does not tell."""
UNTOLD_PREROLL: Final = 15 * SECOND
"""As much as a recording may hold from before its event without Ring telling."""
UNRECORDED_LENGTH: Final = 20 * SECOND
"""As long as an event is taken to be that nothing was recorded of."""
LONGEST_PREROLL: Final = 60.0
"""Seconds; a number that is larger is one of milliseconds."""

type State = Literal["ready", "preparing", "gone", "none", "untold"]

# What tells most comes first.
_TELLING: Final[tuple[State, ...]] = ("ready", "preparing", "gone", "none", "untold")
_GONE: Final = {"deleted", "expired", "removed"}
_NONE: Final = {"", "none", "unavailable", "disabled"}
# Ring's alarm and locks are in the same list, and film nothing.
_UNFILMED: Final = {"alarm", "door_activity", "intercom_unlock"}


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording in Ring's cloud; times in microseconds.

    ``start``: when its event began, which Ring tells to the second. ``length`` after
    that and ``preroll`` before it are None where Ring does not tell, and so are
    ``encrypted`` (end to end) and ``subscribed``. ``state``: whether it can be had, is
    being prepared, is there no more, or never was; "untold" where only asking for it
    shows. ``continuous``: a part of a 24/7 recording, which has no event and no id of
    Ring's. ``address``: where it can be had for some minutes, a secret.
    """

    id: str
    start: int
    length: int | None
    preroll: int | None
    state: State
    encrypted: bool | None
    subscribed: bool | None
    continuous: bool = False
    address: str | None = field(default=None, repr=False, compare=False)

    @property
    def span(self) -> Span:
        """What it covers, as far as Ring tells."""
        untold = UNRECORDED_LENGTH if self.state == "none" else UNTOLD_LENGTH
        length = untold if self.length is None else self.length
        return self.start - (self.preroll or 0), self.start + length

    @property
    def placeable(self) -> bool:
        """Whether a file can be placed in time: Ring tells where in it the event is."""
        return self.length is not None or self.preroll is not None

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
        status = table(row.get("recording")).get("status")
        item = _event(row, row.get("id"), row.get("created_at"), _state(status))
        if item is not None:
            found.append(_filmed(item, row.get("kind")))
    return found


def parse_search(answer: object) -> list[Recording]:
    """Read ``video_search/history``."""
    found = []
    for row in rows(table(answer).get("video_search")):
        addresses = (row.get(f"{name}_url") for name in ("hq", "untranscoded", "lq"))
        address = next(filter(None, (text(one, 4096) for one in addresses)), None)
        # One without an address may be on its way, or be had by its id all the same.
        state: State = "ready" if address else "untold"
        item = _event(row, row.get("ding_id"), row.get("created_at"), state)
        if item is not None:
            preroll = _seconds(row.get("preroll_duration"))
            found.append(replace(item, preroll=preroll, address=address))
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
        item = _filmed(item, row.get("event_type"))
        found.append(
            replace(
                item,
                length=None if not milliseconds else round(milliseconds * 1000),
                preroll=None if preroll is None else _seconds(preroll / 1000),
                encrypted=_either(item.encrypted, flag(media.get("is_e2ee"))),
                address=text(media.get("url"), 4096),
            )
        )
    return found


def parse_continuous(answer: object) -> list[Recording]:
    """Read ``evm/v2/timeline/24/devices/{id}``: the parts of a 24/7 recording."""
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
            found.append(
                Recording(
                    id=f"continuous{start}",
                    start=start,
                    length=finish - start,
                    preroll=0,
                    state="ready" if address else "preparing",
                    encrypted=row.get("is_e2ee") is True,
                    subscribed=True,
                    continuous=True,
                    address=address,
                )
            )
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
        encrypted=flag(row.get("is_e2ee")),
        subscribed=flag(row.get("had_subscription")),
    )


def _filmed(item: Recording, kind: object) -> Recording:
    """Return an event, which takes no time where nothing can have filmed it."""
    if item.state != "untold" or text(kind) not in _UNFILMED:
        return item
    return replace(item, state="none", length=0, preroll=0)


def _media(row: Json) -> Json:
    """Return what an event of the event manager says of its video."""
    cloud = table(row.get("visualizations")).get("cloud_media_visualization")
    for media in rows(table(cloud).get("media")):
        if media.get("file_type") == "VIDEO":
            return media
    return {}


def _state(status: object) -> State:
    if not isinstance(status, str):
        return "untold"
    word = status.lower()
    if word in _GONE:
        return "gone"
    if word in _NONE:
        return "none"
    return "ready" if word == "ready" else "preparing"


def _length(value: object) -> int | None:
    seconds = number(value)
    # Zero stands for one that is still being recorded.
    return None if not seconds or not 0 < seconds < 86400 else round(seconds * SECOND)


def _seconds(value: object) -> int | None:
    """Return a preroll; some of Ring's answers tell milliseconds."""
    seconds = number(value)
    if seconds is None or seconds < 0:
        return None
    if seconds > LONGEST_PREROLL:
        seconds /= 1000
    return round(min(seconds, LONGEST_PREROLL) * SECOND)


def _both(one: Recording, other: Recording) -> Recording:
    return replace(
        one,
        start=max(one.start, other.start),
        length=one.length if other.length is None else other.length,
        preroll=one.preroll if other.preroll is None else other.preroll,
        state=min(one.state, other.state, key=_TELLING.index),
        encrypted=_either(one.encrypted, other.encrypted),
        subscribed=_all(one.subscribed, other.subscribed),
        address=other.address or one.address,
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return whether one of two is true; what is not told does not count."""
    return one if other is None else bool(one) or other


def _all(one: bool | None, other: bool | None) -> bool | None:
    """Return whether both are true; what is not told does not count."""
    if None in (one, other):
        return one if other is None else other
    return bool(one and other)
