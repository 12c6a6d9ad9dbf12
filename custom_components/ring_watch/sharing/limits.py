"""How much may come how fast: token buckets in bounded memory."""

from collections import OrderedDict
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from .errors import RateLimited

_REMEMBERED = 4096
_HOUR = 3600.0


class Buckets:
    """A token bucket for each key; full again ``period`` seconds after it was empty.

    Only the ``_REMEMBERED`` keys used last are known; a forgotten one is full.
    Times are seconds of a monotonic clock.
    """

    def __init__(self, size: int, period: float = _HOUR) -> None:
        """``size`` tokens, replaced at the pace of ``size`` per ``period``."""
        self.size = size
        self._period = period
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def level(self, key: str, now: float) -> float:
        """Return how many tokens are left."""
        level, then = self._levels.get(key, (float(self.size), now))
        return min(self.size, level + (now - then) * self.size / self._period)

    def wait(self, key: str, now: float) -> int:
        """Return the whole seconds until there is a token; 0 when there is one."""
        missing = 1 - self.level(key, now)
        if missing <= 0:
            return 0
        return ceil(missing * self._period / self.size) if self.size else ceil(_HOUR)

    def take(self, key: str, now: float) -> bool:
        """Take a token; False: there is none, and nothing changes."""
        level = self.level(key, now)
        if level < 1:
            return False
        self._levels[key] = (level - 1, now)
        self._levels.move_to_end(key)
        while len(self._levels) > _REMEMBERED:
            self._levels.popitem(last=False)
        return True


def place_of(address: str | None) -> str:
    """Return what counts as one source: an IPv4 address, or an IPv6 /64."""
    if address is None:
        return "inside"
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), 64), strict=False))
    return str(parsed)


def take_all(now: float, *wanted: tuple[Buckets, str]) -> None:
    """Take a token from each of some buckets, or from none. Raises RateLimited."""
    wait = max(buckets.wait(key, now) for buckets, key in wanted)
    if wait:
        raise RateLimited(wait)
    for buckets, key in wanted:
        buckets.take(key, now)
