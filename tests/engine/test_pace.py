"""When a recorder rests: never at the expense of the recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import merge

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.pace import REST_SECONDS, Pace

pytestmark = pytest.mark.engine

SECONDS = 120


@dataclass
class Reading:
    """What became of a camera's packets: how late each was read, and how often it slept."""

    late: list[float] = field(default_factory=list)
    woken: int = 0


def read(sent: Sequence[tuple[float, int, float]], *, cost: float = 0.0005) -> Reading:
    """Read packets (when sent, stream, timestamp), each of which takes ``cost`` seconds."""
    pace, reading, now = Pace(), Reading(), 0.0
    for at, stream, timestamp in sent:
        if at > now:
            reading.woken += 1
        now = max(now, at) + cost
        reading.late.append(now - at)
        if pace.rests(stream, now, timestamp):
            now += REST_SECONDS
            reading.woken += 1
    return reading


def stream(
    number: int, rate: float, *, zero: float = 0.0, drift: float = 0.0
) -> list[tuple[float, int, float]]:
    """A camera's packets; its clock begins anywhere and is slow by a share of ``drift``."""
    count = int(SECONDS * rate)
    return [
        (index / rate, number, zero + index / rate * (1 - drift))
        for index in range(count)
    ]


CAMERA = list(merge(stream(0, 15, zero=1e6), stream(1, 16, zero=-5)))


def test_it_is_woken_far_less_often_than_packets_come() -> None:
    assert read(CAMERA).woken < len(CAMERA) / 4


def test_nothing_waits_longer_than_a_rest() -> None:
    assert max(read(CAMERA).late) < REST_SECONDS + 0.06


@pytest.mark.parametrize("drift", [0.0005, -0.0005], ids=["slow", "fast"])
def test_it_rests_as_much_when_the_cameras_clock_is_wrong(drift: float) -> None:
    assert read(stream(0, 15, drift=drift)).woken < SECONDS * 15 / 2


def test_a_host_that_is_short_of_time_does_not_fall_behind() -> None:
    assert max(read(CAMERA, cost=0.01).late) < 2 * REST_SECONDS
    assert max(read(CAMERA, cost=0.028).late) < 3 * REST_SECONDS


def test_it_rests_again_after_the_timestamps_jumped() -> None:
    later = [(at + SECONDS, number, stamp + 3600) for at, number, stamp in CAMERA]
    alone, both = read(CAMERA), read([*CAMERA, *later])
    assert both.woken < 2.1 * alone.woken
    assert max(both.late) < REST_SECONDS + 0.06


def test_it_rests_again_after_the_network_stalled() -> None:
    stalled = [
        (max(at, 40.0) if at >= 30 else at, number, stamp)
        for at, number, stamp in CAMERA
    ]
    reading = read(stalled)
    assert reading.woken < read(CAMERA).woken * 1.1
    assert max(reading.late) < 1


@settings(deadline=None)
@given(
    rate=st.floats(1, 200),
    cost=st.floats(0, 0.004),
    waits=st.lists(st.floats(0, 0.3), max_size=50),
)
def test_the_recording_keeps_up_whatever_comes(
    rate: float, cost: float, waits: list[float]
) -> None:
    sent, held = [], 0.0
    for index, (at, number, stamp) in enumerate(stream(0, rate)):
        held = max(held, at + (waits[index % len(waits)] if waits else 0))
        sent.append((held, number, stamp))
    assert max(read(sent, cost=cost).late) < 0.7
