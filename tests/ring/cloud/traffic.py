"""What reaches the fake, and what it does instead of answering."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
import json
from typing import Any, Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from multidict import CIMultiDict, CIMultiDictProxy

from . import names


class Endpoint(StrEnum):
    """What can be asked, each one route or a few that mean the same."""

    TOKEN = "token"
    SESSION = "session"
    DEVICES = "devices"
    DINGS = "dings"
    HEALTH = "health"
    GROUPS = "groups"
    HISTORY = "history"
    PLAY = "play"
    RECORDING = "recording"
    MEDIA = "media"
    SEARCH = "search"
    EVENTS = "events"
    TIMELINE = "timeline"
    CONTINUOUS = "continuous"
    TRANSCODE = "transcode"
    SNAPSHOT = "snapshot"
    SNAPSHOT_TIMES = "snapshot_times"
    SNAPSHOT_IMAGE = "snapshot_image"
    PUSH_TOKEN = "push_token"
    ALERTS = "alerts"
    SETTINGS = "settings"
    CHANGE = "change"
    TICKET = "ticket"
    SIGNALLING = "signalling"
    CHECK_IN = "check_in"
    REGISTER = "register"
    UNKNOWN = "unknown"


HOSTS: Final = {
    Endpoint.TOKEN: names.OAUTH,
    Endpoint.MEDIA: names.MEDIA,
    Endpoint.SNAPSHOT: names.SNAPSHOTS,
    Endpoint.TICKET: names.SOLUTIONS,
    Endpoint.SIGNALLING: names.SIGNALLING,
    Endpoint.CHECK_IN: names.CHECK_IN,
}
"""Where each is asked; all others are at `api.ring.com`, or belong to Google."""


@dataclass(frozen=True)
class Fault:
    """What happens to a request: a wait, another answer, or an answer that breaks off.

    With `cut` the answer's head is sent, then so many bytes of its body, and then the
    connection ends; `stall` keeps it open instead. `drop` ends it without an answer.
    `unsized` sends it without saying how long it is; with `endless` its body comes again
    and again, every `every` seconds.
    """

    delay: float = 0
    status: int | None = None
    body: str = ""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    stall: bool = False
    drop: bool = False
    unsized: bool = False
    endless: bool = False
    every: float = 0


UNAUTHORIZED: Final = Fault(status=401, body='{"error":"invalid_token"}')
NOT_FOUND: Final = Fault(status=404, body='{"error":"not found"}')
BAD_GATEWAY: Final = Fault(
    status=502,
    body="<html><head><title>502 Bad Gateway</title></head></html>",
    content_type="text/html",
)
NOTHING: Final = 444
"""The status that is noted of a request that got no answer."""
BLOCKED: Final = Fault(status=406, body="", content_type="text/html")
NO_JSON: Final = Fault(status=200, body="<!doctype html>", content_type="text/html")
DROPPED: Final = Fault(drop=True)
UNSIZED: Final = Fault(unsized=True)


def throttled(seconds: float | str | None = 30) -> Fault:
    """429, telling for how long (or until when, as text) unless that is None."""
    text = {
        "error": "too_many_requests",
        "error_description": "too many requests from dependency service",
    }
    headers = () if seconds is None else ((hdrs.RETRY_AFTER, str(seconds)),)
    return Fault(status=429, body=json.dumps(text), headers=headers)


def slow(seconds: float) -> Fault:
    """The right answer, but late."""
    return Fault(delay=seconds)


def truncated(size: int) -> Fault:
    """The right answer's head, and only the first bytes of its body."""
    return Fault(cut=size)


def endless(every: float = 0) -> Fault:
    """The right answer again and again, of a length that is not told."""
    return Fault(unsized=True, endless=True, every=every)


def stalled(size: int) -> Fault:
    """The right answer's head and first bytes, and then nothing more."""
    return Fault(cut=size, stall=True)


