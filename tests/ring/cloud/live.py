"""Live view: tickets, and the socket over which both sides agree on a WebRTC session."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
import secrets
from typing import Any, Final

from aiohttp import WSMsgType, web

from .devices import Device
from .state import State, refused
from .traffic import Endpoint, reply

CANDIDATE: Final = "candidate:1 1 UDP 2015363327 192.0.2.1 50000 typ host"


@dataclass(eq=False)
class LiveSession:
    """One live view. `messages` is all that the viewer sent, in its order."""

    device: Device
    id: str
    dialog: str
    offer: str
    socket: web.WebSocketResponse = field(repr=False)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def methods(self) -> list[str]:
        """What the viewer sent, by name."""
        return [message["method"] for message in self.messages]

    async def send(self, method: str, **body: Any) -> None:
        """Send the viewer a message."""
        about = {"doorbot_id": self.device.id, "session_id": self.id}
        message = {"method": method, "dialog_id": self.dialog, "body": about | body}
        await self.socket.send_json(message)

    async def end(self, code: int, text: str) -> None:
        """End the session, as Ring does when a camera is busy or the time is up."""
        await self.send("close", reason={"code": code, "text": text})


async def answer(offer: str) -> str:
    """An answer (RFC 3264) to all media of an offer, which sends and receives.

    That is wrong where the offer only receives, and what Ring's cameras say.
    """
    return "\r\n".join([*_answer(offer.splitlines()), ""])


@dataclass
class Live:
    """Handlers of live view. While `refusal` is set no session begins.

    `camera` answers offers (SDP). The one that is there from the start sends no
    pictures; `camera.BrowserCamera` does.
    """

    state: State
    camera: Callable[[str], Awaitable[str]] = answer
    sessions: list[LiveSession] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    refusal: tuple[int, str] | None = None

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        ticket = "/api/v1/clap/ticket/request/signalsocket"
        return [
            web.post(ticket, self.ticket, name=Endpoint.TICKET),
            web.get("/ws", self.signalling, name=Endpoint.SIGNALLING),
        ]

    def open(self) -> list[LiveSession]:
        """The sessions that go on."""
        return [session for session in self.sessions if not session.socket.closed]

    async def ticket(self, request: web.Request) -> web.Response:
        """Give a ticket for one socket."""
        self.state.client(request)
        ticket = secrets.token_urlsafe(24)
        self.tickets.add(ticket)
        return reply({"ticket": ticket, "region": "eu-central-1"})

    async def signalling(self, request: web.Request) -> web.WebSocketResponse:
        """Agree on sessions."""
        ticket = request.query.get("token", "")
        if ticket not in self.tickets:
            raise refused(web.HTTPUnauthorized, "ticket is invalid")
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        session: LiveSession | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            told = message.json()
            if told["method"] == "live_view":
                session = await self._begin(socket, told)
            if session:
                session.messages.append(told)
                if told["method"] == "ping":
                    await session.send("pong")
        return socket

    async def _begin(
        self, socket: web.WebSocketResponse, told: dict[str, Any]
    ) -> LiveSession | None:
        body = told["body"]
        device = self._device(body["doorbot_id"])
        if device is None:
            await socket.close()
            return None
        session = LiveSession(
            device, secrets.token_hex(32), told["dialog_id"], body["sdp"], socket
        )
        self.sessions.append(session)
        if self.refusal:
            await session.end(*self.refusal)
            return session
        await session.send("session_created")
        await session.send("sdp", sdp=await self.camera(session.offer), type="answer")
        await session.send("ice", ice=CANDIDATE, mlineindex=0)
        await session.send("notification", text="camera_connected", is_ok=True)
        return session

    def _device(self, device_id: int) -> Device | None:
        found = (a.device(device_id) for a in self.state.accounts.all)
        return next((device for device in found if device), None)


def _answer(offer: list[str]) -> Iterator[str]:
    yield from ("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0")
    yield from (line for line in offer if line.startswith("a=group:"))
    for line in offer:
        if line.startswith("m="):
            yield line
            yield from ("c=IN IP4 0.0.0.0", "a=ice-ufrag:fake", "a=rtcp-mux")
            yield from ("a=ice-pwd:fakefakefakefakefakefake", "a=setup:active")
            yield "a=fingerprint:sha-256 " + ":".join(["00"] * 32)
        elif line.startswith(("a=mid:", "a=rtpmap:", "a=fmtp:")):
            yield line
        elif line in {"a=recvonly", "a=sendrecv", "a=sendonly"}:
            yield "a=sendrecv"
