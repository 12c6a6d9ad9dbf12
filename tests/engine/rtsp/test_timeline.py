"""The times of packets, against arithmetic without rounding and without wrapping."""

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.packets import SenderReport
from custom_components.ring_watch.engine.rtsp.timeline import Origin, Timeline

pytestmark = pytest.mark.engine

WRAP = 1 << 32
SECOND = 1 << 32
EPOCH = 2_208_988_800 * SECOND
NOW = EPOCH + 1_767_225_600 * SECOND
RATES = st.sampled_from((8000, 16000, 44100, 48000, 90000))


def report(timestamp: int, ntp: int) -> SenderReport:
    return SenderReport(1, ntp, timestamp % WRAP)


@dataclass
class Exact:
    """What is true of a stream whose timestamps do not wrap."""

    rate: int
    first: int | None = None
    reported: tuple[int, int] | None = None
    zero: list[Fraction] = field(default_factory=list)
    """When timestamp zero of the session was, in seconds since 1900."""

    def hear(self, timestamp: int, ntp: int) -> None:
        if self.reported is not None and (self.reported[0] - timestamp) % WRAP == 0:
            return
        self.first = timestamp if self.first is None else self.first
        self.reported = timestamp, ntp
        if not self.zero:
            since = Fraction(timestamp - self.first, self.rate)
            self.zero.append(Fraction(ntp, SECOND) - since)

    def sent(self, timestamp: int) -> Fraction | None:
        """Seconds since 1900, when they are known."""
        if self.reported is None:
            return None
        since = Fraction(timestamp - self.reported[0], self.rate)
        return Fraction(self.reported[1], SECOND) + since

    def ticks(self, timestamp: int) -> Fraction:
        self.first = timestamp if self.first is None else self.first
        sent = self.sent(timestamp)
        if sent is None:
            return Fraction(timestamp - self.first)
        return (sent - self.zero[0]) * self.rate


def near(found: int, exact: Fraction, error: Fraction | int) -> bool:
    return abs(found - exact) <= error


# Steps of some hours at most, as they are between packets, and back a little.
STEPS = st.one_of(
    st.just(3600), st.integers(-20_000, 100_000), st.integers(0, (1 << 31) - 1)
)
# Where the clock stands beside the timestamps: it drifts, and is set now and then.
CLOCKS = st.one_of(
    st.integers(-SECOND, SECOND),
    st.just(0),
    st.integers(-40_000_000 * SECOND, 40_000_000 * SECOND),
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.booleans(), STEPS, CLOCKS),
        min_size=1,
        max_size=40,
    ),
    st.tuples(RATES, RATES),
    st.tuples(st.integers(0, WRAP - 1), st.integers(0, WRAP - 1)),
)
@example(
    [(0, False, 9, 0), (0, True, (1 << 31) - 9, 0), (0, False, 9, 0)],
    (8000, 8000),
    (0, 0),
)
def test_two_streams_in_any_order(
    events: list[tuple[int, bool, int, int]],
    rates: tuple[int, int],
    begins: tuple[int, int],
) -> None:
    """Packets and reports of two streams, across all wraps, whichever comes first."""
    origin, zero = Origin(), list[Fraction]()
    lines = [Timeline(rate, origin) for rate in rates]
    exact = [Exact(rate, zero=zero) for rate in rates]
    at = list(begins)
    for stream, reports, step, clock in events:
        at[stream] += step
        line, truth, rate = lines[stream], exact[stream], rates[stream]
        if reports:
            passed = Fraction(at[stream] - begins[stream], rate)
            ntp = NOW + round(passed * SECOND) + clock
            truth.hear(at[stream], ntp)
            line.hear(report(at[stream], ntp))
            continue
        ticks, sender_us = line.ticks(at[stream] % WRAP)
        assert near(ticks, truth.ticks(at[stream]), 1 + Fraction(rate, 1_000_000))
        sent = truth.sent(at[stream])
        assert (sender_us is None) == (sent is None)
        if sender_us is not None and sent is not None:
            assert near(sender_us, (sent - Fraction(EPOCH, SECOND)) * 1_000_000, 2)
    assert (origin.realtime_us is None) == (not zero)
    if origin.realtime_us is not None:
        since_1970 = zero[0] - Fraction(EPOCH, SECOND)
        assert near(origin.realtime_us, since_1970 * 1_000_000, 2)


@settings(deadline=None)
@given(st.lists(STEPS, max_size=30), st.integers(0, WRAP - 1))
def test_timestamps_count_on_beyond_their_wrap(steps: list[int], begin: int) -> None:
    line, at = Timeline(90_000, Origin()), begin
    assert line.ticks(begin) == (0, None)
    for step in steps:
        at += step
        assert line.ticks(at % WRAP) == (at - begin, None)
    assert line.moved == 0


