"""All that sharing has to remember, as one value that is saved as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from .model.requests import Request
from .model.shares import Share
from .ports import Announcement
from .rules import Asked

DOCUMENT: Final = "sharing"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class State:
    """Never changed in place: a change makes a new one, which counts once saved.

    ``generation`` counts the saves. ``ledger``: the ledger's name. ``entries``: its size
    that is taken into account. ``requests``: all that are not closed, and those closed lately;
    the others are in ``pages`` full pages and one that holds ``tail``. ``shares``:
    the live ones. ``outbox``: what is not announced yet. ``in_backup``: a backup
    was being made when this was saved. ``stopped``: all that was sent is counted,
    because sharing stopped in good order.
    """

    generation: int = 0
    entries: int = 0
    ledger: str = ""
    last_seen: int = 0
    in_backup: bool = False
    stopped: bool = False
    pages: int = 0
    tail: int = 0
    requests: Mapping[str, Request] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    outbox: tuple[Announcement, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document."""
        return {
            "format": _FORMAT,
            "generation": self.generation,
            "entries": self.entries,
            "ledger": self.ledger,
            "last_seen": self.last_seen,
            "in_backup": self.in_backup,
            "stopped": self.stopped,
            "pages": self.pages,
            "tail": self.tail,
            "requests": [request.to_json() for request in self.requests.values()],
            "shares": [share.to_json() for share in self.shares.values()],
            "asked": [asked.to_json() for asked in self.asked],
            "outbox": [announcement.to_json() for announcement in self.outbox],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the state of a document. Raises ValueError for any other."""
        if data.get("format") != _FORMAT:
            raise ValueError("The document with the requests is of another release.")
        try:
            requests = [Request.from_json(item) for item in data["requests"]]
            shares = [Share.from_json(item) for item in data["shares"]]
            return cls(
                int(data["generation"]),
                int(data["entries"]),
                # An earlier release wrote neither this nor ``stopped``.
                str(data.get("ledger", "")),
                int(data["last_seen"]),
                bool(data["in_backup"]),
                bool(data.get("stopped", False)),
                int(data["pages"]),
                int(data["tail"]),
                {request.request_id: request for request in requests},
                {share.share_id: share for share in shares},
                tuple(Asked.from_json(item) for item in data["asked"]),
                tuple(Announcement.from_json(item) for item in data["outbox"]),
            )
        except (KeyError, TypeError, AttributeError) as err:
            raise ValueError("The document with the requests is damaged.") from err
