"""Pictures of the archive, decoded with PyAV."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
import os
from typing import BinaryIO, cast
import zlib

import av
from av.codec.context import Flags
from av.packet import Packet as AnyPacket
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .continuity import Continuity
from .cut import Track
from .errors import EngineError
from .media import Ints
from .pauses import pauses
from .segment import Flags as Wanted, Samples
from .slices import slices_of, usual_slices
from .unwritten import Wash, is_unwritten

type Packet = AnyPacket[VideoStream]

THREADS = min(4, os.cpu_count() or 1)
_REFUSALS = (av.FFmpegError, ValueError)
"""Of packets. The latter of a decoder that could not be opened before."""
_FULL_RANGE = 2
_MOST_REORDERED = 16
_ACCIDENTS = 0.05
"""Part of the pictures whose times a camera may have mistaken."""
_ENOUGH = 256
"""Pictures that show into how many slices an encoder cuts them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How decoded pictures look; the colour fields are codes of ITU-T H.273.

    ``rate``: usual pictures a second. ``aspect``: of a sample, 1 for square ones.
    """

    width: int
    height: int
    rate: Fraction
    aspect: Fraction
    full_range: bool
    color_primaries: int
    color_trc: int
    colorspace: int


def decode(
    track: Track,
    first: int,
    last: int,
    start: int,
    end: int,
    window: int | None = None,
) -> Iterator[av.VideoFrame]:
    """Yield the pictures with start <= pts < end of samples [first, last), in order.

    ``pts`` of a picture is in ticks of the track. What is damaged or missing costs
    pictures; those that come show nothing of the time before ``window``, which is no
    later than ``start``, or before that.
    """
    shown = start - 1
    window = start if window is None else window
    for frame in _pictures(track, first, last, start, window):
        assert frame.pts is not None
        if shown < frame.pts < end:
            shown = frame.pts
            yield frame


def _pictures(
    track: Track, first: int, last: int, start: int, window: int
) -> Iterator[av.VideoFrame]:
    """Yield the pictures of samples [first, last), and maybe earlier ones.

    Decoders fill what they cannot read with what they showed before. So damage ends
    the pictures until decoding may start anew: what the disk did everywhere, and where
    something from before ``start`` is left in the decoder, what it complains about too.
    """
    samples = track.samples
    at: int | None = first
    while at is not None:
        # What precedes a start that is no IDR picture refers to what is not there.
        low = 0 if samples.sync[at] else int(samples.pts[at])
        turn: int | None = None
        pictures: _Quick | _Careful
        if samples.pts[at:last].min() >= start:
            pictures = _Quick(track, at, last)
        else:
            turn = _next(samples.sync & (samples.pts >= start), at + 1, last)
            pictures = _Careful(track, at, last if turn is None else turn, window)
        yield from _since(low, pictures)
        damaged = pictures.damaged
        if damaged is None:
            at = turn
        else:
            # Decoding may start with it, where only what came before it is missing.
            after = damaged + 1 if damaged == at else damaged
            at = _next(samples.random_access, after, last)


def _since(low: int, frames: Iterable[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    return (frame for frame in frames if frame.pts is not None and frame.pts >= low)


def _next(wanted: Wanted, first: int, last: int) -> int | None:
    """Return the index in [first, last) of the first that is wanted."""
    found = np.flatnonzero(wanted[first:last])
    return first + int(found[0]) if len(found) else None


class _Quick:
    """The pictures of samples [first, last) up to the first that is not as recorded.

    ``damaged``: its index, once they have been iterated over.
    """

    def __init__(self, track: Track, first: int, last: int) -> None:
        """Look at nothing yet."""
        self._track = track
        self._first = first
        self._last = last
        self.damaged: int | None = None

    def __iter__(self) -> Iterator[av.VideoFrame]:
        """Yield what the decoder makes of them, in order of time."""
        with _decoder(self._track) as context:
            for index, packet in _packets(self._track, self._first, self._last):
                if packet is None:
                    self.damaged = index
                    break
                yield from _decoded(context, packet, [])
            yield from _decoded(context, None, [])


class _Careful:
    """The pictures of samples [first, last) up to the first that is not whole.

    ``damaged``: its index, once they have been iterated over. One picture at a time is
    decoded, so that it is known which of them a complaint is about.
    """

    def __init__(self, track: Track, first: int, last: int, window: int) -> None:
        """Look at nothing yet. ``window``: when those begin that may be shown."""
        self._track = track
        self._first = first
        self._last = last
        self._window = window
        self._closed = bool(track.samples.sync[first])
        # The decoder of H.264 notices what is missing.
        self._wash = Wash() if track.format.codec == "hevc" else None
        self.damaged: int | None = None

    def __iter__(self) -> Iterator[av.VideoFrame]:
        """Yield the pictures in order of time."""
        samples = self._track.samples
        continuity = Continuity(self._track.format, pauses=pauses(self._track))
        distances = _distances(samples, self._first, self._last)
        slices = self._usual_slices()
        settled = self._settled()
        with _decoder(self._track, strictly=self._closed) as context:
            for index, packet in _packets(self._track, self._first, self._last):
                frames = None
                if (
                    packet is not None
                    and not samples.torn[index]
                    and continuity.follows(
                        bytes(packet),
                        float(distances[index - self._first]),
                        inside=bool(samples.pts[index] >= self._window),
                    )
                    and (not slices or slices_of(bytes(packet)) >= slices)
                ):
                    frames = _decoded(context, packet, None if index >= settled else [])
                if frames is None:
                    self.damaged = index
                    break
                for frame in frames:
                    if self._is_damaged(frame):
                        self.damaged = index
                        return
                    yield frame
                    self._let_go(frame)
            damaged = None if self.damaged is None else samples.pts[self.damaged]
            # The others were decoded before.
            for frame in _decoded(context, None, []):
                if frame.pts != damaged and not self._is_damaged(frame):
                    yield frame

    def _is_damaged(self, frame: av.VideoFrame) -> bool:
        """Tell whether the decoder knows a picture to be, or did not write all of it."""
        if self._wash is not None and is_unwritten(frame):
            return True
        return self._closed and frame.is_corrupt

    def _let_go(self, frame: av.VideoFrame) -> None:
        """Let nothing of a picture from before the window be left in the decoder."""
        if self._wash is not None and (frame.pts or 0) < self._window:
            self._wash.keep(frame)

    def _usual_slices(self) -> int:
        """Return how many slices a picture of H.265 has, as its first ones show."""
        if self._wash is None:
            return 0
        last = min(self._last, self._first + _ENOUGH)
        packets = _packets(self._track, self._first, last)
        random_access = self._track.samples.random_access
        # Pictures to start from are larger, and may have more.
        return usual_slices(
            bytes(packet)
            for index, packet in packets
            if packet and not random_access[index]
        )

    def _settled(self) -> int:
        """Return from which sample on a complaint is worth something.

        A start that is no IDR picture is known for them up to the next such start.
        """
        if self._closed:
            return self._first
        starts = self._track.samples.random_access
        following = _next(starts, self._first + 1, self._last)
        return self._last if following is None else following


def _distances(samples: Samples, first: int, last: int) -> NDArray[np.float64]:
    """Return how far apart pictures are around each of samples [first, last).

    In usual intervals. Where pictures are reordered, one that is missing was decoded
    some pictures before or after those that were displayed beside it.
    """
    usual = np.median(np.diff(samples.dts)) if len(samples) > 1 else 1
    # Ascending: in place of decode times there are those of display, in their order.
    before = np.diff(samples.dts[first:last], prepend=samples.dts[first])
    ranks = np.argsort(np.argsort(samples.pts[first:last], kind="stable"))
    moved = int(np.abs(ranks - np.arange(last - first)).max())
    around = sliding_window_view(np.pad(before, moved), 2 * moved + 1)
    return np.asarray(around.max(axis=1) / max(usual, 1), np.float64)


def _reordering(samples: Samples) -> int:
    """Return how many pictures wait in a decoder for one that is displayed earlier."""
    return min(int(_waits(samples).max()), _MOST_REORDERED)


def _waits(samples: Samples) -> Ints:
    """Return how many pictures wait for each of the samples at least."""
    ranks = np.argsort(np.argsort(samples.pts, kind="stable"))
    return np.arange(len(samples)) - ranks


def look_at(track: Track, near: int) -> Look | None:
    """Return how pictures look, from the first that decodes at or after ``near``.

    ``near``: index of a sample. None when none does.
    """
    samples = track.samples
    before = np.flatnonzero(samples.random_access[: near + 1])
    first = int(before[-1]) if len(before) else 0
    intervals = np.diff(np.sort(samples.pts))
    usual = int(np.median(intervals)) if len(intervals) else samples.timescale
    with _decoder(track) as context:
        for frame in _leniently(context, track, first):
            return Look(
                # What is encoded is 4:2:0, which has no odd sizes.
                width=max(frame.width & ~1, 2),
                height=max(frame.height & ~1, 2),
                rate=_rate(samples.timescale, usual),
                aspect=track.format.aspect or _aspect(context),
                full_range=frame.format.name.startswith("yuvj")
                or frame.color_range == _FULL_RANGE,
                color_primaries=frame.color_primaries,
                color_trc=frame.color_trc,
                colorspace=frame.colorspace,
            )
    return None


def _leniently(
    context: VideoCodecContext, track: Track, first: int
) -> Iterator[av.VideoFrame]:
    """Yield whatever the decoder makes of the samples from ``first`` on."""
    for _, packet in _packets(track, first, len(track.samples)):
        if packet is not None:
            yield from _decoded(context, packet, [])
    yield from _decoded(context, None, [])


def is_misunderstood(track: Track) -> bool:
    """Tell whether decoders that believe the coding drop pictures of H.264.

    It says then that fewer wait for another (max_num_reorder_frames, E.2.1) than do.
    """
    waits = _waits(track.samples)
    if not waits.any() or track.format.codec != "h264":
        return False
    with _decoder(track, reordered=0) as context:
        for _ in _leniently(context, track, 0):
            return float(np.mean(waits > context.reorder_depth)) > _ACCIDENTS
    return False


@contextmanager
def _decoder(
    track: Track, *, strictly: bool = False, reordered: int | None = None
) -> Iterator[VideoCodecContext]:
    """``strictly``: one picture at a time, and any doubt about one is an error.

    ``reordered``: how many pictures may wait for another at least.
    """
    context: VideoCodecContext = av.CodecContext.create(track.format.codec, "r")
    context.extradata = track.format.config
    # Away from IDR pictures the decoder doubts what it shows; here it is known which
    # pictures are complete.
    context.flags |= Flags.output_corrupt
    # Else what the coding cuts off at the left is shown, to keep rows aligned.
    context.flags |= Flags.unaligned
    # Streams that do not say how far they reorder then lose no picture at the start.
    context.options = {
        "strict": "strict",
        # Nor do those that say too little, which only their times show.
        "has_b_frames": str(
            _reordering(track.samples) if reordered is None else reordered
        ),
    }
    if strictly:
        # Aggressive: also of bits of a slice that are left when its picture is complete.
        context.options |= {"err_detect": "explode+aggressive"}
        context.thread_count = 1
    else:
        context.thread_type = "FRAME"
        context.thread_count = THREADS
    try:
        yield context
    finally:
        # Lets its threads finish. One that wants to log while the decoder is being
        # freed would wait for the interpreter, which waits for the thread.
        with suppress(*_REFUSALS):
            context.decode(None)


def _decoded[T](
    context: VideoCodecContext, packet: Packet | None, damaged: T
) -> list[av.VideoFrame] | T:
    """Return pictures; ``damaged`` where the decoder reports an error."""
    try:
        return context.decode(packet)
    except _REFUSALS:
        return damaged


def _packets(
    track: Track, first: int, last: int
) -> Iterator[tuple[int, Packet | None]]:
    """Yield samples with their indices; None in place of one that is damaged."""
    samples = track.samples
    time_base = Fraction(1, samples.timescale)
    number: int | None = None
    file: BinaryIO | None = None
    try:
        for index in range(first, last):
            if file is None or number != track.file[index]:
                if file is not None:
                    file.close()
                number = int(track.file[index])
                file = track.paths[number].open("rb")
            file.seek(int(samples.offset[index]))
            data = file.read(int(samples.size[index]))
            if len(data) < samples.size[index]:
                raise EngineError(
                    "footage_gone", "Footage was removed meanwhile. Gather again."
                )
            if zlib.crc32(data) != samples.checksum[index]:
                yield index, None
                continue
            # Not AnyPacket(data): a thread of the decoder would need the interpreter
            # to free that, and wait forever for a thread that waits for it.
            packet = cast("Packet", AnyPacket(len(data)))
            packet.update(data)
            packet.time_base = time_base
            packet.pts = int(samples.pts[index])
            packet.dts = int(samples.dts[index])
            yield index, packet
    finally:
        if file is not None:
            file.close()


def _aspect(context: VideoCodecContext) -> Fraction:
    aspect = context.sample_aspect_ratio
    return Fraction(aspect.numerator, aspect.denominator) if aspect else Fraction(1)


def _rate(timescale: int, interval: int) -> Fraction:
    rate = Fraction(timescale, max(interval, 1)).limit_denominator(1001)
    return min(max(rate, Fraction(1)), Fraction(120))
