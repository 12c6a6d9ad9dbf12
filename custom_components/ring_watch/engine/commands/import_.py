"""``import``: existing footage into the archive."""

import argparse
from pathlib import Path
from typing import Any

from ..errors import EngineError
from ..importer import import_file
from ..times import format_time
from .arguments import add_archive, add_json, camera_of, time_of
from .progress import reporter


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="bring existing footage into the archive",
        description="Bring a file into the archive: an SD card's, or the export of a "
        "network recorder. The whole file becomes part of it, or nothing.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    add_archive(parser)
    parser.add_argument(
        "--start",
        required=True,
        metavar="T",
        help="when the first frame was: ISO 8601 with an offset or Z",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Import."""
    archive, camera = camera_of(args)
    start = time_of(args.start)
    if start < 0:
        raise EngineError("bad_time", "Footage of before 1970 cannot be kept.")
    report = reporter(as_json=False, quiet=args.json)
    imported = import_file(archive, camera, args.file, start, report)
    return {
        "camera": camera,
        "start": format_time(imported.start_us),
        "end": format_time(imported.end_us),
        "segments": imported.segments,
        "bytes": imported.size,
        "encoded": imported.encoded,
        "audio": imported.sound,
    }


def render(result: dict[str, Any]) -> str:
    """Say what was imported."""
    how = "encoded" if result["encoded"] else "copied"
    sound = "with sound" if result["audio"] else "without sound"
    return (
        f"{result['camera']}: {result['start']} to {result['end']}, {how}, {sound}, "
        f"{result['segments']} segments, {result['bytes']} bytes"
    )
