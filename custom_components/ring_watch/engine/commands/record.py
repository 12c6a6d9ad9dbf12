"""``record``: a camera or a file into the archive."""

import argparse
import math
from pathlib import Path
import signal
import sys
from threading import Thread
import time
from types import FrameType
from typing import Any

from ..address import Address, check_address
from ..archive import Archive
from ..errors import EngineError
from ..recorder import Listener, Recorder, State
from ..retention import Retention
from ..segment_writer import ClosedSegment
from ..source_errors import Reason, SourceError
from ..store import CameraStore
from ..times import format_time
from .arguments import add_archive, add_json

_GRACE_SECONDS = 2
_POLL_SECONDS = 0.2


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "record",
        help="record a camera, or a file as if it were one",
        description="Record SOURCE until it is told to stop. A camera that breaks off "
        "is connected again; a file is recorded in its own time, once.",
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="rtsp(s)://, http(s):// or a file"
    )
    add_archive(parser)
    parser.add_argument(
        "--seconds", type=float, metavar="N", help="stop after this many seconds"
    )
    parser.add_argument("--no-audio", action="store_true", help="without sound")
    parser.add_argument(
        "--transport", choices=("tcp", "udp"), default="tcp", help="of RTSP"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Record."""
    address = Address(args.source, transport=args.transport)
    check_address(address)
    if address.scheme == "file" and not address.path.is_file():
        name = address.path.name
        raise EngineError("bad_source", f"There is no readable file {name!r}.")
    retention = Retention(Archive(args.archive))
    store = CameraStore(retention, args.camera)
    segments: list[ClosedSegment] = []
    said: list[tuple[State, Reason | None]] = []

    def on_state(state: State, reason: Reason | None) -> None:
        said.append((state, reason))
        if not args.json:
            print(state if reason is None else f"{state}: {reason}", file=sys.stderr)

    listener = Listener(on_state, segments.append)
    recorder = Recorder(address, store, listener, sound=not args.no_audio, files=True)
    failure: list[EngineError] = []
    thread = Thread(target=_run, args=(recorder, address, failure), daemon=True)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        recorder.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    thread.start()
    until = math.inf if args.seconds is None else time.monotonic() + args.seconds
    while thread.is_alive() and not recorder.stopping and time.monotonic() < until:
        thread.join(min(_POLL_SECONDS, max(until - time.monotonic(), 0)))
    recorder.stop()
    thread.join(_GRACE_SECONDS)
    # When it hangs in a read, only that read's own time limit ends the thread.
    recorder.finish()
    if failure:
        raise failure[0]
    if not segments:
        if recorder.trouble is not None:
            raise recorder.trouble
        reason = next((why for _, why in reversed(said) if why is not None), None)
        raise SourceError(reason or "no_video")
    return {
        "camera": args.camera,
        "archive": str(Path(args.archive).absolute()),
        "start": format_time(segments[0].start_us),
        "end": format_time(segments[-1].end_us),
        "segments": len(segments),
        "bytes": sum(segment.size for segment in segments),
    }


def render(result: dict[str, Any]) -> str:
    """Say what was recorded."""
    return (
        f"{result['camera']}: {result['start']} to {result['end']}, "
        f"{result['segments']} segments, {result['bytes']} bytes"
    )


def _run(recorder: Recorder, address: Address, failure: list[EngineError]) -> None:
    try:
        recorder.run(forever=address.scheme != "file")
    except EngineError as error:
        failure.append(error)
