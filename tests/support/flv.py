"""FLV files, joined tag by tag (Video File Format Specification 10.1, E.4.1)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

_HEADER = 13
_VIDEO, _END_OF_SEQUENCE = 9, 2


def _tags(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield kind, milliseconds and body of the tags."""
    at = _HEADER
    while at < len(data):
        size = int.from_bytes(data[at + 1 : at + 4])
        time = int.from_bytes(data[at + 4 : at + 7])
        yield data[at], time, data[at + 11 : at + 11 + size]
        at += 11 + size + 4


def joined(paths: Iterable[Path], milliseconds: int) -> bytes:
    """The pictures of files, each so much later than the one before."""
    found = b""
    for number, path in enumerate(paths):
        data = path.read_bytes()
        found = found or data[:_HEADER]
        for kind, time, body in _tags(data):
            if kind == _VIDEO and body[1] != _END_OF_SEQUENCE:
                late = (time + milliseconds * number).to_bytes(3)
                tag = bytes((kind,)) + len(body).to_bytes(3) + late + bytes(4) + body
                found += tag + len(tag).to_bytes(4)
    return found
