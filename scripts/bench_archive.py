"""Footage for the benchmark, and a day of it in an archive."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import json
import os
from pathlib import Path
import shutil
import struct
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
    recorders=(1, 4, 8),
    record_seconds=20,
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

    Only the middle (`Size.real`) is really there, its decode times shifted to fit the
    names; the rest are hard links, which serve look-up by name and are never read.
    """
    made = make(size.footage, folder / "footage")
    root = folder / f"archive_{made.path.stem}"
    if (root / "complete").exists():
        return made, root
    shutil.rmtree(root, ignore_errors=True)
    once = root / "once"
    engine(
        "import", made.path, "--archive", once, "--camera", CAMERA, "--start", iso(DAY)
    )
    sources = sorted(once.rglob("*.mp4"))
    length = round(float(size.footage.seconds) * 1000)
    middle = milliseconds(DAY + 12 * HOUR)
    half = size.real // timedelta(milliseconds=2)
    for turn in range(timedelta(hours=24) // timedelta(milliseconds=length)):
        for source in sources:
            start = int(source.stem) + turn * length
            moment = EPOCH + timedelta(milliseconds=start)
            target = root / "day" / CAMERA / f"{moment:%Y-%m-%d}" / f"{moment:%H}"
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            if abs(start - middle) <= half:
                data = shifted(source.read_bytes(), turn * length)
                (target / f"{start}.mp4").write_bytes(data)
            else:
                os.link(source, target / f"{start}.mp4")
    (root / "complete").touch()
    return made, root


def shifted(segment: bytes, by_ms: int) -> bytes:
    """A segment whose decode times (tfdt, ISO 14496-12 8.8.12) are later by `by_ms`."""
    data = bytearray(segment)
    timescales: dict[int, int] = {}
    track = 0
    for kind, start, _ in boxes(data, 0, len(data)):
        if kind == b"tkhd":
            track = struct.unpack_from(">I", data, start + (20 if data[start] else 12))[
                0
            ]
        elif kind == b"mdhd":
            place = start + (20 if data[start] else 12)
            timescales[track] = struct.unpack_from(">I", data, place)[0]
        elif kind == b"tfhd":
            track = struct.unpack_from(">I", data, start + 4)[0]
        elif kind == b"tfdt":
            later, rest = divmod(by_ms * timescales[track], 1000)
            assert data[start] == 1 and not rest
            (time,) = struct.unpack_from(">Q", data, start + 4)
            struct.pack_into(">Q", data, start + 4, time + later)
    return bytes(data)


def boxes(data: bytearray, start: int, end: int) -> list[tuple[bytes, int, int]]:
    """All boxes with times in them, as (type, first byte of content, end), in order."""
    found = []
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        content, stop = start + 8, start + size
        if kind in (b"moov", b"trak", b"mdia", b"moof", b"traf"):
            found += boxes(data, content, stop)
        else:
            found.append((kind, content, stop))
        start = stop
    return found


def iso(moment: datetime) -> str:
    """ISO 8601 with an offset."""
    return moment.isoformat()


def milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
