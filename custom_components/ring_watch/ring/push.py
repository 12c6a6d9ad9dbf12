"""Ring's push messages, by way of the library's listener and Google's service.

The library's listener dies without a word, and of a message that it cannot decode. Here
somebody looks after it: a dead one is replaced, its registration renewed, and what is
known of its health told.
"""

import asyncio
from collections.abc import Callable, Collection
from contextvars import ContextVar
from enum import StrEnum
import logging
from typing import Final, override

from .api import RingApi
from .errors import LoginRejectedError, RingAccountError, UnavailableError
from .happenings import Happening
from .listener import Listener, is_usable
from .shapes import Json
from .tasks import end

LOOK: Final = 15.0
"""How often the listener is looked at, in seconds."""
DEAD: Final = 30.0
"""How long it may be without a connection; it reconnects by itself in less."""
RENEW: Final = 12 * 3600.0
"""How long Ring remembers a client that does not introduce itself again."""
AGAIN: Final = 600.0
"""How long to wait when Ring did not take it."""
_START_LIMIT: Final = 45.0
# A registration that was refused so often, or told nothing, is made anew.
_ANEW_AFTER: Final = 3
_LOGGER = logging.getLogger(__name__)
_LOUD: Final = (
    "firebase_messaging.fcmpushclient",
    "firebase_messaging.fcmregister",
    "ring_doorbell.listen.eventlistener",
)
# Set in the tasks that serve us, and in those that these begin.
_OURS: Final = ContextVar("_OURS", default=False)


class PushState(StrEnum):
    """How push messages are doing."""

    STARTING = "starting"
    WORKING = "working"
    # Connected, yet the history of a device has events that no message told of.
    SILENT = "silent"
    DOWN = "down"


class Push:
    """Listens until it is stopped. ``on_happening`` gets every event, also repeated.

    ``credentials`` are those that ``on_credentials`` got before, on an earlier start:
    they are secrets. ``on_state`` is called at every change of ``state``.
    """

    def __init__(
        self,
        api: RingApi,
        credentials: Json | None,
        *,
        on_credentials: Callable[[Json], None],
        on_happening: Callable[[Happening], None],
        on_state: Callable[[PushState], None] = lambda state: None,
    ) -> None:
        self._api = api
        self._credentials = credentials if is_usable(credentials) else None
        self._on_credentials = on_credentials
        self._on_happening = on_happening
        self._on_state = on_state
        self._task: asyncio.Task[None] | None = None
        self._missed = 0
        # Of which devices messages should have come, and did not.
        self._silent: set[int] = set()
        self.state = PushState.STARTING
        self.working_since: float | None = None
        for name in _LOUD:
            logging.getLogger(name).addFilter(_QUIET)

    def start(self) -> None:
        """Begin to listen, in the background."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Listen no more."""
        await end(self._task)

    def missed(self, device_id: int) -> None:
        """Take note of a device's event that should have come, and did not."""
        if self.state is PushState.WORKING:
            self._change(PushState.SILENT)
        if self.state is PushState.SILENT:
            self._silent.add(device_id)
            self._missed += 1

    def forget(self, devices: Collection[int]) -> None:
        """Expect nothing any more of others than these devices."""
        self._silent.intersection_update(devices)
        self._judge()

    async def _run(self) -> None:
        _OURS.set(True)
        failures = refusals = 0
        while True:
            # The old registration stays until there is a new one, and is tried again
            # where none can be had.
            anew = refusals >= _ANEW_AFTER
            refusals = 0 if anew else refusals
            known = None if anew else self._credentials
            listener = Listener(self._api, known, self._keep, self._heard)
            try:
                await self._begin(listener)
                failures = refusals = 0
                await self._look_after(listener)
            except LoginRejectedError:
                # Whoever polls tells the owner; a new login makes a new client.
                self._change(PushState.DOWN)
                return
            except Exception as error:  # noqa: BLE001
                # Neither of the two libraries says what it raises.
                _LOGGER.debug("Push messages failed: %s", type(error).__name__)
            finally:
                await listener.end()
            failures += 1
            refusals += listener.refused
            if self._missed >= _ANEW_AFTER:
                refusals = _ANEW_AFTER
            self._missed = 0
            self._silent.clear()
            self._change(PushState.DOWN)
            await self._api.clock.sleep(self._api.auth.pace.backoff(failures))

    async def _begin(self, listener: Listener) -> None:
        """Connect, register with Ring, and wait until messages can come."""
        await self._api.renew_session()
        async with asyncio.timeout(_START_LIMIT):
            if not await listener.start():
                raise UnavailableError("Ring does not take the registration.")
            await listener.connected()
        self.working_since = self._api.now()
        self._change(PushState.WORKING)

    async def _look_after(self, listener: Listener) -> None:
        """Return when the listener is dead, or of no use."""
        clock = self._api.clock
        started = renewed = alive = clock.monotonic()
        while True:
            await clock.sleep(LOOK)
            now = clock.monotonic()
            if listener.alive:
                alive = now
            if listener.ended or now - alive > DEAD:
                return
            # Not too often: the owner may have turned these notifications off.
            if self._missed >= _ANEW_AFTER and now - started > RENEW:
                return
            if now - renewed > RENEW:
                renewed = now if await self._renew(listener) else now - RENEW + AGAIN

    async def _renew(self, listener: Listener) -> bool:
        """Introduce this client to Ring again; return whether Ring took it.

        While Ring is busy messages still come: no reason to end the connection.
        """
        try:
            await self._api.renew_session()
            await listener.register()
        except LoginRejectedError:
            raise
        except RingAccountError:
            return False
        return True

    def _heard(self, happening: Happening) -> None:
        self._missed = 0
        self._silent.discard(happening.device_id)
        self._judge()
        self._on_happening(happening)

    def _judge(self) -> None:
        """Say that messages come again once they come of all devices."""
        if self.state is PushState.SILENT and not self._silent:
            self._change(PushState.WORKING)

    def _keep(self, credentials: Json) -> None:
        if not is_usable(credentials):
            # The library hands out what it got of a registration that failed, too.
            return
        self._credentials = credentials
        self._on_credentials(credentials)

    def _change(self, state: PushState) -> None:
        if state is not self.state:
            self.state = state
            self._on_state(state)


class _Quiet(logging.Filter):
    """Makes what the libraries say of our listener a matter of finding faults.

    They log errors at each attempt; how push messages do is told by ``PushState``.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if not _OURS.get():
            return True
        record.levelno, record.levelname = logging.DEBUG, "DEBUG"
        return logging.getLogger(record.name).isEnabledFor(logging.DEBUG)


_QUIET: Final = _Quiet()
