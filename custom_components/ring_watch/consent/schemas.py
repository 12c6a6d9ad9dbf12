"""What the actions about sharing accept."""

from typing import Final

import voluptuous as vol

from custom_components.ring_watch.selection import DOORBELLS
from custom_components.ring_watch.sharing.model.requests import RequestState
from homeassistant.helpers import config_validation as cv

SERVICE_REQUEST_CLIP: Final = "request_clip"
SERVICE_NOTIFY_REQUEST: Final = "notify_request"
SERVICE_PREPARE_REQUEST: Final = "prepare_request"
SERVICE_APPROVE_REQUEST: Final = "approve_request"
SERVICE_DECLINE_REQUEST: Final = "decline_request"
SERVICE_REVOKE_SHARE: Final = "revoke_share"
SERVICE_SHARE_CLIP: Final = "share_clip"
SERVICE_CONFIRM_SHARES: Final = "confirm_shares"
SERVICE_LIST_REQUESTS: Final = "list_requests"
SERVICE_SET_ZONES: Final = "set_zones"
SERVICE_RENEW_SHARE: Final = "renew_share"
SERVICE_GET_RECORD: Final = "get_record"
SERVICE_GET_LEDGER: Final = "get_ledger"
SERVICE_ROTATE_KEY: Final = "rotate_key"
SERVICE_ERASE_REQUEST: Final = "erase_request"
SERVICE_ERASE_REQUESTER: Final = "erase_requester"

_MOST_LISTED: Final = 200
_FRACTION: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=1))
AREA: Final = {
    vol.Required("x"): _FRACTION,
    vol.Required("y"): _FRACTION,
    vol.Required("width"): _FRACTION,
    vol.Required("height"): _FRACTION,
}
_ID: Final = vol.All(cv.string, vol.Length(min=1, max=64))
_LIMIT: Final = vol.Optional("limit", default=50)
_COUNT: Final = vol.All(vol.Coerce(int), vol.Range(min=1, max=_MOST_LISTED))

SCHEMAS: Final[dict[str, vol.Schema]] = {
    SERVICE_REQUEST_CLIP: vol.Schema(
        {
            **DOORBELLS,
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
    SERVICE_NOTIFY_REQUEST: vol.Schema(
        {
            vol.Required("request_id"): _ID,
            vol.Required("devices"): vol.All(
                cv.ensure_list, vol.Length(min=1), [cv.string]
            ),
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
            # Made for the owner: what is passed to an action is kept in the database.
            vol.Optional("with_passphrase", default=False): cv.boolean,
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
            _LIMIT: _COUNT,
        }
    ),
    SERVICE_SET_ZONES: vol.Schema(
        {
            vol.Required("device"): str,
            vol.Required("zones"): vol.All(cv.ensure_list, [AREA]),
        }
    ),
    SERVICE_RENEW_SHARE: vol.Schema({vol.Required("share_id"): _ID}),
    SERVICE_GET_RECORD: vol.Schema({}),
    SERVICE_GET_LEDGER: vol.Schema(
        {
            vol.Optional("before"): vol.All(vol.Coerce(int), vol.Range(min=0)),
            _LIMIT: _COUNT,
        }
    ),
    SERVICE_ROTATE_KEY: vol.Schema({}),
    SERVICE_ERASE_REQUEST: vol.Schema({vol.Required("request_id"): _ID}),
    SERVICE_ERASE_REQUESTER: vol.Schema({vol.Required("requester"): cv.string}),
}
