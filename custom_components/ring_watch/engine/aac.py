"""AAC: AudioSpecificConfig, ADTS headers, and what encoders write into fill elements.

Clauses are those of ISO 14496-3:2019.
"""

from dataclasses import dataclass

from .nal import BitReader

SAMPLE_RATES = (
    *(96000, 88200, 64000, 48000, 44100, 32000, 24000),
    *(22050, 16000, 12000, 11025, 8000, 7350),
)
LOW_COMPLEXITY = 2
_CHANNELS = (0, 1, 2, 3, 4, 5, 6, 8)
_FILL, _DATA = 6, 4


@dataclass(frozen=True, slots=True)
class AacConfig:
    """What an AudioSpecificConfig (1.6.2.1) says.

    ``object_type`` 2 is AAC-LC. ``extended``: SBR or PS is signalled, or frames
    are not of 1024 samples. ``channels`` is 0 for a program config element.
    """

    object_type: int
    sample_rate: int
    channels: int
    extended: bool


def parse_config(data: bytes) -> AacConfig:
    """Return what an AudioSpecificConfig says; raises ValueError when damaged."""
    bits = BitReader(data, escaped=False)
    object_type = _object_type(bits)
    rate = _sample_rate(bits)
    channels = bits.read(4)
    extended = object_type in (5, 29)
    if extended:
        _sample_rate(bits)
        object_type = _object_type(bits)
    if object_type == LOW_COMPLEXITY:
        # GASpecificConfig (4.4.1): frameLengthFlag, dependsOnCoreCoder.
        extended = bits.read(2) != 0 or extended
        bits.skip(1)
        # Backward-compatible signalling (1.6.5): sbrPresentFlag.
        if not extended and bits.left >= 17 and bits.read(11) == 0x2B7:
            extended = _object_type(bits) in (5, 22) and bits.read(1) == 1
    if channels >= len(_CHANNELS):
        raise ValueError("The channel configuration is unknown.")
    return AacConfig(object_type, rate, _CHANNELS[channels], extended)


def build_config(sample_rate: int, channels: int) -> bytes:
    """Return the AudioSpecificConfig of plain AAC-LC."""
    index = SAMPLE_RATES.index(sample_rate)
    layout = _CHANNELS.index(channels)
    return (LOW_COMPLEXITY << 11 | index << 7 | layout << 3).to_bytes(2)


def _object_type(bits: BitReader) -> int:
    kind = bits.read(5)
    return 32 + bits.read(6) if kind == 31 else kind


def _sample_rate(bits: BitReader) -> int:
    index = bits.read(4)
    if index == 15:
        return bits.read(24)
    if index >= len(SAMPLE_RATES):
        raise ValueError("The sample rate is unknown.")
    return SAMPLE_RATES[index]


def remove_adts(data: bytes) -> tuple[AacConfig, list[bytes]] | None:
    """Return the raw frames behind ADTS headers (1.A.2.2) and what those say.

    None when the data does not begin with one; raises ValueError for frames that
    cannot be told apart (several blocks behind one header) or are cut short.
    """
    if not _is_adts(data):
        return None
    frames = []
    config: AacConfig | None = None
    at = 0
    while at + 7 <= len(data):
        header = data[at : at + 7]
        if not _is_adts(header):
            raise ValueError("The ADTS header is damaged.")
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        start = at + (7 if header[1] & 1 else 9)
        if header[6] & 3 or length < start - at or at + length > len(data):
            raise ValueError("The ADTS frame is damaged.")
        index = header[2] >> 2 & 0xF
        channels = (header[2] & 1) << 2 | header[3] >> 6
        if index >= len(SAMPLE_RATES):
            raise ValueError("The sample rate is unknown.")
        config = AacConfig(
            (header[2] >> 6) + 1, SAMPLE_RATES[index], _CHANNELS[channels], False
        )
        frames.append(data[start : at + length])
        at += length
    return (config, frames) if config else None


def _is_adts(data: bytes) -> bool:
    return len(data) >= 7 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0


def silence_fill(frame: bytes) -> bytes:
    """Return a raw frame with zeros in its leading fill and data elements.

    Those come before any sound (4.4.2.1) and may hold whatever the camera or the
    encoder wrote; the sound is not touched. A damaged frame comes back as it is.
    """
    if not frame or frame[0] >> 5 not in (_FILL, _DATA):
        return frame
    total = 8 * len(frame)
    bits = int.from_bytes(frame)
    at = 0

    def read(count: int) -> int:
        nonlocal at
        at += count
        return bits >> max(total - at, 0) & ((1 << count) - 1)

    cleared = bits
    while at + 7 < total:
        kind = read(3)
        if kind == _FILL:
            count = read(4)
            if count == 15:
                count += read(8) - 1
        elif kind == _DATA:
            read(4)
            aligned = read(1)
            count = read(8)
            if count == 255:
                count += read(8)
            if aligned:
                at = -(-at // 8) * 8
        else:
            break
        if at + 8 * count > total:
            return frame
        payload = ((1 << 8 * count) - 1) << total - at - 8 * count
        cleared &= ~payload
        at += 8 * count
    return cleared.to_bytes(len(frame))
