"""Pictures of the archive, decoded with PyAV."""

from collections.abc import Iterable, Iterator

import av
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .continuity import Continuity
from .cut import Track
from .decoder import decoded, decoder, packets
from .pauses import pauses
from .segment import Flags, Samples
from .slices import slices_of, usual_slices
from .unwritten import Wash, is_unwritten

_ENOUGH = 256
"""Pictures that show into how many slices an encoder cuts them."""


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


def _next(wanted: Flags, first: int, last: int) -> int | None:
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
        with decoder(self._track) as context:
            for index, packet in packets(self._track, self._first, self._last):
                if packet is None:
                    self.damaged = index
                    break
                yield from decoded(context, packet, [])
            yield from decoded(context, None, [])


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
        with decoder(self._track, strictly=self._closed) as context:
            for index, packet in packets(self._track, self._first, self._last):
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
                    frames = decoded(context, packet, None if index >= settled else [])
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
            for frame in decoded(context, None, []):
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
        random_access = self._track.samples.random_access
        # Pictures to start from are larger, and may have more.
        return usual_slices(
            bytes(packet)
            for index, packet in packets(self._track, self._first, last)
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
