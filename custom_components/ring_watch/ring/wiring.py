"""What an account is given: its login, and whom it tells."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .happenings import Happening
from .push import PushState
from .shapes import Json


def _nothing(_: object) -> None:
    """Do nothing with it."""


@dataclass(frozen=True, slots=True)
class Login:
    """What is stored of an account; the token and the push credentials are secrets."""

    hardware_id: str
    token: Json = field(repr=False)
    push: Json | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """What an account tells.

    ``token`` and ``push``: new secrets to store. ``happening``: an event, once.
    ``changed``: ``devices``, ``available`` or ``hears_events`` of the account is
    different. ``push_state``: how push messages are doing. ``login_rejected``: the owner
    has to log in again.
    """

    token: Callable[[Json], None]
    push: Callable[[Json], None] = _nothing
    happening: Callable[[Happening], None] = _nothing
    changed: Callable[[], None] = lambda: None
    push_state: Callable[[PushState], None] = _nothing
    login_rejected: Callable[[], None] = lambda: None
