"""Buttons of notifications that nobody can guess, each good for one press."""

from collections import OrderedDict
from dataclasses import dataclass
import secrets
from typing import Final

PREFIX: Final = "RING_WATCH_"
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """What an action id of one person's phone stands for, once.

    ``render_hash`` None: a decline.
    """

    user_id: str
    request_id: str
    render_hash: str | None


class Offers:
    """The action ids that were sent to phones, in memory only."""

    def __init__(self) -> None:
        """Nothing was offered yet."""
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def add(self, offer: Offer) -> str:
        """Return an action id that stands for an offer from now on."""
        action = f"{PREFIX}{secrets.token_hex(16).upper()}"
        self._offers[action] = offer
        while len(self._offers) > _MOST:
            self._offers.popitem(last=False)
        return action

    def find(self, action: str) -> Offer | None:
        """Return what an action id stands for."""
        return self._offers.get(action)

    def forget(self, request_id: str, *, approvals_only: bool = False) -> None:
        """Void what was offered about a request."""
        for action, offer in list(self._offers.items()):
            if offer.request_id == request_id and (
                offer.render_hash is not None or not approvals_only
            ):
                del self._offers[action]

    def clear(self) -> None:
        """Void everything."""
        self._offers.clear()
