"""Actions: ask, prepare, approve, decline, revoke, list, and set zones.

To ask is for automations and voice. All others need a real, active administrator:
automations, scripts and other users are refused, and the ledger notes it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.selection import doorbell_of
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model import (
    Area,
    Ask,
    Origin,
    Part,
    RequestState,
    ShareTerms,
    Source,
)
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.times import to_us, to_utc, window
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .actors import actor_of
from .delivery import deliver
from .describe import describe_request, describe_share
from .doings import approve, demand, lifetime_us, prepare, sharing_home
from .refusals import translated

SERVICE_REQUEST_CLIP: Final = "request_clip"
SERVICE_PREPARE_REQUEST: Final = "prepare_request"
SERVICE_APPROVE_REQUEST: Final = "approve_request"
SERVICE_DECLINE_REQUEST: Final = "decline_request"
SERVICE_REVOKE_SHARE: Final = "revoke_share"
SERVICE_SHARE_CLIP: Final = "share_clip"
SERVICE_CONFIRM_SHARES: Final = "confirm_shares"
SERVICE_LIST_REQUESTS: Final = "list_requests"
SERVICE_SET_ZONES: Final = "set_zones"

_MOST_LISTED: Final = 200
_FRACTION: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=1))
AREA: Final = {
    vol.Required("x"): _FRACTION,
    vol.Required("y"): _FRACTION,
    vol.Required("width"): _FRACTION,
    vol.Required("height"): _FRACTION,
}
_ID: Final = vol.All(cv.string, vol.Length(min=1, max=64))

SCHEMAS: Final[dict[str, vol.Schema]] = {
    SERVICE_REQUEST_CLIP: vol.Schema(
        {
            vol.Optional("devices"): vol.All(cv.ensure_list, [str]),
            vol.Optional("start"): cv.datetime,
            vol.Optional("end"): cv.datetime,
            vol.Optional("last"): cv.time_period,
            vol.Optional("requester"): cv.string,
            vol.Optional("name", default=""): cv.string,
            vol.Optional("reason", default=""): cv.string,
            vol.Optional("case_number", default=""): cv.string,
            vol.Optional("contact", default=""): cv.string,
        }
    ),
    SERVICE_PREPARE_REQUEST: vol.Schema(
        {
            vol.Required("request_id"): _ID,
            vol.Optional("parts"): vol.All(
                cv.ensure_list,
                [
                    {
                        vol.Required("device"): str,
                        vol.Required("start"): cv.datetime,
                        vol.Required("end"): cv.datetime,
                    }
                ],
            ),
            vol.Optional("boxes", default=list): vol.All(
                cv.ensure_list, [{vol.Required("device"): str, **AREA}]
            ),
            vol.Optional("audio", default=False): cv.boolean,
        }
    ),
    SERVICE_APPROVE_REQUEST: vol.Schema(
        {
            vol.Required("request_id"): _ID,
            vol.Required("render_hash"): _ID,
            vol.Optional("lifetime"): cv.positive_time_period,
            vol.Optional("claims"): vol.Coerce(int),
            vol.Optional("to_asker", default=True): cv.boolean,
            vol.Optional("confirmed", default=list): vol.All(
                cv.ensure_list, [cv.string]
            ),
        }
    ),
    SERVICE_DECLINE_REQUEST: vol.Schema({vol.Required("request_id"): _ID}),
    SERVICE_REVOKE_SHARE: vol.Schema({vol.Required("share_id"): _ID}),
    SERVICE_SHARE_CLIP: vol.Schema(
        {
            vol.Required("share_id"): _ID,
            vol.Required("targets"): vol.All(cv.entity_ids, vol.Length(min=1)),
        }
    ),
    SERVICE_CONFIRM_SHARES: vol.Schema(
        {vol.Optional("share_ids"): vol.All(cv.ensure_list, [_ID])}
    ),
    SERVICE_LIST_REQUESTS: vol.Schema(
        {
            vol.Optional("states"): vol.All(
                cv.ensure_list, [vol.In([state.value for state in RequestState])]
            ),
            vol.Optional("cursor"): _ID,
            vol.Optional("limit", default=50): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=_MOST_LISTED)
            ),
        }
    ),
    SERVICE_SET_ZONES: vol.Schema(
        {
            vol.Required("device"): str,
            vol.Required("zones"): vol.All(cv.ensure_list, [AREA]),
        }
    ),
}

type Action = Callable[[ServiceCall, Home, Sharing], Awaitable[ServiceResponse]]


@callback
def async_setup_sharing_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    only, optional = SupportsResponse.ONLY, SupportsResponse.OPTIONAL
    none = SupportsResponse.NONE
    actions: dict[str, tuple[Action, SupportsResponse]] = {
        SERVICE_REQUEST_CLIP: (_request_clip, optional),
        SERVICE_PREPARE_REQUEST: (_prepare_request, optional),
        SERVICE_APPROVE_REQUEST: (_approve_request, optional),
        SERVICE_DECLINE_REQUEST: (_decline_request, none),
        SERVICE_REVOKE_SHARE: (_revoke_share, none),
        SERVICE_SHARE_CLIP: (_share_clip, none),
        SERVICE_CONFIRM_SHARES: (_confirm_shares, none),
        SERVICE_LIST_REQUESTS: (_list_requests, only),
        SERVICE_SET_ZONES: (_set_zones, none),
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


async def _request_clip(
    call: ServiceCall, home: Home, sharing: Sharing
) -> ServiceResponse:
    """Take an ask. Only administrators and automations may name a requester."""
    data, requester_id = call.data, None
    if (wanted := data.get("requester")) is not None:
        actor = await actor_of(call.hass, call.context)
        if call.context.user_id is not None and not actor.is_admin:
            await sharing.note_attempt("request_for_another", actor)
            raise NotAllowed
        requester_id = _requester(home, wanted)
    start, end = window(
        dt_util.get_default_time_zone(),
        start=data.get("start"),
        end=data.get("end"),
        last=data.get("last"),
    )
    devices: list[str] | None = data.get("devices")
    asked = Ask(
        start=to_us(start),
        end=to_us(end),
        doorbells=None
        if devices is None
        else tuple(_doorbell(call.hass, device) for device in devices),
        requester_id=requester_id,
        name=data["name"],
        reason=data["reason"],
        contact=data["contact"],
        case_number=data["case_number"],
    )
    receipt = await sharing.receive(asked, Source(Origin.ACTION))
    return {"request_id": receipt.request_id, "rule": receipt.rule}


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
                _doorbell(call.hass, part["device"]), us(part["start"]), us(part["end"])
            )
            for part in data["parts"]
        ]
    boxes = [_area(_doorbell(call.hass, box["device"]), box) for box in data["boxes"]]
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
    terms = ShareTerms(
        lifetime=lifetime_us(lifetime),
        claims=data.get("claims"),
        to_asker=data["to_asker"],
        confirmed=frozenset(data["confirmed"]),
    )
    actor = await actor_of(call.hass, call.context)
    return await approve(home, data["request_id"], data["render_hash"], actor, terms)


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
        "shares": [describe_share(share) for share in sharing.shares()],
        "cursor": page.cursor,
    }


async def _set_zones(call: ServiceCall, home: Home, sharing: Sharing) -> None:
    """Set what is always covered in a doorbell's clips."""
    doorbell = _doorbell(call.hass, call.data["device"])
    zones = [_area(doorbell, zone) for zone in call.data["zones"]]
    actor = await actor_of(call.hass, call.context)
    await home.consent.set_zones(doorbell, zones, actor)


def _doorbell(hass: HomeAssistant, device_id: str) -> str:
    return doorbell_of(hass, device_id)[2].subentry_id


def _requester(home: Home, wanted: str) -> str:
    """Return the id of a requester that was named by id or name."""
    for requester in home.consent.requesters.all():
        if wanted in (requester.requester_id, requester.name):
            return requester.requester_id
    raise SharingError("no_requester")


def _area(doorbell: str, values: dict[str, Any]) -> Area:
    return Area(doorbell, values["x"], values["y"], values["width"], values["height"])
