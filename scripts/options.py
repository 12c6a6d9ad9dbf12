"""The options of scripts/demo and scripts/bench.

    python3 scripts/options.py demo | bench [OPTION...]

Prints help, and says what is wrong, before there is any environment. Standard library
only, for any Python >= 3.9.
"""

import argparse
from pathlib import Path
import sys

HOME = Path(__file__).resolve().parent.parent / ".home"

DEMO = """\
Show Ring Watch at work in a real Home Assistant.

Starts Home Assistant with a demo doorbell, or with --ring one behind a fake Ring cloud,
presses its button, waits for somebody to walk by, gathers an exact window of footage
and checks the clip. A neighbour then asks for footage; it is prepared, approved,
opened, verified and taken back. Then prints the address and the login and stays up
until Ctrl-C; with --once it ends, and its exit status tells whether every step held.
"""

BENCH = """\
Measure the engine against what people use instead, as ratios in one run.

Makes its own footage (1080p, 15 pictures a second, a GOP of 4 s, 2 Mbit/s) and a day of
it; nothing is downloaded. A ratio below 1 means that Ring Watch takes less, but for
pictures a second, where more is better.
"""


def port(word: str) -> int:
    """Return a port that was typed; raises ArgumentTypeError."""
    if word.isdecimal() and 0 < int(word) < 1 << 16:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word} is not a port")


def demo() -> argparse.ArgumentParser:
    """Return what reads the options of scripts/demo."""
    parser = _parser("demo", DEMO)
    parser.add_argument("--once", action="store_true", help="end after the last step")
    parser.add_argument(
        "--ring", action="store_true", help="with a doorbell behind a fake Ring cloud"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write a report")
    parser.add_argument("--port", type=port, help="of Home Assistant (8123 if free)")
    parser.add_argument(
        "--folder",
        type=Path,
        default=HOME / "demo",
        help="for everything that is made; emptied first (%(default)s)",
    )
    return parser


def bench() -> argparse.ArgumentParser:
    """Return what reads the options of scripts/bench."""
    parser = _parser("bench", BENCH)
    parser.add_argument("--quick", action="store_true", help="small, to see it work")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    parser.add_argument(
        "--folder",
        type=Path,
        default=HOME / "bench",
        help="keeps the footage for the next run (%(default)s)",
    )
    return parser


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"scripts/{name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


if __name__ == "__main__":
    {"demo": demo, "bench": bench}[sys.argv[1]]().parse_args(sys.argv[2:])
