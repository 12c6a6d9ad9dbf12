"""Samples that are no squares keep their shape, whoever tells it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import subprocess

import av
import pytest

from custom_components.ring_watch.engine.mask import Mask
from tests.support import counter, decode
from tests.support.footage import Footage, Made

from .scene import SECOND, START, Scene, assert_exact

pytestmark = [pytest.mark.engine, pytest.mark.needs("ffmpeg")]

SHORT = Footage(width=160, height=96, seconds=Fraction(4))
ASPECT = Fraction(64, 45)
TOLD = {
    "by the container": ("-aspect", str(ASPECT * 160 / 96).replace("/", ":")),
    "by the coding": ("-bsf:v", "h264_metadata=sample_aspect_ratio=64/45"),
}
WINDOWS = {
    "copied": (START, START + 2 * SECOND, ()),
    "cut": (START + SECOND, START + 3 * SECOND, ()),
    "masked": (START, START + 2 * SECOND, (Mask(0, 0, 0.5, 0.5),)),
    "with a gap": (START + SECOND, START + 6 * SECOND, ()),
}


def _shaped(made: Made, folder: Path, *how: str) -> Made:
    """The same pictures, said to have samples of another shape."""
    path = folder / f"shaped{made.footage.first_counter}.mp4"
    subprocess.run(
        [*("ffmpeg", "-loglevel", "error", "-i", made.path, "-c", "copy"), *how, path],
        check=True,
    )
    return replace(made, path=path)


def _aspect(path: Path) -> Fraction:
    with av.open(str(path)) as container:
        found = container.streams.video[0].sample_aspect_ratio
    assert found is not None
    return Fraction(found.numerator, found.denominator)


@pytest.mark.parametrize("window", WINDOWS, ids=str)
@pytest.mark.parametrize("told", TOLD, ids=str)
def test_the_shape_of_samples_is_kept(
    told: str,
    window: str,
    scene: Scene,
    footage: Callable[[Footage], Made],
    tmp_path: Path,
) -> None:
    scene.add(_shaped(footage(SHORT), tmp_path, *TOLD[told]))
    start, end, masks = WINDOWS[window]
    clip = scene.gather(start, end, masks=masks)
    assert (clip.copied > 0) == (not masks)
    assert (clip.encoded > 0) == (window != "copied")
    assert_exact(scene, clip)
    assert _aspect(scene.output) == ASPECT
    for path in scene.paths:
        assert _aspect(path) == ASPECT


def test_h265_keeps_the_shape_in_both_codings(
    scene: Scene, footage: Callable[[Footage], Made], tmp_path: Path
) -> None:
    made = footage(replace(SHORT, codec="h265"))
    scene.add(_shaped(made, tmp_path, *TOLD["by the container"]))
    for keep_codec in (False, True):
        clip = scene.gather(START + 1, START + 3 * SECOND, keep_codec=keep_codec)
        assert_exact(scene, clip)
        assert _aspect(scene.output) == ASPECT


def test_pictures_of_another_shape_are_fitted_in(
    scene: Scene, footage: Callable[[Footage], Made], tmp_path: Path
) -> None:
    """As wide again: half as high, with black above and below."""
    scene.add(footage(SHORT))
    other = footage(replace(SHORT, first_counter=1000))
    scene.add(_shaped(other, tmp_path, "-aspect", "10:3"), START + 4 * SECOND)
    scene.gather(START + 3 * SECOND, START + 5 * SECOND)
    assert _aspect(scene.output) == 1
    pictures = [plane for _, plane in decode.planes(scene.output)]
    assert [counter.read(plane) for plane in pictures[:15]] == list(range(45, 60))
    fitted = pictures[15:]
    assert [counter.read(plane[24:72]) for plane in fitted] == list(range(1000, 1015))
    assert all(plane[:20].max() < 48 and plane[76:].max() < 48 for plane in fitted)
