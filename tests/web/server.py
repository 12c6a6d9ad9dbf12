"""The pages on a real socket, in a process of their own: `python -m tests.web.server`.

Home Assistant's own middlewares are around them. Prints its port. Everything under
/play/ is for tests: POST of JSON, answer in JSON.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
import errno
import gc
import json
import os
from pathlib import Path
import resource
import sys
import tempfile
import time
from types import SimpleNamespace
from typing import Any, cast, override
from zoneinfo import ZoneInfo

from aiohttp import web

from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.lines import Lines
from custom_components.ring_watch.sharing.model.clips import Part, Preparation
from custom_components.ring_watch.sharing.model.people import (
    Actor,
    ActorKind,
    Agreement,
    Origin,
    Requester,
    RequesterKind,
    Source,
)
from custom_components.ring_watch.sharing.model.requests import Ask
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Ports
from custom_components.ring_watch.sharing.settings import Settings
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.sharing.tokens import hashed, new_secret
from custom_components.ring_watch.web import assets, language
from custom_components.ring_watch.web.site import Site
from custom_components.ring_watch.web.streams import Streams
from custom_components.ring_watch.web.views import PAGES
from homeassistant.components.http.cors import setup_cors
from homeassistant.components.http.headers import setup_headers
from homeassistant.components.http.security_filter import setup_security_filter
from homeassistant.core import HomeAssistant

from . import ports

OWNER = Actor("owner", is_admin=True, is_active=True, kind=ActorKind.USER)
ZONE = ZoneInfo("Europe/Amsterdam")
LAG_STEP = 0.005


class Play:
    """The home, and what tests do to it."""

    def __init__(self, folder: Path) -> None:
        """Nothing is started."""
        self.clock = ports.Clock()
        self.renderer = ports.Renderer(folder)
        self.requesters = ports.Requesters()
        self.ledger = Ledger(folder / "ledger", Keys.create(), self.clock.now_us)
        self.sharing = Sharing(
            Ports(
                clock=self.clock,
                executor=ports.Executor(),
                documents=ports.Documents(),
                renderer=self.renderer,
                pins=ports.Pins(),
                doorbells=ports.Doorbells(),
                requesters=self.requesters,
                announcer=ports.Announcer(),
                book=self.ledger,
                notary=ports.Notary(self.ledger),
            ),
            Settings(asks_per_source=10_000, asks_per_requester=10_000),
        )
        self.site: Site | None = None
        self.lag = 0.0
        self.work = 0.0

    def find(self, request: web.Request) -> Site | None:
        """Return the site."""
        return self.site

    def site_with(self, **changes: Any) -> None:
        """Make the site anew."""
        self.site = Site(
            sharing=self.sharing,
            zone=ZONE,
            clip_path=self.renderer.path,
            **changes,
        )

    async def start(self) -> None:
        """Start the home."""
        await asyncio.to_thread(self.ledger.open)
        await self.sharing.start()
        self.site_with()

    async def watch(self) -> None:
        """Measure by how much the event loop is late, and for how long it worked."""
        while True:
            before, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(LAG_STEP)
            self.lag = max(self.lag, time.perf_counter() - before - LAG_STEP)
            self.work = max(self.work, time.thread_time() - worked)

    # What tests may call

    async def share(
        self,
        *,
        size: int = 1000,
        video: str | None = None,
        clips: int = 1,
        gaps: int = 0,
        audio: bool = False,
        seconds: float | None = None,
        claims: int | None = None,
        passphrase: str | None = None,
    ) -> dict[str, Any]:
        """Ask, prepare and approve."""
        self.renderer.size, self.renderer.gaps = size, gaps
        self.renderer.video = Path(video) if video else None
        end = self.clock.now_us() - 60 * ports.SECOND
        start = end - 60 * ports.SECOND
        receipt = await self.sharing.receive(Ask(start, end), Source(Origin.ACTION))
        step = (end - start) // clips
        parts = [
            Part(ports.DOOR, start + n * step, start + (n + 1) * step)
            for n in range(clips)
        ]
        request = await self.sharing.prepare(
            receipt.request_id, Preparation(tuple(parts), audio=audio), OWNER
        )
        assert request.prepared
        lifetime = None if seconds is None else int(seconds * ports.SECOND)
        terms = ShareTerms(lifetime=lifetime, claims=claims, passphrase=passphrase)
        share, secret = await self.sharing.approve(
            request.request_id, request.prepared.render_hash, OWNER, terms
        )
        return {
            "share_id": share.share_id,
            "secret": secret,
            "request_id": request.request_id,
            "token": receipt.status_token,
            "path": str(self.renderer.path(share.clips[0].name)),
            "sha256": share.clips[0].sha256,
        }

    async def revoke(self, *, share_id: str) -> float:
        """Take a share back; return when."""
        at = time.time()
        await self.sharing.revoke(share_id, OWNER)
        return at

    async def rotate(self) -> list[str]:
        """Let another key sign; return the fingerprints of the old and the new one."""
        old = self.ledger.keys.fingerprint
        return [old, await self.sharing.rotate_key(OWNER)]

    async def approve_last(self) -> None:
        """Approve the request that came last."""
        request = (await self.sharing.list_requests()).items[0]
        part = Part(ports.DOOR, request.start, request.end)
        ready = await self.sharing.prepare(
            request.request_id, Preparation((part,)), OWNER
        )
        assert ready.prepared
        await self.sharing.approve(
            request.request_id, ready.prepared.render_hash, OWNER, ShareTerms()
        )

    async def decline_last(self) -> None:
        """Decline the request that came last."""
        request = (await self.sharing.list_requests()).items[0]
        await self.sharing.decline(request.request_id, OWNER)

    async def last(self) -> dict[str, Any]:
        """Return the request that came last, once nothing is under way."""
        await self.sharing.settle()
        return (await self.sharing.list_requests()).items[0].to_json()

    async def requester(self, *, kind: str = "neighbour") -> str:
        """Allow somebody to ask; return the secret of the personal page."""
        secret = new_secret()
        number = len(self.requesters.known)
        agreement = Agreement("yes", 0) if kind == "agency" else None
        self.requesters.known.append(
            Requester(
                f"requester{number}",
                "Somebody",
                RequesterKind(kind),
                agreement=agreement,
                page_secret_hash=hashed(secret),
            )
        )
        return secret

    async def revoke_requesters(self) -> None:
        """Let nobody ask any more who was allowed to."""
        known = self.requesters.known
        known[:] = [replace(requester, revoked=True) for requester in known]

    async def settings(self, **changes: Any) -> None:
        """Change the owner's rules."""
        self.sharing.settings = Settings(**changes)

    async def disk(self, *, full: bool) -> None:
        """Let the ledger find no room, or room again."""
        path = self.ledger._lines.path
        self.ledger._lines = _NoRoom(path) if full else Lines(path)

    async def door(self, *, on: bool) -> None:
        """Turn the door page on or off."""
        self.site_with(door_page=on)

    async def caps(self, *, per_share: int, in_all: int) -> None:
        """Change the caps on streams."""
        self.site_with(streams=Streams(per_share, in_all))

    async def unload(self) -> None:
        """Take the home away."""
        self.site = None

    async def replace_by_link(self, *, path: str) -> None:
        """Put a link to another file of the same size where a clip was."""
        await asyncio.to_thread(_replace_by_link, Path(path))

    async def replace_by_pipe(self, *, path: str) -> None:
        """Put what one could wait for where a clip was."""
        await asyncio.to_thread(Path(path).unlink)
        await asyncio.to_thread(os.mkfifo, path)

    async def jump(self, *, seconds: float) -> None:
        """Move the clock."""
        self.clock.ahead += int(seconds * ports.SECOND)
        await self.sharing.tick()

    async def claims(self, *, share_id: str) -> int:
        """Return how many claims of a share are used."""
        return self.sharing.share(share_id).claims_used

    async def sent(self, *, share_id: str) -> int:
        """Return how many bytes of a share were sent."""
        return self.sharing.share(share_id).bytes_sent

    async def told(self, *, share_id: str) -> list[dict[str, Any]]:
        """Return what the ledger says of a share, with each entry's type."""
        entries = await asyncio.to_thread(self.ledger.entries)
        return [
            {"type": entry.type, **entry.data}
            for entry in entries
            if entry.data.get("share_id") == share_id
        ]

    async def figures(self) -> dict[str, Any]:
        """Return the loop's greatest lag since the last time, and the rest.

        ``work``: the longest that it computed without looking up. Both are in s.
        """
        lag, self.lag = self.lag, 0.0
        work, self.work = self.work, 0.0
        assert self.site
        return {
            "lag": lag,
            "work": work,
            "streams": self.site.streams.count,
            "rss": _resident(),
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "ledger": self.ledger.size,
        }


