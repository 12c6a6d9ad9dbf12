"""Motion is what moves: no noise, no cloud, no clock; and it costs next to nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import av
import numpy as np
from numpy.typing import NDArray
import pytest

from custom_components.ring_watch.engine import motion
from custom_components.ring_watch.engine.media import VideoFormat
from custom_components.ring_watch.engine.motion import Motion, MotionDetector

pytestmark = pytest.mark.engine

WIDTH, HEIGHT = 640, 360
SECOND = 1_000_000

type Picture = NDArray[np.uint8]


@dataclass
class Clocks:
    """The time and the processor's time; looking at a picture costs ``cost``."""

    cost: float = 0.0
    now: float = 0.0
    used: float = 0.0
    looks: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def thread_time(self) -> float:
        return self.used


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr(motion, "time", clocks)
    return clocks


class Camera:
    """Keyframes, one a second, as an encoder makes them."""

    def __init__(self, clocks: Clocks, sensitivity: int = 50) -> None:
        self.clocks = clocks
        self.detector = MotionDetector(sensitivity)
        self.encoder = av.CodecContext.create("libx264", "w")
        self.encoder.width, self.encoder.height = WIDTH, HEIGHT
        self.encoder.pix_fmt, self.encoder.time_base = "yuv420p", 1
        self.encoder.options = {"x264-params": "keyint=1:annexb=0:bframes=0"}
        self.encoder.options |= {"preset": "ultrafast", "tune": "zerolatency"}
        self.encoder.flags |= av.codec.context.Flags.global_header
        self.encoder.open()
        config = bytes(self.encoder.extradata or b"")
        self.format = VideoFormat("h264", WIDTH, HEIGHT, config)
        self.seconds = count()

    def show(self, grey: Picture) -> Motion | None:
        frame = av.VideoFrame.from_ndarray(grey, "gray").reformat(format="yuv420p")
        (packet,) = self.encoder.encode(frame)
        second = next(self.seconds)
        self.clocks.now = float(second)
        return self.detector.feed(self.format, bytes(packet), second * SECOND)


def door(seed: int = 0) -> Picture:
    """A front door, with a sensor's noise."""
    grey = np.full((HEIGHT, WIDTH), 120.0)
    grey[100:, 400:470] = 70
    grey += np.random.default_rng(seed).normal(0, 4, grey.shape)
    return np.clip(grey, 0, 255).astype(np.uint8)


def person(at: int, seed: int = 0, height: int = 150) -> Picture:
    grey = door(seed)
    grey[330 - height : 330, at : at + height // 3] = 45
    return grey


def settle(camera: Camera) -> None:
    for seed in range(6):
        assert camera.show(door(seed)) is None


def test_somebody_walks_by_and_is_gone(clocks: Clocks) -> None:
    camera = Camera(clocks)
    settle(camera)
    began = camera.show(person(100))
    assert began is not None
    assert began == Motion(True, 6 * SECOND)
    assert [camera.show(person(160 + 60 * step)) for step in range(4)] == [None] * 4
    changes = [camera.show(door(seed)) for seed in range(30)]
    (ended,) = [change for change in changes if change is not None]
    assert not ended.active
    # Some seconds after the last that was seen of them.
    assert 18 * SECOND <= ended.time_us <= 30 * SECOND


def clouds() -> Iterator[Picture]:
    for seed in range(30):
        shade = 30 * np.sin(seed / 3)
        yield np.clip(door(seed) + shade, 0, 255).astype(np.uint8)


def clock() -> Iterator[Picture]:
    rng = np.random.default_rng(5)
    for seed in range(30):
        grey = door(seed)
        # Thin strokes, as text has them, that change each second.
        for column in range(20, 200, 6):
            if rng.random() < 0.5:
                grey[20:40, column : column + 2] = 250
        yield grey


def noise() -> Iterator[Picture]:
    for seed in range(30):
        yield door(100 + seed)


@pytest.mark.parametrize("scene", [clouds, clock, noise])
def test_what_is_no_motion(
    clocks: Clocks, scene: Callable[[], Iterator[Picture]]
) -> None:
    camera = Camera(clocks)
    settle(camera)
    assert [camera.show(grey) for grey in scene()] == [None] * 30


def test_a_tree_in_the_wind_becomes_a_habit(clocks: Clocks) -> None:
    camera = Camera(clocks)
    settle(camera)
    rng = np.random.default_rng(7)
    heard = []
    for seed in range(60):
        grey = door(seed)
        grey[40:120, 500:600] = (
            rng.integers(40, 200, (8, 10)).repeat(10, 0).repeat(10, 1)
        )
        heard.append(camera.show(grey))
    assert [change for change in heard[30:] if change and change.active] == []
    assert camera.show(person(100)) == Motion(True, 66 * SECOND)


def test_who_is_far_away_counts_where_that_is_wanted(clocks: Clocks) -> None:
    for sensitivity, seen in ((1, False), (100, True)):
        camera = Camera(clocks, sensitivity)
        settle(camera)
        assert (camera.show(person(200, height=110)) is not None) == seen


def test_a_damaged_picture_is_none(clocks: Clocks) -> None:
    camera = Camera(clocks)
    settle(camera)
    assert camera.detector.feed(camera.format, bytes(100), 6 * SECOND) is None
    assert camera.show(person(100)) is not None


@pytest.mark.parametrize("cost", [0.001, 0.02, 0.3])
def test_less_than_a_hundredth_of_the_time_goes_into_it(
    clocks: Clocks, monkeypatch: pytest.MonkeyPatch, cost: float
) -> None:
    """Whatever one picture costs, and however often they come."""
    detector = MotionDetector(50)

    def look(*_: object) -> None:
        clocks.used += cost
        clocks.looks.append(clocks.now)

    monkeypatch.setattr(detector, "_grey", look)
    video_format = VideoFormat("h264", WIDTH, HEIGHT, b"")
    for tick in range(40_000):
        clocks.now = tick / 4
        detector.feed(video_format, b"", tick * SECOND // 4)
    assert clocks.used <= 0.01 * clocks.now
    # And no picture is left out without need.
    assert len(clocks.looks) >= min(40_000, 0.005 * clocks.now / cost)
