"""A picture that others refer to cannot go missing unseen."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from custom_components.ring_watch.engine.continuity import Continuity
from custom_components.ring_watch.engine.media import VideoFormat
from custom_components.ring_watch.engine.segment import read_segment
from tests.support.footage import Footage, Made

from .scene import Scene

pytestmark = pytest.mark.engine

LONG = Footage(width=160, height=96, seconds=Fraction(8), gop=Fraction(4))


@pytest.fixture
def samples(
    request: pytest.FixtureRequest, scene: Scene, footage: Callable[[Footage], Made]
) -> tuple[VideoFormat, list[bytes]]:
    """The pictures of some footage in decode order."""
    scene.add(footage(replace(LONG, **request.param)))
    (path,) = scene.paths
    segment = read_segment(path)
    data = path.read_bytes()
    places = zip(segment.video.offset, segment.video.size, strict=True)
    return segment.video_format, [data[at : at + size] for at, size in places]


KINDS = pytest.mark.parametrize(
    "samples",
    [{}, {"b_frames": 2}, {"slices": 4}, {"b_frames": 2, "open_gop": True}],
    indirect=True,
    ids=["plain", "reordered", "slices", "open"],
)


@KINDS
def test_whole_footage_follows(samples: tuple[VideoFormat, list[bytes]]) -> None:
    form, pictures = samples
    for first in (0, 7):
        continuity = Continuity(form)
        assert all(
            continuity.follows(picture, 2, inside=False) for picture in pictures[first:]
        )


@KINDS
def test_a_lost_picture_is_noticed(samples: tuple[VideoFormat, list[bytes]]) -> None:
    form, pictures = samples
    for lost in range(1, 59):
        continuity = Continuity(form)
        # nal_ref_idc: nothing refers to the others.
        referred = bool(pictures[lost][4] & 0x60)
        left = [picture for n, picture in enumerate(pictures[:60]) if n != lost]
        followed = [continuity.follows(picture, 2, inside=False) for picture in left]
        assert all(followed) == (not referred)
        assert all(followed[:lost])


def test_what_is_no_picture_does_not_follow(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(LONG))
    form = read_segment(scene.paths[0]).video_format
    assert not Continuity(form).follows(b"\0\0\0\1\x65", 2, inside=False)


@KINDS
def test_where_none_can_be_missing_the_numbers_do_not_matter(
    samples: tuple[VideoFormat, list[bytes]],
) -> None:
    form, pictures = samples
    continuity = Continuity(form)
    assert all(
        continuity.follows(picture, 1, inside=False) for picture in pictures[::3]
    )


@KINDS
def test_more_than_can_be_counted_may_be_missing(
    samples: tuple[VideoFormat, list[bytes]],
) -> None:
    form, pictures = samples
    continuity = Continuity(form)
    assert continuity.follows(pictures[0], 1, inside=False)
    # Sixteen pictures that others refer to, and those between.
    assert not continuity.follows(pictures[1], 17, inside=False)
    # Not when nothing else is left of what must not be seen.
    for picture in pictures[2:40]:
        continuity.follows(picture, 1, inside=True)
    assert continuity.follows(pictures[40], 17, inside=True)


def test_without_numbers_whatever_may_be_missing_is(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(LONG))
    form = read_segment(scene.paths[0]).video_format
    unknown = Continuity(replace(form, config=b""))
    assert unknown.follows(b"\0\0\0\1\x65", 1, inside=False)
    assert not unknown.follows(b"\0\0\0\1\x65", 2, inside=False)
