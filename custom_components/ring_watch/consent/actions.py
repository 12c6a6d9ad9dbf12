"""Actions: ask, tell, prepare, approve, decline, revoke, list, account, set zones.

Those of ``open_actions`` are for automations too. All others need a real, active
administrator: automations, scripts and other users are refused, and the ledger notes
it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.selection import doorbell_id_of
from custom_components.ring_watch.sharing.model.clips import Area, Part
from custom_components.ring_watch.sharing.model.requests import RequestState
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.passphrase import new_passphrase
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.times import to_us, to_utc
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.util import dt as dt_util

from .accounts import LEDGER, LEDGER_KINDS, RECORD, download, ledger_page, record
from .actors import actor_of
from .delivery import deliver
from .describe import describe_request, describe_shares
from .doings import (
    approve,
    demand,
    erase_requester,
    lifetime_us,
    prepare,
    renew,
    sharing_home,
)
from .open_actions import notify_request, request_clip
from .refusals import translated
from .schemas import (
    SCHEMAS,
    SERVICE_APPROVE_REQUEST,
    SERVICE_CONFIRM_SHARES,
    SERVICE_DECLINE_REQUEST,
    SERVICE_ERASE_REQUEST,
    SERVICE_ERASE_REQUESTER,
    SERVICE_GET_LEDGER,
    SERVICE_GET_RECORD,
    SERVICE_LIST_REQUESTS,
    SERVICE_NOTIFY_REQUEST,
    SERVICE_PREPARE_REQUEST,
    SERVICE_RENEW_SHARE,
    SERVICE_REQUEST_CLIP,
    SERVICE_REVOKE_SHARE,
    SERVICE_ROTATE_KEY,
    SERVICE_SET_ZONES,
    SERVICE_SHARE_CLIP,
)
from .zones import set_zones

type Action = Callable[[ServiceCall, Home, Sharing], Awaitable[ServiceResponse]]


@callback
def async_setup_sharing_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    only, optional = SupportsResponse.ONLY, SupportsResponse.OPTIONAL
    none = SupportsResponse.NONE
    actions: dict[str, tuple[Action, SupportsResponse]] = {
        SERVICE_REQUEST_CLIP: (request_clip, optional),
        SERVICE_NOTIFY_REQUEST: (notify_request, optional),
        SERVICE_PREPARE_REQUEST: (_prepare_request, optional),
        SERVICE_APPROVE_REQUEST: (_approve_request, optional),
        SERVICE_DECLINE_REQUEST: (_decline_request, none),
        SERVICE_REVOKE_SHARE: (_revoke_share, none),
        SERVICE_SHARE_CLIP: (_share_clip, none),
        SERVICE_CONFIRM_SHARES: (_confirm_shares, none),
        SERVICE_LIST_REQUESTS: (_list_requests, only),
        SERVICE_SET_ZONES: (_set_zones, none),
        SERVICE_RENEW_SHARE: (_renew_share, only),
        SERVICE_GET_RECORD: (_get_record, only),
        SERVICE_GET_LEDGER: (_get_ledger, only),
        SERVICE_ROTATE_KEY: (_rotate_key, optional),
        SERVICE_ERASE_REQUEST: (_erase_request, optional),
        SERVICE_ERASE_REQUESTER: (_erase_requester, optional),
    }
    for name, (action, responds) in actions.items():
        hass.services.async_register(
            DOMAIN,
            name,
            _translating(action),
            schema=SCHEMAS[name],
            supports_response=responds,
        )


def _translating(
    action: Action,
) -> Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]:
    """Return an action as Home Assistant performs it, its refusals translated."""

    async def perform(call: ServiceCall) -> ServiceResponse:
        home, sharing = sharing_home(call.hass)
        with translated():
            return await action(call, home, sharing)

    return perform


async def _prepare_request(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Render what may be approved."""
    actor = await actor_of(call.hass, call.context)
    data, zone = call.data, dt_util.get_default_time_zone()

    def us(moment: datetime) -> int:
        return to_us(to_utc(moment, zone))

    parts = None
    if "parts" in data:
        parts = [
            Part(
                doorbell_id_of(call.hass, part["device"]),
                us(part["start"]),
                us(part["end"]),
            )
            for part in data["parts"]
        ]
    boxes = [
        _area(doorbell_id_of(call.hass, box["device"]), box) for box in data["boxes"]
    ]
    request = await prepare(
        home,
        data["request_id"],
        actor,
        parts=parts,
        boxes=boxes,
        audio=data["audio"],
    )
    return describe_request(home, sharing, request)


