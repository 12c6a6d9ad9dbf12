"""MP4 taken apart and put together again: the tests' own reading of ISO 14496-12.

Nothing here shares code with the engine.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
import struct

CONTAINERS = frozenset(
    (b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"moof", b"traf")
)


@dataclass
class Box:
    """A box: either ``body`` or, for containers, ``children``.

    ``wide``: its size is written with 64 bits.
    """

    kind: bytes
    body: bytes = b""
    children: list[Box] = field(default_factory=list)
    wide: bool = False

    def __bytes__(self) -> bytes:
        """The box as it stands in a file."""
        body = self.body + b"".join(bytes(child) for child in self.children)
        if self.wide:
            return struct.pack(">I4sQ", 1, self.kind, len(body) + 16) + body
        return struct.pack(">I4s", len(body) + 8, self.kind) + body

    def find(self, path: str) -> Box:
        """The first box below this one at ``path``, like ``mdia/minf/stbl``."""
        found = self
        for kind in path.encode().split(b"/"):
            found = next(child for child in found.children if child.kind == kind)
        return found

    def all(self, kind: bytes) -> list[Box]:
        """The children of that kind."""
        return [child for child in self.children if child.kind == kind]

    def remove(self, path: str) -> Box:
        """Take the box at ``path`` out; return it."""
        *above, _ = path.split("/")
        parent = self.find("/".join(above)) if above else self
        found = self.find(path)
        parent.children.remove(found)
        return found


def parse(data: bytes) -> Box:
    """A file as a box without a header of its own."""
    return Box(b"", children=_children(data))


def read(path: Path) -> Box:
    """The boxes of a file."""
    return parse(path.read_bytes())


def _children(data: bytes) -> list[Box]:
    found = []
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            header = 16
        assert header <= size <= len(data) - at, f"{kind!r} is torn"
        body = data[at + header : at + size]
        box = Box(kind, wide=header == 16)
        if kind in CONTAINERS:
            box.children = _children(body)
        else:
            box.body = body
        found.append(box)
        at += size
    return found


def serialise(root: Box) -> bytes:
    """The file again, chunk offsets moved as far as ``mdat`` has moved.

    ``root.body`` must hold the offset of the media data that the chunks refer to.
    """
    return b"".join(bytes(child) for child in root.children)


def media_offset(root: Box) -> int:
    """Where the body of the first ``mdat`` begins in the file."""
    at = 0
    for child in root.children:
        if child.kind == b"mdat":
            return at + (16 if child.wide else 8)
        at += len(bytes(child))
    raise AssertionError("no mdat")


def shift_chunks(root: Box, by: int) -> None:
    """Move every chunk offset."""
    for trak in root.find("moov").all(b"trak"):
        table = trak.find("mdia/minf/stbl/co64")
        count = struct.unpack_from(">I", table.body, 4)[0]
        places = struct.unpack_from(f">{count}Q", table.body, 8)
        table.body = table.body[:8] + struct.pack(
            f">{count}Q", *(place + by for place in places)
        )


@dataclass(frozen=True)
class Sample:
    """One sample as the tables tell it; times in seconds, edit list honoured."""

    time: Fraction
    decode_time: Fraction
    duration: Fraction
    offset: int
    size: int
    sync: bool


def handler(trak: Box) -> bytes:
    """``vide`` or ``soun``."""
    return trak.find("mdia/hdlr").body[8:12]


def samples(root: Box, kind: bytes = b"vide") -> list[Sample]:
    """The samples of the first track of that kind, in decode order."""
    moov = root.find("moov")
    scale = struct.unpack_from(">I", moov.find("mvhd").body, 20)[0]
    trak = next(trak for trak in moov.all(b"trak") if handler(trak) == kind)
    timescale = struct.unpack_from(">I", trak.find("mdia/mdhd").body, 20)[0]
    table = trak.find("mdia/minf/stbl")
    sizes = _table(table.find("stsz").body, 1, 12, 8)
    size = [row[0] for row in sizes]
    durations = _expand(table.find("stts").body)
    shifts = _expand(table.find("ctts").body) if table.all(b"ctts") else [0] * len(size)
    sync = set(range(1, len(size) + 1))
    if table.all(b"stss"):
        sync = {row[0] for row in _table(table.find("stss").body, 1)}
    delay, skipped = _edits(trak, scale)
    offsets = _offsets(table, size)
    decoded = [0, *accumulate(durations)]
    assert len(size) == len(durations) == len(shifts) == len(offsets)
    return [
        Sample(
            time=Fraction(decoded[n] + shifts[n] - skipped, timescale) + delay,
            decode_time=Fraction(decoded[n], timescale),
            duration=Fraction(durations[n], timescale),
            offset=offsets[n],
            size=size[n],
            sync=n + 1 in sync,
        )
        for n in range(len(size))
    ]


def _edits(trak: Box, scale: int) -> tuple[Fraction, int]:
    """Seconds of emptiness before the media, and ticks of the media left out."""
    if not trak.all(b"edts"):
        return Fraction(0), 0
    body = trak.find("edts/elst").body
    assert body[0] == 1
    count = struct.unpack_from(">I", body, 4)[0]
    delay = Fraction(0)
    for number in range(count):
        duration, media_time, _ = struct.unpack_from(">QqI", body, 8 + 20 * number)
        if media_time >= 0:
            return delay, media_time
        delay += Fraction(duration, scale)
    raise AssertionError("no edit shows media")


def _table(body: bytes, fields: int, at: int = 8, count_at: int = 4) -> list[list[int]]:
    count = struct.unpack_from(">I", body, count_at)[0]
    values = struct.unpack_from(f">{count * fields}I", body, at)
    return [list(values[n : n + fields]) for n in range(0, count * fields, fields)]


def _expand(body: bytes) -> list[int]:
    return [value for count, value in _table(body, 2) for _ in range(count)]


def _offsets(table: Box, size: list[int]) -> list[int]:
    body = table.find("co64").body
    count = struct.unpack_from(">I", body, 4)[0]
    chunks = struct.unpack_from(f">{count}Q", body, 8)
    rows = _table(table.find("stsc").body, 3)
    found: list[int] = []
    for number, chunk in enumerate(chunks, 1):
        held = next(row[1] for row in reversed(rows) if row[0] <= number)
        for _ in range(held):
            found.append(chunk)
            chunk += size[len(found) - 1]
    return found
