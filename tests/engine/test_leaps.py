"""A clock that leaps ahead costs no footage, unless it stays there."""

from pathlib import Path
import time

import pytest

from custom_components.ring_watch.engine import leaps, retention
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.leaps import DOUBT
from custom_components.ring_watch.engine.retention import Limits, Retention

from .test_archive import put, starts

pytestmark = pytest.mark.engine

HOUR = 3600.0
DAY = 24 * HOUR


class Clocks:
    """One that is set, and one that only passes; in seconds."""

    def __init__(self) -> None:
        self.wall = time.time()
        self.passed = 1000.0

    def pass_time(self, seconds: float) -> None:
        self.wall += seconds
        self.passed += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr(time, "clock_gettime", lambda _clock: clocks.passed)
    for module in (leaps, retention):
        monkeypatch.setattr(module, "now_us", lambda: int(clocks.wall * 1e6))
    return clocks


@pytest.fixture
def archive(tmp_path: Path, clocks: Clocks) -> Archive:
    archive = Archive(tmp_path)
    for hours in (47, 1):
        put(archive, "door", int((clocks.wall - hours * HOUR) * 1000))
    return archive


@pytest.fixture
def keeper(archive: Archive) -> Retention:
    keeper = Retention(archive, Limits(days=2))
    keeper.enforce()
    assert len(starts(archive)) == 2
    return keeper


def test_a_clock_that_is_wrong_for_a_while(
    clocks: Clocks, archive: Archive, keeper: Retention
) -> None:
    clocks.wall += 30 * DAY
    for _ in range(3):
        keeper.enforce()
        clocks.pass_time(HOUR / 4)
    clocks.wall -= 30 * DAY
    keeper.enforce()
    assert len(starts(archive)) == 2
    # It is right again, and footage gets old by it.
    clocks.pass_time(2 * HOUR)
    keeper.enforce()
    assert len(starts(archive)) == 1


def test_a_clock_that_stays_ahead_is_believed(
    clocks: Clocks, archive: Archive, keeper: Retention
) -> None:
    clocks.wall += 30 * DAY
    keeper.enforce()
    clocks.pass_time(DOUBT)
    keeper.enforce()
    assert starts(archive) == []


def test_a_machine_that_slept_has_no_clock_that_leapt(
    clocks: Clocks, archive: Archive, keeper: Retention
) -> None:
    clocks.pass_time(30 * DAY)
    keeper.enforce()
    assert starts(archive) == []


def test_too_much_goes_by_any_clock(
    clocks: Clocks, archive: Archive, keeper: Retention
) -> None:
    clocks.wall += 30 * DAY
    keeper.limits = Limits(days=2, total_bytes=100)
    keeper.enforce()
    assert len(starts(archive)) == 1
