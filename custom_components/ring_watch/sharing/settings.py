"""What the owner may set, with defaults from Ring's own published rules."""

from dataclasses import dataclass
from typing import Final

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

LONGEST_SHARE: Final = 30 * DAY
LONGEST_GRANT: Final = 2 * HOUR
MOST_CLAIMS: Final = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """The owner's rules. Spans of time are in microseconds."""

    longest_window: int = 12 * HOUR
    """No window may be longer."""
    lapse_after: int = 7 * DAY
    """Silence for so long is a decline."""
    open_per_case: int = 2
    """Open requests of one requester for one case (incident) at once."""
    total_per_case: int = 24 * HOUR
    """All windows of one requester for one case together."""
    warn_day_total: int = 6 * HOUR
    """So much of one day asked by one requester, in small pieces, is pointed out."""
    queue: int = 100
    """Requests that wait for the owner at once."""
    pinned_total: int = 48 * HOUR
    """Windows kept from retention for waiting requests, together, over all doorbells."""
    share_lifetime: int = 7 * DAY
    share_claims: int = 5
    asks_per_source: int = 10
    """An hour, from one address (IPv4: /32, IPv6: /64)."""
    asks_per_requester: int = 20
    """An hour."""
    asks_in_all: int = 60
    """An hour."""


def for_strangers(most: int) -> int:
    """Return how much of a limit strangers may use up, all together.

    The rest is for those whom the owner knows: whoever floods the page for strangers
    must not keep them from asking.
    """
    return max(1, most * 3 // 4)
