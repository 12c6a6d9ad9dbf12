"""A camera that misbehaves: RTSP by hand, so that every byte it sends can be wrong.

It sends H.264 or H.265 in interleaved RTP (RFC 7826, 14) and G.711 mu-law, in real time
from the first picture on for everybody who comes. No timestamp, report or answer is more
than what its ``Manners`` say.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
import socket
import struct
import threading
import time

from .decode import nal_units
from .footage import Made
from .rtsp import packets_of

RATES = (90_000, 8_000)
_NTP = 2_208_988_800
_MTU = 1200


@dataclass(frozen=True)
class Request:
    """What was asked; names of headers are in lower case."""

    method: str
    uri: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Manners:
    """How a camera behaves. Seconds are those since its first picture.

    ``timestamp``: track (0 pictures, 1 sound) and seconds to ticks of its clock rate.
    ``clock``: by how many seconds the sender reports' clock is wrong; None: no report.
    ``sends``: whether something of this track is sent at all.
    ``loses``: whether a packet (track, seconds, number within the picture) gets lost.
    ``number``: track and count of the packet to its sequence number.
    ``then``: what is sent last, before the connection is closed, once ``seconds`` are
    over. ``answers``: what is answered instead of the usual, by method: status line and
    headers, or what makes them of the request and of the answer that is usual.
    ``controls``: what the streams are asked by. ``bytewise``: every byte of an answer
    comes by itself. ``early``: the first packets come before the answer to PLAY.
    """

    timestamp: Callable[[int, Fraction], int] = lambda track, at: int(at * RATES[track])
    clock: Callable[[int, Fraction], float | None] = lambda track, at: 0.0
    sends: Callable[[int, Fraction], bool] = lambda track, at: True
    loses: Callable[[int, Fraction, int], bool] = lambda track, at, part: False
    number: Callable[[int, int], int] = lambda track, count: count
    due: Callable[[Fraction], Fraction] = lambda at: at
    seconds: Fraction = Fraction(60)
    then: bytes | None = None
    answers: dict[str, str | Callable[[Request, str], str]] = field(
        default_factory=dict
    )
    controls: tuple[str, str] = ("0", "1")
    bytewise: bool = False
    early: bool = False


@dataclass(frozen=True)
class _Viewer:
    """Who is connected."""

    client: socket.socket
    lock: threading.Lock
    bytewise: bool

    def send(self, data: bytes) -> None:
        with self.lock:
            if not self.bytewise or data.startswith(b"$"):
                self.client.sendall(data)
                return
            for byte in data:
                self.client.sendall(bytes((byte,)))


class OddCamera:
    """Serves at ``url`` while its context lasts."""

    def __init__(self, made: Made, manners: Manners) -> None:
        """Film ``made``; nothing is served before ``start``."""
        self._manners = manners
        self._units: list[tuple[Fraction, int, bytes]] = []
        self.sound = made.footage.sound is not None
        self.times = made.times
        """When each picture is filmed, in seconds since the first."""
        self._codec = made.footage.codec
        for track, codec in enumerate((self._codec, "pcm_mulaw")[: 1 + self.sound]):
            self._units += [
                (pts - made.start, track, data)
                for pts, _key, data in packets_of(made.path, track, codec)
            ]
        self._units.sort(key=lambda unit: unit[0])
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"rtsp://127.0.0.1:{self._server.getsockname()[1]}/door"
        self.began: list[float] = []
        """When each connection's first picture was sent."""
        self.requests: list[Request] = []
        self.told: list[bytes] = []
        """What viewers sent beside requests (RTCP)."""
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def asked(self) -> list[str]:
        """The methods of all requests."""
        return [request.method for request in self.requests]

    def start(self) -> None:
        """Serve."""
        self._begin(self._accept)

    def stop(self) -> None:
        """End all connections."""
        self._ended.set()
        # Wakes the thread that accepts; closing alone does not.
        self._server.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._server.close()

    def _begin(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self._begin(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        # Answers and pictures are sent by two threads.
        viewer = _Viewer(client, threading.Lock(), self._manners.bytewise)
        with client:
            client.settimeout(0.2)
            waiting = b""
            while not self._ended.is_set():
                try:
                    data = client.recv(4096)
                except TimeoutError:
                    continue
                except OSError:
                    return
                if not data:
                    return
                try:
                    waiting = self._hear(viewer, waiting + data)
                except OSError:
                    return

    def _hear(self, viewer: _Viewer, data: bytes) -> bytes:
        """Take what a viewer sent, and return the rest."""
        while data:
            if data.startswith(b"$"):
                end = 4 + int.from_bytes(data[2:4])
                if len(data) < max(end, 4):
                    break
                self.told.append(data[4:end])
                data = data[end:]
                continue
            head, separator, rest = data.partition(b"\r\n\r\n")
            if not separator:
                break
            data = rest
            if not head.startswith(b"RTSP/"):
                self._answer(viewer, head.decode())
        return data

    def _answer(self, viewer: _Viewer, text: str) -> None:
        """Answer a request, and begin to send where it asks for that."""
        first, *lines = text.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        headers = {name.lower(): value for name, value in headers.items()}
        method, uri, _ = first.split(" ")
        request = Request(method, uri, headers)
        self.requests.append(request)
        transport = headers.get("transport", "")
        usual = {
            "OPTIONS": "Public: DESCRIBE, SETUP, PLAY",
            "DESCRIBE": "Content-Type: application/sdp",
            "SETUP": f"Transport: {transport}\r\nSession: 1",
        }
        head = f"200 OK\r\n{usual.get(method, 'Session: 1')}"
        own = self._manners.answers.get(method)
        if own is not None:
            head = own if isinstance(own, str) else own(request, head)
        body = self._description() if method == "DESCRIBE" else ""
        answer = (
            f"RTSP/1.0 {head}\r\nCSeq: {headers['cseq']}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        plays = method == "PLAY" and head.startswith("200")
        if plays and self._manners.early:
            self._begin(self._send, viewer)
            self._ended.wait(1)
        viewer.send(answer.encode())
        if plays and not self._manners.early:
            self._begin(self._send, viewer)

    def _description(self) -> str:
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=door", "t=0 0"]
        coding = self._codec.upper()
        lines += ["m=video 0 RTP/AVP 96", f"a=rtpmap:96 {coding}/90000"]
        lines += ["a=fmtp:96 packetization-mode=1"] if coding == "H264" else []
        pictures, sound = self._manners.controls
        lines += [f"a=control:{pictures}"]
        if self.sound:
            lines += ["m=audio 0 RTP/AVP 0", "a=rtpmap:0 PCMU/8000"]
            lines += [f"a=control:{sound}"]
        return "\r\n".join([*lines, ""])

    def _send(self, viewer: _Viewer) -> None:
        manners = self._manners
        began = time.time()
        self.began.append(began)
        number, told = [0, 0], [Fraction(-1), Fraction(-1)]
        try:
            for at, track, data in self._units:
                if at >= manners.seconds or self._ended.is_set():
                    break
                wait = began + float(manners.due(at)) - time.time()
                if wait > 0 and self._ended.wait(wait):
                    return
                if not manners.sends(track, at):
                    continue
                ticks = manners.timestamp(track, at) & 0xFFFFFFFF
                wrong = manners.clock(track, at)
                if wrong is not None and at - told[track] >= 1:
                    told[track] = at
                    viewer.send(_report(track, ticks, began + float(at) + wrong))
                payloads = _payloads("pcm" if track else self._codec, data)
                for part, (payload, last) in enumerate(payloads):
                    number[track] += 1
                    if manners.loses(track, at, part):
                        continue
                    count = manners.number(track, number[track])
                    viewer.send(_rtp(track, count, ticks, payload, last))
            if manners.then is None:
                self._ended.wait()
            else:
                viewer.send(manners.then)
                viewer.client.shutdown(socket.SHUT_RDWR)
        except OSError:
            # The viewer is gone.
            return


def _payloads(codec: str, data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Payloads (RFC 6184, 5.6 and 5.8; RFC 7798, 4.4) and whether each is a picture's last."""
    if codec == "pcm":
        yield data, False
        return
    units = nal_units(data, 0)
    for unit in units:
        final = unit is units[-1]
        if len(unit) <= _MTU:
            yield unit, final
            continue
        if codec == "h264":
            head, kind = bytes((unit[0] & 0xE0 | 28,)), unit[0] & 31
        else:
            head, kind = bytes((unit[0] & 0x81 | 49 << 1, unit[1])), unit[0] >> 1 & 63
        parts = [unit[at : at + _MTU] for at in range(len(head), len(unit), _MTU)]
        for index, part in enumerate(parts):
            end = index == len(parts) - 1
            flags = (index == 0) << 7 | end << 6 | kind
            yield head + bytes((flags,)) + part, final and end


def _rtp(track: int, number: int, ticks: int, payload: bytes, last: bool) -> bytes:
    kind = (96, 0)[track] | last << 7
    head = struct.pack(">BBHII", 0x80, kind, number & 0xFFFF, ticks, 7 + track)
    return _interleaved(2 * track, head + payload)


def _report(track: int, ticks: int, wall: float) -> bytes:
    """A sender report (RFC 3550, 6.4.1)."""
    seconds, part = divmod(wall + _NTP, 1)
    words = (int(seconds) & 0xFFFFFFFF, int(part * (1 << 32)), ticks, 0, 0)
    head = struct.pack(">BBHI5I", 0x80, 200, 6, 7 + track, *words)
    return _interleaved(2 * track + 1, head)


def _interleaved(channel: int, packet: bytes) -> bytes:
    return struct.pack(">cBH", b"$", channel, len(packet)) + packet


@contextmanager
def odd_camera(made: Made, **manners: object) -> Iterator[OddCamera]:
    """A camera with these manners while the context lasts."""
    camera = OddCamera(made, Manners(**manners))  # type: ignore[arg-type]
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()
