"""scripts/engine finds its project from wherever, and however, it is called."""

from pathlib import Path
import shutil
import subprocess

import pytest

from scripts import env

SCRIPT = Path(env.__file__).parent / "engine"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the script, whose Python only tells what it is to run."""
    root = tmp_path / "project"
    python = root / ".venv" / "engine" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nreadlink -f "$2"\npwd\n')
    python.chmod(0o755)
    for folder in ("scripts", "requirements"):
        (root / folder).mkdir()
    for stamp in (
        root / "requirements/engine.txt",
        root / ".venv/engine/requirements.txt",
    ):
        stamp.write_text("av\n")
    main = root / "custom_components/ring_watch/engine/__main__.py"
    main.parent.mkdir(parents=True)
    main.touch()
    shutil.copy(SCRIPT, root / "scripts")
    return root


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        (".", ["scripts/engine"]),
        ("scripts", ["./engine"]),
        ("scripts", ["bash", "engine"]),
        ("..", ["bash", "project/scripts/engine"]),
        ("..", ["./link"]),
        ("..", ["bash", "link"]),
    ],
)
def test_the_engine_is_found(folder: str, command: list[str], project: Path) -> None:
    (project.parent / "link").symlink_to("project/scripts/engine")
    done = subprocess.run(
        command, cwd=project / folder, capture_output=True, text=True, check=False
    )
    main = project / "custom_components/ring_watch/engine/__main__.py"
    assert done.stdout.splitlines() == [str(main), str((project / folder).resolve())]
    assert (done.returncode, done.stderr) == (0, "")
