"""Bytes of a file to a recipient, for as long as the grant holds."""

import asyncio
from asyncio.trsock import TransportSocket
from collections.abc import AsyncIterator, Iterator
import os
from pathlib import Path
import socket
import struct
from typing import Final, Self

from aiohttp import web

from custom_components.ring_watch.sharing.access import Access, End
from custom_components.ring_watch.sharing.regular import open_regular

CHUNK: Final = 128 * 1024
# How often a stalled stream's grant is asked for. A revocation has to cut within 1 s.
CHECK: Final = 0.25
# A recipient who takes no chunk for so long is cut off. Players come back by Range.
STALL: Final = 60.0
# What waits in the kernel counts as sent, and a seek throws it away.
BUFFER: Final = 256 * 1024
# Close at once, and drop what the kernel has not sent yet.
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class OpenFile:
    """A file that is read outside of the event loop."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open file."""
        self._descriptor = descriptor
        self._reading: asyncio.Future[bytes] | None = None

    @classmethod
    async def open(cls, path: Path, size: int) -> Self | None:
        """Open a regular file of just this size; None where there is none.

        Links are not followed.
        """
        loop = asyncio.get_running_loop()
        descriptor = await loop.run_in_executor(None, _open, path, size)
        return None if descriptor is None else cls(descriptor)

    async def chunks(self, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes [start, end). Raises OSError, also where some are missing."""
        while start < end:
            chunk = await self._read(min(CHUNK, end - start), start)
            if not chunk:
                raise OSError("the file has become shorter")
            yield chunk
            start += len(chunk)

    async def _read(self, count: int, offset: int) -> bytes:
        loop = asyncio.get_running_loop()
        self._reading = loop.run_in_executor(
            None, os.pread, self._descriptor, count, offset
        )
        # A thread cannot be cancelled: it must not meet a descriptor used anew.
        return await asyncio.shield(self._reading)

    def close(self) -> None:
        """Close the file, after the read that is going on."""
        if self._reading is None or self._reading.done():
            os.close(self._descriptor)
        else:
            self._reading.add_done_callback(lambda _: os.close(self._descriptor))


def _open(path: Path, size: int) -> int | None:
    try:
        descriptor = open_regular(path)
    except OSError:
        return None
    if os.fstat(descriptor).st_size != size:
        os.close(descriptor)
        return None
    return descriptor


async def in_pieces(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what a blocking iterator yields, taken outside of the event loop."""
    loop = asyncio.get_running_loop()
    while (block := await loop.run_in_executor(None, next, blocks, None)) is not None:
        if block:
            yield block


class _Guard:
    """Cuts a stream whose grant ends, or whose recipient takes nothing.

    One timer a stream: whoever does not read costs next to nothing.
    """

    def __init__(self, request: web.Request, access: Access) -> None:
        """Watch from now on."""
        self.end: End | None = None
        self._request = request
        self._access = access
        self._loop = asyncio.get_running_loop()
        self._moved = self._loop.time()
        self._timer = self._loop.call_later(CHECK, self._look)

    def moved(self) -> None:
        """Note that the recipient took something."""
        self._moved = self._loop.time()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.cancel()

    def _look(self) -> None:
        self.end = self._access.refusal()
        if self.end is None and self._loop.time() - self._moved >= STALL:
            self.end = End.STALLED
        if self.end is None:
            self._timer = self._loop.call_later(CHECK, self._look)
        else:
            # A write that waits ends with it.
            _cut(self._request)


async def send(
    request: web.Request,
    response: web.StreamResponse,
    access: Access,
    chunks: AsyncIterator[bytes],
    all_of_it: End,
) -> None:
    """Send the head, and for a GET the chunks.

    Every chunk needs the grant's leave. Without it the connection is cut: what the
    recipient has is shorter than was promised, so that no player takes it for whole.
    The grant is told how it ended, with ``all_of_it`` when nothing came in between.
    """
    await response.prepare(request)
    if request.method == "HEAD":
        return
    if connection := _connection(request):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    access.begin()
    guard = _Guard(request, access)
    # Whoever goes away shows as an error, or this is cancelled.
    end = End.ABORTED
    try:
        end = await _send(response, access, chunks, guard) or all_of_it
        if end is not all_of_it:
            _cut(request)
    except ConnectionError:
        end = guard.end or End.ABORTED
    except OSError:
        end = End.FAILED
        _cut(request)
    finally:
        guard.stop()
        access.end(end)


async def _send(
    response: web.StreamResponse,
    access: Access,
    chunks: AsyncIterator[bytes],
    guard: _Guard,
) -> End | None:
    """Send all chunks; return what ended it before."""
    async for chunk in chunks:
        if (end := access.refusal(len(chunk))) is not None:
            return end
        await response.write(chunk)
        if guard.end is not None:
            return guard.end
        guard.moved()
    await response.write_eof()
    return guard.end


def _cut(request: web.Request) -> None:
    """Cut the connection, with all that was not sent yet."""
    if connection := _connection(request):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    if request.transport is not None:
        request.transport.abort()


def _connection(request: web.Request) -> TransportSocket | None:
    """Return the TCP connection; None behind Home Assistant Cloud or a Unix socket."""
    if request.transport is None:
        return None
    found: TransportSocket | None = request.transport.get_extra_info("socket")
    if found is None or found.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    return found
