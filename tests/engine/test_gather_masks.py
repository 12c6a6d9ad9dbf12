"""What a mask covers is solid black in every picture, and nothing of it survives."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import av
import numpy as np
from numpy.typing import NDArray
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.look import Look
from custom_components.ring_watch.engine.mask import Mask
from custom_components.ring_watch.engine.transcode import Painter
from tests.support import counter
from tests.support.footage import Footage, Made

from .scene import SECOND, START, Scene, assert_exact

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(3), busy=0.5)
UPPER, LOWER = (
    Mask(x, y, width, height)
    for x, y, width, height in ((0, 0, 0.5, 0.5), (0.5, 0.5, 0.5, 0.5))
)
MASKS = {
    "quarter": UPPER,
    "odd": Mask(0.013, 0.017, 0.4711, 0.4433),
    "corner": Mask(0.9, 0.9, 0.1, 0.1),
    "beyond": Mask(0.9, 0.9, 1, 1),
    "left edge": Mask(0, 0.3, 0.001, 0.4),
    "last column": Mask(0.999, 0, 0.001, 1),
    "last row": Mask(0, 0.999, 1, 0.001),
    "tiny": Mask(0.5, 0.5, 1e-9, 1e-9),
    "thinner than a number tells": Mask(0.5, 0.5, 1e-20, 0.2),
    "all": Mask(0, 0, 1, 1),
}
KINDS = {
    "h264": SHORT,
    "size": replace(SHORT, width=170, height=102, b_frames=2),
    "full_range": replace(SHORT, full_range=True),
    "h265": replace(SHORT, codec="h265"),
}

type Planes = list[NDArray[np.uint8]]


def _pictures(scene: Scene) -> list[Planes]:
    """The planes (Y, U, V) of every picture, edit lists ignored."""
    options = {"ignore_editlist": "1"}
    with av.open(str(scene.output), options=options) as container:
        return [_planes(frame) for frame in container.decode(video=0)]


def _planes(frame: av.VideoFrame) -> Planes:
    planes = []
    for plane in frame.planes:
        data = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        planes.append(data[: plane.height, : plane.width].copy())
    return planes


def _covered(mask: Mask, planes: Planes) -> Planes:
    """The samples of each plane that any part of the mask lies on."""
    found = []
    for plane in planes:
        height, width = plane.shape
        rows = slice(
            floor(mask.y * height), ceil(min(1, mask.y + mask.height) * height)
        )
        columns = slice(
            floor(mask.x * width), ceil(min(1, mask.x + mask.width) * width)
        )
        found.append(plane[rows, columns])
    return found


def _assert_covered(scene: Scene, mask: Mask) -> None:
    """Black, but for what coding adds of the uncovered picture at the edges."""
    for planes in _pictures(scene):
        luma, *chroma = _covered(mask, planes)
        assert int(luma.max()) <= 48
        assert luma.mean() < 20
        assert luma.size < 1000 or np.median(luma) in (16, 17)
        for plane in chroma:
            assert np.abs(plane.astype(int) - 128).max() <= 8


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", ["quarter", "odd", "corner", "beyond", "all"])
def test_a_mask_is_solid_black_from_the_first_picture_on(
    name: str, kind: str, scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    mask = MASKS[name]
    scene.add(footage(KINDS[kind]))
    clip = scene.gather(START + 500_001, START + 1_700_001, masks=[mask])
    assert (clip.copied, clip.encoded) == (0, 18)
    _assert_covered(scene, mask)


@pytest.mark.parametrize("size", [(160, 96), (170, 102), (162, 98)])
@pytest.mark.parametrize("pixels", ["yuv420p", "yuvj420p"])
@pytest.mark.parametrize("name", MASKS, ids=str)
def test_before_coding_all_that_is_covered_is_black_and_nothing_else(
    name: str, pixels: str, size: tuple[int, int]
) -> None:
    mask = MASKS[name]
    look = Look(*size, Fraction(15), Fraction(1), pixels == "yuvj420p", 2, 2, 2)
    frame = av.VideoFrame(*size, pixels)
    for plane in frame.planes:
        plane.update(bytes([200]) * plane.buffer_size)
    (painted,) = Painter(look, [mask]).paint([frame])
    assert (painted.width, painted.height) == size
    planes = _planes(painted)
    luma, *chroma = _covered(mask, planes)
    if mask.width > 1e-9:
        assert set(luma.flat) == {16}
        assert all(set(samples.flat) == {128} for samples in chroma)
    # Rectangles grow outwards by less than two samples at each side.
    wide, high = size
    area = (min(mask.width, 1 - mask.x) * wide + 4) * (
        min(mask.height, 1 - mask.y) * high + 4
    )
    assert (planes[0] == 16).sum() <= area
    assert set(planes[0].flat) <= {16, 200}
    # The decoder still needs its own pictures as they are.
    assert set(_planes(frame)[0].flat) == {200}


def test_several_masks_cover_each_their_own(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(SHORT))
    scene.gather(START, START + SECOND, masks=[UPPER, LOWER])
    _assert_covered(scene, UPPER)
    _assert_covered(scene, LOWER)
    for luma, *_ in _pictures(scene):
        assert counter.read_copy(luma, 0) is None
        assert counter.read_copy(luma, 1) is None


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_not_covered_is_shown_exactly(
    number: int, scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(SHORT))
    clip = scene.gather(START + 333, START + 2 * SECOND, masks=[(UPPER, LOWER)[number]])
    # The code stands in both, so a covered copy leaves the other to be read.
    shown = assert_exact(scene, clip)
    assert len(shown) == 29
    for luma, *_ in _pictures(scene):
        assert counter.read_copy(luma, number) is None


def test_masks_cover_pictures_of_every_size_in_a_window(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(SHORT))
    other = replace(SHORT, width=240, height=144, first_counter=1000)
    scene.add(footage(other), START + 3 * SECOND)
    scene.gather(START + 2 * SECOND, START + 4 * SECOND, masks=[UPPER])
    pictures = _pictures(scene)
    assert len(pictures) == 30
    _assert_covered(scene, UPPER)


def test_h265_with_masks_can_stay_h265(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    scene.add(footage(KINDS["h265"]))
    clip = scene.gather(START, START + SECOND, masks=[UPPER], keep_codec=True)
    assert clip.codec == "hevc"
    assert_exact(scene, clip)
    _assert_covered(scene, UPPER)


def test_nothing_of_a_covered_picture_is_in_the_file(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    """Covered all over, pictures that differ make clips that do not."""
    everything = [Mask(0, 0, 1, 1)]
    scene.add(footage(SHORT))
    other = footage(replace(SHORT, first_counter=5000, seed=2))
    scene.add(other, START + 10 * SECOND)
    files = []
    for at in (START, START + 10 * SECOND):
        scene.gather(at, at + SECOND, masks=everything)
        files.append(scene.output.read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 1.1, -1e-300])
@pytest.mark.parametrize("field", ["x", "y", "width", "height"])
def test_what_is_no_part_of_the_picture_is_refused(field: str, value: float) -> None:
    fields = {"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1} | {field: value}
    with pytest.raises(EngineError) as raised:
        Mask(**fields)
    assert raised.value.code == "bad_mask"
