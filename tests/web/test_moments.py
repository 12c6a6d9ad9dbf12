"""Times in a form are those of the clock on the wall at home."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.web.moments import Moment, Problem, read

pytestmark = pytest.mark.sharing

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def us(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    "text", ["2026-11-23T21:05", "2026-11-23 21:05", " 2026-11-23T21:05:00 "]
)
def test_an_ordinary_time(text: str) -> None:
    assert read(text, AMSTERDAM) == Moment(us=us("2026-11-23T20:05:00Z"))


def test_case_51_a_time_that_came_twice_asks_which() -> None:
    asked = read("2026-10-25T02:30", AMSTERDAM)
    assert asked.problem is Problem.REPEATED
    assert asked.choices == ("UTC+02:00", "UTC+01:00")
    assert asked.us is None


def test_case_51_the_answer_decides() -> None:
    first = read("2026-10-25T02:30", AMSTERDAM, "0")
    second = read("2026-10-25T02:30", AMSTERDAM, "1")
    assert first.us == us("2026-10-25T00:30:00Z")
    assert second.us == us("2026-10-25T01:30:00Z")


@pytest.mark.parametrize("answer", ["2", "yes", "00"])
def test_case_51_another_answer_is_none(answer: str) -> None:
    moment = read("2026-10-25T02:30", AMSTERDAM, answer)
    assert moment.problem is Problem.REPEATED


@pytest.mark.parametrize(
    ("text", "zone"),
    [("2026-03-29T02:30", AMSTERDAM), ("2026-10-04T02:15", LORD_HOWE)],
)
def test_case_51_a_time_that_never_was_is_refused(text: str, zone: ZoneInfo) -> None:
    assert read(text, zone).problem is Problem.SKIPPED
    assert read(text, zone, "1").problem is Problem.SKIPPED


def test_the_answer_to_a_question_not_asked_does_nothing() -> None:
    expected = Moment(us=us("2026-11-23T20:05:00Z"))
    assert read("2026-11-23T21:05", AMSTERDAM, "1") == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.MISSING),
        ("  ", Problem.MISSING),
        ("yesterday", Problem.UNREADABLE),
        ("2026-02-30T10:00", Problem.UNREADABLE),
        ("2026-11-23T25:00", Problem.UNREADABLE),
        ("2026-11-23", Problem.UNREADABLE),
        ("9999-12-31T23:59", Problem.UNREADABLE),
        ("0001-01-01T00:00", Problem.UNREADABLE),
        ("-2026-11-23T10:00", Problem.UNREADABLE),
        ("NaN", Problem.UNREADABLE),
        ("2026-11-23T21:05Z", Problem.UNREADABLE),
        ("２０２６-11-23T21:05", Problem.UNREADABLE),
    ],
)
def test_case_8_what_is_no_time_is_named(text: str, problem: Problem) -> None:
    assert read(text, AMSTERDAM).problem is problem


@given(st.text(max_size=30))
def test_case_8_no_text_breaks_it(text: str) -> None:
    moment = read(text, AMSTERDAM)
    assert (moment.us is None) == (moment.problem is not None)


@given(
    st.integers(us("1990-01-01T00:00Z") // 10**6, us("2060-01-01T00:00Z") // 10**6),
    st.sampled_from([AMSTERDAM, LORD_HOWE, ZoneInfo("America/St_Johns")]),
)
def test_case_51_every_instant_can_be_written(second: int, zone: ZoneInfo) -> None:
    local = datetime.fromtimestamp(second, zone)
    text = f"{local:%Y-%m-%dT%H:%M:%S}"
    assert read(text, zone, str(local.fold)).us == second * 10**6
