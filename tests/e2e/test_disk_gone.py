"""A disk that is unmounted while it is recorded on, and mounted again."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
import subprocess
import time

import pytest

from scripts.connection import HomeError
from tests.support import decode
from tests.support.footage import Footage, Made
from tests.support.home import RunningHome, now_us, running_home, sleep_until
from tests.support.rtsp import rtsp_camera

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("camera"),
    pytest.mark.timeout(300),
]

SECOND = 1_000_000


class Disk:
    """A disk that can be taken away; what is on it stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept = folder.with_name("kept")
        folder.mkdir()
        self._kept.mkdir()
        options = ("-t", "tmpfs", "-o", "size=64m,mode=0700")
        if self._run("mount", *options, "ring_watch_test", self._kept):
            pytest.skip("mounting a disk needs root")
        self.mount()

    def mount(self) -> None:
        assert self._run("mount", "--bind", self._kept, self.folder) == 0

    def unmount(self) -> None:
        """As a disk goes whose files are open."""
        assert self._run("umount", "-l", self.folder) == 0

    def close(self) -> None:
        self._run("umount", "-l", self.folder)
        self._run("umount", "-l", self._kept)

    @staticmethod
    def _run(*command: str | Path) -> int:
        return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk")
    try:
        yield disk
    finally:
        disk.close()


def issues(home: RunningHome) -> set[str]:
    found = home.call("repairs/list_issues")["issues"]
    return {issue["issue_id"] for issue in found if issue["domain"] == "ring_watch"}


def test_recording_goes_on_when_the_disk_is_back(
    disk: Disk, tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    made = footage(Footage(seconds=Fraction(200), gop=Fraction(1)))
    with (
        rtsp_camera(made) as camera,
        running_home(tmp_path / "home", storage=disk.folder) as home,
    ):
        door = home.add_stream("Front door", camera)
        sleep_until(now_us() + 5 * SECOND)
        disk.unmount()
        # The segment that is open still goes to the disk.
        home.wait(door, "binary_sensor.recording", "off", timeout=75)
        left = now_us()
        deadline = time.monotonic() + 10
        while "storage_missing" not in issues(home) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert issues(home) == {"storage_missing"}
        with pytest.raises(HomeError, match="not the one with the footage"):
            home.gather(door, left - 10 * SECOND, left - 5 * SECOND)
        # The picture is there all the same.
        assert home.state(door, "camera.camera") == "idle"
        assert list(disk.folder.iterdir()) == []

        disk.mount()
        home.wait(door, "binary_sensor.recording", "on", timeout=20)
        back = now_us()
        sleep_until(back + 4 * SECOND)
        assert issues(home) == set()
        clip = home.gather(door, left - 10 * SECOND, back + SECOND)
        counters = [c for c in decode.counters(clip["path"]) if c is not None]
    times = [camera.time_us(counter) for counter in counters]
    lost = [b - a for a, b in pairwise(times) if b - a > SECOND // 4]
    assert len(lost) == 1
    assert lost[0] < back - left + 4 * SECOND
