"""Every picture of a film tells its moment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, strategies as st
import pytest

from .cloud import Film
from .cloud.film import RATE

pytestmark = pytest.mark.ring

FILM = Film(Path(), datetime(2026, 11, 20, tzinfo=UTC))
COUNTERS = st.integers(0, 12 * 24 * 3600 * RATE)


@given(COUNTERS)
def test_a_picture_is_the_first_one_at_its_own_moment(counter: int) -> None:
    moment = FILM.moment_of(counter)
    assert FILM.counter_at(moment) == counter
    assert FILM.counter_at(moment + timedelta(microseconds=1)) == counter + 1


@given(COUNTERS, st.integers(0, 10**7))
def test_the_first_picture_after_a_moment_is_less_than_one_interval_away(
    counter: int, later: int
) -> None:
    moment = FILM.moment_of(counter) + timedelta(microseconds=later)
    waits = FILM.moment_of(FILM.counter_at(moment)) - moment
    assert timedelta() <= waits <= timedelta(seconds=1) / RATE
