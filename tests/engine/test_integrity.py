"""Copied pictures are compared with what was recorded."""

import zlib

from hypothesis import given, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.integrity import UNKNOWN, Verifier

pytestmark = pytest.mark.engine

SAMPLES = st.lists(st.binary(max_size=40), min_size=1, max_size=12)


@given(
    samples=SAMPLES,
    steps=st.lists(st.integers(1, 30), min_size=1),
    spoilt=st.sets(st.integers(0, 11)),
    unknown=st.sets(st.integers(0, 11)),
)
def test_exactly_what_was_changed_is_found(
    samples: list[bytes], steps: list[int], spoilt: set[int], unknown: set[int]
) -> None:
    """In whatever pieces it is read."""
    sums = [
        UNKNOWN if number in unknown else zlib.crc32(data)
        for number, data in enumerate(samples)
    ]
    changed = [
        bytes(byte ^ (number in spoilt) for byte in data)
        for number, data in enumerate(samples)
    ]
    sizes = np.array([len(data) for data in samples], np.int64)
    verifier = Verifier(sizes, np.array(sums, np.int64))
    rest, turn = b"".join(changed), 0
    while rest:
        step = steps[turn % len(steps)]
        verifier.feed(rest[:step])
        rest, turn = rest[step:], turn + 1
    assert verifier.damaged == [
        number
        for number, data in enumerate(samples)
        if data and number in spoilt - unknown
    ]
