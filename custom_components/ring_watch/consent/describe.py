"""Requests and shares as JSON for the owner: actions and websocket commands."""

from collections.abc import Iterable, Mapping
from typing import Any

from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.chain import Entry
from custom_components.ring_watch.sharing.commitment import Commitment
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import Area, RenderedClip, Span
from custom_components.ring_watch.sharing.model.requests import Request, RequestState
from custom_components.ring_watch.sharing.model.shares import Share
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.web.review import media_id, picture_path

from .progress import Progress


def describe_request(home: Home, sharing: Sharing, request: Request) -> dict[str, Any]:
    """Return all that the owner may know of a request; holds its asker's words."""
    requester = home.consent.requesters.find(request.requester_id)
    described: dict[str, Any] = {
        "request_id": request.request_id,
        "state": request.state.value,
        "origin": request.origin.value,
        "verified": request.verified,
        "requester_id": request.requester_id,
        "requester": requester.name if requester else None,
        "name": request.name,
        "reason": request.reason,
        "contact": request.contact or (requester.contact if requester else ""),
        "case_number": request.case_number,
        "doorbells": _doorbells(home, request.doorbells),
        **_span(Span(request.start, request.end)),
        "received": format_time(request.received),
        "lapses": format_time(request.lapses),
        "rule": request.rule,
        "share_id": request.share_id,
        "picture": picture_path(request.request_id),
        "prepared": None,
        "progress": _progress(home, request),
        "history": [
            {
                "state": step.state.value,
                "time": format_time(step.time),
                # Negative: of an earlier ledger, which was damaged.
                "entry": step.entry if step.entry >= 0 else None,
                "user_id": step.user_id,
            }
            for step in request.history
        ],
    }
    try:
        described["warnings"] = list(sharing.warnings(request.request_id))
    except SharingError:
        # It is in the history.
        described["warnings"] = list(request.flags)
    if (prepared := request.prepared) is not None:
        described["prepared"] = {
            "render_hash": prepared.render_hash,
            "audio": prepared.audio,
            "zones": [describe_area(area) for area in prepared.zones],
            "boxes": [describe_area(area) for area in prepared.boxes],
            "clips": [
                {
                    **_clip(clip),
                    "preview": f"/api/ring_watch/preview/{request.request_id}/{number}",
                    "media_content_id": media_id("preview", request.request_id, number),
                }
                for number, clip in enumerate(prepared.clips, 1)
            ],
        }
    return described


async def describe_shares(home: Home, sharing: Sharing) -> list[dict[str, Any]]:
    """Return what the owner may know of the live shares, newest first."""
    return [
        _share(home, share, await _request_of(sharing, share))
        for share in sharing.shares()
    ]


def _progress(home: Home, request: Request) -> dict[str, Any] | None:
    # What was stopped may take a moment to end.
    if request.state is not RequestState.PREPARING:
        return None
    return describe_progress(
        home.consent.renderer.preparations.find(request.request_id)
    )


def describe_progress(progress: Progress | None) -> dict[str, Any] | None:
    """Return how far a preparation is; ``left`` is in seconds."""
    if progress is None:
        return None
    left = progress.left
    return {
        "done": round(progress.done, 2),
        "left": None if left is None else round(left),
        "waiting": progress.waiting,
    }


def describe_entry(entry: Entry, texts: Mapping[str, Commitment]) -> dict[str, Any]:
    """Return an entry of the ledger with the texts that are not erased."""
    return {
        "seq": entry.seq,
        "time": format_time(entry.time_us),
        "type": entry.type,
        "data": dict(entry.data),
        "hash": entry.hash,
        "texts": {name: one.text for name, one in texts.items()},
    }


def _share(home: Home, share: Share, request: Request | None) -> dict[str, Any]:
    """Return a share with whom it is for; no secret is kept."""
    requester_id = request.requester_id if request else None
    requester = home.consent.requesters.find(requester_id)
    windows = [clip.requested for clip in share.clips]
    return {
        "share_id": share.share_id,
        "request_id": share.request_id,
        "requester": requester.name if requester else None,
        "name": request.name if request else "",
        "doorbells": _doorbells(home, [clip.doorbell for clip in share.clips]),
        **_span(
            Span(min(one.start for one in windows), max(one.end for one in windows))
        ),
        "created": format_time(share.created),
        "expires": format_time(share.expires),
        "claims": share.claims_limit,
        "claims_used": share.claims_used,
        "suspended": share.suspended,
        "passphrase": share.passphrase is not None,
        "bytes_sent": share.bytes_sent
        + sum(grant.bytes_sent for grant in share.grants),
        "clips": [_clip(clip) for clip in share.clips],
    }


async def _request_of(sharing: Sharing, share: Share) -> Request | None:
    try:
        return await sharing.get(share.request_id)
    except SharingError, OSError:
        return None


def _doorbells(home: Home, names: Iterable[str]) -> list[dict[str, str]]:
    """Return doorbells that are still there, each once."""
    return [
        {"doorbell_id": name, "name": home.doorbells[name].name}
        for name in dict.fromkeys(names)
        if name in home.doorbells
    ]


def _clip(clip: RenderedClip) -> dict[str, Any]:
    return {
        "doorbell_id": clip.doorbell,
        "size": clip.size,
        "sha256": clip.sha256,
        "requested": _span(clip.requested),
        "delivered": _span(clip.delivered),
        "gaps": [_span(gap) for gap in clip.gaps],
        "missing": [
            {**_span(Span(one.start, one.end)), "reason": one.reason}
            for one in clip.missing
        ],
        "changes": list(clip.changes),
    }


def describe_area(area: Area) -> dict[str, Any]:
    """Return a zone or a box."""
    fields = area.to_json()
    return {"doorbell_id": fields.pop("doorbell"), **fields}


def _span(span: Span) -> dict[str, str]:
    return {"start": format_time(span.start), "end": format_time(span.end)}
