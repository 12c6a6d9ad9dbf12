"""Somebody whose account is in use."""

from dataclasses import dataclass, field
from typing import Any

from custom_components.ring_watch.ring.client import Callbacks, Login, RingAccount
from custom_components.ring_watch.ring.happenings import Happening
from custom_components.ring_watch.ring.pace import Pace
from custom_components.ring_watch.ring.push import PushState
from custom_components.ring_watch.ring.watch import POLL

from .clocks import HandClock
from .cloud import Device, Event, RingCloud
from .waiting import until


@dataclass
class Owner:
    """Who uses an account: what is stored, and what it told."""

    cloud: RingCloud
    clock: HandClock
    login: Login
    tokens: list[dict[str, Any]] = field(default_factory=list)
    push: list[dict[str, Any]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    states: list[PushState] = field(default_factory=list)
    changes: int = 0
    rejections: int = 0
    # How many more times this fails when it is told of a change.
    faults: int = 0
    account: RingAccount = field(init=False)

    def __post_init__(self) -> None:
        self.cloud.state.now = self.clock.now
        self.account = RingAccount(
            self.cloud.session(),
            self.login,
            Callbacks(
                token=self.tokens.append,
                push=self.push.append,
                happening=self.happenings.append,
                changed=self._changed,
                push_state=self.states.append,
                login_rejected=self._rejected,
            ),
            pace=Pace(self.clock, spacing=0),
        )

    def _changed(self) -> None:
        if self.faults:
            self.faults -= 1
            raise KeyError("odd")
        self.changes += 1

    def _rejected(self) -> None:
        self.rejections += 1

    def press(self, door: Device) -> Event:
        """Let somebody ring now, and no message tell of it."""
        return self.cloud.add_event(door, self.clock.now(), kind="ding")

    async def working(self) -> None:
        """Wait for push, and until all that follows a start is done."""
        await until(lambda: self.states[-1:] == [PushState.WORKING])
        await until(lambda: self.clock.longest > POLL)
