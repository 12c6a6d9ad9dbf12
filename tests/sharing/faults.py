"""A disk and a power supply that fail when they are told to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
import errno
import os
from typing import Any
from unittest.mock import patch


class Crash(BaseException):
    """The process ends here: nothing of it does anything any more."""


class Faults:
    """Counts what touches the disk, or has an effect elsewhere, and fails there.

    ``arm`` names the point; it fails as ``before`` (not done), ``after`` (done, but
    nobody knows), ``torn`` (a write half done) or ``full`` (an OSError; the process
    lives on).
    """

    CALLS = ("write", "fsync", "replace", "rename", "ftruncate", "unlink")

    def __init__(self) -> None:
        self.left: int | None = None
        self.how = "before"
        self.dead = False
        self.passed = 0

    def arm(self, point: int, how: str) -> None:
        """Fail at the ``point``-th call from now on, counted from 0."""
        self.left, self.how = point, how

    def revive(self) -> None:
        """Begin another process, on a disk that works."""
        self.left, self.dead = None, False

    def point[T](
        self, act: Callable[[], T], torn: Callable[[], object] | None = None
    ) -> T:
        """Do ``act``, unless it is the moment to fail."""
        if self.dead:
            raise Crash
        self.passed += 1
        if self.left is None:
            return act()
        self.left -= 1
        if self.left >= 0:
            return act()
        self.left = None
        if self.how == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        self.dead = True
        if self.how == "after":
            act()
        elif self.how == "torn" and torn is not None:
            torn()
        raise Crash

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Stand between the program and the disk."""
        real = {name: getattr(os, name) for name in self.CALLS}

        def wrap(name: str) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                def act() -> Any:
                    # What a crash keeps does not depend on it, and it is slow.
                    return None if name == "fsync" else real[name](*args, **kwargs)

                if name != "write":
                    return self.point(act)
                descriptor, data = args
                if descriptor <= 2:
                    return act()
                half = bytes(data)[: len(data) // 2]
                return self.point(act, lambda: real["write"](descriptor, half))

            return call

        with ExitStack() as stack:
            for name in self.CALLS:
                stack.enter_context(patch.object(os, name, wrap(name)))
            yield
