"""``keyframe``: the first picture of a segment or a clip."""

import argparse
from pathlib import Path
from typing import Any

import av

from ..errors import EngineError
from ..jpeg import encode_jpeg, write_private
from ..thumbnails import WIDTH
from .arguments import add_json


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "keyframe",
        help="write the first picture of a file",
        description="Write the first picture of a segment or a clip as JPEG.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--output", type=Path, required=True, metavar="JPEG")
    parser.add_argument("--width", type=int, default=WIDTH, metavar="PIXELS")
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Write the picture."""
    try:
        with av.open(str(args.file), format="mp4") as container:
            frame = next(container.decode(video=0))
        picture = encode_jpeg(frame, max(2, args.width))
    except av.FFmpegError, OSError, StopIteration, IndexError:
        raise EngineError("unreadable", "The file shows no picture.") from None
    try:
        write_private(args.output, picture)
    except OSError as error:
        raise EngineError(
            "bad_output", f"The picture cannot be written: {error.strerror}."
        ) from None
    return {"path": str(args.output)}


def render(result: dict[str, Any]) -> str:
    """Say where it is."""
    return str(result["path"])
