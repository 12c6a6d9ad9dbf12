"""``thumbnails``: a strip of small pictures of a window."""

import argparse
from pathlib import Path
from typing import Any

from ..errors import EngineError
from ..loading import load
from ..thumbnails import thumbnails
from ..times import format_time
from .arguments import add_archive, add_json, add_window, camera_of, window_of
from .progress import reporter

_MOST = 1000


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "thumbnails",
        help="write small pictures from inside a window",
        description="Write evenly spread JPEG pictures from inside [start, end).",
    )
    add_archive(parser)
    add_window(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--count", type=int, default=12, metavar="N")
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Write the pictures."""
    archive, camera = camera_of(args)
    start, end = window_of(args)
    if not 1 <= args.count <= _MOST:
        raise EngineError("bad_count", f"Ask for 1 to {_MOST} pictures.")
    report = reporter(as_json=False, quiet=args.json)
    try:
        args.output.mkdir(mode=0o700, parents=True, exist_ok=True)
        segments = load(archive, camera, start, end, lambda done: report(done / 2))
        found = thumbnails(
            segments,
            start,
            end,
            args.output,
            args.count,
            lambda done: report((1 + done) / 2),
        )
    except OSError as error:
        raise EngineError(
            "bad_output", f"The pictures cannot be written: {error.strerror}."
        ) from None
    return {
        "thumbnails": [
            {"time": format_time(item.time), "path": str(item.path)} for item in found
        ]
    }


def render(result: dict[str, Any]) -> str:
    """List the pictures."""
    return "\n".join(f"{item['time']}  {item['path']}" for item in result["thumbnails"])
