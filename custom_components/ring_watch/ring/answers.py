"""What Ring's answers mean: tokens, a code, a rejection, or only a bad moment."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from json import loads
from typing import Any, override

from aiohttp import ClientResponse
from ring_doorbell import Auth

from .errors import (
    CodeChannel,
    CodeNeededError,
    LoginRejectedError,
    NotFoundError,
    RefusedError,
    SessionNeededError,
    UnavailableError,
    WrongCodeError,
)
from .shapes import Json, number, table, text, whole

THROTTLED = (406, 429)
"""Too many requests; an address that is barred for a day."""

_MOST_BYTES = 32 * 1024 * 1024
_REJECTIONS = {"access_denied", "invalid_grant", "unauthorized"}
_CHANNELS: dict[str, CodeChannel] = {"sms": "sms", "email": "email", "totp": "totp"}


class Reply(Auth.Response):
    """One answer, read to its end."""

    def __init__(self, content: bytes, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(content, status)
        self.headers = headers

    @override
    def json(self) -> Any:
        """Return the JSON; UnavailableError for anything else, like a page of errors."""
        try:
            return loads(self.content)
        except ValueError, RecursionError:
            raise UnavailableError("Ring's answer is not readable.") from None

    def table(self) -> Json:
        """Return the JSON object, or an empty one for anything else."""
        try:
            return table(self.json())
        except UnavailableError:
            return {}


async def read(response: ClientResponse) -> Reply:
    """Read an answer, unless it is absurdly large (UnavailableError)."""
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > _MOST_BYTES:
            raise UnavailableError("Ring's answer is too large.")
    return Reply(bytes(content), response.status, response.headers)


def raise_for_login(reply: Reply) -> None:
    """Raise for an answer of the login, where it says something about the login.

    Anything else (a proxy's page, a busy server) says nothing about it, and must not
    make the owner log in again.
    """
    answer = reply.table()
    error = text(answer.get("error")) or ""
    if reply.status_code == 412:
        how = _CHANNELS.get(str(answer.get("tsv_state")).lower(), "unknown")
        wait = whole(answer.get("next_time_in_secs")) or 0
        raise CodeNeededError(how, max(0, wait), text(answer.get("phone"), 32))
    if reply.status_code == 400 and error.startswith("Verification Code"):
        raise WrongCodeError("The code is wrong or too old.")
    if reply.status_code in (400, 401, 403) and error in _REJECTIONS:
        raise LoginRejectedError("Ring does not accept this login.")


def raise_for_status(reply: Reply) -> None:
    """Raise for the status of an answer that is none. THROTTLED is the caller's."""
    status = reply.status_code
    if status == 404:
        if b"hardware_id" in reply.content[:1000]:
            raise SessionNeededError("Ring wants a new session.")
        raise NotFoundError("Ring knows nothing of it.")
    if status >= 500 or status == 408:
        raise UnavailableError(f"Ring answered with status {status}.")
    if status >= 400:
        raise RefusedError(status)


def told_time(headers: Mapping[str, str]) -> float | None:
    """Return when an answer was sent, by its sender's clock (RFC 9110, 6.6.1)."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except TypeError, ValueError, OverflowError:
        return None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that an answer asks to wait (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if (seconds := number(value)) is not None:
        return max(0.0, seconds)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except TypeError, ValueError, OverflowError:
        return None
