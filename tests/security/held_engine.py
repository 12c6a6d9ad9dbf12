"""The real engine, but a gather stands still at the point that a file names.

Run in the engine's place. ``RING_WATCH_HOLD`` is a folder: its file ``at`` holds
``begin`` or ``publish``; ``held`` appears when the point is reached. At ``publish``
the clip is whole, and only its name is missing.
"""

import os
from pathlib import Path
import runpy
import sys
import time

STAND_IN = Path(__file__).parents[1] / "integration_fixtures/stand_in_engine.py"
ENGINE = Path(__file__).parents[2] / "custom_components/ring_watch/engine/__main__.py"


def hold(folder: Path) -> None:
    """Stand still, deaf to being told to end."""
    (folder / "held").write_text(str(os.getpid()))
    while True:
        time.sleep(60)


def watch(folder: Path, point: str) -> None:
    """Stand still at a point."""

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("os.link", "os.rename") and str(arguments[1]).endswith(".mp4"):
            hold(folder)

    if point == "begin":
        hold(folder)
    sys.addaudithook(look)


if __name__ == "__main__":
    if sys.argv[1] != "gather":
        os.execv(sys.executable, [sys.executable, str(STAND_IN), *sys.argv[1:]])
    place = Path(os.environ["RING_WATCH_HOLD"])
    if (place / "at").exists():
        watch(place, (place / "at").read_text())
    sys.argv[0] = str(ENGINE)
    sys.path.pop(0)
    runpy.run_path(str(ENGINE), run_name="__main__")
