"""The Range header: RFC 9110, section 14."""

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.web.ranges import (
    RangeUnsatisfiableError,
    applies,
    requested,
)

pytestmark = pytest.mark.sharing
SIZE = 1000


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None),
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=999-", (999, 1000)),
        ("bytes=900-5000", (900, 1000)),
        ("bytes=-1", (999, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("Bytes=0-9", (0, 10)),
        ("bytes= 0-9 ", (0, 10)),
        # Several ranges, other units and nonsense: the whole.
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=0-9-", None),
        ("bytes=+1-2", None),
        ("bytes=1_0-20", None),
        ("bytes=٠-٩", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("", None),
    ],
)
def test_case_38_what_a_range_asks_for(
    header: str | None, span: tuple[int, int] | None
) -> None:
    assert requested(header, SIZE) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_case_38_past_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(RangeUnsatisfiableError):
        requested(header, SIZE)


@given(st.text(max_size=40), st.integers(1, 10**12))
def test_case_38_a_span_is_never_empty_nor_outside(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        try:
            span = requested(text, size)
        except RangeUnsatisfiableError:
            continue
        assert span is None or 0 <= span[0] < span[1] <= size


@pytest.mark.parametrize(
    ("if_range", "honoured"),
    [
        (None, True),
        ('"tag"', True),
        ('"other"', False),
        ('W/"tag"', False),
        ("Mon, 23 Nov 2026 20:00:00 GMT", False),
    ],
)
def test_case_38_if_range_needs_the_very_same_tag(
    if_range: str | None, honoured: bool
) -> None:
    assert applies(if_range, '"tag"') is honoured
