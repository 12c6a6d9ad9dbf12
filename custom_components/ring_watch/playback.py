"""A segment as a browser likes it: its times begin near zero.

The archive's decode times count from the Unix epoch, so a player would show a time
line of 56 years. Only the field baseMediaDecodeTime of every tfdt box (ISO 14496-12,
8.8.12) is different in what is sent; all sizes stay, so any range can be served
straight from the file.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
import mmap
from pathlib import Path
import struct
from typing import BinaryIO

from aiohttp import hdrs, web

from .engine.errors import EngineError
from .engine.mp4 import Box, Buffer, boxes, find

CHUNK = 1 << 18
_TIME = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Playback:
    """The complete fragments of a segment, and what replaces its decode times.

    ``times``: offset in the file and the eight bytes that are sent instead.
    """

    path: Path
    size: int
    times: list[tuple[int, bytes]]

    @classmethod
    def prepare(cls, path: Path) -> Playback:
        """Read a segment's boxes. Blocks. Raises OSError and EngineError."""
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise EngineError("unreadable", "The segment is empty.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _prepare(path, data)

    def read(self, file: BinaryIO, start: int, end: int) -> bytes:
        """Return what is sent for [start, end). Blocks."""
        file.seek(start)
        chunk = bytearray(file.read(end - start))
        for offset, time in self.times:
            # A field may lie across the edge of a chunk.
            first, last = max(offset, start), min(offset + len(time), end)
            if first < last:
                chunk[first - start : last - start] = time[
                    first - offset : last - offset
                ]
        return bytes(chunk)


def _prepare(path: Path, data: Buffer) -> Playback:
    moov = find(data, b"moov")
    scales = dict(_timescales(data, moov))
    found: list[tuple[int, int, int]] = []
    size = moov.end
    for box in boxes(data):
        if box.kind == b"moof":
            found += _decode_times(data, box, scales)
        elif box.kind == b"mdat":
            size = box.end
    if not found:
        raise EngineError("unreadable", "The segment has no pictures yet.")
    # The same for all tracks, so that picture and sound stay together.
    base_ms = min(time * 1000 // scale for _, time, scale in found)
    return Playback(
        path,
        size,
        [
            (offset, _TIME.pack(time - base_ms * scale // 1000))
            for offset, time, scale in found
            if offset < size
        ],
    )


def _timescales(data: Buffer, moov: Box) -> Iterator[tuple[int, int]]:
    """Yield every track's id and its ticks a second."""
    for trak in boxes(data, moov.body, moov.end):
        if trak.kind == b"trak":
            header = find(data, b"tkhd", trak.body, trak.end)
            media = find(data, b"mdia/mdhd", trak.body, trak.end)
            yield _after_dates(data, header), _after_dates(data, media)


def _after_dates(data: Buffer, box: Box) -> int:
    """Return the field after the two dates, which version 1 has in 64 bits."""
    offset = 20 if data[box.body] else 12
    (value,) = struct.unpack_from(">I", data, box.body + offset)
    return int(value)


def _decode_times(
    data: Buffer, moof: Box, scales: dict[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield offset, value and timescale of a fragment's decode times (version 1)."""
    for traf in boxes(data, moof.body, moof.end):
        if traf.kind == b"traf":
            header = find(data, b"tfhd", traf.body, traf.end)
            (track,) = struct.unpack_from(">I", data, header.body + 4)
            time = find(data, b"tfdt", traf.body, traf.end)
            (ticks,) = _TIME.unpack_from(data, time.body + 4)
            yield time.body + 4, ticks, scales[track]


async def send(
    request: web.Request, playback: Playback, headers: dict[str, str]
) -> web.StreamResponse:
    """Send a segment, whole or in the one range that was asked for (RFC 9110, 14)."""
    size = playback.size
    try:
        start, end, _ = request.http_range.indices(size)
    except ValueError:
        start = end = 0
    response = web.StreamResponse(
        headers={**headers, hdrs.CONTENT_TYPE: "video/mp4", hdrs.ACCEPT_RANGES: "bytes"}
    )
    if hdrs.RANGE in request.headers:
        if start >= end:
            response.set_status(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            response.headers[hdrs.CONTENT_RANGE] = f"bytes */{size}"
            end = start
        else:
            response.set_status(HTTPStatus.PARTIAL_CONTENT)
            response.headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{end - 1}/{size}"
    response.content_length = end - start
    await response.prepare(request)
    if request.method != hdrs.METH_HEAD:
        loop = asyncio.get_running_loop()
        file = await loop.run_in_executor(None, playback.path.open, "rb")
        try:
            for first in range(start, end, CHUNK):
                last = min(first + CHUNK, end)
                await response.write(
                    await loop.run_in_executor(None, playback.read, file, first, last)
                )
        finally:
            await loop.run_in_executor(None, file.close)
    await response.write_eof()
    return response