@dataclass
class Seen:
    """One request as it came in; `status` is None until it is answered."""

    endpoint: Endpoint
    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: CIMultiDictProxy[str]
    body: bytes
    status: int | None = None

    @property
    def bearer(self) -> str | None:
        """The token that came with it."""
        scheme, _, token = self.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        return token if scheme == "Bearer" else None

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass
class Traffic:
    """All requests in their order, and what shall happen to the next ones.

    `most_at_once` is how many were being answered at the same time.
    """

    requests: list[Seen] = field(default_factory=list)
    most_at_once: int = 0
    _running: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _next: defaultdict[Endpoint, deque[Fault]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _always: dict[Endpoint, Fault] = field(default_factory=dict)

    def next(self, endpoint: Endpoint, fault: Fault, times: int = 1) -> None:
        """Let the fault happen to the next requests of an endpoint."""
        self._next[endpoint].extend([fault] * times)

    def always(self, endpoint: Endpoint, fault: Fault | None) -> None:
        """Let the fault happen to all requests from now on; None ends it."""
        if fault:
            self._always[endpoint] = fault
        else:
            self._always.pop(endpoint, None)

    def seen(self, endpoint: Endpoint) -> list[Seen]:
        """The requests of an endpoint."""
        return [seen for seen in self.requests if seen.endpoint == endpoint]

    def count(self, endpoint: Endpoint) -> int:
        """How many requests of an endpoint there were."""
        return len(self.seen(endpoint))

    async def wait_for(self, endpoint: Endpoint, count: int = 1) -> list[Seen]:
        """Wait until an endpoint has had so many requests, answered or not."""
        while self.count(endpoint) < count:
            self._news.clear()
            await self._news.wait()
        return self.seen(endpoint)

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._over.set()

    def forget(self) -> None:
        """Count from zero again; faults stay."""
        self.requests.clear()
        self.most_at_once = 0

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Note each request, and let its fault happen."""
        host = request.host.partition(":")[0]
        endpoint = _endpoint(request.match_info.route.name, host)
        if endpoint is Endpoint.UNKNOWN:
            handler = _nothing
        seen = Seen(
            endpoint,
            request.method,
            host,
            request.path,
            dict(request.query),
            request.headers,
            await request.read(),
        )
        self.requests.append(seen)
        self._news.set()
        # A socket stays; it is no request that others could wait for.
        waits = endpoint is not Endpoint.SIGNALLING
        with self._one_more() if waits else nullcontext():
            answer = await self._answer(endpoint, request, handler)
        seen.status = answer.status
        return answer

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        try:
            yield
        finally:
            self._running -= 1

    async def _answer(
        self, endpoint: Endpoint, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        waiting = self._next[endpoint]
        fault = waiting.popleft() if waiting else self._always.get(endpoint, Fault())
        if fault.delay:
            await self._pause(fault.delay)
        if fault.drop:
            return _hang_up(request, web.Response(status=NOTHING))
        if fault.status is not None:
            return web.Response(
                status=fault.status,
                text=fault.body,
                content_type=fault.content_type,
                headers=CIMultiDict(fault.headers),
            )
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            answer = web.Response(
                status=error.status, headers=error.headers, body=error.body
            )
        if fault.cut is not None and isinstance(answer, web.Response):
            return await self._break_off(request, answer, fault)
        if fault.unsized and isinstance(answer, web.Response):
            return await self._send_unsized(request, answer, fault)
        return answer

    async def _send_unsized(
        self, request: web.Request, answer: web.Response, fault: Fault
    ) -> web.StreamResponse:
        body = answer.body if isinstance(answer.body, bytes) else b""
        sent = web.StreamResponse(status=answer.status, headers=answer.headers)
        sent.headers.pop(hdrs.CONTENT_LENGTH, None)
        sent.enable_chunked_encoding()
        await sent.prepare(request)
        await sent.write(body)
        while fault.endless and not self._over.is_set():
            await self._pause(fault.every)
            await sent.write(body)
        return sent

    async def _break_off(
        self, request: web.Request, answer: web.Response, fault: Fault
    ) -> web.StreamResponse:
        body = answer.body if isinstance(answer.body, bytes) else b""
        broken = web.StreamResponse(status=answer.status, headers=answer.headers)
        broken.content_length = len(body)
        await broken.prepare(request)
        await broken.write(body[: fault.cut])
        if fault.stall:
            await self._pause(None)
        return _hang_up(request, broken)

    async def _pause(self, seconds: float | None) -> None:
        """Wait, but no longer than until all is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()


def reply(document: Any, status: int = HTTPStatus.OK) -> web.Response:
    """JSON as Ring sends it."""
    return web.json_response(document, status=status)


def _endpoint(route: str | None, host: str) -> Endpoint:
    """What a route is for, if it is asked for at its own host."""
    endpoint = Endpoint((route or "unknown").partition(".")[0])
    of_google = endpoint is Endpoint.REGISTER
    expected = HOSTS.get(endpoint, names.API)
    return endpoint if of_google or host == expected else Endpoint.UNKNOWN


async def _nothing(_: web.Request) -> web.Response:
    return reply({"error": "not found"}, HTTPStatus.NOT_FOUND)


def _hang_up(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    if request.transport:
        request.transport.close()
    return answer
