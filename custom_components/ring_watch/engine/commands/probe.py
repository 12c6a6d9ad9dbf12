"""``probe``: connect to a source and say what it sends."""

import argparse
import sys
from typing import Any

from ..address import Address, parse_address_json
from ..source_errors import unsupported
from ..sources import open_source
from .arguments import add_json


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "probe",
        help="say what a source sends",
        description="Connect to SOURCE and say what it sends.",
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="rtsp(s)://, http(s)://, a file, or - for a JSON object on stdin: "
        "url, username, password, transport",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Connect and look."""
    address = (
        parse_address_json(sys.stdin.read())
        if args.source == "-"
        else Address(args.source)
    )
    source = open_source(address)
    with source:
        if source.codec is None and address.scheme != "file":
            raise unsupported(source.video.codec_context.name)
        video = source.video.codec_context
        sound = None if source.audio is None else source.audio.codec_context
        rate = source.frame_rate
        return {
            "video": {
                "codec": video.name,
                "width": video.width,
                "height": video.height,
                "frame_rate": None if rate is None else round(float(rate), 3),
            },
            "audio": None
            if sound is None
            else {
                "codec": sound.name,
                "sample_rate": sound.sample_rate,
                "channels": sound.channels,
            },
        }


def render(result: dict[str, Any]) -> str:
    """Say it in two lines."""
    video, audio = result["video"], result["audio"]
    rate = "" if video["frame_rate"] is None else f", {video['frame_rate']:g} a second"
    lines = [f"video  {video['codec']}, {video['width']} x {video['height']}{rate}"]
    lines.append(
        "audio  none"
        if audio is None
        else f"audio  {audio['codec']}, {audio['sample_rate']} Hz, "
        f"{audio['channels']} channels"
    )
    return "\n".join(lines)
