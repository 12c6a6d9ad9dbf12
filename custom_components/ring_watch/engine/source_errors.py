"""Why a source cannot be recorded, in words that help.

No text holds an address: that may hold a password.
"""

import errno
import ssl
from typing import Literal

import av

from .errors import EngineError

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
_UNREADABLE = (av.error.InvalidDataError, av.error.PatchWelcomeError)
_NO_STREAM = (
    "is no stream but a playlist (which could name other hosts), a picture or the like. "
    "Give the address of the stream itself, best an rtsp:// one"
)
_NO_RTSP = (
    "does not answer as a camera does. Check the port, and whether the address begins "
    "with rtsp:// or rtsps://"
)
_ELSEWHERE = (
    "gives no stream. If it sends on to another address, give that one: "
    "nobody but you says where a camera is"
)
_COMMON_NAMES = {
    "mjpeg": "Motion JPEG",
    "JPEG": "Motion JPEG",
    "mpeg4": "MPEG-4 Part 2",
    "MP4V-ES": "MPEG-4 Part 2",
    "libdav1d": "AV1",
    "MP2T": "an MPEG transport stream",
    "SRTP": "encrypted packets (SRTP)",
}
UNSUPPORTED_TRANSPORT = 461
"""The status of a camera that does not know a transport (RFC 2326, 7.1.1)."""
# What the owner can do something about in the source's own settings.
_OWN_CODES = ("unauthorised", "no_video", "unsupported")


class SourceError(EngineError):
    """A source that cannot be recorded, and why."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        """Say what to do about the reason; ``detail`` says it better than usual."""
        code = reason if reason in _OWN_CODES else "source_down"
        super().__init__(code, f"The source {detail or _MESSAGES[reason]}.")
        self.reason: Reason = reason


class RefusedError(SourceError):
    """What a camera answered instead of 200 OK (RFC 2326, 7.1.1)."""

    def __init__(self, status: int) -> None:
        """``status``: of three digits; 0 for none that makes sense."""
        super().__init__(*_refused(status))
        self.status = status


def _refused(status: int) -> tuple[Reason, str | None]:
    if status in (401, 403):
        return "unauthorised", None
    if status in (400, 404, 410):
        return "not_found", None
    if 300 <= status < 400:
        return "unreachable", _ELSEWHERE
    return "refused", None


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
    if isinstance(error, ConnectionRefusedError):
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


def opening_failed(error: Exception, scheme: str) -> SourceError:
    """Return what to tell when a camera cannot be opened."""
    if scheme in ("http", "https"):
        if isinstance(error, av.error.ArgumentError):
            return SourceError("unsupported", _NO_STREAM)
        if _errno(error) == errno.EIO:
            return SourceError("unreachable", _ELSEWHERE)
    elif isinstance(error, ValueError | ssl.SSLError):
        return SourceError("refused", _NO_RTSP)
    return SourceError(reason_of(error))


def unsupported(name: str) -> SourceError:
    """Return the error that says which coding cannot be recorded."""
    shown = _COMMON_NAMES.get(name, name.upper())
    return SourceError(
        "unsupported",
        f"sends {shown}, which cannot be recorded. "
        "Choose H.264 or H.265 in the camera's settings",
    )
