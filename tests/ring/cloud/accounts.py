"""Accounts of the fake: who may log in, and which clients have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
import secrets
import time
from typing import Any, Final, Literal

from .devices import Device

CLIENT_ID: Final = "ring_official_android"
CODES: Final = 10
"""How many codes may be tried before the account is throttled."""

type Answer = tuple[int, dict[str, Any]]


@dataclass
class Client:
    """One authorised client of an account, known by its hardware id.

    `access` and `refresh` are the tokens that are good now; `has_session` tells that it
    made a session since it logged in, `push_token` where it wants to be notified.
    `alerts` are the devices and kinds of events that it asked to be notified of.
    """

    account: Account = field(repr=False)
    hardware_id: str
    access: str = ""
    refresh: str = ""
    expires: float = 0
    has_session: bool = False
    push_token: str | None = None
    alerts: set[tuple[int, str]] = field(default_factory=set)

    def hears(self, device_id: int, kind: str) -> bool:
        """Whether it is notified of a kind of a device's events."""
        return self.account.alerts or (device_id, kind) in self.alerts


@dataclass
class Account:
    """Somebody with an e-mail address, a password, perhaps a second factor; devices.

    `code` is right as long as it stands there. Access tokens last `token_seconds`;
    refreshing makes the old refresh token worthless unless `rotates` is off. With
    `alerts` off a client is notified only of what it asked for, and not of the devices
    `without_alerts`.
    """

    email: str = "owner@example.com"
    password: str = "correct horse"
    second_factor: Literal["sms", "email", "totp"] | None = "sms"
    code: str = "246810"
    phone: str = "xxx-xxx-xx42"
    next_code_seconds: int = 60
    token_seconds: int = 3600
    rotates: bool = True
    alerts: bool = True
    without_alerts: set[int] = field(default_factory=set)
    devices: list[Device] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    codes_sent: int = 0
    codes_tried: int = 0

    def device(self, device_id: int) -> Device | None:
        """The device with this id; a doorbell comes before a camera of the same id."""
        return next((d for d in self.devices if d.id == device_id), None)

    def client(self) -> Client:
        """The one client of this account."""
        (found,) = self.clients.values()
        return found

    def expire_access(self) -> None:
        """Let all access tokens be worthless from now on; refreshing still works."""
        for client in self.clients.values():
            client.expires = 0

    def revoke(self) -> None:
        """Take all clients off the account, as its owner can."""
        self.clients.clear()


@dataclass
class Accounts:
    """All accounts, and the token endpoint's rules."""

    all: list[Account] = field(default_factory=list)

    def by_access(self, token: str | None) -> Client | None:
        """The client that an access token is for, while it is good."""
        for client in self._clients():
            if token and client.access == token and client.expires > time.time():
                return client
        return None

    def grant(self, form: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """Answer a request for a token: status and JSON."""
        if form.get("grant_type") == "refresh_token":
            return self._refresh(str(form.get("refresh_token")))
        if form.get("grant_type") != "password":
            return HTTPStatus.BAD_REQUEST, {"error": "unsupported_grant_type"}
        account = next((a for a in self.all if a.email == form.get("username")), None)
        if account is None or account.password != form.get("password"):
            return HTTPStatus.UNAUTHORIZED, {
                "error": "access_denied",
                "error_description": "invalid user credentials",
            }
        if account.second_factor and (refused := _second_factor(account, headers)):
            return refused
        hardware_id = headers.get("hardware_id", "")
        client = account.clients.setdefault(hardware_id, Client(account, hardware_id))
        client.has_session = False
        return HTTPStatus.OK, _tokens(client)

    def _refresh(self, token: str) -> Answer:
        for client in self._clients():
            if client.refresh == token:
                return HTTPStatus.OK, _tokens(client)
        return HTTPStatus.UNAUTHORIZED, {
            "error": "invalid_grant",
            "error_description": "token is invalid or does not exist",
        }

    def _clients(self) -> list[Client]:
        return [c for account in self.all for c in account.clients.values()]


def _second_factor(account: Account, headers: Mapping[str, str]) -> Answer | None:
    """What is said instead of giving tokens; None where the code is right."""
    code = headers.get("2fa-code")
    if code is None or headers.get("2fa-support") != "true":
        account.codes_sent += account.second_factor != "totp"
        return HTTPStatus.PRECONDITION_FAILED, {
            "next_time_in_secs": account.next_code_seconds,
            "phone": account.phone,
            "tsv_state": account.second_factor,
        }
    account.codes_tried += 1
    if account.codes_tried > CODES:
        return HTTPStatus.TOO_MANY_REQUESTS, {
            "error": "too_many_requests",
            "error_description": "too many requests from dependency service",
        }
    if code != account.code:
        text = "Verification Code is invalid or expired"
        return HTTPStatus.BAD_REQUEST, {"error": text, "err_msg": text}
    account.codes_tried = 0
    return None


def _tokens(client: Client) -> dict[str, Any]:
    account = client.account
    client.access = secrets.token_urlsafe(48)
    client.expires = time.time() + account.token_seconds
    if account.rotates or not client.refresh:
        client.refresh = secrets.token_urlsafe(48)
    return {
        "access_token": client.access,
        "refresh_token": client.refresh,
        "expires_in": account.token_seconds,
        "scope": "client",
        "token_type": "Bearer",
    }
