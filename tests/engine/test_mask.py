"""How masks are written, and which samples they cover."""

from fractions import Fraction

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.mask import Mask, fill_filters, parse_mask

pytestmark = pytest.mark.engine

FRACTIONS = st.floats(0, 1, allow_nan=False)


def test_a_mask_is_written_as_four_fractions() -> None:
    assert parse_mask("0.25,0,0.5,0.3") == Mask(0.25, 0, 0.5, 0.3)
    assert parse_mask(" 0.25 , 0 , .5 , 1 ") == Mask(0.25, 0, 0.5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "0,0,1",
        "0,0,1,1,1",
        "a,b,c,d",
        "0,0,0,1",
        "0,0,1,0",
        "1,0,1,1",
        "0,1,1,1",
        "nan,0,1,1",
        "0,0,inf,1",
        "-0.1,0,1,1",
        "0,0,1.01,1",
        "0;0;1;1",
        "0,0,1,1e999",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(EngineError) as raised:
        parse_mask(text)
    assert raised.value.code == "bad_mask"


@given(
    x=FRACTIONS.filter(lambda x: x < 1),
    y=FRACTIONS.filter(lambda y: y < 1),
    width=FRACTIONS.filter(bool),
    height=FRACTIONS.filter(bool),
    size=st.tuples(st.integers(1, 4000), st.integers(1, 4000)),
)
def test_a_filled_rectangle_holds_the_mask_and_little_more(
    x: float, y: float, width: float, height: float, size: tuple[int, int]
) -> None:
    wide, high = size[0] * 2, size[1] * 2
    ((name, arguments),) = fill_filters([Mask(x, y, width, height)], wide, high)
    assert name == "drawbox"
    assert "t=fill" in arguments
    assert "color=black" in arguments
    values = dict(part.split("=") for part in arguments.split(":"))
    for start, length, full, first, count in (
        (x, width, wide, "x", "w"),
        (y, height, high, "y", "h"),
    ):
        low, extent = int(values[first]), int(values[count])
        # drawbox takes an extent of 0 for all of the picture.
        assert extent > 0
        assert low % 2 == extent % 2 == 0
        assert 0 <= low <= low + extent <= full
        left = Fraction(start) * full
        right = min(Fraction(start) + Fraction(length), Fraction(1)) * full
        rounding = Fraction(full, 1 << 50)
        assert low <= left + rounding
        assert right <= low + extent + rounding
        assert left - low < 2
        assert low + extent - right <= 2 + rounding
