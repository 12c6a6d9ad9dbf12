"""Where footage comes from, and who else is talked to: cases 24, 25, 47, 70."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import json
from pathlib import Path
import socket
import subprocess
import threading
from typing import Any, override

import pytest

from custom_components.ring_watch.doorbells.address import Address as StreamAddress
from custom_components.ring_watch.engine.address import Address, parse_address
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.source_errors import SourceError
from custom_components.ring_watch.engine.sources import open_source
from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.process import engine_command
from tests.engine.scene import CAMERA, SECOND, START, Scene
from tests.engine.test_worker_process import DEMO, Worker, worker
from tests.support.footage import Footage, Made
from tests.web.client import served
from tests.web.test_ask import ASK, filled

__all__ = ["worker"]
pytestmark = [pytest.mark.engine, pytest.mark.e2e]

NOT_STREAMS = [
    "concat:/etc/passwd|/etc/hosts",
    "concat://a|b",
    "subfile,,start,0,end,0,,:/etc/passwd",
    "data:video/mp4;base64,AAAA",
    "data://x",
    "pipe:0",
    "crypto:file:/etc/passwd",
    "crypto+file:///etc/passwd",
    "async:file:///etc/passwd",
    "cache:http://camera.test/",
    "tee:a|b",
    "ftp://camera.test/a.mp4",
    "gopher://camera.test/",
    "unix:///run/docker.sock",
    "tcp://127.0.0.1:8123",
    "rtmp://camera.test/live",
    "lavfi://testsrc",
    "gdigrab://desktop",
    "rtsp://",
    "http:///x",
    "javascript:alert(1)",
]
FILES = ["file:///etc/passwd", "file:/etc/passwd", "/etc/passwd", "FILE://x/etc/passwd"]
METADATA = [
    "http://169.254.169.254/latest/meta-data",
    "http://[fd00:ec2::254]/latest/meta-data",
    "https://metadata.google.internal/",
    "http://supervisor/core/api",
    "http://SUPERVISOR./core/api",
    "http://hassio/",
    "http://2852039166/",
    "http://0xa9.0xfe.43518/",
    "http://[::ffff:169.254.169.254]/",
    "rtsp://169.254.169.254:80/",
]
OWN = [
    "rtsp://192.168.1.20:554/live",
    "rtsps://10.0.0.7/live",
    "http://172.16.4.2:8080/video",
    "rtsp://169.254.7.7/live",
    "rtsp://[fd12::7]/live",
    "rtsp://127.0.0.1:8554/front",
    "https://camera.local/video",
]
HOSTILE = {
    "/noise.mp4": bytes(range(256)) * 64,
    "/huge.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\xff\xff\xff\xffmoov" + bytes(999),
    "/files.m3u8": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "/nothing.ts": b"",
}


class Camera:
    """An HTTP camera that answers as it likes, and remembers what was asked."""

    def __init__(self, answers: dict[str, bytes | str]) -> None:
        """Text is the target of a redirect."""
        self.asked: list[str] = []
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.asked.append(self.path)
                answer = answers.get(self.path, b"")
                self.send_response(302 if isinstance(answer, str) else 200)
                if isinstance(answer, str):
                    self.send_header("Location", answer)
                    answer = b""
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            @override
            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def http_camera(answers: dict[str, bytes | str]) -> Iterator[Camera]:
    """A camera while the context lasts."""
    camera = Camera(answers)
    thread = threading.Thread(target=camera.server.serve_forever)
    thread.start()
    try:
        yield camera
    finally:
        camera.server.shutdown()
        thread.join()
        camera.server.server_close()


@pytest.mark.parametrize("url", NOT_STREAMS)
def test_case_24_only_streams_and_files_are_opened(url: str) -> None:
    with pytest.raises(EngineError) as raised:
        open_source(Address(url))
    assert raised.value.code == "bad_source"
    with pytest.raises(ValueError):
        StreamAddress.parse(url)


def test_case_24_an_address_brings_no_header_along() -> None:
    with pytest.raises(EngineError):
        parse_address({"url": "http://camera.test/\r\nHost: evil.test"})


@pytest.mark.parametrize("url", FILES)
def test_case_24_a_doorbell_is_no_file(url: str) -> None:
    with pytest.raises(ValueError):
        StreamAddress.parse(url)
    with pytest.raises(EngineError) as raised:
        parse_address({"url": url})
    assert raised.value.code == "bad_source"


@pytest.mark.parametrize("url", METADATA)
def test_case_24_no_address_inside_the_host_is_a_doorbell(url: str) -> None:
    """The form's probe goes the same way."""
    with pytest.raises(EngineError) as raised:
        parse_address({"url": url})
    assert raised.value.code == "bad_source"


