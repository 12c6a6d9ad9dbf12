"""Kill a process at a chosen system call, and take away what was not synced."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
import json
import os
from pathlib import Path
import random
from typing import Any

KILLED = 9


@dataclass(frozen=True)
class Crash:
    """How a process ended.

    ``done``: it came to its end. ``told``: what it had reported until then.
    ``synced``: files' sizes at their last fsync. ``named``: the folders' names at
    theirs. ``moved``: renames not yet synced, (target, what it held before).
    """

    done: bool
    told: list[Any]
    synced: dict[str, int]
    named: list[str]
    moved: list[tuple[str, str | None]]

    def lose_power(self, folder: Path, chance: random.Random) -> None:
        """Leave of a folder's files only what must be on the disk, and some more."""
        whole: set[Path] = set()
        for target, before in self.moved:
            if chance.random() < 0.5:
                continue
            whole.add(Path(target))
            if before is None:
                Path(target).unlink(missing_ok=True)
            else:
                Path(target).write_bytes(b64decode(before))
        for path in sorted(set(folder.iterdir()) - whole):
            synced, size = self.synced.get(str(path), 0), path.stat().st_size
            if str(path) not in self.named and chance.random() < 0.5:
                path.unlink()
            elif size > synced:
                left = chance.randint(synced, size)
                data = path.read_bytes()
                if chance.random() < 0.3:
                    # The length came to the disk, the data did not.
                    data = data[:left] + bytes(size - left)
                    left = size
                path.write_bytes(data[:left])


class _Process:
    """The process that is going to be killed."""

    def __init__(self, folder: Path, at: int, channel: int, *, half: bool) -> None:
        self.at, self.channel, self.half = at, channel, half
        self.calls = 0
        self.report: dict[str, Any] = {
            "done": False,
            "told": [],
            "synced": {str(one): one.stat().st_size for one in folder.iterdir()},
            "named": [str(one) for one in folder.iterdir()],
            "moved": [],
        }
        self.write, self.fsync = os.write, os.fsync
        self.ftruncate, self.replace = os.ftruncate, Path.replace

    def end(self) -> None:
        """Report, and be gone without any cleaning up."""
        data = json.dumps(self.report).encode()
        while data:
            data = data[self.write(self.channel, data) :]
        os._exit(KILLED)

    def step(self) -> bool:
        """Tell whether the process dies in this call."""
        self.calls += 1
        return self.calls == self.at

    def on_write(self, descriptor: int, data: bytes) -> int:
        if self.step():
            if self.half:
                self.write(descriptor, data[: len(data) // 2])
            self.end()
        return self.write(descriptor, data)

    def on_fsync(self, descriptor: int) -> None:
        if self.step():
            self.end()
        self.fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if path.is_dir():
            self.report["named"] = [str(one) for one in path.iterdir()]
            self.report["moved"] = []
        else:
            self.report["synced"][str(path)] = path.stat().st_size

    def on_ftruncate(self, descriptor: int, size: int) -> None:
        if self.step():
            self.end()
        self.ftruncate(descriptor, size)

    def replacement(self) -> Any:
        """Return what takes the place of the method ``Path.replace``."""

        def replace(source: Path, target: Path) -> Path:
            if self.step():
                self.end()
            there = target.exists()
            before = b64encode(target.read_bytes()).decode() if there else None
            self.report["moved"].append((str(target), before))
            moved = self.replace(source, target)
            self.report["synced"][str(target)] = target.stat().st_size
            return moved

        return replace


def run(
    work: Callable[[Callable[[Any], None]], None],
    folder: Path,
    at: int,
    *,
    half: bool,
) -> Crash:
    """Run ``work`` in a process of its own until its ``at``-th system call.

    ``work`` gets a function that reports what it has achieved. What ``folder``
    holds before counts as synced. With ``half``, a write that kills still writes
    its first half.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        process = _Process(folder, at, writing, half=half)
        try:
            os.write, os.fsync = process.on_write, process.on_fsync  # type: ignore[assignment]
            os.ftruncate = process.on_ftruncate
            Path.replace = process.replacement()  # type: ignore[method-assign]
            work(process.report["told"].append)
            process.report["done"] = True
        finally:
            process.end()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        report = json.loads(pipe.read())
    os.waitpid(child, 0)
    return Crash(**report)
