"""The demo's pictures, and motion in them."""

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine import demo_picture

pytestmark = pytest.mark.engine


@settings(max_examples=50, deadline=None)
@given(st.integers(0, (1 << 36)))
def test_a_picture_tells_its_number(number: int) -> None:
    plane = demo_picture.draw(number)
    assert plane.shape == (demo_picture.HEIGHT, demo_picture.WIDTH)
    assert demo_picture.read(plane) == number
    noise = np.random.default_rng(1).integers(-30, 30, plane.shape)
    noisy = np.clip(plane.astype(int) + noise, 0, 255).astype(np.uint8)
    assert demo_picture.read(noisy) == number


@pytest.mark.parametrize("level", [0, 16, 90, 128, 180, 235, 255])
def test_a_flat_picture_has_no_number(level: int) -> None:
    shape = (demo_picture.HEIGHT, demo_picture.WIDTH)
    assert demo_picture.read(np.full(shape, level, np.uint8)) is None


def test_a_damaged_strip_has_no_number() -> None:
    plane = demo_picture.draw(26_931_996_900)
    plane[-30:, 100:112] = 255 - plane[-30:, 100:112]
    assert demo_picture.read(plane) is None


def test_somebody_walks_by_every_twenty_seconds() -> None:
    def dark(second: float) -> int:
        plane = demo_picture.draw(round(second * demo_picture.RATE))
        return int(np.count_nonzero(plane[140:330] == 45))

    for start in (0, 20, 400):
        assert dark(start + 2.5) > 5000
        assert dark(start + 6) == dark(start + 19.5) == 0
