"""A file on its way into segments: the same pictures at the same times for all.

H.264 and H.265 are copied. What no segment can hold, or no browser shows as it was
meant (other codecs, rotated or interlaced pictures, pictures hidden by an edit
list), is encoded.
"""

from collections import deque
from collections.abc import Callable, Iterator
import contextlib
from fractions import Fraction
from threading import Lock
from typing import Any

import av

from .address import Address
from .audio import SoundTrack
from .encoding import Encoding, first_frame, orientation
from .interleave import interleave
from .pipeline import Keyframe, Pipeline
from .segment_file import Store
from .segment_writer import ClosedSegment
from .sources import Source, open_source
from .timing import first_displayed, ticks_of_picture, time_base_of, video_stream

_PLAIN_FORMATS = ("yuv420p", "yuvj420p")

type AnyPacket = av.Packet[Any]


class MustEncodeError(Exception):
    """The file holds something that cannot be copied."""


@contextlib.contextmanager
def file_feed(
    address: Address,
    store: Store,
    closed: Callable[[ClosedSegment], None],
    *,
    encode: bool,
    sound: bool = True,
    keyframe: Keyframe | None = None,
    files: bool = False,
) -> Iterator[FileFeed]:
    """Open a file and what writes its segments; ``place`` is still to be called.

    ``encode``: all pictures anew; raises MustEncodeError without it for a file that
    cannot be copied, EngineError ``unreadable`` for one without video.
    """
    with _opened(address, files=files) as source:
        if encode:
            frame = first_frame(source)
            first = frame.pts if frame.pts is not None else frame.dts or 0
            if source.needs_decoder or source.step is not None:
                first = 0
        else:
            frame = None
            _check_copy(source)
            first = first_displayed(source)
    with _opened(address, files=files) as source:
        encoding = None if frame is None else Encoding(source, frame)
        video = video_stream(source) if encoding is None else encoding.stream
        track = None
        if sound and source.audio is not None:
            track = SoundTrack(source.audio)
        pipeline = Pipeline(video, track, store, closed, keyframe=keyframe)
        yield FileFeed(source, first, pipeline, encoding)


class FileFeed:
    """Hands a file's packets to a pipeline, in order of time.

    ``feed`` is called by one thread; ``close`` by any, once or more.
    """

    def __init__(
        self,
        source: Source,
        first: int,
        pipeline: Pipeline,
        encoding: Encoding | None,
    ) -> None:
        """``first``: the timestamp of the first displayed picture."""
        self._source = source
        self._first = first * time_base_of(source.video)
        self._pipeline = pipeline
        self._encoding = encoding
        self._count = 0
        self._latest: int | None = None
        self._shown = self._hidden = False
        self._lock = Lock()
        self._open = True
        self._waiting: deque[tuple[Fraction, AnyPacket, int]] = deque()
        self._sound_base = (
            Fraction(1) if source.audio is None else time_base_of(source.audio)
        )

    @property
    def size(self) -> int:
        """The file's, in bytes, as far as it is known; packets tell their place."""
        return self._source.container.size or 0

    @property
    def pictures(self) -> int:
        """How many were taken so far."""
        return self._pipeline.segmenter.pictures

    @property
    def recording(self) -> bool:
        """Whether a picture to start from has come."""
        return self.pictures > 0

    def place(self, start: Fraction) -> None:
        """Say when the first displayed picture is, in seconds since the epoch."""
        offset = start - self._first
        self._pipeline.place(offset, offset)

    def packets(self) -> Iterator[tuple[AnyPacket, Fraction]]:
        """Yield the packets for ``feed``, and when they are decoded.

        In seconds after the first displayed picture, as far as the file tells.
        """
        at = Fraction(0)
        count = 0
        for packet in interleave(self._source):
            ticks = packet.dts if packet.dts is not None else packet.pts
            if packet.stream_index == self._source.video.index:
                if self._source.step is not None:
                    ticks = count * self._source.step
                count += 1
            if ticks is not None:
                base = Fraction(
                    packet.time_base.numerator, packet.time_base.denominator
                )
                at = ticks * base - self._first
            yield packet, at

    def feed(self, packet: AnyPacket) -> None:
        """Take a packet; raises MustEncodeError for a picture that cannot be copied.

        Raises EngineError when the archive cannot be written; what follows can be fed
        all the same.
        """
        with self._lock:
            if not self._open:
                return
            if packet.stream_index != self._source.video.index:
                self._sound(packet)
            elif self._encoding is not None:
                self._encoded(packet)
            else:
                self._video(packet)

    def close(self) -> None:
        """Write what there is; later packets are ignored."""
        with self._lock:
            if not self._open:
                return
            self._open = False
            try:
                if self._encoding is not None:
                    self._encoded(None)
                self._let_sound_go(None)
            finally:
                self._pipeline.close()

    def _video(self, packet: AnyPacket) -> None:
        at = self._source.time_of(packet, self._count)
        self._count += 1
        if at is None:
            at = self._following()
        self._latest = at
        if packet.is_discard:
            # Hidden pictures at the end are left out. Others may be needed by
            # pictures that are shown, so those are encoded anew.
            self._hidden = True
            return
        if self._hidden and (self._shown or not packet.is_keyframe):
            raise MustEncodeError
        self._shown = True
        self._pipeline.add_packet(packet, at)

    def _following(self) -> int:
        """Return when a picture without a time is, as a decoder would tell.

        A program stream's packet has one time for all pictures that begin in it (ISO
        13818-1, 2.4.3.7).
        """
        if self._latest is None or self._source.video.codec_context.reorder_depth:
            raise MustEncodeError
        return self._latest + ticks_of_picture(self._source)

    def _encoded(self, packet: AnyPacket | None) -> None:
        assert self._encoding is not None
        for data, pts, keyframe in self._encoding.feed(packet):
            self._let_sound_go(pts * self._encoding.stream.time_base)
            self._pipeline.add_video(data, pts, keyframe=keyframe)

    def _sound(self, packet: AnyPacket) -> None:
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None:
            return
        if self._encoding is None:
            self._pipeline.add_audio(packet, pts)
        else:
            self._waiting.append((pts * self._sound_base, packet, pts))

    def _let_sound_go(self, before: Fraction | None) -> None:
        """Hand over sound from before a picture (in seconds), None for all of it.

        Pictures leave decoder and encoder late, and sound belongs beside those of its
        own time.
        """
        while self._waiting and (before is None or self._waiting[0][0] < before):
            _, packet, pts = self._waiting.popleft()
            self._pipeline.add_audio(packet, pts)


@contextlib.contextmanager
def _opened(address: Address, *, files: bool) -> Iterator[Source]:
    source = open_source(address, files=files)
    with source:
        yield source


def _check_copy(source: Source) -> None:
    """Raise MustEncodeError for video that cannot be copied."""
    if source.codec is None:
        raise MustEncodeError
    context = source.video.codec_context
    if orientation(source) is not None:
        raise MustEncodeError
    if source.codec == "h264" and context.pix_fmt not in _PLAIN_FORMATS:
        raise MustEncodeError
    if not video_stream(source).assembler().progressive:
        raise MustEncodeError
    if source.needs_decoder or _hides_needed(source):
        raise MustEncodeError


def _hides_needed(source: Source) -> bool:
    """Tell whether an index hides pictures that shown ones may need."""
    hidden = shown = False
    for entry in source.video.index_entries:
        if entry.is_discard:
            hidden = True
        elif hidden and (shown or not entry.is_keyframe):
            return True
        else:
            shown = True
    return False
