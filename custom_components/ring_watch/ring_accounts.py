"""All Ring accounts of the home: one link for each of their subentries."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant, callback

from .const import CONF_HARDWARE_ID, SUBENTRY_RING_ACCOUNT
from .ring.client import Callbacks, Login, RingAccount
from .ring_link import RingLink
from .ring_memory import RingMemory
from .ring_session import ring_session, sign_out
from .ring_supply import clear

if TYPE_CHECKING:
    from .home import Home


async def sign_out_all(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Have Ring forget this client in all accounts of a home that is removed."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_RING_ACCOUNT):
        data = subentry.data
        login = Login(data[CONF_HARDWARE_ID], data[CONF_TOKEN])
        callbacks = Callbacks(token=lambda _token: None)
        session = ring_session(hass)
        try:
            await sign_out(RingAccount(session, login, callbacks))
        finally:
            session.detach()


class RingAccounts:
    """Keeps the links in step with the subentries."""

    def __init__(self, home: Home) -> None:
        """Nothing is known before ``load``, and nothing runs before ``start``."""
        self._home = home
        self._memory = RingMemory(home.hass, home.entry)
        self.links: dict[str, RingLink] = {}
        self._listeners: list[Callable[[RingLink], None]] = []

    async def load(self) -> None:
        """Give the home the doorbells that the accounts had, even while Ring is down."""
        await self._home.hass.async_add_executor_job(
            clear, self._home.storage, self._home.archive.root
        )
        await self._memory.load()
        for subentry in self._home.entry.get_subentries_of_type(SUBENTRY_RING_ACCOUNT):
            link = RingLink(self._home, self._memory, subentry)
            self.links[link.subentry_id] = link
            link.devices.recall()

    @callback
    def start(self) -> None:
        """Begin to ask Ring, now that there is somebody to tell."""
        for link in self.links.values():
            link.start()

    async def stop(self) -> None:
        """End all links. May be called twice."""
        links, self.links = self.links, {}
        for link in links.values():
            await link.stop()
        if links:
            await self._memory.save()

    async def follow(self) -> None:
        """Begin, change and end links as the subentries say now.

        The doorbells of a subentry that is gone are the caller's to remove.
        """
        wanted = {
            subentry.subentry_id: subentry
            for subentry in self._home.entry.get_subentries_of_type(
                SUBENTRY_RING_ACCOUNT
            )
        }
        for gone in self.links.keys() - wanted.keys():
            await self.links.pop(gone).leave()
            self._memory.forget(gone)
        for subentry_id, subentry in wanted.items():
            if (link := self.links.get(subentry_id)) is not None:
                await link.follow(subentry)
                continue
            link = RingLink(self._home, self._memory, subentry)
            self.links[subentry_id] = link
            for listener in list(self._listeners):
                listener(link)
            link.start()

    @callback
    def look_again(self) -> None:
        """Bring all accounts' doorbells into line, in the background."""
        for link in self.links.values():
            link.look_again()

    @callback
    def each(self, listener: Callable[[RingLink], None]) -> None:
        """Call ``listener`` with every link, now and when one begins."""
        for link in self.links.values():
            listener(link)
        self._listeners.append(listener)
