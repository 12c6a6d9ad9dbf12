"""Into how many slices an encoder cuts pictures of H.265."""

import pytest

from custom_components.ring_watch.engine import nal
from custom_components.ring_watch.engine.slices import slices_of, usual_slices

pytestmark = pytest.mark.engine

SLICE, PARAMETERS = bytes([1 << 1, 1, 0x80]), bytes([33 << 1, 1, 0x80])


def picture(slices: int) -> bytes:
    return nal.join([PARAMETERS, *[SLICE] * slices])


def test_slices_are_counted_and_nothing_else() -> None:
    assert [slices_of(picture(count)) for count in (0, 1, 4)] == [0, 1, 4]


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        ([], 0),
        ([1] * 30, 1),
        ([4] * 30, 4),
        # Some lost theirs.
        ([4] * 25 + [3, 3, 1], 4),
        # Cut by size.
        ([3] + [2] * 25 + [1, 1, 1], 0),
        ([1, 2, 3, 4] * 8, 0),
    ],
)
def test_the_usual_number_is_that_of_almost_all(counts: list[int], usual: int) -> None:
    assert usual_slices(picture(count) for count in counts) == usual
