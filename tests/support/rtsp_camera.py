"""A camera as a process: serves prepared footage over RTSP with GStreamer.

Run by the system's own python3 (the one with gi), so it keeps to Python 3.11. The first
line on stdin is the configuration (`rtsp.py` writes it); later lines are commands:
"stall", "resume". Every line on stdout is an event as JSON. Ends when stdin closes.

The footage plays against the wall clock: what stands at footage time f is sent at
`epoch + f`, whoever is connected, so a viewer who comes back finds the picture of now.
"""

import bisect
import json
import random
import struct
import sys
import threading
import time
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # type: ignore[import-not-found]  # noqa: E402

NTP_TO_UNIX = 2_208_988_800
"""Seconds from 1900 to 1970 (RFC 5905)."""
CLOCK_TIME = 3
"""rtpbin's ntp-time-source: sender reports carry the pipeline's clock."""
PAYLOADERS = {
    "h264": "rtph264pay config-interval={interval}",
    "h265": "rtph265pay config-interval={interval}",
    "aac": "rtpmp4gpay",
    "pcm_mulaw": "rtppcmupay",
    "pcm_alaw": "rtppcmapay",
    "opus": "rtpopuspay",
}


def say(event: str, **values: Any) -> None:
    """Write one event."""
    sys.stdout.write(json.dumps({"event": event, **values}) + "\n")
    sys.stdout.flush()


class Reel:
    """The footage: units of (nanoseconds, track, random access, bytes) in sending order."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:  # noqa: PTH123
            header = json.loads(file.readline())
            self.caps: list[str] = header["caps"]
            self.codecs: list[str] = header["codecs"]
            self.length: int = header["length"]
            self.units: list[tuple[int, int, int, bool, bytes]] = []
            while head := file.read(22):
                due, pts, track, key, size = struct.unpack(">QQBBI", head)
                self.units.append((due, pts, track, bool(key), file.read(size)))
        self.starts = [
            index for index, unit in enumerate(self.units) if unit[2] == 0 and unit[3]
        ]

    def start_at(self, now: int) -> tuple[int, int]:
        """The next random access point from footage time `now` on: round and index.

        Not the newest: a camera does not send what it filmed before it was asked.
        """
        lap, within = divmod(max(0, now), self.length)
        dues = [self.units[index][0] for index in self.starts]
        place = bisect.bisect_left(dues, within)
        if place == len(self.starts):
            return lap + 1, self.starts[0]
        return lap, self.starts[place]


class Camera:
    """One mount: pushes the reel into every pipeline that the server builds for it."""

    def __init__(self, reel: Reel, config: dict[str, Any], flowing: Any) -> None:
        self.reel, self.config, self.flowing = reel, config, flowing

    def factory(self, clock: Any) -> Any:
        """The media factory of this camera."""
        parts = []
        for index, codec in enumerate(self.reel.codecs):
            pay = PAYLOADERS[codec].format(interval=self.config["config_interval"])
            parts.append(
                f"appsrc name=source{index} is-live=true format=time max-bytes=0 "
                f"! {pay} pt={96 + index} name=pay{index}"
            )
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch("( " + "  ".join(parts) + " )")
        factory.set_shared(True)
        if clock is not None:
            factory.set_clock(clock)
        if self.config["udp_only"]:
            factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
        if self.config["username"] or self.config["certificate"]:
            role = "viewer, media.factory.access=true, media.factory.construct=true"
            factory.add_role_from_structure(Gst.Structure.from_string(role)[0])
        factory.connect("media-configure", self._configure)
        return factory

    def _configure(self, _factory: Any, media: Any) -> None:
        if self.config["clock_offset"]:
            pipeline = media.get_element().get_parent()
            pipeline.connect("element-added", _report_clock_time)
        if self.config["loss"]:
            lose(media.get_element().get_by_name("pay0"), self.config["loss"])
        gone = threading.Event()
        media.connect("unprepared", lambda *_: gone.set())
        threading.Thread(target=self._push, args=(media, gone), daemon=True).start()

    def _push(self, media: Any, gone: threading.Event) -> None:
        element = media.get_element()
        sources = []
        for index, caps in enumerate(self.reel.caps):
            source = element.get_by_name(f"source{index}")
            source.set_property("caps", Gst.Caps.from_string(caps))
            sources.append(source)
        while not (element.get_base_time() and element.get_clock()):
            if gone.wait(0.005):
                return
        epoch = self.config["epoch_ns"]
        start = base_time(element) - epoch
        lap, position = self.reel.start_at(time.time_ns() - epoch)
        say("playing", lap=lap)
        first = True
        while not gone.is_set():
            due, pts, track, _, data = self.reel.units[position]
            offset = lap * self.reel.length
            wait = epoch + offset + due - time.time_ns()
            if wait > 0 and gone.wait(wait / 1e9):
                break
            self.flowing.wait()
            buffer = Gst.Buffer.new_wrapped(data)
            buffer.pts = max(0, offset + pts - start)
            if first:
                buffer.set_flags(Gst.BufferFlags.DISCONT)
                first = False
            if sources[track].emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                break
            position += 1
            if position == len(self.reel.units):
                position, lap = 0, lap + 1
        say("left")


def base_time(element: Any) -> int:
    """When the element's running time was zero, in nanoseconds since 1970.

    Two clocks cannot be read at once: the pair counts that was read the fastest.
    """
    clock = element.get_clock()
    readings = []
    for _ in range(20):
        before = time.time_ns()
        now = clock.get_time()
        after = time.time_ns()
        readings.append((after - before, (before + after) // 2 - now))
    return int(min(readings)[1] + element.get_base_time())


def _report_clock_time(_pipeline: Any, element: Any) -> None:
    """Have sender reports carry the time of the pipeline's own clock."""
    if element.get_factory().get_name() == "rtpbin":
        element.set_property("ntp-time-source", CLOCK_TIME)


