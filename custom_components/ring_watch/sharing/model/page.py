"""A list in parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page[Item]:
    """A part of a list, newest first; ``cursor`` continues it, None ends it."""

    items: tuple[Item, ...]
    cursor: str | None
