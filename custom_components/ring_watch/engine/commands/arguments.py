"""Arguments that several commands have in common."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from ..archive import Archive, check_camera
from ..errors import EngineError
from ..times import parse_time, to_us

# What lasts a while from there on still has a year of four digits.
_FIRST = to_us(datetime(1, 1, 1, tzinfo=UTC))
_LAST = to_us(datetime(9999, 1, 1, tzinfo=UTC))


def add_archive(parser: argparse.ArgumentParser) -> None:
    """Add ``--archive`` and ``--camera``."""
    parser.add_argument(
        "--archive", type=Path, required=True, metavar="DIR", help="the archive"
    )
    parser.add_argument(
        "--camera", required=True, metavar="NAME", help="letters, digits, _ and -"
    )


def add_window(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add ``--start`` and ``--end``."""
    note = "ISO 8601 with an offset or Z, like 2026-11-23T14:05:00+01:00"
    parser.add_argument("--start", required=required, metavar="T", help=note)
    parser.add_argument("--end", required=required, metavar="T", help=note)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def camera_of(args: argparse.Namespace) -> tuple[Archive, str]:
    """Return the archive and the camera; EngineError ``bad_camera_name``."""
    check_camera(args.camera)
    return Archive(args.archive), args.camera


def time_of(text: str) -> int:
    """Return a time in microseconds; EngineError for what is none, or far away."""
    time = parse_time(text)
    if not _FIRST <= time < _LAST:
        raise EngineError(
            "bad_time", f"{text!r} is not in the years from 1 to 9998 in UTC."
        )
    return time


def window_of(args: argparse.Namespace) -> tuple[int, int]:
    """Return [start, end) in microseconds; EngineError for what is no window."""
    start, end = time_of(args.start), time_of(args.end)
    if end <= start:
        raise EngineError("window_empty", "The window ends before it begins.")
    return start, end
