"""How a session's packets come: within its own connection, or as datagrams."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
import secrets
import select
import socket
import time
from typing import Protocol

from ..source_errors import UNSUPPORTED_TRANSPORT, RefusedError, SourceError
from .dialogue import Dialogue
from .messages import Message, interleave
from .packets import greeting, opening
from .wire import Wire

OWN = 1
"""Who sends reports, as far as the camera is told."""
_PORTS = range(20_000, 60_000, 2)
_TRIES = 64
_LARGEST = 1 << 16
_BUFFER = 1 << 21
_MOST_AT_ONCE = 64


type Datum = tuple[int, bool, bytes]
"""A stream's number in the session, whether it is RTCP about it, and the packet."""


class Transport(Protocol):
    """Brings the packets of the streams that were agreed upon."""

    queues: bool
    """Whether what is not read at once waits in the connection."""

    def setup(self, dialogue: Dialogue, uri: str) -> None:
        """Agree upon the next stream; raises SourceError where that cannot be."""

    def receive(self, dialogue: Dialogue, deadline: float) -> list[Datum]:
        """Return what has come, or comes until ``deadline`` (monotonic seconds).

        Raises TimeoutError, EOFError, OSError, GarbledError and SourceError.
        """

    def report(self, stream: int, data: bytes) -> None:
        """Send RTCP about a stream."""

    def close(self) -> None:
        """Give up what was taken."""


class Interleaved:
    """By TCP (RFC 2326, 10.12)."""

    queues = True

    def __init__(self, wire: Wire) -> None:
        """No stream is agreed upon yet."""
        self._wire = wire
        self._channels: dict[int, tuple[int, bool]] = {}
        self._control: list[int] = []

    def setup(self, dialogue: Dialogue, uri: str) -> None:
        """See `Transport`."""
        stream = len(self._control)
        asked = f"interleaved={2 * stream}-{2 * stream + 1}"
        told = _agreed(dialogue.setup(uri, f"RTP/AVP/TCP;unicast;{asked}"), tcp=True)
        first, second = _numbers(told, "interleaved") or (2 * stream, 2 * stream + 1)
        self._channels |= {first: (stream, False), second: (stream, True)}
        self._control.append(second)

    def receive(self, dialogue: Dialogue, deadline: float) -> list[Datum]:
        """See `Transport`."""
        found: list[Datum] = []
        for item in self._wire.receive(deadline):
            if isinstance(item, tuple):
                channel, data = item
                if channel in self._channels:
                    found.append((*self._channels[channel], data))
            else:
                dialogue.hear(item)
        return found

    def report(self, stream: int, data: bytes) -> None:
        """See `Transport`."""
        self._wire.send(interleave(self._control[stream], data))

    def close(self) -> None:
        """See `Transport`."""


@dataclass(frozen=True, slots=True)
class _Ports:
    """Two sockets of this machine, and where the camera's answers go to."""

    sockets: tuple[socket.socket, socket.socket]
    remote: tuple[int, int] | None

    def send(self, host: str, control: int, data: bytes) -> None:
        if self.remote is not None:
            # What is lost is lost.
            with suppress(OSError):
                self.sockets[control].sendto(data, (host, self.remote[control]))


class Datagrams:
    """By UDP, from the camera's own address and from no other."""

    queues = False

    def __init__(self, wire: Wire) -> None:
        """No stream is agreed upon yet."""
        self._wire = wire
        self._peer = wire.peer
        self._ports: list[_Ports] = []
        self._where: dict[int, tuple[socket.socket, int, bool]] = {}
        self._poll = select.poll()
        self._poll.register(wire, select.POLLIN)
        self._open = ExitStack()

    def setup(self, dialogue: Dialogue, uri: str) -> None:
        """See `Transport`."""
        sockets, port = _pair_of_sockets(self._wire)
        for one in sockets:
            self._open.enter_context(one)
        asked = f"RTP/AVP/UDP;unicast;client_port={port}-{port + 1}"
        told = _agreed(dialogue.setup(uri, asked), tcp=False)
        ports = _Ports(sockets, _numbers(told, "server_port"))
        for control, one in enumerate(sockets):
            self._poll.register(one, select.POLLIN)
            self._where[one.fileno()] = one, len(self._ports), bool(control)
        self._ports.append(ports)
        ports.send(self._peer, 0, opening(OWN))
        ports.send(self._peer, 1, greeting(OWN))

    def receive(self, dialogue: Dialogue, deadline: float) -> list[Datum]:
        """See `Transport`."""
        left = max(deadline - time.monotonic(), 0)
        if not (ready := self._poll.poll(left * 1000)):
            raise TimeoutError
        found: list[Datum] = []
        for descriptor, _ in ready:
            if descriptor in self._where:
                one, stream, control = self._where[descriptor]
                found += ((stream, control, data) for data in self._received(one))
                continue
            self._wire.fetch()
            for item in self._wire.fetched():
                if isinstance(item, Message):
                    dialogue.hear(item)
        return found

    def _received(self, one: socket.socket) -> Iterator[bytes]:
        for _ in range(_MOST_AT_ONCE):
            try:
                data, sender = one.recvfrom(_LARGEST)
            except BlockingIOError:
                return
            except ConnectionError:
                # That nobody listens to what was sent is no trouble.
                continue
            if sender[0] == self._peer:
                yield data

    def report(self, stream: int, data: bytes) -> None:
        """See `Transport`."""
        self._ports[stream].send(self._peer, 1, data)

    def close(self) -> None:
        """See `Transport`."""
        self._open.close()


def _agreed(answered: Message, *, tcp: bool) -> dict[str, str]:
    """Return the parameters of the transport that the camera agreed to."""
    first = (answered.header("transport") or "").split(",")[0]
    name, *parts = first.split(";")
    told = {}
    for part in parts:
        key, _, value = part.partition("=")
        told[key.strip().lower()] = value.strip()
    interleaved = name.strip().upper().endswith("/TCP") or "interleaved" in told
    if (first and interleaved != tcp) or "multicast" in told:
        raise RefusedError(UNSUPPORTED_TRANSPORT)
    return told


def _numbers(told: dict[str, str], name: str) -> tuple[int, int] | None:
    """Return the two numbers of a parameter, as in ``server_port=4588-4589``."""
    first, _, second = told.get(name, "").partition("-")
    if not first.isdecimal() or int(first) >= 1 << 16:
        return None
    one = int(first)
    return one, int(second) if second.isdecimal() and int(second) < 1 << 16 else one + 1


def _pair_of_sockets(
    wire: Wire,
) -> tuple[tuple[socket.socket, socket.socket], int]:
    """Bind two neighbouring ports, the first of them even (RFC 3550, 11)."""
    for _ in range(_TRIES):
        port = _PORTS[secrets.randbelow(len(_PORTS))]
        sockets = []
        try:
            for number in (port, port + 1):
                one = socket.socket(wire.family, socket.SOCK_DGRAM)
                sockets.append(one)
                one.setblocking(False)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
                one.bind((wire.local, number))
        except OSError:
            for one in sockets:
                one.close()
        else:
            return (sockets[0], sockets[1]), port
    raise SourceError("unreachable")
