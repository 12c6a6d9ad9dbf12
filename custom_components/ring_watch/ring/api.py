"""Requests to Ring's interfaces, introduced by a session and read as JSON."""

import asyncio
from collections.abc import Mapping
from typing import Any

from ring_doorbell import Ring
from ring_doorbell.const import API_URI

from .answers import Reply
from .auth import RingAuth
from .errors import SessionNeededError
from .pace import Clock
from .shapes import Json


class RingApi:
    """Sends requests of one account. Raises the errors of ``errors``."""

    def __init__(self, auth: RingAuth) -> None:
        self.auth = auth
        self.ring = Ring(auth)
        self._introducing = asyncio.Lock()

    @property
    def clock(self) -> Clock:
        """The account's time."""
        return self.auth.pace.clock

    def now(self) -> float:
        """Return the time by Ring's clock, in seconds since the Unix epoch.

        When things happened is told by it; this machine's may be wrong.
        """
        return self.clock.time() + self.auth.skew

    async def renew_session(self) -> None:
        """Introduce this client, as the app does on each start."""
        async with self._introducing:
            await self.ring.async_create_session()

    async def get(
        self,
        path: str,
        params: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Return the JSON at a path of api.ring.com."""
        return (await self.ask("GET", API_URI + path, params, headers=headers)).json()

    async def ask(
        self,
        method: str,
        url: str,
        params: Json | None = None,
        *,
        json: Json | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        alone: bool = True,
    ) -> Reply:
        """Send a request and return the answer, redirections included."""

        async def once() -> Reply:
            return await self.auth.async_query(
                url,
                method,
                extra_params=params,
                json=json,
                timeout=timeout,
                headers=headers,
                alone=alone,
            )

        session = await self._session()
        try:
            return await once()
        except SessionNeededError:
            if self.ring.session is session:
                self.ring.session = None
            await self._session()
            return await once()

    async def _session(self) -> Any:
        async with self._introducing:
            if self.ring.session is None:
                await self.ring.async_create_session()
            return self.ring.session
