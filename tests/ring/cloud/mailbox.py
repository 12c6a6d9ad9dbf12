"""The socket at which devices wait for messages: Google's mobile connection service."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from firebase_messaging.proto.mcs_pb2 import (
    DataMessageStanza,
    HeartbeatAck,
    HeartbeatPing,
    IqStanza,
    LoginRequest,
    LoginResponse,
    SelectiveAck,
)
from google.protobuf.message import Message  # type: ignore[import-untyped]

VERSION: Final = 41
TAGS: Final[dict[type[Message], int]] = {
    HeartbeatPing: 0,
    HeartbeatAck: 1,
    LoginRequest: 2,
    LoginResponse: 3,
    IqStanza: 7,
    DataMessageStanza: 8,
}
ACKNOWLEDGES: Final = 12


@dataclass(eq=False)
class Mailbox:
    """The messages of one device that it has not acknowledged, and its connection."""

    security_token: str
    waiting: dict[str, DataMessageStanza] = field(default_factory=dict)
    delivered: int = 0
    logins: int = 0
    _writer: asyncio.StreamWriter | None = None

    @property
    def connected(self) -> bool:
        """Whether the device listens."""
        return self._writer is not None

    async def put(self, message: DataMessageStanza, *, send: bool) -> None:
        """Keep a message, and send it if the device listens."""
        self.waiting[message.persistent_id] = message
        if self._writer and send:
            await _send(self._writer, message)

    async def attach(self, writer: asyncio.StreamWriter, known: list[str]) -> None:
        """Send what waits, without what the device says that it has."""
        for persistent_id in known:
            self.acknowledge(persistent_id)
        self.hang_up()
        self._writer = writer
        self.logins += 1
        for message in list(self.waiting.values()):
            await _send(writer, message)

    def detach(self, writer: asyncio.StreamWriter) -> None:
        """Note that a connection is over."""
        if self._writer is writer:
            self._writer = None

    def hang_up(self) -> None:
        """End the connection."""
        if self._writer:
            self._writer.close()
            self._writer = None

    def acknowledge(self, persistent_id: str) -> None:
        """Forget a message that has arrived."""
        if self.waiting.pop(persistent_id, None):
            self.delivered += 1


@dataclass
class Post:
    """All mailboxes, by the device's id. While it is `silent` nothing is sent."""

    boxes: dict[int, Mailbox] = field(default_factory=dict)
    silent: bool = False

    async def put(self, device_id: int, message: DataMessageStanza) -> None:
        """Keep a message for a device, and send it if the device listens."""
        await self.boxes[device_id].put(message, send=not self.silent)

    async def listen(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection until it ends."""
        box: Mailbox | None = None
        with suppress(OSError, EOFError, asyncio.IncompleteReadError):
            await reader.readexactly(1)
            writer.write(bytes([VERSION]))
            while message := await _receive(reader):
                match message:
                    case LoginRequest():
                        box = await self._log_in(message, writer)
                    case HeartbeatPing():
                        await _send(writer, HeartbeatAck())
                    case IqStanza() if box and message.extension.id == ACKNOWLEDGES:
                        acknowledged = SelectiveAck.FromString(message.extension.data)
                        for persistent_id in acknowledged.id:
                            box.acknowledge(persistent_id)
                    case _:
                        pass
        if box:
            box.detach(writer)
        writer.close()

    async def _log_in(
        self, request: LoginRequest, writer: asyncio.StreamWriter
    ) -> Mailbox | None:
        box = self.boxes.get(int(request.user))
        answer = LoginResponse(id=request.id)
        if box is None or box.security_token != request.auth_token:
            answer.error.code, answer.error.message = 401, "authentication failed"
            await _send(writer, answer)
            return None
        await _send(writer, answer)
        await box.attach(writer, list(request.received_persistent_id))
        return box


async def _send(writer: asyncio.StreamWriter, message: Message) -> None:
    content = message.SerializeToString()
    with suppress(OSError):
        writer.write(bytes([TAGS[type(message)]]) + _varint(len(content)) + content)
        await writer.drain()


async def _receive(reader: asyncio.StreamReader) -> Message:
    """Read one message; one of another kind comes as an empty `HeartbeatAck`."""
    (tag,) = await reader.readexactly(1)
    size = shift = 0
    while True:
        (byte,) = await reader.readexactly(1)
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    content = await reader.readexactly(size)
    for kind, its_tag in TAGS.items():
        if its_tag == tag:
            return kind.FromString(content)
    return HeartbeatAck()


def _varint(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
