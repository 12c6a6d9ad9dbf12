"""The wall clock of a connection."""

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.clock import Clock, Unwrapper

pytestmark = pytest.mark.engine

NOW = 1_767_225_600_000_000
FRAME = 66_667
SECOND = 1_000_000


def watched(
    *, sender: int | None, late: int = 5000, reports: bool = True, frames: int = 30
) -> Clock:
    """A clock that has seen pictures; ``sender``: how far the camera's clock is ahead."""
    clock = Clock(reports=reports, tracks=("video",))
    for index in range(frames):
        at = index * FRAME
        arrival = NOW + at + FRAME + late + index % 3 * 1000
        told = None if sender is None else NOW + at + sender
        clock.observe("video", at, arrival, told)
    clock.decide(FRAME, None if sender is None else NOW + sender)
    return clock


@pytest.mark.parametrize("ahead", [0, 1_500_000, -1_500_000])
def test_the_cameras_clock_counts_when_it_agrees_with_the_host(ahead: int) -> None:
    clock = watched(sender=ahead)
    assert clock.from_sender
    assert clock.wall("video", 7 * FRAME) == NOW + ahead + 7 * FRAME


@pytest.mark.parametrize("ahead", [3600 * SECOND, -3600 * SECOND, 3 * SECOND, None])
def test_arrival_counts_when_it_does_not(ahead: int | None) -> None:
    clock = watched(sender=ahead)
    assert not clock.from_sender
    assert clock.wall("video", 0) == NOW + 5000


def test_a_burst_at_the_start_does_not_count() -> None:
    clock = Clock(reports=False, tracks=("video",))
    for index in range(30):
        # All of the first two seconds came at once, two seconds late.
        arrival = NOW + max(index * FRAME, 2 * SECOND)
        clock.observe("video", index * FRAME, arrival, None)
    clock.decide(0, None)
    late = clock.wall("video", 0) - NOW
    assert 0 <= late <= FRAME


def test_what_had_to_wait_at_the_start_comes_at_once_and_is_no_jump() -> None:
    clock = Clock(reports=True, tracks=("video",))
    opened = NOW + 2 * SECOND
    for index in range(3):
        clock.observe("video", index * FRAME, opened, NOW)
    assert clock.ready(opened)
    clock.decide(FRAME, NOW)
    for index in range(3, 60):
        at = index * FRAME
        arrival = max(opened, NOW + at + FRAME)
        assert not clock.stepped(at, arrival, at - FRAME)
    last = 59 * FRAME
    assert clock.stepped(last + 2 * SECOND, NOW + last + 2 * FRAME, last)


def test_with_a_wrong_clock_it_waits_until_arrival_tells() -> None:
    clock = Clock(reports=True, tracks=("video",))
    for index in range(30):
        clock.observe("video", index * FRAME, NOW, NOW + 3600 * SECOND)
    assert not clock.ready(NOW)
    assert clock.ready(NOW + SECOND)


def test_what_a_busy_host_got_late_at_the_start_is_put_right() -> None:
    clock = watched(sender=None, late=335_000)
    assert clock.wall("video", 0) == NOW + 335_000
    for index in range(30, 60):
        clock.observe("video", index * FRAME, NOW + (index + 1) * FRAME + 5000, None)
    assert not clock.adjust()
    assert clock.wall("video", 0) == NOW + 5000


def test_the_reports_of_sound_say_nothing_of_pictures() -> None:
    clock = Clock(reports=True, tracks=("video", "audio"))
    for index in range(30):
        at = index * FRAME
        clock.observe("video", at, NOW + at + FRAME, None)
        clock.observe("audio", at, NOW + at, NOW + at)
    assert clock.ready(NOW + 5 * SECOND)
    clock.decide(FRAME, NOW + 800_000)
    assert not clock.from_sender
    assert clock.provisional
    assert clock.wall("video", 0) == NOW


@pytest.mark.parametrize(("reports", "sender"), [(False, None), (True, 0)])
def test_it_is_final_once_pictures_were_reported_or_never_will(
    reports: bool, sender: int | None
) -> None:
    assert not watched(sender=sender, reports=reports).provisional


def joint(reported: bool) -> Clock:
    """A clock of pictures and sound, whose sound has not begun."""
    clock = Clock(reports=True, tracks=("video", "audio"))
    for index in range(30):
        at = index * FRAME
        clock.observe("video", at, NOW + at + FRAME, NOW if reported else None)
    clock.decide(FRAME, NOW if reported else None)
    return clock


