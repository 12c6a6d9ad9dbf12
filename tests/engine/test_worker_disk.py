"""The disk with the archive goes while the worker records, and comes back."""

from pathlib import Path
import subprocess
from threading import Event
import time
from typing import Any, override

import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.camera import STUCK_SECONDS, Camera
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.mark import Mark, NotThereError
from custom_components.ring_watch.engine.retention import Limits, Retention
from custom_components.ring_watch.engine.segment_file import SegmentFile
from custom_components.ring_watch.engine.store import CameraStore
from custom_components.ring_watch.worker import SILENCE

from .test_worker_process import DEMO, Worker, configure, frames, worker

__all__ = ["worker"]

pytestmark = [pytest.mark.engine, pytest.mark.e2e]

T = 1_767_225_600_000


class Disk:
    """A folder with a mark, as it is mounted; what lies under it is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = folder / ".home"
        self.archive = folder / "archive"
        self._away = folder.with_name("unplugged")
        self.archive.mkdir(parents=True)
        self.mark.write_text("this is the one\n")

    def unplug(self) -> None:
        """Files that are open stay so, as those of a disk that is unmounted lazily."""
        self.folder.rename(self._away)
        self.folder.mkdir()

    def plug(self) -> None:
        self.folder.rmdir()
        self._away.rename(self.folder)

    def remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "disk")


def use(worker: Worker, disk: Disk) -> None:
    mark = {"path": str(disk.mark), "text": "this is the one"}
    configure(worker, disk.archive, mark=mark)


@pytest.mark.parametrize("left", ["nothing", "footage"])
def test_nothing_is_written_where_the_disk_was(
    worker: Worker, disk: Disk, left: str
) -> None:
    use(worker, disk)
    worker.ask("watch", camera="demo", source=DEMO, audio=True)
    worker.wait_for("archive", state="ok")
    worker.wait_for("state", camera="demo", state="recording")
    worker.ask("unwatch", camera="demo")
    before = len(frames(disk.archive, "demo"))
    disk.unplug()
    if left == "footage":
        # What was recorded before there was a disk of its own.
        disk.archive.mkdir()
        (disk.folder / ".home").write_text("another")

    worker.ask("watch", camera="demo", source=DEMO, audio=True)
    worker.wait_for("state", camera="demo", state="down", reason="disk")
    worker.wait_for("archive", state="missing")
    pin = {"camera": "demo", "start": "2026-01-01T00:00:10Z"}
    refused = worker.ask("pin", pin="a", end="2026-01-01T00:00:50Z", **pin)
    assert refused["error"]["code"] == "archive_error"
    files = [path for path in disk.folder.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [".home"] * (left == "footage")
    if left == "footage":
        assert list(disk.archive.iterdir()) == []
        disk.archive.rmdir()
        disk.mark.unlink()

    disk.plug()
    worker.events.clear()
    worker.wait_for("state", camera="demo", state="recording")
    worker.wait_for("archive", state="ok")
    worker.ask("unwatch", camera="demo")
    assert len(frames(disk.archive, "demo")) > before > 0
    logged = [event for event in worker.events if event["event"] == "log"]
    assert logged == []


def test_a_disk_that_became_read_only_is_told_of(
    worker: Worker, tmp_path: Path
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        disk = Disk(folder)
        disk.remount("ro")
        use(worker, disk)
        worker.ask("watch", camera="demo", source=DEMO, audio=True)
        worker.wait_for("archive", state="error")
        worker.wait_for("state", camera="demo", state="down", reason="disk")
        disk.remount("rw")
        worker.events.clear()
        worker.wait_for("state", camera="demo", state="recording")
        worker.wait_for("archive", state="ok")
        worker.ask("unwatch", camera="demo")
        assert frames(disk.archive, "demo")
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_retention_removes_nothing_in_its_place(disk: Disk) -> None:
    mark = Mark(disk.mark, "this is the one")
    retention = Retention(Archive(disk.archive), Limits(days=1), mark=mark)
    store = CameraStore(retention, "door")
    disk.unplug()
    other = Archive(disk.archive)
    path = other.path("door", T)
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(10))
    with pytest.raises(NotThereError):
        retention.enforce()
    with pytest.raises(NotThereError):
        retention.make_room(1)
    with pytest.raises(EngineError, match="its disk is not there") as caught:
        SegmentFile(store, T + 1)
    assert caught.value.code == "archive_error"
    assert [segment.path for segment in other.oldest_first("door")] == [path]


class HangingStore(CameraStore):
    """A disk that answers nothing for a while."""

    answers = Event()

    @override
    def create(self, start_ms: int) -> tuple[Path, int]:
        self.answers.wait(30)
        return super().create(start_ms)


def test_a_disk_that_hangs_is_told_of(disk: Disk) -> None:
    said: list[tuple[str, str | None]] = []

    def emit(event: str, **fields: Any) -> None:
        if event == "state":
            said.append((fields["state"], fields["reason"]))

    store = HangingStore(Retention(Archive(disk.archive)), "demo")
    camera = Camera("demo", None, store, emit, sound=False, sensitivity=None)
    assert not camera.look_after(time.monotonic())
    camera.start()
    try:
        now = time.monotonic()
        time.sleep(4)
        # The first group of pictures is to be written by now.
        assert not camera.look_after(now + STUCK_SECONDS)
        assert camera.look_after(now + STUCK_SECONDS + 4)
        assert said.pop() == ("down", "disk")
        store.answers.set()
        time.sleep(1)
        assert not camera.look_after(time.monotonic())
        assert said[-1] == ("recording", None)
    finally:
        store.answers.set()
        camera.stop()
    assert frames(disk.archive, "demo")


def test_a_worker_says_that_it_lives(worker: Worker, tmp_path: Path) -> None:
    configure(worker, tmp_path)
    for _ in range(2):
        worker.events.clear()
        worker.wait_for("alive", timeout=SILENCE / 4)
