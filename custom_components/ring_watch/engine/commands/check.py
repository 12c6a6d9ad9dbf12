"""``check``: the release gate on its own."""

import argparse
from pathlib import Path
from typing import Any

from ..check import check
from ..times import format_time
from .arguments import add_json, add_window, window_of
from .progress import reporter


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "check",
        help="prove that a clip holds only its window",
        description="Pass a clip that holds only [start, end); fail it otherwise.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    add_window(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Check."""
    start, end = window_of(args)
    report = reporter(as_json=False, quiet=args.json)
    checked = check(args.file, start, end, report)
    return {
        "ok": True,
        "frames": checked.frames,
        "audio_frames": checked.audio_frames,
        "first": format_time(checked.first),
        "last": format_time(checked.last),
        "size": checked.size,
    }


def render(result: dict[str, Any]) -> str:
    """Say that it passed."""
    return (
        f"The clip holds only its window: {result['frames']} pictures "
        f"from {result['first']} to {result['last']}."
    )
