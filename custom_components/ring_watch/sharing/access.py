"""What an open grant allows, asked again for every chunk."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from .model.clips import RenderedClip


class End(StrEnum):
    """How a stream ended, as the ledger says it."""

    COMPLETE = "complete"
    """A whole file was sent."""
    PART = "part"
    """All of the range that was asked for was sent."""
    ABORTED = "aborted"
    """The recipient ended it."""
    STALLED = "stalled"
    """The recipient took nothing for too long."""
    EXPIRED = "expired"
    """The grant's time was over."""
    TAKEN_BACK = "taken_back"
    """The share was revoked, suspended or came to another end."""
    LIMIT = "limit"
    """The grant may not send more."""
    STOPPED = "stopped"
    """The home stopped."""
    FAILED = "failed"
    """The file could not be read."""


class Meter(Protocol):
    """Counts what a grant sends. Quick; never blocks."""

    def room(self, size: int) -> End | None:
        """Count bytes; or say why none may be sent, and count nothing."""

    def begin(self) -> None:
        """Count a stream that begins."""

    def end(self, how: End) -> None:
        """Count a stream that ended."""


class Access:
    """A recipient's way to the clips of one share. Cheap; never blocks."""

    def __init__(
        self,
        share_id: str,
        clips: Sequence[RenderedClip],
        manifests: Sequence[str],
        expires: int,
        meter: Meter,
    ) -> None:
        """``meter`` counts for the grant that the recipient has."""
        self.share_id = share_id
        self.clips = tuple(clips)
        self.manifests = tuple(manifests)
        self.expires = expires
        self._meter = meter

    def refusal(self, size: int = 0) -> End | None:
        """Count ``size`` bytes about to be sent; or say why they must not be."""
        return self._meter.room(size)

    def alive(self) -> bool:
        """Tell whether the grant still holds: not revoked, expired or suspended."""
        return self.refusal() is None

    def take(self, size: int) -> bool:
        """Count ``size`` bytes about to be sent; False: they must not be sent."""
        return self.refusal(size) is None

    def begin(self) -> None:
        """Say that a stream begins; ``end`` has to follow."""
        self._meter.begin()

    def end(self, how: End) -> None:
        """Say how a stream ended; the ledger is told of it later."""
        self._meter.end(how)
