"""Opening what is recorded: cameras by RTSP and HTTP, and files.

Credentials are put into the address here and appear nowhere else: no text that
leaves this module holds an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import errno
from fractions import Fraction
import json
import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import av
from av.container import InputContainer

from .errors import EngineError
from .hosts import is_internal
from .media import VideoCodec

type Reason = Literal[
    "unreachable",
    "refused",
    "unauthorised",
    "not_found",
    "no_video",
    "silent",
    "unsupported",
    "disk",
    "ended",
]

OPEN_SECONDS = 15
SILENT_SECONDS = 10
_TRANSPORT_FLAGS = {"tcp": "tcp+udp", "udp": "udp"}
_SECURE = "tls,tcp,crypto"
_PROTOCOLS = {
    "rtsp": "rtsp,rtp,rtcp,udp,tcp",
    "rtsps": f"rtsps,rtsp,rtp,rtcp,srtp,udp,{_SECURE}",
    "http": f"http,https,{_SECURE}",
    "https": f"https,{_SECURE}",
    "file": "file",
}
# Formats that hold media themselves. Playlists in a file could name anything.
_FILE_FORMATS = ",".join(
    (
        *("mov", "matroska,webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "nut"),
        *("h264", "hevc", "m4v", "mpegvideo", "mjpeg", "dv", "mxf", "ivf", "dhav"),
        *("rm", "wtv", "gxf", "obu", "swf", "mpegtsraw"),
        *("wav", "mp3", "aac", "flac", "gif", "image2", "apng"),
    )
)
# No playlists (hls, dash): those name what is opened next, on any host.
_HTTP_FORMATS = _FILE_FORMATS + ",live_flv,mpjpeg"
_MESSAGES: dict[Reason, str] = {
    "unreachable": "does not answer. Check its address and that it is switched on",
    "refused": "refuses connections. Check the port, that its stream is enabled, and "
    "how many viewers it allows",
    "unauthorised": "does not accept the user name and password",
    "not_found": "does not know this stream. Check the path at the address's end",
    "no_video": "has no video",
    "silent": "stopped sending",
    "unsupported": "sends something that cannot be recorded. Choose H.264 or H.265",
    "disk": "cannot be recorded: the disk is full",
    "ended": "ended the connection",
}
# No transport that both know; libav has no exception of its own for it.
_NO_WAY = (errno.EPROTONOSUPPORT,)
_UNREADABLE = (av.error.InvalidDataError, av.error.PatchWelcomeError)
_NO_STREAM = (
    "is no stream but a playlist (which could name other hosts), a picture or the like. "
    "Give the address of the stream itself, best an rtsp:// one"
)
_NO_CAMERA = "is a file that ends, and no camera. Download it, and import it"
_NO_RTSP = (
    "does not answer as a camera does. Check the port, and whether the address begins "
    "with rtsp:// or rtsps://"
)
_ELSEWHERE = (
    "gives no stream. If it sends on to another address, give that one: "
    "nobody but you says where a camera is"
)
_LARGEST_FILE = 1 << 40
"""Bytes; what claims to be longer is a camera that does not know when it ends."""


# What the owner can do something about in the source's own settings.
_OWN_CODES = ("unauthorised", "no_video", "unsupported")


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where a source is; never shown, since it may hold a password."""

    url: str
    username: str | None = None
    password: str | None = None
    transport: str = "tcp"

    @property
    def scheme(self) -> str:
        """The scheme in lower case; ``file`` for a path."""
        scheme, separator, _ = self.url.partition("://")
        return scheme.lower() if separator else "file"

    @property
    def path(self) -> Path:
        """The path of a file."""
        if "://" not in self.url:
            return Path(self.url)
        return Path(unquote(urlsplit(self.url).path))


class SourceError(EngineError):
    """A source that cannot be recorded, and why."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        """Say what to do about the reason; ``detail`` says it better than usual."""
        code = reason if reason in _OWN_CODES else "source_down"
        super().__init__(code, f"The source {detail or _MESSAGES[reason]}.")
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """An open source. ``video`` is its first H.264 or H.265 stream, else any other.

    ``live``: packets come as they are made. ``reports``: RTSP, whose sender reports
    tell the time.
    """

    container: InputContainer
    video: av.VideoStream
    audio: av.AudioStream | None
    live: bool
    reports: bool

    @property
    def codec(self) -> VideoCodec | None:
        """The video's codec where it can be recorded without encoding."""
        return CODECS.get(self.video.codec_context.name)

    @property
    def streams(self) -> tuple[av.VideoStream | av.AudioStream, ...]:
        """The streams to read."""
        return (self.video,) if self.audio is None else (self.video, self.audio)

    @property
    def frame_rate(self) -> Fraction | None:
        """Pictures per second as far as the container knows."""
        for rate in (self.video.average_rate, self.video.guessed_rate):
            if rate and 0 < rate < 1000:
                return Fraction(rate.numerator, rate.denominator)
        return None


def parse_address(data: Mapping[str, Any]) -> Address:
    """Return the stream's address in a JSON object.

    Raises EngineError ``bad_source``, for a file too.
    """
    url = data.get("url")
    username, password = data.get("username"), data.get("password")
    transport = data.get("transport") or "tcp"
    if (
        not isinstance(url, str)
        or transport not in _TRANSPORT_FLAGS
        or not all(isinstance(text, str | None) for text in (username, password))
    ):
        raise EngineError("bad_source", "The source's address is not complete.")
    address = Address(url, username or None, password or None, transport)
    if address.scheme == "file":
        raise EngineError("bad_source", "A file is no camera.")
    check_address(address)
    return address


