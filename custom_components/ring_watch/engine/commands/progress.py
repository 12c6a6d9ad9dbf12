"""Progress for whoever waits: a bar at a terminal, JSON lines for a program."""

from collections.abc import Callable
import json
import sys
import time

_QUIET_SECONDS = 2.0
_WIDTH = 30


def reporter(*, as_json: bool, quiet: bool = False) -> Callable[[float], None]:
    """Return a function to call with the part that is done, from 0 to 1.

    As JSON on stdout, a line for each per cent; else, unless ``quiet``, on stderr, when
    that is a terminal and it takes longer than two seconds.
    """
    if as_json:
        return _JsonLines()
    if not quiet and sys.stderr.isatty():
        return _Bar()
    return lambda done: None


class _JsonLines:
    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: float) -> None:
        percent = int(done * 100)
        if percent > self._shown:
            self._shown = percent
            print(json.dumps({"progress": percent / 100}), flush=True)


class _Bar:
    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = -1

    def __call__(self, done: float) -> None:
        percent = int(done * 100)
        if percent == self._shown or time.monotonic() - self._started < _QUIET_SECONDS:
            return
        self._shown = percent
        filled = "#" * (percent * _WIDTH // 100)
        end = "\n" if done >= 1 else ""
        print(
            f"\r[{filled:<{_WIDTH}}] {percent:3} %",
            end=end,
            file=sys.stderr,
            flush=True,
        )
