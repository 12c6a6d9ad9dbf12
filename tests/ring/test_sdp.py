"""No media goes a way that was not offered."""

import pytest

from custom_components.ring_watch.ring.sdp import fitting_answer

pytestmark = pytest.mark.ring


def sdp(*directions: str, end: str = "\r\n") -> str:
    lines = ["v=0", "s=-", "a=sendrecv:not a direction"]
    for number, direction in enumerate(directions):
        lines += [f"m=video {number} RTP 96", f"a=mid:{number}", f"a={direction}"]
    return end.join([*lines, ""])


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_every_media_of_an_answer_fits_its_offer(end: str) -> None:
    offer = sdp("recvonly", "recvonly", "sendrecv", "sendonly", end=end)
    answer = sdp("sendrecv", "sendrecv", "sendrecv", "sendrecv", end=end)
    expected = sdp("sendonly", "sendonly", "sendrecv", "recvonly", end=end)
    assert fitting_answer(offer, answer) == expected


def test_what_fits_stays_as_it_is() -> None:
    offer, answer = sdp("recvonly", "sendrecv"), sdp("inactive", "recvonly")
    assert fitting_answer(offer, answer) == answer


def test_an_answer_to_less_or_more_is_left_alone() -> None:
    assert fitting_answer(sdp(), sdp("sendrecv")) == sdp("sendrecv")
    assert fitting_answer("", "") == ""
    assert fitting_answer(sdp("recvonly", "recvonly"), sdp("sendrecv")) == sdp(
        "sendonly"
    )
