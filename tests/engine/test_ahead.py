"""Another thread makes what comes next."""

from collections.abc import Generator
from itertools import count
import threading
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.ahead import ahead

pytestmark = pytest.mark.engine


class BrokenError(Exception):
    """What is raised here."""


def _threads() -> list[str]:
    return [
        item.name for item in threading.enumerate() if item.name.startswith("ahead")
    ]


@given(items=st.lists(st.integers(), max_size=30), most=st.integers(1, 5))
def test_all_come_in_their_order(items: list[int], most: int) -> None:
    with ahead((item for item in items), most) as taken:
        assert [*taken] == items
    assert _threads() == []


def test_what_is_raised_comes_after_what_was_made() -> None:
    def failing() -> Generator[int]:
        yield from range(10)
        raise BrokenError

    taken: list[int] = []
    with ahead(failing(), 3) as items, pytest.raises(BrokenError):
        taken.extend(items)
    assert taken == [*range(10)]
    assert _threads() == []


@pytest.mark.parametrize("taken", [0, 1, 7])
def test_who_wants_no_more_ends_it(taken: int) -> None:
    """Whatever it was doing: the items are closed, by the thread that made them."""
    closed = []

    def endless() -> Generator[int]:
        try:
            yield from count()
        finally:
            closed.append(threading.current_thread().name)

    with ahead(endless(), 2) as items:
        for number in range(taken):
            assert next(items) == number
    assert _threads() == []
    assert len(closed) == 1
    assert all(name.startswith("ahead") for name in closed)


def test_it_goes_ahead_but_not_far() -> None:
    made: list[int] = []

    def noting() -> Generator[int]:
        for number in range(20):
            made.append(number)
            yield number

    with ahead(noting(), 3) as items:
        assert next(items) == 0
        until = time.monotonic() + 5
        while len(made) < 5 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.05)
        # One was taken, three wait, and one more wants to.
        assert len(made) == 5
