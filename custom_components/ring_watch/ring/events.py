"""A device's events, told once each: by push where it works, by polling where not."""

import asyncio
from collections.abc import Callable, Collection, Iterable
import logging
from typing import Final

from .api import RingApi
from .devices import RingDevice
from .errors import (
    LoginRejectedError,
    RingAccountError,
    ThrottledError,
    UnavailableError,
)
from .happenings import Happening, Kind, Told, from_history
from .history import latest_rows
from .push import Push, PushState
from .shapes import Json
from .tasks import end

POLL_WITHOUT_PUSH: Final = 30.0
POLL_BESIDE_PUSH: Final = 120.0
POLL_WHILE_WATCHED: Final = 15.0
"""Seconds between polls of a device. Push may lose a message and never say so, and tells
of no presses while somebody watches live."""
STALE: Final = 600.0
"""Nobody needs to hear of a press that is older than that many seconds."""
_LATE: Final = 10.0
_LIMIT: Final = 20
# Who is to be asked so soon is asked with the others: that takes a while, too.
_SOON: Final = 20.0
_SHORTEST: Final = 1.0
# Where none of so many devices is answered, Ring is down, and not these devices.
_GIVE_UP_AFTER: Final = 3
_LOGGER = logging.getLogger(__name__)


class Events:
    """Tells every event of the devices once, within 2 s of a push or with one poll.

    ``watched`` says whether somebody watches live; whenever that changes, ``wake`` it.
    ``on_poll`` is called after each poll, with None or with the error that ended it.
    """

    def __init__(
        self,
        api: RingApi,
        devices: Callable[[], Collection[RingDevice]],
        credentials: Json | None,
        *,
        on_credentials: Callable[[Json], None],
        on_happening: Callable[[Happening], None],
        on_push: Callable[[PushState], None] = lambda state: None,
        on_poll: Callable[[RingAccountError | None], None] = lambda error: None,
        watched: Callable[[], bool] = lambda: False,
    ) -> None:
        self._api = api
        self._devices = devices
        self._tell = on_happening
        self._on_push = on_push
        self._on_poll = on_poll
        self._watched = watched
        self._watched_until = 0.0
        self._told = Told()
        # When each device's history was asked for and read last, and whose could not be.
        self._asked_at: dict[int, float] = {}
        self._read_at: dict[int, float] = {}
        self._failing: set[int] = set()
        self._by_push: set[tuple[int, Kind]] = set()
        self._since = 0.0
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self.push = Push(
            api,
            credentials,
            on_credentials=on_credentials,
            on_happening=self._pushed,
            on_state=self._push_changed,
        )

    def start(self) -> None:
        """Begin; what happened before is not told."""
        self._since = self._api.now()
        self.push.start()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Tell nothing more."""
        await end(self._task)
        await self.push.stop()

    def wake(self) -> None:
        """Poll now, since a live view begins or ends."""
        self._watched_until = self._api.now()
        self._wake.set()

    async def poll(self) -> None:
        """Ask once for all devices' newest events.

        One that fails, as one that was just removed, silences no other: it is asked
        last the next time. Raises the errors of ``errors`` where nothing is heard.
        """
        await self._ask(self._in_turn(self._every()))

    async def _ask(self, device_ids: Iterable[int]) -> None:
        answered = False
        failed: list[RingAccountError] = []
        for device_id in device_ids:
            self._asked_at[device_id] = self._api.clock.monotonic()
            try:
                newest = await latest_rows(self._api, device_id, _LIMIT)
            except LoginRejectedError, ThrottledError:
                raise
            except RingAccountError as error:
                failed.append(error)
                self._failing.add(device_id)
                if not answered and len(failed) == _GIVE_UP_AFTER:
                    break
                continue
            answered = True
            self._failing.discard(device_id)
            found = [from_history(device_id, row) for row in newest]
            self._read(device_id, [item for item in found if item is not None])
        if failed and not answered:
            raise failed[-1]

    def _every(self) -> dict[int, float]:
        """Return how often each device is asked for.

        More often where no message would tell of a press.
        """
        found: dict[int, float] = {}
        for device in self._devices():
            if not (device.has_button or device.has_motion):
                continue
            working = self.push.state is PushState.WORKING
            pushed = working and self._is_pushed(device)
            every = POLL_BESIDE_PUSH if pushed else POLL_WITHOUT_PUSH
            if self._watched():
                every = POLL_WHILE_WATCHED
            found[device.id] = min(every, found.get(device.id, every))
        return found

    def _is_pushed(self, device: RingDevice) -> bool:
        """Whether messages of all that happens at a device come, or came."""
        kinds: list[tuple[Kind, bool]] = []
        if device.has_button:
            kinds.append(("ding", device.pushes_presses))
        if device.has_motion:
            kinds.append(("motion", device.pushes_motion))
        return all(told or (device.id, kind) in self._by_push for kind, told in kinds)

    def _left(self) -> dict[int, float]:
        """Return for how many seconds each device need not be asked.

        Those that fail are not told of as long as others do not: they wait for these.
        """
        now = self._api.clock.monotonic()
        before = float("-inf")
        left = {
            key: self._asked_at.get(key, before) + every - now
            for key, every in self._every().items()
        }
        well = {key: left[key] for key in left if key not in self._failing}
        return well or left

    def _due(self) -> list[int]:
        """Return whom to ask now, in turn."""
        due = [key for key, left in self._left().items() if left < _SOON]
        return self._in_turn({*due, *self._failing} & self._every().keys())

    def _in_turn(self, wanted: Iterable[int]) -> list[int]:
        """Return whom to ask: who has waited longest first, who fails last."""
        return sorted(
            wanted,
            key=lambda key: (
                key in self._failing,
                self._read_at.get(key, float("-inf")),
            ),
        )

    def _read(self, device_id: int, found: list[Happening]) -> None:
        """Tell of a device's newest events those that are new."""
        first = device_id not in self._read_at
        self._read_at[device_id] = self._api.clock.monotonic()
        now = self._api.now()
        for item in sorted(found, key=_when):
            at = _when(item)
            # Ring tells whole seconds. What has no time is new if it was not there.
            fresh = self._since <= at + 1 and now - at <= STALE if at else not first
            if self._told.is_new(item) and fresh:
                self._tell(item)
                self._check_push(item, at, now)

    def _check_push(self, item: Happening, at: float, now: float) -> None:
        """Notice that push should have told it before.

        Of motion it tells only those who want to know, which an account can say for
        each device; whoever was told once is expected to be. Of a device of which Ring
        sends no messages, none is expected.
        """
        if self.push.working_since is None or self._watched():
            return
        since = max(self.push.working_since, self._watched_until)
        expected = (item.device_id, item.kind) in self._by_push or (
            item.kind == "ding"
            and any(
                d.id == item.device_id and d.pushes_presses for d in self._devices()
            )
        )
        if expected and at > since + _LATE and now - at > _LATE:
            self.push.missed(item.device_id)

    def _pushed(self, item: Happening) -> None:
        self._by_push.add((item.device_id, item.kind))
        at = _when(item)
        stale = at and self._api.now() - at > STALE
        if self._told.is_new(item) and not stale:
            self._tell(item)

    def _push_changed(self, state: PushState) -> None:
        self._wake.set()
        self._on_push(state)

    async def _run(self) -> None:
        failures = 0
        woken = True
        while True:
            self._wake.clear()
            error: RingAccountError | None = None
            self.push.forget(self._every().keys())
            try:
                await (self.poll() if woken else self._ask(self._due()))
            except RingAccountError as caught:
                error = caught
            except Exception as caught:
                # Whatever it is, it must not be the last poll.
                if not failures:
                    _LOGGER.exception("Ring's history could not be read")
                error = UnavailableError(type(caught).__name__)
            self._on_poll(error)
            if isinstance(error, LoginRejectedError):
                return
            if error is None:
                failures = 0
                left = min(self._left().values(), default=POLL_WITHOUT_PUSH)
                woken = await self._pause(max(left, _SHORTEST))
            else:
                failures += 1
                await self._pause(self._back_off(error, failures))
                woken = True

    def _back_off(self, error: RingAccountError, failures: int) -> float:
        """Return when to ask again: no later than with a poll, or as Ring wants it."""
        if isinstance(error, ThrottledError) and error.retry_after:
            return error.retry_after
        return self._api.auth.pace.backoff(failures, most=POLL_BESIDE_PUSH)

    async def _pause(self, pause: float) -> bool:
        """Wait for the next poll; True when something else changes meanwhile."""
        sleep = asyncio.ensure_future(self._api.clock.sleep(pause))
        wake = asyncio.create_task(self._wake.wait())
        try:
            await asyncio.wait([sleep, wake], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sleep, wake):
                task.cancel()
            await asyncio.gather(sleep, wake, return_exceptions=True)
        return self._wake.is_set()


def _when(item: Happening) -> float:
    """Return when it was, 0 where that is not known."""
    return item.at.timestamp() if item.at else 0.0
