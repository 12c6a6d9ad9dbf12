"""One recording from Ring's store to a private file.

The addresses that Ring gives are good for minutes, for whoever has them: each is asked
for just before it is used, and nothing that says who we are goes along.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import errno
import os
from pathlib import Path
import shutil
from typing import BinaryIO, Final

from aiohttp import ClientError, ClientResponse, ClientSession, hdrs
from ring_doorbell.const import API_URI
from yarl import URL

from .answers import THROTTLED, read, retry_after
from .api import RingApi
from .auth import PLAINLY, STREAMING
from .devices import RingDevice
from .errors import (
    BadAddressError,
    NoRoomError,
    NotFoundError,
    RefusedError,
    RingAccountError,
    ThrottledError,
    TooLargeError,
    UnavailableError,
)
from .history import LOOK_BACK, find_continuous
from .reach import outward_url
from .recordings import LONGEST_PREROLL, SECOND, Recording
from .shapes import text
from .tasks import in_thread

ATTEMPTS: Final = 4
PATIENCE: Final = 600.0
"""Seconds that a recording may take to come, beside four times its length."""
MOST_PER_SECOND: Final = 4 * 1024 * 1024
"""No camera records so many bytes in a second."""
RESERVE: Final = 512 * 1024 * 1024
"""Bytes that stay free: who records at home, and Home Assistant itself, write as well."""
_PLAY: Final = API_URI + "/clients_api/dings/{}/share/play"
_RECORDING: Final = API_URI + "/clients_api/dings/{}/recording"
_CONVERSIONS: Final = API_URI + "/share_service/v2/transcodings/downloads"
_REDIRECTIONS: Final = 3
_CHUNK: Final = 256 * 1024
_EXPIRED: Final = 403
_COPIES: Final = 4
# Of a file whose size is not told, how much is written before room is looked for again.
_STEP: Final = 64 * 1024 * 1024
# Ring tells times to the millisecond.
_SAME: Final = SECOND // 100
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)

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

    What breaks off or is too old is tried again, from a new address. What does not come
    to an end is given up: it may be as large, and take as long, as its length allows.
    Raises NotFoundError while Ring has no file (yet), the other errors of ``errors``,
    and OSError when the file cannot be written. Without a whole recording, no file
    stays.
    """
    length = _longest(recording)
    try:
        async with asyncio.timeout(PATIENCE + 4 * length):
            for attempt in range(1, ATTEMPTS + 1):
                one = _Download(api, session, path, length, progress)
                try:
                    return await one.get(device, recording)
                except UnavailableError:
                    if attempt == ATTEMPTS:
                        raise
                await api.clock.sleep(api.auth.pace.backoff(attempt, 2.0, 30.0))
    except TimeoutError:
        raise UnavailableError("The recording does not come to an end.") from None


