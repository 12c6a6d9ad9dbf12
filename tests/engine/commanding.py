"""The engine's command line, as a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

from custom_components.ring_watch.engine import cli
from custom_components.ring_watch.engine.times import format_time

from .scene import CAMERA, Scene

MAIN = Path(cli.__file__).parent / "__main__.py"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The only line on stdout."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def error(self) -> str:
        """The code of the error."""
        assert self.code == 1
        detail = self.json["error"]
        assert set(detail) == {"code", "message"}
        assert detail["message"]
        return str(detail["code"])


def command_line(*arguments: str | Path) -> list[str]:
    """The command line of the engine."""
    return [sys.executable, "-P", str(MAIN), *map(str, arguments)]


def run(*arguments: str | Path) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        command_line(*arguments),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def window(scene: Scene, start: int, end: int) -> Sequence[str | Path]:
    """The arguments that name a window of a scene's archive."""
    return (
        *("--archive", scene.archive.root, "--camera", CAMERA),
        *("--start", format_time(start), "--end", format_time(end)),
    )
