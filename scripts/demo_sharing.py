"""The steps of the demonstration in which a neighbour asks and the owner decides."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
import hashlib
import json
from pathlib import Path
import re
import sys
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

import aiohttp

from scripts.demo_steps import DOMAIN, Demonstration, Details, StepError
from scripts.home import SUBENTRY_FLOW
from scripts.home_config import ROOT

VERIFY: Final = ROOT / "tools" / "verify.py"
NEIGHBOUR: Final = "Neighbour across the street"
REASON: Final = "Somebody took a parcel from my doorstep."
WINDOW: Final = timedelta(seconds=8)
GONE: Final = 404
_LINK: Final = re.compile(r'href="(/ring_watch/(?:status|s/)[^"]*#[^"]+)"')
# verify.py: something was changed after it was signed.
_TAMPERED: Final = 1


class Guest:
    """Somebody without an account, with a browser of their own."""

    def __init__(self, url: str) -> None:
        """Visit the home at ``url``."""
        jar = aiohttp.CookieJar(unsafe=True)
        self._session = aiohttp.ClientSession(url, cookie_jar=jar)

    async def __aenter__(self) -> Self:
        """Open the browser."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the browser."""
        await self._session.close()

    async def get(self, path: str) -> tuple[int, bytes]:
        """Look at a page; return its status and what it holds."""
        async with self._session.get(path) as answer:
            return answer.status, await answer.read()

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form; return the status and the page that follows."""
        async with self._session.post(path, data=fields) as answer:
            return answer.status, await answer.text()


async def ask(demo: Demonstration) -> Details:
    """Let a neighbour ask on a page of their own."""
    address = await _add_neighbour(demo)
    path, _, code = address.removeprefix(demo.home.url).partition("#")
    zone = ZoneInfo(demo.home.time_zone)
    start = demo.rang_at.astimezone(zone).replace(microsecond=0)
    form = {
        "code": code,
        "start": f"{start:%Y-%m-%dT%H:%M:%S}",
        "end": f"{start + WINDOW:%Y-%m-%dT%H:%M:%S}",
        # Where the clocks were set back an hour ago, the later one is meant.
        "start_fold": str(start.fold),
        "end_fold": str((start + WINDOW).fold),
        "reason": REASON,
    }
    async with Guest(demo.home.url) as neighbour:
        status, _ = await neighbour.get(path)
        if status != 200:
            raise StepError(f"the neighbour gets {status} for the page")
        status, page = await neighbour.post(path, **form)
    link = _LINK.search(page)
    if status != 200 or link is None:
        raise StepError(f"asking is answered with {status}")
    demo.shared["status"] = link[1]
    answer = await _act(demo, "list_requests", states=["pending"])
    (request,) = answer["requests"]
    if request["reason"] != REASON or request["requester"] != NEIGHBOUR:
        raise StepError(f"the request is {request}")
    waiting = await demo.home.wait_for_state(
        "binary_sensor.ring_watch_request_waiting", "on", timeout=10
    )
    demo.shared["request_id"] = request["request_id"]
    seconds = WINDOW.total_seconds()
    demo.talk.say(f"{NEIGHBOUR!r} asks for {seconds:.0f} s from {start:%H:%M:%S} on")
    demo.talk.say("their page says 'Received'; Home Assistant tells the owner")
    return {"request_id": request["request_id"], "entity_id": waiting["entity_id"]}


async def prepare(demo: Demonstration) -> Details:
    """Make the very file that would leave, with a privacy zone covered."""
    zone = {"x": 0.0, "y": 0.0, "width": 0.2, "height": 0.2}
    await demo.connection.action(
        f"{DOMAIN}.set_zones", device=demo.device_id, zones=[zone]
    )
    request_id = demo.shared["request_id"]
    request = await _act(demo, "prepare_request", request_id=request_id)
    prepared = request["prepared"]
    (clip,) = prepared["clips"]
    if clip["gaps"] or "mask" not in clip["changes"]:
        raise StepError(f"what was prepared is {clip}")
    if (status := await demo.home.status(clip["preview"])) != 200:
        raise StepError(f"the owner gets {status} for the preview")
    if (status := await demo.home.status(clip["preview"], token="")) != 401:
        raise StepError(f"a stranger gets {status} for the preview")
    demo.shared |= {"render_hash": prepared["render_hash"], "clip": clip}
    demo.talk.say("prepared it with the privacy zone covered, and without sound")
    demo.talk.say(f"SHA-256  {clip['sha256']}")
    return {"render_hash": prepared["render_hash"], "changes": clip["changes"]}


async def approve(demo: Demonstration) -> Details:
    """Approve exactly that file, and get the link."""
    share = await _act(
        demo,
        "approve_request",
        request_id=demo.shared["request_id"],
        render_hash=demo.shared["render_hash"],
    )
    demo.shared |= {"share_id": share["share_id"], "url": share["url"]}
    expires = datetime.fromisoformat(share["expires"])
    days = round((expires - datetime.now(UTC)) / timedelta(days=1))
    demo.talk.say(f"approved; the link works for {days} days, {share['claims']} times")
    # The part after # opens the share; a report is no place for it.
    return {key: share[key] for key in ("share_id", "expires", "claims", "reach")}


async def open(demo: Demonstration) -> Details:  # noqa: A001 - the step's name
    """Let the neighbour open the link and download the clip."""
    path, _, secret = demo.shared["url"].removeprefix(demo.home.url).partition("#")
    status_path, _, token = demo.shared["status"].partition("#")
    async with Guest(demo.home.url) as neighbour:
        _, page = await neighbour.post(status_path, code=token)
        if f"{path}#" not in page:
            raise StepError("the status page does not lead to the clip")
        if (status := (await neighbour.get(f"{path}/api/clip/1"))[0]) != GONE:
            raise StepError(f"without the secret the clip is answered with {status}")
        status, _ = await neighbour.post(path, code=secret)
        if status != 200:
            raise StepError(f"the link is answered with {status}")
        _, body = await neighbour.get(f"{path}/api/download/1")
        _, bundle = await neighbour.get(f"{path}/api/bundle/1")
    digest = hashlib.sha256(body).hexdigest()
    if digest != demo.shared["clip"]["sha256"]:
        raise StepError(f"the clip that came has the SHA-256 {digest}")
    demo.shared["bundle"] = demo.home.folder.parent / "clip.zip"
    await asyncio.to_thread(demo.shared["bundle"].write_bytes, bundle)
    demo.talk.say(f"the neighbour downloads {len(body)} bytes: what was approved")
    return {"size": len(body), "sha256": digest}


async def verify(demo: Demonstration) -> Details:
    """Check the clip and its manifest offline, and see a changed byte be noticed."""
    page = await demo.connection.call(f"{DOMAIN}/ledger/page", limit=1)
    bundle: Path = demo.shared["bundle"]
    code, report = await _verify(bundle, page["fingerprint"])
    if code != 0:
        raise StepError(f"tools/verify.py says {code}: {report}")
    changed = bundle.with_name("changed.zip")
    data = bytearray(await asyncio.to_thread(bundle.read_bytes))
    data[len(data) // 2] ^= 1
    await asyncio.to_thread(changed.write_bytes, bytes(data))
    code, _ = await _verify(changed, page["fingerprint"])
    if code != _TAMPERED:
        raise StepError(f"tools/verify.py says {code} of a clip with a changed byte")
    demo.talk.say("tools/verify.py: good; with one bit changed: tampered")
    return {"fingerprint": page["fingerprint"], "ledger_size": page["size"]}


async def revoke(demo: Demonstration) -> Details:
    """Take the share back; the link is dead."""
    path, _, secret = demo.shared["url"].removeprefix(demo.home.url).partition("#")
    async with Guest(demo.home.url) as neighbour:
        await neighbour.post(path, code=secret)
        status, _ = await neighbour.get(f"{path}/api/clip/1")
        if status != 200:
            raise StepError(f"before it is taken back the clip is answered {status}")
        await demo.connection.action(
            f"{DOMAIN}.revoke_share", share_id=demo.shared["share_id"]
        )
        status, _ = await neighbour.get(f"{path}/api/clip/1")
        claimed, _ = await neighbour.post(path, code=secret)
    if (status, claimed) != (GONE, GONE):
        raise StepError(f"after it was taken back: {status} and {claimed}")
    left = await asyncio.to_thread(
        lambda: list((demo.footage / "shares").glob("*.mp4"))
    )
    if left:
        raise StepError(f"files are left: {left}")
    demo.talk.say("taken back: the open page and the link are dead, the file is gone")
    return {"status": status}


SHARING_STEPS: Final[tuple[Callable[[Demonstration], Awaitable[Details]], ...]] = (
    ask,
    prepare,
    approve,
    open,
    verify,
    revoke,
)
"""The steps in order, after those of ``demo_steps``."""


async def _add_neighbour(demo: Demonstration) -> str:
    """Add a requester; return the address of their page, which is shown once."""
    entries = await demo.connection.call("config_entries/get", domain=DOMAIN)
    start = {"handler": [entries[0]["entry_id"], "requester"]}
    flow = await demo.home.request("POST", SUBENTRY_FLOW, start)
    path = f"{SUBENTRY_FLOW}/{flow['flow_id']}"
    who = {"name": NEIGHBOUR, "kind": "neighbour"}
    shown = await demo.home.request("POST", path, who)
    if shown.get("step_id") != "address":
        raise StepError(f"the flow stands at {json.dumps(shown, default=str)}")
    await demo.home.request("POST", path, {})
    address: str = shown["description_placeholders"]["address"]
    return address


async def _act(demo: Demonstration, action: str, **data: Any) -> Details:
    answer: Details = await demo.connection.action(
        f"{DOMAIN}.{action}", response=True, **data
    )
    return answer


async def _verify(bundle: Path, fingerprint: str) -> tuple[int | None, str]:
    """Run the tool that recipients have; return its exit status and last line."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(VERIFY), str(bundle), "--fingerprint", fingerprint),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        # Ctrl-C is for the demonstration; this ends by itself.
        start_new_session=True,
    )
    output, _ = await process.communicate()
    lines = output.decode(errors="replace").strip().splitlines()
    return process.returncode, lines[-1] if lines else ""
