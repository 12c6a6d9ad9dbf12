"""What the network lost is noticed, and marked in the archive."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
import random
import time
from typing import Any

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Clip, Order
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.gather import gather
from tests.support import decode
from tests.support.footage import Codec, Footage, Made
from tests.support.odd_camera import OddCamera, odd_camera
from tests.support.rtsp import RtspCamera, rtsp_camera

from .recording import Recording, recording, segments

pytestmark = [pytest.mark.engine, pytest.mark.e2e, pytest.mark.timeout(120)]

type Make = Callable[[Footage], Made]

MICROSECONDS = 1_000_000
GROUP = 30
# Large enough that every picture takes several packets.
FILM = Footage(
    codec="h265",
    seconds=Fraction(30),
    gop=Fraction(2),
    busy=0.6,
    bit_rate=1_000_000,
    sound="pcm_mulaw",
    container="mov",
)
RATE = FILM.rate


def at(picture: int) -> Fraction:
    """When a picture is filmed, in seconds since the first."""
    return picture / RATE


def inside(*pictures: int) -> Callable[[int, Fraction, int], bool]:
    """Lose a packet out of the middle of these pictures."""
    times = {at(picture) for picture in pictures}
    return lambda track, when, part: not track and when in times and part == 1


def anew(after: int) -> Callable[[int, int], int]:
    """Number the packets of pictures from 30,000 below on."""
    return lambda track, count: count if track or count < after else count - 30_000


KINDS: dict[str, tuple[Codec, dict[str, Any]]] = {
    "nothing is lost": ("h265", {}),
    "inside of pictures": ("h265", {"loses": inside(40, 70)}),
    "a whole picture": (
        "h265",
        {"loses": lambda track, when, part: not track and when == at(45)},
    ),
    "the start of a picture to start from": (
        "h265",
        {
            "loses": lambda track, when, part: (
                not track and when == at(2 * GROUP) and part < 2
            )
        },
    ),
    "while it was opened": ("h265", {"loses": inside(1)}),
    "sound": (
        "h265",
        {"loses": lambda track, when, part: bool(track) and 3 < when < 3.1},
    ),
    "inside of pictures of H.264": ("h264", {"loses": inside(40, 70)}),
    "numbered anew": ("h264", {"number": anew(400)}),
}


class Watched:
    """A camera that loses something, and what was recorded of it."""

    def __init__(self, camera: OddCamera, running: Recording, folder: Path) -> None:
        self.camera = camera
        self.running = running
        self.folder = folder

    def table(self) -> tuple[np.ndarray[Any, Any], list[int]]:
        """Seconds since the first picture was filmed, and which pictures are torn."""
        tables = [segment.video for segment in segments(self.running.archive)]
        times = np.concatenate([table.pts / table.timescale for table in tables])
        torn = np.concatenate([table.torn for table in tables])
        numbers = np.round((times - self.camera.began[-1]) * float(RATE)).astype(int)
        return numbers, numbers[torn].tolist()

    def gather(self, first: int, last: int) -> Clip:
        """Gather pictures [first, last)."""
        began = self.camera.began[-1]
        start, end = (
            round((began + (number - 0.5) / float(RATE)) * MICROSECONDS)
            for number in (first, last)
        )
        order = Order("door", start, end, keep_codec=True)
        clip = gather(self.running.archive, order, self.folder / f"{first}.mp4")
        check(clip.path, start, end)
        return clip

    def lost(self, clip: Clip) -> list[tuple[int, int]]:
        """The pictures [first, last) that a clip has nothing of."""
        began = self.camera.began[-1] * MICROSECONDS
        return [
            (
                round((start - began) * float(RATE) / MICROSECONDS + 0.3),
                round((end - began) * float(RATE) / MICROSECONDS),
            )
            for start, end in clip.gaps
        ]


@pytest.fixture(scope="module")
def watched(
    footage: Make, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Watched]:
    """All of them, recorded at the same time for some seconds."""
    found = {}
    with ExitStack() as stack:
        for number, (kind, (codec, manners)) in enumerate(KINDS.items()):
            folder = tmp_path_factory.mktemp(f"reception{number}")
            made = footage(replace(FILM, codec=codec))
            camera = stack.enter_context(odd_camera(made, **manners))
            running = stack.enter_context(recording(Address(camera.url), folder))
            found[kind] = Watched(camera, running, folder)
        for one in found.values():
            one.running.wait_for(("recording", None), 40)
        time.sleep(12)
    return found


# What the demuxer gives out when a hole is met, and the picture after it.
TORN = {
    "nothing is lost": [],
    "inside of pictures": [40, 41, 70, 71],
    "inside of pictures of H.264": [40, 41, 70, 71],
    "a whole picture": [44, 46],
    "the start of a picture to start from": [59, 60],
    "while it was opened": [1, 2],
    "sound": [],
    # Nothing is missing, but nobody can tell.
    "numbered anew": [47, 48],
}


@pytest.mark.parametrize("kind", TORN)
def test_pictures_around_a_hole_are_marked(
    kind: str, watched: dict[str, Watched]
) -> None:
    pictures, torn = watched[kind].table()
    lost = [45] if kind == "a whole picture" else []
    assert pictures.tolist() == [n for n in range(pictures[-1] + 1) if n not in lost]
    assert torn == TORN[kind]
    assert watched[kind].running.states == [("connecting", None), ("recording", None)]


@pytest.mark.parametrize(
    ("first", "last", "kind", "lost"),
    [
        # Begins after the hole, before it, and with a group that is copied.
        (50, 100, "inside of pictures", [(50, 60)]),
        (35, 100, "inside of pictures", [(40, 60)]),
        (50, 100, "inside of pictures of H.264", [(50, 60)]),
        (60, 100, "inside of pictures", []),
        (65, 100, "the start of a picture to start from", [(65, 90)]),
        (50, 100, "nothing is lost", []),
    ],
)
def test_what_may_be_from_before_the_window_is_a_gap(
    first: int,
    last: int,
    kind: str,
    lost: list[tuple[int, int]],
    watched: dict[str, Watched],
) -> None:
    """A decoder may take the rest of a torn picture for references to earlier ones."""
    camera = watched[kind]
    clip = camera.gather(first, last)
    assert camera.lost(clip) == lost
    left = [
        number
        for number in range(first, last)
        if not any(start <= number < end for start, end in lost)
    ]
    torn = {40, 60, 70} if kind != "nothing is lost" else set()
    # What the decoder makes of torn pictures is nobody's counter.
    seen = [number for number in decode.counters(clip.path) if number is not None]
    whole = [n for n in left if not torn & {n, *range(n - n % GROUP, n)}]
    assert set(whole) <= set(seen)
    assert min(seen) >= first


LOSSY = replace(FILM, busy=0.3, bit_rate=800_000, sound=None, container="mp4")
LOSSES: list[tuple[Codec, bool]] = [
    (codec, udp) for codec in ("h264", "h265") for udp in (False, True)
]


@pytest.fixture(scope="module")
def lossy(
    footage: Make, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[Codec, bool], tuple[RtspCamera, Archive]]:
    """Cameras that lose packets at random, recorded at the same time."""
    found = {}
    with ExitStack() as stack:
        waiting = []
        for codec, udp in LOSSES:
            made = footage(replace(LOSSY, codec=codec))
            camera = stack.enter_context(rtsp_camera(made, udp_only=udp, loss=0.004))
            folder = tmp_path_factory.mktemp("lossy")
            waiting.append(stack.enter_context(recording(Address(camera.url), folder)))
            found[codec, udp] = camera, waiting[-1].archive
        for one in waiting:
            one.wait_for(("recording", None), 40)
        time.sleep(15)
    return found


def planes(path: Path) -> Iterator[tuple[Fraction, np.ndarray[Any, Any]]]:
    """Time and luma of what a player shows."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            plane = np.frombuffer(frame.planes[0], np.uint8)
            plane = plane.reshape(-1, frame.planes[0].line_size)[:, : frame.width]
            assert frame.pts is not None
            yield Fraction(frame.pts * frame.time_base), plane.astype(int)


