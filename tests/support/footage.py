"""Footage whose every picture carries its number and whose sound carries its second.

Picture k shows the counter `first_counter + k` (`counter.py`); the sound at time t after
the first picture has the pitch of step floor(t / tone_step) (`tone.py`). Made with PyAV
once for each set of parameters and kept in a folder that the caller names.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
import hashlib
import json
import os
from pathlib import Path
from typing import Any, Final, Literal, cast

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from . import counter, drawing, tone
from .drawing import SAMPLE_RATES, pictures, sounds

type Codec = Literal["h264", "h265"]
type Sound = Literal["aac", "pcm_mulaw", "pcm_alaw", "opus"]
type Container = Literal["mp4", "mov", "mkv", "ts", "avi"]

NTSC: Final = Fraction(30000, 1001)
VARIABLE_TIME_BASE: Final = Fraction(1, 90000)
FORMATS: Final = {
    "mp4": "mp4",
    "mov": "mov",
    "mkv": "matroska",
    "ts": "mpegts",
    "avi": "avi",
}
SUITABLE: Final[dict[str, frozenset[str | None]]] = {
    "mp4": frozenset({None, "aac", "opus"}),
    "mov": frozenset({None, "aac", "pcm_mulaw", "pcm_alaw"}),
    "mkv": frozenset({None, "aac", "opus"}),
    "ts": frozenset({None, "aac", "opus"}),
    "avi": frozenset({None, "aac", "pcm_mulaw", "pcm_alaw"}),
}


@dataclass(frozen=True)
class Footage:
    """What to make. Times are in seconds, the rate in frames a second.

    `variable` draws each interval from 0.5 to 2 nominal intervals, in ticks of 1/90000
    s. `gop` is the distance of random access points; with `open_gop` the ones after the
    first are not IDR pictures. `busy` adds noise (0 to 1) so that a bit rate is used.
    `sound_rate` is what AAC and Opus take, in bits a second; half makes AAC twice as fast.
    """

    codec: Codec = "h264"
    width: int = 320
    height: int = 192
    rate: Fraction = Fraction(15)
    variable: bool = False
    seconds: Fraction = Fraction(12)
    gop: Fraction = Fraction(2)
    b_frames: int = 0
    open_gop: bool = False
    slices: int = 1
    profile: Literal["baseline", "main", "high"] | None = None
    full_range: bool = False
    bit_rate: int | None = None
    busy: float = 0.0
    sound: Sound | None = None
    sound_rate: int = 64_000
    tone_step: Fraction = Fraction(1)
    container: Container = "mp4"
    first_counter: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what no file can hold; raises ValueError."""
        if self.sound not in SUITABLE[self.container]:
            raise ValueError(f"{self.sound} does not go into {self.container}")
        if self.container == "avi" and (self.variable or self.b_frames):
            raise ValueError("AVI has no presentation times")
        if self.profile == "baseline" and self.b_frames:
            raise ValueError("the baseline profile has no B-frames")
        if self.open_gop and not self.b_frames:
            raise ValueError("an open GOP needs B-frames")

    @property
    def frames(self) -> int:
        """Number of pictures."""
        return int(self.seconds * self.rate)

    @property
    def time_base(self) -> Fraction:
        """Unit of the presentation times that the encoder is given."""
        return VARIABLE_TIME_BASE if self.variable else 1 / self.rate

    @property
    def name(self) -> str:
        """A readable word and the hash of all parameters and of the code that draws."""
        text = json.dumps(asdict(self), default=str, sort_keys=True)
        code = b"".join(
            Path(module).read_bytes()
            for module in (__file__, counter.__file__, drawing.__file__, tone.__file__)
        )
        digest = hashlib.sha256(text.encode() + code).hexdigest()[:16]
        return f"{self.codec}_{self.height}_{digest}.{self.container}"


@dataclass(frozen=True)
class Made:
    """A file and the truth about it.

    `times` are the presentation times of the pictures in seconds, relative to the first
    one, as the container stores them: picture k shows `footage.first_counter + k`.
    `start` is the stored time of the first one.
    """

    path: Path
    footage: Footage
    start: Fraction
    times: tuple[Fraction, ...]

    @property
    def counters(self) -> range:
        """All counters, in the order of display."""
        first = self.footage.first_counter
        return range(first, first + len(self.times))

    def counters_within(
        self, origin: Fraction | int, start: Fraction | int, end: Fraction | int
    ) -> list[int]:
        """The counters shown in [start, end), the first picture being at `origin`.

        All three in seconds; exact, no rounding.
        """
        first = self.footage.first_counter
        return [
            first + index
            for index, time in enumerate(self.times)
            if start <= origin + time < end
        ]

    def counters_within_us(
        self, origin_us: int, start_us: int, end_us: int
    ) -> list[int]:
        """Like `counters_within` in integer microseconds."""
        million = 1_000_000
        return self.counters_within(
            Fraction(origin_us, million),
            Fraction(start_us, million),
            Fraction(end_us, million),
        )


