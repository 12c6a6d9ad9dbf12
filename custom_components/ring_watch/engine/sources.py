"""Opening what is recorded: cameras by RTSP and HTTP, and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import av
from av.container import InputContainer

from .address import Address, check_address, location
from .errors import EngineError
from .hosts import resolve
from .media import VideoCodec
from .received import Received
from .rtsp.feed import SILENT_SECONDS
from .rtsp.opened import Camera, open_camera
from .source_errors import SourceError, opening_failed
from .times import now_us

OPEN_SECONDS = 15
_SECURE = "tls,tcp,crypto"
_PROTOCOLS = {
    "http": f"http,https,{_SECURE}",
    "https": f"https,{_SECURE}",
    "file": "file",
}
# Formats that hold media themselves. Playlists in a file could name anything.
_FILE_FORMATS = ",".join(
    (
        *("mov", "matroska,webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "nut"),
        *("h264", "hevc", "m4v", "mpegvideo", "mjpeg", "dv", "mxf", "ivf", "dhav"),
        *("rm", "wtv", "gxf", "obu", "swf", "mpegtsraw"),
        *("wav", "mp3", "aac", "flac", "gif", "image2", "apng"),
    )
)
# No playlists (hls, dash): those name what is opened next, on any host.
_HTTP_FORMATS = _FILE_FORMATS + ",live_flv,mpjpeg"
_NO_CAMERA = "is a file that ends, and no camera. Download it, and import it"
_UNREADABLE = "The file holds no footage that can be read."
_UNFINISHED = (
    "The file was never finished: the index at its end is missing. Maybe the camera "
    "can repair its card"
)
_WRAPPING_FORMATS = ("mpegts", "mpegtsraw", "mpeg", "flv")
_RAW_FORMATS = ("h264", "hevc", "h265")
_NO_RATE = (
    "The file does not say how many pictures a second it holds. Put it into an MP4 "
    "first: ffmpeg -r RATE -i FILE -c copy FILE.mp4"
)
_LARGEST_FILE = 1 << 40
"""Bytes; what claims to be longer is a camera that does not know when it ends."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open source. ``video`` is its first H.264 or H.265 stream, else any other.

    ``live``: packets come as they are made. ``camera``: where it is one by RTSP, which
    ``container`` then only describes. A context that closes it.
    """

    container: InputContainer
    video: av.VideoStream
    audio: av.AudioStream | None
    live: bool
    camera: Camera | None = None

    def __enter__(self) -> Self:
        """Leave it open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        if self.camera is not None:
            self.camera.close()
        self.container.close()

    def received(self) -> Iterator[Received]:
        """Yield the packets of a live source as they come."""
        if self.camera is not None:
            yield from self.camera.feed.packets()
            return
        for packet in self.container.demux(self.streams):
            yield Received(packet, now_us())

    def interrupt(self) -> None:
        """Wake up, from another thread, who waits for the next packet, if possible."""
        if self.camera is not None:
            self.camera.session.wire.interrupt()

    @property
    def reports(self) -> bool:
        """Whether sender reports may tell the time."""
        return self.camera is not None

    @property
    def holds_pictures_back(self) -> bool:
        """Whether a picture is given out only when the next one has come."""
        return self.camera is None

    @property
    def realtime_us(self) -> int | None:
        """The sender's time at timestamp zero, as far as it reported that."""
        return None if self.camera is None else self.camera.feed.realtime_us

    @property
    def queues(self) -> bool:
        """Whether what is not read at once waits in the connection."""
        return self.camera is None or self.camera.session.transport.queues

    @property
    def reorders(self) -> bool:
        """Whether the demuxer saw pictures displayed in another order than decoded."""
        return self.video.codec_context.reorder_depth > 0

    @property
    def codec(self) -> VideoCodec | None:
        """The video's codec where it can be recorded without encoding."""
        return CODECS.get(self.video.codec_context.name)

    @property
    def streams(self) -> tuple[av.VideoStream | av.AudioStream, ...]:
        """The streams to read."""
        return (self.video,) if self.audio is None else (self.video, self.audio)

    @property
    def frame_rate(self) -> Fraction | None:
        """Pictures per second as far as that is known."""
        if self.camera is not None:
            return self.camera.rate
        for rate in (self.video.average_rate, self.video.guessed_rate):
            if rate and 0 < rate < 1000:
                return Fraction(rate.numerator, rate.denominator)
        return None

    @property
    def aspect(self) -> Fraction | None:
        """The width of a sample by its height where only the container tells it."""
        told = self.video.sample_aspect_ratio
        coded = self.video.codec_context.sample_aspect_ratio or Fraction(1)
        if not told or told == coded:
            return None
        aspect = Fraction(told.numerator, told.denominator).limit_denominator(1 << 12)
        return aspect if Fraction(1, 8) < aspect < 8 else None

    @property
    def wraps(self) -> bool:
        """Whether a file's timestamps start over after so many bits.

        Those of other containers are as long as any file, at any resolution.
        """
        return self.container.format.name in _WRAPPING_FORMATS

    @property
    def step(self) -> int | None:
        """Ticks a picture of a stream without a container, which has no times.

        None for others; raises EngineError ``unreadable`` where it tells no rate.
        """
        if self.container.format.name not in _RAW_FORMATS:
            return None
        rate = self.video.codec_context.framerate
        if not rate:
            raise EngineError("unreadable", _NO_RATE)
        base = self.video.time_base
        ticks = Fraction(rate.denominator, rate.numerator) * base.denominator
        return round(ticks / base.numerator)

    def time_of(self, packet: av.Packet[av.VideoStream], number: int) -> int | None:
        """Return when a picture is displayed, in ticks, as far as the file tells.

        ``number``: that of the packet, from 0 on.
        """
        if (step := self.step) is not None:
            return number * step
        # Those of AVI libav makes up, and the last one wrong.
        return packet.dts if self.container.format.name == "avi" else packet.pts

    @property
    def needs_decoder(self) -> bool:
        """Whether only a decoder knows in which order the pictures are displayed."""
        kinds = (*_RAW_FORMATS, "avi", "asf", "mxf")
        return self.reorders and self.container.format.name in kinds


