"""Gathered clips."""

from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.clips import Clip
from custom_components.ring_watch.const import MAX_WINDOW
from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.times import to_us
from homeassistant.components.http.auth import async_sign_path

from .base import ID, Call, command

# Of the longest clip: a player that asks too late would look like a failed login.
_PLAYS: Final = MAX_WINDOW + timedelta(hours=1)


@command("clips/list", needs_sharing=False)
async def list_clips(call: Call) -> dict[str, Any]:
    """Return the clips, newest window first."""
    return {"clips": [_describe(clip) for clip in call.home.clips.all()]}


@command("clips/look", needs_sharing=False, clip_id=(vol.Required, ID))
async def look(call: Call) -> dict[str, Any]:
    """Return an address at which a clip plays."""
    clip = call.home.clips.get(call.msg["clip_id"])
    if clip is None:
        raise SharingError("not_found")
    path = f"/api/ring_watch/clip/{clip.clip_id}"
    return {"url": async_sign_path(call.home.hass, path, _PLAYS)}


@command("clips/delete", needs_sharing=False, clip_id=(vol.Required, ID))
async def delete(call: Call) -> None:
    """Delete a clip's files."""
    if await call.home.delete_clip(call.msg["clip_id"], call.context) is None:
        raise SharingError("not_found")


def _describe(clip: Clip) -> dict[str, Any]:
    details = clip.details
    return {
        "clip_id": clip.clip_id,
        "doorbell_id": clip.doorbell,
        "name": clip.name,
        "start": format_time(to_us(clip.start)),
        "end": format_time(to_us(clip.end)),
        "size": details.get("size", 0),
        "gaps": details.get("gaps", []),
        "media_content_id": clip.media_content_id,
    }


COMMANDS: Final = (list_clips, look, delete)
