"""Google's push service, as far as Ring's notifications travel over it.

A client checks in, registers, gives Ring the token, and listens at a socket; messages
are encrypted for it, kept until it acknowledges them, and sent again when it comes back.
"""

import asyncio
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from http import HTTPStatus
import itertools
import json
import secrets
import ssl
from typing import Any

from aiohttp import web
from firebase_messaging.proto.checkin_pb2 import (
    AndroidCheckinRequest,
    AndroidCheckinResponse,
)
from firebase_messaging.proto.mcs_pb2 import DataMessageStanza

from .accounts import Account
from .events import Event
from .mailbox import Mailbox, Post
from .messages import KeyForm, notification, old_notification, seal
from .network import LOCAL
from .traffic import Endpoint, reply


@dataclass(frozen=True)
class Subscription:
    """Where a token leads: a device's program, and the keys that it reads with."""

    android_id: int
    program: str
    public: bytes
    secret: bytes


@dataclass
class Push:
    """The push service. With `refuses` no program can register.

    `post` has the mailboxes of the devices that have checked in.
    """

    refuses: bool = False
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    post: Post = field(default_factory=Post)
    _programs: dict[str, tuple[int, str]] = field(default_factory=dict)
    _ids: Any = field(
        default_factory=lambda: itertools.count(4_000_000_000_000_000_001)
    )
    _server: asyncio.Server | None = None

    def routes(self) -> list[web.RouteDef]:
        """What it answers over HTTP."""
        project = "/v1/projects/{project}"
        post, check_in, register = web.post, Endpoint.CHECK_IN, Endpoint.REGISTER
        return [
            post("/checkin", self.check_in, name=check_in),  # codespell:ignore checkin
            post("/c2dm/register3", self.program, name=register),
            post(f"{project}/installations", self.install, name=f"{register}.install"),
            post(f"{project}/registrations", self.register, name=f"{register}.web"),
        ]

    async def start(self, context: ssl.SSLContext) -> int:
        """Listen for devices; return the port."""
        self._server = await asyncio.start_server(
            self.post.listen, LOCAL, 0, ssl=context
        )
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Hang up."""
        self.hang_up()
        if self._server:
            self._server.close()

    def hang_up(self) -> None:
        """End the connections of all devices; they may come back."""
        for mailbox in self.post.boxes.values():
            mailbox.hang_up()

    def forget(self) -> None:
        """Know no device and no program any more, as after a long silence."""
        self.hang_up()
        self.post.boxes.clear()
        self.subscriptions.clear()
        self._programs.clear()

    def listening(self, account: Account) -> bool:
        """Whether a client of an account would get a notification at once."""
        return any(box.connected for _, box in self._boxes(account))

    async def notify(
        self,
        account: Account,
        event: Event,
        *,
        form: KeyForm = KeyForm.PADDED,
        old: bool = False,
    ) -> int:
        """Tell an account's clients of an event; return how many are told.

        Those that do not listen get it when they do. `old` sends it in the shape of
        earlier years.
        """
        told = old_notification(event) if old else notification(event)
        return await self._send(self._boxes(account, event), told, form)

    async def send(
        self,
        account: Account,
        told: dict[str, Any],
        *,
        form: KeyForm = KeyForm.PADDED,
    ) -> int:
        """Send an account's clients any notification; return to how many."""
        return await self._send(self._boxes(account), told, form)

    async def _send(
        self,
        found: list[tuple[Subscription, Mailbox]],
        told: dict[str, Any],
        form: KeyForm,
    ) -> int:
        for subscription, _ in found:
            message = _message(told, subscription, form)
            await self.post.put(subscription.android_id, message)
        return len(found)

    def _boxes(
        self, account: Account, event: Event | None = None
    ) -> list[tuple[Subscription, Mailbox]]:
        """The boxes of an account's clients, or of those that hear of an event."""
        tokens = [
            client.push_token
            for client in account.clients.values()
            if event is None or client.hears(event.device.id, event.kind)
        ]
        found = [self.subscriptions[t] for t in tokens if t in self.subscriptions]
        return [(s, self.post.boxes[s.android_id]) for s in found]

    async def check_in(self, request: web.Request) -> web.Response:
        """Give a device an identity, unless it has one that is known."""
        known = AndroidCheckinRequest.FromString(await request.read())
        answer = AndroidCheckinResponse(
            stats_ok=True, android_id=known.id, security_token=known.security_token
        )
        box = self.post.boxes.get(known.id)
        if box is None or box.security_token != str(known.security_token):
            answer.android_id = next(self._ids)
            answer.security_token = secrets.randbits(62)
            self.post.boxes[answer.android_id] = Mailbox(str(answer.security_token))
        return web.Response(
            body=answer.SerializeToString(), content_type="application/x-protobuf"
        )

    async def program(self, request: web.Request) -> web.Response:
        """Give a program of a device a token."""
        if self.refuses:
            return web.Response(text="Error=PHONE_REGISTRATION_ERROR")
        form = await request.post()
        token = secrets.token_urlsafe(24)
        self._programs[token] = int(str(form["device"])), str(form["X-subtype"])
        return web.Response(text=f"token={token}")

    async def install(self, request: web.Request) -> web.Response:
        """Install Ring's app, so to speak."""
        wanted = json.loads(await request.read())
        return reply(
            {
                "fid": wanted["fid"],
                "refreshToken": secrets.token_urlsafe(24),
                "authToken": {
                    "token": secrets.token_urlsafe(24),
                    "expiresIn": "604800s",
                },
            }
        )

    async def register(self, request: web.Request) -> web.Response:
        """Give the app the token to which Ring sends."""
        told = json.loads(await request.read())["web"]
        program = self._programs.get(told["endpoint"].rpartition("/")[2])
        if program is None:
            return reply({"error": "unknown endpoint"}, HTTPStatus.BAD_REQUEST)
        token = secrets.token_urlsafe(96)
        public, secret = (
            urlsafe_b64decode(told[key] + "==") for key in ("p256dh", "auth")
        )
        self.subscriptions[token] = Subscription(*program, public, secret)
        return reply({"token": token, "web": told})


def _message(
    told: dict[str, Any], subscription: Subscription, form: KeyForm
) -> DataMessageStanza:
    content = json.dumps(told).encode()
    sealed = seal(content, subscription.public, subscription.secret, form)
    message = DataMessageStanza(
        category="org.chromium.linux",
        persistent_id=f"0:{secrets.token_hex(12)}",
        raw_data=sealed.content,
    )
    # Its name is one of Python's own words.
    setattr(message, "from", "BDOU99")
    for key, value in (
        ("crypto-key", sealed.crypto_key),
        ("encryption", sealed.encryption),
        ("content-encoding", "aesgcm"),
        ("subtype", subscription.program),
    ):
        message.app_data.add(key=key, value=value)
    return message
