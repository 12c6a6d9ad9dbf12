"""A real camera, recorded through a real Home Assistant, gathered and played.

Every picture of the camera carries its number, and the camera knows when it filmed which:
so the pictures of a window are known before it is asked for.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
import hashlib
from itertools import pairwise
import os
from pathlib import Path

import pytest

from tests.support import decode
from tests.support.browser import chromium, play
from tests.support.footage import Footage, Made
from tests.support.home import Door, RunningHome, now_us, sleep_until
from tests.support.rtsp import RtspCamera, rtsp_camera

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("camera"),
    pytest.mark.timeout(240),
]

SECOND = 1_000_000
FRAME = Fraction(SECOND, 15)
FOOTAGE = Footage(
    seconds=Fraction(120), gop=Fraction(2), sound="aac", first_counter=90_000
)
PASSWORD = "tr1cky p@ss/word"


@pytest.fixture(scope="module")
def camera(footage: Callable[[Footage], Made]) -> Iterator[RtspCamera]:
    """A camera with a password."""
    with rtsp_camera(footage(FOOTAGE), username="owner", password=PASSWORD) as running:
        yield running


@pytest.fixture(scope="module")
def door(home: RunningHome, camera: RtspCamera) -> Door:
    """The camera as a doorbell that has recorded for some seconds."""
    found = home.add_stream("Front door", camera)
    sleep_until(now_us() + 9 * SECOND)
    return found


@pytest.fixture(scope="module")
def window(camera: RtspCamera, door: Door) -> tuple[int, int, range]:
    """A window that begins and ends inside a GOP, and the counters in it.

    Its ends lie in the middle between two pictures, since the camera's clock and the
    recorder's may differ by some milliseconds.
    """
    behind = (now_us() - camera.epoch_us) // FRAME
    first, last = int(behind) - 90, int(behind) - 12
    start, end = (
        int(camera.epoch_us + (n - Fraction(1, 2)) * FRAME) for n in (first, last)
    )
    return (
        start,
        end,
        range(FOOTAGE.first_counter + first, FOOTAGE.first_counter + last),
    )


@pytest.fixture(scope="module")
def clip(
    home: RunningHome, door: Door, window: tuple[int, int, range]
) -> dict[str, object]:
    """The window, gathered with sound."""
    start, end, _ = window
    return home.gather(door, start, end, audio=True)


def test_the_clip_holds_exactly_the_window_s_pictures(
    clip: dict[str, object], window: tuple[int, int, range]
) -> None:
    assert decode.counters(str(clip["path"])) == list(window[2])
    assert clip["frames"] == len(window[2])
    assert clip["gaps"] == []


def test_whole_gops_are_copied_and_the_cut_one_is_encoded(
    clip: dict[str, object], camera: RtspCamera
) -> None:
    source = {unit.picture for unit in decode.units(camera.made.path)}
    found = [unit.picture in source for unit in decode.units(str(clip["path"]))]
    assert found.count(True) == clip["frames_copied"]
    assert found.count(False) == clip["frames_encoded"]
    assert 0 < found.count(False) < 2 * 15 + 15
    assert found == sorted(found)


def test_no_sound_from_outside_is_audible(
    clip: dict[str, object], window: tuple[int, int, range], camera: RtspCamera
) -> None:
    start, end, _ = window
    heard = decode.pieces(str(clip["path"]))
    first, last = ((us - camera.epoch_us) // SECOND for us in (start, end))
    steps = {piece.step for piece in heard} - {None}
    # Of the first and the last second there may be too little to hear.
    assert steps <= {second % 60 for second in range(first, last + 1)}
    assert steps >= {second % 60 for second in range(first + 1, last)}
    pictures = decode.shown(str(clip["path"]))
    assert heard[0].time >= pictures[0].time - Fraction(1, 20)


def test_the_answer_describes_the_file(clip: dict[str, object]) -> None:
    path = Path(str(clip["path"]))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == clip["sha256"]
    assert path.stat().st_size == clip["size"]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.needs("browser")
def test_the_clip_plays_in_chromium(
    home: RunningHome, clip: dict[str, object], window: tuple[int, int, range]
) -> None:
    media = home.call(
        "media_source/resolve_media", media_content_id=clip["media_content_id"]
    )
    with chromium() as browser:
        page = browser.new_page()
        page.goto(home.home.url + "/manifest.json")
        played = play(page, media["url"])
    counters = [counter for _, counter in played.shown if counter is not None]
    assert len(counters) == len(played.shown)
    assert counters[0] == window[2][0] and counters[-1] == window[2][-1]
    assert counters == sorted(set(counters))
    assert len(counters) > len(window[2]) / 2
    assert (played.width, played.height, played.sound) == (320, 192, True)


def test_only_an_administrator_gets_the_clip(
    home: RunningHome, clip: dict[str, object]
) -> None:
    address = f"/api/ring_watch/clip/{clip['clip_id']}"
    assert home.run(home.home.status(address)) == 200
    assert home.run(home.home.status(address, token="")) == 401


def test_the_archive_is_private(home: RunningHome, clip: dict[str, object]) -> None:
    for folder, _, files in os.walk(home.footage):
        assert Path(folder).stat().st_mode & 0o777 == 0o700, folder
        for name in files:
            assert Path(folder, name).stat().st_mode & 0o777 == 0o600, name


def test_the_password_stands_in_no_log_and_no_command_line(
    home: RunningHome, door: Door, clip: dict[str, object]
) -> None:
    assert home.worker()
    told = [home.home.log, *home.home.processes().values()]
    assert not [text for text in told if PASSWORD in text or "tr1cky" in text]


def test_a_camera_that_goes_and_comes_back_leaves_a_gap_of_black(
    home: RunningHome, camera: RtspCamera, door: Door
) -> None:
    camera.stop()
    gone = now_us()
    home.wait(door, "binary_sensor.recording", "off", timeout=30)
    assert home.state(door, "camera.camera") == "unavailable"
    camera.start()
    home.wait(door, "binary_sensor.recording", "on", timeout=60)
    back = now_us()
    sleep_until(back + 5 * SECOND)
    start, end = gone - 4 * SECOND, back + 4 * SECOND
    clip = home.gather(door, start, end)
    (gap,) = clip["gaps"]
    shown = decode.shown(clip["path"])
    black = [picture for picture in shown if picture.black]
    assert len(black) == clip["frames_filler"] > 0
    assert len(shown) - len(black) == clip["frames"]
    counters = [picture.counter for picture in shown if picture.counter is not None]
    assert len(counters) + len(black) == len(shown)
    steps = [b - a for a, b in pairwise(counters)]
    assert [step for step in steps if step != 1] == [max(steps)]
    # Nothing that was filmed before it went is missing but the unfinished GOP.
    before = counters[steps.index(max(steps))]
    assert camera.time_us(before) > gone - 2 * SECOND - 3 * FRAME
    length = (shown[-1].time - shown[0].time) * SECOND
    assert abs(length - (end - start)) < 3 * FRAME
    assert gap


def test_nothing_went_wrong_unnoticed(home: RunningHome, door: Door) -> None:
    assert home.home.errors == []
