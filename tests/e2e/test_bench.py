"""The benchmark runs; what it measures is for people to read."""

import json
from pathlib import Path
import subprocess

import pytest

from scripts.home_config import ROOT

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.engine,
    pytest.mark.needs("ffmpeg", "camera"),
    pytest.mark.timeout(300),
]


def test_a_quick_run_fills_the_table(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            *(ROOT / "scripts" / "bench", "--quick"),
            *("--json", report, "--folder", tmp_path / "bench"),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(report.read_text())["figures"]
    told = " ".join(figure["what"] for figure in figures)
    for subject in ("cat", "concat copy", "memory", "mask", "thumbnail", "record"):
        assert subject in told
    assert all(figure["ours"] > 0 and figure["ratio"] > 0 for figure in figures)
    for figure in figures:
        assert figure["what"] in done.stdout