def make(footage: Footage, folder: Path) -> Made:
    """The file of the footage in `folder`, made unless it is there already."""
    path = folder / footage.name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{os.getpid()}.{path.name}")
        try:
            _write(footage, unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    times = _times(path)
    relative = tuple(time - times[0] for time in times)
    return Made(path, footage, times[0], relative)


def _video_options(footage: Footage) -> dict[str, str]:
    """Settings of libx264 or libx265 for exactly this GOP structure."""
    distance = max(1, round(footage.gop * footage.rate))
    settings: dict[str, int | str] = {
        "keyint": distance,
        "min-keyint": distance if footage.open_gop else max(1, distance // 2),
        "scenecut": 0,
        "bframes": footage.b_frames,
        "b-adapt": 0,
        "open-gop": int(footage.open_gop),
        "slices": footage.slices,
    }
    if footage.codec == "h265":
        headers = int(footage.container == "ts")
        settings |= {"repeat-headers": headers, "pools": "1", "frame-threads": 1}
        settings["log-level"] = "none"
    else:
        settings |= {"threads": 1, "sliced-threads": 0, "log": -1}
        # They make a better picture of the same size, which nobody looks at.
        settings |= {"mbtree": 0, "rc-lookahead": 0}
    options = {
        "preset": "veryfast",
        f"x{footage.codec[1:]}-params": ":".join(
            f"{k}={v}" for k, v in settings.items()
        ),
    }
    if footage.bit_rate is None:
        options["crf"] = "26"
    if footage.profile:
        options["profile"] = footage.profile
    return options


def _add_video(container: OutputContainer, footage: Footage) -> VideoStream:
    stream = cast(
        VideoStream,
        container.add_stream(
            f"libx{footage.codec[1:]}",
            rate=footage.rate,
            options=_video_options(footage),
        ),
    )
    stream.width, stream.height, stream.pix_fmt = (
        footage.width,
        footage.height,
        "yuv420p",
    )
    stream.codec_context.time_base = footage.time_base
    stream.time_base = footage.time_base
    stream.codec_context.color_range = 2 if footage.full_range else 1
    if footage.bit_rate:
        stream.bit_rate = footage.bit_rate
    if footage.codec == "h265" and footage.container in ("mp4", "mov"):
        stream.codec_context.codec_tag = "hvc1"
    return stream


def _add_sound(container: OutputContainer, sound: Sound, bit_rate: int) -> AudioStream:
    encoder = "libopus" if sound == "opus" else sound
    options = {"b": str(bit_rate)} if sound in ("aac", "opus") else {}
    stream = container.add_stream(encoder, rate=SAMPLE_RATES[sound], options=options)
    stream.layout = "mono"
    return stream


def _write(footage: Footage, path: Path) -> None:
    """Encode and interleave: sound that belongs before a picture goes before it."""
    with av.open(str(path), "w", format=FORMATS[footage.container]) as container:
        video = _add_video(container, footage)
        audio: AudioStream | None = None
        waiting: Iterator[av.AudioFrame] = iter(())
        if footage.sound:
            audio = _add_sound(container, footage.sound, footage.sound_rate)
            waiting = sounds(footage, audio.codec_context.format.name)
        sound = next(waiting, None)
        for picture in pictures(footage):
            while audio and sound and _time(sound) <= _time(picture):
                container.mux(audio.encode(sound))
                sound = next(waiting, None)
            container.mux(video.encode(picture))
        while audio and sound:
            container.mux(audio.encode(sound))
            sound = next(waiting, None)
        container.mux(video.encode(None))
        if audio:
            container.mux(audio.encode(None))


def _time(frame: Any) -> Fraction:
    return Fraction(frame.pts * frame.time_base)


def _times(path: Path) -> list[Fraction]:
    """The stored presentation times of all pictures in seconds, sorted."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = cast(Fraction, stream.time_base)
        if container.format.name == "avi":
            count = sum(1 for packet in container.demux(stream) if packet.size)
            return [index * base for index in range(count)]
        return sorted(
            packet.pts * base
            for packet in container.demux(stream)
            if packet.pts is not None and packet.size
        )
