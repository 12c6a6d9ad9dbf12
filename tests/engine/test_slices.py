"""How many slices the pictures of H.265 have, where they have equally many."""

import pytest

from custom_components.ring_watch.engine.nal import join
from custom_components.ring_watch.engine.slices import slices_of, usual_slices

pytestmark = pytest.mark.engine

SET, SLICE = b"\x44\x01\xc0", b"\x02\x01\xd0"


def _picture(slices: int) -> bytes:
    return join([SET, *[SLICE] * slices])


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        ([], 0),
        ([1] * 9, 1),
        ([4] * 9, 4),
        ([8, 4, 4, 4, 4, 4], 4),
        ([4, 4, 3, 4, 4, 4], 4),
        ([3, 4, 2, 3, 5, 3, 2, 4, 3], 0),
    ],
)
def test_encoders_mostly_cut_all_pictures_alike(counts: list[int], usual: int) -> None:
    pictures = [_picture(count) for count in counts]
    assert [slices_of(picture) for picture in pictures] == counts
    assert usual_slices(pictures) == usual
