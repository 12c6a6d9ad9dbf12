"""What every source of a doorbell can do, and what it tells its doorbell."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol


class Events(Protocol):
    """What a source tells its doorbell. ``at``: when it was, where the source knows."""

    def ring(self, *, at: datetime | None = None) -> None:
        """Tell that the button was pressed."""

    def motion(self, active: bool, *, person: bool = False) -> None:
        """Tell that something begins or ceases to move."""

    def motion_pulse(self, *, person: bool = False, at: datetime | None = None) -> None:
        """Tell that something moved, where its end is not told."""

    def availability_changed(self) -> None:
        """Tell that ``ring_available`` or ``motion_available`` may be different."""

    def address_changed(self) -> None:
        """Tell that what ``worker_source`` returns may be different."""

    def reachable(self, online: bool) -> None:
        """Tell whether pictures can be had; for a source that is not recorded."""


class Source(Protocol):
    """One way to reach a camera, its button and its motion.

    An availability of None means: as long as the pictures come.
    """

    @property
    def model(self) -> str:
        """What the device registry calls it."""

    @property
    def records(self) -> bool:
        """Whether the worker records it, for as long as the owner wants."""

    @property
    def archived(self) -> bool:
        """Whether its footage comes into the archive, from whomever."""

    @property
    def is_own(self) -> bool:
        """Whether its footage is the owner's to give away."""

    @property
    def has_ring(self) -> bool:
        """Whether a press can be noticed at all."""

    @property
    def has_motion(self) -> bool:
        """Whether motion can be noticed at all."""

    @property
    def knows_person(self) -> bool:
        """Whether it tells persons from other motion."""

    @property
    def sensitivity(self) -> int | None:
        """How readily motion is detected in the pictures, 1 to 100; None: not."""

    @property
    def ring_available(self) -> bool | None:
        """Whether a press would be noticed now."""

    @property
    def motion_available(self) -> bool | None:
        """Whether motion would be noticed now."""

    def start(self, events: Events) -> Callable[[], None]:
        """Begin to listen; the returned function ends it."""

    async def worker_source(self) -> dict[str, Any] | None:
        """Return what the worker shall record; None while there is nothing."""

    async def stream_source(self) -> str | None:
        """Return the address of the live picture with its credentials, if any."""
