"""The fake Ring cloud: real servers on 127.0.0.1, one for each kind of host."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import hdrs, web

from tests.support.footage import Sound

from . import authority, network
from .accounts import Account
from .api import Api
from .devices import Device
from .events import Event
from .film import Film, joined
from .live import Live
from .messages import KeyForm
from .names import Addresses
from .push import Push
from .recordings import Recordings
from .snapshots import Snapshots
from .state import State
from .timeline import Timeline
from .traffic import Endpoint, Traffic

FILM_BEFORE = timedelta(days=3)


class RingCloud:
    """Ring, as far as tests need it; see the package's text for how to use it."""

    def __init__(
        self, folder: Path, *, now: Callable[[], datetime] | None = None
    ) -> None:
        """Keep certificates and footage in `folder`; `now` is the cloud's clock."""
        self.folder = folder
        self.state = State(now) if now else State()
        self.traffic = Traffic()
        self.live = Live(self.state)
        self.push = Push()
        self.film = Film(folder / "film", self._begin_of_film())
        self.addresses = Addresses({}, folder / "authority.pem")
        self._runners: list[web.AppRunner] = []
        self._sessions: list[aiohttp.ClientSession] = []

    def _begin_of_film(self) -> datetime:
        now = self.state.now().replace(microsecond=0)
        return now.astimezone(UTC) - FILM_BEFORE

    async def start(self) -> None:
        """Listen on ports that are free."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority.make(self.folder)
        snapshots = Snapshots(self.state, self.film)
        await self._serve(
            "api",
            [
                *Api(self.state).routes(),
                *Recordings(self.state).routes(),
                *Timeline(self.state, self._stitch).routes(),
                *snapshots.api_routes(),
                *self.live.routes(),
            ],
        )
        await self._serve("snapshots", snapshots.routes())
        await self._serve("google", self.push.routes())
        context = authority.server_context(self.addresses.authority)
        self.addresses.ports["push"] = await self.push.start(context)
        await self._serve(
            "media", [web.get("/{name:.*}", self._media, name=Endpoint.MEDIA)]
        )

    async def stop(self) -> None:
        """Close the sessions that were given out, and all connections."""
        self.traffic.end()
        for session in self._sessions:
            await session.close()
        await self.push.stop()
        for runner in reversed(self._runners):
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    def session(self) -> aiohttp.ClientSession:
        """A session to which this is Ring; closed when the cloud stops."""
        session = network.session(self.addresses)
        self._sessions.append(session)
        return session

    def add_account(self, *devices: Device, **settings: Any) -> Account:
        """An account with devices; the settings are `Account`'s fields."""
        account = Account(devices=list(devices), **settings)
        self.state.accounts.all.append(account)
        return account

    def add_event(self, device: Device, at: datetime, **settings: Any) -> Event:
        """An event without a recording; the settings are `Event`'s fields."""
        event = Event(device=device, at=at, **settings)
        self.state.events.append(event)
        return event

    def add_recording(
        self,
        device: Device,
        at: datetime,
        seconds: float,
        *,
        preroll: float = 0,
        jitter: float = 0,
        film: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Event:
        """An event at `at` whose recording goes from `preroll` before it for `seconds`.

        With `jitter` all its pictures were taken so much later than Ring tells. `film`
        has options of `Film.record`, the settings are `Event`'s fields.
        """
        options = {"encrypted": device.encrypted} | (film or {})
        begins = at - timedelta(seconds=preroll - jitter)
        recording = self.film.record(
            begins, preroll + seconds, preroll=preroll, **options
        )
        given = {"duration": seconds, "recording": recording} | settings
        return self.add_event(device, at, **given)

    async def happen(
        self,
        device: Device,
        kind: str = "ding",
        *,
        seconds: float | None = None,
        preroll: float = 0,
        form: KeyForm = KeyForm.PADDED,
        **settings: Any,
    ) -> Event:
        """Let something happen at a device now, and notify everybody who shares it.

        With `seconds` it is recorded: the recording is ready once it could be.
        """
        now = self.state.now()
        settings.setdefault("state", "ringing" if kind == "ding" else "")
        if seconds is not None:
            settings.setdefault("duration", seconds)
            settings.setdefault("ready_at", now + timedelta(seconds=seconds))
        event = self.add_event(device, now, kind=kind, **settings)
        for account in self.state.accounts.all:
            if account.device(device.id):
                await self.push.notify(account, event, form=form)
        if seconds is not None:
            event.recording = await asyncio.to_thread(
                self.film.record,
                now - timedelta(seconds=preroll),
                preroll + seconds,
                preroll=preroll,
                encrypted=device.encrypted,
            )
        return event

    def record_continuously(
        self, device: Device, begin: datetime, end: datetime
    ) -> None:
        """Let a device have recorded around the clock from `begin` to `end`."""
        device.continuous = True
        self.state.continuous.setdefault(device.id, []).append((begin, end))

    def _stitch(self, begin: datetime, end: datetime) -> bytes:
        """Make one file of a span, without what was not recorded of it."""
        parts = [(begin, end)]
        for first, last in self.state.holes:
            parts = [
                part
                for at, until in parts
                for part in ((at, min(until, first)), (max(at, last), until))
                if part[0] < part[1]
            ]
        sound: Sound | None = None if self.state.holes else "opus"
        files = [
            self.film.record(at, (until - at).total_seconds(), sound=sound)
            for at, until in parts
        ]
        return joined([file.content for file in files])

    async def _tell_time(self, _: web.Request, answer: web.StreamResponse) -> None:
        """Tell the cloud's time, as every server does its own."""
        answer.headers[hdrs.DATE] = format_datetime(self.state.now(), usegmt=True)

    async def _media(self, request: web.Request) -> web.Response:
        return await self.state.media.answer(request, self.state.now())

    async def _serve(self, surface: str, routes: list[web.RouteDef]) -> None:
        app = web.Application(middlewares=[self.traffic.middleware])
        app.add_routes(routes)
        app.on_response_prepare.append(self._tell_time)
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        self._runners.append(runner)
        context = authority.server_context(self.addresses.authority)
        site = web.TCPSite(runner, network.LOCAL, 0, ssl_context=context)
        await site.start()
        self.addresses.ports[surface] = runner.addresses[0][1]
