"""From packets to segments for one connection, without a clock of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Protocol

import av

from .access_units import Assembler, Continuation, Picture
from .media import (
    MICROSECONDS,
    AccessUnit,
    AudioFormat,
    VideoCodec,
    VideoFormat,
    timescale_for,
)
from .segment_file import Store
from .segment_writer import ClosedSegment, SegmentWriter
from .segmenter import Segmenter

_ASSUMED_RATE = Fraction(15)
_JUMP_SECONDS = Fraction(1, 10)

type Keyframe = Callable[[VideoFormat, bytes, int], None]
"""Takes the format, the sample and the time in microseconds of a picture."""


@dataclass(frozen=True, slots=True)
class VideoStream:
    """What is known of a video stream before its first packet."""

    codec: VideoCodec
    extradata: bytes | None
    time_base: Fraction
    frame_rate: Fraction | None
    aspect: Fraction | None = None
    """The shape of samples where only the container tells it."""

    def assembler(self) -> Assembler:
        """Return a new assembler for the stream's packets."""
        ticks = float(1 / self.time_base)
        return Assembler(self.codec, self.extradata, ticks, self.aspect)


class SoundStream(Protocol):
    """Packets of sound in, AAC frames out."""

    @property
    def time_base(self) -> Fraction:
        """Seconds a tick of the times that come out."""

    @property
    def format(self) -> AudioFormat | None:
        """How the frames are coded, as far as that is known."""

    def feed(
        self, packet: av.Packet[av.AudioStream], pts: int
    ) -> Iterator[tuple[bytes, int]]:
        """Yield frames and their times."""

    def flush(self) -> Iterator[tuple[bytes, int]]:
        """Yield what is left."""


class Track:
    """Turns a stream's timestamps into absolute ticks of the archive."""

    def __init__(self, time_base: Fraction, rate: Fraction | None = None) -> None:
        """``time_base``: seconds a tick of the stream. ``rate``: pictures a second."""
        self.time_base = time_base
        self.timescale = timescale_for(time_base, rate)
        self._ratio = time_base * self.timescale
        self._shift = Fraction(0)
        self._whole: tuple[int, int] | None = None

    def place(self, offset: Fraction) -> None:
        """``offset``: seconds since the Unix epoch of the stream's timestamp zero."""
        self._shift = offset * self.timescale
        self._whole = None
        if self._ratio.denominator == 1:
            # All are rounded alike, so their distances stay exact.
            self._whole = (self._ratio.numerator, ceil(self._shift))

    def ticks(self, pts: int) -> int:
        """Return when a timestamp is; exact wherever the timescale allows.

        Else the tick that follows: no picture is at a time before its own.
        """
        if self._whole is not None:
            ratio, shift = self._whole
            return pts * ratio + shift
        return ceil(pts * self._ratio + self._shift)

    def microseconds(self, pts: int) -> int:
        """Return the stream's own time of a timestamp."""
        return int(pts * self.time_base * MICROSECONDS)


