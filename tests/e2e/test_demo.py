"""The newcomer's command."""

import json
import os
from pathlib import Path
import signal
import subprocess
import time

import pytest

from scripts.home_config import ROOT
from tests.support import decode

pytestmark = [pytest.mark.e2e, pytest.mark.integration]


@pytest.mark.timeout(300)
def test_the_demo_shows_every_step_and_ends_well(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            *(ROOT / "scripts" / "demo", "--once"),
            *("--json", report, "--folder", tmp_path / "demo"),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(report.read_text())
    assert told["home_assistant"] == "2026.11.0"
    assert [(step["name"], step["ok"]) for step in told["steps"]] == [
        ("start", True),
        ("press", True),
        ("motion", True),
        ("gather", True),
        ("check", True),
        ("ask", True),
        ("prepare", True),
        ("approve", True),
        ("open", True),
        ("verify", True),
        ("revoke", True),
    ]
    clip = told["clip"]
    assert {"path", "start", "end", "frames", "gaps", "sha256"} <= clip.keys()
    assert len(decode.shown(clip["path"])) == clip["frames"]
    assert clip["sha256"] in done.stdout and clip["path"] in done.stdout


@pytest.mark.ring
@pytest.mark.timeout(300)
def test_the_demo_runs_with_a_doorbell_behind_a_fake_ring_cloud(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            *(ROOT / "scripts" / "demo", "--ring", "--once"),
            *("--json", report, "--folder", tmp_path / "demo"),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(report.read_text())
    first = ["start", "login", "press", "motion", "gather", "check"]
    sharing = ["ask", "prepare", "approve", "open", "verify", "revoke"]
    assert [step["name"] for step in told["steps"]] == first + sharing
    assert all(step["ok"] for step in told["steps"])
    assert len(decode.shown(told["clip"]["path"])) == told["clip"]["frames"]
    assert told["clip"]["missing"] == []


@pytest.mark.parametrize(
    "options", [[], pytest.param(["--ring"], marks=pytest.mark.ring)]
)
@pytest.mark.timeout(180)
def test_ctrl_c_stops_everything(tmp_path: Path, options: list[str]) -> None:
    process = subprocess.Popen(
        [ROOT / "scripts" / "demo", *options, "--folder", tmp_path / "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    try:
        for line in process.stdout:
            if "Home Assistant" in line and "http://127.0.0.1" in line:
                break
        time.sleep(3)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not _running(tmp_path)


def _running(folder: Path) -> list[str]:
    """Command lines of this machine's processes that name the folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in command:
            found.append(command)
    return found
