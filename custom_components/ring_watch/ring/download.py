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

from aiohttp import ClientError, ClientResponse, ClientSession
from ring_doorbell.const import API_URI
from yarl import URL

from .answers import THROTTLED, read, retry_after
from .api import RingApi
from .auth import STREAMING
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
_CHUNK: Final = 256 * 1024
_EXPIRED: Final = 403
_COPIES: Final = 4
# Of a file whose size is not told, how much is written before room is looked for again.
_STEP: Final = 64 * 1024 * 1024

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
            await _Download(api, session, path, progress).get(device, recording)
        except UnavailableError:
            if attempt == ATTEMPTS:
                raise
            await api.clock.sleep(api.auth.pace.backoff(attempt, 2.0, 30.0))
        else:
            return


class _Download:
    """One attempt to get a recording, by whichever way leads to a file."""

    def __init__(
        self, api: RingApi, session: ClientSession, path: Path, progress: Progress
    ) -> None:
        self._api = api
        self._session = session
        self._path = path
        self._progress = progress

    async def get(self, device: RingDevice, recording: Recording) -> None:
        try:
            if recording.continuous:
                await self._from_store(await _continuous(self._api, device, recording))
            else:
                await self._of_event(recording)
        except TimeoutError:
            raise UnavailableError("The recording did not come in time.") from None
        except ClientError:
            raise UnavailableError("The recording cannot be downloaded.") from None

    async def _of_event(self, recording: Recording) -> None:
        address = await _shared(self._api, recording)
        if address is None:
            try:
                address = await self._recorded(recording)
            except NotFoundError, RefusedError:
                # What a search found comes with an address of its own.
                if recording.address is None:
                    raise
                address = _checked(recording.address)
        if address is not None:
            await self._from_store(address)

    async def _recorded(self, recording: Recording) -> URL | None:
        """Ask for the recording itself; None when that was the answer, and is kept."""
        async with self._api.auth.stream(_RECORDING.format(recording.id)) as answer:
            if _is_file(answer):
                await self._keep(answer)
                return None
            where = answer.headers.get("Location")
            return _checked(where or (await read(answer)).table().get("url"))

    async def _from_store(self, url: URL) -> None:
        async with self._api.auth.pace.turn():
            pass
        for _ in range(_REDIRECTIONS):
            answer = await self._session.request(
                "GET", url, allow_redirects=False, timeout=STREAMING
            )
            async with answer:
                if 300 <= answer.status < 400:
                    url = _checked(answer.headers.get("Location"), url)
                    continue
                self._check(answer)
                return await self._keep(answer)
        raise UnavailableError("The recording's address leads nowhere.")

    def _check(self, answer: ClientResponse) -> None:
        status, pace = answer.status, self._api.auth.pace
        if status in THROTTLED:
            wanted = retry_after(answer.headers, pace.clock.time())
            raise ThrottledError(pace.hold(wanted))
        if status == 404:
            raise NotFoundError("The recording is not prepared yet.")
        if status >= 500 or status == _EXPIRED:
            raise UnavailableError(f"Ring's store answered with status {status}.")
        if status != 200:
            raise RefusedError(status)

    async def _keep(self, answer: ClientResponse) -> None:
        """Write what comes to the file, or none if it does not come whole."""
        promised = answer.content_length
        await asyncio.to_thread(_require_room, self._path.parent, promised or _STEP)
        file = await asyncio.to_thread(_open, self._path)
        size, checked = 0, promised or _STEP
        try:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                await asyncio.to_thread(file.write, chunk)
                size += len(chunk)
                if promised:
                    self._progress(min(size / promised, 1.0))
                elif size > checked:
                    checked += _STEP
                    await asyncio.to_thread(_require_room, self._path.parent, checked)
            _check_size(size, promised)
            await asyncio.to_thread(file.close)
        except BaseException:
            _discard(file, self._path)
            raise


async def _continuous(api: RingApi, device: RingDevice, recording: Recording) -> URL:
    """Ask for the address of a part of what is recorded round the clock."""
    parts = await find_continuous(api, device, recording.span)
    found = {part.id: part.address for part in parts}
    only = next(iter(found.values())) if len(found) == 1 else None
    return _checked(found.get(recording.id, only))


async def _shared(api: RingApi, recording: Recording) -> URL | None:
    """Ask for the address by which a recording can be shared, if there is one.

    Some who may watch may not share, and of some Ring has only the other one.
    """
    try:
        reply = await api.ask(
            "GET", _PLAY.format(recording.id), {"disable_redirect": "true"}
        )
    except NotFoundError, RefusedError:
        return None
    where = reply.headers.get("Location") or text(reply.table().get("url"), 4096)
    return _checked(where) if where else None


def _is_file(answer: ClientResponse) -> bool:
    kind = answer.content_type
    return answer.status == 200 and (
        kind.startswith("video/") or kind.endswith(("/octet-stream", "/mp4"))
    )


def _checked(address: object, base: URL | None = None) -> URL:
    """Return an address in the internet that is asked over TLS.

    What Ring says is not followed into this house, nor without encryption. ``base`` is
    where an address was told that may be relative.
    """
    if not isinstance(address, str):
        raise NotFoundError("Ring has no address of the recording yet.")
    try:
        # Signed as it stands: not a character may be written differently.
        url = URL(address, encoded=True)
        url = url if base is None else base.join(url)
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
