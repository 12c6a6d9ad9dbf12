"""Recording a real RTSP camera: every picture, at its time, whatever happens."""

from collections.abc import Callable
from fractions import Fraction
import json
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Order
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.gather import gather
from custom_components.ring_watch.engine.segment import read_segment
from custom_components.ring_watch.engine.sources import open_source
from tests.support import decode
from tests.support.certificate import self_signed
from tests.support.footage import Footage, Made
from tests.support.odd_camera import odd_camera
from tests.support.rtsp import RtspCamera, rtsp_camera

from .recording import recording, seen, segments

pytestmark = [pytest.mark.engine, pytest.mark.e2e, pytest.mark.needs("camera")]

ENGINE = Path(__file__).parents[2] / "custom_components/ring_watch/engine/__main__.py"
MINUTE = Fraction(60)

type Make = Callable[[Footage], Made]

CAMERAS: dict[str, tuple[Footage, dict[str, object]]] = {
    "AAC": (Footage(sound="aac", seconds=MINUTE), {}),
    "no sound": (Footage(seconds=MINUTE), {}),
    "G.711": (Footage(sound="pcm_mulaw", container="mov", seconds=MINUTE), {}),
    "Opus": (Footage(sound="opus", container="mkv", seconds=MINUTE), {}),
    "B-frames": (Footage(b_frames=2, sound="aac", seconds=MINUTE), {}),
    "open GOP": (Footage(b_frames=2, open_gop=True, seconds=MINUTE), {}),
    "H.265": (Footage(codec="h265", sound="aac", seconds=MINUTE), {}),
    "torn pictures": (
        Footage(slices=4, sound="aac", seconds=MINUTE),
        {"config_interval": -1},
    ),
    "variable rate": (Footage(variable=True, sound="aac", seconds=MINUTE), {}),
    "an hour ahead": (
        Footage(sound="aac", seconds=MINUTE),
        {"clock_offset": 3600.0},
    ),
}


def errors_ms(
    camera: RtspCamera, pictures: list[tuple[Fraction, int | None]]
) -> list[float]:
    """By how much each picture is later than it was filmed, after the first second.

    The camera sends what it filmed before somebody came all at once.
    """
    start = pictures[0][0] + 1_000_000
    return [
        float(at - camera.time_us(number)) / 1000
        for at, number in pictures
        if number is not None and at > start
    ]


