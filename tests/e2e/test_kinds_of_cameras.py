"""Cameras differ; each one's window is exact all the same."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.support import decode
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
PLAIN = Footage(seconds=Fraction(120), gop=Fraction(1))

KINDS: dict[str, tuple[Footage, dict[str, Any]]] = {
    "several slices, repeated parameter sets": (
        replace(PLAIN, slices=4),
        {"config_interval": -1},
    ),
    "reordered pictures, G.711 sound": (
        replace(PLAIN, b_frames=2, sound="pcm_mulaw", container="mov"),
        {},
    ),
    "H.265, Opus sound": (replace(PLAIN, codec="h265", sound="opus"), {}),
    "open GOPs": (replace(PLAIN, b_frames=2, open_gop=True), {}),
    "a clock an hour off": (replace(PLAIN, sound="aac"), {"clock_offset": 3600.0}),
    "29.97 pictures a second": (replace(PLAIN, rate=Fraction(30000, 1001)), {}),
}


@pytest.fixture(scope="module")
def doors(
    home: RunningHome, footage: Callable[[Footage], Made]
) -> Iterator[dict[str, tuple[RtspCamera, Door]]]:
    """All kinds of cameras, recorded at the same time for some seconds."""
    with ExitStack() as stack:
        found = {}
        for kind, (wanted, options) in KINDS.items():
            camera = stack.enter_context(rtsp_camera(footage(wanted), **options))
            found[kind] = (camera, home.add_stream(kind, camera))
        sleep_until(now_us() + 9 * SECOND)
        yield found


@pytest.mark.parametrize("kind", KINDS)
def test_the_window_is_exact(
    home: RunningHome, doors: dict[str, tuple[RtspCamera, Door]], kind: str
) -> None:
    camera, door = doors[kind]
    made = camera.made
    now = now_us()
    filmed = [n for n in made.counters if camera.time_us(n) < now - 2 * SECOND]
    first, last = filmed[-70], filmed[-1]
    half = Fraction(SECOND, 2) / made.footage.rate
    start, end = int(camera.time_us(first) - half), int(camera.time_us(last) - half)
    clip = home.gather(door, start, end, audio=bool(made.footage.sound))
    shown = decode.counters(clip["path"])
    counters = [counter for counter in shown if counter is not None]
    assert counters == shown
    if KINDS[kind][1].get("clock_offset"):
        # Arrival is the only clock there is: late by what the way and a busy machine
        # take.
        assert abs(counters[0] - first) <= 15 and abs(counters[-1] - last + 1) <= 15
        assert counters == list(range(counters[0], counters[-1] + 1))
    else:
        assert counters == list(range(first, last))
    assert clip["gaps"] == []
    assert clip["codec"] == "h264"
    margin = SECOND if KINDS[kind][1].get("clock_offset") else SECOND // 10
    seconds = {
        (us - camera.epoch_us) // SECOND % 60
        for us in range(start - margin, end + margin, SECOND // 20)
    }
    heard = {piece.step for piece in decode.pieces(clip["path"])} - {None}
    assert heard <= seconds
    assert bool(heard) == bool(made.footage.sound)


def test_nothing_went_wrong_unnoticed(
    home: RunningHome, doors: dict[str, tuple[RtspCamera, Door]]
) -> None:
    assert home.home.errors == []