@pytest.mark.parametrize("scheme", ["rtsp", "rtsps", "http", "https"])
def test_case_24_a_name_that_leads_into_the_host_is_no_camera(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever answers for names may say where a camera is, too."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    with pytest.raises(EngineError) as raised:
        open_source(Address(f"{scheme}://camera.test:80/latest/meta-data"))
    assert raised.value.code == "bad_source"


@pytest.mark.parametrize("url", OWN)
def test_case_24_a_camera_of_the_owners_own_network_is_one(url: str) -> None:
    assert StreamAddress.parse(url).url == url
    assert parse_address({"url": url}).url == url


def test_case_24_no_redirect_is_followed() -> None:
    with http_camera({"/secret": b"canary"}) as other:
        targets = [
            f"{other.url}/secret",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "concat:/etc/passwd",
        ]
        for target in targets:
            with http_camera({"/live": target}) as camera:
                with pytest.raises(SourceError):
                    open_source(Address(f"{camera.url}/live"))
                assert set(camera.asked) == {"/live"}
        assert other.asked == []


def test_case_25_hostile_cameras_harm_nothing(worker: Worker, tmp_path: Path) -> None:
    """One after another is recorded; the demo next to them goes on all the time."""
    limits = {"retention": {"days": None, "bytes": None}, "pin_cap_bytes": None}
    worker.ask("configure", archive=str(tmp_path / "archive"), **limits)
    worker.ask("watch", camera="demo", source=DEMO, audio=False, motion=None)
    worker.wait_for("state", 60, camera="demo", state="recording")
    with http_camera(dict(HOSTILE)) as camera:
        for number, path in enumerate(HOSTILE):
            source = {"kind": "stream", "url": camera.url + path}
            name = f"hostile_{number}"
            worker.ask("watch", camera=name, source=source, audio=True, motion=None)
        for number, path in enumerate(HOSTILE):
            worker.wait_for("state", 60, camera=f"hostile_{number}", state="down")
            assert path in camera.asked
        status = worker.ask("status")["result"]
        for number in range(len(HOSTILE)):
            worker.ask("unwatch", camera=f"hostile_{number}")
    assert status["cameras"]["demo"]["state"] == "recording"
    assert not list((tmp_path / "archive").glob("hostile_*/**/*.mp4"))
    assert worker.close() < 15


def test_case_47_a_made_up_origin_is_not_read() -> None:
    """Without a proxy that is trusted, only the peer's own address counts."""
    with served() as server:
        server.play("settings", asks_per_source=3)
        secret = server.play("requester")
        statuses = []
        for number in range(8):
            made_up = f"203.0.{number}.7"
            headers = {
                "X_Forwarded_For": made_up,
                "X_Real_IP": made_up,
                "Forwarded": f"for={made_up}",
                "CF_Connecting_IP": made_up,
                "True_Client_IP": made_up,
            }
            statuses.append(server.form(ASK, filled(code=secret), **headers).status)
        assert statuses[-1] == 429


def can_be_alone() -> bool:
    """Whether a process can have a network of its own (Linux, user namespaces)."""
    command = ["unshare", "-rn", "true"]
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError:
        return False


NO_ROUTES = """
count() { cat /proc/net/snmp /proc/net/snmp6 | awk '
    /^Ip:/ { if (at) sum += $at; else for (i = 1; i <= NF; i++)
        if ($i == "OutNoRoutes") at = i }
    /^Ip6OutNoRoutes/ { sum += $2 } END { print sum }'; }
before=$(count); "$@" >&2; code=$?; echo $(($(count) - before)); exit $code
"""


def packets_out(*command: str, stdin: str = "", code: int = 0) -> int:
    """Run a command where nobody can be reached; return how often it tried.

    (RFC 4293: ipSystemStatsOutNoRoutes.)
    """
    ran = subprocess.run(
        ["unshare", "-rn", "sh", "-c", NO_ROUTES, "sh", *command],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    return int(ran.stdout)


@pytest.mark.skipif(not can_be_alone(), reason="no network namespaces here")
def test_case_70_the_engine_talks_to_nobody_but_the_camera(
    scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    """Looking, cutting and covering need no network; a camera is the only host."""
    address = json.dumps({"url": "rtsp://203.0.113.9/live"})
    assert packets_out(*engine_command("probe", "-"), stdin=address, code=1) > 0
    short = Footage(width=160, height=96, seconds=Fraction(3), sound="aac")
    scene.add(footage(short))
    times = ["--start", format_time(START), "--end", format_time(START + SECOND)]
    window = ["--archive", str(scene.archive.root), "--camera", CAMERA, *times]
    clip = str(scene.output)
    pictures = str(scene.folder / "pictures")
    for command in (
        ["gather", *window, "--audio", "--output", clip],
        ["gather", *window, "--mask", "0,0,0.5,0.5", "--output", clip],
        ["check", *times, clip],
        ["keyframe", clip, "--output", clip + ".jpg"],
        ["thumbnails", *window, "--count", "3", "--output", pictures],
        ["list", *window],
    ):
        assert packets_out(*engine_command(*command)) == 0, command[0]
    assert scene.output.exists()