@pytest.mark.parametrize("reported", [True, False])
def test_sound_that_begins_late_begins_when_it_comes(reported: bool) -> None:
    clock = joint(reported)
    came = NOW + 9 * SECOND
    assert clock.hear(0, came, reported=False)
    assert abs(clock.wall("audio", 0) - came) <= FRAME


def test_its_own_report_puts_it_into_the_common_time() -> None:
    clock = joint(reported=True)
    came = NOW + 9 * SECOND
    clock.hear(0, came, reported=False)
    # The first is credited to a packet that still counts from its own beginning.
    assert not clock.hear(100_000, came + 100_000, reported=True)
    assert clock.hear(9_200_000, came + 210_000, reported=True)
    assert clock.wall("audio", 9_200_000) == NOW + 9_200_000


def test_sound_that_comes_off_its_time_for_a_while_is_moved() -> None:
    clock = joint(reported=True)
    clock.hear(0, NOW + 3 * SECOND, reported=True)
    at, came = 600 * SECOND, NOW + 10 * SECOND
    assert clock.is_premature(at, came)
    clock.restart(at, came)
    moved = [
        clock.hear(step * FRAME, came + step * FRAME, reported=True)
        for step in range(60)
    ]
    assert moved.count(True) == 1
    assert abs(clock.wall("audio", 59 * FRAME) - came - 59 * FRAME) <= 2 * FRAME


def test_it_waits_for_reports_but_not_for_ever() -> None:
    clock = Clock(reports=True, tracks=("video", "audio"))
    assert not clock.ready(NOW)
    for index in range(3):
        clock.observe("video", index * FRAME, NOW, NOW)
    assert not clock.ready(NOW + SECOND)
    assert clock.ready(NOW + 5 * SECOND)
    for index in range(3):
        clock.observe("audio", index * FRAME, NOW, NOW)
    assert clock.ready(NOW + SECOND)


@given(drift=st.integers(-80, 80), ahead=st.sampled_from((None, 0)))
def test_a_day_does_not_drift(drift: int, ahead: int | None) -> None:
    """``drift``: parts in a million that the camera's crystal is wrong by."""
    clock = watched(sender=ahead)
    worst = 0
    for minute in range(1, 1441):
        at = minute * 60 * SECOND
        wrong = at * drift // SECOND
        told = None if ahead is None else NOW + at
        clock.observe("video", at + wrong, NOW + at + FRAME + 5000, told)
        assert not clock.stepped(at + wrong, NOW + at + FRAME + 5000, None)
        assert not clock.adjust()
        worst = max(worst, abs(clock.wall("video", at + wrong) - NOW - at))
    assert worst < 20_000


@given(st.integers(1_100_000, 10**12))
def test_a_jump_is_seen_and_followed(jump: int) -> None:
    clock = watched(sender=0)
    arrival = NOW + 10 * SECOND + FRAME
    newest = 10 * SECOND - FRAME
    assert not clock.stepped(10 * SECOND, arrival, newest)
    # A picture that is five seconds late did not jump.
    assert not clock.stepped(10 * SECOND, arrival + 5 * SECOND, newest)
    for moved in (jump, -jump):
        assert clock.stepped(10 * SECOND + moved, arrival, newest)
    clock.restart(10 * SECOND + jump, arrival)
    assert clock.wall("video", 10 * SECOND + jump) == arrival - FRAME


@given(
    bits=st.sampled_from((32, 33)),
    before=st.integers(0, 200_000),
    steps=st.lists(st.integers(-12_000, 24_000), min_size=1, max_size=80),
)
def test_timestamps_go_on_where_they_start_over(
    bits: int, before: int, steps: list[int]
) -> None:
    """Also where pictures are reordered around that."""
    unwrapper = Unwrapper(90000)
    true = (1 << bits) - before
    shift = unwrapper.feed(true % (1 << bits)) - true
    for step in steps:
        true += step
        assert unwrapper.feed(true % (1 << bits)) - true == shift


def test_a_week_of_wraps() -> None:
    unwrapper = Unwrapper(90000)
    for second in range(0, 7 * 86400, 10):
        assert unwrapper.feed(second * 90000 % (1 << 32)) == second * 90000


def test_fine_ticks_do_not_wrap_with_every_picture() -> None:
    """Where 20 seconds are more ticks than there are before a wrap."""
    ticks = 300_000_000
    unwrapper = Unwrapper(ticks)
    for number in range(1000):
        time = number * ticks // 25
        assert unwrapper.feed(time % (1 << 32)) == time
