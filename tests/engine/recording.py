"""Helpers of the tests that record a real camera."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Thread
import time

import numpy as np

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.recorder import Listener, Recorder, State
from custom_components.ring_watch.engine.retention import Retention
from custom_components.ring_watch.engine.segment import Segment, read_segment
from custom_components.ring_watch.engine.segment_writer import ClosedSegment
from custom_components.ring_watch.engine.source_errors import Reason
from custom_components.ring_watch.engine.store import CameraStore
from tests.support import decode


@dataclass
class Recording:
    """A recorder at work in a thread, and what it said."""

    recorder: Recorder
    archive: Archive
    states: list[tuple[State, Reason | None]] = field(default_factory=list)
    closed: list[ClosedSegment] = field(default_factory=list)

    def wait_for(self, state: tuple[State, Reason | None], timeout: float = 20) -> None:
        """Wait until a state is the newest one; raises TimeoutError."""
        deadline = time.monotonic() + timeout
        while not self.states or self.states[-1] != state:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{state} is not among {self.states}")
            time.sleep(0.02)


@contextmanager
def recording(
    address: Address, folder: Path, *, sound: bool = True
) -> Iterator[Recording]:
    """Record ``address`` as the camera ``door`` while the context lasts."""
    archive = Archive(folder)
    states: list[tuple[State, Reason | None]] = []
    closed: list[ClosedSegment] = []
    recorder = Recorder(
        address,
        CameraStore(Retention(archive), "door"),
        Listener(lambda state, reason: states.append((state, reason)), closed.append),
        sound=sound,
    )
    thread = Thread(target=recorder.run)
    thread.start()
    try:
        yield Recording(recorder, archive, states, closed)
    finally:
        recorder.stop()
        thread.join(2)
        recorder.finish()
        thread.join(15)
        assert not thread.is_alive()


def segments(archive: Archive) -> list[Segment]:
    """Return the segments of the camera ``door``."""
    return [read_segment(file.path) for file in archive.segments("door")]


def seen(archive: Archive) -> list[tuple[Fraction, int | None]]:
    """Return (microseconds since the epoch, counter) of all pictures.

    The times are the segment's own: libav moves those of reordered fragments.
    """
    found: list[tuple[Fraction, int | None]] = []
    for segment in segments(archive):
        times = np.sort(segment.video.pts)
        numbers = decode.counters(segment.path)
        found += [
            (Fraction(int(at) * 1_000_000, segment.video.timescale), number)
            for at, number in zip(times, numbers, strict=True)
        ]
    return found
