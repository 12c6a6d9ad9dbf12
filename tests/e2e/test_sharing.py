"""A request from asking to taking back in a real Home Assistant, and what is left."""

from datetime import UTC, datetime, timedelta
import hashlib
import http.client
from pathlib import Path
import sqlite3
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

from scripts.home_config import ROOT
from tests.support.home import RunningHome

pytestmark = [pytest.mark.sharing, pytest.mark.e2e, pytest.mark.integration]

CANARIES = {
    "reason": "canary reason {{ states('sun.sun') }}",
    "contact": "canary contact <b>",
    "name": "canary name",
}


class Browser:
    """A recipient's HTTP client, which remembers one cookie."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self.cookie = ""

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        body = answer.read()
        connection.close()
        return answer.status, body


def test_case_48_and_50_a_whole_life_leaves_no_secret_and_no_words_anywhere(
    home: RunningHome, tmp_path: Path
) -> None:
    answers = {
        "user": "demo",
        "demo": {"name": "Door", "audio": True, "sensitivity": 50},
    }
    home.run(home.home.add_subentry(home.entry_id, "doorbell", answers))
    door = home.door("Door")
    home.wait(door, "binary_sensor.recording", "on")
    options = {
        "longest_hours": 12,
        "open_per_case": 2,
        "lapse_days": 7,
        "share_days": 7,
        "share_claims": 5,
        "door_page": True,
        "notify_phones": True,
    }
    flow: Any = home.run(
        home.home.request(
            "POST",
            "/api/config/config_entries/options/flow",
            {"handler": home.entry_id},
        )
    )
    path = f"/api/config/config_entries/options/flow/{flow['flow_id']}"
    home.run(home.home.request("POST", path, options))
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    time.sleep(10)

    browser = Browser(home.home.url)
    local = start.astimezone(home_zone(home))
    form = {
        "start": f"{local:%Y-%m-%dT%H:%M:%S}",
        "end": f"{local + timedelta(seconds=4):%Y-%m-%dT%H:%M:%S}",
        "start_fold": str(local.fold),
        "end_fold": str(local.fold),
        **CANARIES,
    }
    status, page = browser.send("POST", "/ring_watch/door", form)
    assert status == 200, page.decode()
    token = page.decode().partition("/ring_watch/status#")[2].partition('"')[0]
    assert len(token) == 43

    listed = home.call("ring_watch/requests/list", states=["pending"])
    (request,) = listed["requests"]
    assert request["reason"] == CANARIES["reason"]
    assert not request["verified"]
    request_id = request["request_id"]
    prepared = home.call("ring_watch/requests/prepare", request_id=request_id)
    share = home.call(
        "ring_watch/requests/approve",
        request_id=request_id,
        render_hash=prepared["prepared"]["render_hash"],
        passphrase="canary passphrase",
    )
    address, _, secret = share["url"].removeprefix(home.home.url).partition("#")
    assert browser.send("POST", address, {"code": secret})[0] == 403
    opening = {"code": secret, "passphrase": "canary passphrase"}
    assert browser.send("POST", address, opening)[0] == 303
    cookie = browser.cookie.partition("=")[2]
    status, body = browser.send("GET", f"{address}/api/clip/1")
    digest = hashlib.sha256(body).hexdigest()
    assert status == 200
    assert digest == prepared["prepared"]["clips"][0]["sha256"]
    bundle = tmp_path / "clip.zip"
    bundle.write_bytes(browser.send("GET", f"{address}/api/bundle/1")[1])
    fingerprint = home.call("ring_watch/ledger/page", limit=1)["fingerprint"]
    done = subprocess.run(
        [
            *(sys.executable, ROOT / "tools" / "verify.py", bundle),
            *("--fingerprint", fingerprint),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout

    home.call("ring_watch/shares/revoke", share_id=share["share_id"])
    assert browser.send("GET", f"{address}/api/clip/1")[0] == 404
    assert browser.send("POST", address, opening)[0] == 404
    assert not list((home.footage / "shares").glob("*.mp4"))
    time.sleep(2)
    home.run(home.home.stop())

    secrets = [secret, token, cookie, "canary passphrase"]
    rows = dump(home.home.config / "home-assistant_v2.db")
    assert "ring_watch_request" in rows
    for hidden in (*secrets, *CANARIES.values(), "canary"):
        assert hidden not in rows
    for file in home.home.folder.rglob("*"):
        if not file.is_file() or file.is_symlink():
            continue
        data = file.read_bytes()
        for hidden in secrets:
            assert hidden.encode() not in data, file
        if file.name not in {"sharing.json", "texts.jsonl"}:
            assert b"canary" not in data, file
    errors = [line for line in home.home.errors if "ring_watch" in line]
    assert errors == []


def home_zone(home: RunningHome) -> ZoneInfo:
    """Return the time zone of the home."""
    return ZoneInfo(home.home.time_zone)


def dump(database: Path) -> str:
    """Return every row of the recorder's database as text."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return "\n".join(connection.iterdump())
