"""A full disk never stops the newest footage: the oldest goes, and the owner is told."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
import os
from pathlib import Path
import subprocess
import sys
import time

import pytest

from scripts.home_config import ROOT
from tests.support import decode
from tests.support.footage import Footage, Made
from tests.support.home import iso, now_us, running_home, sleep_until
from tests.support.rtsp import rtsp_camera

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.integration,
    pytest.mark.needs("camera"),
    pytest.mark.timeout(240),
]

SECOND = 1_000_000
DISK_MB = 16
ENGINE = ROOT / "custom_components" / "ring_watch" / "engine" / "__main__.py"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={DISK_MB}m,mode=0700"
    command: list[str | Path] = [
        "mount",
        "-t",
        "tmpfs",
        "-o",
        size,
        "ring_watch_test",
        folder,
    ]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_the_oldest_footage_makes_room_for_the_newest(
    disk: Path, tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    heavy = Footage(seconds=Fraction(60), gop=Fraction(1), bit_rate=4_000_000, busy=1.0)
    storage = disk / "footage"
    _import(footage(Footage(seconds=Fraction(90), busy=1.0)), storage, "older")
    older = sorted(storage.rglob("*.mp4"))
    free = os.statvfs(disk)
    assert len(older) > 1 and free.f_bavail * free.f_frsize > 2_000_000
    with (
        rtsp_camera(footage(heavy)) as camera,
        running_home(tmp_path / "home", storage=storage) as home,
    ):
        door = home.add_stream("Front door", camera)
        deadline = time.monotonic() + 60
        while older[0].exists() and time.monotonic() < deadline:
            time.sleep(0.5)
        assert not older[0].exists()
        full = now_us()
        sleep_until(full + 5 * SECOND)
        assert home.state(door, "binary_sensor.recording") == "on"
        issues = home.call("repairs/list_issues")["issues"]
        assert "disk_full" in {issue["issue_id"] for issue in issues}
        files = sorted((storage / "archive" / "front_door").rglob("*.mp4"))
        newest = files[-1]
        times = [picture.time * SECOND for picture in decode.shown(newest)]
    assert times[-1] > full + 3 * SECOND
    assert max(b - a for a, b in pairwise(times)) < SECOND // 5


def _import(made: Made, storage: Path, camera: str) -> None:
    """Footage of yesterday, as another doorbell left it."""
    start = iso(now_us() - 86_400 * SECOND)
    place = ("--archive", storage / "archive", "--camera", camera, "--start", start)
    command: list[str | Path] = [
        sys.executable,
        "-P",
        ENGINE,
        "import",
        made.path,
        *place,
        "--json",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
