"""Existing footage (an SD card's, a recorder's export) into the archive.

H.264 and H.265 are copied. What no segment can hold, or no browser shows as it was
meant (other codecs, rotated or interlaced pictures, pictures hidden by an edit
list), is encoded once. Either all of a file becomes part of the archive or nothing.
"""

from collections import deque
from collections.abc import Callable, Iterator
import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from .archive import Archive, check_camera
from .audio import SoundTrack
from .encoding import Encoding, first_frame, orientation
from .errors import EngineError
from .interleave import interleave
from .media import MICROSECONDS
from .pipeline import Pipeline
from .segment import NO_GAP_US, read_segment
from .segmenter import ClosedSegment
from .sources import Address, Source, open_source
from .staging import Staging
from .times import now_us
from .timing import first_displayed, time_base_of, video_stream

_DAY_US = 86_400 * MICROSECONDS
_PLAIN_FORMATS = ("yuv420p", "yuvj420p")

type Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file; times in microseconds since the Unix epoch."""

    start_us: int
    end_us: int
    segments: int
    size: int
    encoded: bool
    sound: bool


class _MustEncodeError(Exception):
    """The file holds something that cannot be copied."""


def import_file(
    archive: Archive,
    camera: str,
    path: Path,
    start_us: int,
    progress: Progress = lambda done: None,
) -> Imported:
    """Bring a file into the archive; its first displayed frame is at ``start_us``.

    Frame n is at ``start_us`` plus the distance of its timestamp from that of the
    first, exactly (`timescale_for`). Raises EngineError: ``bad_time`` (before 1970, or
    more than a day ahead), ``bad_source`` (no file), ``unreadable`` (no video in it),
    ``footage_exists``, ``disk_full``, ``archive_error``. The archive is left as it was
    then, also when the import is interrupted.
    """
    check_camera(camera)
    _check_start(start_us)
    address = Address(str(path.absolute()))
    job = _Import(archive, camera, address, start_us, progress)
    try:
        return job.run(encode=False)
    except _MustEncodeError:
        return job.run(encode=True)


class _Import:
    """One file on its way into the archive."""

    def __init__(
        self,
        archive: Archive,
        camera: str,
        address: Address,
        start_us: int,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._camera = camera
        self._address = address
        self._start_us = start_us
        self._progress = progress
        self._segments: list[ClosedSegment] = []

    def run(self, *, encode: bool) -> Imported:
        self._segments = []
        with Staging(self._archive, self._camera) as staging:
            try:
                sound = self._write(staging, encode=encode)
            except av.FFmpegError:
                # Not chained: the exceptions of libav carry the path.
                raise EngineError(
                    "unreadable", "The file is damaged and cannot be read to its end."
                ) from None
            if not self._segments:
                raise EngineError("unreadable", "The file holds no readable video.")
            staging.publish()
        self._progress(1.0)
        return Imported(
            self._segments[0].start_us,
            self._segments[-1].end_us,
            len(self._segments),
            sum(segment.size for segment in self._segments),
            encode,
            sound,
        )

    def _write(self, staging: Staging, *, encode: bool) -> bool:
        """Write the file's segments; return whether there is sound."""
        with _opened(self._address) as source:
            if encode:
                frame = first_frame(source)
                first = frame.pts if frame.pts is not None else frame.dts or 0
                if source.needs_decoder or source.step is not None:
                    first = 0
            else:
                frame = None
                _check_copy(source)
                first = first_displayed(source)
        with _opened(self._address) as source:
            encoding = None if frame is None else Encoding(source, frame)
            video = video_stream(source) if encoding is None else encoding.stream
            sound = None if source.audio is None else SoundTrack(source.audio)
            pipeline = Pipeline(video, sound, staging, self._closed)
            start = Fraction(self._start_us, MICROSECONDS)
            offset = start - first * time_base_of(source.video)
            pipeline.place(offset, offset)
            _Feeder(source, pipeline, encoding, self._progress).run()
            pipeline.close()
            self._read_back(pipeline.segmenter.pictures)
            return sound is not None and sound.format is not None

    def _read_back(self, pictures: int) -> None:
        """Raise EngineError ``archive_error`` unless all can be found again."""
        try:
            found = sum(
                len(read_segment(segment.path).video) for segment in self._segments
            )
        except EngineError:
            found = 0
        if found != pictures:
            raise EngineError(
                "archive_error",
                f"Of {pictures} pictures only {found} could be read back from the "
                "archive, so nothing was imported.",
            )

    def _closed(self, segment: ClosedSegment) -> None:
        """Refuse a segment where there is footage already."""
        self._segments.append(segment)
        # How long the last frame lasts is a guess, so a little overlap is none.
        end_us = max(segment.end_us - NO_GAP_US, segment.start_us + 1)
        found = self._archive.coverage(self._camera, segment.start_us, end_us)
        if any(end - begin > NO_GAP_US for begin, end in found.spans):
            raise EngineError(
                "footage_exists",
                "The archive has footage of this time already. "
                "Choose another start or another camera.",
            )


