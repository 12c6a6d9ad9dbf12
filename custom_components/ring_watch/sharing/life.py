"""A request's life: every arrow is one function here, and ends in one entry."""

from collections.abc import Mapping
from dataclasses import replace

from custom_components.ring_watch.engine.times import format_time

from .canonical import Json
from .core import Core
from .manifest import sha256
from .metering import whole
from .model.clips import Prepared
from .model.requests import OPEN_STATES, Request, RequestState as S
from .model.shares import Share

WAITING = OPEN_STATES - {S.RECEIVED}
"""May be decided: not shared yet, and not ended."""


async def received(core: Core, request: Request) -> Request:
    """→ received. Its words are only committed to in the ledger."""
    return await core.step(
        request, S.RECEIVED, data=_asked(request), private=_words(request)
    )


async def carried(core: Core, request: Request) -> Request:
    """Begin a request anew in a ledger that knows nothing of it.

    It stays where it is in its life. Its first step now names this entry, which
    commits to its words as the one of an earlier ledger did.
    """
    first, *others = request.history
    entry = await core.append(
        "request_carried",
        {
            "request_id": request.request_id,
            "requester_id": request.requester_id,
            "state": request.state.value,
            "share_id": request.share_id,
            "received": format_time(request.received),
            **_asked(request),
        },
        _words(request),
    )
    return replace(request, history=(replace(first, entry=entry.seq), *others))


def _asked(request: Request) -> dict[str, Json]:
    return {
        "origin": request.origin.value,
        "verified": request.verified,
        "doorbells": list(request.doorbells),
        "start": format_time(request.start),
        "end": format_time(request.end),
    }


def _words(request: Request) -> dict[str, str]:
    words = {
        "name": request.name,
        "reason": request.reason,
        "contact": request.contact,
        "case_number": request.case_number,
    }
    return {name: text for name, text in words.items() if text}


async def rejected(core: Core, request: Request, rule: str) -> Request:
    """Received → rejected: it breaks a rule."""
    return await core.step(
        request, S.REJECTED, data={"rule": rule}, tightens=True, rule=rule
    )


async def pending(core: Core, request: Request, *, pinned: bool) -> Request:
    """Received → pending: it waits for the owner."""
    return await core.step(request, S.PENDING, data={"pinned": pinned}, pinned=pinned)


async def preparing(
    core: Core, request: Request, user_id: str | None, chosen: Mapping[str, Json]
) -> Request:
    """pending, ready, approved → preparing: what was prepared before counts no more.

    Also preparing → preparing: a person chose, while something was made ahead.
    ``user_id`` None: it is made ahead.
    """
    return await core.step(
        request,
        S.PREPARING,
        data=chosen,
        user_id=user_id,
        attempt=request.attempt + 1,
        prepared=None,
    )


async def ready(
    core: Core, request: Request, prepared: Prepared, user_id: str | None
) -> Request:
    """Preparing → ready: the owner may look, and approve this hash."""
    return await core.step(
        request,
        S.READY,
        data={
            "render": prepared.render_hash,
            "clips": [clip.sha256 for clip in prepared.clips],
        },
        user_id=user_id,
        prepared=prepared,
    )


async def unprepared(
    core: Core, request: Request, why: str, user_id: str | None = None
) -> Request:
    """preparing, ready, approved → pending: the files cannot be made, or are gone.

    Also where somebody (``user_id``) stopped the preparation.
    """
    return await core.step(
        request,
        S.PENDING,
        data={"why": why},
        user_id=user_id,
        prepared=None,
        tightens=True,
    )


async def approved(
    core: Core, request: Request, prepared: Prepared, user_id: str | None
) -> Request:
    """Ready → approved: exactly what was prepared."""
    return await core.step(
        request,
        S.APPROVED,
        data={
            "render": prepared.render_hash,
            "clips": [clip.sha256 for clip in prepared.clips],
            "parts": [
                {
                    "doorbell": part.doorbell,
                    "start": format_time(part.start),
                    "end": format_time(part.end),
                }
                for part in prepared.parts
            ],
            "sound": prepared.audio,
        },
        user_id=user_id,
    )


async def shared(
    core: Core, request: Request, share: Share, user_id: str | None
) -> Request:
    """Approved → shared: there is a link."""
    return await core.step(
        request,
        S.SHARED,
        data={
            "share_id": share.share_id,
            "expires": format_time(share.expires),
            "claims": share.claims_limit,
            "passphrase": share.passphrase is not None,
            "shared_us": sum(clip.delivered.duration for clip in share.clips),
            "manifests": [sha256(manifest) for manifest in share.manifests],
        },
        user_id=user_id,
        put=share,
        share_id=share.share_id,
        pinned=False,
    )


async def revoked(
    core: Core, request: Request, share: Share, user_id: str | None, why: str
) -> Request:
    """Shared → revoked: taken back."""
    return await _ended(core, request, S.REVOKED, share, user_id, {"why": why})


async def expired(core: Core, request: Request, share: Share) -> Request:
    """Shared → expired: its time is over."""
    return await _ended(core, request, S.EXPIRED, share)


async def used_up(core: Core, request: Request, share: Share) -> Request:
    """Shared → used up: every claim was used, and what they opened has ended."""
    return await _ended(core, request, S.USED_UP, share)


async def declined(
    core: Core, request: Request, user_id: str | None, why: str | None = None
) -> Request:
    """pending, preparing, ready, approved → declined."""
    data = {"why": why} if why else None
    return await core.step(
        request, S.DECLINED, data=data, user_id=user_id, tightens=True
    )


async def lapsed(core: Core, request: Request) -> Request:
    """pending, preparing, ready, approved → lapsed: silence is a decline."""
    return await core.step(request, S.LAPSED, tightens=True)


async def withdrawn(core: Core, request: Request) -> Request:
    """pending, preparing, ready, approved → withdrawn by who asked."""
    return await core.step(request, S.WITHDRAWN, tightens=True)


async def _ended(
    core: Core,
    request: Request,
    to: S,
    share: Share,
    user_id: str | None = None,
    data: Mapping[str, Json] | None = None,
) -> Request:
    return await core.step(
        request,
        to,
        data={
            "share_id": share.share_id,
            "claims_used": share.claims_used,
            **whole(core, share),
            **(data or {}),
        },
        user_id=user_id,
        tightens=True,
    )