@settings(deadline=None)
@given(RATES, st.integers(0, WRAP - 1), STEPS, STEPS)
def test_the_first_report_of_a_session_moves_nothing(
    rate: int, begin: int, packets: int, told: int
) -> None:
    line = Timeline(rate, Origin())
    line.ticks(begin)
    ticks, _ = line.ticks((begin + packets) % WRAP)
    line.hear(report(begin + packets + told % 900_000, NOW))
    assert line.moved == 0
    assert line.ticks((begin + packets) % WRAP)[0] == ticks == packets


@settings(deadline=None)
@given(RATES, RATES, st.integers(0, 10 * SECOND), st.integers(-(10**6), 10**6))
def test_the_report_of_the_other_stream_moves_by_what_they_were_apart(
    rate: int, other_rate: int, apart: int, at: int
) -> None:
    """Each counted from its own first packet until then."""
    origin = Origin()
    line, other = Timeline(rate, origin), Timeline(other_rate, origin)
    line.ticks(0)
    line.hear(report(0, NOW))
    other.ticks(7)
    ticks, _ = other.ticks((7 + at) % WRAP)
    assert (ticks, other.moved) == (at, 0)
    other.hear(report(7, NOW + apart))
    expected = Fraction(apart * other_rate, SECOND)
    assert near(other.moved, expected, Fraction(1, 2))
    assert other.ticks((7 + at) % WRAP)[0] == at + other.moved
    # Once and for all.
    moved = other.moved
    other.hear(report(7 + 90_000, NOW + 60 * SECOND))
    assert other.moved == moved


def test_a_report_that_comes_before_the_first_packet() -> None:
    line = Timeline(90_000, origin := Origin())
    line.hear(report(1000, NOW))
    assert line.moved == 0
    assert origin.realtime_us == 1_767_225_600_000_000
    assert line.ticks(1000 + 90_000) == (90_000, 1_767_225_601_000_000)
    assert line.ticks(1000) == (0, 1_767_225_600_000_000)
    assert line.ticks(0) == (-1000, 1_767_225_600_000_000 - 11_112)


@pytest.mark.parametrize("seconds", [3600, -3600, 30 * 31_556_952])
def test_a_clock_that_is_set(seconds: int) -> None:
    """The times go with it, as its newest report has it."""
    line = Timeline(90_000, Origin())
    line.ticks(0)
    line.hear(report(0, NOW))
    assert line.ticks(90_000) == (90_000, 1_767_225_601_000_000)
    line.hear(report(180_000, NOW + (2 + seconds) * SECOND))
    ticks, sender_us = line.ticks(270_000)
    assert ticks == (3 + seconds) * 90_000
    assert sender_us == 1_767_225_603_000_000 + seconds * 1_000_000
    assert line.moved == 0


def test_reports_that_stand_still_tell_nothing_new() -> None:
    line = Timeline(90_000, Origin())
    line.ticks(0)
    line.hear(report(0, NOW))
    for second in range(1, 5):
        line.hear(report(0, NOW + second * SECOND))
        assert line.report == report(0, NOW)
        assert line.ticks(second * 90_000)[0] == second * 90_000


def test_one_report_is_enough_for_days() -> None:
    """Half of what 32 bits hold are seven hours; some cameras report only once."""
    line, hour = Timeline(90_000, Origin()), 3600 * 90_000
    line.hear(report(5, NOW))
    for hours in range(49):
        ticks, sender_us = line.ticks((5 + hours * hour) % WRAP)
        assert ticks == hours * hour
        assert sender_us == 1_767_225_600_000_000 + hours * 3_600_000_000


def test_nothing_is_known_before_a_report() -> None:
    line = Timeline(90_000, origin := Origin())
    assert line.ticks(77) == (0, None)
    assert (origin.realtime_us, line.report, line.moved) == (None, None, 0)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.integers(0, WRAP - 1), st.integers(1, (1 << 64) - 1)
        )
    )
)
def test_no_numbers_make_it_fail(events: list[tuple[bool, int, int]]) -> None:
    origin = Origin()
    lines = [Timeline(90_000, origin), Timeline(1, origin)]
    for count, (reports, timestamp, ntp) in enumerate(events):
        if reports:
            lines[count % 2].hear(SenderReport(1, ntp, timestamp))
        else:
            lines[count % 2].ticks(timestamp)
    _ = origin.realtime_us
