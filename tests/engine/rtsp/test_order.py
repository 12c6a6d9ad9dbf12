"""Packets come out in the order in which they were sent, and holes are told exactly."""

from collections.abc import Iterable, Sequence
import itertools

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.order import Order, Ordered
from custom_components.ring_watch.engine.rtsp.packets import Packet

pytestmark = pytest.mark.engine

WRAP = 1 << 16
STARTS = st.one_of(st.integers(0, WRAP - 1), st.integers(WRAP - 60, WRAP - 1))
MOST = 8


def packet(index: int, *, first: int = 0, source: int = 1) -> Packet:
    """The packet that is sent as the ``index``-th; its payload tells so."""
    number = (first + index) % WRAP
    return Packet(96, False, number, 0, source, f"{source}: {index}".encode())


def fed(order: Order, packets: Iterable[Packet], now: float = 0.0) -> list[Ordered]:
    return [item for one in packets for item in order.feed(one, now)]


def fed_with_less_effort(order: Order, packets: Iterable[Packet]) -> list[Ordered]:
    """As a feed does it, which asks for the middle of a picture first."""
    found: list[Ordered] = []
    for one in packets:
        if one.source == order.source and order.goes_on(one.sequence):
            found.append((one, False))
        else:
            found += order.feed(one, 0.0)
    return found


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[int, list[int], set[int], list[int]]:
    """What comes of packets that are sent: some late, some twice, some never.

    The first number, the packets that are sent, which are lost, and what comes. None is
    overtaken by more than ``MOST``, and behind them come enough that none waits.
    """
    count = draw(st.integers(1, 60))
    lost = draw(st.sets(st.integers(1, count), max_size=count // 2))
    late = draw(st.lists(st.integers(0, MOST), min_size=count, max_size=count))
    sent = list(range(2 * count + MOST + 2))
    coming = [
        (index + (late[index] if 0 < index < count else 0), index)
        for index in sent
        if index not in lost
    ]
    twice = draw(st.lists(st.tuples(st.sampled_from(coming), st.integers(1, 99))))
    coming += [(at + later, index) for (at, index), later in twice]
    coming.sort(key=lambda pair: pair[0])
    return draw(STARTS), sent, lost, [index for _, index in coming]


@settings(deadline=None)
@given(arrivals())
def test_order_is_restored_and_holes_are_where_something_is_missing(
    came: tuple[int, list[int], set[int], list[int]],
) -> None:
    first, sent, lost, coming = came
    # Twice the first would be as good as a loss.
    packets = [packet(index, first=first) for index in coming]
    expected = [
        (packet(index, first=first), index - 1 in lost)
        for index in sent
        if index not in lost
    ]
    order = Order(MOST, 1.0)
    assert fed(order, packets) == expected
    assert order.highest == first + sent[-1]
    assert fed_with_less_effort(Order(MOST, 1.0), packets) == expected


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.integers(0, 12), st.integers(0, WRAP - 1), st.integers(4000, 4012)
            ),
            st.integers(1, 2),
        ),
        max_size=60,
    ),
    STARTS,
)
def test_less_effort_finds_the_same_whatever_comes(
    coming: list[tuple[int, int]], first: int
) -> None:
    packets = [packet(index, first=first, source=source) for index, source in coming]
    order, other = Order(MOST, 1.0), Order(MOST, 1.0)
    found = fed(order, packets)
    assert fed_with_less_effort(other, packets) == found
    assert (order.highest, order.source) == (other.highest, other.source)
    assert all(one in packets for one, _ in found)
    # What follows without a hole is the next number of the same source.
    for (before, _), (after, hole) in itertools.pairwise(found):
        if not hole:
            assert after.sequence == (before.sequence + 1) % WRAP
            assert after.source == before.source


