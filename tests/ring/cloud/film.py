"""Recordings whose every picture tells when it was taken.

Picture k of a film shows its counter, and was taken k / `RATE` s after `origin`: what
holds the pictures of some film can be compared to the moments that it should hold.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
import io
from pathlib import Path
import random
from typing import Final

import av
from av.video.stream import VideoStream

from tests.support.footage import Codec, Footage, Made, Sound, make

RATE: Final = 15
MICROSECOND: Final = timedelta(microseconds=1)
SMALL: Final = Footage(width=160, height=96, rate=Fraction(RATE), sound_rate=24_000)
"""Tests make hundreds."""
SCRAMBLED: Final = 4096
"""Bytes of a recording that only its owner's phone can decode."""


@dataclass(frozen=True)
class Recording:
    """A file and when its first picture was taken.

    `preroll` is how much of it is from before the event, in seconds. `made` is the truth
    about its pictures; an encrypted one has none.
    """

    content: bytes
    begins: datetime
    seconds: float
    preroll: float
    made: Made | None


@dataclass(frozen=True)
class Film:
    """Makes recordings in a folder; all of one film count from `origin`."""

    folder: Path
    origin: datetime
    footage: Footage = field(default_factory=lambda: SMALL)

    def counter_at(self, moment: datetime) -> int:
        """The counter of the first picture that is taken at a moment or after it."""
        return -((self.origin - moment) // MICROSECOND * RATE // 1_000_000)

    def moment_of(self, counter: int) -> datetime:
        """When the picture with a counter was taken, in whole microseconds."""
        return self.origin + timedelta(microseconds=counter * 1_000_000 // RATE)

    def record(
        self,
        begins: datetime,
        seconds: float,
        *,
        preroll: float = 0,
        codec: Codec = "h264",
        sound: Sound | None = "aac",
        variable: bool = False,
        encrypted: bool = False,
    ) -> Recording:
        """Record from the first whole picture after `begins` on.

        A `variable` one has pictures at uneven times, so that its counters tell no
        moments any more. Raises ValueError for what is before the origin.
        """
        first = self.counter_at(begins)
        begins = self.moment_of(first)
        if encrypted:
            content = random.Random(first).randbytes(SCRAMBLED)
            return Recording(content, begins, seconds, preroll, None)
        wanted = replace(
            self.footage,
            codec=codec,
            sound=sound,
            variable=variable,
            seconds=Fraction(seconds).limit_denominator(1000),
            first_counter=first,
        )
        made = make(wanted, self.folder)
        return Recording(made.path.read_bytes(), begins, seconds, preroll, made)


def joined(files: list[bytes]) -> bytes:
    """Files of one film as one, whose pictures follow each other without a gap."""
    if len(files) == 1:
        return files[0]
    whole = io.BytesIO()
    with av.open(whole, "w", "mp4") as target:
        stream: VideoStream | None = None
        at = 0
        for file in files:
            with av.open(io.BytesIO(file), "r") as source:
                if stream is None:
                    stream = target.add_stream_from_template(source.streams.video[0])
                begin = at
                for packet in source.demux(video=0):
                    if packet.pts is None or packet.dts is None:
                        continue
                    at = max(at, begin + packet.pts + (packet.duration or 0))
                    packet.pts += begin
                    packet.dts += begin
                    packet.stream = stream
                    target.mux(packet)
    return whole.getvalue()
