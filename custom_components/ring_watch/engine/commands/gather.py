"""``gather``: exactly a window of the archive as one MP4."""

import argparse
from pathlib import Path
import signal
from typing import Any

from ..clip import Order
from ..gather import gather
from ..mask import parse_mask
from .arguments import add_archive, add_json, add_window, camera_of, window_of
from .progress import reporter


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "gather",
        help="make one MP4 that holds a window and nothing else",
        description="Make one MP4 that holds exactly [start, end) and nothing else.",
    )
    add_archive(parser)
    add_window(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="FILE")
    parser.add_argument("--audio", action="store_true", help="with sound")
    parser.add_argument(
        "--mask",
        nargs="+",
        action="extend",
        default=[],
        metavar="X,Y,W,H",
        help="cover rectangles, in fractions of the picture; can be repeated",
    )
    parser.add_argument(
        "--keep-codec", action="store_true", help="leave H.265 as it is"
    )
    add_json(parser)
    parser.add_argument(
        "--progress", action="store_true", help="with --json: a line for each per cent"
    )


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Gather."""
    archive, camera = camera_of(args)
    start, end = window_of(args)
    order = Order(
        camera=camera,
        start=start,
        end=end,
        audio=args.audio,
        masks=[parse_mask(text) for text in args.mask],
        keep_codec=args.keep_codec,
    )
    report = reporter(as_json=args.json and args.progress, quiet=args.json)
    before = _identity(args.output)
    try:
        clip = gather(archive, order, args.output, report)
        # From here on it is too late to cancel.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
    except KeyboardInterrupt:
        if _identity(args.output) != before:
            args.output.unlink(missing_ok=True)
        raise
    return clip.as_json()


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from one that takes its place."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def render(result: dict[str, Any]) -> str:
    """Say what was made."""
    lines = [
        f"{result['path']}",
        f"  from     {result['delivered']['start']}",
        f"  to       {result['delivered']['end']}",
        f"  picture  {result['codec']}, {result['width']}x{result['height']}",
        f"  frames   {result['frames']}",
        f"  copied   {result['frames_copied']}",
        f"  encoded  {result['frames_encoded']}",
        f"  lost     {result['frames_lost']}",
        f"  sound    {'yes' if result['audio'] else 'no'}",
        f"  size     {result['size']} bytes",
        f"  sha256   {result['sha256']}",
    ]
    lines += [f"  gap      {gap['start']} to {gap['end']}" for gap in result["gaps"]]
    if not result["exact"]:
        lines.append(
            "  note     PyAV here cannot encode: the clip begins with the first "
            "picture inside the window that needs no other."
        )
    return "\n".join(lines)
