"""Measure the engine against what people use instead: what scripts/bench runs.

What it does, and its options, are told in scripts/options.py.
"""

from dataclasses import asdict
import json
import os
from pathlib import Path
import platform
import shutil
import subprocess
import sys
import tempfile
import time

import av

from scripts.bench_archive import FULL, QUICK, BenchError, make_day
from scripts.bench_cases import Row, gathers, masks, recorders, thumbnails
from scripts.bench_run import CommandError
from scripts.options import bench

STARTED = time.monotonic()


def say(text: str) -> None:
    """Tell on standard error what is going on."""
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", file=sys.stderr, flush=True)


def table(rows: list[Row]) -> str:
    """The rows as text in columns."""
    lines = [f"{'':<44} {'Ring Watch':>14} {'the other':>14} {'ratio':>7}"]
    for row in rows:
        other = "" if row.other is None else f"{row.other:.3g} {row.unit}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        ours = f"{row.ours:.3g} {row.unit}"
        lines.append(f"{row.what:<44} {ours:>14} {other:>14} {ratio:>7}")
    return "\n".join(lines)


def surroundings() -> dict[str, str | int | None]:
    """What the figures depend on besides the code."""
    version = subprocess.run(
        ["ffmpeg", "-version"], capture_output=True, check=True, text=True
    )
    return {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "pyav": av.__version__,
        "ffmpeg": version.stdout.split()[2],
    }


def main() -> int:
    """Run the command line."""
    options = bench().parse_args()
    if not shutil.which("ffmpeg"):
        sys.exit("scripts/bench: needs the system package ffmpeg")
    size = QUICK if options.quick else FULL
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = options.folder.resolve()
    rows: list[Row] = []
    try:
        say("making footage and a day of it (minutes, the first time)")
        made, archive = make_day(size, folder)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            work = Path(scratch)
            rows += gathers(size, archive / "day", work, say)
            rows += masks(size, archive / "day", work, say)
            rows += thumbnails(size, archive / "day", work, say)
            rows += recorders(size, made, work, say)
    except (BenchError, CommandError) as error:
        sys.exit(f"scripts/bench: {error}")
    about = surroundings()
    print(table(rows))
    print("\n" + ", ".join(f"{name} {value}" for name, value in about.items()))
    if options.json:
        figures = [{**asdict(row), "ratio": row.ratio} for row in rows]
        report = {"quick": options.quick, **about, "figures": figures}
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
