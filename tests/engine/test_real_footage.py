"""Footage that was not made for these tests: import, gather, check."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
import random

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Order
from custom_components.ring_watch.engine.gather import gather
from custom_components.ring_watch.engine.importer import import_file
from custom_components.ring_watch.engine.times import parse_time
from tests.support import real_footage
from tests.support.real_footage import NotFetchedError

pytestmark = pytest.mark.engine

START = parse_time("2026-03-29T00:59:40.250001Z")
WINDOWS = 6


def pictures(path: Path) -> tuple[list[Fraction], list[np.ndarray]]:
    """Return the time of every picture and a small grey version of it."""
    times, small = [], []
    with av.open(str(path), options={"ignore_editlist": "1"}) as container:
        for frame in container.decode(video=0):
            assert frame.pts is not None and frame.time_base is not None
            times.append(frame.pts * frame.time_base)
            grey = frame.reformat(160, 120, "gray").to_ndarray()
            small.append(grey.astype(np.int16))
    return [time - times[0] for time in times], small


def nearest(picture: np.ndarray, among: list[np.ndarray], about: int) -> int:
    """Return which picture of ``among``, near index ``about``, is most alike."""
    near = range(max(0, about - 2), min(len(among), about + 3))
    return min(near, key=lambda index: float(np.abs(among[index] - picture).mean()))


@pytest.mark.parametrize(
    "fetch",
    [real_footage.pedestrians, real_footage.bicycles, real_footage.animation],
    ids=["pedestrians", "bicycles", "animation"],
)
def test_windows_hold_exactly_their_pictures(
    fetch: Callable[[], Path], tmp_path: Path
) -> None:
    """Every picture of a clip is the one of the source at that time."""
    try:
        source = fetch()
    except NotFetchedError as error:
        pytest.skip(str(error))
    times, originals = pictures(source)
    archive = Archive(tmp_path / "archive")
    import_file(archive, "street", source, START)
    length = int(times[-1] * 1_000_000)
    dice = random.Random(7)
    for number in range(WINDOWS):
        begin = dice.randrange(length - 1_000_000)
        end = min(length, begin + dice.randrange(500_000, 8_000_000))
        order = Order("street", START + begin, START + end, audio=number % 2 == 0)
        output = tmp_path / f"{number}.mp4"
        clip = gather(archive, order, output)
        check(output, order.start, order.end)
        wanted = [
            index for index, time in enumerate(times) if begin <= time * 1_000_000 < end
        ]
        _, shown = pictures(output)
        assert clip.copied + clip.encoded == len(wanted)
        assert clip.gaps == []
        found = [
            nearest(picture, originals, index)
            for picture, index in zip(shown, wanted, strict=True)
        ]
        # Pictures of a scene at rest may look like their neighbours.
        same = sum(a == b for a, b in zip(found, wanted, strict=True))
        assert same >= 0.9 * len(wanted)
