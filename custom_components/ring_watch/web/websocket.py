"""Websocket commands about requests, shares and the ledger, for administrators."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.accounts import ledger_page, record
from custom_components.ring_watch.consent.actors import actor_of
from custom_components.ring_watch.consent.describe import (
    describe_area,
    describe_request,
    describe_share,
)
from custom_components.ring_watch.consent.doings import (
    approve,
    demand,
    prepare,
    renew,
    sharing_home,
)
from custom_components.ring_watch.consent.look import coverage, thumbnails
from custom_components.ring_watch.consent.refusals import translated
from custom_components.ring_watch.consent.schemas import AREA
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import Area, Part
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.sharing.model.requests import RequestState
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.sharing import Sharing
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback

_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_LIMIT: Final = vol.All(int, vol.Range(min=1, max=200))
_COUNT: Final = vol.All(int, vol.Range(min=1, max=60))
_DOORBELL: Final = vol.Required("doorbell_id")

type Message = dict[str, Any]
type Work = Callable[
    [Home, Sharing, Actor, Message], Coroutine[Any, Any, dict[str, Any] | None]
]

_COMMANDS: Final[list[Callable[..., None]]] = []


def _time(text: object) -> int:
    """Accept a time with its offset, as microseconds."""
    try:
        return parse_time(str(text))
    except EngineError as err:
        raise vol.Invalid(str(err)) from err


def _command(name: str, **fields: Any) -> Callable[[Work], Work]:
    """Make a command of what an administrator may do; others are noted and refused.

    An answer of None is an empty result.
    """
    schema: dict[Any, Any] = {vol.Required("type"): f"ring_watch/{name}"}
    for field, (marker, value) in fields.items():
        schema[marker(field)] = value

    def decorate(work: Work) -> Work:
        @websocket_api.websocket_command(schema)
        @websocket_api.async_response
        async def perform(
            hass: HomeAssistant, connection: ActiveConnection, msg: Message
        ) -> None:
            home, sharing = sharing_home(hass)
            actor = await actor_of(hass, connection.context(msg))
            with translated():
                await demand(sharing, actor, name)
                result = await work(home, sharing, actor, msg)
            connection.send_result(msg["id"], result)

        _COMMANDS.append(perform)
        return work

    return decorate


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in _COMMANDS:
        websocket_api.async_register_command(hass, command)
    websocket_api.async_register_command(hass, _subscribe)


@websocket_api.websocket_command(
    {vol.Required("type"): "ring_watch/requests/subscribe"}
)
@websocket_api.require_admin
@callback
def _subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Send every step of requests and shares, without anybody's words."""
    home, _ = sharing_home(hass)

    @callback
    def forward(announcement: Announcement | None) -> None:
        if announcement is not None and connection.user.is_active:
            event = home.consent.announcer.event(announcement)
            connection.send_event(msg["id"], event)

    connection.subscriptions[msg["id"]] = home.consent.subscribe(forward)
    connection.send_result(msg["id"])


