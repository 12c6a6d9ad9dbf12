"""What a decoder decodes but never shows, and bits that it passes over, are refused.

The units are written bit by bit: H.264 (08/2021), 7.3, and H.265 (08/2021), 7.3.
"""

import mmap

import numpy as np
import pytest

from custom_components.ring_watch.engine.check_content import Entry
from custom_components.ring_watch.engine.check_samples import pictures
from custom_components.ring_watch.engine.check_tables import RefusedError
from tests.support.by_hand import IDR, OTHER, PPS, SPS, Bits

pytestmark = pytest.mark.engine

VPS_H265, SPS_H265, PPS_H265 = 32, 33, 34
TRAIL, BLA, IDR_H265, CRA = 1, 16, 19, 21


def _check(kind: bytes, sets: tuple[bytes, ...], *units: bytes) -> None:
    """Check a clip of 64x64 of which each unit is a picture, the first an IDR."""
    file = b"".join(len(unit).to_bytes(4) + unit for unit in units)
    data = mmap.mmap(-1, len(file))
    data[:] = file
    size = np.array([4 + len(unit) for unit in units])
    place = np.cumsum(size) - size, size, np.array([0])
    pictures(data, Entry(kind, (64, 64), sets), *place, lambda _: None)


def _h264(
    *, coded: tuple[int, int] = (64, 64), columns: int = 0, rows: int = 0
) -> tuple[bytes, bytes]:
    """An SPS and a PPS of the Main profile; some pairs of columns and rows are hidden."""
    sps = Bits()
    sps.put(24, 77 << 16 | 30)
    # Numbers of frames of 4 bits, in the order of decoding, one reference, no holes.
    sps.numbers(0, 0, 2, 1)
    sps.put(1, 0)
    sps.numbers(coded[0] // 16 - 1, coded[1] // 16 - 1)
    sps.put(2, 0b11)
    sps.put(1, columns + rows > 0)
    if columns + rows:
        sps.numbers(columns, 0, 0, rows)
    sps.put(1, 0)
    pps = Bits()
    pps.numbers(0, 0)
    pps.put(2, 0)
    pps.numbers(0, 0, 0)
    pps.put(3, 0)
    pps.numbers(0, 0, 0)
    pps.put(3, 0)
    return sps.unit(SPS), pps.unit(PPS)


def _slice_h264(kind: int, number: int, *, without_prior: bool = False) -> bytes:
    bits = Bits()
    # An I slice of PPS 0.
    bits.numbers(0, 7, 0)
    bits.put(4, number)
    if kind == IDR:
        bits.numbers(0)
        bits.put(2, without_prior << 1)
    bits.put(80, 0x5A5A5A5A5A5A5A5A5A5A)
    return bits.unit(kind)


def _unit_h265(bits: Bits, kind: int) -> bytes:
    return bytes((kind << 1, 1)) + bits.unit(0)[1:]


def _profile(bits: Bits) -> None:
    bits.put(8, 1)
    bits.put(32, 0x6000_0000)
    bits.put(48, 0x9000_0000_0000)
    bits.put(8, 30)


def _h265(
    *, output: bool = False, extra: int = 0, coded: int = 64, rows: int = 0
) -> tuple[bytes, ...]:
    """VPS, SPS and PPS of Main; slices may tell of their output and have extra bits."""
    vps = Bits()
    vps.put(4, 0)
    vps.put(12, 0b11 << 10 | 1)
    vps.put(16, 0xFFFF)
    _profile(vps)
    vps.put(1, 1)
    vps.numbers(1, 0, 0)
    vps.put(6, 0)
    vps.numbers(0)
    vps.put(2, 0)
    sps = Bits()
    sps.put(8, 1)
    _profile(sps)
    sps.numbers(0, 1, 64, coded)
    sps.put(1, rows > 0)
    if rows:
        sps.numbers(0, 0, 0, rows)
    # Order counts of 8 bits.
    sps.numbers(0, 0, 4)
    sps.put(1, 1)
    sps.numbers(1, 0, 0, 0, 3, 0, 3, 0, 0)
    sps.put(4, 0)
    sps.numbers(0)
    sps.put(5, 0)
    pps = Bits()
    pps.numbers(0, 0)
    pps.put(2, output)
    pps.put(5, extra << 2)
    pps.numbers(0, 0, 0)
    pps.put(3, 0)
    pps.numbers(0, 0)
    pps.put(10, 0)
    pps.numbers(0)
    pps.put(2, 0)
    return (
        _unit_h265(vps, VPS_H265),
        _unit_h265(sps, SPS_H265),
        _unit_h265(pps, PPS_H265),
    )


def _slice_h265(
    kind: int,
    number: int,
    *,
    without_prior: bool = False,
    output: str = "",
    extra: str = "",
) -> bytes:
    bits = Bits()
    bits.put(1, 1)
    if kind >= BLA:
        bits.put(1, without_prior)
    bits.numbers(0)
    bits.text.append(extra)
    bits.numbers(2)
    bits.text.append(output)
    if kind != IDR_H265:
        bits.put(8, number)
    bits.put(80, 0x5A5A5A5A5A5A5A5A5A5A)
    return _unit_h265(bits, kind)


def test_plain_pictures_pass() -> None:
    first, second = _slice_h264(IDR, 0), _slice_h264(OTHER, 1)
    _check(b"avc1", _h264(), first, second)
    for kind in (TRAIL, CRA):
        _check(b"hvc1", _h265(), _slice_h265(IDR_H265, 0), _slice_h265(kind, 1))
    pictures_told = [
        _slice_h265(kind, number, output="1", extra="000")
        for number, kind in enumerate((IDR_H265, TRAIL))
    ]
    _check(b"hvc1", _h265(output=True, extra=3), *pictures_told)


def test_pictures_that_keep_those_before_from_being_shown_are_refused() -> None:
    with pytest.raises(RefusedError, match="shown"):
        _check(b"avc1", _h264(), _slice_h264(IDR, 0, without_prior=True))
    with pytest.raises(RefusedError, match="shown"):
        _check(b"hvc1", _h265(), _slice_h265(IDR_H265, 0, without_prior=True))
    first = _slice_h265(IDR_H265, 0)
    with pytest.raises(RefusedError, match="shown"):
        _check(b"hvc1", _h265(), first, _slice_h265(CRA, 1, without_prior=True))
    # What follows a broken link and is shown before it never is.
    with pytest.raises(RefusedError, match="more than a picture"):
        _check(b"hvc1", _h265(), first, _slice_h265(BLA, 1))


def test_a_picture_that_is_not_shown_itself_is_refused() -> None:
    first = _slice_h265(IDR_H265, 0, output="1")
    with pytest.raises(RefusedError, match="shown"):
        _check(b"hvc1", _h265(output=True), first, _slice_h265(TRAIL, 1, output="0"))


def test_bits_that_nobody_reads_are_refused() -> None:
    first = _slice_h265(IDR_H265, 0, extra="000")
    for bits in ("100", "001", "111"):
        with pytest.raises(RefusedError, match="extra"):
            _check(b"hvc1", _h265(extra=3), first, _slice_h265(TRAIL, 1, extra=bits))


def test_what_fills_the_last_blocks_of_a_picture_is_hidden() -> None:
    """No picture needs more columns and rows beyond its own."""
    first = _slice_h264(IDR, 0)
    _check(b"avc1", _h264(coded=(80, 80), columns=8, rows=8), first)
    _check(b"hvc1", _h265(coded=96, rows=16), _slice_h265(IDR_H265, 0))


@pytest.mark.parametrize("columns", [True, False], ids=["columns", "rows"])
def test_a_part_of_the_picture_that_is_hidden_is_refused(columns: bool) -> None:
    first = _slice_h264(IDR, 0)
    coded = (128, 64) if columns else (64, 128)
    hidden = {"columns" if columns else "rows": 32}
    with pytest.raises(RefusedError, match="hidden"):
        _check(b"avc1", _h264(coded=coded, **hidden), first)


def test_rows_of_h265_that_are_hidden_are_refused() -> None:
    with pytest.raises(RefusedError, match="hidden"):
        _check(b"hvc1", _h265(coded=128, rows=32), _slice_h265(IDR_H265, 0))


@pytest.mark.parametrize("header", [0x0009, 0x0002, 0x0100])
def test_a_set_of_another_layer_is_refused(header: int) -> None:
    """Which a decoder of one layer passes over."""
    first = _slice_h265(IDR_H265, 0)
    for changed in range(3):
        sets = list(_h265())
        own = int.from_bytes(sets[changed][:2])
        sets[changed] = (own ^ header).to_bytes(2) + sets[changed][2:]
        with pytest.raises(RefusedError, match="layer"):
            _check(b"hvc1", tuple(sets), first)
