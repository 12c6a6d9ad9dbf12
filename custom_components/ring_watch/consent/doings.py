"""What actions and websocket commands do with requests."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.engine.times import format_time, to_datetime
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.clips import Area, Part, Preparation
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.model.shares import Share, ShareTerms
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.web.addresses import links
from homeassistant.core import HomeAssistant

from .refusals import refusal


def sharing_home(hass: HomeAssistant) -> tuple[Home, Sharing]:
    """Return the home and its sharing; raises a translated error without them."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        home: Home = entry.runtime_data
        if home.sharing is not None:
            return home, home.sharing
    raise refusal("unavailable")


async def demand(sharing: Sharing, actor: Actor, what: str) -> None:
    """Raise NotAllowed, noted, unless a real, active administrator acts."""
    if not actor.may_decide:
        await sharing.note_attempt(what, actor)
        raise NotAllowed


async def prepare(
    home: Home,
    request_id: str,
    actor: Actor,
    *,
    parts: Sequence[Part] | None = None,
    boxes: Sequence[Area] = (),
    audio: bool = False,
) -> Request:
    """Render a request, all of it without ``parts``. Raises as ``Sharing.prepare``.

    Where there is no footage, the translated error of a gather says so.
    """
    assert home.sharing
    if parts is None or actor.may_decide:
        request = await home.sharing.get(request_id) if actor.may_decide else None
        if parts is None:
            parts = whole(request) if request else ()
        for part in parts:
            doorbell = home.doorbells.get(part.doorbell)
            if request is None or doorbell is None:
                continue
            if request.is_open and part.doorbell in request.doorbells:
                start, end = to_datetime(part.start), to_datetime(part.end)
                await doorbell.supply.check(start, end)
    preparation = Preparation(tuple(parts), tuple(boxes), audio)
    return await home.sharing.prepare(request_id, preparation, actor)


def whole(request: Request) -> tuple[Part, ...]:
    """Return a request's whole window of each of its doorbells."""
    return tuple(Part(name, request.start, request.end) for name in request.doorbells)


async def approve(
    home: Home, request_id: str, render_hash: str, actor: Actor, terms: ShareTerms
) -> dict[str, Any]:
    """Approve what was prepared; return the share with its link, this once."""
    assert home.sharing
    addresses = links(home.hass) if actor.may_decide else None
    share, secret = await home.sharing.approve(request_id, render_hash, actor, terms)
    assert addresses
    return {
        "share_id": share.share_id,
        "url": addresses.share(share.share_id, secret),
        "reach": addresses.reach.value,
        **_ends(share),
    }


async def renew(home: Home, share_id: str, actor: Actor) -> dict[str, Any]:
    """Give a share a new link and return it, this once; the one before is dead.

    Raises as ``Sharing.renew_secret``.
    """
    assert home.sharing
    await demand(home.sharing, actor, "shares/renew")
    addresses = links(home.hass)
    secret = await home.sharing.renew_secret(share_id, actor)
    url = addresses.share(share_id, secret)
    return {"url": url, "reach": addresses.reach.value}


def requester_named(home: Home, wanted: str) -> str | None:
    """Return the id of a requester that is named by id or name."""
    for requester in home.consent.requesters.all():
        if wanted in (requester.requester_id, requester.name):
            return requester.requester_id
    return None


async def erase_requester(home: Home, wanted: str, actor: Actor) -> int:
    """Forget what a requester wrote; return how many requests held some.

    ``wanted``: the id or name of a requester, or the id of one that was removed and
    that requests still name. Raises as ``Sharing.erase_requester``, ``no_requester``.
    """
    assert home.sharing
    await demand(home.sharing, actor, "requesters/erase")
    requester_id = requester_named(home, wanted)
    cursor = None
    while requester_id is None:
        page = await home.sharing.list_requests(None, wanted, cursor, limit=1)
        if page.items:
            requester_id = wanted
        elif (cursor := page.cursor) is None:
            raise SharingError("no_requester")
    return await home.sharing.erase_requester(requester_id, actor)


def _ends(share: Share) -> Mapping[str, Any]:
    return {"expires": format_time(share.expires), "claims": share.claims_limit}


def lifetime_us(lifetime: timedelta | None) -> int | None:
    """Return a span of time in microseconds."""
    return None if lifetime is None else lifetime // timedelta(microseconds=1)
