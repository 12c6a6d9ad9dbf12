"""Encoding exact pictures anew, with PyAV.

Pictures are numbered, not timed, on their way through the encoder: it keeps their
order (no B pictures), so the caller pairs them with their exact times.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
from av.codec.context import Flags
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from . import nal
from .decoder import THREADS, Packet
from .decoder_config import parse_config
from .errors import EngineError
from .look import Look
from .mask import Mask, fill_filters
from .media import VideoCodec, VideoFormat
from .sps import parameter_set_key

_ENCODERS: dict[VideoCodec, str] = {"h264": "libx264", "hevc": "libx265"}
_PROFILES = {66: "baseline", 77: "main", 100: "high"}
_GROUP_SECONDS = 2
_FULL_RANGE, _LIMITED_RANGE = 2, 1


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture: length-prefixed NAL units and its number in the run."""

    data: bytes
    number: int
    sync: bool


def can_encode(codec: VideoCodec) -> bool:
    """Tell whether this installation of PyAV can encode ``codec``."""
    return _ENCODERS[codec] in av.codecs_available


def free_set_id(video: VideoFormat) -> int | None:
    """Return an id for parameter sets of pictures encoded beside copied ones.

    None where they cannot stand beside each other in one avcC (ISO 14496-15,
    5.3.3.1): H.265, more than 8 bits, other chroma than 4:2:0, no id left.
    """
    if video.codec != "h264" or video.config[1] not in _PROFILES:
        return None
    _, units = parse_config(video.codec, video.config)
    used = {parameter_set_key(video.codec, unit)[1] for unit in units}
    return next((number for number in range(32) if number not in used), None)


def profile_of(video: VideoFormat) -> str:
    """Return the encoder's name for the profile of an H.264 track."""
    return _PROFILES[video.config[1]]


class Encoder:
    """One run of pictures that begins with an IDR picture.

    Two encoders of the same look, codec, speed and id have equal parameter sets,
    so that their runs share a sample entry.
    """

    def __init__(
        self,
        look: Look,
        *,
        codec: VideoCodec = "h264",
        set_id: int = 0,
        profile: str | None = None,
        quick: bool,
    ) -> None:
        """Open the encoder; EngineError ``no_encoder`` where there is none.

        ``set_id`` and ``profile``: of H.264. ``quick``: for a few pictures
        between copied ones, not for a whole clip.
        """
        if not can_encode(codec):
            raise EngineError(
                "no_encoder", f"PyAV on this machine cannot encode {codec}."
            )
        self._codec = codec
        context = cast(VideoCodecContext, av.CodecContext.create(_ENCODERS[codec], "w"))
        context.width, context.height = look.width, look.height
        context.pix_fmt = pixel_format(look)
        context.framerate = look.rate
        context.time_base = 1 / look.rate
        context.sample_aspect_ratio = look.aspect
        context.color_range = _FULL_RANGE if look.full_range else _LIMITED_RANGE
        context.color_primaries = look.color_primaries
        context.color_trc = look.color_trc
        context.colorspace = look.colorspace
        context.gop_size = max(1, round(_GROUP_SECONDS * look.rate))
        context.max_b_frames = 0
        context.thread_count = THREADS
        if quick:
            # Several pictures at a time; for a whole clip that would take more memory.
            context.thread_type = "FRAME"
        context.options = _options(codec, set_id, quick=quick)
        if profile is not None:
            context.options |= {"profile": profile}
        # Keeps the parameter sets out of the pictures.
        context.flags |= Flags.global_header
        context.open()
        self._context = context
        self._number = 0

    @property
    def parameter_sets(self) -> list[bytes]:
        """The parameter sets (NAL units) that the pictures of this run need."""
        return [
            unit
            for unit in nal.split_annexb(bytes(self._context.extradata or b""))
            if nal.is_parameter_set(self._codec, nal.unit_type(self._codec, unit))
        ]

    def encode(self, frames: Iterable[av.VideoFrame]) -> Iterator[Picture]:
        """Yield a picture for every frame, in order."""
        for frame in frames:
            frame.pts = self._number
            frame.time_base = self._context.time_base
            frame.pict_type = PictureType.NONE if self._number else PictureType.I
            self._number += 1
            yield from self._pictures(self._context.encode(frame))
        yield from self._pictures(self._context.encode(None))

    def _pictures(self, packets: Iterable[Packet]) -> Iterator[Picture]:
        for packet in packets:
            units = nal.split_annexb(bytes(packet))
            kept = [
                unit
                for unit in units
                if nal.is_picture(self._codec, nal.unit_type(self._codec, unit))
            ]
            assert packet.pts is not None
            yield Picture(nal.join(kept), packet.pts, packet.is_keyframe)


