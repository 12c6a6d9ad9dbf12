"""Whatever a device recorded: a window holds exactly that, and says why it lacks more."""

from dataclasses import dataclass
from datetime import timedelta
import random

import pytest

from .cloud import (
    BAD_GATEWAY,
    DROPPED,
    NOT_FOUND,
    Device,
    Endpoint,
    Event,
    Fault,
    throttled,
    truncated,
)
from .collecting import Scene

pytestmark = pytest.mark.ring

DAY = timedelta(days=1)
AGES = [timedelta(minutes=10), timedelta(hours=2), timedelta(days=2)]
FATES = ["had"] * 5 + ["late", "encrypted", "lost"]
FAULTS = [
    (Endpoint.HISTORY, BAD_GATEWAY),
    (Endpoint.HISTORY, throttled(90)),
    (Endpoint.SEARCH, throttled(None)),
    (Endpoint.PLAY, NOT_FOUND),
    (Endpoint.PLAY, DROPPED),
    (Endpoint.RECORDING, NOT_FOUND),
    (Endpoint.MEDIA, NOT_FOUND),
    (Endpoint.MEDIA, truncated(1000)),
    (Endpoint.MEDIA, Fault(status=403, body="<Error/>")),
    (Endpoint.MEDIA, throttled(120)),
]
START, END = 10, 24
TICKS = [START + tick / 10 + 0.05 for tick in range((END - START) * 10)]
PICTURE = 1 / 15


@dataclass(frozen=True)
class Truth:
    """One recording as it was, and how far from it Ring's word may lead; in seconds.

    ``told`` is when its event began, ``length`` what Ring says of it, None if nothing.
    """

    event: Event
    fate: str
    begin: float
    end: float
    told: float
    length: float | None
    error: float

    @property
    def reason(self) -> str:
        return "end_to_end_encrypted" if self.fate == "encrypted" else "not_ready"

    def surely(self, at: float) -> bool:
        return self.begin + self.error <= at < self.end - self.error

    def perhaps(self, at: float) -> bool:
        return self.begin - self.error <= at < self.end + self.error

    def surely_of_event(self, at: float) -> bool:
        return self.told + 1.1 <= at < self.told + (self.length or 180) - 0.1

    def perhaps_of_event(self, at: float) -> bool:
        end = self.told + (self.length or 180) + 1
        return self.begin - self.error <= at < max(end, self.end + self.error)


class World:
    """Some recordings, as dice will have it, and what Ring tells of them."""

    def __init__(self, scene: Scene, door: Device, seed: int) -> None:
        self._dice = random.Random(seed)
        self._scene = scene
        self._door = door
        self.age = AGES[seed % len(AGES)]
        scene.begin(self.age)
        # Every other world is exact, to the picture.
        self._exact = seed // len(AGES) % 2 == 0
        scene.cloud.state.unsorted = self._maybe(0.5)
        self.all = [self._record() for _ in range(self._dice.randint(2, 5))]

    @property
    def had(self) -> list[Truth]:
        return [one for one in self.all if one.fate in ("had", "late")]

    @property
    def not_had(self) -> list[Truth]:
        return [one for one in self.all if one not in self.had]

    def go_wrong(self) -> None:
        """Let Ring do this and that before it does what it is asked for."""
        for _ in range(self._dice.randint(0, 4)):
            endpoint, fault = self._dice.choice(FAULTS)
            self._scene.cloud.traffic.next(endpoint, fault)

    async def collect_a_part(self) -> None:
        """Have some of it at home before, perhaps with a restart since."""
        begin, end = sorted(self._dice.sample(range(START - 4, END + 4), 2))
        await self._scene.collect(begin, end)
        if self._maybe(0.5):
            self._scene.known.clear()

    def _maybe(self, chance: float) -> bool:
        return self._dice.random() < chance

    def _record(self) -> Truth:
        dice, fate = self._dice, self._dice.choice(FATES)
        at, jitter = float(dice.randint(START - 5, END + 5)), 0.0
        if not self._exact:
            at, jitter = at + dice.random(), dice.uniform(-1, 1)
        preroll = dice.randint(11, 60) * PICTURE if self._maybe(0.7) else 0.0
        length = dice.randint(30, 75) * PICTURE
        tells = {
            "tells_duration": self._maybe(0.7),
            "tells_preroll": self._maybe(0.6),
        }
        event = self._scene.cloud.add_recording(
            self._door,
            self._scene.at(at),
            length,
            preroll=preroll,
            jitter=jitter,
            film={"encrypted": fate == "encrypted"},
            ready_at=self._scene.now()
            + timedelta(seconds=dice.uniform(30, 300) if fate == "late" else 0),
            polls=1_000_000 if fate == "lost" else 0,
            **tells,
        )
        assert event.recording
        begin = (event.recording.begins - self._scene.at(0)).total_seconds()
        # Some lists tell whole seconds, some more.
        error = max(abs(at + jitter - int(at)), abs(jitter)) + 2 * PICTURE
        if not any(tells.values()):
            error += preroll
        return Truth(
            event,
            fate,
            begin,
            begin + event.recording.seconds,
            int(at),
            length if tells["tells_duration"] else None,
            error,
        )


@pytest.mark.parametrize("seed", range(12))
async def test_any_recordings_give_exactly_what_they_cover(
    scene: Scene, door: Device, seed: int
) -> None:
    """Overlaps, gaps, jitter; lengths and prerolls told or not; some of it at home.

    Also when Ring fails now and then.
    """
    world = World(scene, door, seed)
    if seed % 4:
        await world.collect_a_part()
    world.go_wrong()

    found = await scene.collect(START, END)

    missing = scene.missing(found)
    # Whether Ring still keeps what is older than a day shows in what comes.
    quiet = {"no_motion", "not_found"} if world.age > DAY else {"no_motion"}
    for at in TICKS:
        why = [reason for begin, end, reason in missing if begin <= at < end]
        assert len(why) <= 1, at
        if any(one.surely(at) for one in world.had):
            assert not why, at
        if not any(one.perhaps(at) for one in world.had):
            assert why, at
        if why:
            possible = {one.reason for one in world.not_had if one.perhaps_of_event(at)}
            told = any(one.surely_of_event(at) for one in world.not_had)
            assert why[0] in (possible if told else possible | quiet), at
    if not any(one.begin < END and one.end > START for one in world.had):
        return
    clip = await scene.gather(START, END)
    assert len(clip["gaps"]) <= len(missing)
    assert scene.late() <= max(one.error for one in world.had)
    assert scene.in_order()
    assert scene.leftovers() == []


async def test_nothing_is_downloaded_twice(scene: Scene, door: Device) -> None:
    """However the windows lie that are asked for one after the other."""
    world = World(scene, door, 6)
    for begin, end in ((12, 14), (8, 13), (13, 20), (0, 40), (10, 24)):
        await scene.collect(begin, end)
    whole = [s for s in scene.cloud.traffic.seen(Endpoint.MEDIA) if s.status == 200]
    assert len({s.path for s in whole}) == len(whole) == len(world.had)
