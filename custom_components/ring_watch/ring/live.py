"""The live picture: WebRTC between a browser and Ring, set up by way of this client.

While somebody watches, Ring tells of no presses. So a view that nobody keeps alive ends
soon, however its browser went away.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
import logging
import re
from typing import Any, Final, override

from ring_doorbell import RingError
from ring_doorbell.webrtcstream import RingWebRtcMessage, RingWebRtcStream
from websockets.exceptions import WebSocketException

from .api import RingApi
from .devices import RingDevice
from .errors import (
    NotFoundError,
    RingAccountError,
    SessionNeededError,
    UnavailableError,
)
from .pace import Clock
from .sdp import fitting_answer
from .shapes import Json, table, text

KEEP_ALIVE: Final = 45.0
"""Seconds after which a view ends that nobody kept alive."""
_CLOSE_LIMIT: Final = 10.0
# What is logged of a live view and opens it: by the library, and by what it connects with.
_SECRETS: Final = {
    "ring_doorbell.webrtcstream": re.compile("ticket|token="),
    "websockets.client": re.compile("client_id=ring_site-.*token="),
}


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """What Ring says to a browser: an answer (SDP), a candidate, or that it ended.

    ``error`` is Ring's code for the end, ``expired`` where nobody kept it alive, or
    ``lost``. It is the last message of its view.
    """

    answer: str | None = None
    candidate: str | None = None
    line: int | None = None
    error: str | None = None
    reason: str | None = None


type OnMessage = Callable[[LiveMessage], None]


class LiveViews:
    """The live views of an account, each known by an id that its caller chooses.

    ``on_change`` is called when one has begun, and when one has ended.
    """

    def __init__(
        self, api: RingApi, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._api = api
        self._on_change = on_change
        self._streams: dict[str, _Stream] = {}
        self._closing: set[asyncio.Task[None]] = set()
        _hide_secrets()

    @property
    def active(self) -> bool:
        """Whether anybody watches."""
        return bool(self._streams)

    async def start(
        self, device: RingDevice, view_id: str, offer: str, on_message: OnMessage
    ) -> None:
        """Hand a browser's offer (SDP) to Ring; the answer comes by ``on_message``.

        Raises the errors of ``errors``.
        """
        await self.close(view_id)
        for last in (False, True):
            stream = _Stream(
                self._api,
                device.id,
                on_message,
                lambda stream: self._ended(view_id, stream),
            )
            self._streams[view_id] = stream
            try:
                await stream.open(offer)
            except SessionNeededError:
                if not self._forget(view_id, stream):
                    return
                if last:
                    raise
                await self._api.renew_session()
            except RingAccountError:
                # A browser that went away meanwhile needs no reason.
                awaited = self._forget(view_id, stream)
                await stream.shut()
                if awaited:
                    raise
                return
            except BaseException:
                self._forget(view_id, stream)
                await stream.shut()
                raise
            else:
                self._on_change()
                return

    async def candidate(self, view_id: str, candidate: str, line: int) -> None:
        """Hand a browser's ICE candidate to Ring."""
        stream = self._streams.get(view_id)
        if stream is None:
            raise NotFoundError("There is no such live view.")
        try:
            await stream.on_ice_candidate(candidate, line)
        except TimeoutError, AssertionError, WebSocketException, OSError:
            raise UnavailableError("The live view is not connected.") from None

    def keep_alive(self, view_id: str) -> None:
        """Say that somebody is still watching; due every KEEP_ALIVE seconds."""
        if (stream := self._streams.get(view_id)) is not None:
            stream.touch()

    async def close(self, view_id: str) -> None:
        """End a view, if there is one."""
        if (stream := self._streams.pop(view_id, None)) is not None:
            self._on_change()
            await stream.shut()

    async def stop(self) -> None:
        """End all views."""
        for view_id in list(self._streams):
            await self.close(view_id)
        if self._closing:
            await asyncio.wait(self._closing)

    def _forget(self, view_id: str, stream: _Stream) -> bool:
        """Take off a view; False: its browser has gone, or has begun another."""
        if self._streams.get(view_id) is not stream:
            return False
        del self._streams[view_id]
        return True

    def _ended(self, view_id: str, stream: _Stream) -> None:
        """Clean up after a view that did not end by us."""
        if self._forget(view_id, stream):
            self._on_change()
        task = asyncio.create_task(stream.shut())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