class _Feeder:
    """Hands a file's packets to a pipeline, in order of time."""

    def __init__(
        self,
        source: Source,
        pipeline: Pipeline,
        encoding: Encoding | None,
        progress: Progress,
    ) -> None:
        self._source = source
        self._pipeline = pipeline
        self._encoding = encoding
        self._progress = progress
        self._count = 0
        self._shown = self._hidden = False
        self._waiting: deque[tuple[Fraction, av.Packet[Any], int]] = deque()
        self._sound_base = (
            Fraction(1) if source.audio is None else time_base_of(source.audio)
        )

    def run(self) -> None:
        size = self._source.container.size or 0
        for packet in interleave(self._source):
            if size and packet.pos:
                self._progress(min(packet.pos / size, 0.99))
            if packet.stream_index == self._source.video.index:
                self._video(packet)
            else:
                self._sound(packet)
        if self._encoding is not None:
            self._encoded(None)
        self._let_sound_go(None)

    def _video(self, packet: av.Packet[Any]) -> None:
        if self._encoding is not None:
            self._encoded(packet)
            return
        at = self._source.time_of(packet, self._count)
        self._count += 1
        if at is None:
            raise _MustEncodeError
        if packet.is_discard:
            # Hidden pictures at the end are left out. Others may be needed by
            # pictures that are shown, so those are encoded anew.
            self._hidden = True
            return
        if self._hidden and (self._shown or not packet.is_keyframe):
            raise _MustEncodeError
        self._shown = True
        self._pipeline.add_video(bytes(packet), at, keyframe=packet.is_keyframe)

    def _encoded(self, packet: av.Packet[Any] | None) -> None:
        assert self._encoding is not None
        for data, pts, keyframe in self._encoding.feed(packet):
            self._let_sound_go(pts * self._encoding.stream.time_base)
            self._pipeline.add_video(data, pts, keyframe=keyframe)

    def _sound(self, packet: av.Packet[Any]) -> None:
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


def _check_start(start_us: int) -> None:
    if start_us < 0:
        raise EngineError("bad_time", "Footage from before 1970 cannot be kept.")
    # A day: the clock of this machine may be wrong, or a camera's.
    if start_us > now_us() + _DAY_US:
        raise EngineError(
            "bad_time", "The start is in the future. Footage is of the past."
        )


@contextlib.contextmanager
def _opened(address: Address) -> Iterator[Source]:
    source = open_source(address)
    with source.container:
        yield source


def _check_copy(source: Source) -> None:
    """Raise _MustEncodeError for video that cannot be copied."""
    if source.codec is None:
        raise _MustEncodeError
    context = source.video.codec_context
    if orientation(source) is not None:
        raise _MustEncodeError
    if source.codec == "h264" and context.pix_fmt not in _PLAIN_FORMATS:
        raise _MustEncodeError
    if not video_stream(source).assembler().progressive:
        raise _MustEncodeError
    if source.needs_decoder:
        raise _MustEncodeError