async def _approve_request(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Approve exactly what was prepared."""
    data = call.data
    lifetime: timedelta | None = data.get("lifetime")
    passphrase = new_passphrase() if data["with_passphrase"] else None
    terms = ShareTerms(
        lifetime=lifetime_us(lifetime),
        claims=data.get("claims"),
        passphrase=passphrase,
        to_asker=data["to_asker"],
        confirmed=frozenset(data["confirmed"]),
    )
    actor = await actor_of(call.hass, call.context)
    share = await approve(home, data["request_id"], data["render_hash"], actor, terms)
    return share if passphrase is None else {**share, "passphrase": passphrase}


async def _decline_request(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Decline a request."""
    actor = await actor_of(call.hass, call.context)
    await sharing.decline(call.data["request_id"], actor)


async def _revoke_share(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Take a share back."""
    actor = await actor_of(call.hass, call.context)
    await sharing.revoke(call.data["share_id"], actor)


async def _share_clip(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Hand a share's link to notify entities."""
    actor = await actor_of(call.hass, call.context)
    await deliver(home, call.data["share_id"], call.data["targets"], actor)


async def _confirm_shares(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Let suspended shares be used again."""
    actor = await actor_of(call.hass, call.context)
    await sharing.confirm_shares(actor, call.data.get("share_ids"))


async def _list_requests(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Return requests with their askers' words, and the live shares."""
    await demand(sharing, await actor_of(call.hass, call.context), "list")
    states = call.data.get("states")
    page = await sharing.list_requests(
        None if states is None else {RequestState(state) for state in states},
        cursor=call.data.get("cursor"),
        limit=call.data["limit"],
    )
    return {
        "requests": [describe_request(home, sharing, one) for one in page.items],
        "shares": [*await describe_shares(home, sharing)],
        "cursor": page.cursor,
    }


async def _set_zones(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Set what is always covered in a doorbell's clips."""
    doorbell = doorbell_id_of(call.hass, call.data["device"])
    zones = [_area(doorbell, zone) for zone in call.data["zones"]]
    actor = await actor_of(call.hass, call.context)
    await set_zones(home, doorbell, zones, actor)


async def _renew_share(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Return a new link of a share; the one before is dead."""
    actor = await actor_of(call.hass, call.context)
    return await renew(home, call.data["share_id"], actor)


async def _get_record(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Return what was asked and what came of it."""
    await demand(sharing, await actor_of(call.hass, call.context), "record")
    return {**await record(home), "download": download(call.hass, RECORD)}


async def _get_ledger(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Return a page of the ledger, and where all of it can be downloaded."""
    await demand(sharing, await actor_of(call.hass, call.context), "ledger/page")
    page = await ledger_page(home, call.data.get("before"), call.data["limit"])
    paths = {kind: download(call.hass, f"{LEDGER}/{kind}") for kind in LEDGER_KINDS}
    return {**page, "download": paths}


async def _rotate_key(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Let a new key sign; return its fingerprint."""
    actor = await actor_of(call.hass, call.context)
    return {"fingerprint": await sharing.rotate_key(actor)}


async def _erase_request(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Forget the words of one closed request."""
    actor = await actor_of(call.hass, call.context)
    return {"erased": await sharing.erase_request(call.data["request_id"], actor)}


async def _erase_requester(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Forget the words of a requester."""
    actor = await actor_of(call.hass, call.context)
    return {"erased": await erase_requester(home, call.data["requester"], actor)}


def _area(doorbell: str, values: dict[str, Any]) -> Area:
    return Area(doorbell, values["x"], values["y"], values["width"], values["height"])