class _NoRoom(Lines):
    """Lines on a full disk."""

    @override
    def append(self, line: bytes, expected_size: int) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def _replace_by_link(file: Path) -> None:
    elsewhere = file.with_suffix(".canary")
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def controls(play: Play) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of what tests call."""

    async def control(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        result = await getattr(play, name)(**json.loads(await request.read()))
        return web.json_response(result)

    return control


async def serve(folder: Path) -> None:
    """Serve until stdin ends."""
    language.load()
    assets.load()
    play = Play(folder)
    await play.start()
    app = web.Application(client_max_size=1024**2 * 16)
    setup_security_filter(app)
    setup_headers(app, True)
    setup_cors(app, ["https://trusted.example"])
    hass = cast("HomeAssistant", SimpleNamespace(is_stopping=False))
    for view in PAGES:
        view(play.find).register(hass, app, app.router)
    app.router.add_post("/play/{name}", controls(play))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    # A full collection of all that was imported takes 70 to 100 ms, in whose callback
    # it happens to begin. What is measured here is what the pages themselves cost.
    gc.collect()
    gc.freeze()
    watching = asyncio.create_task(play.watch())
    print(runner.addresses[0][1], flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.read)
    watching.cancel()
    await runner.cleanup()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(serve(Path(name)))