class _Stream(RingWebRtcStream):
    """The library's stream, which tells its end once, however it comes about."""

    def __init__(
        self,
        api: RingApi,
        device_id: int,
        on_message: OnMessage,
        on_end: Callable[[_Stream], None],
    ) -> None:
        super().__init__(
            api.ring,
            device_id,
            # When it ends is decided here; the library would only fall silent.
            keep_alive_timeout=None,
            on_message_callback=self._pass_on,
        )
        self._clock: Clock = api.clock
        self._tell = on_message
        self._on_end = on_end
        self._over = False
        self._touched = self._clock.monotonic()
        self._watching: asyncio.Task[None] | None = None

    async def open(self, offer: str) -> None:
        """Connect and send the offer."""
        try:
            await self.generate(offer)
        except RingError as error:
            if isinstance(error.__cause__, RingAccountError):
                raise error.__cause__ from None
            # The address that could not be reached has a secret in it.
            raise UnavailableError("The live view cannot be started.") from None
        if self._over:
            # The browser went away meanwhile.
            await self.shut()
            return
        self.touch()
        self._watching = asyncio.create_task(self._watch())

    def touch(self) -> None:
        """Live on for a while."""
        self._touched = self._clock.monotonic()

    async def shut(self) -> None:
        """Close all connections; nothing is told any more."""
        self._over = True
        if self._watching is not None:
            self._watching.cancel()
        with suppress(TimeoutError, WebSocketException, OSError):
            async with asyncio.timeout(_CLOSE_LIMIT):
                await self.close()

    @override
    async def reader(self) -> None:
        """Read until it ends. The library's own reader dies without a word."""
        try:
            await super().reader()
        except WebSocketException, OSError, ValueError, LookupError, TypeError:
            pass
        except AttributeError:
            # The connection was closed while a message was being answered.
            pass
        self._end("lost", None)

    @override
    async def pinger(self) -> None:
        """Ping until it ends."""
        with suppress(WebSocketException, OSError, AttributeError):
            await super().pinger()

    @override
    def force_correct_sdp_answer(self) -> None:
        """Make the answer fit: the library does so for the first media only."""
        if self.sdp and self.sdp_offer:
            self.sdp = fitting_answer(self.sdp_offer, self.sdp)

    @override
    async def handle_close_message(self, message: Json) -> None:
        """Take note that Ring closes.

        The library would wait here, inside of the reader, for the reader's end.
        """
        reason = table(table(message.get("body")).get("reason"))
        code = reason.get("code")
        self.is_alive = False
        self._end(
            str(code) if isinstance(code, int) else text(code, 32) or "closed",
            text(reason.get("text")),
        )

    async def _watch(self) -> None:
        """End when nobody has kept it alive."""
        while (left := self._touched + KEEP_ALIVE - self._clock.monotonic()) > 0:
            await self._clock.sleep(left)
        self._end("expired", None)

    def _pass_on(self, message: RingWebRtcMessage) -> None:
        if not self._over:
            self._tell(
                LiveMessage(message.answer, message.candidate, message.sdp_m_line_index)
            )

    def _end(self, error: str, reason: str | None) -> None:
        if self._over:
            return
        self._over = True
        self._tell(LiveMessage(error=error, reason=reason))
        self._on_end(self)


class _NoSecrets(logging.Filter):
    """Keeps the ticket of a live view, which opens it, out of other parts' logs."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        return not _SECRETS[record.name].search(record.getMessage())


_NO_SECRETS: Final[Any] = _NoSecrets()


def _hide_secrets() -> None:
    for name in _SECRETS:
        logging.getLogger(name).addFilter(_NO_SECRETS)
