"""A real RTSP camera for tests: GStreamer's server in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
import json
import os
from pathlib import Path
import select
import struct
import subprocess
import time
from typing import Any, Final, cast

import av
from av.bitstream import BitStreamFilterContext

from .decode import nal_type, nal_units
from .footage import Made

SYSTEM_PYTHON: Final = "/usr/bin/python3"
PACKAGES: Final = (
    "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp gstreamer1.0-plugins-base "
    "gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
)
SCRIPT: Final = Path(__file__).with_name("rtsp_camera.py")
NANO: Final = 1_000_000_000


@cache
def missing() -> str | None:
    """What stands in the way of a camera here, with the packages' names; else None."""
    probe = (
        "import gi; gi.require_version('GstRtspServer', '1.0'); "
        "from gi.repository import Gst, GstRtspServer; Gst.init(None); "
        "exit(not all(map(Gst.ElementFactory.find, "
        "('appsrc', 'rtpbin', 'rtph264pay', 'rtph265pay', 'rtpmp4gpay'))))"
    )
    try:
        command = [SYSTEM_PYTHON, "-c", probe]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except OSError:
        done = None
    if done and done.returncode == 0:
        return None
    return f"a real RTSP camera needs the system packages {PACKAGES}"


@dataclass
class RtspCamera:
    """A camera that films `made` over and over, in real time, from `epoch_us` on.

    `slices` of the footage together with `config_interval` -1 give repeated parameter
    sets before every slice of an IDR picture. `clock_offset` is what its sender reports
    are wrong by, in seconds. With `paths` it serves several cameras. `udp_only`
    refuses TCP; `loss` is the share of the pictures' packets that never arrive;
    `certificate` is a file of a key and a certificate, with which it speaks TLS.
    """

    made: Made
    username: str | None = None
    password: str | None = None
    digest: bool = True
    config_interval: int = 1
    clock_offset: float = 0.0
    udp_only: bool = False
    loss: float = 0.0
    certificate: Path | None = None
    port: int = 0
    paths: tuple[str, ...] = ("/door",)
    epoch_us: int = field(default_factory=lambda: time.time_ns() // 1000)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address without user and password."""
        scheme = "rtsps" if self.certificate else "rtsp"
        return f"{scheme}://127.0.0.1:{self.port}{self.paths[0]}"

    @property
    def full_url(self) -> str:
        """The address with user and password, for the tools that take it so."""
        if not self.username:
            return self.url
        return self.url.replace("//", f"//{self.username}:{self.password}@", 1)

    @property
    def process_id(self) -> int:
        """The camera's process."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Serve; the port stays the same from the first start on."""
        config = {
            "reel": str(reel(self.made)),
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "digest": self.digest,
            "config_interval": self.config_interval,
            "clock_offset": self.clock_offset,
            "udp_only": self.udp_only,
            "loss": self.loss,
            "certificate": self.certificate and str(self.certificate),
            "paths": self.paths,
            "epoch_ns": self.epoch_us * 1000,
        }
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, "-B", "-P", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._say(json.dumps(config))
        self.port = self.wait_for("listening")["port"]

    def stop(self) -> None:
        """Vanish as a camera does whose plug is pulled; does nothing when stopped."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def stall(self) -> None:
        """Keep the connection and send nothing."""
        self._say("stall")

    def resume(self) -> None:
        """Go on after a stall."""
        self._say("resume")

    def wait_for(self, event: str, timeout: float = 20) -> dict[str, Any]:
        """The next event of this name; raises TimeoutError."""
        assert self._process and self._process.stdout
        # Whole lines come from the camera, and few: reading them one by one is enough.
        pipe = self._process.stdout
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([pipe], [], [], left)[0]:
                break
            if not (line := _read_line(pipe.fileno())):
                break
            found: dict[str, Any] = json.loads(line)
            if found["event"] == event:
                return found
        raise TimeoutError(f"the camera did not say {event!r} in {timeout} s")

    def time_us(self, counter: int) -> Fraction:
        """When the picture with this counter is filmed for the first time."""
        index = counter - self.made.footage.first_counter
        return self.epoch_us + self.made.times[index] * 1_000_000

    def _say(self, line: str) -> None:
        assert self._process and self._process.stdin
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()


def _read_line(descriptor: int) -> bytes:
    """One line without buffering, so that select keeps telling the truth."""
    line = b""
    while not line.endswith(b"\n") and (byte := os.read(descriptor, 1)):
        line += byte
    return line


@contextmanager
def rtsp_camera(made: Made, **options: Any) -> Iterator[RtspCamera]:
    """A running camera; see `RtspCamera` for the options."""
    camera = RtspCamera(made, **options)
    try:
        camera.start()
        yield camera
    finally:
        camera.stop()


def reel(made: Made) -> Path:
    """The footage as `rtsp_camera.py` reads it, kept beside the footage.

    A line of JSON, then for each packet in decode order: when to send it and when to
    show it (nanoseconds), track, random access, size, bytes. H.264 and H.265 have start
    codes and parameter sets before every random access point.
    """
    path = made.path.with_suffix(".reel")
    if path.exists():
        return path
    units: list[tuple[int, int, int, bool, bytes]] = []
    caps, codecs = [], []
    length = _length(made)
    with av.open(str(made.path)) as container:
        kinds = [*container.streams.video[:1], *container.streams.audio[:1]]
        for stream in kinds:
            name = stream.codec_context.name
            codecs.append("h265" if name == "hevc" else name)
            caps.append(_caps(stream))
    for track, codec in enumerate(codecs):
        latest = 0
        for pts, key, data in packets_of(made.path, track, codec):
            shown = round((pts - made.start) * NANO)
            latest = max(latest, shown)
            if 0 <= shown < length:
                units.append((latest, shown, track, key, data))
    units.sort(key=lambda unit: unit[0])
    header = {"caps": caps, "codecs": codecs, "length": length}
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(json.dumps(header).encode() + b"\n")
        for due, shown, track, key, data in units:
            file.write(struct.pack(">QQBBI", due, shown, track, key, len(data)) + data)
    unfinished.replace(path)
    return path


def _length(made: Made) -> int:
    """One round of the footage in nanoseconds: to the end of the last picture."""
    return round((made.times[-1] + 1 / made.footage.rate) * NANO)


def packets_of(
    path: Path, track: int, codec: str
) -> Iterator[tuple[Fraction, bool, bytes]]:
    """Presentation time in seconds, random access and bytes of one track's packets."""
    with av.open(str(path)) as container:
        streams = (container.streams.video, container.streams.audio)[track]
        stream = streams[0]
        base = cast(Fraction, stream.time_base)
        name = {"h264": "h264_mp4toannexb", "h265": "hevc_mp4toannexb"}.get(codec)
        convert = BitStreamFilterContext(name, stream) if name else None
        sets = b""
        for packet in container.demux(stream):
            if packet.pts is None or not packet.size:
                continue
            for done in convert.filter(packet) if convert else [packet]:
                data = bytes(done)
                if convert and done.is_keyframe:
                    # The filter puts them before IDR pictures only.
                    found = _parameter_sets(data, stream.codec_context.name)
                    data = data if found else sets + data
                    sets = found or sets
                yield cast(int, done.pts) * base, done.is_keyframe, data


def _parameter_sets(data: bytes, codec: str) -> bytes:
    """The parameter sets of an access unit, with start codes."""
    kinds = (32, 33, 34) if codec == "hevc" else (7, 8)
    nals = (nal for nal in nal_units(data, 0) if nal_type(nal, codec) in kinds)
    return b"".join(b"\0\0\0\1" + nal for nal in nals)


def _caps(stream: av.stream.Stream) -> str:
    """GStreamer's description of the stream."""
    context = stream.codec_context
    if context.name in ("h264", "hevc"):
        kind = "h264" if context.name == "h264" else "h265"
        return f"video/x-{kind},stream-format=byte-stream,alignment=au"
    rate = cast(Any, context).sample_rate
    if context.name == "aac":
        data = (context.extradata or b"").hex()
        return (
            f"audio/mpeg,mpegversion=4,stream-format=raw,rate={rate},channels=1,"
            f"codec_data=(buffer){data}"
        )
    if context.name == "opus":
        return "audio/x-opus,channels=1,rate=48000,channel-mapping-family=0"
    kind = "mulaw" if context.name == "pcm_mulaw" else "alaw"
    return f"audio/x-{kind},rate={rate},channels=1"
