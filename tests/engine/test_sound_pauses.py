"""Sound with a hole in it: what follows is at its time, and holds nothing from before."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
import numpy as np
import pytest

from custom_components.ring_watch.engine.importer import import_file
from tests.support import tone
from tests.support.footage import Footage, Made

from .listening import listen
from .scene import CAMERA, SECOND, START, Scene

pytestmark = pytest.mark.engine

type Hole = tuple[Fraction, Fraction]

RATE, PIECE = 48_000, 960
HOLE, QUIET, LENGTH = (Fraction(2), Fraction(4)), 3, 6
"""Seconds: which are missing, from when on nothing is to be heard, all of them."""


def _sound(first: int, last: int) -> Iterator[av.AudioFrame]:
    """Sound from one second to another, silence around it."""
    line = np.zeros(LENGTH * RATE, np.float32)
    heard = slice(first * RATE, last * RATE)
    line[heard] = tone.synthesise(RATE, 0, LENGTH * RATE)[heard]
    for number in range(0, len(line), PIECE):
        piece = (line[number : number + PIECE] * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(piece[None], "s16", "mono")
        frame.sample_rate, frame.pts = RATE, number
        frame.time_base = Fraction(1, RATE)
        yield frame


def _film(
    made: Made, path: Path, encoder: str, heard: tuple[int, int], hole: Hole
) -> None:
    """The pictures, and sound that has a hole."""
    with av.open(str(made.path)) as source, av.open(str(path), "w") as target:
        pictures = target.add_stream_from_template(source.streams.video[0])
        sound = cast(AudioStream, target.add_stream(encoder, rate=RATE, layout="mono"))
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = pictures
                target.mux(packet)
        for frame in (*_sound(*heard), None):
            for packet in sound.encode(frame):
                assert packet.pts is not None
                if not hole[0] <= packet.pts * packet.time_base < hole[1]:
                    target.mux(packet)


@pytest.mark.parametrize("encoder", ["libopus", "libmp3lame"])
def test_a_decoder_keeps_nothing_over_a_hole(
    encoder: str, scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    """Its frames overlap: the first one afterwards would sound of the last before."""
    path = scene.folder / "film.mkv"
    made = footage(Footage(width=160, height=96, seconds=Fraction(LENGTH)))
    _film(made, path, encoder, (0, QUIET), HOLE)
    import_file(scene.archive, CAMERA, path, START)
    clip = scene.gather(START + QUIET * SECOND, START + LENGTH * SECOND, audio=True)
    heard = listen(clip.path)
    assert heard is not None
    assert np.abs(heard.samples).max() < 1e-3
    clip = scene.gather(START, START + int(HOLE[0]) * SECOND, audio=True)
    heard = listen(clip.path)
    assert heard is not None
    assert tone.recognise(heard.between(0.5, 0.6), heard.rate) == 0


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("encoder", ["libopus", "pcm_s16le"])
def test_a_lost_packet_brings_nothing_forward(
    encoder: str, lost: int, scene: Scene, footage: Callable[[Footage], Made]
) -> None:
    """What follows would be heard before its time, and in a window that ends there."""
    path = scene.folder / "film.mkv"
    made = footage(Footage(width=160, height=96, seconds=Fraction(LENGTH)))
    hole = Fraction(1), 1 + lost * Fraction(PIECE, RATE)
    _film(made, path, encoder, (QUIET, LENGTH), hole)
    import_file(scene.archive, CAMERA, path, START)
    clip = scene.gather(START, START + QUIET * SECOND, audio=True)
    heard = listen(clip.path)
    assert heard is not None
    assert np.abs(heard.samples).max() < 1e-3
    clip = scene.gather(START + QUIET * SECOND, START + LENGTH * SECOND, audio=True)
    heard = listen(clip.path)
    assert heard is not None
    assert tone.recognise(heard.between(0.1, 0.3), heard.rate) is not None
