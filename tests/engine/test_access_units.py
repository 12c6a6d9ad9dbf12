"""Packets become pictures: whole ones, with nothing in them but pictures."""

from collections.abc import Callable
from fractions import Fraction

import av
import pytest

from custom_components.ring_watch.engine import nal
from custom_components.ring_watch.engine.access_units import (
    Assembler,
    Continuation,
    Picture,
)
from custom_components.ring_watch.engine.decoder_config import parse_config
from tests.support.footage import Footage, Made

pytestmark = pytest.mark.engine

START = b"\0\0\0\1"
SEI, DELIMITER, FILLER, VENDOR = b"\6\5\1\1\x80", b"\x09\xf0", b"\x0c\xff", b"\x1eGPS"
ADDED = (SEI, DELIMITER, FILLER, VENDOR)

type Make = Callable[[Footage], Made]


def stream(*units: bytes) -> bytes:
    return b"".join(START + unit for unit in units)


class Film:
    """The pictures of a file, each as its slices, and the parameter sets."""

    def __init__(self, made: Made) -> None:
        with av.open(str(made.path)) as container:
            extradata = container.streams.video[0].codec_context.extradata or b""
            self.sps, self.pps = parse_config("h264", extradata)[1][:2]
            self.pictures = [
                [u for u in nal.split_length_prefixed(bytes(p), 4) if u[0] & 31 < 6]
                for p in container.demux(video=0)
                if p.size
            ]


@pytest.fixture
def film(footage: Make) -> Film:
    return Film(footage(Footage(slices=4, seconds=Fraction(4))))


@pytest.fixture
def assembler(film: Film) -> Assembler:
    return Assembler("h264", stream(film.sps, film.pps), 90000)


def picture(found: Picture | Continuation | None) -> Picture:
    assert isinstance(found, Picture)
    return found


def test_only_the_picture_is_left(film: Film, assembler: Assembler) -> None:
    for index, slices in enumerate(film.pictures[:40]):
        data = stream(DELIMITER, film.sps, film.pps, SEI, *slices, FILLER, VENDOR)
        found = picture(assembler.feed(data, index * 6000))
        assert nal.split_length_prefixed(found.data, 4) == slices
        assert found.sync == found.random_access == (index % 30 == 0)
        assert (found.format is not None) == found.random_access


def test_a_torn_picture_is_one(film: Film, assembler: Assembler) -> None:
    for index, slices in enumerate(film.pictures[:31]):
        whole = b""
        for part, unit in enumerate(slices):
            found = assembler.feed(stream(film.sps, film.pps, unit), index * 6000)
            assert isinstance(found, Continuation if part else Picture)
            whole += found.data
        assert nal.split_length_prefixed(whole, 4) == slices


def test_a_picture_that_lost_its_first_part_is_not_the_one_before(
    film: Film, assembler: Assembler
) -> None:
    assembler.feed(stream(*film.pictures[0]), 0)
    assert isinstance(assembler.feed(stream(*film.pictures[1][1:]), 6000), Picture)


def test_nothing_comes_before_a_picture_to_start_from(
    film: Film, assembler: Assembler
) -> None:
    for index in range(1, 30):
        assert assembler.feed(stream(*film.pictures[index]), index * 6000) is None
    assert picture(assembler.feed(stream(*film.pictures[30]), 180000)).sync


def test_without_parameter_sets_there_is_no_picture(film: Film) -> None:
    bare = Assembler("h264", None, 90000)
    assert bare.feed(stream(*film.pictures[0]), 0) is None
    assert bare.feed(stream(film.sps), 0) is None
    assert bare.feed(stream(film.pps), 0) is None
    assert picture(bare.feed(stream(*film.pictures[30]), 180000)).format is not None


def test_a_changed_set_is_kept_until_it_can_be_announced(
    film: Film, assembler: Assembler
) -> None:
    first = picture(assembler.feed(stream(*film.pictures[0]), 0))
    # One more picture parameter set, of an id that nobody uses.
    other = bytes((film.pps[0], 0b00100_1_1_0, 0b10_1_1_1_000, 0x80))
    assert other != film.pps
    middle = picture(assembler.feed(stream(other, *film.pictures[1]), 6000))
    assert nal.split_length_prefixed(middle.data, 4) == [other, *film.pictures[1]]
    again = picture(assembler.feed(stream(other, *film.pictures[2]), 12000))
    assert nal.split_length_prefixed(again.data, 4) == film.pictures[2]
    second = picture(assembler.feed(stream(*film.pictures[30]), 180000))
    assert first.format is not None and second.format is not None
    assert parse_config("h264", first.format.config)[1] == [film.sps, film.pps]
    assert other in parse_config("h264", second.format.config)[1]
    third = picture(assembler.feed(stream(*film.pictures[30]), 360000))
    assert third.format is second.format


def test_leading_pictures_of_h265_are_left_out_where_they_cannot_be_decoded(
    footage: Make,
) -> None:
    made = footage(Footage(codec="h265", b_frames=3, open_gop=True))
    with av.open(str(made.path)) as container:
        context = container.streams.video[0].codec_context
        packets = [p for p in container.demux(video=0) if p.size]
    kinds = [
        nal.unit_type("hevc", nal.split_length_prefixed(bytes(p), 4)[-1])
        for p in packets
    ]
    cra = kinds.index(21)
    rasl = {i for i, kind in enumerate(kinds) if kind in nal.RASL_H265}
    assert cra + 1 in rasl
    following = next(i for i in range(cra + 1, len(kinds)) if kinds[i] == 21)
    for begin, dropped in ((0, set()), (cra, {i for i in rasl if i < following})):
        assembler = Assembler("hevc", context.extradata, 90000)
        missing = {
            index
            for index in range(begin, len(packets))
            if assembler.feed(bytes(packets[index]), packets[index].pts or 0) is None
        }
        assert missing == {i for i in dropped if i > cra}
