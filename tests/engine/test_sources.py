"""What is opened, and what is refused in words that help."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import json
from pathlib import Path
import subprocess
import threading
import time
from typing import override

import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.segment import read_segment
from custom_components.ring_watch.engine.source_errors import SourceError
from custom_components.ring_watch.engine.sources import open_source
from tests.support import flv
from tests.support.footage import Footage, Made
from tests.support.odd_camera import odd_camera

from .commanding import command_line
from .recording import recording, seen, segments

pytestmark = [pytest.mark.engine, pytest.mark.e2e]

PASSWORD = "p@ss:w/rd?#%"

type Make = Callable[[Footage], Made]


@contextmanager
def serving(
    kind: str, body: bytes, *, ends: bool = True, seconds: int = 0
) -> Iterator[str]:
    """An HTTP server with one answer; one that does not end has no length.

    ``seconds``: how long it takes to send it.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            if ends:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            size = -(-len(body) // max(10 * seconds, 1))
            for at in range(0, len(body), size):
                self.wfile.write(body[at : at + size])
                time.sleep(min(seconds, 0.1))

        @override
        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/door"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def refused(address: Address) -> SourceError:
    """The error that opening ends with."""
    with pytest.raises(SourceError) as raised:
        open_source(address)
    return raised.value


def test_a_stream_over_http_is_a_camera(footage: Make) -> None:
    made = footage(Footage(container="ts", seconds=Fraction(4)))
    with serving("video/mp2t", made.path.read_bytes(), ends=False) as url:
        source = open_source(Address(url))
        with source:
            assert source.live
            assert source.codec == "h264"


@pytest.mark.needs("ffmpeg")
def test_a_camera_may_describe_its_stream_anew(footage: Make, tmp_path: Path) -> None:
    """FLV does so outside of the pictures."""
    paths = []
    for width in (320, 240):
        made = footage(Footage(width=width, seconds=Fraction(4)))
        paths.append(tmp_path / f"{width}.flv")
        command = ("ffmpeg", "-v", "error", "-i", made.path, "-c", "copy", paths[-1])
        subprocess.run(command, check=True)
    body = flv.joined(paths, 4000)
    with (
        serving("video/x-flv", body, ends=False, seconds=8) as url,
        recording(Address(url), tmp_path / "archive") as running,
    ):
        running.wait_for(("down", "ended"))
    widths = {segment.video_format.width for segment in segments(running.archive)}
    assert widths == {320, 240}
    assert None not in {number for _, number in seen(running.archive)}


@pytest.mark.parametrize("container", ["ts", "mp4"])
def test_a_file_over_http_is_no_camera(container: str, footage: Make) -> None:
    """It would be recorded again and again, each time as if it happened now."""
    made = footage(Footage(container=container, seconds=Fraction(4)))  # type: ignore[arg-type]
    with serving("video/mp4", made.path.read_bytes()) as url:
        error = refused(Address(url))
    assert error.reason == "unsupported"
    assert "import" in str(error)


def test_the_command_line_records_a_file_over_http_once_in_its_own_time(
    footage: Make, tmp_path: Path
) -> None:
    made = footage(Footage(container="ts", seconds=Fraction(4)))
    with serving("video/mp2t", made.path.read_bytes()) as url:
        arguments = ("record", url, "--archive", tmp_path, "--camera", "door")
        began = time.monotonic()
        done = subprocess.run(
            command_line(*arguments, "--json"), capture_output=True, check=True
        )
        lasted = time.monotonic() - began
    assert json.loads(done.stdout)["segments"] == 1
    assert lasted > 3.5
    (file,) = Archive(tmp_path).segments("door")
    assert len(read_segment(file.path).video) == made.footage.frames


PLAYLISTS = {
    "HLS": b"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nhttp://{}/f.ts\n",
    "DASH": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
    b'type="static" mediaPresentationDuration="PT6S"><Period><AdaptationSet '
    b'mimeType="video/mp4"><Representation id="1" bandwidth="1000"><BaseURL>'
    b"http://{}/f.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "SDP": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
    "concat": b"ffconcat version 1.0\nfile 'http://{}/f.mp4'\n",
}


@pytest.mark.parametrize("body", PLAYLISTS.values(), ids=PLAYLISTS.keys())
def test_case_24_a_playlist_names_no_other_host(body: bytes) -> None:
    """Neither a host nor a file is opened that the owner did not name."""
    with serving("video/mp2t", b"canary") as other:
        host = other.partition("//")[2].partition("/")[0].encode()
        with serving("text/plain", body.replace(b"{}", host)) as url:
            assert refused(Address(url)).reason == "unsupported"


@pytest.mark.needs("ffmpeg")
def test_motion_jpeg_is_refused_by_its_name(footage: Make, tmp_path: Path) -> None:
    made = footage(Footage(seconds=Fraction(2)))
    film = tmp_path / "film.mjpeg"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-i", made.path, "-f", "mpjpeg", film],
        check=True,
    )
    kind = "multipart/x-mixed-replace; boundary=ffmpeg"
    with serving(kind, film.read_bytes(), ends=False) as url:
        arguments = ("--archive", tmp_path, "--camera", "door", "--seconds", "3")
        for command in (("probe", url), ("record", url, *arguments)):
            done = subprocess.run(
                command_line(*command, "--json"), capture_output=True, check=False
            )
            error = json.loads(done.stdout)["error"]
            assert error["code"] == "unsupported"
            assert "Motion JPEG" in error["message"]
            assert "H.264" in error["message"]


ANSWERS = {
    "too many viewers": ("SETUP", "453 Not Enough Bandwidth", "refused"),
    "only multicast": ("SETUP", "461 Unsupported Transport", "refused"),
    "broken": ("DESCRIBE", "500 Internal Server Error", "refused"),
    "starting": ("DESCRIBE", "503 Service Unavailable", "refused"),
    "another path": ("DESCRIBE", "404 Not Found", "not_found"),
    "a password": (
        "DESCRIBE",
        '401 Unauthorized\r\nWWW-Authenticate: Basic realm="door"',
        "unauthorised",
    ),
    "not allowed": ("DESCRIBE", "403 Forbidden", "unauthorised"),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_a_camera_answers_is_what_the_owner_is_told(
    answer: tuple[str, str, str], footage: Make
) -> None:
    method, line, reason = answer
    made = footage(Footage(seconds=Fraction(4)))
    with odd_camera(made, answers={method: line}) as camera:
        error = refused(Address(camera.url, "owner", PASSWORD))
    assert error.reason == reason
    assert PASSWORD not in str(error)
    assert "ss:w" not in str(error)


def test_what_does_not_speak_rtsp_is_told_so(footage: Make) -> None:
    with serving("text/html", b"<html></html>") as url:
        error = refused(Address(url.replace("http:", "rtsp:")))
    assert error.reason == "refused"
    assert "port" in str(error)
