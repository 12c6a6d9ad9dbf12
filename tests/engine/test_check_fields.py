"""A sample holds one picture, which a camera may send as two fields (H.264, 7.4.1.2.4)."""

import mmap

import numpy as np
import pytest

from custom_components.ring_watch.engine.check_content import Entry
from custom_components.ring_watch.engine.check_samples import pictures
from custom_components.ring_watch.engine.check_tables import RefusedError

pytestmark = pytest.mark.engine


def _unit(header: int, bits: str) -> bytes:
    """A NAL unit of these bits and the stop bit."""
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    return bytes((header,)) + int(bits, 2).to_bytes(len(bits) // 8)


# Main profile, 16x32 in fields; numbers of four bits, in the order of decoding.
SPS = _unit(0x67, f"{77:08b}{0:08b}{30:08b}1101101001100100")
PPS = _unit(0x68, "1100111000111000")


def _slice(*, idr: bool, bottom: bool, number: int = 0) -> bytes:
    header = 0x65 if idr else 0x61
    fields = f"1{bottom:b}"
    return _unit(header, f"1011{1}{number:04b}{fields}{'1' * idr}{'01' * 20}")


def _pass(*units: bytes) -> None:
    sample = b"".join(len(unit).to_bytes(4) + unit for unit in units)
    data = mmap.mmap(-1, len(sample))
    data[:] = sample
    place = np.array([0]), np.array([len(sample)]), np.array([0])
    pictures(data, Entry(b"avc1", (16, 32), (SPS, PPS)), *place, lambda _: None)


TOP, BOTTOM = _slice(idr=True, bottom=False), _slice(idr=False, bottom=True)


@pytest.mark.parametrize("units", [(TOP, BOTTOM), (TOP,)], ids=["both", "one"])
def test_the_fields_of_a_picture_pass(units: tuple[bytes, ...]) -> None:
    _pass(*units)


@pytest.mark.parametrize(
    "units",
    [
        (TOP, TOP),
        (TOP, _slice(idr=True, bottom=True)),
        (TOP, _slice(idr=False, bottom=False)),
        (TOP, _slice(idr=False, bottom=True, number=1)),
        (TOP, BOTTOM, TOP),
        (TOP, BOTTOM, _slice(idr=False, bottom=False)),
    ],
    ids=["twice", "both IDR", "same field", "of another", "three", "a third"],
)
def test_fields_of_two_pictures_are_refused(units: tuple[bytes, ...]) -> None:
    with pytest.raises(RefusedError, match="several pictures"):
        _pass(*units)
