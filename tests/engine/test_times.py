"""Times carry their offset, and go through text and back without loss."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

from hypothesis import example, given, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.media import (
    LONGEST_DURATION,
    MICROSECONDS,
    rescale,
    ticks_to_us,
    timescale_for,
    us_to_ticks,
)
from custom_components.ring_watch.engine.times import (
    format_time,
    now_us,
    parse_time,
    to_datetime,
)

pytestmark = pytest.mark.engine

FIRST, LAST = -62_135_596_800 * 10**6, 253_402_300_799_999_999
OFFSETS = st.integers(-1439, 1439).map(lambda n: timezone(timedelta(minutes=n)))


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-11-23T20:22:22.123456Z", 1_795_465_342_123_456),
        ("2026-11-23T21:22:22.123456+01:00", 1_795_465_342_123_456),
        ("2026-11-23 21:22:22,5+01:00", 1_795_465_342_500_000),
        ("20261123T202222Z", 1_795_465_342_000_000),
        ("  2026-11-23T20:22:22Z\n", 1_795_465_342_000_000),
        ("2026-11-24T02:07:22+05:45", 1_795_465_342_000_000),
        # Never later than what was written.
        ("2026-11-23T20:22:22.1234569Z", 1_795_465_342_123_456),
    ],
)
def test_times_with_an_offset_are_understood(text: str, us: int) -> None:
    assert parse_time(text) == us


@pytest.mark.parametrize(
    "text", ["2026-11-23T20:22:22", "2026-11-23 20:22", "2026-11-23", "20261123"]
)
def test_a_time_without_an_offset_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as raised:
        parse_time(text)
    assert raised.value.code == "time_without_zone"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "20:22:22Z",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-11-23T25:00:00Z",
        "1795465342",
        "2026-11-23T20:22:22 CET",
        "2026-11-23T20:22:22+99:00",
        "\0",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as raised:
        parse_time(text)
    assert raised.value.code == "bad_time"


@given(us=st.integers(FIRST, LAST))
def test_text_and_back_loses_nothing(us: int) -> None:
    text = format_time(us)
    assert len(text) == len("2026-11-23T20:22:22.123456Z")
    assert parse_time(text) == us


@given(moment=st.datetimes(timezones=OFFSETS))
def test_any_offset_means_the_same_moment(moment: datetime) -> None:
    us = parse_time(moment.isoformat())
    assert (moment - datetime(1970, 1, 1, tzinfo=UTC)) == timedelta(microseconds=us)
    if FIRST <= us <= LAST:
        assert to_datetime(us) == moment


def test_now_is_now() -> None:
    assert abs(now_us() - datetime.now(UTC).timestamp() * 1e6) < 5e6


@pytest.mark.parametrize(
    ("base", "timescale"),
    [
        (Fraction(1, 90_000), 9_000_000),
        (Fraction(1, 15_360), 48_000_000),
        (Fraction(1, 44_100), 441_000_000),
        (Fraction(1001, 30_000), 3_000_000),
        (Fraction(1, 1_000_000), 1_000_000),
        (Fraction(1, 300_000_000), 300_000_000),
    ],
)
def test_a_timescale_holds_the_streams_ticks_and_microseconds(
    base: Fraction, timescale: int
) -> None:
    assert timescale_for(base) == timescale
    assert timescale % MICROSECONDS == 0


@pytest.mark.parametrize(
    ("ticks", "timescale"),
    [
        # 29.97 and 59.94 frames a second, 23.976 in AVI.
        (11_988, 374_625_000),
        (5_994, 374_625_000),
        (2_997, 374_625_000),
        (3_001, 375_125_000),
        (999_983, 499_991_500),
    ],
)
def test_where_both_do_not_fit_it_holds_the_streams_ticks(
    ticks: int, timescale: int
) -> None:
    assert timescale_for(Fraction(1, ticks)) == timescale
    assert timescale % ticks == 0


@example(ticks=1 << 29)
@given(ticks=st.integers(1, 1 << 31))
def test_times_of_today_and_seconds_between_samples_fit(ticks: int) -> None:
    timescale = timescale_for(Fraction(1, ticks))
    # In the year 2096.
    assert 4_000_000_000 * timescale < 1 << 62
    assert 8 * timescale <= LONGEST_DURATION
    assert timescale >= MICROSECONDS


@given(
    us=st.integers(0, LAST), timescale=st.sampled_from((16_000, 90_000, 9_000_000, 7))
)
def test_a_tick_is_inside_where_its_time_is(us: int, timescale: int) -> None:
    tick = us_to_ticks(us, timescale)
    assert Fraction(tick, timescale) >= Fraction(us, MICROSECONDS)
    assert Fraction(tick - 1, timescale) < Fraction(us, MICROSECONDS)
    assert ticks_to_us(tick, timescale) >= us
    assert Fraction(ticks_to_us(tick, timescale), MICROSECONDS) <= Fraction(
        tick, timescale
    )


@given(
    start=st.integers(1_500_000_000 * 10**6, 2_500_000_000 * 10**6),
    later=st.lists(st.integers(0, 12 * 3600 * 441_000_000), min_size=1, max_size=9),
    timescale=st.sampled_from((1_000_000, 9_000_000, 48_000_000, 441_000_000)),
    target=st.sampled_from((90_000, 8000, 16_000, 44_100, 48_000)),
)
def test_ticks_of_a_clip_are_rounded_down(
    start: int, later: list[int], timescale: int, target: int
) -> None:
    first = us_to_ticks(start, timescale)
    ticks = rescale(np.array(later, np.int64) + first, timescale, start, target)
    for got, since in zip(ticks.tolist(), later, strict=True):
        assert got == since * target // timescale
