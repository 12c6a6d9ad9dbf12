"""What moves in front of a doorbell, as its source tells it."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .const import MOTION_PULSE


class Moving:
    """Remembers which kinds of motion there are, and ends what only begins.

    ``begins`` hears the kind of each new motion, ``changed`` of every change.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        begins: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        """Nothing moves."""
        self._hass = hass
        self._begins = begins
        self._changed = changed
        self._kinds: set[str] = set()
        self._ends: dict[str, CALLBACK_TYPE] = {}

    def __bool__(self) -> bool:
        """Whether something moves."""
        return bool(self._kinds)

    @callback
    def set(self, active: bool, *, person: bool) -> None:
        """Take over that something begins or ceases to move."""
        kind = "person" if person else "motion"
        if active and kind not in self._kinds:
            self._kinds.add(kind)
            self._begins(kind)
        elif not active:
            self._kinds.discard(kind)
        self._changed()

    @callback
    def pulse(self, *, person: bool) -> None:
        """Take over that something moved; that ends by itself."""
        kind = "person" if person else "motion"
        # Each is a new event, even while the earlier one still shows as motion.
        self._kinds.discard(kind)
        self.set(True, person=person)

        @callback
        def end(_now: datetime) -> None:
            del self._ends[kind]
            self.set(False, person=person)

        if former := self._ends.pop(kind, None):
            former()
        self._ends[kind] = async_call_later(self._hass, MOTION_PULSE, end)

    @callback
    def clear(self) -> None:
        """Forget all motion, because nothing is known of it any more."""
        self._kinds.clear()

    @callback
    def stop(self) -> None:
        """End what the pulses began."""
        while self._ends:
            self._ends.popitem()[1]()
