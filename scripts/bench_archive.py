"""Footage for the benchmark, and a day of it in an archive."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import json
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import Any, Final

from scripts.home_config import ROOT
from tests.support.footage import Footage, Made, make

ENGINE: Final = (
    sys.executable,
    "-P",
    str(ROOT / "custom_components" / "ring_watch" / "engine" / "__main__.py"),
)
CAMERA: Final = "door"
DAY: Final = datetime(2026, 11, 20, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much is measured. `real` is how much of the day is not just names."""

    footage: Footage
    windows: tuple[timedelta, ...]
    real: timedelta
    recorders: tuple[int, ...]
    record_seconds: int
    mask_seconds: int
    thumbnails: int
    repeats: int


FULL: Final = Size(
    footage=Footage(
        width=1920,
        height=1080,
        rate=Fraction(15),
        gop=Fraction(4),
        seconds=Fraction(300),
        bit_rate=2_000_000,
        busy=0.6,
        sound="aac",
    ),
    windows=(
        timedelta(seconds=10),
        timedelta(seconds=60),
        timedelta(minutes=10),
        timedelta(minutes=60),
    ),
    real=timedelta(minutes=65),
    recorders=(1, 4),
    record_seconds=40,
    mask_seconds=20,
    thumbnails=60,
    repeats=3,
)
QUICK: Final = Size(
    footage=Footage(gop=Fraction(4), seconds=Fraction(60), sound="aac"),
    windows=(timedelta(seconds=10), timedelta(seconds=60)),
    real=timedelta(minutes=5),
    recorders=(1,),
    record_seconds=3,
    mask_seconds=4,
    thumbnails=60,
    repeats=1,
)


class BenchError(Exception):
    """Something that is measured did not work; the message has its words."""


def engine(*arguments: str | Path) -> dict[str, Any]:
    """The JSON result of an engine command; raises BenchError."""
    command = [*ENGINE, *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except ValueError, IndexError:
        raise BenchError(f"{arguments[0]}: {done.stderr.strip()[-500:]}") from None
    if done.returncode:
        raise BenchError(f"{arguments[0]}: {found['error']['message']}")
    return found


def make_day(size: Size, folder: Path) -> tuple[Made, Path]:
    """Footage, and an archive of 24 hours of it from `DAY` on.

    Only the middle (`Size.real`) is really there; the rest are hard links to its first
    segments, which serve look-up by name and are never read.
    """
    made = make(size.footage, folder / "footage")
    root = folder / f"archive_{made.path.stem}"
    if (root / "complete").exists():
        return made, root
    shutil.rmtree(root, ignore_errors=True)
    length = timedelta(seconds=float(size.footage.seconds))
    turns = timedelta(hours=24) // length
    around = range(
        (12 * HOUR - size.real / 2) // length, -(-(12 * HOUR + size.real / 2) // length)
    )
    for turn in around:
        start = iso(DAY + turn * length)
        place = ("--archive", root / "day", "--camera", CAMERA, "--start", start)
        engine("import", made.path, *place)
    first = milliseconds(DAY + around[0] * length)
    sources = [
        source
        for source in sorted((root / "day").rglob("*.mp4"))
        if int(source.stem) < first + length / timedelta(milliseconds=1)
    ]
    for turn in range(turns):
        for source in sources if turn not in around else ():
            moment = DAY + turn * length
            moment += timedelta(milliseconds=int(source.stem) - first)
            target = root / "day" / CAMERA / f"{moment:%Y-%m-%d}" / f"{moment:%H}"
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.link(source, target / f"{milliseconds(moment)}.mp4")
    (root / "complete").touch()
    return made, root


def iso(moment: datetime) -> str:
    """ISO 8601 with an offset."""
    return moment.isoformat()


def milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
