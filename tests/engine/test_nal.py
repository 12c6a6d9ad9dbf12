"""NAL units, parameter sets and their configuration records."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine import decoder_config, nal, sps
from custom_components.ring_watch.engine.media import VideoCodec
from tests.support.footage import Footage, make

pytestmark = pytest.mark.engine

# A NAL unit holds no start code and does not end in a zero byte.
UNITS = st.lists(
    st.binary(min_size=1, max_size=40)
    .map(lambda data: data.replace(b"\0\0", b"\0\1"))
    .filter(lambda data: data[-1:] != b"\0" and data[:1] != b"\0"),
    min_size=1,
    max_size=6,
)


@given(UNITS, st.lists(st.sampled_from((b"\0\0\1", b"\0\0\0\1", b"\0\0\0\0\1"))))
def test_a_byte_stream_comes_apart_into_its_units(
    units: list[bytes], codes: list[bytes]
) -> None:
    codes = (codes + [b"\0\0\1"] * len(units))[: len(units)]
    stream = b"".join(code + unit for code, unit in zip(codes, units, strict=True))
    assert nal.split_annexb(stream + b"\0\0") == units


@given(UNITS)
def test_a_sample_comes_apart_into_what_it_was_joined_from(units: list[bytes]) -> None:
    assert nal.split_length_prefixed(nal.join(units), 4) == units


@given(UNITS, st.integers(1, 3))
def test_zeros_behind_the_units_of_a_sample_are_no_part_of_them(
    units: list[bytes], zeros: int
) -> None:
    """Which muxers leave of a byte stream; some pad so."""
    padded = nal.join([b"", *(unit + bytes(zeros) for unit in units), bytes(zeros)])
    assert nal.split_length_prefixed(padded, 4) == units


@given(st.binary(max_size=200), st.integers(1, 4))
def test_no_bytes_make_it_fail(data: bytes, size: int) -> None:
    assert sum(map(len, nal.split_length_prefixed(data, size))) <= len(data)
    assert sum(map(len, nal.split_annexb(data))) <= len(data)
    nal.has_recovery_point_h264(b"\6" + data)
    codecs: tuple[VideoCodec, ...] = ("h264", "hevc")
    for codec in codecs:
        for parse in (sps.parse_sps, decoder_config.parse_config):
            with suppress(ValueError, IndexError):
                parse(codec, b"\x67" + data)


@pytest.mark.parametrize("codec", ["h264", "hevc"])
@pytest.mark.parametrize("size", [(320, 192), (1920, 1080), (638, 358)])
def test_the_parameter_sets_of_a_real_encoder(
    codec: VideoCodec, size: tuple[int, int], tmp_path: Path
) -> None:
    wanted = Footage(
        codec="h264" if codec == "h264" else "h265",
        width=size[0],
        height=size[1],
        seconds=Fraction(1),
    )
    with av.open(str(make(wanted, tmp_path).path)) as container:
        extradata = container.streams.video[0].codec_context.extradata
    assert extradata
    length, units = decoder_config.parse_config(codec, extradata)
    assert length == 4
    sets = [u for u in units if nal.is_parameter_set(codec, nal.unit_type(codec, u))]
    kind = nal.SPS_H264 if codec == "h264" else nal.SPS_H265
    (found,) = [unit for unit in sets if nal.unit_type(codec, unit) == kind]
    parsed = sps.parse_sps(codec, found)
    assert (parsed.width, parsed.height) == size
    assert parsed.progressive
    built = decoder_config.build_config(codec, sets)
    assert decoder_config.parse_config(codec, built) == (4, sets)
    padded = decoder_config.build_config(codec, [*sets[:-1], sets[-1] + bytes(2)])
    assert decoder_config.parse_config(codec, padded) == (4, sets)
    if codec == "h264":
        assert built == extradata
    else:
        # General profile, tier, level and the formats; x265's own has SEI besides.
        assert built[1:13] == extradata[1:13]
        assert built[16:19] == extradata[16:19]


def test_a_picture_begins_with_its_first_slice(tmp_path: Path) -> None:
    made = make(Footage(slices=4, seconds=Fraction(1)), tmp_path)
    with av.open(str(made.path)) as container:
        for packet in container.demux(video=0):
            units = [
                unit
                for unit in nal.split_length_prefixed(bytes(packet), 4)
                if nal.is_picture("h264", nal.unit_type("h264", unit))
            ]
            first = [
                nal.starts_picture("h264", nal.unit_type("h264", unit), unit)
                for unit in units
            ]
            assert first == [True, False, False, False][: len(units)]
