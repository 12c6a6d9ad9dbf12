"""A doorbell's footage: a time line, pictures of it, and what plays it."""

from datetime import datetime, timedelta
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.look import pictures_as_text, spans_as_text
from custom_components.ring_watch.engine.times import format_time, to_datetime
from custom_components.ring_watch.remembered import moments, spans
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.times import to_us
from homeassistant.components.http.auth import async_sign_path

from .base import COUNT, ID, Call, command, time
from .doorbells import entity_ids

# Of a segment, which lasts about a minute.
_PLAYS: Final = timedelta(hours=1)
# The longest day has 25 hours.
_LONGEST: Final = timedelta(hours=26)
_WINDOW: Final = {
    "doorbell_id": (vol.Required, ID),
    "start": (vol.Required, time),
    "end": (vol.Required, time),
}


@command("footage/timeline", needs_sharing=False, **_WINDOW)
async def timeline(call: Call) -> dict[str, Any]:
    """Return what is at home of a day, and when the bell rang or something moved."""
    hass, home, doorbell = call.home.hass, call.home, call.doorbell()
    start, end = _window(call)
    kept = await home.footage.coverage(doorbell.camera, start, end)
    segments = await hass.async_add_executor_job(
        home.archive.segments, doorbell.camera, start, end
    )
    entities = entity_ids(hass, doorbell)
    window = to_datetime(start), to_datetime(end)
    presses = await moments(hass, entities["ring"], *window)
    motion = await spans(hass, entities["motion"], *window)
    return {
        "spans": spans_as_text(kept.spans),
        "gaps": spans_as_text(kept.gaps),
        "sound": spans_as_text(kept.sound),
        "presses": [_text(moment) for moment in presses],
        "motion": spans_as_text([(to_us(one), to_us(two)) for one, two in motion]),
        "segments": [{"start": format_time(one.start_ms * 1000)} for one in segments],
    }


@command(
    "footage/thumbnails", needs_sharing=False, **_WINDOW, count=(vol.Optional, COUNT)
)
async def strip(call: Call) -> dict[str, Any]:
    """Return pictures from all over a window."""
    start, end = _window(call)
    found = await call.home.thumbnails.strip(
        call.doorbell().camera, start, end, call.msg.get("count", 12)
    )
    return {"thumbnails": pictures_as_text(found)}


@command(
    "footage/look",
    needs_sharing=False,
    doorbell_id=(vol.Required, ID),
    time=(vol.Required, time),
)
async def look(call: Call) -> dict[str, Any]:
    """Return the address of the segment that holds a time, or else of the next."""
    doorbell = call.doorbell()
    start_ms = await call.home.footage.start_of(doorbell.camera, call.msg["time"])
    if start_ms is None:
        raise SharingError("not_found")
    path = f"/api/ring_watch/segment/{doorbell.doorbell_id}/{start_ms}"
    url = async_sign_path(call.home.hass, path, _PLAYS)
    return {"url": url, "start": format_time(start_ms * 1000)}


def _window(call: Call) -> tuple[int, int]:
    """Return [start, end) in microseconds; raises SharingError."""
    start, end = call.msg["start"], call.msg["end"]
    if end <= start:
        raise SharingError("window_empty")
    if end - start > _LONGEST // timedelta(microseconds=1):
        raise SharingError("window_too_long")
    return start, end


def _text(moment: datetime) -> str:
    return format_time(to_us(moment))


COMMANDS: Final = (timeline, strip, look)
