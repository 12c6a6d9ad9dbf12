"""A restored backup that runs next to its original, both on the disk of a network."""

from collections.abc import Callable
from fractions import Fraction
import json
from pathlib import Path
import shutil
import time

import pytest

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


def entry_of(home: RunningHome) -> tuple[str, str | None]:
    """In which state Ring Watch is, and why."""
    (entry,) = home.call("config_entries/get", domain="ring_watch")
    return entry["state"], entry["error_reason_translation_key"]


def until(home: RunningHome, wanted: str) -> None:
    deadline = time.monotonic() + 60
    while entry_of(home)[0] != wanted:
        assert time.monotonic() < deadline, entry_of(home)
        time.sleep(0.2)


def restore(original: RunningHome, folder: Path) -> RunningHome:
    """A home that is made of a copy of another's configuration, not started yet."""
    copy = RunningHome(folder, storage=original.footage)
    config = copy.home.config
    shutil.copytree(original.home.config, config, symlinks=True)
    for lock in config.glob(".ha_run.lock*"):
        lock.unlink()
    http = config / ".storage" / "http"
    settings = json.loads(http.read_text())
    settings["data"]["stable"]["server_port"] = copy.home.port
    http.write_text(json.dumps(settings))
    copy.home.token, copy.entry_id = original.home.token, original.entry_id
    return copy


def test_the_one_that_is_there_keeps_its_clips(
    tmp_path: Path, footage: Callable[[Footage], Made]
) -> None:
    made = footage(Footage(seconds=Fraction(200), gop=Fraction(1)))
    disk = tmp_path / "disk"
    with (
        rtsp_camera(made) as camera,
        running_home(tmp_path / "original", storage=disk) as original,
    ):
        door = original.add_stream("Front door", camera)
        began = now_us()
        sleep_until(began + 6 * SECOND)
        window = (began + SECOND, began + 3 * SECOND)
        backup = restore(original, tmp_path / "backup")
        # What the backup does not know.
        clip = Path(original.gather(door, *window)["path"])
        rendered = disk / "shares" / f"{'0123456789abcdef' * 2}.mp4"
        rendered.parent.mkdir(exist_ok=True)
        rendered.write_bytes(b"waits for the owner")
        try:
            backup.start()
            until(backup, "setup_retry")
            assert entry_of(backup)[1] == "storage_in_use"
            assert clip.exists()
            assert rendered.exists()
            assert original.state(door, "binary_sensor.recording") == "on"

            original.home.kill()
            # As Home Assistant does by itself, a while later.
            entry = f"/api/config/config_entries/entry/{backup.entry_id}/reload"
            backup.run(backup.home.request("POST", entry))
            until(backup, "loaded")
            door = backup.door("Front door")
            backup.wait(door, "binary_sensor.recording", "on")
            assert clip.exists()
            assert not rendered.exists()
            assert backup.gather(door, *window)["frames"]
        finally:
            backup.close()
