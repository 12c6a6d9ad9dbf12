"""How many may watch at once."""

import pytest

from custom_components.ring_watch.web.streams import Streams, TooManyStreamsError

pytestmark = pytest.mark.sharing


def test_case_41_a_share_has_a_cap() -> None:
    streams = Streams(per_share=1, in_all=9)
    with streams.one("a"):
        with pytest.raises(TooManyStreamsError), streams.one("a"):
            pass
        with streams.one("b"):
            assert streams.count == 2
    assert streams.count == 0
    with streams.one("a"):
        assert streams.count == 1


def test_case_41_all_together_have_a_cap() -> None:
    streams = Streams(per_share=9, in_all=2)
    with (
        streams.one("a"),
        streams.one("b"),
        pytest.raises(TooManyStreamsError),
        streams.one("c"),
    ):
        pass


def test_a_place_is_given_back_after_an_error() -> None:
    streams = Streams(per_share=1, in_all=1)
    with pytest.raises(ValueError), streams.one("a"):
        raise ValueError
    assert streams.count == 0
