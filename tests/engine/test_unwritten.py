"""Whether a decoder wrote all of a picture, and what its memory held before."""

from collections.abc import Callable
from fractions import Fraction

import av
from av.filter import Graph
import numpy as np
import pytest

from custom_components.ring_watch.engine.unwritten import Wash, is_unwritten
from tests.support.footage import Footage, Made

pytestmark = pytest.mark.engine

FORMATS = ["yuv420p", "yuvj420p", "yuv422p", "yuv444p", "yuv420p10le"]


def flat(name: str, luma: int, chroma: int) -> av.VideoFrame:
    """A picture of one colour, of a size that is no whole number of blocks."""
    frame = av.VideoFrame(162, 98, name)
    kind = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
    for number, plane in enumerate(frame.planes):
        np.frombuffer(plane, kind)[:] = chroma if number else luma
    return frame


def clear(frame: av.VideoFrame, size: int) -> None:
    """Make a square of each plane's samples zero."""
    for plane in frame.planes:
        kind = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
        samples = np.frombuffer(plane, kind)
        stride = plane.line_size // samples.itemsize
        samples.reshape(-1, stride)[16 : 16 + size, 24 : 24 + size] = 0


def is_clear(frame: av.VideoFrame) -> bool:
    return not any(np.frombuffer(plane, np.uint8).any() for plane in frame.planes)


@pytest.mark.parametrize("name", FORMATS)
def test_a_part_that_is_zero_is_missing(name: str) -> None:
    frame = flat(name, 50, 90)
    assert not is_unwritten(frame)
    clear(frame, 3)
    assert not is_unwritten(frame)
    clear(frame, 8)
    assert is_unwritten(frame)


@pytest.mark.parametrize("name", FORMATS)
def test_black_is_a_colour(name: str) -> None:
    frame = flat(name, 0, 128)
    assert not is_unwritten(frame)


def test_without_colours_nothing_can_be_told() -> None:
    assert not is_unwritten(flat("gray", 0, 0))


def test_what_a_decoder_let_go_of_is_cleared(
    footage: Callable[[Footage], Made],
) -> None:
    made = footage(Footage(codec="h265", width=160, height=96, seconds=Fraction(6)))
    wash, frames = Wash(), []
    with av.open(str(made.path)) as container:
        for frame in container.decode(video=0):
            frames.append(frame)
            wash.keep(frame)
    cleared = [is_clear(frame) for frame in frames]
    assert cleared == [True] * (len(frames) - 16) + [False] * 16


def test_what_somebody_refers_to_stays_as_it_is() -> None:
    graph = Graph()
    source = graph.add_buffer(
        width=162, height=98, format="yuv420p", time_base=Fraction(1, 15)
    )
    graph.link_nodes(source, graph.add("null"), graph.add("buffersink")).configure()
    frame = flat("yuv420p", 50, 90)
    frame.pts, frame.time_base = 0, Fraction(1, 15)
    graph.vpush(frame)
    other = graph.vpull()
    assert other.planes[0].buffer_ptr == frame.planes[0].buffer_ptr
    wash = Wash()
    for _ in range(17):
        wash.keep(frame)
    assert not is_clear(other)
