"""The worker as Home Assistant runs it: a process that is told what to do by lines."""

import base64
from collections.abc import Iterator
from fractions import Fraction
import io
from itertools import chain
import json
import os
from pathlib import Path
import select
import signal
import subprocess
import sys
import time
from typing import Any

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine import demo_picture
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.segment import read_segment
from custom_components.ring_watch.engine.times import parse_time
from tests.support import tone

pytestmark = [pytest.mark.engine, pytest.mark.e2e]

ENGINE = Path(__file__).parents[2] / "custom_components/ring_watch/engine/__main__.py"
DEMO = {"kind": "demo"}

type Message = dict[str, Any]


class Worker:
    """A running worker; commands are numbered by themselves."""

    def __init__(self, *prefix: str) -> None:
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-P", ENGINE, "worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.events: list[Message] = []
        self._number = 0
        self._rest = b""

    def ask(self, op: str, **fields: Any) -> Message:
        """Return the reply to a command."""
        self._number += 1
        self.write(json.dumps({"id": self._number, "op": op, **fields}))
        for message in self._messages(15):
            if message.get("id") == self._number:
                return message
        raise TimeoutError(op)

    def write(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def wait_for(self, event: str, timeout: float = 15, **fields: Any) -> Message:
        """Return the first event, old or new, that has the fields."""
        for message in chain(tuple(self.events), self._messages(timeout)):
            if message.get("event") == event and fields.items() <= message.items():
                return message
        raise TimeoutError(f"{event} {fields} is not among {self.events}")

    def close(self) -> float:
        """Close stdin; return the seconds that it takes to end."""
        began = time.monotonic()
        output, errors = self.process.communicate(timeout=15)
        self.events += [json.loads(line) for line in (self._rest + output).splitlines()]
        assert (self.process.returncode, errors) == (0, b"")
        return time.monotonic() - began

    def _messages(self, timeout: float) -> Iterator[Message]:
        assert self.process.stdout
        pipe = self.process.stdout.fileno()
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            *lines, self._rest = self._rest.split(b"\n")
            for index, line in enumerate(lines):
                message: Message = json.loads(line)
                if "event" in message:
                    self.events.append(message)
                if index == len(lines) - 1:
                    yield message
                else:
                    # Whoever stops here finds the rest the next time.
                    self._rest = b"\n".join((*lines[index + 1 :], self._rest))
                    yield message
                    break
            else:
                if select.select([pipe], [], [], left)[0]:
                    data = os.read(pipe, 1 << 16)
                    if not data:
                        return
                    self._rest += data


@pytest.fixture
def worker() -> Iterator[Worker]:
    running = Worker()
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate()


def configure(worker: Worker, folder: Path, **fields: Any) -> None:
    limits = {"retention": {"days": None, "bytes": None}, "pin_cap_bytes": None}
    assert (
        worker.ask("configure", archive=str(folder), **limits | fields)["result"] == {}
    )


def frames(folder: Path, camera: str) -> list[tuple[Fraction, int | None]]:
    """Return (time in seconds, number) of all demo pictures."""
    found: list[tuple[Fraction, int | None]] = []
    for file in Archive(folder).segments(camera):
        times = np.sort(read_segment(file.path).video.pts)
        scale = read_segment(file.path).video.timescale
        with av.open(str(file.path)) as container:
            for at, frame in zip(times, container.decode(video=0), strict=True):
                number = demo_picture.read(_luma(frame))
                found.append((Fraction(int(at), scale), number))
    return found


def _luma(frame: av.VideoFrame) -> demo_picture.Plane:
    return frame.to_ndarray(format="gray").astype(np.uint8)


def test_the_demo_camera_films_itself(worker: Worker, tmp_path: Path) -> None:
    configure(worker, tmp_path)
    worker.ask(
        "watch", camera="demo", source=DEMO, audio=True, motion={"sensitivity": 50}
    )
    worker.wait_for("state", camera="demo", state="recording")
    began = worker.wait_for("motion", timeout=40, camera="demo", active=True)
    # Somebody walks by in the first five seconds of every twenty.
    assert parse_time(began["time"]) / 1_000_000 % 20 < 6
    reply = worker.ask("snapshot", camera="demo")["result"]
    assert worker.ask("status")["result"]["cameras"]["demo"]["state"] == "recording"
    worker.ask("unwatch", camera="demo")
    closed = worker.wait_for("segment", camera="demo")
    assert worker.ask("snapshot", camera="demo")["error"]["code"] == "no_footage"

    with av.open(io.BytesIO(base64.b64decode(reply["jpeg"])), "r") as container:
        picture = next(container.decode(video=0))
    shown = demo_picture.read(_luma(picture))
    assert shown == parse_time(reply["time"]) * demo_picture.RATE // 1_000_000

    pictures = frames(tmp_path, "demo")
    numbers = [number for _, number in pictures]
    assert numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))
    assert all(at == Fraction(number or 0, 15) for at, number in pictures)
    (file,) = Archive(tmp_path).segments("demo")
    assert closed["bytes"] == file.path.stat().st_size
    assert parse_time(closed["start"]) // 1000 == file.start_ms
    _check_sound(file.path)


def _check_sound(path: Path) -> None:
    """The pitch tells the second of the minute."""
    with av.open(str(path)) as container:
        blocks = [
            (block.time, block.to_ndarray().reshape(-1).astype(np.float32))
            for block in container.decode(audio=0)
        ]
    told = 0
    for at, samples in blocks:
        if at is not None and 0.1 < at % 1 < 0.8:
            heard = tone.recognise(samples, 16000)
            told += heard == int(at) % 60
            assert heard in (None, int(at) % 60)
    assert told > 20