@pytest.mark.parametrize("lost", [False, True])
def test_the_count_begins_anew_anywhere(lost: bool) -> None:
    for before in range(30):
        first = WRAP - before
        indices = [index for index in range(30) if not (lost and index == 15)]
        order = Order(MOST, 1.0)
        found = fed(order, [packet(index, first=first) for index in indices])
        assert [one for one, _ in found] == [
            packet(index, first=first) for index in indices
        ]
        assert [hole for _, hole in found] == [
            lost and index == 16 for index in indices
        ]
        assert order.highest == first % WRAP + 29


def test_the_highest_number_counts_how_often_it_began_anew() -> None:
    order = Order(MOST, 1.0)
    assert (order.highest, order.source) == (0, None)
    for index in range(65530, 3 * WRAP + 5):
        order.feed(packet(index), 0.0)
        assert order.highest == index
    assert order.source == 1


def test_what_is_missing_is_waited_for_while_few_wait() -> None:
    order = Order(3, 1.0)
    fed(order, [packet(0)])
    assert fed(order, [packet(2), packet(3), packet(4)]) == []
    assert order.highest == 0
    assert fed(order, [packet(5)]) == [
        (packet(index), index == 2) for index in (2, 3, 4, 5)
    ]
    # Then it is too late.
    assert fed(order, [packet(1)]) == []
    assert fed(order, [packet(6)]) == [(packet(6), False)]


def test_what_is_missing_is_not_waited_for_for_long() -> None:
    order = Order(99, 0.2)
    fed(order, [packet(0)], 10.0)
    assert fed(order, [packet(2)], 10.0) == []
    assert fed(order, [packet(3)], 10.2) == []
    assert fed(order, [packet(4)], 10.25) == [
        (packet(2), True),
        (packet(3), False),
        (packet(4), False),
    ]
    # Each hole has its own time.
    assert fed(order, [packet(6)], 10.3) == []
    assert fed(order, [packet(8)], 10.4) == []
    assert fed(order, [packet(9)], 10.51) == [(packet(6), True)]
    assert fed(order, [packet(10)], 10.59) == []
    assert fed(order, [packet(7)], 10.6) == [
        (packet(index), False) for index in (7, 8, 9, 10)
    ]


def test_what_waits_is_not_left_waiting() -> None:
    order = Order(MOST, 1.0)
    fed(order, [packet(0), packet(2)])
    assert not order.goes_on(1)
    assert not order.goes_on(2)
    assert fed(order, [packet(1)]) == [(packet(1), False), (packet(2), False)]
    assert not order.goes_on(4)
    assert order.goes_on(3)


def test_what_came_before_the_first_is_too_late() -> None:
    order = Order(MOST, 1.0)
    assert fed(order, [packet(5), packet(4), packet(6)]) == [
        (packet(5), False),
        (packet(6), False),
    ]


GARBAGE = {
    "far ahead": packet(20_000),
    "far behind": packet(-20_000),
    "of another source": packet(3, source=9),
    "of another source, far ahead": packet(20_000, source=9),
    "old": packet(-5),
    "twice": packet(2),
}


@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize("times", [1, 2])
def test_garbage_in_between_does_no_harm(kind: str, times: int) -> None:
    """Nor does the same once more."""
    coming = [packet(index) for index in range(6)]
    coming[3:3] = [GARBAGE[kind]] * times
    coming[8:8] = [GARBAGE[kind]]
    expected = [(packet(index), False) for index in range(6)]
    assert fed(Order(MOST, 1.0), coming) == expected
    assert fed_with_less_effort(Order(MOST, 1.0), coming) == expected


@pytest.mark.parametrize("first", [20_000, 40_000, WRAP - 1])
@pytest.mark.parametrize("source", [1, 2])
def test_a_camera_that_counts_anew(first: int, source: int) -> None:
    order = Order(MOST, 1.0)
    before = [packet(index, first=1000) for index in range(5)]
    anew = [packet(index, first=first, source=source) for index in range(5)]
    expected = [
        *((one, False) for one in before),
        (anew[0], True),
        *((one, False) for one in anew[1:]),
    ]
    assert fed(order, [*before, *anew]) == expected
    assert order.source == source
    assert order.highest == first + 4
    assert fed_with_less_effort(Order(MOST, 1.0), [*before, *anew]) == expected