def parse_address_json(text: str) -> Address:
    """Return the address in JSON text; raises EngineError ``bad_source``."""
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise EngineError("bad_source", "The source is not a JSON object.")
    return parse_address(data)


def check_address(address: Address) -> None:
    """Raise EngineError ``bad_source`` for what cannot be opened."""
    if address.scheme not in _PROTOCOLS:
        raise EngineError(
            "bad_source",
            "Only rtsp, rtsps, http and https addresses and files can be recorded.",
        )
    if address.scheme == "file":
        return
    try:
        parts = urlsplit(address.url)
        host = parts.hostname
        valid = bool(host and not is_internal(host)) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or any(character in address.url for character in "\r\n\0"):
        raise EngineError("bad_source", "The source's address is not valid.")


def open_source(address: Address) -> Source:
    """Open a source and choose its streams.

    Raises SourceError; for a file EngineError ``bad_source`` or ``unreadable``.
    """
    check_address(address)
    is_file = address.scheme == "file"
    try:
        container = av.open(
            _location(address),
            options=_options(address),
            timeout=None if is_file else (OPEN_SECONDS, SILENT_SECONDS),
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        # Not chained: the exceptions of libav carry the address.
        raise _opening_failed(error, address.scheme) from None
    try:
        return _choose(container, address.scheme)
    except BaseException:
        container.close()
        raise


def reason_of(error: Exception, *, reading: bool = False) -> Reason:
    """Return why opening or ``reading`` a source failed."""
    if isinstance(error, SourceError):
        return error.reason
    if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
        return "unauthorised"
    if isinstance(error, av.error.HTTPServerError | av.error.HTTPOtherClientError):
        return "refused"
    if isinstance(error, av.error.HTTPError | av.error.HTTPClientError):
        return "not_found"
    if isinstance(error, ConnectionRefusedError) or _errno(error) in _NO_WAY:
        return "refused"
    if isinstance(error, FileNotFoundError):
        return "not_found"
    if isinstance(error, av.error.ExitError | TimeoutError):
        # The time limit for opening, or for the next packet.
        return "silent" if reading else "unreachable"
    if reading:
        return "ended"
    if isinstance(error, _UNREADABLE):
        return "unsupported"
    if isinstance(error, EOFError | ConnectionError):
        return "ended"
    return "unreachable"


def _errno(error: Exception) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _opening_failed(error: Exception, scheme: str) -> EngineError:
    if scheme == "file":
        return EngineError("unreadable", "The file holds no footage that can be read.")
    if scheme in ("http", "https"):
        if isinstance(error, av.error.ArgumentError):
            return SourceError("unsupported", _NO_STREAM)
        if _errno(error) == errno.EIO:
            return SourceError("unreachable", _ELSEWHERE)
    elif isinstance(error, av.error.InvalidDataError):
        return SourceError("refused", _NO_RTSP)
    return SourceError(reason_of(error))


def _location(address: Address) -> str:
    if address.scheme == "file":
        path = address.path
        if not path.is_file() or not os.access(path, os.R_OK):
            raise EngineError("bad_source", f"There is no readable file {path.name!r}.")
        return f"file:{path.absolute()}"
    if address.username is None and address.password is None:
        return address.url
    parts = urlsplit(address.url)
    host = parts.netloc.rpartition("@")[2]
    user = quote(address.username or "", safe="")
    password = quote(address.password or "", safe="")
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))


def _options(address: Address) -> dict[str, str]:
    scheme = address.scheme
    options = {"protocol_whitelist": _PROTOCOLS[scheme]}
    if scheme == "file":
        options["format_whitelist"] = _FILE_FORMATS
        return options
    if scheme in ("rtsp", "rtsps"):
        options |= {
            # A camera that refuses TCP is asked for UDP.
            "rtsp_transport": _TRANSPORT_FLAGS[address.transport],
            "rtsp_flags": "prefer_tcp",
            "allowed_media_types": "video+audio",
        }
    else:
        # Nobody but the owner says where a camera is.
        options |= {"format_whitelist": _HTTP_FORMATS, "max_redirects": "0"}
    if scheme in ("rtsps", "https"):
        # Cameras have certificates of their own making.
        options["tls_verify"] = "0"
    return options


def _choose(container: InputContainer, scheme: str) -> Source:
    pictures = [
        stream
        for stream in container.streams.video
        if not stream.disposition & av.stream.Disposition.attached_pic
        and stream.codec_context is not None
    ]
    if not pictures:
        if scheme == "file":
            raise EngineError("unreadable", "The file holds no video.")
        raise SourceError("no_video")
    video = next((s for s in pictures if s.codec_context.name in CODECS), pictures[0])
    audio = next(
        (s for s in container.streams.audio if s.codec_context is not None), None
    )
    if scheme in ("http", "https") and (
        container.duration or 0 < (container.size or 0) < _LARGEST_FILE
    ):
        # It would be recorded again and again, each time as if it happened now.
        raise SourceError("unsupported", _NO_CAMERA)
    rtsp = scheme in ("rtsp", "rtsps")
    return Source(container, video, audio, live=scheme != "file", reports=rtsp)


CODECS: Mapping[str, VideoCodec] = {"h264": "h264", "hevc": "hevc"}
"""The decoders of libav by whose names recordable video is known."""

_COMMON_NAMES = {"mjpeg": "Motion JPEG", "mpeg4": "MPEG-4 Part 2", "libdav1d": "AV1"}


def unsupported(video: av.VideoStream) -> SourceError:
    """Return the error that says which codec cannot be recorded."""
    name = video.codec_context.name
    shown = _COMMON_NAMES.get(name, name.upper())
    return SourceError(
        "unsupported",
        f"sends {shown}, which cannot be recorded. "
        "Choose H.264 or H.265 in the camera's settings",
    )