class _Download:
    """One attempt to get a recording, by whichever way leads to a file.

    ``length`` is how many seconds it may have at most.
    """

    def __init__(
        self,
        api: RingApi,
        session: ClientSession,
        path: Path,
        length: float,
        progress: Progress,
    ) -> None:
        self._api = api
        self._session = session
        self._path = path
        self._most = round(length * MOST_PER_SECOND)
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
        """Try one way after the other.

        Some who may watch may not share; of some recordings there is a file at only one
        of their addresses, or at none before Ring has converted them for its app.
        """
        ways = [self._shared, self._recorded]
        if recording.address is not None:
            ways.append(self._told)
        if recording.state != "preparing":
            ways.append(self._converted)
        errors: list[RingAccountError] = []
        for way in ways:
            try:
                address = await way(recording)
                if address is not None:
                    await self._from_store(address)
            except (NotFoundError, RefusedError, BadAddressError) as error:
                errors.append(error)
            else:
                return
        # What may still come is worth a wait.
        waits = (error for error in errors if isinstance(error, NotFoundError))
        raise next(waits, errors[0])

    async def _shared(self, recording: Recording) -> URL | None:
        """Ask for the address by which a recording can be shared."""
        reply = await self._api.ask(
            "GET", _PLAY.format(recording.id), {"disable_redirect": "true"}
        )
        where = reply.headers.get("Location")
        return outward_url(where or text(reply.table().get("url"), 4096))

    async def _recorded(self, recording: Recording) -> URL | None:
        """Ask for the recording itself; None when that was the answer, and is kept."""
        async with self._api.auth.stream(_RECORDING.format(recording.id)) as answer:
            if _is_file(answer):
                await self._keep(answer)
                return None
            where = answer.headers.get("Location")
            return outward_url(where or (await read(answer)).table().get("url"))

    async def _told(self, recording: Recording) -> URL | None:
        """Return the address that came with what a search found."""
        return outward_url(recording.address)

    async def _converted(self, recording: Recording) -> URL | None:
        """Have Ring convert a recording, as for a download in its app."""
        ask = self._api.ask
        try:
            job = await ask(
                "GET", f"{_CONVERSIONS}/{recording.id}", {"file_type": "VIDEO"}
            )
        except NotFoundError:
            wanted = {
                "ding_id": recording.id,
                "file_type": "VIDEO",
                "send_push_notification": False,
            }
            try:
                job = await ask("POST", _CONVERSIONS, json=wanted)
            except NotFoundError:
                # Nothing comes of waiting for it.
                raise RefusedError(404) from None
        told = job.table()
        return outward_url(
            told.get("result_url") if told.get("status") == "done" else None
        )

    async def _from_store(self, url: URL) -> None:
        async with self._api.auth.pace.turn():
            pass
        for _ in range(_REDIRECTIONS):
            answer = await self._asked(url)
            async with answer:
                if 300 <= answer.status < 400:
                    url = outward_url(answer.headers.get("Location"), url)
                    continue
                self._check(answer)
                return await self._keep(answer)
        raise UnavailableError("The recording's address leads nowhere.")

    async def _asked(self, url: URL) -> ClientResponse:
        if self._session.closed:
            raise UnavailableError("The account is not in use any more.")
        try:
            return await self._session.request(
                "GET",
                url,
                allow_redirects=False,
                headers=PLAINLY,
                timeout=STREAMING,
            )
        except ValueError:
            # Home Assistant's sessions look where a redirection leads, too.
            raise BadAddressError("Ring's address is none.") from None

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
        # The length of what is packed is not that of the file.
        packed = hdrs.CONTENT_ENCODING in answer.headers
        promised = None if packed else answer.content_length
        try:
            await self._write(answer, promised)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise NoRoomError from None
            raise

    async def _write(self, answer: ClientResponse, promised: int | None) -> None:
        self._check_most(promised or 0)
        await asyncio.to_thread(_require_room, self._path.parent, promised or _STEP)
        file = await in_thread(_open, self._path)
        size, checked = 0, promised or _STEP
        try:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                size += len(chunk)
                self._check_most(size)
                if promised:
                    self._progress(min(size / promised, 1.0))
                elif size > checked:
                    checked += _STEP
                    await asyncio.to_thread(_require_room, self._path.parent, checked)
                await in_thread(file.write, chunk)
            _check_size(size, promised)
            await asyncio.to_thread(file.close)
        except BaseException:
            _discard(file, self._path)
            raise

    def _check_most(self, size: int) -> None:
        if size > self._most:
            raise TooLargeError("What comes is larger than any recording.")


async def _continuous(api: RingApi, device: RingDevice, recording: Recording) -> URL:
    """Ask for the address of a part of what is recorded round the clock."""
    parts = await find_continuous(api, device, recording.span)
    # Another part begins at another time than is known of this one.
    same = [part for part in parts if abs(part.start - recording.start) < _SAME]
    nearest = min(
        same, key=lambda part: abs(part.start - recording.start), default=None
    )
    return outward_url(nearest and nearest.address)


def _longest(recording: Recording) -> float:
    """Return how many seconds of video a recording has at most."""
    length = LOOK_BACK if recording.length is None else recording.length
    return length / SECOND + LONGEST_PREROLL


def _is_file(answer: ClientResponse) -> bool:
    kind = answer.content_type
    return answer.status == 200 and (
        kind.startswith("video/") or kind.endswith(("/octet-stream", "/mp4"))
    )


def _check_size(size: int, promised: int | None) -> None:
    if not size or promised not in (None, size):
        raise UnavailableError("The recording broke off.")


def _require_room(folder: Path, size: int) -> None:
    """Raise NoRoomError where a recording, measured and put together, has none."""
    if shutil.disk_usage(folder).free < size * _COPIES + RESERVE:
        raise NoRoomError


def _open(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _discard(file: BinaryIO, path: Path) -> None:
    with suppress(OSError):
        file.close()
    path.unlink(missing_ok=True)
