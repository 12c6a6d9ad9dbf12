"""``keyframe``: the first picture of a segment or a clip, or of a later part of it."""

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
    parser.add_argument(
        "--after",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="pass over so much of it, such as a gap",
    )
    parser.add_argument("--width", type=int, default=WIDTH, metavar="PIXELS")
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Write the picture."""
    try:
        with av.open(str(args.file), format="mp4") as container:
            frame = _first(container, args.after)
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


def _first(container: av.container.InputContainer, after: float) -> av.VideoFrame:
    """Return the first picture from a time on, the last one where there is none.

    Raises StopIteration where there is no picture at all.
    """
    stream = container.streams.video[0]
    if after <= 0 or stream.time_base is None:
        return next(container.decode(stream))
    wanted = (stream.start_time or 0) + round(after / stream.time_base)
    container.seek(wanted, stream=stream)
    frames = container.decode(stream)
    frame = next(frames)
    for later in frames:
        if frame.pts is None or frame.pts >= wanted:
            break
        frame = later
    return frame


def render(result: dict[str, Any]) -> str:
    """Say where it is."""
    return str(result["path"])
