"""One Ring account of the home: kept running, its devices kept in step.

Everything that Ring tells passes through here; ``ring.client`` does the talking.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
import logging
import random
from typing import TYPE_CHECKING, Any, Final

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigFlowContext,
    ConfigSubentry,
)
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval

from .const import CONF_HARDWARE_ID, CONF_KEEP_COPY, CONF_PUSH, REPAIR_AFTER
from .repairs import async_set_ring_issue
from .ring.client import Callbacks, Login, RingAccount
from .ring.errors import LoginRejectedError, RingAccountError, ThrottledError
from .ring.happenings import Happening
from .ring.push import PushState
from .ring.shapes import Json
from .ring_devices import RingDevices
from .ring_session import ring_session, sign_out, store_session

if TYPE_CHECKING:
    from .home import Home
    from .ring_memory import RingMemory

_LOGGER = logging.getLogger(__name__)

FIRST_PAUSE: Final = 10.0
LONGEST_PAUSE: Final = 600.0
ASK_AGAIN: Final = timedelta(seconds=30)
"""How often it is looked whether the owner is asked for a login."""


class RingLink:
    """Owns the ``RingAccount`` of a subentry and the doorbells that it brings."""

    def __init__(
        self, home: Home, memory: RingMemory, subentry: ConfigSubentry
    ) -> None:
        """Read the subentry; nothing runs before ``start``."""
        self._home = home
        self._memory = memory
        self._hass: HomeAssistant = home.hass
        self.subentry_id = subentry.subentry_id
        self.name = subentry.title
        self.rejected = False
        self.asked = False
        self._token: Json = dict(subentry.data[CONF_TOKEN])
        self._keep_copy: bool = subentry.data.get(CONF_KEEP_COPY, False)
        self.account = self._account(subentry)
        self.devices = RingDevices(home, self, memory, archived=self._keep_copy)
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = False
        self._deaf = False
        self._push_lost = False
        self._end_repair: CALLBACK_TYPE | None = None
        self._end_asking: CALLBACK_TYPE | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def hears(self) -> bool:
        """Whether a press would be told now."""
        return self._running and not self.rejected and self.account.hears_events

    @property
    def push_state(self) -> PushState:
        """How push messages are doing."""
        return PushState.DOWN if self.rejected else self.account.push_state

    @property
    def busy(self) -> bool:
        """Whether doorbells are being brought into line with the account."""
        return bool(self._tasks)

    def subscribe(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call ``listener`` when anything of the account is different."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def look_again(self) -> None:
        """Bring the doorbells into line with the devices, in the background."""
        if self.account.available:
            self._spawn(self.devices.sync())

    def start(self) -> None:
        """Begin to ask Ring, in the background, for as long as it takes."""
        self._spawn(self._start())

    async def stop(self) -> None:
        """End everything; the doorbells are the home's to remove."""
        await self._end()
        await self._close()

    async def leave(self) -> None:
        """End everything, and have Ring forget this client."""
        await self._end()
        await sign_out(self.account)
        await self._close()

    async def _close(self) -> None:
        self._session.detach()
        await self._recordings.close()

    async def _end(self) -> None:
        self._running = False
        self.devices.stop()
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self.account.stop()
        self._cancel_repair()
        self._stop_asking()
        async_set_ring_issue(self._hass, self.subentry_id, self.name, False)

    async def follow(self, subentry: ConfigSubentry) -> None:
        """Do as the subentry says now. Tokens that this link stored change nothing."""
        keep_copy = subentry.data.get(CONF_KEEP_COPY, False)
        if keep_copy != self._keep_copy:
            self._keep_copy = keep_copy
            await self.devices.set_archived(keep_copy)
        if subentry.data[CONF_TOKEN] != self._token:
            await self.stop()
            self.rejected = self.asked = False
            self._token = dict(subentry.data[CONF_TOKEN])
            self.account = self._account(subentry)
            self.start()
            # The flow that brought the token may be the one, and has to end first.
            self._hass.loop.call_soon(self._end_reauth)

    def _account(self, subentry: ConfigSubentry) -> RingAccount:
        data = subentry.data
        self._session = ring_session(self._hass)
        self._recordings = store_session()
        # A home that does not come to start is never stopped.
        self._home.entry.async_on_unload(self._close)
        return RingAccount(
            self._session,
            Login(data[CONF_HARDWARE_ID], data[CONF_TOKEN], data.get(CONF_PUSH)),
            Callbacks(
                token=self._keep_token,
                push=lambda push: self._store({CONF_PUSH: push}),
                happening=self._happened,
                changed=self._changed,
                push_state=self._push_changed,
                login_rejected=self._ask_for_login,
            ),
            store=self._recordings,
            known=self._memory.devices(self.subentry_id),
        )

    async def _start(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self.account.start()
            except LoginRejectedError:
                return
            except Exception as err:
                if not isinstance(err, RingAccountError) and not self.asked:
                    _LOGGER.exception("A Ring account could not be started")
                self.asked = True
                self._changed()
                asked = err.retry_after if isinstance(err, ThrottledError) else None
                # With jitter: not all homes shall come back at once.
                await asyncio.sleep(max(asked or 0.0, pause * random.uniform(0.5, 1)))  # noqa: S311
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self._running = self.asked = True
                self._changed()
                return

    @callback
    def _keep_token(self, token: Json) -> None:
        """Store a token at once: Ring takes the one before no more."""
        if not self._is_former():
            self._token = dict(token)
            self._store({CONF_TOKEN: self._token})

    def _is_former(self) -> bool:
        """Whether the owner has logged in anew or removed the account.

        ``follow``, or whoever ends this, is about to hear of it.
        """
        subentry = self._home.entry.subentries.get(self.subentry_id)
        return subentry is None or subentry.data[CONF_TOKEN] != self._token

    @callback
    def _store(self, updates: dict[str, Any]) -> None:
        entry = self._home.entry
        # It may have been removed meanwhile.
        if (subentry := entry.subentries.get(self.subentry_id)) is not None:
            self._hass.config_entries.async_update_subentry(
                entry, subentry, data={**subentry.data, **updates}
            )

    @callback
    def _happened(self, happening: Happening) -> None:
        self.devices.happened(happening)

    @callback
    def _changed(self) -> None:
        """Tell everybody, and bring the doorbells into line."""
        self.devices.update()
        self.look_again()
        if self.asked:
            self._judge_hearing()
        for listener in list(self._listeners):
            listener()

    def _judge_hearing(self) -> None:
        """Tell the owner, after a while, that nothing is heard, and log it once."""
        deaf = not self.hears and not self.rejected
        if deaf and not self._deaf:
            _LOGGER.warning("Nothing is heard from a Ring account")
        elif self._deaf and self.hears:
            _LOGGER.warning("A Ring account is heard from again")
        self._deaf = deaf
        if not deaf:
            self._cancel_repair()
            async_set_ring_issue(self._hass, self.subentry_id, self.name, False)
        elif self._end_repair is None:
            self._end_repair = async_call_later(
                self._hass, REPAIR_AFTER, self._raise_issue
            )

    @callback
    def _push_changed(self, state: PushState) -> None:
        """Log once that push messages fail, and once that they come again."""
        if state is PushState.DOWN and not (self._push_lost or self.rejected):
            self._push_lost = True
            _LOGGER.warning("Push messages of Ring do not come; its history is asked")
        elif state is PushState.WORKING and self._push_lost:
            self._push_lost = False
            _LOGGER.warning("Push messages of Ring come again")
        self._changed()

    @callback
    def _raise_issue(self, _now: datetime) -> None:
        self._end_repair = None
        if not self.hears and not self.rejected:
            async_set_ring_issue(self._hass, self.subentry_id, self.name, True)

    def _cancel_repair(self) -> None:
        if self._end_repair:
            self._end_repair()
            self._end_repair = None

    @callback
    def _ask_for_login(self) -> None:
        """Have the owner log in again; only a real rejection comes here."""
        if self.rejected or self._is_former():
            return
        self.rejected = self.asked = True
        _LOGGER.warning("Ring does not accept the login of an account any more")
        self._ask()
        self._end_asking = async_track_time_interval(self._hass, self._ask, ASK_AGAIN)
        self._changed()

    @callback
    def _ask(self, _now: datetime | None = None) -> None:
        """Ask for the login, unless an account of the entry is asked for already.

        Home Assistant asks for one at a time, and for none while the entry is changed.
        """
        entry = self._home.entry
        subentry = entry.subentries.get(self.subentry_id)
        if subentry is not None:
            entry.async_start_reauth(
                self._hass,
                context=ConfigFlowContext(
                    title_placeholders={"name": subentry.data[CONF_EMAIL]},
                    unique_id=self.subentry_id,
                ),
                data={"subentry_id": self.subentry_id},
            )

    def _stop_asking(self) -> None:
        if self._end_asking:
            self._end_asking()
            self._end_asking = None

    @callback
    def _end_reauth(self) -> None:
        """Ask for no login any more: it was done elsewhere."""
        flows = self._home.entry.async_get_active_flows(self._hass, {SOURCE_REAUTH})
        for flow in list(flows):
            if flow["context"].get("unique_id") == self.subentry_id:
                self._hass.config_entries.flow.async_abort(flow["flow_id"])

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._home.entry.async_create_background_task(
            self._hass, work, f"ring_watch account {self.subentry_id}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