def test_a_camera_that_counts_anew_with_a_loss() -> None:
    anew = [packet(index, first=20_000) for index in (0, 2, 3, 4)]
    assert fed(Order(MOST, 1.0), [packet(0), *anew]) == [
        (packet(0), False),
        (anew[1], True),
        (anew[2], False),
        (anew[3], False),
    ]


@pytest.mark.parametrize("back", [20, 499])
def test_a_camera_that_counts_anew_a_little_behind(back: int) -> None:
    """As if it sent all over again, until too many of them are old in a row."""
    order = Order(MOST, 1.0)
    first = [packet(index, first=1000) for index in range(600)]
    again = [packet(index, first=1600 - back) for index in range(60)]
    assert fed(order, first) == [(one, False) for one in first]
    skipped = min(back, 16)
    begun, *others = fed(order, again)
    assert begun == (again[skipped], True)
    assert others == [(one, False) for one in again[skipped + 1 :]]


def test_what_is_doubled_on_the_way_is_no_new_count() -> None:
    """However many come twice, each behind the ones after it."""
    order = Order(MOST, 1.0)
    sent = [packet(index) for index in range(100)]
    coming = [one for at in range(100) for one in (sent[at], sent[max(at - 30, 0)])]
    assert fed(order, coming) == [(one, False) for one in sent]


def test_the_highest_number_is_of_the_new_count() -> None:
    order = Order(MOST, 1.0)
    fed(order, [packet(index, first=WRAP - 2) for index in range(4)])
    assert order.highest == WRAP + 1
    fed(order, [packet(index, first=100, source=2) for index in range(2)])
    assert order.highest == 101


def test_garbage_of_two_sources_is_no_new_count() -> None:
    coming = [packet(0), packet(20, source=8), packet(21, source=9), packet(1)]
    assert fed(Order(MOST, 1.0), coming) == [(packet(0), False), (packet(1), False)]


def test_what_comes_twice_does_not_wait_for_longer() -> None:
    order = Order(MOST, 0.2)
    fed(order, [packet(0)], 10.0)
    fed(order, [packet(2)], 10.0)
    assert fed(order, [packet(2)], 10.1) == []
    assert fed(order, [packet(3)], 10.25) == [(packet(2), True), (packet(3), False)]


def test_what_waited_comes_before_what_counts_anew() -> None:
    other = [packet(index, source=2) for index in range(2)]
    coming = [packet(0), packet(2), packet(4), *other]
    assert fed(Order(MOST, 1.0), coming) == [
        (packet(0), False),
        (packet(2), True),
        (packet(4), True),
        (other[0], True),
        (other[1], False),
    ]


def test_two_sources_by_turns_are_the_first_one() -> None:
    """Some cameras send two streams by one way, of which one is none of ours."""
    coming = [packet(index, source=source) for index in range(20) for source in (1, 2)]
    expected = [(packet(index), False) for index in range(20)]
    assert fed(Order(MOST, 1.0), coming) == expected


def test_a_loss_as_long_as_it_can_be() -> None:
    coming = [packet(0), *(packet(index) for index in range(3000, 3000 + MOST + 1))]
    found = fed(Order(MOST, 1.0), coming)
    assert found[:2] == [(packet(0), False), (packet(3000), True)]
    assert len(found) == len(coming)


def test_no_more_wait_than_may() -> None:
    """Every second one is lost, and all that comes is held up by no more than that."""
    order = Order(MOST, 1.0)
    found: list[Ordered] = []
    coming: Sequence[Packet] = [packet(2 * index) for index in range(500)]
    for count, one in enumerate(coming):
        found += order.feed(one, 0.0)
        assert len(found) >= count - MOST
    assert all(hole for _, hole in found[1:])
