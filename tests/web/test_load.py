"""Many at once: the event loop stays quick, and memory flat."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
import re
import resource
from typing import Any

import pytest

from .client import FORM, Server, clip_path, served

pytestmark = [pytest.mark.sharing, pytest.mark.e2e]

MEGABYTE = 1_000_000
# The promise, as far as it is the pages' own work.
WORK = 0.1
# This machine may be busy with other tests meanwhile.
LAG = 2.0


@pytest.fixture(scope="module", autouse=True)
def _many_files() -> None:
    """Let this process open as many sockets as it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@pytest.fixture
def alone() -> Iterator[Server]:
    with served() as server:
        yield server


def say(what: str, figures: dict[str, Any], before: dict[str, Any]) -> None:
    grown = (figures["rss"] - before["rss"]) / MEGABYTE
    lag, work = figures["lag"] * 1000, figures["work"] * 1000
    print(  # noqa: T201
        f"\n{what}: loop lag at most {lag:.1f} ms, of which {work:.1f} ms work, "
        f"{grown:+.1f} MB"
    )


async def streams(
    server: Server, path: str, cookies: Sequence[str], count: int
) -> tuple[Counter[int], list[asyncio.StreamWriter]]:
    """Ask for a file so many times, read the head only, and keep all open."""
    cookie = cycle(cookies)

    async def one() -> tuple[int, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", server.port, limit=4096
        )
        request = f"GET {path} HTTP/1.1\r\nHost: home\r\nCookie: {next(cookie)}\r\n\r\n"
        writer.write(request.encode())
        line = await reader.readline()
        return int(line.split()[1]), writer

    found = []
    for _ in range(0, count, 50):
        found += await asyncio.gather(*(one() for _ in range(50)))
    return Counter(status for status, _ in found), [writer for _, writer in found]


@pytest.mark.parametrize(
    ("caps", "statuses"),
    [((6, 64), {200: 6, 503: 494}), ((1000, 1000), {200: 500})],
    ids=["with caps", "without caps"],
)
async def test_case_41_500_open_streams(
    alone: Server, caps: tuple[int, int], statuses: dict[int, int]
) -> None:
    per_share, in_all = caps
    await asyncio.to_thread(alone.play, "caps", per_share=per_share, in_all=in_all)
    share = await asyncio.to_thread(alone.play, "share", size=200 * MEGABYTE)
    # What waits in the kernel counts as sent: for one grant it would be too much.
    cookies = [await asyncio.to_thread(alone.cookie, share) for _ in range(3)]
    before = await asyncio.to_thread(alone.play, "figures")
    found, open_ones = await streams(alone, clip_path(share), cookies, 500)
    await asyncio.sleep(2)
    figures = await asyncio.to_thread(alone.play, "figures")
    say(f"500 slow readers, at most {per_share} a share", figures, before)
    assert found == statuses
    assert figures["streams"] == statuses[200]
    assert figures["lag"] < LAG and figures["work"] < WORK
    assert figures["rss"] - before["rss"] < 500 * 512 * 1024
    page = await asyncio.to_thread(alone.get, f"/ring_watch/s/{share['share_id']}")
    assert page.status == 200
    await asyncio.to_thread(alone.play, "revoke", share_id=share["share_id"])
    await asyncio.sleep(1)
    after = await asyncio.to_thread(alone.play, "figures")
    say("their revocation", after, before)
    assert after["streams"] == 0
    assert after["lag"] < LAG and after["work"] < WORK
    for writer in open_ones:
        writer.close()


async def test_case_35_10000_wrong_secrets(alone: Server) -> None:
    share = await asyncio.to_thread(alone.play, "share")
    ledger = (await asyncio.to_thread(alone.play, "figures"))["ledger"]
    bodies: Counter[tuple[int, bytes]] = Counter()

    async def guess(worker: int, count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", alone.port)
        for number in range(count):
            share_id = (
                share["share_id"] if number % 2 else f"{worker:016x}{number:016x}"
            )
            body = f"code={worker:020d}{number:023d}"
            writer.write(
                f"POST /ring_watch/s/{share_id} HTTP/1.1\r\nHost: home\r\n"
                f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
                f"{body}".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"Content-Length: ([0-9]+)", head)
            assert length
            text = await reader.readexactly(int(length[1]))
            bodies[int(head.split()[1]), text] += 1
            if b"connection: close" in head.lower():
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", alone.port)
        writer.close()

    await asyncio.gather(*(guess(worker, 100) for worker in range(20)))
    before = await asyncio.to_thread(alone.play, "figures")
    await asyncio.gather(*(guess(worker, 500) for worker in range(20, 40)))
    figures = await asyncio.to_thread(alone.play, "figures")
    say("10,000 wrong secrets", figures, before)
    assert {status for status, _ in bodies} <= {404, 429}
    assert len(bodies) == 2
    assert bodies.total() == 12_000
    assert figures["lag"] < LAG and figures["work"] < WORK
    assert figures["rss"] - before["rss"] < 20 * MEGABYTE
    assert figures["ledger"] - ledger < 100
    right = await asyncio.to_thread(alone.claim, share)
    assert right.status == 303
