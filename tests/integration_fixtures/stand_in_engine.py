"""Stands in for the engine, where a test needs a camera or a crash at will.

It speaks the engine's protocol as a real process. ``worker`` writes every command to
the file that ``RING_WATCH_STAND_IN_LOG`` names. What a stream does is in its host:

- ``down-REASON.test``: reports ``down`` with that reason
- ``refused.test``: the probe answers ``unauthorised``
- ``garbage.test``: the probe ends without an answer
- ``slow.test``: the probe never answers
- all others: record, and have H.264 with AAC

A camera named ``crash`` ends the worker with a traceback that holds its password.
``configure`` of an archive below a folder ``refused`` is an error. All other commands
are the real engine's.
"""

import base64
import json
import os
from pathlib import Path
import sys
import time
from typing import Any
from urllib.parse import urlsplit

ENGINE = Path(__file__).parents[2] / "custom_components/ring_watch/engine/__main__.py"
JPEG = b"\xff\xd8\xff\xe0stand-in\xff\xd9"


def say(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def host_of(source: dict[str, Any]) -> str:
    return urlsplit(source.get("url") or "").hostname or ""


def probe() -> int:
    source = json.load(sys.stdin)
    host = host_of(source)
    if host == "slow.test":
        time.sleep(60)
    if host == "garbage.test":
        sys.stderr.write(f"Traceback of {source['url']} {source['password']}\n")
        return 3
    if host == "refused.test":
        say(error={"code": "unauthorised", "message": "The camera refuses."})
        return 1
    audio = {"codec": "aac", "sample_rate": 16000, "channels": 1}
    video = {"codec": "h264", "width": 1920, "height": 1080, "frame_rate": 15.0}
    if host == "silent.test":
        video |= {"codec": "hevc", "frame_rate": None}
    say(video=video, audio=None if host == "silent.test" else audio)
    return 0


def watch(command: dict[str, Any]) -> None:
    camera, source = command["camera"], command["source"]
    if camera == "crash":
        raise RuntimeError(f"cannot open rtsp://user:{source.get('password')}@host")
    say(event="state", camera=camera, state="connecting", reason=None)
    host = host_of(source)
    if host.startswith("down-"):
        reason = host.removeprefix("down-").removesuffix(".test").replace("-", "_")
        say(event="state", camera=camera, state="down", reason=reason)
    else:
        say(event="state", camera=camera, state="recording", reason=None)


def answer(command: dict[str, Any]) -> dict[str, Any]:
    match command["op"]:
        case "configure" if "/refused/" in command["archive"]:
            return {"error": {"code": "disk_full", "message": "There is no room."}}
        case "snapshot" if command["camera"] == "dark":
            return {"error": {"code": "no_footage", "message": "Nothing yet."}}
        case "snapshot":
            jpeg = base64.b64encode(JPEG).decode()
            return {"result": {"jpeg": jpeg, "time": "2026-11-23T20:22:22.000000Z"}}
        case "status":
            return {
                "result": {
                    "cameras": {"front_door": {"state": "recording"}},
                    "source": {"url": "rtsp://secret"},
                }
            }
        case "silence":
            return {}
    return {"result": {}}


def worker() -> int:
    log = Path(os.environ["RING_WATCH_STAND_IN_LOG"])
    for line in sys.stdin:
        command = json.loads(line)
        with log.open("a", encoding="utf-8") as file:
            file.write(line)
        if reply := answer(command):
            say(id=command["id"], **reply)
        if command["op"] == "watch":
            watch(command)
        if command["op"] == "emit":
            say(**command["message"])
        if command["op"] == "write":
            sys.stdout.write(command["line"] + "\n")
            sys.stdout.flush()
        if command["op"] == "noise":
            sys.stdout.write("not json\n")
            say(id=0, result={})
    return 0


if __name__ == "__main__":
    played = {"worker": worker, "probe": probe}
    if sys.argv[1] in played:
        sys.exit(played[sys.argv[1]]())
    os.execv(sys.executable, [sys.executable, "-P", str(ENGINE), *sys.argv[1:]])
