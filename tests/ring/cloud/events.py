"""Events of the fake, and the three shapes of JSON in which Ring tells of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import itertools
from typing import Any, Final

from .devices import Device
from .film import Recording

_count: Final = itertools.count()


@dataclass(eq=False, kw_only=True)
class Event:
    """Something that a device noticed; what is changed shows from the next request on.

    `at` is when the event began; Ring tells it in whole seconds. `duration` is what Ring
    says of the recording's length without its preroll: `tells_duration` off leaves it
    out of all lists, `tells_preroll` off the preroll. `extra` and `extra_search` go over
    the JSON of the history and of the search. The recording is ready once `ready_at` has passed and `polls` requests that
    would have told of it have been answered; with `ready_at` alone it is still to come.
    """

    device: Device
    at: datetime
    kind: str = "motion"
    recording: Recording | None = None
    duration: float | None = None
    tells_duration: bool = True
    tells_preroll: bool = True
    ready_at: datetime | None = None
    polls: int = 0
    deleted: bool = False
    person: bool = False
    answered: bool = False
    favorite: bool = False
    state: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    extra_search: dict[str, Any] = field(default_factory=dict)
    id: int = 0

    def __post_init__(self) -> None:
        """Give it a number unless it has one.

        They grow with time, and are as long as Ring's own: a client that takes them for
        floats mixes them up.
        """
        self.id = self.id or milliseconds(self.at) << 22 | next(_count) & 0x3FFFFF

    @property
    def encrypted(self) -> bool:
        """Whether only the owner's phone can decode it."""
        return bool(self.recording and self.recording.made is None)

    @property
    def created_at(self) -> str:
        """The event's time as Ring tells it."""
        return text(self.at.replace(microsecond=0))

    def ready(self, now: datetime) -> bool:
        """Whether the recording can be had."""
        if self.recording is None or not self.device.records or self.polls > 0:
            return False
        return self.ready_at is None or now >= self.ready_at

    def polled(self, now: datetime) -> bool:
        """Like `ready`, counted as one more request that asks for it."""
        found = self.ready(now)
        self.polls = max(0, self.polls - 1)
        return found

    def end(self) -> datetime:
        """When the recording ends."""
        seconds = self.duration or 0.0
        return self.at + timedelta(seconds=seconds)

    def _cv(self) -> dict[str, Any]:
        kind = ("human" if self.person else "motion") if self.kind == "motion" else None
        return {
            "person_detected": self.person,
            "detection_type": kind,
            "detection_types": [{"detection_type": kind}] if kind else [],
            "stream_broken": False,
        }

    def history(self, *, ready: bool) -> dict[str, Any]:
        """The event in `doorbots/{id}/history`."""
        found: dict[str, Any] = {
            "id": self.id,
            "created_at": self.created_at,
            "kind": self.kind,
            "answered": self.answered,
            "favorite": self.favorite,
            "events": [],
            "snapshot_url": "",
            "recording": {"status": self._status(ready=ready)},
            "cv_properties": self._cv(),
            "is_e2ee": self.encrypted,
            "had_subscription": self.device.subscribed,
            "doorbot": {
                "id": self.device.id,
                "description": self.device.name,
                "type": self.device.kind,
            },
        }
        if self.tells_duration and self.duration is not None:
            found["duration"] = self.duration
        return found | self.extra

    def _status(self, *, ready: bool) -> str:
        coming = self.recording or self.ready_at
        if not self.device.subscribed or not coming:
            return ""
        return "ready" if ready else "processing"

    def search(self, address: str | None) -> dict[str, Any]:
        """The event in `video_search/history`; `address` is None until it is ready."""
        found: dict[str, Any] = {
            "ding_id": str(self.id),
            "created_at": milliseconds(self.at.replace(microsecond=0)),
            "kind": self.kind,
            "state": self.state or "timed_out",
            "favorite": self.favorite,
            "hq_url": address,
            "lq_url": address,
            "untranscoded_url": address,
            "thumbnail_url": None,
            "cv_properties": self._cv(),
        }
        if self.tells_duration and self.duration is not None:
            found["duration"] = self.duration
        if self.recording and self.tells_preroll:
            found["preroll_duration"] = self.recording.preroll
        return found | self.extra_search

    def evm(self, address: str | None) -> dict[str, Any]:
        """The event in Ring's event manager (`/evm/v2/…`)."""
        ready = address is not None
        media: list[dict[str, Any]] = []
        if self.recording and ready:
            video: dict[str, Any] = {
                "file_type": "VIDEO",
                "file_family": "VIDEO",
                "source": "CLOUD",
                "url": address,
                "is_e2ee": self.encrypted,
                "playback_duration": round(self.recording.seconds * 1000),
            }
            if self.tells_preroll:
                preroll = self.recording.preroll
                video["preroll_duration_ms"] = round(preroll * 1000)
            media.append(video)
        visualization = {"cloud_media_visualization": {"media": media}}
        return {
            "event_id": str(self.id),
            "event_type": self.kind,
            "source_id": str(self.device.id),
            "source_type": "doorbot",
            "start_time": text(self.at),
            "end_time": text(self.end()),
            "duration_ms": round((self.duration or 0) * 1000)
            if self.tells_duration
            else None,
            "recording_status": self._status(ready=ready) or "none",
            "had_subscription": self.device.subscribed,
            "is_e2ee": self.encrypted,
            "owner_id": "9000001",
            "cv": self._cv(),
            "visualizations": visualization,
        }


def text(moment: datetime) -> str:
    """A moment as Ring writes it: UTC with a Z, milliseconds only where there are."""
    found = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return found.replace("+00:00", "Z").replace(".000Z", "Z")


def milliseconds(moment: datetime) -> int:
    """A moment in milliseconds since the epoch."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
