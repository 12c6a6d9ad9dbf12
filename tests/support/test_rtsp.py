"""The camera does what a real one does, on time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
import time

import av
import numpy as np
import pytest

from . import counter
from .footage import Footage, Made
from .rtsp import RtspCamera, rtsp_camera

pytestmark = [
    pytest.mark.engine,
    pytest.mark.realtime,
    pytest.mark.needs("camera"),
]

DOOR = Footage(seconds=Fraction(60), gop=Fraction(1), sound="aac")


def watch(camera: RtspCamera, seconds: float) -> Iterator[tuple[int | None, float]]:
    """Counter of every picture with its time by the camera's sender reports."""
    with av.open(
        camera.full_url, options={"rtsp_transport": "tcp"}, timeout=(10, 2)
    ) as container:
        until = time.monotonic() + seconds
        for frame in container.decode(video=0):
            plane = np.frombuffer(frame.planes[0], dtype=np.uint8)
            luma = plane.reshape(-1, frame.planes[0].line_size)[:, : frame.width]
            reported = container.start_time_realtime
            if frame.pts is not None and reported:
                seconds = float(frame.pts * frame.time_base)
                yield counter.read(luma[: frame.height]), reported / 1e6 + seconds
            if time.monotonic() > until:
                return


@pytest.mark.parametrize(
    "wanted",
    [
        DOOR,
        replace(DOOR, b_frames=2, sound="pcm_mulaw", container="mov"),
        replace(DOOR, codec="h265", sound="opus", rate=Fraction(30)),
    ],
    ids=["aac", "b_frames_mulaw", "h265_opus"],
)
def test_every_picture_arrives_at_its_time(
    footage: Callable[[Footage], Made], wanted: Footage
) -> None:
    with rtsp_camera(footage(wanted)) as camera:
        seen = list(watch(camera, 2))
    first = seen[0][0]
    assert first is not None
    assert [number for number, _ in seen] == list(range(first, first + len(seen)))
    number, reported = seen[-1]
    assert number is not None
    assert reported == pytest.approx(float(camera.time_us(number)) / 1e6, abs=0.005)
    assert reported == pytest.approx(time.time(), abs=2)


@pytest.mark.parametrize("digest", [True, False])
def test_only_the_right_password_opens(
    footage: Callable[[Footage], Made], digest: bool
) -> None:
    with rtsp_camera(
        footage(DOOR), username="owner", password="secret", digest=digest
    ) as camera:
        assert next(watch(camera, 10))
        for url in (camera.url, camera.url.replace("//", "//owner:wrong@")):
            with pytest.raises(av.error.HTTPUnauthorizedError):
                av.open(url, options={"rtsp_transport": "tcp"}, timeout=10)


def test_a_wrong_clock_shows_in_the_sender_reports(
    footage: Callable[[Footage], Made],
) -> None:
    with rtsp_camera(footage(DOOR), clock_offset=-3600) as camera:
        _, reported = list(watch(camera, 2))[-1]
    assert reported + 3600 == pytest.approx(time.time(), abs=2)


def test_a_camera_that_comes_back_shows_the_picture_of_now(
    footage: Callable[[Footage], Made],
) -> None:
    with rtsp_camera(footage(DOOR)) as camera:
        before = list(watch(camera, 1))[-1][0]
        port = camera.port
        camera.stop()
        with pytest.raises(av.error.FFmpegError):
            av.open(camera.url, options={"rtsp_transport": "tcp"}, timeout=3)
        time.sleep(1)
        camera.start()
        assert camera.port == port
        after = next(watch(camera, 5))[0]
    assert before is not None and after is not None
    assert after >= before + 15


def test_a_stalled_camera_keeps_the_connection_and_sends_nothing(
    footage: Callable[[Footage], Made],
) -> None:
    with rtsp_camera(footage(DOOR)) as camera:
        pictures = watch(camera, 30)
        next(pictures)
        camera.stall()
        with pytest.raises(av.error.FFmpegError):
            list(pictures)


def test_repeated_parameter_sets_tear_pictures_of_several_slices(
    footage: Callable[[Footage], Made],
) -> None:
    """What a recorder has to join: one picture arrives as several packets."""
    with (
        rtsp_camera(footage(replace(DOOR, slices=4)), config_interval=-1) as camera,
        av.open(camera.url, options={"rtsp_transport": "tcp"}, timeout=10) as container,
    ):
        times = []
        for packet in container.demux(video=0):
            times.append(packet.pts)
            if len(times) > 60:
                break
    assert len(set(times)) < len(times)
