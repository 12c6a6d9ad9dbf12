"""Chromium shows the pictures that are in a file."""

from base64 import b64encode
from collections.abc import Callable
from fractions import Fraction

import pytest

from .browser import chromium, play
from .footage import Footage, Made

pytestmark = [pytest.mark.e2e, pytest.mark.needs("browser")]


def test_chromium_tells_the_counters_that_it_shows(
    footage: Callable[[Footage], Made],
) -> None:
    made = footage(Footage(seconds=Fraction(2), sound="aac", first_counter=70_000))
    address = "data:video/mp4;base64," + b64encode(made.path.read_bytes()).decode()
    with chromium() as browser:
        played = play(browser.new_page(), address)
    assert (played.width, played.height, played.sound) == (320, 192, True)
    assert played.duration == pytest.approx(2, abs=0.1)
    counters = [counter for _, counter in played.shown if counter is not None]
    assert len(counters) == len(played.shown)
    assert counters[0] == 70_000 and counters[-1] == 70_029
    assert counters == sorted(set(counters))
    # A loaded machine may drop a picture on the way to the screen.
    assert len(counters) > 20
