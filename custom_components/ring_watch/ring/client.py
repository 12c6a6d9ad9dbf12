"""A Ring account, for the rest of the integration. Everything else here is behind it.

Log in (a config flow, a reauthentication)::

    hardware_id = new_hardware_id()            # once; keep it as long as the account
    token = await log_in(session, hardware_id, email, password)
    # CodeNeededError(how, wait, phone) -> ask for the code, then the same with code=…
    # WrongCodeError, LoginRejectedError, ThrottledError(retry_after), UnavailableError

Use it::

    account = RingAccount(session, Login(hardware_id, token, push), Callbacks(...))
    await account.start()      # LoginRejectedError -> reauthenticate, others -> later
    account.devices            # {key: RingDevice}, fresh every minute
    await account.collect(key, start, end, archive=…, camera=…, engine=…)
    await account.snapshot(key)
    await account.live.start(device, view_id, offer, on_message)
    account.live.keep_alive(view_id)   # every 45 s at least, as long as somebody looks
    await account.stop()
    await account.sign_out()   # when the owner removes the account

What ``log_in`` returns, and what ``Callbacks.token`` and ``Callbacks.push`` are given, are
secrets to be stored at once: Ring takes each refresh token only once. Callbacks run in the
event loop, must not block, and must not raise. No exception and no log line of this
package holds a secret, an address of a recording, or the password.

Ring is asked one thing at a time. When it wants fewer requests, or is down, devices keep
their last data, and it is tried again with growing pauses; ``available`` is False after
LOST_AFTER failures, or LONGEST_HELD where Ring only wants fewer requests. Only a real
rejection of the login calls ``Callbacks.login_rejected``; then nothing more is asked.

Give each account an HTTP session of its own that keeps no cookies. Push messages go over
Google's service, live pictures between the browser and Ring.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from aiohttp import ClientSession

from custom_components.ring_watch.engine.times import to_us

from .api import RingApi
from .assemble import RunEngine
from .auth import RingAuth, new_hardware_id
from .collect import Collected, Collector, Known, Progress
from .devices import DeviceKey, RingDevice
from .errors import LoginRejectedError, NotFoundError, RingAccountError
from .events import Events
from .live import LiveViews
from .pace import Pace
from .push import PushState
from .shapes import Json
from .snapshots import Snapshot, take_snapshot
from .watch import DeviceWatch
from .wiring import Callbacks, Login

__all__ = [
    "Callbacks",
    "Login",
    "RingAccount",
    "log_in",
    "new_hardware_id",
]

DEAF_AFTER: Final = 2
"""So many polls have to fail in a row: Ring is busy for a moment now and then."""


async def log_in(
    session: ClientSession,
    hardware_id: str,
    email: str,
    password: str,
    code: str | None = None,
    *,
    pace: Pace | None = None,
) -> Json:
    """Return the token of a new login. The password is not kept.

    Raises CodeNeededError, WrongCodeError, LoginRejectedError, ThrottledError,
    UnavailableError. Without a code, Ring sends one each time it is asked.
    """
    auth = RingAuth(session, hardware_id, pace=pace)
    return dict(await auth.async_fetch_token(email, password, code))


class RingAccount:
    """One client of one account, from ``start`` to ``stop``."""

    def __init__(
        self,
        session: ClientSession,
        login: Login,
        callbacks: Callbacks,
        *,
        store: ClientSession | None = None,
        known: Iterable[RingDevice] = (),
        pace: Pace | None = None,
    ) -> None:
        """Refer to the account; nothing is asked yet.

        ``store`` is the session for recordings, ``session`` if there is none: their
        addresses are only what Ring says, so it should not reach into this house.
        ``known``: its devices as they were before. What Ring tells only when it is
        asked about one of them is taken from there until then. ``pace`` is for tests.
        """
        self._store = store or session
        self._callbacks = callbacks
        auth = RingAuth(
            session,
            login.hardware_id,
            token=login.token,
            on_token=callbacks.token,
            pace=pace,
        )
        self._api = RingApi(auth)
        self._events = Events(
            self._api,
            lambda: list(self.devices.values()),
            login.push,
            on_credentials=callbacks.push,
            on_happening=callbacks.happening,
            on_push=callbacks.push_state,
            on_poll=self._polled,
            watched=lambda: self.live.active,
        )
        self._watch = DeviceWatch(
            self._api, known, on_change=self._tell_changes, on_rejected=self._reject
        )
        self._collecting = asyncio.Lock()
        self._rejected = False
        self._stopped = False
        self._failed_polls = 0
        self.live = LiveViews(self._api, self._events.wake)
        """The live pictures; see ``live.LiveViews``."""

    @property
    def devices(self) -> Mapping[DeviceKey, RingDevice]:
        """The account's devices by key, shared ones too, as Ring told them last."""
        return self._watch.devices

    @property
    def available(self) -> bool:
        """Whether Ring answers, apart from moments, and ``devices`` can be relied on."""
        return self._watch.available

    @property
    def push_state(self) -> PushState:
        """How push messages are doing."""
        return self._events.push.state

    @property
    def hears_events(self) -> bool:
        """Whether a press would be told now: by push, or at least by polling."""
        polling = self._failed_polls < DEAF_AFTER
        return polling or self.push_state is PushState.WORKING

    async def start(self) -> None:
        """Look at the devices, then watch them and listen, in the background.

        Raises LoginRejectedError, or another RingAccountError that may pass; then it
        is not started, and can be started again.
        """
        self._stopped = False
        await self.refresh()
        self._events.start()
        self._watch.start()

    async def stop(self) -> None:
        """End everything, live views too; of all that it told, only new tokens follow."""
        self._stopped = True
        await self._watch.stop()
        await self.live.stop()
        await self._events.stop()
        await self._api.auth.async_close()

    async def sign_out(self) -> bool:
        """Ask Ring to forget this client, for good; return whether it says so.

        Else the owner removes it in Ring's app. Raises nothing.
        """
        try:
            return await self._api.auth.revoke()
        except RingAccountError:
            return False

    async def refresh(self) -> None:
        """Look at the devices now. Raises the errors of ``errors``."""
        await self._watch.refresh()

    async def snapshot(
        self, key: DeviceKey, after: datetime | None = None
    ) -> Snapshot | None:
        """Return a picture of now, or of after a time; None when there is none.

        Waits up to 14 seconds, and never gives an older one. Raises the errors of
        ``errors``, NotFoundError for a device that is not the account's.
        """
        return await take_snapshot(self._api, self._device(key), after)

    async def collect(
        self,
        key: DeviceKey,
        start: datetime,
        end: datetime,
        *,
        archive: Path,
        camera: str,
        engine: RunEngine,
        progress: Progress = lambda phase, done: None,
        known: Known | None = None,
        patient: bool = True,
    ) -> Collected:
        """Bring all that Ring has of [start, end) into a camera of an archive.

        What the archive has already is not downloaded again. Recordings go in whole, so
        there is more than the window then: the engine's ``gather`` cuts it. Recordings
        that are being prepared are waited for, up to half an hour; without ``patient``
        nothing is. Returns why the rest is missing; that is no error. ``progress`` gets
        a phase, and how much of it is done (0 to 1). ``engine`` runs a command of the
        engine, as ``process.run_engine`` does. ``known`` is what recordings of the
        device were found to cover, to be kept for the next time. The recording of one
        happening is collected with any window, however short, that begins when it was.

        To cancel, cancel the call: footage that was brought in stays, nothing else
        does. Raises LoginRejectedError, NotFoundError for a device that is not the
        account's, EngineProcessError, OSError (the disk).
        """
        device = self._device(key)
        collector = Collector(
            self._api,
            self._store,
            device,
            (to_us(start), to_us(end)),
            progress=progress,
            turn=self._collecting,
            known=known,
            patient=patient,
        )
        try:
            return await collector.collect(engine, archive, camera)
        except LoginRejectedError:
            self._reject()
            raise

    def _device(self, key: DeviceKey) -> RingDevice:
        device = self.devices.get(key)
        if device is None:
            raise NotFoundError("The account has no such device.")
        return device

    def _polled(self, error: RingAccountError | None) -> None:
        heard = self.hears_events
        self._failed_polls = 0 if error is None else self._failed_polls + 1
        if isinstance(error, LoginRejectedError):
            self._reject()
        elif self.hears_events is not heard:
            self._tell_changes()

    def _reject(self) -> None:
        if not self._rejected:
            self._rejected = True
            self._watch.lose()
            if not self._stopped:
                self._callbacks.login_rejected()

    def _tell_changes(self) -> None:
        if not self._stopped:
            self._callbacks.changed()