def pixel_format(look: Look) -> str:
    """Return the name of the 8-bit 4:2:0 format that holds ``look``."""
    return "yuvj420p" if look.full_range else "yuv420p"


def _options(codec: VideoCodec, set_id: int, *, quick: bool) -> dict[str, str]:
    options = {"preset": "ultrafast" if quick else "veryfast", "forced-idr": "1"}
    if codec == "hevc":
        parameters = "info=0:bframes=0:scenecut=0:open-gop=0:log-level=none"
        return options | {"crf": "20" if quick else "21", "x265-params": parameters}
    # Nothing looks ahead: the pictures leave as they come, and memory stays small.
    parameters = f"sps-id={set_id}:scenecut=0:rc-lookahead=0:sync-lookahead=0:mbtree=0"
    if not quick:
        return options | {"crf": "21", "x264-params": f"{parameters}:log=-1"}
    # With a rate factor each picture would be looked at beforehand, and with CABAC it
    # takes half as long again; both together give no better pictures of this size.
    # The filter, which this preset leaves out as well, costs little.
    parameters += ":deblock=1,0,0"
    return options | {"qp": "16", "x264-params": f"{parameters}:log=-1"}


def black(look: Look, count: int) -> Iterator[av.VideoFrame]:
    """Yield ``count`` black pictures."""
    frame = av.VideoFrame(look.width, look.height, pixel_format(look))
    luma = 0 if look.full_range else 16
    for plane, value in zip(frame.planes, (luma, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    for _ in range(count):
        yield frame


class Painter:
    """Covers masks with black and makes pictures of any size look like one look."""

    def __init__(
        self, look: Look, masks: Sequence[Mask], aspect: Fraction | None = None
    ) -> None:
        """Paint for ``look``; a picture of another shape is fitted, with borders.

        ``aspect``: of the pictures' samples, where it may be another than the look's.
        """
        self._look = look
        self._masks = masks
        self._aspect = Fraction(1) if aspect is None else aspect / look.aspect
        self._graph: Graph | None = None
        self._input: tuple[int, int, str] | None = None

    def paint(self, frames: Iterable[av.VideoFrame]) -> Generator[av.VideoFrame]:
        """Yield one painted picture for every picture."""
        for frame in frames:
            look = (frame.width, frame.height, frame.format.name)
            if look != self._input:
                self._graph, self._input = self._build(frame), look
            if self._graph is None:
                yield frame
                continue
            frame.time_base = Fraction(1, 1_000_000)
            self._graph.vpush(frame)
            yield self._graph.vpull()

    def _build(self, frame: av.VideoFrame) -> Graph | None:
        target = self._look
        filters = fill_filters(self._masks, frame.width, frame.height)
        # In samples of the look's shape.
        wide = frame.width * self._aspect
        if wide != target.width or frame.height != target.height:
            scale = min(target.width / wide, Fraction(target.height, frame.height))
            fitted = f"w={_even(wide * scale)}:h={_even(frame.height * scale)}"
            centred = f"w={target.width}:h={target.height}:x=(ow-iw)/2:y=(oh-ih)/2"
            filters += [("scale", fitted), ("pad", f"{centred}:color=black")]
        if not filters:
            return None
        graph = Graph()
        last = graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=Fraction(1, 1_000_000),
        )
        for name, arguments in filters:
            step = graph.add(name, arguments)
            last.link_to(step)
            last = step
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


def _even(length: Fraction) -> int:
    """Return the even number of samples that is nearest."""
    return max(2, round(length / 2) * 2)
