"""What a decoder does not take costs pictures, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest

from custom_components.ring_watch.engine.cut import Encode, plan
from custom_components.ring_watch.engine.decode import decode
from custom_components.ring_watch.engine.decoder_config import (
    build_config,
    parse_config,
)
from custom_components.ring_watch.engine.loading import load
from tests.support.footage import Footage, Made

from .scene import CAMERA, SECOND, START, Scene

pytestmark = pytest.mark.engine

TORN = {"h264": b"\x68\x4a", "hevc": b"\x44\x01\x42"}
"""The first bytes of a PPS of id 1."""


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_torn_parameter_set_ends_in_no_error(
    codec: Literal["h264", "h265"], scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    """Which no picture needs, but decoders may refuse to begin with."""
    scene.add(footage(Footage(codec=codec, width=160, height=96, seconds=Fraction(4))))
    segments = load(scene.archive, CAMERA, START, START + 4 * SECOND)
    (part, *_) = plan(segments, START, START + 4 * SECOND, encode_all=True)
    assert isinstance(part, Encode)
    form = part.track.format
    _, sets = parse_config(form.codec, form.config)
    torn = build_config(form.codec, [*sets, TORN[form.codec]])
    track = replace(part.track, format=replace(form, config=torn))
    every = part.track.samples.pts
    # From the first picture on, and from inside of a group.
    for start in (every.min(), every[10]):
        shown = [
            frame.pts for frame in decode(track, 0, len(every), int(start), part.end)
        ]
        assert set(shown) <= {*every[every >= start].tolist()}
