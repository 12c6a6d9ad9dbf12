"""``worker``: record all cameras, told what to do by JSON lines on stdin."""

import argparse
from typing import Any

from ..worker import run_worker


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    subparsers.add_parser(
        "worker",
        help="record cameras for Home Assistant",
        description="Take commands as JSON lines on stdin; see engine/worker.py.",
    )


def run(args: argparse.Namespace) -> None:
    """Serve until stdin closes."""
    del args
    run_worker()
