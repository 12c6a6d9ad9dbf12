"""Video that cannot be copied, encoded once: H.264, a closed GOP of two seconds."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from .errors import EngineError
from .pipeline import VideoStream
from .sources import Source
from .timing import ticks_of_picture, time_base_of

_GOP_SECONDS = 2
_QUALITY = "18"
_OPTIONS = {
    "crf": _QUALITY,
    "preset": "veryfast",
    "forced-idr": "1",
    # Every picture is displayed when it is decoded: a clip can end anywhere.
    "bf": "0",
    "x264-params": "scenecut=0:open-gop=0:keyint=infinite:log=-1",
}
# The signs of a, b, c and d of the matrix, and what undoes them.
_TURNS = {
    (0, 1, -1, 0): "transpose=clock",
    (-1, 0, 0, -1): "hflip,vflip",
    (0, -1, 1, 0): "transpose=cclock",
    (-1, 0, 0, 1): "hflip",
    (1, 0, 0, -1): "vflip",
    (0, 1, 1, 0): "transpose=cclock_flip",
    (0, -1, -1, 0): "transpose=clock_flip",
}


def first_frame(source: Source) -> av.VideoFrame:
    """Return the first displayed frame; raises EngineError ``unreadable``."""
    try:
        for frame in source.container.decode(source.video):
            return frame
    except av.FFmpegError:
        pass
    raise EngineError("unreadable", "The file holds no video that can be decoded.")


def orientation(source: Source) -> str | None:
    """Return the filters that turn a source's pictures upright, None when they are.

    From the display matrix (ISO 14496-12, 6.2.2): nine 32-bit numbers.
    """
    matrix = source.video.codec_context.coded_side_data.get("display_matrix")
    if matrix is None or len(matrix) < 36:
        return None
    signs = (_sign(matrix, 0), _sign(matrix, 4), _sign(matrix, 12), _sign(matrix, 16))
    return _TURNS.get(signs)


def _sign(matrix: bytes, at: int) -> int:
    number = int.from_bytes(matrix[at : at + 4], "little", signed=True)
    return (number > 0) - (number < 0)


class Encoding:
    """Decodes a source's packets and encodes the pictures, times unchanged."""

    def __init__(self, source: Source, first: av.VideoFrame) -> None:
        """``first``: a frame of the source; raises EngineError ``unreadable``."""
        if "libx264" not in av.codecs_available:
            raise EngineError(
                "unreadable",
                "The file's video has to be encoded, which PyAV here cannot do.",
            )
        self._base = time_base_of(source.video)
        self._decoder = source.video.codec_context
        self._decoder.thread_type = "AUTO"
        self._filters = _filters(source, first)
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._step = ticks_of_picture(source)
        self._raw_step = source.step
        self._count = 0
        # Where the times are in order of decoding: those of pictures to come.
        self._times: deque[int] | None = deque() if source.needs_decoder else None
        self._zero: int | None = None
        self._newest: int | None = None
        self._last_idr: int | None = None
        width, height = first.width, first.height
        self._aspect = _aspect(source)
        if any(name.startswith("transpose") for name in self._filters):
            width, height = height, width
            self._aspect = 1 / self._aspect
        # 4:2:0 has no odd sizes.
        self._width, self._height = max(width & ~1, 2), max(height & ~1, 2)
        self._encoder = self._open(source.frame_rate or Fraction(15))
        self.stream = VideoStream(
            "h264", self._encoder.extradata, self._base, source.frame_rate
        )

    def feed(self, packet: av.Packet[Any] | None) -> Iterator[tuple[bytes, int, bool]]:
        """Yield (data, timestamp, starts a GOP) of pictures; None ends the source."""
        if packet is not None and packet.size:
            self._take_time(packet)
        try:
            frames = self._decoder.decode(packet)
        except av.FFmpegError:
            # A damaged picture costs itself, not the file.
            frames = []
        for frame in frames:
            for upright in self._filtered(frame):
                yield from self._encode(upright)
        if packet is None:
            for upright in self._drained():
                yield from self._encode(upright)
            yield from self._packets(None)

    def _take_time(self, packet: av.Packet[Any]) -> None:
        """Note a packet's time: the pictures have the same ones, in another order."""
        if self._raw_step is not None:
            packet.pts = packet.dts = self._count * self._raw_step
            self._count += 1
        if self._times is None or packet.dts is None:
            return
        if self._zero is None:
            self._zero = packet.dts
        self._times.append(packet.dts - self._zero)

    def _encode(self, frame: av.VideoFrame) -> Iterator[tuple[bytes, int, bool]]:
        pts = frame.pts
        if pts is None:
            pts = 0 if self._newest is None else self._newest + self._step
        if self._newest is not None and pts <= self._newest:
            return
        self._newest = pts
        picture = frame.reformat(
            self._width, self._height, "yuv420p", dst_color_range="MPEG"
        )
        picture.pts = pts
        picture.time_base = self._base
        picture.pict_type = PictureType.NONE
        if (
            self._last_idr is None
            or (pts - self._last_idr) * self._base >= _GOP_SECONDS
        ):
            picture.pict_type = PictureType.I
            self._last_idr = pts
        yield from self._packets(picture)

    def _packets(
        self, picture: av.VideoFrame | None
    ) -> Iterator[tuple[bytes, int, bool]]:
        for packet in self._encoder.encode(picture):
            if packet.pts is not None:
                yield bytes(packet), packet.pts, packet.is_keyframe

    def _filtered(self, frame: av.VideoFrame) -> Iterator[av.VideoFrame]:
        if self._times:
            frame.pts = self._times.popleft()
        elif frame.pts is None:
            frame.pts = frame.dts
        if not self._filters:
            yield frame
            return
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._shape:
            yield from self._drained()
            self._shape = shape
            self._graph = self._connect(frame)
        assert self._graph is not None
        frame.time_base = self._base
        self._graph.vpush(frame)
        yield from self._pulled(self._graph)

    def _drained(self) -> Iterator[av.VideoFrame]:
        graph, self._graph = self._graph, None
        if graph is not None:
            graph.vpush(None)
            yield from self._pulled(graph)

    def _pulled(self, graph: Graph) -> Iterator[av.VideoFrame]:
        while True:
            try:
                frame = graph.vpull()
            except av.error.BlockingIOError, av.error.EOFError:
                return
            if frame.pts is not None:
                # Filters may count in a time base of their own.
                frame.pts = round(frame.pts * frame.time_base / self._base)
            yield frame

    def _connect(self, frame: av.VideoFrame) -> Graph:
        graph = Graph()
        graph.link_nodes(
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=self._base,
            ),
            *(graph.add(*name.split("=", 1)) for name in self._filters),
            graph.add("buffersink"),
        )
        graph.configure()
        return graph

    def _open(self, rate: Fraction) -> VideoCodecContext:
        encoder = av.CodecContext.create("libx264", "w")
        encoder.width, encoder.height = self._width, self._height
        encoder.pix_fmt = "yuv420p"
        encoder.time_base = self._base
        encoder.framerate = rate
        encoder.sample_aspect_ratio = self._aspect
        encoder.options = _OPTIONS
        encoder.flags |= av.codec.context.Flags.global_header
        encoder.open()
        return encoder


def _aspect(source: Source) -> Fraction:
    """Return the width of a sample by its height, as the container or the coding says."""
    for aspect in (
        source.video.sample_aspect_ratio,
        source.video.codec_context.sample_aspect_ratio,
    ):
        if aspect:
            return Fraction(aspect.numerator, aspect.denominator)
    return Fraction(1)


def _filters(source: Source, first: av.VideoFrame) -> list[str]:
    upright = orientation(source)
    filters = [] if upright is None else upright.split(",")
    if first.interlaced_frame:
        filters.insert(0, "bwdif=mode=send_frame:deint=interlaced")
    return filters
