"""How far a preparation is: what is told of it, and how often."""

import pytest

from custom_components.ring_watch.consent.progress import Preparations, Progress

pytestmark = pytest.mark.sharing


class Clock:
    """Time as a test wants it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preparations(clock: Clock) -> Preparations:
    return Preparations(clock)


def test_parts_count_by_their_length(preparations: Preparations) -> None:
    told: list[float] = []
    preparations.subscribe(lambda progress: told.append(progress.done))
    with preparations.of("r1", [30, 10]) as (long, short):
        for report, done in ((long, 0.0), (long, 0.5), (long, 1.0), (short, 0.5)):
            report(done, False)
            found = preparations.find("r1")
            assert found
            told.append(found.done)
    assert told == [0.0, 0.0, 0.375, 0.75, 0.875]


def test_it_is_told_at_most_twice_a_second_and_when_it_begins_to_wait(
    preparations: Preparations, clock: Clock
) -> None:
    told: list[Progress] = []
    end = preparations.subscribe(told.append)
    with preparations.of("r1", [10]) as (report,):
        for number in range(100):
            clock.now += 0.125
            report(number / 100, False)
        assert len(told) == 25
        report(0.99, True)
        assert told[-1].waiting
        end()
        clock.now += 10
        report(1.0, False)
        assert told[-1].waiting


def test_how_long_it_will_take_is_told_once_that_can_be_known(
    preparations: Preparations, clock: Clock
) -> None:
    def left() -> float | None:
        found = preparations.find("r1")
        assert found
        return found.left

    with preparations.of("r1", [10]) as (report,):
        assert left() is None
        clock.now += 1
        report(0.5, False)
        assert left() is None
        clock.now += 19
        assert left() == pytest.approx(20)
        report(0.8, False)
        assert left() == pytest.approx(5)
        # Nobody knows how long somebody else takes.
        report(0.8, True)
        assert left() is None
    with preparations.of("r1", [10]):
        clock.now += 100
        assert left() is None


def test_it_never_goes_back_and_ends_only_with_the_clip(
    preparations: Preparations,
) -> None:
    with preparations.of("r1", [10]) as (report,):
        report(0.9, False)
        report(0.2, False)
        found = preparations.find("r1")
        assert found and found.done == 0.9
        report(1.0, False)
        found = preparations.find("r1")
        assert found and found.done == 0.99
    assert preparations.find("r1") is None


def test_one_that_was_overtaken_is_heard_of_no_more(
    preparations: Preparations,
) -> None:
    told: list[float] = []
    preparations.subscribe(lambda progress: told.append(progress.done))
    with preparations.of("r1", [10]) as (before,):
        with preparations.of("r1", [10]) as (after,):
            after(0.1, False)
            before(0.9, True)
        assert preparations.find("r1") is None
    with preparations.of("r1", [10]) as (after,):
        after(0.2, False)
    assert told == [0.1, 0.2]


def test_windows_without_a_length_are_no_trouble(preparations: Preparations) -> None:
    with preparations.of("r1", [0]) as (report,):
        report(1.0, False)
        assert preparations.find("r1") == Progress("r1", 0.0, None, False)


def test_one_that_fails_is_forgotten(preparations: Preparations) -> None:
    with pytest.raises(OSError), preparations.of("r1", [10]):
        raise OSError
    assert preparations.find("r1") is None