def difference(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """By how much two pictures differ where they do the most, in a block of eight."""
    height, width = (side // 8 for side in one.shape)
    apart = np.abs(one - other)[: height * 8, : width * 8]
    return float(apart.reshape(height, 8, width, 8).mean(axis=(1, 3)).max())


def begins(archive: Archive) -> list[int]:
    """When the groups of pictures begin, in microseconds."""
    found = []
    for segment in segments(archive):
        video = segment.video
        times: list[int] = video.pts[video.sync].tolist()
        found += [time * MICROSECONDS // video.timescale for time in times]
    return sorted(found)


@pytest.mark.parametrize(("codec", "udp"), LOSSES)
def test_a_cut_group_shows_only_what_was_filmed(
    codec: Codec,
    udp: bool,
    lossy: dict[tuple[Codec, bool], tuple[RtspCamera, Archive]],
    tmp_path: Path,
) -> None:
    camera, archive = lossy[codec, udp]
    assert sum(int(segment.video.torn.sum()) for segment in segments(archive)) > 2
    true = [plane for _, plane in planes(camera.made.path)]
    dice = random.Random(1)
    shown = 0
    for group, following in pairwise(begins(archive)):
        for _ in range(4):
            start = group + dice.randrange(MICROSECONDS // 3, 3 * MICROSECONDS // 2)
            if following - start < MICROSECONDS // 3:
                continue
            # Nothing may be left of it.
            with suppress(EngineError):
                order = Order("door", start, following - 1000)
                clip = gather(archive, order, tmp_path / "clip.mp4")
                for at, plane in planes(clip.path):
                    when = start + at * MICROSECONDS
                    if any(low - 2000 <= when < high for low, high in clip.gaps):
                        continue
                    number = round((when - camera.epoch_us) * RATE / MICROSECONDS)
                    shown += 1
                    assert difference(plane, true[number % len(true)]) < 40
    assert shown