@_command(
    "requests/list",
    states=(vol.Optional, [vol.In([state.value for state in RequestState])]),
    requester_id=(vol.Optional, _ID),
    cursor=(vol.Optional, _ID),
    limit=(vol.Optional, _LIMIT),
)
async def _list(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    states = msg.get("states")
    page = await sharing.list_requests(
        None if states is None else {RequestState(state) for state in states},
        msg.get("requester_id"),
        msg.get("cursor"),
        msg.get("limit", 50),
    )
    requests = [describe_request(home, sharing, one) for one in page.items]
    return {"requests": requests, "cursor": page.cursor, "waiting": sharing.waiting}


@_command("requests/get", request_id=(vol.Required, _ID))
async def _get(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    request = await sharing.get(msg["request_id"])
    return {
        "request": describe_request(home, sharing, request),
        "coverage": await coverage(home, request),
    }


@_command(
    "requests/thumbnails",
    request_id=(vol.Required, _ID),
    doorbell_id=(vol.Required, _ID),
    count=(vol.Optional, _COUNT),
)
async def _thumbnails(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    request = await sharing.get(msg["request_id"])
    if msg["doorbell_id"] not in request.doorbells:
        raise SharingError("no_request")
    count = msg.get("count", 12)
    return {"thumbnails": await thumbnails(home, request, msg["doorbell_id"], count)}


@_command(
    "requests/prepare",
    request_id=(vol.Required, _ID),
    parts=(
        vol.Optional,
        [
            {
                _DOORBELL: _ID,
                vol.Required("start"): _time,
                vol.Required("end"): _time,
            }
        ],
    ),
    boxes=(vol.Optional, [{_DOORBELL: _ID, **AREA}]),
    audio=(vol.Optional, bool),
)
async def _prepare(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    parts = None
    if "parts" in msg:
        parts = [
            Part(part["doorbell_id"], part["start"], part["end"])
            for part in msg["parts"]
        ]
    request = await prepare(
        home,
        msg["request_id"],
        actor,
        parts=parts,
        boxes=[_area(box["doorbell_id"], box) for box in msg.get("boxes", ())],
        audio=msg.get("audio", False),
    )
    return describe_request(home, sharing, request)


@_command(
    "requests/approve",
    request_id=(vol.Required, _ID),
    render_hash=(vol.Required, _ID),
    lifetime=(vol.Optional, vol.All(int, vol.Range(min=1))),
    claims=(vol.Optional, int),
    passphrase=(vol.Optional, str),
    to_asker=(vol.Optional, bool),
    confirmed=(vol.Optional, [str]),
)
async def _approve(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    """``lifetime`` is in seconds."""
    lifetime = msg.get("lifetime")
    terms = ShareTerms(
        lifetime=None if lifetime is None else lifetime * 1_000_000,
        claims=msg.get("claims"),
        passphrase=msg.get("passphrase"),
        to_asker=msg.get("to_asker", True),
        confirmed=frozenset(msg.get("confirmed", ())),
    )
    return await approve(home, msg["request_id"], msg["render_hash"], actor, terms)


@_command("requests/decline", request_id=(vol.Required, _ID))
async def _decline(home: Home, sharing: Sharing, actor: Actor, msg: Message) -> None:
    await sharing.decline(msg["request_id"], actor)


@_command("requests/erase", request_id=(vol.Required, _ID))
async def _erase_request(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return {"erased": await sharing.erase_request(msg["request_id"], actor)}


@_command("requesters/erase", requester_id=(vol.Required, _ID))
async def _erase_requester(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return {"erased": await sharing.erase_requester(msg["requester_id"], actor)}


@_command("shares/list")
async def _shares(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return {"shares": [describe_share(share) for share in sharing.shares()]}


@_command("shares/revoke", share_id=(vol.Required, _ID))
async def _revoke(home: Home, sharing: Sharing, actor: Actor, msg: Message) -> None:
    await sharing.revoke(msg["share_id"], actor)


@_command("shares/renew", share_id=(vol.Required, _ID))
async def _renew(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return await renew(home, msg["share_id"], actor)


@_command("shares/confirm", share_ids=(vol.Optional, [_ID]))
async def _confirm(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return {"confirmed": await sharing.confirm_shares(actor, msg.get("share_ids"))}


@_command("zones/get", doorbell_id=(vol.Required, _ID))
async def _zones(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    zones = home.consent.doorbells.zones(msg["doorbell_id"])
    return {"zones": [describe_area(zone) for zone in zones]}


@_command("zones/set", doorbell_id=(vol.Required, _ID), zones=(vol.Required, [AREA]))
async def _set_zones(home: Home, sharing: Sharing, actor: Actor, msg: Message) -> None:
    doorbell = msg["doorbell_id"]
    if doorbell not in home.doorbells:
        raise SharingError("no_doorbell")
    zones = [_area(doorbell, zone) for zone in msg["zones"]]
    await home.consent.set_zones(doorbell, zones, actor)


@_command("record")
async def _record(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return await record(home)


@_command(
    "ledger/page",
    before=(vol.Optional, vol.All(int, vol.Range(min=0))),
    limit=(vol.Optional, _LIMIT),
)
async def _ledger(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return await ledger_page(home, msg.get("before"), msg.get("limit", 50))


@_command("ledger/rotate_key")
async def _rotate_key(
    home: Home, sharing: Sharing, actor: Actor, msg: Message
) -> dict[str, Any]:
    return {"fingerprint": await sharing.rotate_key(actor)}


def _area(doorbell: str, values: Message) -> Area:
    return Area(doorbell, values["x"], values["y"], values["width"], values["height"])
