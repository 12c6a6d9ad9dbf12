"""Opening a camera by RTSP: what it says of its streams, and what its packets tell."""

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median_low
import time

import av
from av.container import InputContainer

from .. import nal
from ..address import Address
from ..media import VideoCodec
from ..received import AnyPacket
from ..sps import parse_sps
from .description import Media
from .feed import AnyStream, Feed
from .session import Session, open_session

_LEAST_SECONDS = 0.5
_MOST_SECONDS = 5.0
_PICTURES = 9
_CODECS: dict[str, VideoCodec] = {"H264": "h264", "H265": "hevc"}


@dataclass(slots=True)
class Camera:
    """A camera that plays. ``container`` holds its streams, but no packets.

    ``rate``: pictures a second, as far as the first ones tell.
    """

    session: Session
    feed: Feed
    container: InputContainer
    rate: Fraction | None = None

    def close(self) -> None:
        """End the session."""
        self.session.close()
        self.container.close()


def open_camera(address: Address, seconds: float) -> Camera:
    """Open a camera, and look at what comes first, which is given out again.

    Raises as `open_session` and `Feed.packets` do.
    """
    deadline = time.monotonic() + seconds
    session = open_session(address, deadline)
    try:
        container = _described(session.media)
        streams: tuple[AnyStream, ...] = tuple(
            stream
            for stream in container.streams
            if isinstance(stream, av.VideoStream | av.AudioStream)
        )
        camera = Camera(session, Feed(session, streams), container)
        _look(camera, deadline)
    except BaseException:
        session.close()
        raise
    return camera


class _Text:
    """What libav reads a description from; no packets follow."""

    def __init__(self, text: str) -> None:
        self._data = text.encode()

    def read(self, size: int) -> bytes:
        data, self._data = self._data[:size], self._data[size:]
        return data


def _described(media: tuple[Media, ...]) -> InputContainer:
    """Return streams as libav understands their description; it opens nothing."""
    lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0", ""]
    text = "\r\n".join(lines) + "".join(one.text() for one in media)
    options = {"sdp_flags": "custom_io", "protocol_whitelist": ""}
    return av.open(_Text(text), "r", format="sdp", options=options)


def _look(camera: Camera, deadline: float) -> None:
    """Learn from the first packets what the description does not tell.

    The size and the rate of the pictures, and how sound is coded beyond its header.
    """
    video = camera.container.streams.video[0]
    sounds = camera.container.streams.audio
    codec = _CODECS[camera.session.media[0].encoding]
    size = _size(codec, video.codec_context.extradata or b"")
    times: list[int] = []
    enough: float | None = None
    for received in camera.feed.look():
        now = time.monotonic()
        packet = received.packet
        if packet.stream_index == video.index and packet.pts is not None:
            size = _size(codec, bytes(packet)) or size
            times.append(packet.pts - received.moved)
            if enough is None:
                enough = now + _LEAST_SECONDS
                deadline = min(deadline, now + _MOST_SECONDS)
        elif sounds and packet.stream_index == sounds[0].index:
            _listen(sounds[0], packet)
        known = size is not None and len(set(times)) >= _PICTURES
        if now > deadline or (enough is not None and known and now > enough):
            break
    if size is not None:
        video.codec_context.width, video.codec_context.height = size
    if sounds and sounds[0].codec_context is not None:
        sounds[0].codec_context.flush_buffers()
    camera.rate = _rate(times, camera.session.media[0].rate)


def _listen(sound: av.AudioStream, packet: AnyPacket) -> None:
    """Let the decoder of AAC find what no header mentions (SBR, PS)."""
    if sound.codec_context is not None and sound.codec_context.name == "aac":
        with suppress(av.FFmpegError):
            sound.codec_context.decode(packet)


def _size(codec: VideoCodec, data: bytes) -> tuple[int, int] | None:
    """Return the size that parameter sets in a byte stream tell."""
    kind = nal.SPS_H264 if codec == "h264" else nal.SPS_H265
    for unit in nal.split_annexb(data):
        if nal.unit_type(codec, unit) == kind:
            with suppress(ValueError, IndexError):
                sps = parse_sps(codec, unit)
                return sps.width, sps.height
    return None


def _rate(times: list[int], ticks: int) -> Fraction | None:
    """Return pictures a second. ``times``: of pictures, in ``ticks`` a second."""
    shown = sorted(set(times))
    steps = [later - earlier for earlier, later in pairwise(shown)]
    if not steps:
        return None
    # Not across pictures that got lost, or that are decoded later.
    usual = [step for step in steps if step < 1.5 * median_low(steps)]
    rate = Fraction(len(usual) * ticks, sum(usual))
    # Timestamps are often whole milliseconds.
    whole = Fraction(round(rate))
    near = whole > 0 and abs(rate - whole) * 100 < whole
    return whole if near else rate.limit_denominator(1001)