def open_source(address: Address, *, files: bool = False) -> Source:
    """Open a source and choose its streams.

    ``files``: what comes over HTTP may end, as a file does; a camera does not. Raises SourceError; for a file EngineError ``bad_source`` or ``unreadable``.
    """
    check_address(address)
    if address.scheme in ("rtsp", "rtsps"):
        return _open_camera(address)
    container = _open(address)
    try:
        return _choose(container, address.scheme, files=files)
    except BaseException:
        container.close()
        raise


def _open_camera(address: Address) -> Source:
    try:
        camera = open_camera(address, OPEN_SECONDS)
    except (OSError, EOFError, ValueError) as error:
        # Not chained: nothing that came from outside is shown.
        raise opening_failed(error, address.scheme) from None
    container = camera.container
    audio = next(
        (s for s in container.streams.audio if s.codec_context is not None), None
    )
    return Source(
        container, container.streams.video[0], audio, live=True, camera=camera
    )


def _open(address: Address) -> InputContainer:
    timeout = None if address.scheme == "file" else (OPEN_SECONDS, SILENT_SECONDS)
    try:
        if timeout is not None:
            parts = urlsplit(address.url)
            # Looked up before libav does, which asks nobody.
            list(resolve(parts.hostname or "", parts.port or 80))
        return av.open(location(address), options=_options(address), timeout=timeout)
    except (av.FFmpegError, OSError, ValueError) as error:
        trouble = error
    # Not chained: the exceptions of libav carry the address.
    if address.scheme == "file":
        text = _UNFINISHED if _is_unfinished(address.path) else _UNREADABLE
        raise EngineError("unreadable", text) from None
    raise opening_failed(trouble, address.scheme) from None


def _is_unfinished(path: Path) -> bool:
    """Tell whether a file is an MP4 without a movie box (ISO 14496-12, 8.2.1)."""
    at = 0
    length = path.stat().st_size
    with path.open("rb") as file:
        while len(head := file.read(16)) >= 8:
            size, kind = int.from_bytes(head[:4]), head[4:8]
            if kind in (b"moov", b"moof") or (at == 0 and kind != b"ftyp"):
                return False
            if size == 1:
                size = int.from_bytes(head[8:])
            if size < 8:
                break
            at += size
            file.seek(min(at, length))
    return at > 0


def _options(address: Address) -> dict[str, str]:
    scheme = address.scheme
    options = {"protocol_whitelist": _PROTOCOLS[scheme]}
    if scheme == "file":
        return options | {"format_whitelist": _FILE_FORMATS}
    # Nobody but the owner says where a camera is.
    options |= {"format_whitelist": _HTTP_FORMATS, "max_redirects": "0"}
    if scheme == "https":
        # Cameras have certificates of their own making.
        options["tls_verify"] = "0"
    return options


def _choose(container: InputContainer, scheme: str, *, files: bool) -> Source:
    pictures = [
        stream
        for stream in container.streams.video
        if not stream.disposition & av.stream.Disposition.attached_pic
        and stream.codec_context is not None
    ]
    if not pictures:
        if scheme == "file":
            raise EngineError("unreadable", "The file holds no video.")
        raise SourceError("no_video")
    video = next((s for s in pictures if s.codec_context.name in CODECS), pictures[0])
    audio = next(
        (s for s in container.streams.audio if s.codec_context is not None), None
    )
    ends = container.duration or 0 < (container.size or 0) < _LARGEST_FILE
    if ends and not (files or scheme == "file"):
        # It would be recorded again and again, each time as if it happened now.
        raise SourceError("unsupported", _NO_CAMERA)
    live = scheme != "file" and not ends
    return Source(container, video, audio, live)


CODECS: Mapping[str, VideoCodec] = {"h264": "h264", "hevc": "hevc"}
"""The decoders of libav by whose names recordable video is known."""
