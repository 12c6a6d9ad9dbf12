"""A window out of a Ring account: exactly what Ring has, and why the rest is missing."""

from pathlib import Path

import pytest

from custom_components.ring_watch.ring.api import RingApi

from .cloud import Device, RingCloud
from .collecting import Scene

pytestmark = pytest.mark.ring

STEP = 1 / 15


@pytest.fixture
def scene(ring_cloud: RingCloud, api: RingApi, tmp_path: Path) -> Scene:
    return Scene(ring_cloud, api, tmp_path)


def instants(*spans: tuple[float, float]) -> list[float]:
    """When the pictures of some spans were taken."""
    return [
        round(number * STEP, 3)
        for start, end in spans
        for number in range(round(start * 15), round(end * 15))
    ]


async def test_three_recordings_and_the_time_between_them(
    scene: Scene, door: Device
) -> None:
    for at in (10, 40, 70):
        scene.cloud.add_recording(door, scene.at(at), 12)
    found = await scene.collect(15, 80)
    assert found.recordings == 3
    assert scene.missing(found) == [(22, 40, "no_motion"), (52, 70, "no_motion")]
    clip = await scene.gather(15, 80)
    assert scene.shown() == instants((15, 22), (40, 52), (70, 80))
    assert len(clip["gaps"]) == 2
    assert scene.leftovers() == []


async def test_an_overlap_is_shown_once(scene: Scene, door: Device) -> None:
    scene.cloud.add_recording(door, scene.at(10), 20)
    scene.cloud.add_recording(door, scene.at(25), 20)
    found = await scene.collect(12, 40)
    assert scene.missing(found) == []
    await scene.gather(12, 40)
    assert scene.shown() == instants((12, 40))


async def test_a_preroll_that_is_not_told_is_found_out(
    scene: Scene, door: Device
) -> None:
    scene.cloud.add_recording(door, scene.at(20), 10, preroll=4)
    found = await scene.collect(10, 28)
    assert scene.missing(found) == [(10, 16, "no_motion")]
    await scene.gather(10, 28)
    assert scene.shown() == instants((16, 28))
