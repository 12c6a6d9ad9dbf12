"""What became of the recordings of a window so far. Pure."""

from collections.abc import Iterable, Mapping

from .assemble import Reel
from .plan import Obstacle, Reason, Span, without
from .recordings import Recording


class Outcomes:
    """Which recordings came, which are done with, and what is in the way of others."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.reels: list[Reel] = []
        self.obstacles: dict[str, Obstacle] = {}
        """Why recordings are not there, by their ids; those not done may still come."""
        self.done: set[str] = set()
        # When recordings began that Ring lists and that are at home already.
        self._kept: list[int] = []
        # What the recordings that were downloaded cover is worth remembering of these.
        self._lasting: set[str] = set()

    def obstruct(self, item: Recording, reason: Reason) -> None:
        """Say why a recording is not there; it may still come."""
        self.obstacles[item.id] = Obstacle(*item.span, reason)

    def finish(self, item: Recording, reason: Reason | None) -> None:
        """Be done with a recording, for better or worse: no more waiting."""
        self.done.add(item.id)
        self.obstacles.pop(item.id, None)
        if reason is not None:
            self.obstruct(item, reason)

    def finish_parts(self, item: Recording, parts: Iterable[Recording]) -> None:
        """Be done with a recording of which parts were fetched, when they are."""
        waiting = [
            self.obstacles.pop(part.id)
            for part in parts
            if part.id in self.obstacles.keys() - self.done
        ]
        if waiting:
            self.obstruct(item, waiting[0].reason)
        else:
            self.finish(item, None)

    def came(self, item: Recording, reel: Reel, *, whole: bool) -> None:
        """Take note of a recording that was downloaded, and is ``whole`` or broke off."""
        self.finish(item, None)
        self.reels.append(reel)
        if not whole and item.length is not None:
            end = reel.footage.end
            rest = Obstacle(end, max(end, item.span[1]), Reason.UNREADABLE)
            self.obstacles[item.id] = rest
        if whole and not item.continuous:
            self._lasting.add(item.id)

    def keep(self, items: Iterable[Recording]) -> None:
        """Take note of recordings that are listed, and of which nothing is needed."""
        self._kept += [item.start for item in items if item.state == "ready"]

    def note_gone(self, found: Iterable[Recording]) -> None:
        """Note which of those that were waited for Ring does not list any more."""
        there = {item.id for item in found}
        for key in self.obstacles.keys() - there - self.done:
            old = self.obstacles[key]
            self.obstacles[key] = Obstacle(old.start, old.end, Reason.DELETED)
            self.done.add(key)

    def fail(self, failed: Mapping[str, Reason]) -> None:
        """Take note of downloaded recordings of which nothing could be made."""
        for item in (reel.footage for reel in self.reels):
            if item.key in failed:
                reason = failed[item.key]
                self.obstacles[item.key] = Obstacle(item.start, item.end, reason)
                self._lasting.discard(item.key)

    def uncovered(self, gaps: Iterable[Span]) -> list[Span]:
        """Return what is missing of the gaps even with what was downloaded."""
        had = [(reel.footage.start, reel.footage.end) for reel in self.reels]
        return [part for gap in gaps for part in without(gap, had)]

    def oldest(self) -> int | None:
        """Return when the oldest recording began of which Ring has shown that it keeps it."""
        came = [reel.footage.start for reel in self.reels]
        return min([*came, *self._kept], default=None)

    def lasting(self, gaps: list[Span]) -> dict[str, list[Span]]:
        """Return what whole recordings cover: what is still missing is not in them."""
        return {
            item.key: without((item.start, item.end), gaps)
            for item in (reel.footage for reel in self.reels)
            if item.key in self._lasting
        }
