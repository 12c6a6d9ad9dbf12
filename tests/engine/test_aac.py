"""AAC headers, and what is left of an encoder's name."""

from contextlib import suppress
from io import BytesIO

import av
from hypothesis import given, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine import aac

pytestmark = pytest.mark.engine

PLAIN = st.tuples(st.sampled_from(aac.SAMPLE_RATES), st.sampled_from((1, 2, 6)))


@given(PLAIN)
def test_a_config_says_what_it_was_built_from(wanted: tuple[int, int]) -> None:
    config = aac.parse_config(aac.build_config(*wanted))
    assert config == aac.AacConfig(2, *wanted, False)


@pytest.mark.parametrize(
    ("data", "extended"),
    [("1408", False), ("140856e500", False), ("140856e580", True), ("2b0a0800", True)],
    ids=["plain", "SBR ruled out", "SBR signalled behind", "SBR first"],
)
def test_sbr_is_recognised(data: str, extended: bool) -> None:
    assert aac.parse_config(bytes.fromhex(data)).extended == extended


@given(st.binary(max_size=40))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert len(aac.silence_fill(data)) == len(data)
    for parse in (aac.parse_config, aac.remove_adts):
        with suppress(ValueError):
            parse(data)


def test_adts_headers_are_taken_off() -> None:
    encoded, plain = _encode("adts"), _encode("mp4")
    found = aac.remove_adts(b"".join(encoded))
    assert found is not None
    config, frames = found
    assert config == aac.AacConfig(2, 16000, 1, False)
    assert frames == plain


def test_the_encoders_name_is_wiped_and_the_sound_is_not() -> None:
    frames = _encode("mp4")
    assert b"Lavc" in frames[0]
    wiped = [aac.silence_fill(frame) for frame in frames]
    assert not any(b"Lavc" in frame for frame in wiped)
    assert [len(frame) for frame in wiped] == [len(frame) for frame in frames]
    assert (_decode(wiped) == _decode(frames)).all()


def _encode(container: str) -> list[bytes]:
    """Return the packets of a second of a tone, with the encoder's name in them."""
    file = BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream("aac", rate=16000)
        stream.layout = "mono"
        tone = np.sin(np.arange(16384) / 5).astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(tone, "fltp", "mono")
        frame.sample_rate = 16000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as source:
        return [bytes(p) for p in source.demux(audio=0) if p.size]


def _decode(frames: list[bytes]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    context = av.CodecContext.create("aac", "r")
    context.extradata = aac.build_config(16000, 1)
    blocks = [block for data in frames for block in context.decode(av.Packet(data))]
    return np.concatenate([block.to_ndarray() for block in blocks], axis=1)
