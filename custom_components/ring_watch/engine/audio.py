"""Sound on its way into the archive: AAC-LC is copied, everything else encoded."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.fifo import AudioFifo
from av.audio.resampler import AudioResampler

from .aac import (
    LOW_COMPLEXITY,
    SAMPLE_RATES,
    AacConfig,
    build_config,
    parse_config,
    remove_adts,
    silence_fill,
)
from .media import AudioFormat
from .segment import AAC_FRAME

_HIGHEST_RATE = 48000
_RESYNC_SECONDS = Fraction(6, 100)
# Less is the rounding of timestamps.
_HOLE_SECONDS = Fraction(1, 100)

type Sound = tuple[bytes, int]
"""A raw AAC frame and its time in ticks of the track's time base."""


class SoundTrack:
    """The sound of one connection. ``time_base`` is that of the times it returns."""

    def __init__(self, stream: av.AudioStream) -> None:
        """Decide by what the demuxer knows whether frames can be copied."""
        context = stream.codec_context
        self._stream_base = Fraction(
            stream.time_base.numerator, stream.time_base.denominator
        )
        self._encoder: _Encoder | None = None
        self.time_base = self._stream_base
        self.format: AudioFormat | None = None
        """May change with a frame whose header says something else."""
        config = _config_of(context)
        if config is not None and _is_plain(config) and not _is_extended(stream):
            self.format = _format(config)
        else:
            self._encoder = _Encoder(context, self._stream_base)
            self.time_base = self._encoder.time_base
            self.format = self._encoder.format

    def feed(self, packet: av.Packet[av.AudioStream], pts: int) -> Iterator[Sound]:
        """Yield the frames that a packet adds; damaged ones are left out.

        ``pts``: the packet's time in ticks of its stream.
        """
        if self._encoder is not None:
            yield from self._encoder.feed(packet, pts)
            return
        data = bytes(packet)
        try:
            found = remove_adts(data)
        except ValueError:
            return
        if found is None:
            if self.format is not None:
                yield silence_fill(data), pts
            return
        config, frames = found
        if not _is_plain(config):
            return
        self.format = _format(config)
        for index, frame in enumerate(frames):
            late = Fraction(index * AAC_FRAME, config.sample_rate) / self.time_base
            yield silence_fill(frame), pts + round(late)

    def flush(self) -> Iterator[Sound]:
        """Yield what an encoder still holds."""
        if self._encoder is not None:
            yield from self._encoder.flush()


class _Encoder:
    """Decodes, resamples where AAC needs it, and encodes to AAC-LC."""

    def __init__(self, decoder: AudioCodecContext, stream_base: Fraction) -> None:
        self._decoder = decoder
        self._stream_base = stream_base
        rate = min(decoder.sample_rate or _HIGHEST_RATE, _HIGHEST_RATE)
        self._rate = rate if rate in SAMPLE_RATES else _HIGHEST_RATE
        self._channels = 1 if decoder.channels <= 1 else 2
        self._layout = "mono" if self._channels == 1 else "stereo"
        self.time_base = Fraction(1, self._rate)
        self.format = AudioFormat(
            self._rate, self._channels, build_config(self._rate, self._channels)
        )
        self._start()

    def _start(self) -> None:
        context = av.CodecContext.create("aac", "w")
        context.sample_rate = self._rate
        context.layout = self._layout
        context.format = "fltp"
        context.bit_rate = self._channels * (16_000 + self._rate * 6 // 5)
        context.time_base = self.time_base
        # Without this the encoder writes its name into the sound.
        context.flags |= av.codec.context.Flags.bitexact
        self._context = context
        self._resampler = AudioResampler("fltp", self._layout, self._rate)
        self._fifo = AudioFifo()
        self._next: int | None = None
        self._at = 0

    def feed(self, packet: av.Packet[av.AudioStream], pts: int) -> Iterator[Sound]:
        at = round(pts * self._stream_base * self._rate)
        missing = 0 if self._next is None else at - self._next
        if abs(missing) > _RESYNC_SECONDS * self._rate:
            yield from self.flush()
            # Its frames overlap: the next would sound of what came before the hole.
            self._decoder.flush_buffers()
            missing = 0
        if self._next is None:
            self._next = self._at = at
        try:
            frames = self._decoder.decode(packet)
        except av.FFmpegError, ValueError:
            # The latter of a decoder that could not be opened before.
            return
        if frames and missing > _HOLE_SECONDS * self._rate:
            # Else what follows would be heard before its time.
            yield from self._encode(self._silence(missing))
        for frame in frames:
            frame.pts = None
            for piece in self._resampler.resample(frame):
                yield from self._encode(piece)

    def flush(self) -> Iterator[Sound]:
        """Yield the rest and begin anew."""
        if self._next is None:
            return
        for piece in self._resampler.resample(None):
            yield from self._encode(piece)
        rest = self._fifo.read(0, partial=True)
        if rest is not None:
            yield from self._finish(rest)
        yield from self._finish(None)
        self._start()

    def _silence(self, samples: int) -> av.AudioFrame:
        frame = av.AudioFrame("fltp", self._layout, samples)
        frame.sample_rate = self._rate
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        return frame

    def _encode(self, piece: av.AudioFrame) -> Iterator[Sound]:
        assert self._next is not None
        self._next += piece.samples
        piece.pts = None
        self._fifo.write(piece)
        while (full := self._fifo.read(AAC_FRAME)) is not None:
            yield from self._finish(full)

    def _finish(self, frame: av.AudioFrame | None) -> Iterator[Sound]:
        if frame is not None:
            frame.pts = self._at
            frame.time_base = self.time_base
            self._at += frame.samples
        for packet in self._context.encode(frame):
            if packet.pts is not None:
                yield bytes(packet), packet.pts


def _config_of(context: AudioCodecContext) -> AacConfig | None:
    """Return how an AAC stream is coded; None for what cannot be copied."""
    if context.name not in ("aac", "aac_fixed"):
        return None
    if not context.extradata:
        # ADTS: every frame says it again.
        return AacConfig(
            LOW_COMPLEXITY, context.sample_rate, min(context.channels, 2), False
        )
    try:
        return parse_config(context.extradata)
    except ValueError:
        return None


def _is_plain(config: AacConfig) -> bool:
    return (
        config.object_type == LOW_COMPLEXITY
        and not config.extended
        and config.channels in (1, 2)
        and config.sample_rate in SAMPLE_RATES
        and config.sample_rate <= _HIGHEST_RATE
    )


def _is_extended(stream: av.AudioStream) -> bool:
    """Tell whether the decoder found SBR or PS that no header mentions."""
    return (stream.profile or "LC") not in ("LC", "Main")


def _format(config: AacConfig) -> AudioFormat:
    return AudioFormat(
        config.sample_rate,
        config.channels,
        build_config(config.sample_rate, config.channels),
    )
