"""What is looked at before anything is rendered: coverage and small pictures."""

from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
import re
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.footage import Spans
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import RenderedClip
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.supply import reasons
from custom_components.ring_watch.thumbnails import Picture

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}")


async def preview_path(home: Home, request_id: str, number: str) -> Path | None:
    """Return the file of a request's clip, counted from 1."""
    clip = await _prepared(home, request_id, number)
    return home.consent.renderer.path(clip.name) if clip else None


async def preview_picture(home: Home, request_id: str, number: str) -> bytes | None:
    """Return the first picture of a request's clip that is none of a gap, as JPEG."""
    clip = await _prepared(home, request_id, number)
    path = home.consent.renderer.path(clip.name) if clip else None
    if clip is None or path is None:
        return None
    start, gap = clip.requested.start, next(iter(clip.gaps), None)
    missing = gap.end - start if gap and gap.start <= start else 0
    return await home.thumbnails.of_file(path, missing / 1_000_000)


async def _prepared(home: Home, request_id: str, number: str) -> RenderedClip | None:
    if home.sharing is None or not _NUMBER.fullmatch(number):
        return None
    try:
        request = await home.sharing.get(request_id)
    except SharingError, OSError:
        return None
    clips = request.prepared.clips if request.prepared else ()
    return clips[int(number) - 1] if int(number) <= len(clips) else None


async def coverage(home: Home, request: Request) -> list[dict[str, Any]]:
    """Return which parts of a request's window there is footage of, per doorbell.

    And which of them have sound; ``elsewhere``: the rest may still be fetched.
    """
    found = []
    for name in request.doorbells:
        if (doorbell := home.doorbells.get(name)) is None:
            continue
        held = await doorbell.supply.held(request.start, request.end)
        found.append(
            {
                "doorbell_id": name,
                "spans": spans_as_text(held.spans),
                "gaps": spans_as_text(held.gaps),
                "sound": spans_as_text(held.sound),
                "elsewhere": held.elsewhere,
                "missing": reasons(spans_as_text(held.gaps), held.missing),
            }
        )
    return found


async def picture(home: Home, request: Request) -> bytes | None:
    """Return a small picture of what a request asks for, as JPEG; None without any.

    Once something is prepared, it is of that, with all that is covered.
    """
    if request.prepared:
        return await preview_picture(home, request.request_id, "1")
    for name in request.doorbells:
        if (doorbell := home.doorbells.get(name)) is None:
            continue
        still = await home.thumbnails.of_window(
            doorbell.camera, request.start, request.end
        )
        if still is not None:
            return still
    return None


def pictures_as_text(pictures: Iterable[Picture]) -> list[dict[str, str]]:
    """Return pictures with their times, JPEG in base64."""
    return [
        {"time": one.time, "jpeg": b64encode(one.jpeg).decode()} for one in pictures
    ]


def spans_as_text(spans: Spans) -> list[dict[str, str]]:
    """Return spans of microseconds in the engine's text form."""
    return [
        {"start": format_time(start), "end": format_time(end)} for start, end in spans
    ]