def wrong_clock(offset: float) -> Any:
    """A clock that shows NTP time, `offset` seconds away from the host's."""
    clock = Gst.SystemClock(clock_type=Gst.ClockType.REALTIME)
    now = clock.get_internal_time()
    shift = int((NTP_TO_UNIX + offset) * 1e9)
    clock.set_calibration(now, now + shift, 1, 1)
    return clock


def lose(payloader: Any, share: float) -> None:
    """Let a share of a payloader's packets get lost, in each run the same ones."""
    pad = payloader.get_static_pad("src")
    dice = random.Random(1)

    def pass_on(_pad: Any, info: Any) -> Any:
        if not info.type & Gst.PadProbeType.BUFFER_LIST:
            lost = dice.random() < share
            return Gst.PadProbeReturn.DROP if lost else Gst.PadProbeReturn.OK
        packets = info.get_buffer_list()
        for index in range(packets.length()):
            if dice.random() >= share:
                pad.get_peer().chain(packets.get(index).copy())
        return Gst.PadProbeReturn.DROP

    both = Gst.PadProbeType.BUFFER | Gst.PadProbeType.BUFFER_LIST
    pad.add_probe(both, pass_on)


def encrypt(server: Any, certificate: str) -> None:
    """Speak TLS; whoever comes may look."""
    auth = GstRtspServer.RTSPAuth()
    auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(certificate))
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.set_default_token(token)
    server.set_auth(auth)


def protect(server: Any, config: dict[str, Any]) -> None:
    """Ask for the user and password."""
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if config["digest"]:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(config["username"], config["password"], token)
    else:
        basic = auth.make_basic(config["username"], config["password"])
        auth.add_basic(basic, token)
    server.set_auth(auth)


def main() -> None:
    """Serve until stdin closes."""
    config = json.loads(sys.stdin.readline())
    Gst.init(None)
    flowing = threading.Event()
    flowing.set()
    reel = Reel(config["reel"])
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(config["port"]))
    if config["username"]:
        protect(server, config)
    elif config["certificate"]:
        encrypt(server, config["certificate"])
    offset = config["clock_offset"]
    for path in config["paths"]:
        clock = wrong_clock(offset) if offset else None
        camera = Camera(reel, config, flowing)
        server.get_mount_points().add_factory(path, camera.factory(clock))
    server.connect("client-connected", lambda *_: say("connected"))
    loop = GLib.MainLoop()
    if not server.attach(None):
        say("failed", reason="port in use")
        return

    def follow() -> None:
        for line in sys.stdin:
            if line.strip() == "stall":
                flowing.clear()
            else:
                flowing.set()
        loop.quit()

    threading.Thread(target=follow, daemon=True).start()
    say("listening", port=server.get_bound_port())
    loop.run()


if __name__ == "__main__":
    main()
