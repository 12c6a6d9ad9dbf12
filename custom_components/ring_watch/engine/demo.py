"""A camera that films itself: pictures and sound made here, in real time.

640 x 360, 15 pictures a second, H.264 with a group of pictures a second, AAC. What
the pictures show is in demo_picture.py. The tone's pitch is 300 Hz plus 40 Hz for
each second of the minute (UTC), so that sound can be told from what lies around it.
"""

from collections.abc import Iterator
from fractions import Fraction
from threading import Event
import time
from typing import Any

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
import numpy as np

from .aac import build_config
from .demo_picture import HEIGHT, RATE, WIDTH, draw
from .errors import EngineError
from .media import AudioFormat
from .pipeline import Pipeline, VideoStream
from .recorder import Listener
from .segment import AAC_FRAME
from .source_errors import SourceError
from .store import CameraStore

SAMPLE_RATE = 16000
_AMPLITUDE = 0.2
_LATE_SECONDS = 1
_RETRY_SECONDS = 5
_CHROMA = bytes((128,)) * (WIDTH * HEIGHT // 2)


class DemoRecorder:
    """Films itself into one camera's archive, in the thread that calls ``run``."""

    def __init__(
        self,
        store: CameraStore,
        listener: Listener,
        *,
        sound: bool = True,
    ) -> None:
        """Nothing is filmed before ``run``."""
        self._store = store
        self._listener = listener
        self._sound = sound
        self._stop = Event()
        self.busy_since: float | None = None
        """Since when, in monotonic seconds, the archive takes what was filmed."""

    def run(self) -> None:
        """Film until ``stop``."""
        while not self._stop.is_set():
            self._listener.state("connecting", None)
            try:
                self._film()
            except SourceError as error:
                self._listener.state("down", error.reason)
            except EngineError:
                self._listener.state("down", "disk")
            self._stop.wait(_RETRY_SECONDS)

    def stop(self) -> None:
        """End the film from another thread."""
        self._stop.set()

    def finish(self) -> None:
        """Nothing to do: making pictures never hangs."""

    def _film(self) -> None:
        """Film until ``stop``, or until the clock was set back."""
        encoder = _video_encoder()
        sound = _Sound() if self._sound else None
        pipeline = Pipeline(
            VideoStream("h264", encoder.extradata, Fraction(1, RATE), Fraction(RATE)),
            sound,
            self._store,
            self._listener.segment,
            keyframe=self._listener.keyframe,
        )
        pipeline.place(Fraction(0), Fraction(0))
        number = int(time.time() * RATE) + 1
        try:
            while not self._stop.is_set():
                now = time.time()
                if abs(number / RATE - now) > _LATE_SECONDS:
                    if number / RATE > now:
                        # The clock was set back.
                        return
                    number = int(now * RATE) + 1
                if self._stop.wait(max(number / RATE - now, 0)):
                    return
                picture = _picture(number)
                self.busy_since = time.monotonic()
                for packet in encoder.encode(picture):
                    if packet.pts is not None and pipeline.add_video(
                        bytes(packet), packet.pts, keyframe=packet.is_keyframe
                    ):
                        self._listener.state("recording", None)
                if sound is not None:
                    for packet in sound.until(number + 1):
                        pipeline.add_audio(packet, packet.pts or 0)
                self.busy_since = None
                number += 1
        finally:
            pipeline.close()
            self.busy_since = None


class _Sound:
    """The tone, already AAC (a ``SoundStream``)."""

    time_base = Fraction(1, SAMPLE_RATE)
    format: AudioFormat | None = AudioFormat(
        SAMPLE_RATE, 1, build_config(SAMPLE_RATE, 1)
    )

    def __init__(self) -> None:
        context = av.CodecContext.create("aac", "w")
        context.sample_rate = SAMPLE_RATE
        context.layout = "mono"
        context.format = "fltp"
        context.bit_rate = 32000
        context.time_base = self.time_base
        context.flags |= av.codec.context.Flags.bitexact
        self._context = context
        self._next: int | None = None
        self._phase = 0.0

    def until(self, number: int) -> Iterator[av.Packet[Any]]:
        """Yield the frames that are complete when picture ``number`` begins."""
        end = number * SAMPLE_RATE // RATE
        if self._next is None or end - self._next > SAMPLE_RATE:
            self._next = end - SAMPLE_RATE // RATE
        while self._next + AAC_FRAME <= end:
            frame = av.AudioFrame.from_ndarray(self._tone(self._next), "fltp", "mono")
            frame.sample_rate = SAMPLE_RATE
            frame.time_base = self.time_base
            frame.pts = self._next
            self._next += AAC_FRAME
            yield from self._context.encode(frame)

    def feed(self, packet: av.Packet[Any], pts: int) -> Iterator[tuple[bytes, int]]:
        """Yield the frame that a packet is."""
        yield bytes(packet), pts

    def flush(self) -> Iterator[tuple[bytes, int]]:
        """Yield nothing: what follows was not filmed."""
        yield from ()

    def _tone(self, start: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        seconds = np.arange(start, start + AAC_FRAME) // SAMPLE_RATE
        hertz = 300 + 40 * (seconds % 60)
        phase = self._phase + np.cumsum(hertz) * (2 * np.pi / SAMPLE_RATE)
        self._phase = float(phase[-1] % (2 * np.pi))
        tone: np.ndarray[Any, np.dtype[np.float32]] = (
            (_AMPLITUDE * np.sin(phase)).astype(np.float32).reshape(1, -1)
        )
        return tone


def _picture(number: int) -> av.VideoFrame:
    luma = draw(number).tobytes()
    frame = av.VideoFrame.from_ndarray(
        np.frombuffer(luma + _CHROMA, np.uint8).reshape(HEIGHT * 3 // 2, WIDTH),
        "yuv420p",
    )
    frame.pts = number
    frame.time_base = Fraction(1, RATE)
    frame.pict_type = PictureType.I if number % RATE == 0 else PictureType.NONE
    return frame


def _video_encoder() -> VideoCodecContext:
    if "libx264" not in av.codecs_available:
        raise SourceError("unsupported")
    encoder: VideoCodecContext = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height = WIDTH, HEIGHT
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, RATE)
    encoder.framerate = Fraction(RATE)
    encoder.thread_count = 1
    encoder.options = {
        "preset": "superfast",
        "tune": "zerolatency",
        "crf": "23",
        "forced-idr": "1",
        "x264-params": f"keyint={RATE}:min-keyint={RATE}:scenecut=0:log=-1",
    }
    encoder.flags |= av.codec.context.Flags.global_header
    encoder.open()
    return encoder
