"""The command line: one module of ``commands`` for each command."""

import argparse
from collections.abc import Sequence
import importlib
import json
import signal
import sys
from types import FrameType, ModuleType

from .errors import EngineError

COMMANDS = (
    "record",
    "import",
    "list",
    "gather",
    "check",
    "thumbnails",
    "keyframe",
    "probe",
    "worker",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code: 0, 1 for what went wrong, 2 for usage.

    A command module has ``add_parser(subparsers)``, ``run(args)``, which returns the
    result as JSON values or raises EngineError, and ``render(result)`` for people.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="engine", description="Record doorbells; gather exact windows of footage."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    # Loading a command's module takes the longest: only the wanted one, if any.
    wanted = [name for name in COMMANDS if arguments and arguments[0] == name]
    modules = {name: _module(name) for name in wanted or COMMANDS}
    for module in modules.values():
        module.add_parser(subparsers)
    args = parser.parse_args(arguments)
    module = modules[args.command]
    signal.signal(signal.SIGTERM, _cancel)
    try:
        result = module.run(args)
    except EngineError as error:
        return _fail(args, error)
    except KeyboardInterrupt:
        return _fail(args, EngineError("cancelled", "Cancelled."))
    if result is not None:
        _print(args, "result", result, module.render(result))
    return 0


def _module(name: str) -> ModuleType:
    # ``import`` cannot be the name of a module that others import.
    suffix = "_" if name in ("import", "list") else ""
    return importlib.import_module(f".commands.{name}{suffix}", __package__)


def _cancel(number: int, frame: FrameType | None) -> None:
    # Not an EngineError: what passes over damage must not pass over this.
    del number, frame
    raise KeyboardInterrupt


def _fail(args: argparse.Namespace, error: EngineError) -> int:
    detail = {"code": error.code, "message": str(error)}
    if getattr(args, "json", False):
        print(json.dumps({"error": detail}), flush=True)
    else:
        print(error, file=sys.stderr, flush=True)
    return 1


def _print(
    args: argparse.Namespace, key: str, result: dict[str, object], text: str
) -> None:
    if not getattr(args, "json", False):
        print(text, flush=True)
    elif getattr(args, "progress", False):
        print(json.dumps({key: result}), flush=True)
    else:
        print(json.dumps(result), flush=True)
