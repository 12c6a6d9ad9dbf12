"""A disk that hangs while it is recorded on, as that of a network does."""

from collections.abc import Callable, Iterator
from fractions import Fraction
import os
from pathlib import Path
import signal
import socket
import subprocess
import time
from typing import Any

import pytest

from tests.support.footage import Footage, Made
from tests.support.home import now_us, running_home, sleep_until
from tests.support.rtsp import rtsp_camera

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("camera"),
    pytest.mark.timeout(300),
]

SECOND = 1_000_000


class Disk:
    """A disk on which nothing can be written while it is frozen, nor fails."""

    def __init__(self, folder: Path, image: Path) -> None:
        self.folder = folder
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(64 << 20)
        made = self._run("mkfs.ext4", "-q", "-O", "^has_journal", image)
        if made or self._run("mount", "-o", "loop", image, folder):
            pytest.skip("mounting a disk needs root, and mkfs.ext4")

    def freeze(self) -> None:
        assert self._run("fsfreeze", "--freeze", self.folder) == 0

    def thaw(self) -> None:
        self._run("fsfreeze", "--unfreeze", self.folder)

    def close(self) -> None:
        self.thaw()
        self._run("umount", "-l", self.folder)

    @staticmethod
    def _run(*command: str | Path) -> int:
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode
        except FileNotFoundError:
            return 127


def serves(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
    except ConnectionRefusedError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk", tmp_path / "image")
    try:
        yield disk
    finally:
        disk.close()


def test_home_assistant_reloads_and_stops_all_the_same(
    disk: Disk, tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    made = footage(Footage(seconds=Fraction(200), gop=Fraction(1)))
    with (
        rtsp_camera(made) as camera,
        running_home(tmp_path / "home", storage=disk.folder) as home,
    ):

        def entry() -> dict[str, Any]:
            (found,) = home.call("config_entries/get", domain="ring_watch")
            return dict(found)

        def reload() -> None:
            path = f"/api/config/config_entries/entry/{home.entry_id}/reload"
            home.run(home.home.request("POST", path, timeout=60))

        door = home.add_stream("Front door", camera)
        began = now_us()
        sleep_until(began + 5 * SECOND)
        disk.freeze()
        try:
            sleep_until(now_us() + 5 * SECOND)
            reload()
            state = entry()
        finally:
            disk.thaw()
        assert state["state"] == "setup_retry"
        assert state["error_reason_translation_key"] == "storage_unavailable"
        reload()
        assert entry()["state"] == "loaded"
        home.wait(door, "binary_sensor.recording", "on")
        # What was written before is whole.
        assert home.gather(door, began + SECOND, began + 3 * SECOND)["frames"]

        disk.freeze()
        try:
            os.kill(home.home.process_id, signal.SIGTERM)
            deadline = time.monotonic() + 60
            while serves(home.home.port):
                assert time.monotonic() < deadline, home.home.log[-3000:]
                time.sleep(0.5)
        finally:
            disk.thaw()
