"""A camera that was asked to play: what was agreed upon, and the packets that come."""

from contextlib import suppress
from dataclasses import dataclass
import re
import time
from urllib.parse import quote, unquote, urlsplit

from ..address import TRANSPORTS, Address
from ..source_errors import (
    UNSUPPORTED_TRANSPORT,
    RefusedError,
    SourceError,
    unsupported,
)
from . import description
from .challenges import Credentials
from .description import Description, Media
from .dialogue import Dialogue
from .messages import GarbledError
from .transport import Datagrams, Datum, Interleaved, Transport
from .wire import Wire, connect

_PORTS = {"rtsp": 554, "rtsps": 322}
_BY_NAME: dict[str, type[Interleaved | Datagrams]] = {
    "tcp": Interleaved,
    "udp": Datagrams,
}
_AS_IT_IS = "/%:@!$&'()*+,;=~?#[]"


@dataclass(slots=True)
class Session:
    """An open session; ``media`` are the streams that come, the video first."""

    wire: Wire
    dialogue: Dialogue
    transport: Transport
    media: tuple[Media, ...]

    def receive(self, deadline: float) -> list[Datum]:
        """Return what has come, or comes until ``deadline`` (monotonic seconds).

        Raises TimeoutError, EOFError, OSError, ValueError for what is no RTSP, and
        SourceError.
        """
        self.dialogue.keep_alive(time.monotonic())
        return self.transport.receive(self.dialogue, deadline)

    def close(self) -> None:
        """End the session."""
        with suppress(OSError):
            self.dialogue.teardown()
        self.transport.close()
        self.wire.close()


def open_session(address: Address, deadline: float) -> Session:
    """Ask a camera to play. ``deadline``: until when, in monotonic seconds.

    Raises SourceError, TimeoutError, EOFError, OSError, and ValueError for what is no
    RTSP.
    """
    parts = urlsplit(address.url)
    secure = address.scheme == "rtsps"
    port = parts.port or _PORTS[address.scheme]
    host = parts.hostname or ""
    wire = connect(host, port, secure=secure, deadline=deadline)
    try:
        shown = f"[{host}]" if ":" in host else host
        rest = address.url.partition("://")[2].removeprefix(parts.netloc)
        uri = f"{address.scheme}://{shown}:{port}{quote(rest, safe=_AS_IT_IS)}"
        dialogue = Dialogue(wire, uri, _credentials(address), deadline)
        try:
            dialogue.options()
        except EOFError, ConnectionError:
            # Nothing came of it that is RTSP.
            raise GarbledError from None
        described = _describe(dialogue)
        # Datagrams would not be secret.
        transports = ("tcp",) if secure else TRANSPORTS[address.transport]
        return _set_up(wire, dialogue, described, transports)
    except BaseException:
        wire.close()
        raise


def _credentials(address: Address) -> Credentials:
    parts = urlsplit(address.url)
    if address.username is None and address.password is None and "@" in parts.netloc:
        return Credentials(unquote(parts.username or ""), unquote(parts.password or ""))
    return Credentials(address.username, address.password)


def _describe(dialogue: Dialogue) -> Description:
    answered = dialogue.ask("DESCRIBE", dialogue.uri, {"Accept": "application/sdp"})
    base = answered.header("content-base") or ""
    # Some leave the scheme out.
    if re.match(r"rtsps?://", base, re.IGNORECASE):
        dialogue.uri = quote(base, safe=_AS_IT_IS)
    described = description.parse(answered.body)
    if "://" in described.control:
        dialogue.uri = quote(described.control, safe=_AS_IT_IS)
    return described


def _set_up(
    wire: Wire, dialogue: Dialogue, described: Description, transports: tuple[str, ...]
) -> Session:
    """Agree upon the streams, and have them sent."""
    video, sound = described.video, described.sound
    if video is None:
        raise SourceError("no_video")
    if video.secure or video.encoding not in description.VIDEO:
        raise unsupported("SRTP" if video.secure else video.encoding)
    transport = _agree(wire, dialogue, video, transports)
    try:
        media = [video]
        if sound is not None:
            # Pictures without sound are better than none.
            with suppress(RefusedError):
                transport.setup(dialogue, _uri(dialogue, sound))
                media.append(sound)
        dialogue.ask("PLAY", dialogue.uri, {"Range": "npt=0.000-"})
    except BaseException:
        transport.close()
        raise
    return Session(wire, dialogue, transport, tuple(media))


def _agree(
    wire: Wire, dialogue: Dialogue, video: Media, transports: tuple[str, ...]
) -> Transport:
    """Set the video up by the first transport that the camera knows."""
    refused = RefusedError(UNSUPPORTED_TRANSPORT)
    for name in transports:
        transport: Transport = _BY_NAME[name](wire)
        try:
            transport.setup(dialogue, _uri(dialogue, video))
        except RefusedError as error:
            transport.close()
            if error.status != UNSUPPORTED_TRANSPORT:
                raise
            refused = error
        except BaseException:
            transport.close()
            raise
        else:
            return transport
    raise refused


def _uri(dialogue: Dialogue, media: Media) -> str:
    control = quote(media.control, safe=_AS_IT_IS)
    return description.resolve(dialogue.uri, control)
