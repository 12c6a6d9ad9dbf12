"""Which recording gives which part of a window, and why the rest is missing."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import example, given, strategies as st
import pytest

from custom_components.ring_watch.ring.plan import (
    Footage,
    Missing,
    Obstacle,
    Reason,
    Span,
    Take,
    explain,
    takes,
    without,
)

pytestmark = pytest.mark.ring

END = 60
WINDOW = (20, 40)

INSTANTS = st.integers(0, END)
SPANS = st.tuples(INSTANTS, INSTANTS).map(lambda pair: (min(pair), max(pair)))
OBSTACLES = st.tuples(SPANS, st.sampled_from(Reason)).map(
    lambda pair: Obstacle(pair[0][0], pair[0][1], pair[1])
)
WINDOWS = SPANS.filter(lambda span: span[0] < span[1])


@st.composite
def recordings(draw: st.DrawFn) -> list[Footage]:
    """Recordings as they come: late or early, overlapping, with gaps, or empty."""
    spans = draw(st.lists(SPANS, max_size=8))
    return [Footage(f"r{number}", *span) for number, span in enumerate(spans)]


def instants(spans: Iterable[Span]) -> list[int]:
    """Every instant of the spans, as often as it is there."""
    return sorted(at for begin, end in spans for at in range(begin, end))


def inside(window: Span, spans: Iterable[Span]) -> set[int]:
    return {at for at in instants(spans) if window[0] <= at < window[1]}


@given(WINDOWS, recordings(), st.lists(SPANS, max_size=4))
def test_a_plan_holds_exactly_what_there_is_each_instant_once(
    window: Span, footage: list[Footage], held: list[Span]
) -> None:
    plan = takes(window, footage, held)
    there = inside(window, [(item.start, item.end) for item in footage])
    assert instants((take.start, take.end) for take in plan) == sorted(
        there - set(instants(held))
    )
    assert plan == sorted(plan, key=lambda take: take.start)
    by_key = {item.key: item for item in footage}
    for take in plan:
        assert by_key[take.key].start <= take.start < take.end <= by_key[take.key].end


@given(WINDOWS, recordings(), st.permutations(range(8)))
def test_the_order_in_which_recordings_come_does_not_matter(
    window: Span, footage: list[Footage], order: list[int]
) -> None:
    shuffled = sorted(footage, key=lambda item: order[int(item.key[1:])])
    assert takes(window, shuffled) == takes(window, footage)


@given(
    st.lists(SPANS, max_size=5),
    st.lists(OBSTACLES),
    st.sampled_from(Reason),
)
def test_every_missing_instant_has_one_reason(
    spans: list[Span], obstacles: list[Obstacle], otherwise: Reason
) -> None:
    gaps = _apart(spans)
    missing = explain(gaps, obstacles, otherwise)
    assert instants((part.start, part.end) for part in missing) == instants(gaps)
    for part in missing:
        for at in range(part.start, part.end):
            reasons = [o.reason for o in obstacles if o.start <= at < o.end]
            ranks = list(Reason)
            expected = min(reasons, key=ranks.index) if reasons else otherwise
            assert part.reason is expected


@given(WINDOWS, recordings(), st.lists(st.sampled_from(Reason), min_size=8, max_size=8))
def test_what_is_taken_and_what_is_missing_is_the_window(
    window: Span, footage: list[Footage], reasons: list[Reason]
) -> None:
    had, lost = footage[::2], footage[1::2]
    plan = takes(window, had)
    gaps = without(window, [(take.start, take.end) for take in plan])
    obstacles = [
        Obstacle(item.start, item.end, reason)
        for item, reason in zip(lost, reasons, strict=False)
    ]
    missing = explain(gaps, obstacles, Reason.NO_MOTION)
    told = [(part.start, part.end) for part in missing]
    assert instants([*((t.start, t.end) for t in plan), *told]) == instants([window])
    silent = inside(window, [(i.start, i.end) for i in footage])
    for part in missing:
        if part.reason is Reason.NO_MOTION and Reason.NO_MOTION not in reasons:
            assert not silent & set(range(part.start, part.end))


@given(WINDOWS, st.lists(SPANS, max_size=6))
@example((0, 10), [(2, 4), (3, 6), (6, 6)])
def test_what_is_left_of_a_span(span: Span, taken: list[Span]) -> None:
    left = without(span, taken)
    assert set(instants(left)) == set(instants([span])) - set(instants(taken))
    assert all(a[1] <= b[0] for a, b in pairwise(left))


def test_an_overlap_is_taken_from_the_recording_that_began_first() -> None:
    footage = [Footage("late", 25, 50), Footage("early", 10, 30)]
    assert takes(WINDOW, footage) == [Take("early", 20, 30), Take("late", 30, 40)]


def test_a_recording_inside_of_another_is_not_needed() -> None:
    footage = [Footage("long", 10, 50), Footage("short", 25, 30)]
    assert takes(WINDOW, footage) == [Take("long", 20, 40)]


def test_what_may_still_come_is_told_before_what_will_not() -> None:
    obstacles = [
        Obstacle(20, 30, Reason.DELETED),
        Obstacle(25, 35, Reason.NOT_READY),
    ]
    assert explain([WINDOW], obstacles, Reason.NO_MOTION) == [
        Missing(20, 25, Reason.DELETED),
        Missing(25, 35, Reason.NOT_READY),
        Missing(35, 40, Reason.NO_MOTION),
    ]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Make spans that neither meet nor overlap of any spans."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if begin < end and (not found or begin > found[-1][1]):
            found.append((begin, end))
    return found
