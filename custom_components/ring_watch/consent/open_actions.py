"""Actions for automations and voice too: to ask, and to tell phones of a request."""

from custom_components.ring_watch.home import Home
from custom_components.ring_watch.selection import doorbells_of, names_doorbells
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.people import Actor, Origin, Source
from custom_components.ring_watch.sharing.model.requests import Ask
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.times import to_us, window
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.helpers import service
from homeassistant.util import dt as dt_util

from .actors import actor_of
from .doings import requester_named


async def request_clip(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Take an ask. Only administrators and automations may name a requester."""
    data, requester_id = call.data, None
    guest = await _guest(call)
    if (wanted := data.get("requester")) is not None:
        await _refuse(guest, sharing, "request_for_another")
        requester_id = requester_named(home, wanted)
        if requester_id is None:
            raise SharingError("no_requester")
    start, end = window(
        dt_util.get_default_time_zone(),
        start=data.get("start"),
        end=data.get("end"),
        last=data.get("last"),
    )
    doorbells = None
    if names_doorbells(data):
        chosen = doorbells_of(call.hass, data)
        doorbells = tuple(doorbell.doorbell_id for _, _, doorbell in chosen)
    asked = Ask(
        start=to_us(start),
        end=to_us(end),
        doorbells=doorbells,
        requester_id=requester_id,
        name=data["name"],
        reason=data["reason"],
        contact=data["contact"],
        case_number=data["case_number"],
    )
    source = Source(Origin.ACTION, guest=guest is not None)
    receipt = await sharing.receive(asked, source)
    return {"request_id": receipt.request_id, "rule": receipt.rule}


async def notify_request(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Tell chosen phones of a request. Who decides stays the same."""
    await _refuse(await _guest(call), sharing, "notify")
    apps = [
        service.async_get_device_and_config_entry(call.hass, "mobile_app", device)[1]
        for device in dict.fromkeys(call.data["devices"])
    ]
    announcer, request_id = home.consent.announcer, call.data["request_id"]
    told = await announcer.phones.tell(request_id, apps)
    announcer.ahead.consider(request_id)
    return {"told": told}


async def _guest(call: ServiceCall) -> Actor | None:
    """Return who performs an action, if that is a user who is no administrator."""
    actor = await actor_of(call.hass, call.context)
    return None if call.context.user_id is None or actor.is_admin else actor


async def _refuse(guest: Actor | None, sharing: Sharing, what: str) -> None:
    """Raise NotAllowed, noted, for a guest."""
    if guest is not None:
        await sharing.note_attempt(what, guest)
        raise NotAllowed