class Pipeline:
    """Assembles, places and stores the pictures and the sound of a source."""

    def __init__(
        self,
        video: VideoStream,
        sound: SoundStream | None,
        store: Store,
        closed: Callable[[ClosedSegment], None],
        *,
        keyframe: Keyframe | None = None,
        before_segment: Callable[[], None] | None = None,
    ) -> None:
        """``closed`` is told of every finished segment, ``keyframe`` of pictures.

        ``before_segment`` may call ``place`` right before a segment begins.
        """
        rate = video.frame_rate or _ASSUMED_RATE
        self.video = Track(video.time_base, rate)
        self.audio = Track(video.time_base if sound is None else sound.time_base)
        self._assembler = video.assembler()
        self._sound = sound
        self.segmenter = Segmenter(
            SegmentWriter(
                store,
                self.video.timescale,
                self.audio.timescale,
                round(self.video.timescale / rate),
                closed,
            )
        )
        if sound is not None:
            self.segmenter.expect_audio(sound.format)
        self._before_segment = before_segment
        self._keyframe = keyframe
        self._shown: tuple[VideoFormat, list[bytes], int] | None = None
        self._heard_at: Fraction | None = None
        self._floor: int | None = None
        self._started = False
        self._hole = False
        # In how many packets the picture that came last did, and those before it:
        # where parameter sets are repeated, only pictures to start from are torn.
        self._parts = 0
        self._random_access = False
        self._usual_parts: dict[bool, int] = {}

    def place(self, video: Fraction, audio: Fraction) -> None:
        """Say when timestamp zero of each track is, in seconds since the epoch."""
        self.video.place(video)
        if self._sound is not None and self._heard_at is not None:
            if abs(audio - self._heard_at) > _JUMP_SECONDS:
                # What an encoder still holds is of the time before.
                self._store_sound(self._sound.flush())
        self._heard_at = audio
        self.audio.place(audio)

    def add_packet(self, packet: av.Packet[av.VideoStream], pts: int) -> bool:
        """Add a demuxer's packet with its continued timestamp, as `add_video`."""
        if packet.has_sidedata("new_extradata"):
            # The container describes what follows anew.
            self._assembler.announce(bytes(packet.get_sidedata("new_extradata")))
        # It was given out when the next one began, which the hole may be in as well.
        torn, self._hole = packet.is_corrupt or self._hole, packet.is_corrupt
        return self.add_video(
            bytes(packet), pts, keyframe=packet.is_keyframe, torn=torn
        )

    def add_video(
        self, data: bytes, pts: int, *, keyframe: bool, torn: bool = False
    ) -> bool:
        """Add a packet; return whether a picture began where decoding may start.

        ``torn``: something of it may be missing.
        """
        part = self._assembler.feed(data, pts, keyframe=keyframe)
        if part is None:
            return False
        if isinstance(part, Continuation):
            self._parts += 1
            self.segmenter.extend(part.data, torn=torn)
            if self._shown is not None:
                self._shown[1].append(part.data)
            return False
        self._usual_parts[self._random_access] = self._parts
        self._parts, self._random_access = 1, part.random_access
        if not self._decodable(part):
            return False
        self._show()
        ticks = self.video.ticks(part.pts)
        if (
            part.random_access
            and self._before_segment is not None
            and self.segmenter.is_due(ticks, sync=part.sync)
        ):
            self._before_segment()
            ticks = self.video.ticks(part.pts)
        if part.format is not None and self._keyframe is not None:
            when = ticks * MICROSECONDS // self.video.timescale
            self._shown = (part.format, [part.data], when)
        self.segmenter.add_video(
            AccessUnit(part.data, ticks, part.sync, part.random_access, torn),
            part.format,
            leading=part.leading,
        )
        return part.random_access

    def add_audio(self, packet: av.Packet[av.AudioStream], pts: int) -> None:
        """Add a packet of sound with its continued timestamp."""
        if self._sound is not None:
            self._store_sound(self._sound.feed(packet, pts))

    def close(self, *, interrupted: bool = False) -> None:
        """Write what there is; ``interrupted``: perhaps in the middle of a picture."""
        usual = self._usual_parts.get(self._random_access, 1)
        if interrupted and self._parts < usual:
            self._shown = None
            self.segmenter.drop()
        try:
            if self._sound is not None:
                self._store_sound(self._sound.flush())
        finally:
            self._show()
            self.segmenter.close()

    def _store_sound(self, frames: Iterator[tuple[bytes, int]]) -> None:
        assert self._sound is not None
        for data, pts in frames:
            # Known by now: a track learns its format from the frame it returns.
            if (audio_format := self._sound.format) is not None:
                unit = AccessUnit(data, self.audio.ticks(pts))
                self.segmenter.add_audio(unit, audio_format)

    def _decodable(self, picture: Picture) -> bool:
        """Tell whether what the picture refers to was received.

        Pictures that are displayed before the first random access point, though
        decoded after it, need others that are not there.
        """
        if picture.random_access:
            needs_floor = not self._started and not picture.sync
            self._floor = picture.pts if needs_floor else None
            self._started = True
        return self._started and (self._floor is None or picture.pts >= self._floor)

    def _show(self) -> None:
        shown, self._shown = self._shown, None
        if shown is not None and self._keyframe is not None:
            video_format, parts, when = shown
            self._keyframe(video_format, b"".join(parts), when)