@pytest.mark.parametrize(("wanted", "options"), CAMERAS.values(), ids=CAMERAS.keys())
def test_every_picture_is_recorded_at_its_time(
    wanted: Footage, options: dict[str, object], footage: Make, tmp_path: Path
) -> None:
    with (
        rtsp_camera(footage(wanted), **options) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(4)
    pictures = seen(running.archive)
    numbers = [number for _, number in pictures]
    # The last group may lack pictures that would have come after a later one.
    whole = numbers[: -wanted.b_frames or None]
    assert whole == list(range(numbers[0] or 0, (numbers[0] or 0) + len(whole)))
    late = errors_ms(camera, pictures)
    assert len(late) > 40
    tolerance = 100 if "clock_offset" in options else 2
    assert -tolerance < min(late) <= max(late) < tolerance
    (segment,) = segments(running.archive)
    assert (segment.audio is not None) == (wanted.sound is not None)
    told = 0
    for piece in decode.pieces(segment.path):
        at = piece.time - Fraction(camera.epoch_us, 1_000_000)
        if piece.step is not None and 0.2 < at % 1 < 0.75:
            assert piece.step == int(at) % 60
            told += 1
    assert told > 20 or wanted.sound is None


def test_what_gets_lost_on_the_way_costs_itself(footage: Make, tmp_path: Path) -> None:
    """By UDP, because nothing else is spoken, and every twentieth packet.

    What is left is at its time, and can be gathered.
    """
    wanted = Footage(gop=Fraction(1), seconds=MINUTE, busy=0.2, sound="aac")
    with (
        rtsp_camera(footage(wanted), udp_only=True, loss=0.05) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(6)
    # A decoder leaves out what it cannot decode.
    pictures: list[tuple[Fraction, int | None]] = [
        (shown.time * 1_000_000, shown.counter)
        for segment in segments(running.archive)
        for shown in decode.shown(segment.path)
        if shown.counter is not None
    ]
    assert len(pictures) > 40
    late = errors_ms(camera, pictures)
    # A damaged picture may show what an earlier one did.
    assert sorted(map(abs, late))[len(late) * 2 // 3] < 2
    assert min(late) > -2
    start, end = int(pictures[5][0]), int(pictures[-5][0])
    order = Order("door", start, end, audio=True)
    clip = gather(running.archive, order, tmp_path / "clip.mp4")
    check(clip.path, start, end)
    counters = [number for number in decode.counters(clip.path) if number is not None]
    # Not what the pictures at its ends show: those may be damaged, too.
    filmed = [camera.time_us(number) for number in counters]
    assert start - 2000 < min(filmed) <= max(filmed) < end + 2000


def test_a_heavy_stream_loses_nothing_while_its_packets_gather(
    footage: Make, tmp_path: Path
) -> None:
    wanted = Footage(
        rate=Fraction(60),
        width=640,
        height=384,
        busy=1.0,
        bit_rate=16_000_000,
        gop=Fraction(1),
        sound="aac",
    )
    with (
        rtsp_camera(footage(wanted)) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(7)
    pictures = seen(running.archive)
    numbers = [number for _, number in pictures]
    first = numbers[0] or 0
    assert numbers == list(range(first, first + len(numbers)))
    late = errors_ms(camera, pictures)
    assert len(late) > 4 * 60
    assert -2 < min(late) <= max(late) < 2


@pytest.mark.parametrize("udp_only", [False, True], ids=["TCP", "UDP"])
def test_only_where_nothing_gets_lost_may_packets_gather(
    udp_only: bool, footage: Make
) -> None:
    with rtsp_camera(footage(Footage()), udp_only=udp_only) as camera:
        source = open_source(Address(camera.url))
        with source:
            assert source.queues is not udp_only
        source = open_source(Address(camera.url, transport="udp"))
        with source:
            assert not source.queues


def test_a_certificate_of_its_own_making_will_do(footage: Make, tmp_path: Path) -> None:
    made = footage(CAMERAS["no sound"][0])
    with rtsp_camera(made, certificate=self_signed(tmp_path)) as camera:
        assert camera.url.startswith("rtsps://")
        with recording(Address(camera.url), tmp_path / "archive") as running:
            running.wait_for(("recording", None))
        plain = Address(camera.url.replace("rtsps:", "rtsp:"))
        with pytest.raises(EngineError, match="rtsps://"):
            open_source(plain)


def test_a_camera_that_vanishes_is_recorded_again_when_it_is_back(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(CAMERAS["AAC"][0])
    with (
        rtsp_camera(made) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(2)
        camera.stop()
        running.wait_for(("down", "refused"))
        gone = time.time_ns() // 1000
        camera.start()
        running.wait_for(("recording", None))
        time.sleep(2)
    assert ("down", "ended") in running.states
    first, second = segments(running.archive)
    assert first.video.end < gone * first.video.timescale // 1_000_000
    assert second.video.start > gone * second.video.timescale // 1_000_000 - 2_000_000
    (gap,) = running.archive.coverage("door").gaps
    assert gap[0] < gone < gap[1] + 2_000_000
    assert None not in [number for _, number in seen(running.archive)]


def test_a_camera_that_drops_often_is_recorded_most_of_the_time(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(seconds=Fraction(30), gop=Fraction(1)))
    with (
        odd_camera(made, seconds=Fraction(6), then=b"") as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        deadline = time.monotonic() + 40
        while len(camera.began) < 5 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(camera.began) >= 5
        assert ("down", "ended") in running.states
    lasted = (camera.began[4] - camera.began[0]) / 4
    assert 6 < lasted < 8.5


def test_a_camera_that_sends_nothing_for_ten_seconds_is_down(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(CAMERAS["AAC"][0])
    with (
        rtsp_camera(made) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(1)
        camera.stall()
        began = time.monotonic()
        running.wait_for(("down", "silent"))
        assert 9 < time.monotonic() - began < 13
        # What had come is in the archive, although its GOP never ended.
        assert running.archive.coverage("door").frames >= 15
        camera.resume()
        running.wait_for(("recording", None))


def test_a_stopped_recording_has_what_had_come_even_when_the_camera_hangs(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(CAMERAS["AAC"][0])
    with (
        rtsp_camera(made) as camera,
        recording(Address(camera.url), tmp_path) as running,
    ):
        running.wait_for(("recording", None))
        time.sleep(1)
        camera.stall()
        time.sleep(0.5)
        running.recorder.stop()
        running.recorder.finish()
        assert running.archive.coverage("door").frames >= 15


@pytest.mark.parametrize("digest", [True, False], ids=["digest", "basic"])
def test_only_the_right_password_records(
    digest: bool, footage: Make, tmp_path: Path
) -> None:
    made = footage(CAMERAS["no sound"][0])
    password = "p@ss:w/rd?#%"
    with rtsp_camera(
        made, username="owner", password=password, digest=digest
    ) as camera:
        for given in (None, "wrong"):
            address = Address(camera.url, given and "owner", given)
            with recording(address, tmp_path / "closed") as running:
                running.wait_for(("down", "unauthorised"))
        with recording(
            Address(camera.url, "owner", password), tmp_path / "open"
        ) as running:
            running.wait_for(("recording", None))


def start_engine(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", ENGINE, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        (2.2, Footage(gop=Fraction(1), seconds=MINUTE)),
        (3.7, Footage(gop=Fraction(1), b_frames=2, open_gop=True, seconds=MINUTE)),
        (5.05, Footage(gop=Fraction(1), b_frames=2, codec="h265", seconds=MINUTE)),
    ],
    ids=["closed", "open", "H.265"],
)
def test_a_kill_costs_the_unfinished_group_of_pictures(
    after: float, wanted: Footage, footage: Make, tmp_path: Path
) -> None:
    made = footage(wanted)
    with rtsp_camera(made) as camera:
        process = start_engine(
            "record", camera.url, "--archive", tmp_path, "--camera", "door"
        )
        deadline = time.monotonic() + 20
        while not list(tmp_path.rglob("*.mp4")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(after)
        killed = time.time_ns() / 1000
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        pictures = seen(Archive(tmp_path))
    numbers = [number for _, number in pictures]
    assert numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))
    # A second for the group, and the frames that were on their way or out of order.
    assert killed - pictures[-1][0] < 1_250_000 + wanted.b_frames * 134_000


def test_the_command_line_says_what_it_recorded(footage: Make, tmp_path: Path) -> None:
    made = footage(CAMERAS["AAC"][0])
    with rtsp_camera(made) as camera:
        process = start_engine(
            *("record", camera.url, "--archive", tmp_path, "--camera", "door"),
            *("--seconds", "6", "--json"),
        )
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    result = json.loads(output)
    (file,) = Archive(tmp_path).segments("door")
    assert result["segments"] == 1
    assert result["bytes"] == file.path.stat().st_size
    assert read_segment(file.path).audio is not None


def test_secrets_are_in_no_message(tmp_path: Path) -> None:
    # Nothing listens there.
    url = "rtsp://owner:s3cr3t@127.0.0.1:9/door"
    process = start_engine(
        "record", url, "--archive", tmp_path, "--camera", "door", "--seconds", "2"
    )
    output, errors = process.communicate()
    assert process.returncode == 1
    assert b"s3cr3t" not in output + errors
    assert b"refuses connections" in errors


def test_a_file_is_recorded_in_its_own_time(footage: Make, tmp_path: Path) -> None:
    made = footage(Footage(seconds=Fraction(5), b_frames=2, sound="aac"))
    began = time.time_ns() // 1000
    with recording(Address(str(made.path)), tmp_path) as running:
        running.wait_for(("down", "ended"))
    took = time.time_ns() // 1000 - began
    assert 4_500_000 < took < 8_000_000
    pictures = seen(running.archive)
    assert [number for _, number in pictures] == list(made.counters)
    first = pictures[0][0]
    assert began <= first < began + 1_500_000
    assert [(at - first) / 1_000_000 for at, _ in pictures] == list(made.times)
