"""Requests: what is asked, what would leave, and what the owner decides."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.describe import describe_request
from custom_components.ring_watch.consent.doings import approve, prepare
from custom_components.ring_watch.consent.look import (
    coverage,
    pictures_as_text,
    preview_path,
)
from custom_components.ring_watch.consent.schemas import AREA
from custom_components.ring_watch.previews import look_address
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import Part
from custom_components.ring_watch.sharing.model.requests import RequestState
from custom_components.ring_watch.sharing.model.shares import ShareTerms

from .base import COUNT, ID, LIMIT, Call, command, now, time
from .doorbells import area

_PART: Final = {
    vol.Required("doorbell_id"): ID,
    vol.Required("start"): time,
    vol.Required("end"): time,
}
_BOX: Final = {vol.Required("doorbell_id"): ID, **AREA}
_NUMBER: Final = vol.All(int, vol.Range(min=1, max=999))


@command(
    "requests/list",
    states=(vol.Optional, [vol.In([state.value for state in RequestState])]),
    requester_id=(vol.Optional, ID),
    cursor=(vol.Optional, ID),
    limit=(vol.Optional, LIMIT),
)
async def list_requests(call: Call) -> dict[str, Any]:
    """Return requests, newest first, and how many wait."""
    states = call.msg.get("states")
    page = await call.sharing.list_requests(
        None if states is None else {RequestState(state) for state in states},
        call.msg.get("requester_id"),
        call.msg.get("cursor"),
        call.msg.get("limit", 50),
    )
    return {
        "requests": [
            describe_request(call.home, call.sharing, one) for one in page.items
        ],
        "cursor": page.cursor,
        "waiting": call.sharing.waiting,
        **now(),
    }


@command("requests/get", request_id=(vol.Required, ID))
async def get(call: Call) -> dict[str, Any]:
    """Return a request and what there is of its window."""
    request = await call.sharing.get(call.msg["request_id"])
    return {
        "request": describe_request(call.home, call.sharing, request),
        "coverage": await coverage(call.home, request),
    }


@command(
    "requests/thumbnails",
    request_id=(vol.Required, ID),
    doorbell_id=(vol.Required, ID),
    count=(vol.Optional, COUNT),
)
async def strip(call: Call) -> dict[str, Any]:
    """Return pictures from all over a request's window."""
    request = await call.sharing.get(call.msg["request_id"])
    if call.msg["doorbell_id"] not in request.doorbells:
        raise SharingError("no_request")
    found = await call.home.thumbnails.strip(
        call.doorbell().camera, request.start, request.end, call.msg.get("count", 12)
    )
    return {"thumbnails": pictures_as_text(found)}


@command("requests/look", request_id=(vol.Required, ID), number=(vol.Required, _NUMBER))
async def look(call: Call) -> dict[str, Any]:
    """Return an address at which a prepared clip plays (``previews.look_address``)."""
    request_id, number = call.msg["request_id"], str(call.msg["number"])
    await call.sharing.get(request_id)
    if await preview_path(call.home, request_id, number) is None:
        raise SharingError("not_ready")
    return {"url": look_address(call.home.hass, request_id, number)}


@command(
    "requests/prepare",
    request_id=(vol.Required, ID),
    parts=(vol.Optional, [_PART]),
    boxes=(vol.Optional, [_BOX]),
    audio=(vol.Optional, bool),
)
async def prepare_request(call: Call) -> dict[str, Any]:
    """Render what may be approved; without ``parts``, the whole window."""
    parts = None
    if "parts" in call.msg:
        parts = [
            Part(part["doorbell_id"], part["start"], part["end"])
            for part in call.msg["parts"]
        ]
    request = await prepare(
        call.home,
        call.msg["request_id"],
        call.actor,
        parts=parts,
        boxes=[area(box["doorbell_id"], box) for box in call.msg.get("boxes", ())],
        audio=call.msg.get("audio", False),
    )
    return describe_request(call.home, call.sharing, request)


@command("requests/stop_preparing", request_id=(vol.Required, ID))
async def stop_preparing(call: Call) -> dict[str, Any]:
    """End a preparation; the request is pending again, unless it was ready before."""
    request = await call.sharing.stop_preparing(call.msg["request_id"], call.actor)
    return describe_request(call.home, call.sharing, request)


@command(
    "requests/approve",
    request_id=(vol.Required, ID),
    render_hash=(vol.Required, ID),
    lifetime=(vol.Optional, vol.All(int, vol.Range(min=1))),
    claims=(vol.Optional, int),
    passphrase=(vol.Optional, str),
    to_asker=(vol.Optional, bool),
    confirmed=(vol.Optional, [str]),
)
async def approve_request(call: Call) -> dict[str, Any]:
    """Share exactly what was prepared; ``lifetime`` is in seconds."""
    lifetime = call.msg.get("lifetime")
    terms = ShareTerms(
        lifetime=None if lifetime is None else lifetime * 1_000_000,
        claims=call.msg.get("claims"),
        passphrase=call.msg.get("passphrase"),
        to_asker=call.msg.get("to_asker", True),
        confirmed=frozenset(call.msg.get("confirmed", ())),
    )
    request_id, render_hash = call.msg["request_id"], call.msg["render_hash"]
    return await approve(call.home, request_id, render_hash, call.actor, terms)


@command("requests/decline", request_id=(vol.Required, ID))
async def decline(call: Call) -> None:
    """Decline a request."""
    await call.sharing.decline(call.msg["request_id"], call.actor)


@command("requests/erase", request_id=(vol.Required, ID))
async def erase(call: Call) -> dict[str, Any]:
    """Forget the words of a closed request."""
    return {
        "erased": await call.sharing.erase_request(call.msg["request_id"], call.actor)
    }


COMMANDS: Final = (
    *(list_requests, get, strip, look),
    *(prepare_request, stop_preparing, approve_request, decline, erase),
)
