"""Cameras that break the rules: what they send is kept, at its time, or not at all."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
import time
from typing import Any

import numpy as np
import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Order
from custom_components.ring_watch.engine.gather import gather
from tests.support import decode
from tests.support.footage import Footage, Made
from tests.support.odd_camera import RATES, OddCamera, odd_camera

from .recording import Recording, recording, seen, segments

pytestmark = [pytest.mark.engine, pytest.mark.e2e, pytest.mark.timeout(120)]

SECOND = 1_000_000
SILENT = Footage(seconds=Fraction(30), gop=Fraction(1))
TALKING = Footage(
    seconds=Fraction(30), gop=Fraction(1), sound="pcm_mulaw", container="mov"
)
UNEVEN = replace(TALKING, variable=True)
HOUR, YEARS = 3600.0, 30 * 365 * 86400.0

type Make = Callable[[Footage], Made]
type Kind = tuple[Footage, dict[str, Any], int]
"""The last: by how many milliseconds the times may be wrong."""


def ticks(
    moved: Callable[[int, Fraction], Fraction | int],
) -> Callable[[int, Fraction], int]:
    """Timestamps that are off by some seconds."""
    return lambda track, at: int((at + moved(track, at)) * RATES[track])


# What arrives tells when it was, but for the way and a busy machine.
BY_ARRIVAL = 500
KINDS: dict[str, Kind] = {
    "a good one": (TALKING, {}, 5),
    "timestamps that start over": (
        TALKING,
        {"timestamp": ticks(lambda track, at: Fraction(1 << 32, RATES[track]) - 4)},
        5,
    ),
    "no reports": (TALKING, {"clock": lambda track, at: None}, BY_ARRIVAL),
    "a clock an hour ahead": (
        TALKING,
        {"clock": lambda track, at: HOUR},
        BY_ARRIVAL,
    ),
    "a clock thirty years behind": (
        TALKING,
        {"clock": lambda track, at: -YEARS},
        BY_ARRIVAL,
    ),
    "a clock that is set forward": (
        TALKING,
        {"clock": lambda track, at: HOUR if at > 5 + track else 0.0},
        BY_ARRIVAL,
    ),
    "a clock that is set back": (
        TALKING,
        {"clock": lambda track, at: -HOUR if at > 5 + track else 0.0},
        BY_ARRIVAL,
    ),
    "timestamps that jump ahead": (
        SILENT,
        {"timestamp": ticks(lambda track, at: 900 if at >= 5 else 0)},
        BY_ARRIVAL,
    ),
    "timestamps that jump back": (
        SILENT,
        {"timestamp": ticks(lambda track, at: 0 if at >= 5 else 900)},
        BY_ARRIVAL,
    ),
    "a pause, then all at once": (
        TALKING,
        {"due": lambda at: max(at, Fraction(11, 2)) if 4 <= at < 6 else at},
        5,
    ),
    "sound that begins late": (
        TALKING,
        {
            # Its timestamps begin with it, and its first report is late.
            "timestamp": ticks(lambda track, at: -6 * track),
            "sends": lambda track, at: track == 0 or at >= 6,
            "clock": lambda track, at: 0.0 if track == 0 or at >= 9 else None,
        },
        5,
    ),
    "uneven pictures that are reported late": (
        UNEVEN,
        # Right before, two pictures are farther from each other than many others.
        {"clock": lambda track, at: 0.0 if at >= 1.89 + track else None},
        5,
    ),
    # Until then their time counts from their beginning, which was not that of sound.
    "pictures that are reported last": (
        TALKING,
        {
            "sends": lambda track, at: not track or at >= 0.8,
            "clock": lambda track, at: 0.0 if at >= (2 if track else 5) else None,
        },
        BY_ARRIVAL,
    ),
    "sound that ends": (TALKING, {"sends": lambda track, at: not track or at < 5}, 5),
    "sound with a pause": (
        TALKING,
        {"sends": lambda track, at: not track or not 4 <= at < 9},
        5,
    ),
}
FAULTY: dict[str, Kind] = {
    "noise": (TALKING, {"seconds": Fraction(4), "then": bytes(range(1, 256)) * 99}, 0),
    "nothing": (TALKING, {"seconds": Fraction(4), "then": b""}, 0),
    "the same time": (SILENT, {"timestamp": lambda track, at: 12345}, 0),
}


@dataclass
class Watched:
    """A camera and what was recorded of it."""

    camera: OddCamera
    running: Recording
    folder: Path

    @cached_property
    def pictures(self) -> list[tuple[Fraction, int | None]]:
        """Time in microseconds since the epoch and counter of all pictures."""
        return seen(self.running.archive)

    def lateness(self) -> list[float]:
        """By how many milliseconds the pictures are recorded later than filmed."""
        began = self.camera.began[0] * SECOND
        return [
            float(at - began - self.camera.times[number] * SECOND) / 1000
            for at, number in self.pictures
            if number is not None
        ]

    def sound_lateness(self) -> list[float]:
        """By how many seconds sound is heard outside of its own second."""
        found = []
        for segment in segments(self.running.archive):
            for piece in decode.pieces(segment.path):
                if piece.step is None or piece.rms < 0.01:
                    continue
                at = float(piece.time) - self.camera.began[0]
                found.append(at - min(max(at, piece.step), piece.step + 1))
        return found


@pytest.fixture(scope="module")
def watched(
    footage: Make, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Watched]:
    """All of them, recorded at the same time for some seconds."""
    found = {}
    with ExitStack() as stack:
        for number, (kind, (wanted, manners, _)) in enumerate((KINDS | FAULTY).items()):
            folder = tmp_path_factory.mktemp(f"odd{number}")
            camera = stack.enter_context(odd_camera(footage(wanted), **manners))
            running = stack.enter_context(recording(Address(camera.url), folder))
            found[kind] = Watched(camera, running, folder)
        for one in found.values():
            one.running.wait_for(("recording", None), 40)
        time.sleep(12)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_there_at_its_time(
    kind: str, watched: dict[str, Watched]
) -> None:
    camera = watched[kind]
    numbers = [number for _, number in camera.pictures]
    assert len(numbers) > 120
    assert numbers == list(range(len(numbers)))
    # The demuxer does not tell the first one's time.
    first, *late = camera.lateness()
    tolerance = KINDS[kind][2]
    assert abs(first) < max(tolerance, 50)
    assert -tolerance < min(late) <= max(late) < tolerance
    assert len(camera.camera.began) == 1


@pytest.mark.parametrize(
    "kind", [kind for kind, (film, _, _) in KINDS.items() if film.sound]
)
def test_no_sound_is_heard_when_it_was_not(
    kind: str, watched: dict[str, Watched]
) -> None:
    late = watched[kind].sound_lateness()
    assert len(late) > 60
    assert max(map(abs, late)) < 0.4


@pytest.mark.parametrize("kind", KINDS)
def test_the_window_is_exact(kind: str, watched: dict[str, Watched]) -> None:
    camera = watched[kind]
    pictures = camera.pictures
    (start, first), (end, last) = pictures[40], pictures[90]
    order = Order("door", int(start) - 1000, int(end) - 1000, audio=True)
    clip = gather(camera.running.archive, order, camera.folder / "clip.mp4")
    check(clip.path, order.start, order.end)
    assert first is not None and last is not None
    assert decode.counters(clip.path) == list(range(first, last))
    assert clip.gaps == []


@pytest.mark.parametrize("kind", ["noise", "nothing"])
def test_what_came_before_a_camera_broke_off_is_kept(
    kind: str, watched: dict[str, Watched]
) -> None:
    """And it is connected again."""
    camera = watched[kind]
    assert ("down", "ended") in camera.running.states
    assert len(camera.camera.began) > 1
    first = segments(camera.running.archive)[0]
    numbers = decode.counters(first.path)
    assert numbers[:55] == list(range(55))


def test_pictures_that_are_all_of_the_same_time_are_no_recording(
    watched: dict[str, Watched],
) -> None:
    assert ("down", "silent") in watched["the same time"].running.states


@pytest.mark.parametrize("kind", KINDS)
def test_times_go_forward(kind: str, watched: dict[str, Watched]) -> None:
    for segment in segments(watched[kind].running.archive):
        for table in (segment.video, segment.audio):
            if table is not None:
                assert (np.diff(np.sort(table.pts)) > 0).all()
                assert (np.diff(table.dts) > 0).all()
