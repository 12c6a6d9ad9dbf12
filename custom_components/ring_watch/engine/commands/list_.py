"""``list``: what the archive holds, and what is missing."""

import argparse
from typing import Any

from ..errors import EngineError
from ..times import format_time
from .arguments import add_archive, add_json, add_window, camera_of, time_of
from .progress import reporter


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "list",
        help="show what the archive holds",
        description="Show the spans of time that the archive holds, and the gaps.",
    )
    add_archive(parser)
    add_window(parser, required=False)
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """List."""
    archive, camera = camera_of(args)
    start = None if args.start is None else time_of(args.start)
    end = None if args.end is None else time_of(args.end)
    if start is not None and end is not None and end <= start:
        raise EngineError("window_empty", "The window ends before it begins.")
    report = reporter(as_json=False, quiet=args.json)
    found = archive.coverage(camera, start, end, report)
    segments = archive.segments(camera, start, end)
    return {
        "camera": camera,
        "coverage": [_span(span) for span in found.spans],
        "gaps": [_span(span) for span in found.gaps],
        "frames": found.frames,
        "segments": len(segments),
        "unreadable": found.unreadable,
        "bytes": archive.size(camera),
    }


def render(result: dict[str, Any]) -> str:
    """Show a line for each span and each gap, in order of time."""
    lines = [("footage", span) for span in result["coverage"]]
    lines += [("gap    ", span) for span in result["gaps"]]
    lines.sort(key=lambda line: str(line[1]["start"]))
    text = [f"{kind}  {span['start']}  {span['end']}" for kind, span in lines]
    return "\n".join(text) if text else "There is no footage."


def _span(span: tuple[int, int]) -> dict[str, str]:
    return {"start": format_time(span[0]), "end": format_time(span[1])}
