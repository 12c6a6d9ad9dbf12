"""Everything about sharing that runs for the home."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
import logging
from pathlib import Path
import shutil
from typing import TYPE_CHECKING, Final

from custom_components.ring_watch.const import ARCHIVE_FOLDER, DOMAIN, SHARES_FOLDER
from custom_components.ring_watch.engine.archive import make_private
from custom_components.ring_watch.repairs import (
    ISSUE_LEDGER,
    ISSUE_SHARING,
    async_set_issue,
)
from custom_components.ring_watch.sharing.chain import Head
from custom_components.ring_watch.sharing.documents import FileDocuments, FileWitness
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.model.requests import (
    CLOSED_STATES,
    RequestState,
)
from custom_components.ring_watch.sharing.ports import Announcement, Ports
from custom_components.ring_watch.sharing.reader import LedgerError
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.web.site import Site
from custom_components.ring_watch.web.streams import Streams
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from .again import Again
from .announcer import Announcer
from .audit import Audit
from .host import (
    ArchivePins,
    EntryRequesters,
    HomeDoorbells,
    HomePeople,
    HostClock,
    HostExecutor,
)
from .notary import LedgerNotary
from .options import door_page, settings_of
from .renderer import ClipRenderer
from .tally import Tally
from .told import Told
from .zones import ZONES

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_LOGGER = logging.getLogger(__name__)

TICK: Final = timedelta(seconds=15)
_KEYS: Final = "keys"
_WITNESS: Final = ".witness"


def folder_of(hass: HomeAssistant) -> Path:
    """Return the folder of requests, ledger and keys; it is in backups."""
    return Path(hass.config.path(".storage", DOMAIN))


def forget_all(hass: HomeAssistant, storage: Path | None) -> None:
    """Remove requests, shares, zones and rendered clips; the ledger stays. Blocks."""
    paths = list(folder_of(hass).glob("*.json"))
    if storage is not None:
        shutil.rmtree(storage / SHARES_FOLDER, ignore_errors=True)
        paths.append(storage / _WITNESS)
        paths += (storage / ARCHIVE_FOLDER / ".pins").glob("request_*.json")
    for path in paths:
        if path.stem != _KEYS:
            path.unlink(missing_ok=True)


class Consent:
    """Owns the sharing core of a home: starts, ticks and ends it.

    Where it cannot start, recording goes on without it; ``sharing`` is None then.
    """

    def __init__(self, home: Home) -> None:
        """Refer to the home; nothing runs before ``start``."""
        self._home = home
        self._hass = home.hass
        self._folder = folder_of(home.hass)
        self.documents = FileDocuments(self._folder)
        self.doorbells = HomeDoorbells(home)
        self.renderer = ClipRenderer(home)
        self.requesters = EntryRequesters(home.entry)
        self.executor = HostExecutor(home.hass)
        self.announcer = Announcer(home, Told(self.documents, self.executor))
        self.streams = Streams()
        self.sharing: Sharing | None = None
        self.ledger: Ledger | None = None
        self.tally = Tally(self.executor)
        self._audit = Audit(home.hass, self._found_damaged)
        self._again = Again(home.hass, self._try_again)
        self._beginning = asyncio.Lock()
        self._trouble = ""
        self._end_tick: CALLBACK_TYPE | None = None
        self._listeners: list[Callable[[Announcement | None], None]] = []

    async def start(self) -> None:
        """Begin; where that fails it is tried again until ``stop``.

        A damaged ledger is not: only its owner can say what becomes of it.
        """
        self._trouble = ""
        if not await self._start():
            self._again.start()

    async def _try_again(self) -> bool:
        done = await self._start()
        if done:
            self.tell(None)
        return done

    async def _start(self) -> bool:
        """Open the ledger, repair what a crash left, and begin to tick.

        False: it failed, and may work later.
        """
        integration = await async_get_integration(self._hass, DOMAIN)
        try:
            self.ledger = await self.executor.run(self._open)
            sharing = self._build(self.ledger, str(integration.version))
            await sharing.start()
        except (OSError, ValueError, KeyError, TypeError, SharingError) as err:
            if (trouble := str(err)) != self._trouble:
                _LOGGER.error("Requests and shares cannot be used: %s", trouble)
            self._trouble = trouble
            damaged = isinstance(err, LedgerError) and err.code == "ledger_damaged"
            self._say(ISSUE_LEDGER if damaged else ISSUE_SHARING)
            return damaged
        self.sharing = sharing
        self._say(None)
        await self.forget_doorbells()
        await self.announcer.start()
        self._end_tick = async_track_time_interval(
            self._hass, self._tick, TICK, name="ring_watch sharing"
        )
        self._audit.start(self.ledger)
        return True

    async def stop(self) -> None:
        """Save and end. May be called twice."""
        await self._again.stop()
        self._audit.stop()
        self.announcer.stop()
        if self._end_tick:
            self._end_tick()
            self._end_tick = None
        sharing, self.sharing = self.sharing, None
        if sharing is not None:
            try:
                await sharing.stop()
            except (OSError, SharingError) as err:
                _LOGGER.error("Requests and shares could not be saved: %s", err)
        self._say(None)

    async def begin_new_ledger(self) -> bool:
        """Set a damaged ledger aside and go on with another; False: it did not work.

        Every share is then suspended until the owner confirms it. A ledger that is
        not damaged stays.
        """
        async with self._beginning:
            if self.sharing and self.ledger and not self.ledger.damaged:
                # Somebody else was quicker.
                return True
            await self.stop()
            try:
                await self.executor.run(self._set_aside)
            except (OSError, ValueError) as err:
                _LOGGER.error("The damaged ledger cannot be set aside: %s", err)
            self.tally = Tally(self.executor)
            await self.start()
            self.tell(None)
            return self.sharing is not None

    async def _found_damaged(self, ledger: Ledger) -> None:
        """Stop sharing until the owner has answered the repair."""
        await self.stop()
        try:
            await self.executor.run(ledger.condemn)
        except OSError as err:
            _LOGGER.error("The damaged ledger cannot be marked: %s", err)
        self._say(ISSUE_LEDGER)
        self.tell(None)

    def _say(self, issue: str | None) -> None:
        """Tell the owner what is wrong, if anything."""
        for one in (ISSUE_LEDGER, ISSUE_SHARING):
            folder = str(self._folder)
            async_set_issue(self._hass, one, one == issue, folder=folder)

    @property
    def site(self) -> Site | None:
        """The home as its guests meet it."""
        if self.sharing is None or self.ledger is None:
            return None
        return Site(
            sharing=self.sharing,
            zone=dt_util.get_default_time_zone(),
            clip_path=self.renderer.path,
            door_page=door_page(self._home.entry),
            streams=self.streams,
        )

    @property
    def head(self) -> Head | None:
        """How far the ledger has come; None where requests cannot be used."""
        return self.ledger.place if self.ledger and self.sharing else None

    @callback
    def subscribe(
        self, listener: Callable[[Announcement | None], None]
    ) -> CALLBACK_TYPE:
        """Call ``listener`` with each step, and with None when time has passed."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def tell(self, announcement: Announcement | None) -> None:
        """Pass on that something happened."""
        for listener in list(self._listeners):
            listener(announcement)

    @callback
    def options_changed(self) -> None:
        """Put the owner's rules in force."""
        if self.sharing is not None:
            self.sharing.settings = settings_of(self._home.entry)
            self.tell(None)

    def _open(self) -> Ledger:
        """Open the ledger with its keys, and read the zones. Blocks."""
        ledger = self._unopened()
        keys = ledger.keys
        opened = ledger.open()
        if opened.keys != keys:
            self._store(opened.keys)
        self.doorbells.take(self.documents.load(ZONES) or {})
        return ledger

    def _unopened(self) -> Ledger:
        make_private(self._folder)
        stored = self.documents.load(_KEYS)
        keys = Keys.create() if stored is None else Keys.from_json(stored)
        if stored is None:
            self._store(keys)
        return Ledger(self._folder / "ledger", keys)

    def _set_aside(self) -> None:
        """Set the ledger aside if it is damaged. Blocks. Raises OSError, ValueError."""
        ledger = self._unopened()
        with suppress(LedgerError):
            ledger.open()
        if ledger.damaged:
            ledger.set_aside()

    def _store(self, keys: Keys) -> None:
        self.documents.save(_KEYS, keys.to_json())

    def _build(self, ledger: Ledger, version: str) -> Sharing:
        ports = Ports(
            clock=HostClock(),
            executor=self.executor,
            documents=self.documents,
            renderer=self.renderer,
            pins=ArchivePins(self._home),
            doorbells=self.doorbells,
            requesters=self.requesters,
            announcer=self.announcer,
            book=ledger,
            notary=LedgerNotary(ledger, version, self._store),
            witness=FileWitness(self._home.storage / _WITNESS, self._home.place.check),
            people=HomePeople(self._hass),
        )
        return Sharing(ports, settings_of(self._home.entry))

    @callback
    def forget_soon(self) -> None:
        """End what concerns doorbells that were removed, while nobody waits for it.

        A disk that hangs keeps sharing waiting. The next start does what is cut short.
        """
        self._home.entry.async_create_task(
            self._hass, self.forget_doorbells(), "ring_watch forget"
        )

    async def forget_doorbells(self) -> None:
        """End what concerns doorbells that were removed."""
        if (sharing := self.sharing) is None:
            return
        open_states = set(RequestState) - CLOSED_STATES
        with suppress(SharingError, OSError):
            page = await sharing.list_requests(open_states, limit=1000)
            named = {name for request in page.items for name in request.doorbells}
            for doorbell in named - set(self._home.doorbells):
                await sharing.forget_doorbell(doorbell)

    async def _tick(self, _now: datetime) -> None:
        if self.sharing is not None and self.ledger is not None:
            await self.sharing.tick()
            with suppress(OSError):
                await self.tally.update(self.ledger)
            if self.ledger.damaged:
                self._say(ISSUE_LEDGER)
            self.tell(None)
