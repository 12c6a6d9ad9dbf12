"""What is really in a file: every picture, packet and sound, edit lists ignored.

Nothing here shares code with the engine: it is the tests' own opinion of a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
import hashlib
from pathlib import Path
from typing import Literal, cast

import av
from av.codec.context import Flags
import numpy as np

from . import counter, tone

type Kind = Literal["video", "audio"]


@dataclass(frozen=True)
class Shown:
    """One decoded picture: counter (None: not readable), time in seconds, mean light."""

    counter: int | None
    time: Fraction
    mean: float

    @property
    def black(self) -> bool:
        """Whether the picture is flat black (a filler of a gap)."""
        return self.counter is None and self.mean < 20


@dataclass(frozen=True)
class Unit:
    """One packet. `payload` is the hash of all bytes, `picture` that of its slices.

    Times and duration are in seconds; `nals` are the types of its NAL units. Sound has
    neither `picture` nor `nals`.
    """

    time: Fraction
    decode_time: Fraction
    duration: Fraction
    keyframe: bool
    size: int
    payload: str
    picture: str | None
    nals: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """50 ms of sound: time in seconds, the step of its pitch (None: silence), RMS."""

    time: Fraction
    step: int | None
    rms: float


def _open(path: Path | str) -> av.container.InputContainer:
    """The file with edit lists ignored; only MP4 knows the option."""
    if Path(path).suffix in (".mp4", ".mov", ".m4v"):
        return av.open(str(path), options={"ignore_editlist": "1"})
    return av.open(str(path))


def planes(path: Path | str) -> Iterator[tuple[Fraction, counter.Plane]]:
    """Time and luma plane of every picture that a decoder puts out, as displayed."""
    with _open(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "SLICE"
        # Else the decoder keeps back what follows a random access point that is no IDR
        # picture, and so would hide pictures from these tests.
        stream.codec_context.flags |= Flags.output_corrupt
        for frame in container.decode(stream):
            height, width = frame.height, frame.width
            plane = frame.planes[0]
            data = np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)
            yield (
                Fraction(cast(int, frame.pts) * frame.time_base),
                data[:height, :width],
            )


def shown(path: Path | str) -> list[Shown]:
    """Every picture of the file with its counter, in order of display."""
    return [
        Shown(counter.read(plane), time, float(plane.mean()))
        for time, plane in planes(path)
    ]


def counters(path: Path | str) -> list[int | None]:
    """The counters of every picture of the file, in order of display."""
    return [picture.counter for picture in shown(path)]


def units(path: Path | str, kind: Kind = "video") -> list[Unit]:
    """Every packet of the first stream of this kind, in decode order."""
    with _open(path) as container:
        streams = (
            container.streams.video if kind == "video" else container.streams.audio
        )
        if not streams:
            return []
        stream = streams[0]
        base = cast(Fraction, stream.time_base)
        length_size, codec = _nal_framing(stream)
        found = []
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            data = bytes(packet)
            pts, dts = packet.pts, packet.dts
            time = Fraction(0) if pts is None else pts * base
            nals = nal_units(data, length_size) if kind == "video" else []
            found.append(
                Unit(
                    time=time,
                    decode_time=time if dts is None else dts * base,
                    duration=(packet.duration or 0) * base,
                    keyframe=packet.is_keyframe,
                    size=len(data),
                    payload=hashlib.sha256(data).hexdigest(),
                    picture=picture_hash(nals, codec) if kind == "video" else None,
                    nals=tuple(nal_type(nal, codec) for nal in nals),
                )
            )
        return found


def _nal_framing(stream: av.stream.Stream) -> tuple[int, str]:
    """Size of the NAL units' length field (0: start codes) and the codec's name."""
    context = stream.codec_context
    data = context.extradata or b""
    if context.name not in ("h264", "hevc") or not data or data[0] != 1:
        return 0, context.name
    return (data[4] if context.name == "h264" else data[21]) % 4 + 1, context.name


def nal_units(data: bytes, length_size: int) -> list[bytes]:
    """The NAL units of an access unit, with length fields or start codes (0)."""
    if length_size:
        found, position = [], 0
        while position + length_size <= len(data):
            size = int.from_bytes(data[position : position + length_size], "big")
            position += length_size
            found.append(data[position : position + size])
            position += size
        return found
    return [
        part.rstrip(b"\0")
        for part in data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:]
    ]


def nal_type(nal: bytes, codec: str) -> int:
    """nal_unit_type: H.264 7.3.1, H.265 7.3.1.2."""
    return nal[0] >> 1 & 63 if codec == "hevc" else nal[0] & 31


def picture_hash(nals: list[bytes], codec: str) -> str:
    """Hash of the slices (VCL NAL units): equal for one picture in all containers."""
    kinds = range(32) if codec == "hevc" else range(1, 6)
    digest = hashlib.sha256()
    for nal in nals:
        if nal_type(nal, codec) in kinds:
            digest.update(len(nal).to_bytes(4, "big") + nal)
    return digest.hexdigest()


def samples(path: Path | str) -> tuple[Fraction, int, tone.Samples] | None:
    """All decoded sound on one line: time of first sample, sample rate, samples.

    Holes between packets are silence. None where the file has no sound.
    """
    with _open(path) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="flt", layout="mono")
        blocks: list[tuple[Fraction, tone.Samples]] = []
        rate = stream.rate
        for frame in container.decode(stream):
            for block in resampler.resample(frame):
                rate = block.sample_rate
                time = Fraction(cast(int, block.pts) * block.time_base)
                blocks.append((time, block.to_ndarray().reshape(-1).astype(np.float32)))
    if not blocks:
        return Fraction(0), rate, np.zeros(0, dtype=np.float32)
    start = blocks[0][0]
    length = max(round((time - start) * rate) + len(data) for time, data in blocks)
    line = np.zeros(length, dtype=np.float32)
    for time, data in blocks:
        first = round((time - start) * rate)
        line[first : first + len(data)] = data
    return start, rate, line


def pieces(path: Path | str) -> list[Piece]:
    """The sound of the file in pieces of 50 ms, the last one shorter."""
    heard = samples(path)
    if heard is None:
        return []
    start, rate, line = heard
    size = int(rate * tone.PIECE)
    return [
        Piece(
            time=start + Fraction(first, rate),
            step=tone.recognise(line[first : first + size], rate),
            rms=float(np.sqrt(np.mean(line[first : first + size] ** 2))),
        )
        for first in range(0, len(line), size)
    ]
