"""Actions: gather a clip, cancel a gather, delete a clip.

For administrators and automations only; nothing leaves the house.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, service
from homeassistant.util import dt as dt_util

from .clips import Clip
from .const import DOMAIN
from .doorbell import Doorbell
from .gather import Mask
from .home import Home
from .process import EngineProcessError
from .selection import DOORBELLS, doorbells_of
from .supply import NoFootageError
from .times import invalid, window

SERVICE_GATHER_CLIP = "gather_clip"
SERVICE_CANCEL_GATHER = "cancel_gather"
SERVICE_DELETE_CLIP = "delete_clip"

ATTR_START = "start"
ATTR_END = "end"
ATTR_LAST = "last"
ATTR_AUDIO = "audio"
ATTR_MASKS = "masks"
ATTR_CLIP_ID = "clip_id"

# Each costs time for every picture.
MOST_MASKS = 64

_PART = vol.All(vol.Coerce(float), vol.Range(min=0, max=1, max_included=False))
_SIZE = vol.All(vol.Coerce(float), vol.Range(min=0, max=1, min_included=False))

# The engine's codes that have a text of their own, in exceptions of the translations.
_GATHER_ERRORS = {
    "cancelled": "gather_cancelled",
    "check_failed": "gather_check_failed",
    "disk_full": "gather_disk_full",
    "unreadable": "gather_unreadable",
}


def _mask(value: Any) -> Mask:
    """Accept a rectangle as {x, y, width, height} or as a list in that order."""
    if isinstance(value, dict):
        fields = vol.Schema(
            {
                vol.Required("x"): _PART,
                vol.Required("y"): _PART,
                vol.Required("width"): _SIZE,
                vol.Required("height"): _SIZE,
            }
        )(value)
        return (fields["x"], fields["y"], fields["width"], fields["height"])
    if not isinstance(value, (list, tuple)) or len(value) != 4:
        raise vol.Invalid("a mask has x, y, width and height, as parts of the picture")
    x, y, width, height = value
    return (_PART(x), _PART(y), _SIZE(width), _SIZE(height))


GATHER_SCHEMA = vol.Schema(
    {
        **DOORBELLS,
        vol.Optional(ATTR_START): cv.datetime,
        vol.Optional(ATTR_END): cv.datetime,
        vol.Optional(ATTR_LAST): cv.time_period,
        vol.Optional(ATTR_AUDIO, default=False): cv.boolean,
        vol.Optional(ATTR_MASKS, default=list): vol.All(
            cv.ensure_list, [_mask], vol.Length(max=MOST_MASKS)
        ),
    }
)
CLIP_SCHEMA = vol.Schema({vol.Required(ATTR_CLIP_ID): cv.string})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    service.async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_GATHER_CLIP,
        _gather_clip,
        schema=GATHER_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    for name, action in (
        (SERVICE_CANCEL_GATHER, _cancel_gather),
        (SERVICE_DELETE_CLIP, _delete_clip),
    ):
        service.async_register_admin_service(
            hass, DOMAIN, name, action, schema=CLIP_SCHEMA
        )


async def _gather_clip(call: ServiceCall) -> ServiceResponse:
    """Gather one window of each doorbell. Validates everything before it begins."""
    doorbells = doorbells_of(call.hass, call.data)
    masks: list[Mask] = call.data[ATTR_MASKS]
    if masks and len(doorbells) > 1:
        raise invalid("masks_need_one_doorbell")
    last: timedelta | None = call.data.get(ATTR_LAST)
    start, end = window(
        dt_util.get_default_time_zone(),
        start=call.data.get(ATTR_START),
        end=call.data.get(ATTR_END),
        last=last,
    )
    for _, _, doorbell in doorbells:
        await doorbell.supply.check(start, end)
    clips = await _gather_all(doorbells, start, end, call.data[ATTR_AUDIO], masks)
    return {
        "clips": [
            {"device_id": device_id, **describe(clip)}
            for (device_id, _, _), clip in zip(doorbells, clips, strict=True)
        ]
    }


async def _gather_all(
    doorbells: list[tuple[str, Home, Doorbell]],
    start: datetime,
    end: datetime,
    audio: bool,
    masks: list[Mask],
) -> list[Clip]:
    """Gather from all; when one fails the others are not kept."""
    results = await asyncio.gather(
        *(
            home.gatherer.gather(doorbell, start, end, audio=audio, masks=masks)
            for _, home, doorbell in doorbells
        ),
        return_exceptions=True,
    )
    clips = [result for result in results if isinstance(result, Clip)]
    failures = [result for result in results if isinstance(result, BaseException)]
    if not failures:
        return clips
    for (_, home, _), result in zip(doorbells, results, strict=True):
        if isinstance(result, Clip):
            await home.hass.async_add_executor_job(home.clips.delete, result.clip_id)
    failure = failures[0]
    if not isinstance(failure, EngineProcessError):
        raise failure
    name = doorbells[results.index(failure)][2].name
    if isinstance(failure, NoFootageError):
        raise failure.for_people(name)
    if failure.code == "no_footage":
        raise invalid("window_without_footage", name=name)
    raise HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=_GATHER_ERRORS.get(failure.code, "gather_failed"),
        translation_placeholders={"name": name, "error": str(failure)},
    ) from failure


def describe(clip: Clip) -> dict[str, Any]:
    """Return what a caller learns of a clip."""
    return {
        "clip_id": clip.clip_id,
        "name": clip.name,
        **clip.details,
        "path": str(clip.path),
        "media_content_id": clip.media_content_id,
    }


async def _cancel_gather(call: ServiceCall) -> None:
    """Cancel a gather that is running."""
    clip_id = call.data[ATTR_CLIP_ID]
    for home in _homes(call.hass):
        if await home.gatherer.cancel(clip_id):
            return
    raise invalid("gather_not_running", clip_id=clip_id)


async def _delete_clip(call: ServiceCall) -> None:
    """Delete a clip's files."""
    clip_id = call.data[ATTR_CLIP_ID]
    for home in _homes(call.hass):
        if await home.delete_clip(clip_id, call.context):
            return
    raise invalid("clip_not_found", clip_id=clip_id)


def _homes(hass: HomeAssistant) -> list[Home]:
    """Return the home, if its entry is loaded."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [entry.runtime_data for entry in entries]
