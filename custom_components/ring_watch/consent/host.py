"""What sharing needs from the home: time, threads, pins, doorbells, requesters."""

from collections.abc import Callable, Collection, Mapping, Sequence
import ctypes
import time
from typing import TYPE_CHECKING, Any, Final

from custom_components.ring_watch.const import SUBENTRY_REQUESTER
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.pins import Pin
from custom_components.ring_watch.engine.times import now_us
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.clips import Area
from custom_components.ring_watch.sharing.model.people import Requester
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .actors import as_actor

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

_PIN_PREFIX: Final = "request_"
# Larger than the kernel's struct timex; all zero, it only asks.
_TIMEX_SIZE: Final = 512
_TIME_ERROR: Final = 5


class HostClock:
    """``ports.Clock``."""

    def now_us(self) -> int:
        """Return the wall clock."""
        return now_us()

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def synchronised(self) -> bool | None:
        """Tell what the kernel knows of a time server (adjtimex(2))."""
        try:
            state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_SIZE))
        except OSError, AttributeError:
            return None
        return None if state < 0 else state != _TIME_ERROR


class HostExecutor:
    """``ports.Executor``: Home Assistant's pool of threads."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Remember whose pool."""
        self._hass = hass

    async def run[**P, R](
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call ``function`` in a thread."""
        return await self._hass.async_add_executor_job(
            lambda: function(*args, **kwargs)
        )


class ArchivePins:
    """``ports.Pins``: the archive's own, which retention reads each time."""

    def __init__(self, home: Home) -> None:
        """Refer to the archive."""
        self._home = home
        self._pins = home.pins

    async def pin(self, name: str, doorbell: str, start: int, end: int) -> None:
        """Keep a window."""
        if (found := self._home.doorbells.get(doorbell)) is None:
            raise SharingError("no_doorbell")
        pin = Pin(found.camera, start, end)
        try:
            await self._home.hass.async_add_executor_job(self._pins.add, name, pin)
        except EngineError as err:
            raise SharingError(err.code) from err
        found.supply.keep(start, end)

    async def unpin(self, name: str) -> None:
        """Give a window free."""
        await self._home.hass.async_add_executor_job(self._pins.remove, name)

    async def names(self) -> Collection[str]:
        """Return the pins of requests."""
        pins = await self._home.hass.async_add_executor_job(self._pins.all)
        return [name for name in pins if name.startswith(_PIN_PREFIX)]


class HomePeople:
    """``ports.People``: Home Assistant's users."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Ask this Home Assistant."""
        self._hass = hass

    async def may_decide(self, user_id: str) -> bool:
        """Tell whether somebody is a real, active administrator."""
        user = await self._hass.auth.async_get_user(user_id)
        return as_actor(user, user_id).may_decide


class HomeDoorbells:
    """``ports.Doorbells``: the home's, with the zones that the owner drew."""

    def __init__(self, home: Home) -> None:
        """No zones are known before they are taken over."""
        self._home = home
        self._zones: dict[str, tuple[Area, ...]] = {}

    def offered(self) -> Sequence[str]:
        """Return those whose footage is the owner's to give away."""
        doorbells = self._home.doorbells.items()
        return [name for name, doorbell in doorbells if doorbell.source.is_own]

    def zones(self, doorbell: str) -> Sequence[Area]:
        """Return the zones of a doorbell."""
        return self._zones.get(doorbell, ())

    def take(self, document: Mapping[str, Any]) -> None:
        """Take over the zones of a document. Raises KeyError, TypeError, ValueError."""
        self._zones = {
            doorbell: tuple(Area.from_json(area) for area in areas)
            for doorbell, areas in document.get("zones", {}).items()
        }

    def with_zones(self, doorbell: str, areas: Sequence[Area]) -> dict[str, Any]:
        """Return the document in which a doorbell has other zones."""
        zones: dict[str, Sequence[Area]] = {**self._zones, doorbell: areas}
        return {
            "zones": {
                name: [area.to_json() for area in kept]
                for name, kept in zones.items()
                if kept
            }
        }


class EntryRequesters:
    """``ports.Requesters``: the entry's subentries, as they are at the moment."""

    def __init__(self, entry: ConfigEntry) -> None:
        """Refer to the entry."""
        self._entry = entry

    def all(self) -> Sequence[Requester]:
        """Return all requesters."""
        return [
            requester_of(subentry)
            for subentry in self._entry.get_subentries_of_type(SUBENTRY_REQUESTER)
        ]

    def find(self, requester_id: str | None) -> Requester | None:
        """Return a requester; None for strangers and for who was removed."""
        known = {one.requester_id: one for one in self.all()}
        return known.get(requester_id or "")


def requester_of(subentry: ConfigSubentry) -> Requester:
    """Return the requester that a subentry holds."""
    return Requester.from_json(
        {
            **subentry.data,
            "requester_id": subentry.subentry_id,
            "name": subentry.title,
        }
    )
