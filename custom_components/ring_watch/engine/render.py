"""Parts of a plan become the samples of a clip's video track.

Copied samples stay where they are in the archive; encoded ones go into a spool.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
import zlib

import av
import numpy as np

from . import nal
from .ahead import ahead
from .clipfile import PrivateFile
from .coding import Coding
from .cut import Copy, Encode, Fill, Part, Span, Track, lasting
from .decode import decode
from .decoder_config import build_config
from .errors import EngineError
from .integrity import UNKNOWN, DamagedError, Place, unknown
from .look import Look, look_at
from .losses import Loss, stretches
from .media import MICROSECONDS, Ints, VideoFormat, rescale, ticks_to_us, us_to_ticks
from .needed_sets import needed_sets
from .segment import NO_GAP_US, Flags
from .transcode import Encoder, Painter, black, profile_of

TIMESCALE = 90_000
SPOOL = -1
"""Stands for a file in ``Samples.file``."""
_LONGEST_FILL = 600
_AHEAD = 2
"""How many decoded pictures may wait for the encoder."""

type Count = Callable[[int], None]
"""Is told how many more pictures have been encoded."""


@dataclass(frozen=True, slots=True)
class Samples:
    """The video samples of a clip in decode order.

    Sample n is ``size[n]`` bytes at ``offset[n]`` of ``paths[file[n]]``, or of the
    spool where ``file[n]`` is SPOOL; ``pts`` and ``dts`` in 1/90000 s since the start
    of the window. ``checksum``: as in the archive, of those that are copied. ``lost``: spans of microseconds that are black because their
    pictures could not be decoded.
    """

    format: VideoFormat
    in_band: bool
    paths: list[Path]
    file: Ints
    offset: Ints
    size: Ints
    checksum: Ints
    pts: Ints
    dts: Ints
    sync: Flags
    copied: int
    encoded: int
    filler: int
    lost: list[Span]


@dataclass(frozen=True, slots=True)
class _Run:
    """Samples of one part: as in Samples."""

    file: Ints
    offset: Ints
    size: Ints
    checksum: Ints
    pts: Ints
    sync: Flags
    kind: type[Part]


class Renderer:
    """Renders the parts of one clip of [start, end) (microseconds)."""

    def __init__(
        self, start: int, end: int, coding: Coding, spool: PrivateFile, count: Count
    ) -> None:
        """Write what gets encoded to ``spool``."""
        self._start = start
        self._end = end
        self._coding = coding
        self._spool = spool
        self._count = count
        self._paths: dict[Path, int] = {}
        self._look: Look | None = None
        self._aspects: dict[VideoFormat, Fraction] = {}
        self._profile: str | None = None
        self._kept: list[bytes] = []
        self._sets: list[bytes] = []
        self._in_band = False
        self._lost: list[Span] = []
        self._damaged: list[Place] = []

    def render(self, parts: Sequence[Part]) -> Samples:
        """Return the samples of all parts.

        Raises EngineError ``no_footage`` when no picture could be decoded, and DamagedError
        where it copies itself what is not as it was recorded.
        """
        copies = [part for part in parts if isinstance(part, Copy)]
        if copies:
            self._kept = needed_sets(copies)
        encodes = len(copies) < len(parts)
        if encodes:
            self._prepare(parts, copies[0].track.format if copies else None)
        # H.265 encoders number their parameter sets as cameras do, so the sets
        # travel with every picture to start from.
        self._in_band = bool(copies) and encodes and self._coding.codec == "hevc"
        spans = lasting(parts, self._start, self._end)
        runs = [
            run
            for part, span in zip(parts, spans, strict=True)
            for run in self._runs(part, span)
        ]
        if self._damaged:
            raise DamagedError(self._damaged)
        if all(run.kind is Fill for run in runs):
            raise EngineError("no_footage", "The footage cannot be decoded.")
        return self._joined(runs, self._format(copies))

    def _prepare(self, parts: Sequence[Part], copied: VideoFormat | None) -> None:
        """Learn what encoded pictures must look like: as copied ones, else the largest."""
        looks: dict[VideoFormat, Look] = {}
        for part in parts:
            if isinstance(part, Fill) or part.track.format in looks:
                continue
            if (look := look_at(part.track, part.first)) is not None:
                looks[part.track.format] = look
        if not looks:
            raise EngineError("no_footage", "The footage cannot be decoded.")
        form = (
            copied
            if copied in looks
            else max(looks, key=lambda form: looks[form].width * looks[form].height)
        )
        self._look = looks[form]
        self._aspects = {other: look.aspect for other, look in looks.items()}
        if self._coding.set_id is not None:
            self._profile = profile_of(form)

    def _runs(self, part: Part, span: Span) -> Iterator[_Run]:
        match part:
            case Copy():
                yield self._copied(part)
            case Encode():
                yield from self._decoded(part, span)
            case Fill():
                yield self._filled(part)

    def _copied(self, part: Copy) -> _Run:
        samples = part.track.samples
        chosen = slice(part.first, part.last)
        numbers = np.array([self._number(path) for path in part.track.paths])
        run = _Run(
            file=numbers[part.track.file[chosen]],
            offset=samples.offset[chosen].copy(),
            size=samples.size[chosen].copy(),
            checksum=samples.checksum[chosen].astype(np.int64),
            pts=self._ticks(part.track, samples.pts[chosen]),
            sync=samples.sync[chosen],
            kind=Copy,
        )
        if self._in_band:
            paths = list(self._paths)
            for index in np.flatnonzero(run.sync):
                with paths[run.file[index]].open("rb") as file:
                    file.seek(int(run.offset[index]))
                    data = file.read(int(run.size[index]))
                if zlib.crc32(data) != run.checksum[index]:
                    self._damaged.append(
                        (paths[run.file[index]], int(run.offset[index]))
                    )
                run.checksum[index] = UNKNOWN
                run.file[index] = SPOOL
                place = self._keep(nal.join(self._kept) + data)
                run.offset[index], run.size[index] = place
        return run

    def _decoded(self, part: Encode, span: Span) -> Iterator[_Run]:
        """Yield runs of the pictures that can be decoded, and black between them."""
        timescale = part.track.samples.timescale
        window = us_to_ticks(self._start, timescale)
        frames = decode(part.track, part.first, part.last, part.start, part.end, window)
        tolerance = us_to_ticks(NO_GAP_US, timescale)
        for item in stretches(frames, part.times, tolerance):
            if not isinstance(item, Loss):
                yield self._encoded(part.track, item)
                continue
            start, end = span
            if item.start is not None:
                start = ticks_to_us(item.start, timescale)
            if item.end is not None:
                end = ticks_to_us(item.end, timescale)
            if end - start > NO_GAP_US:
                self._lost.append((start, end))
                yield self._filled(Fill(start, end))

    def _encoded(self, track: Track, frames: Iterator[av.VideoFrame]) -> _Run:
        times: list[int] = []

        def noting() -> Iterator[av.VideoFrame]:
            for frame in frames:
                assert frame.pts is not None
                times.append(frame.pts)
                yield frame

        assert self._look is not None
        aspect = self._aspects.get(track.format)
        painter = Painter(self._look, self._coding.masks, aspect)
        with ahead(painter.paint(noting()), _AHEAD) as painted:
            file, offset, size, sync = self._pictures(painted)
        pts = self._ticks(track, np.array(times, np.int64))
        return _Run(file, offset, size, unknown(len(pts)), pts, sync, Encode)

    def _filled(self, part: Fill) -> _Run:
        assert self._look is not None
        # A picture a second keeps players and seeking in step; fewer in long gaps.
        count = min(-(-(part.end - part.start) // MICROSECONDS), _LONGEST_FILL)
        file, offset, size, sync = self._pictures(black(self._look, count))
        first = (part.start - self._start) * TIMESCALE // MICROSECONDS
        last = (part.end - self._start) * TIMESCALE // MICROSECONDS
        pts = first + np.arange(count) * (last - first) // count
        return _Run(file, offset, size, unknown(count), pts, sync, Fill)

    def _pictures(
        self, frames: Iterable[av.VideoFrame]
    ) -> tuple[Ints, Ints, Ints, Flags]:
        """Encode one run into the spool; return file, offset, size and sync."""
        assert self._look is not None
        encoder = Encoder(
            self._look,
            codec=self._coding.codec,
            set_id=self._coding.set_id or 0,
            profile=self._profile,
            quick=self._coding.quick,
        )
        self._sets = encoder.parameter_sets
        places: list[tuple[int, int]] = []
        sync: list[bool] = []
        for picture in encoder.encode(frames):
            data = picture.data
            if self._in_band and picture.sync:
                data = nal.join(self._sets) + data
            places.append(self._keep(data))
            sync.append(picture.sync)
            self._count(1)
        columns = np.array(places, np.int64).reshape(-1, 2)
        return (
            np.full(len(places), SPOOL),
            columns[:, 0],
            columns[:, 1],
            np.array(sync, np.bool_),
        )

    def _keep(self, data: bytes) -> tuple[int, int]:
        """Append to the spool; return offset and size."""
        return self._spool.append(data), len(data)

    def _number(self, path: Path) -> int:
        return self._paths.setdefault(path, len(self._paths))

    def _ticks(self, track: Track, pts: Ints) -> Ints:
        """Return ticks of the clip, rounded down, for ticks of a track."""
        return rescale(pts, track.samples.timescale, self._start, TIMESCALE)

    def _format(self, copies: Sequence[Copy]) -> VideoFormat:
        if not copies:
            assert self._look is not None
            config = build_config(self._coding.codec, self._sets)
            look = self._look
            return VideoFormat(self._coding.codec, look.width, look.height, config)
        form = copies[0].track.format
        sets = self._kept if self._in_band else [*self._kept, *self._sets]
        config = build_config(form.codec, sets)
        return replace(form, config=config)

    def _joined(self, runs: Sequence[_Run], form: VideoFormat) -> Samples:
        end = us_to_ticks(self._end - self._start, TIMESCALE)
        pts = _apart(np.concatenate([run.pts for run in runs]), end)
        return Samples(
            format=form,
            in_band=self._in_band,
            paths=list(self._paths),
            file=np.concatenate([run.file for run in runs]),
            offset=np.concatenate([run.offset for run in runs]),
            size=np.concatenate([run.size for run in runs]),
            checksum=np.concatenate([run.checksum for run in runs]),
            pts=pts,
            dts=np.sort(pts),
            sync=np.concatenate([run.sync for run in runs]),
            copied=_count(runs, Copy),
            encoded=_count(runs, Encode),
            filler=_count(runs, Fill),
            lost=self._lost,
        )


def _apart(pts: Ints, end: int) -> Ints:
    """Return times a tick apart at least, so that each picture is shown before ``end``.

    Only where pictures are closer than that, their times are not as they were.
    """
    order = np.argsort(pts, kind="stable")
    number = np.arange(len(pts))
    later = np.maximum.accumulate(pts[order] - number) + number
    apart = np.empty_like(pts)
    apart[order] = np.minimum(later, end - len(pts) + number)
    return apart


def _count(runs: Sequence[_Run], kind: type[Part]) -> int:
    return sum(len(run.pts) for run in runs if run.kind is kind)