def test_what_was_filmed_is_there_when_stdin_closes(
    worker: Worker, tmp_path: Path
) -> None:
    configure(worker, tmp_path)
    for index in range(3):
        worker.ask("watch", camera=f"demo_{index}", source=DEMO, audio=True)
    for index in range(3):
        worker.wait_for("state", camera=f"demo_{index}", state="recording")
    time.sleep(1.5)
    assert worker.close() < 3
    ended = time.time()
    for index in range(3):
        pictures = frames(tmp_path, f"demo_{index}")
        assert ended - 1 < pictures[-1][0] < ended
        assert len(pictures) > 15


def test_a_watch_replaces_the_one_before(worker: Worker, tmp_path: Path) -> None:
    configure(worker, tmp_path)
    worker.ask("watch", camera="door", source=DEMO)
    worker.wait_for("state", camera="door", state="recording")
    url = "rtsp://127.0.0.1:9/door"
    source = {"kind": "stream", "url": url, "username": "a", "password": "s3cr3t"}
    worker.ask("watch", camera="door", source=source)
    worker.wait_for("state", camera="door", state="down", reason="refused")
    worker.close()
    assert not any("s3cr3t" in json.dumps(event) for event in worker.events)


def test_what_makes_no_sense_is_refused(worker: Worker, tmp_path: Path) -> None:
    for line in ("", "nonsense", "[]", "{}", '{"id": 1}', '{"id": 1, "op": "fly"}'):
        worker.write(line)
    assert worker.ask("watch", camera="door", source=DEMO)["error"]
    configure(worker, tmp_path)
    for fields, code in (
        ({"camera": "../door", "source": DEMO}, "bad_camera_name"),
        ({"camera": "door", "source": {"kind": "magic"}}, "bad_source"),
        ({"camera": "door", "source": {"kind": "stream"}}, "bad_source"),
        (
            {"camera": "door", "source": {"kind": "stream", "url": "ftp://x/y"}},
            "bad_source",
        ),
        ({"camera": "door"}, "bad_source"),
    ):
        assert worker.ask("watch", **fields)["error"]["code"] == code
    assert worker.ask("snapshot", camera="door")["error"]["code"] == "no_footage"
    assert worker.ask("unwatch", camera="door")["result"] == {}
    assert worker.ask("status")["result"]["cameras"] == {}


def test_a_worker_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        f"w = subprocess.Popen([sys.executable, '-P', {str(ENGINE)!r}, 'worker'],"
        " stdin=subprocess.PIPE)\n"
        "print(w.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    del tmp_path
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout
    worker_id = int(parent.stdout.readline())
    time.sleep(1)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate(timeout=10)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker_id}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker_id}").exists()


BEGIN_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z, when the old footage begins."""


def old_footage(folder: Path, *, minutes: int, size: int) -> Archive:
    """An archive with a segment of so many bytes for each minute."""
    archive = Archive(folder)
    for minute in range(minutes):
        _, descriptor = archive.create("old", BEGIN_MS + minute * 60_000)
        os.write(descriptor, bytes(size))
        os.close(descriptor)
    return archive


def minutes(archive: Archive) -> list[int]:
    """Which minutes of the old footage are there."""
    return [(file.start_ms - BEGIN_MS) // 60_000 for file in archive.segments("old")]


def test_retention_keeps_to_its_bytes_and_leaves_pins(
    worker: Worker, tmp_path: Path
) -> None:
    archive = old_footage(tmp_path, minutes=20, size=100_000)
    configure(worker, tmp_path)
    worker.ask(
        "pin",
        pin="case",
        camera="old",
        start="2026-01-01T00:02:30Z",
        end="2026-01-01T00:03:10Z",
    )
    configure(worker, tmp_path, retention={"days": None, "bytes": 1_000_000})
    worker.wait_for(
        "archive",
        cameras={"old": {"oldest": "2026-01-01T00:02:00.000000Z", "bytes": 1_000_000}},
    )
    assert minutes(archive) == [2, 3, *range(12, 20)]
    worker.ask("unpin", pin="case")
    configure(worker, tmp_path, retention={"days": 1, "bytes": None})
    worker.wait_for("archive", cameras={"old": {"oldest": None, "bytes": 0}})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_never_stops_the_newest_footage(
    worker: Worker, small_disk: Path
) -> None:
    foreign = small_disk / "foreign.txt"
    foreign.write_bytes(bytes(400_000))
    archive = old_footage(small_disk, minutes=10, size=150_000)
    configure(worker, small_disk)
    worker.ask(
        "pin",
        pin="case",
        camera="old",
        start="2026-01-01T00:00:10Z",
        end="2026-01-01T00:00:50Z",
    )
    worker.ask("watch", camera="demo", source=DEMO, audio=True)
    worker.wait_for("archive", timeout=60, state="full")
    time.sleep(6)
    left = minutes(archive)
    assert left[0] == 0, "what is pinned stays"
    assert left[1:] == list(range(10 - len(left) + 1, 10)), "the oldest went first"
    assert foreign.exists()
    worker.ask("unwatch", camera="demo")
    pictures = frames(small_disk, "demo")
    numbers = [number for _, number in pictures]
    assert numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))
    assert len(numbers) > 100


def test_a_disk_that_cannot_be_freed_is_reported_and_used_again(
    worker: Worker, small_disk: Path
) -> None:
    block = small_disk / "block"
    block.write_bytes(bytes(1_900_000))
    configure(worker, small_disk)
    worker.ask("watch", camera="demo", source=DEMO, audio=True)
    worker.wait_for("state", timeout=30, camera="demo", state="down", reason="disk")
    block.unlink()
    worker.events.clear()
    worker.wait_for("state", camera="demo", state="recording")
    time.sleep(2)
    worker.ask("unwatch", camera="demo")
    assert len(frames(small_disk, "demo")) > 15
