"""One recording from Ring's store to a private file.

The addresses that Ring gives are good for minutes, for whoever has them: each is asked
for just before it is used, and nothing that says who we are goes along.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import errno
import ipaddress
import os
from pathlib import Path
import shutil
from typing import BinaryIO, Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from ring_doorbell.const import API_URI
from yarl import URL

from .answers import THROTTLED, retry_after
from .api import RingApi
from .devices import RingDevice
from .errors import (
    BadAddressError,
    NotFoundError,
    RefusedError,
    ThrottledError,
    UnavailableError,
)
from .history import find_continuous
from .recordings import Recording
from .shapes import text

ATTEMPTS: Final = 4
_PLAY: Final = API_URI + "/clients_api/dings/{}/share/play"
_RECORDING: Final = API_URI + "/clients_api/dings/{}/recording"
_REDIRECTIONS: Final = 3
_TIMEOUT: Final = ClientTimeout(total=None, sock_connect=20, sock_read=30)
_CHUNK: Final = 256 * 1024
_EXPIRED: Final = 403
_COPIES: Final = 4

type Progress = Callable[[float], None]


async def download(
    api: RingApi,
    session: ClientSession,
    device: RingDevice,
    recording: Recording,
    path: Path,
    progress: Progress = lambda done: None,
) -> None:
    """Write a recording to ``path``, a new file that only its owner may read.

    What breaks off or is too old is tried again, from a new address. Raises
    NotFoundError while Ring has no file (yet), the other errors of ``errors``, and
    OSError when the file cannot be written. Without a whole recording, no file stays.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            address = await resolve(api, device, recording)
            async with api.auth.pace.turn():
                pass
            await _fetch(session, address, path, api.clock.time(), progress)
        except UnavailableError:
            if attempt == ATTEMPTS:
                raise
            await api.clock.sleep(api.auth.pace.backoff(attempt, 2.0, 30.0))
        else:
            return


async def resolve(api: RingApi, device: RingDevice, recording: Recording) -> URL:
    """Ask Ring for a recording's address. NotFoundError: there is none (yet)."""
    if recording.continuous:
        parts = await find_continuous(api, device, recording.span)
        found = {part.id: address for part, address in parts}
        only = next(iter(found.values())) if len(found) == 1 else None
        return _checked(found.get(recording.id, only))
    try:
        reply = await api.ask(
            "GET", _PLAY.format(recording.id), {"disable_redirect": "true"}
        )
        where = reply.headers.get("Location") or text(reply.table().get("url"), 4096)
        if where:
            return _checked(where)
    except RefusedError:
        # Some who may watch may not share.
        pass
    reply = await api.ask("GET", _RECORDING.format(recording.id))
    return _checked(reply.headers.get("Location") or reply.table().get("url"))


def _checked(address: object) -> URL:
    """Return an address in the internet that is asked over TLS.

    What Ring says is not followed into this house, nor without encryption.
    """
    if not isinstance(address, str):
        raise NotFoundError("Ring has no address of the recording yet.")
    try:
        # Signed as it stands: not a character may be written differently.
        url = URL(address, encoded=True)
        plain = url.user is None and url.port == 443
    except ValueError:
        raise BadAddressError("Ring's address is none.") from None
    host = url.host or ""
    if url.scheme != "https" or not plain or "." not in host or _is_number(host):
        raise BadAddressError("Ring's address is not one to follow.")
    return url


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _fetch(
    session: ClientSession, url: URL, path: Path, now: float, progress: Progress
) -> None:
    try:
        for _ in range(_REDIRECTIONS):
            response = await session.request(
                "GET", url, allow_redirects=False, timeout=_TIMEOUT
            )
            async with response:
                if 300 <= response.status < 400:
                    url = _checked(response.headers.get("Location"))
                    continue
                _check(response, now)
                return await _keep(response, path, progress)
        raise UnavailableError("The recording's address leads nowhere.")
    except TimeoutError:
        raise UnavailableError("The recording did not come in time.") from None
    except ClientError:
        raise UnavailableError("The recording cannot be downloaded.") from None


def _check(response: ClientResponse, now: float) -> None:
    status = response.status
    if status in THROTTLED:
        raise ThrottledError(retry_after(response.headers, now))
    if status == 404:
        raise NotFoundError("The recording is not prepared yet.")
    if status >= 500 or status == _EXPIRED:
        raise UnavailableError(f"Ring's store answered with status {status}.")
    if status != 200:
        raise RefusedError(status)


async def _keep(response: ClientResponse, path: Path, progress: Progress) -> None:
    """Write what comes to a file, or none if it does not come whole."""
    await asyncio.to_thread(_require_room, path.parent, response.content_length or 0)
    file = await asyncio.to_thread(_open, path)
    size = 0
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            await asyncio.to_thread(file.write, chunk)
            size += len(chunk)
            if response.content_length:
                progress(min(size / response.content_length, 1.0))
        _check_size(size, response.content_length)
        await asyncio.to_thread(file.close)
    except BaseException:
        _discard(file, path)
        raise


def _check_size(size: int, promised: int | None) -> None:
    if not size or promised not in (None, size):
        raise UnavailableError("The recording broke off.")


def _require_room(folder: Path, size: int) -> None:
    """Raise OSError where a recording, measured and put together, has no room."""
    if shutil.disk_usage(folder).free < size * _COPIES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _open(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _discard(file: BinaryIO, path: Path) -> None:
    with suppress(OSError):
        file.close()
    path.unlink(missing_ok=True)
