"""The library's ``Auth`` with one refresh at a time and errors that say what is wrong.

Every request of the library passes through ``async_query``, so the pace, the tokens and
the errors of this module are those of all its parts.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, override
import uuid

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    encode_basic_auth,
)
from ring_doorbell import Auth
from ring_doorbell.const import OAuth

from .answers import (
    THROTTLED,
    Reply,
    raise_for_login,
    raise_for_status,
    read,
    retry_after,
    told_time,
)
from .errors import (
    CodeNeededError,
    LoginRejectedError,
    NotFoundError,
    RefusedError,
    ThrottledError,
    UnavailableError,
    WrongCodeError,
)
from .pace import Pace
from .shapes import Json, number, text

USER_AGENT = "RingWatch"
_TIMEOUT = 20.0
STREAMING = ClientTimeout(total=None, sock_connect=20, sock_read=30)
"""For what may be large: as long as something comes, it is waited for."""
PLAINLY = {"Accept-Encoding": "identity"}
"""For what is packed already, and whose length is to be known."""
_REVOKE = "https://oauth.ring.com/oauth/revoke"
_BASIC = {"Authorization": encode_basic_auth(OAuth.CLIENT_ID, "")}
# A token that ends while its request is under way is of no use: it is renewed so many
# seconds before, or for the last tenth of a shorter life.
_EARLY = 60.0
_LIFETIME = 3600.0
_LONGEST_TOKEN = 8192
_SAME_TIME = 30.0

type TokenUpdater = Callable[[Json], None]


def new_hardware_id() -> str:
    """Return an id for a new client; keep it as long as the account."""
    return str(uuid.uuid4())


class RingAuth(Auth):
    """One client of a Ring account: its hardware id, its tokens, its requests.

    ``on_token`` gets every new token before anything else happens: Ring takes each
    refresh token once. All methods raise the errors of ``errors`` and no others.
    """

    def __init__(
        self,
        session: ClientSession,
        hardware_id: str,
        *,
        token: Json | None = None,
        on_token: TokenUpdater | None = None,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(
            USER_AGENT, None, on_token, hardware_id, http_client_session=session
        )
        self._token = dict(token or {})
        self.pace = pace or Pace()
        self._refreshing: asyncio.Task[Json] | None = None
        self._rejected = False
        self._throttled = 0
        self.skew = 0.0
        """How many seconds Ring's clock is ahead of this machine's."""

    @override
    async def async_fetch_token(
        self, username: str, password: str, otp_code: str | None = None
    ) -> Json:
        """Log in; the password is sent and forgotten.

        Raises CodeNeededError, WrongCodeError, LoginRejectedError, ThrottledError,
        UnavailableError.
        """
        form = {"grant_type": "password", "username": username, "password": password}
        code = {"2fa-support": "true", "2fa-code": otp_code} if otp_code else {}
        return await self._granted(form, code)

    @override
    async def async_refresh_tokens(self) -> Json:
        """Get new tokens. Whoever asks meanwhile gets the same.

        Raises LoginRejectedError, ThrottledError, UnavailableError. A caller that is
        cancelled does not end it: the answer holds the only token that Ring still
        takes.
        """
        if self._rejected:
            raise LoginRejectedError("Ring has signed this client out.")
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())
            self._refreshing.add_done_callback(_heard)
        refreshing = self._refreshing
        # Not shielded: that tells of an error for which nobody is left as of a fault.
        await asyncio.wait([refreshing])
        return refreshing.result()

    @override
    async def async_query(
        self,
        url: str,
        method: str = "GET",
        extra_params: Json | None = None,
        data: bytes | None = None,
        json: Json | None = None,
        timeout: float | None = None,
        *,
        raise_for_status: bool = True,
        headers: Mapping[str, str] | None = None,
        alone: bool = True,
    ) -> Reply:
        """Send a request of this client and return the answer.

        ``alone`` False is for an answer that takes Ring long on purpose: others may
        leave meanwhile. A redirection is an answer, and is not followed. That Ring
        wants fewer requests is none, not even without ``raise_for_status``.
        """
        body: Json = {} if data is None else {"data": data}
        # Ring wants a body, if only null, with PUT.
        if json is not None or method == "PUT":
            body = {"json": json}
        kwargs = {"params": extra_params or {}, "timeout": _limit(timeout), **body}

        async def ask(token: str) -> Reply:
            bearer = {"Authorization": f"Bearer {token}", **(headers or {})}
            return await self._request(method, url, bearer, kwargs, alone=alone)

        token = await self._current()
        reply = await ask(token)
        if reply.status_code == 401:
            if self._token.get("access_token") == token:
                await self.async_refresh_tokens()
            reply = await ask(await self._current())
        if raise_for_status or reply.status_code in THROTTLED:
            self._raise_for_status(reply)
        return reply

    @asynccontextmanager
    async def stream(self, url: str) -> AsyncGenerator[ClientResponse]:
        """Send a GET of this client and give the answer, its body still to be read.

        A redirection is an answer, and is not followed. What goes wrong with the body
        is aiohttp's to say.
        """
        token = await self._current()
        response = await self._opened(url, token)
        if response.status == 401:
            response.release()
            if self._token.get("access_token") == token:
                await self.async_refresh_tokens()
            response = await self._opened(url, await self._current())
        async with response:
            if response.status >= 400:
                with _told_plainly():
                    reply = await read(response)
                self._raise_for_status(reply)
            yield response

    async def revoke(self) -> bool:
        """Ask Ring to forget this client (RFC 7009); return whether it says so.

        Ring's partners use it, nobody has promised it to others.
        """
        token = self._token.get("refresh_token")
        if not token:
            return False
        form = {"token": token, "token_type_hint": "refresh_token"}
        reply = await self._request(
            "POST", _REVOKE, _BASIC, {"data": form, "timeout": _limit(None)}
        )
        self._rejected = reply.status_code == 200
        return self._rejected

    @override
    async def async_close(self) -> None:
        """Let a refresh that is under way end: its token must not be lost."""
        if self._refreshing is not None:
            await asyncio.wait([self._refreshing])
        await super().async_close()

    async def _current(self) -> str:
        """Return an access token that is good for a while."""
        token = self._token.get("access_token")
        ends = number(self._token.get("expires_at")) or 0.0
        early = min(_EARLY, _lifetime(self._token) / 10)
        if not isinstance(token, str) or ends - self.pace.clock.time() < early:
            token = (await self.async_refresh_tokens())["access_token"]
        return str(token)

    async def _refresh(self) -> Json:
        refresh_token = self._token.get("refresh_token")
        if not refresh_token:
            raise LoginRejectedError("There is no login.")
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        try:
            return await self._granted(form, {})
        except CodeNeededError, LoginRejectedError, WrongCodeError:
            self._rejected = True
            raise LoginRejectedError("Ring has signed this client out.") from None

    async def _granted(self, form: Json, headers: Json) -> Json:
        """Exchange a form for tokens, keep them and hand them on."""
        form = {"client_id": OAuth.CLIENT_ID, "scope": "client", **form}
        reply = await self._request(
            "POST",
            OAuth.ENDPOINT,
            {
                **_BASIC,
                "Accept": "application/json",
                **headers,
            },
            {"data": form, "timeout": _limit(None)},
        )
        answer = reply.table()
        if reply.status_code != 200 or not text(answer.get("access_token"), 1):
            raise_for_login(reply)
            with suppress(NotFoundError, RefusedError):
                self._raise_for_status(reply)
            raise UnavailableError("Ring's answer to the login is not understood.")
        # Where Ring leaves the refresh token out, the old one stays good.
        refresh_token = text(answer.get("refresh_token"), _LONGEST_TOKEN)
        self._token = {
            **answer,
            "refresh_token": refresh_token or self._token.get("refresh_token"),
            "expires_at": self.pace.clock.time() + _lifetime(answer),
        }
        self._rejected = False
        if self.token_updater is not None:
            self.token_updater(dict(self._token))
        return self._token

    async def _request(
        self, method: str, url: str, headers: Json, kwargs: Json, *, alone: bool = True
    ) -> Reply:
        """Send one request in its turn; nothing of it gets into an exception."""
        if alone:
            async with self.pace.turn():
                return await self._exchange(method, url, headers, kwargs)
        async with self.pace.turn():
            pass
        return await self._exchange(method, url, headers, kwargs)

    async def _exchange(
        self, method: str, url: str, headers: Json, kwargs: dict[str, Any]
    ) -> Reply:
        with _told_plainly():
            response = await self._send(method, url, headers, kwargs)
            async with response:
                reply = await read(response)
        self._note_time(reply)
        return reply

    def _note_time(self, reply: Reply) -> None:
        """Learn how far Ring's clock and this machine's are apart."""
        if (told := told_time(reply.headers)) is not None:
            ahead = told - self.pace.clock.time()
            # An answer takes a while, and tells whole seconds.
            self.skew = ahead if abs(ahead) > _SAME_TIME else 0.0

    async def _opened(self, url: str, token: str) -> ClientResponse:
        async with self.pace.turn():
            pass
        headers = {"Authorization": f"Bearer {token}", **PLAINLY}
        with _told_plainly():
            return await self._send("GET", url, headers, {"timeout": STREAMING})

    async def _send(
        self, method: str, url: str, headers: Json, kwargs: dict[str, Any]
    ) -> ClientResponse:
        own = {"User-Agent": self.user_agent, "hardware_id": self.hardware_id}
        if self._session.closed:
            raise UnavailableError("The account is not in use any more.")
        return await self._session.request(
            method, url, headers=own | headers, allow_redirects=False, **kwargs
        )

    def _raise_for_status(self, reply: Reply) -> None:
        if reply.status_code in THROTTLED:
            self._throttled += 1
            wanted = retry_after(reply.headers, self.pace.clock.time())
            raise ThrottledError(self.pace.hold(wanted, self._throttled))
        self._throttled = 0
        raise_for_status(reply)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Say what goes wrong on the way without an address, which may be a secret."""
    try:
        yield
    except TimeoutError:
        raise UnavailableError("Ring did not answer in time.") from None
    except ClientError, OSError, ValueError:
        # Home Assistant's sessions look where a redirection leads: it may be nowhere.
        raise UnavailableError("Ring cannot be reached.") from None


def _lifetime(token: Json) -> float:
    """Return for how many seconds a token is good, however odd what Ring says of it."""
    told = number(token.get("expires_in"))
    return told if told and told > 0 else _LIFETIME


def _limit(timeout: float | None) -> ClientTimeout:
    return ClientTimeout(total=timeout or _TIMEOUT)


def _heard(task: asyncio.Task[Json]) -> None:
    """Take note of an error, which may have nobody left who waits for it."""
    if not task.cancelled():
        task.exception()
