"""Answers to offers of media (SDP), as browsers insist on them."""

import re
from typing import Final

_FITTING: Final = {"recvonly": "sendonly", "sendonly": "recvonly"}
_DIRECTION: Final = re.compile(
    r"^a=(sendrecv|sendonly|recvonly|inactive)\r?$", re.MULTILINE
)
_MEDIA: Final = re.compile(r"^(?=m=)", re.MULTILINE)


def fitting_answer(offer: str, answer: str) -> str:
    """Return an answer in which no media goes a way that was not offered.

    Ring's cameras answer ``sendrecv`` to whoever only receives, which RFC 3264, 6.1,
    does not allow. The media of both stand in the same order.
    """
    wanted = [_direction(part) for part in _MEDIA.split(offer)[1:]]
    head, *parts = _MEDIA.split(answer)
    for number, part in enumerate(parts[: len(wanted)]):
        fitting = _FITTING.get(wanted[number] or "")
        if fitting and _direction(part) == "sendrecv":
            parts[number] = part.replace("a=sendrecv", f"a={fitting}", 1)
    return "".join([head, *parts])


def _direction(part: str) -> str | None:
    found = _DIRECTION.search(part)
    return found[1] if found else None
