"""Kill -9 at any moment loses at most the unfinished GOP, and leaves nothing running."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
import os
import signal
import time

import pytest

from tests.support import decode
from tests.support.footage import Footage, Made
from tests.support.home import Door, RunningHome, now_us, sleep_until
from tests.support.rtsp import RtspCamera, rtsp_camera

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("camera"),
    pytest.mark.timeout(240),
]

SECOND = 1_000_000
FRAME = Fraction(SECOND, 15)
GOP = 1 * SECOND


@pytest.fixture(scope="module")
def camera(footage: Callable[[Footage], Made]) -> Iterator[RtspCamera]:
    """A camera with a picture group a second."""
    wanted = Footage(seconds=Fraction(120), gop=Fraction(1))
    with rtsp_camera(footage(wanted)) as running:
        yield running


@pytest.fixture(scope="module")
def door(home: RunningHome, camera: RtspCamera) -> Door:
    """The camera as a doorbell that records."""
    return home.add_stream("Front door", camera)


def lost(home: RunningHome, camera: RtspCamera, door: Door, killed: int) -> int:
    """Pictures filmed before the kill that are in no file; nothing else is missing."""
    start = killed - 4 * SECOND
    end = now_us() - 2 * SECOND
    clip = home.gather(door, start, end)
    counters = [
        counter for counter in decode.counters(clip["path"]) if counter is not None
    ]
    breaks = [(a, b) for a, b in pairwise(counters) if b != a + 1]
    assert len(breaks) == 1
    assert camera.time_us(counters[0]) - start < FRAME + 20_000
    return int((killed - camera.time_us(breaks[0][0])) // FRAME)


def test_a_killed_worker_comes_back_and_loses_only_the_unfinished_gop(
    home: RunningHome, camera: RtspCamera, door: Door
) -> None:
    sleep_until(now_us() + 6 * SECOND)
    worker = home.worker()
    assert worker
    os.kill(worker, signal.SIGKILL)
    killed = now_us()
    home.wait(door, "binary_sensor.recording", "off", timeout=15)
    home.wait(door, "binary_sensor.recording", "on", timeout=30)
    assert home.worker() not in (None, worker)
    sleep_until(now_us() + 5 * SECOND)
    # One picture more is on its way to the recorder, and one in its parser.
    assert lost(home, camera, door, killed) <= GOP // FRAME + 3


def test_a_killed_home_assistant_takes_the_worker_with_it(
    home: RunningHome, camera: RtspCamera, door: Door
) -> None:
    sleep_until(now_us() + 5 * SECOND)
    assert home.worker()
    home.home.kill()
    killed = now_us()
    deadline = time.monotonic() + 10
    while home.home.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert home.home.processes() == {}
    home.start()
    home.wait(door, "binary_sensor.recording", "on", timeout=60)
    sleep_until(now_us() + 5 * SECOND)
    assert lost(home, camera, door, killed) <= GOP // FRAME + 3


def test_stopping_home_assistant_leaves_nothing_running(
    home: RunningHome, door: Door
) -> None:
    assert home.worker()
    os.kill(home.home.process_id, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while home.home.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert home.home.processes() == {}
