"""A clip's bytes on a real socket: ranges, aborts, and the end of a grant."""

import hashlib
from io import BytesIO
from pathlib import Path
import socket
import subprocess
import threading
import time
from typing import Any
import zipfile

import pytest

from .client import Server, clip_path

pytestmark = [pytest.mark.sharing, pytest.mark.e2e]
MEGABYTE = 1_000_000


def curl(
    server: Server, path: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run curl; it prints the status and the number of bytes."""
    return subprocess.run(
        [
            *("curl", "--silent", "--show-error", "--max-time", "60"),
            *("--write-out", "%{http_code} %{size_download}", *arguments),
            server.url + path,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


def reading(server: Server, path: str, cookie: str) -> socket.socket:
    """A connection that has asked for a file and read nothing yet."""
    connection = socket.create_connection(("127.0.0.1", server.port), 30)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    request = f"GET {path} HTTP/1.1\r\nHost: home\r\nCookie: {cookie}\r\n\r\n"
    connection.sendall(request.encode())
    return connection


def until_cut(connection: socket.socket, pace: float = 0.0) -> tuple[int, float]:
    """Read to the end; return the number of bytes and when it came."""
    count = 0
    try:
        while chunk := connection.recv(65536):
            count += len(chunk)
            time.sleep(pace)
    except ConnectionError:
        pass
    return count, time.time()


@pytest.fixture(scope="module")
def share(server: Server) -> dict[str, Any]:
    """A share of one megabyte, and its grant's cookie."""
    made: dict[str, Any] = server.play("share", size=MEGABYTE, claims=100)
    return made


@pytest.fixture
def cookie(server: Server, share: dict[str, Any]) -> str:
    return server.cookie(share)


def test_case_38_curl_gets_the_whole(
    server: Server, share: dict[str, Any], cookie: str, tmp_path: Path
) -> None:
    file = tmp_path / "clip.mp4"
    done = curl(server, clip_path(share), "--cookie", cookie, "--output", str(file))
    assert done.stdout == f"200 {MEGABYTE}"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == share["sha256"]


@pytest.mark.parametrize(
    ("wanted", "status", "start", "length"),
    [
        ("bytes=0-", 206, 0, MEGABYTE),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=500-999", 206, 500, 500),
        ("bytes=-100", 206, MEGABYTE - 100, 100),
        ("bytes=999999-", 206, 999_999, 1),
        ("bytes=0-1,5-6", 200, 0, MEGABYTE),
        ("lines=1-2", 200, 0, MEGABYTE),
    ],
)
def test_case_38_ranges(
    server: Server,
    share: dict[str, Any],
    cookie: str,
    wanted: str,
    status: int,
    start: int,
    length: int,
) -> None:
    answer = server.get(clip_path(share), Cookie=cookie, Range=wanted)
    whole = Path(share["path"]).read_bytes()
    assert answer.status == status
    assert answer.body == whole[start : start + length]
    if status == 206:
        expected = f"bytes {start}-{start + length - 1}/{MEGABYTE}"
        assert answer.headers["content-range"] == expected


@pytest.mark.parametrize("wanted", ["bytes=1000000-", "bytes=5000000-6000000"])
def test_case_38_past_the_end(
    server: Server, share: dict[str, Any], cookie: str, wanted: str
) -> None:
    answer = server.get(clip_path(share), Cookie=cookie, Range=wanted)
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{MEGABYTE}"
    assert not answer.body


def test_case_38_if_range(server: Server, share: dict[str, Any], cookie: str) -> None:
    path, tag = clip_path(share), f'"{share["sha256"]}"'
    some = {"Cookie": cookie, "Range": "bytes=0-9"}
    assert server.get(path, If_Range=tag, **some).status == 206
    assert server.get(path, If_Range='"old"', **some).status == 200
    date = "Mon, 23 Nov 2026 20:00:00 GMT"
    assert server.get(path, If_Range=date, **some).status == 200


def test_case_38_all_of_it_is_one_claim(server: Server) -> None:
    share = server.play("share", size=1000, claims=5)
    cookie = server.cookie(share)
    for start in range(0, 1000, 50):
        some = f"bytes={start}-{start + 9}"
        assert server.get(clip_path(share), Cookie=cookie, Range=some).status == 206
    assert server.play("claims", share_id=share["share_id"]) == 1


def test_head_says_what_get_would_and_sends_nothing(
    server: Server, share: dict[str, Any], cookie: str
) -> None:
    answer = server.head(clip_path(share), Cookie=cookie, Range="bytes=0-9")
    assert answer.status == 200
    assert answer.headers["content-length"] == str(MEGABYTE)
    assert answer.headers["accept-ranges"] == "bytes"
    assert not answer.body
    done = curl(server, clip_path(share), "--head", "--cookie", cookie)
    assert done.returncode == 0 and "200 0" in done.stdout


def test_case_43_a_download_goes_on_inside_the_grant(
    server: Server, tmp_path: Path
) -> None:
    share = server.play("share", size=20 * MEGABYTE, claims=1)
    cookie = server.cookie(share)
    file = tmp_path / "clip.mp4"
    path = clip_path(share, "download")
    options = ("--cookie", cookie, "--output", str(file))
    broken = curl(server, path, *options, "--max-time", "1", "--limit-rate", "200K")
    assert broken.returncode == 28
    begun = file.stat().st_size
    assert 0 < begun < 20 * MEGABYTE
    assert server.claim(share).status == 404
    done = curl(server, path, *options, "--continue-at", "-")
    assert done.stdout == f"206 {20 * MEGABYTE - begun}"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == share["sha256"]


@pytest.mark.parametrize("kind", ["clip", "bundle"])
@pytest.mark.parametrize("pace", [0.0005, 0.2], ids=["fast", "slow"])
def test_case_39_revoking_cuts_a_download_within_a_second(
    server: Server, kind: str, pace: float
) -> None:
    share = server.play("share", size=200 * MEGABYTE)
    path = clip_path(share, kind)
    connection = reading(server, path, server.cookie(share))
    ended: list[tuple[int, float]] = []
    reader = threading.Thread(target=lambda: ended.append(until_cut(connection, pace)))
    reader.start()
    time.sleep(0.7)
    revoked = server.play("revoke", share_id=share["share_id"])
    reader.join(30)
    (count, at), size = ended[0], 200 * MEGABYTE
    print(f"\n{kind}: cut after {at - revoked:.3f} s at byte {count}")  # noqa: T201
    assert at - revoked < 1.0
    assert 0 < count < size
    assert server.play("figures")["streams"] == 0
    assert not Path(share["path"]).exists()
    (*_, told) = server.play("told", share_id=share["share_id"])
    assert told["type"] == "share_revoked"
    assert told["streams"] == {"taken_back": 1}
    # The recipient counts the headers too; what waited in the kernel was dropped.
    assert count - 4096 < told["bytes_sent"] < count + 2 * MEGABYTE


def test_case_39_a_recipient_who_does_not_read_is_cut_too(server: Server) -> None:
    share = server.play("share", size=50 * MEGABYTE)
    connection = reading(server, clip_path(share), server.cookie(share))
    time.sleep(0.7)
    assert server.play("figures")["streams"] == 1
    revoked = server.play("revoke", share_id=share["share_id"])
    while server.play("figures")["streams"]:
        assert time.time() - revoked < 1.0
        time.sleep(0.02)
    assert until_cut(connection)[0] < 10 * MEGABYTE


def test_case_40_expiry_cuts_a_download(server: Server) -> None:
    share = server.play("share", size=200 * MEGABYTE, seconds=3600)
    connection = reading(server, clip_path(share), server.cookie(share))
    ended: list[tuple[int, float]] = []
    reader = threading.Thread(target=lambda: ended.append(until_cut(connection, 0.001)))
    reader.start()
    time.sleep(0.5)
    at = time.time()
    server.play("jump", seconds=3601)
    reader.join(30)
    count, end = ended[0]
    assert end - at < 1.0
    assert 0 < count < 200 * MEGABYTE
    server.play("jump", seconds=0)
    told = server.play("told", share_id=share["share_id"])
    delivered = next(entry for entry in told if entry["type"] == "share_delivered")
    assert delivered["streams"] == {"expired": 1}
    assert count - 4096 < delivered["bytes_sent"] < count + 2 * MEGABYTE


def test_the_ledger_tells_how_downloads_ended(server: Server) -> None:
    share = server.play("share", size=20 * MEGABYTE)
    cookie = server.cookie(share)
    path, bundle = clip_path(share, "download"), clip_path(share, "bundle")
    options = ("--cookie", cookie, "--output", "/dev/null")
    assert curl(server, path, *options).returncode == 0
    assert curl(server, bundle, *options).returncode == 0
    assert curl(server, path, *options, "--range", "0-999").returncode == 0
    assert curl(server, path, *options, "--head").returncode == 0
    left = curl(server, path, *options, "--max-time", "1", "--limit-rate", "200K")
    assert left.returncode == 28
    while server.play("figures")["streams"]:
        time.sleep(0.02)
    server.play("jump", seconds=61)
    (*_, told) = server.play("told", share_id=share["share_id"])
    assert told["type"] == "share_delivered" and told["claim"] == 1
    assert told["streams"] == {"complete": 2, "part": 1, "aborted": 1}
    assert 40 * MEGABYTE + 1000 < told["bytes_sent"] < 60 * MEGABYTE


def test_a_grant_ends_before_the_share(server: Server) -> None:
    share = server.play("share", claims=5)
    cookie = server.cookie(share)
    assert server.get(clip_path(share), Cookie=cookie).status == 200
    server.play("jump", seconds=2 * 3600 + 1)
    assert server.get(clip_path(share), Cookie=cookie).status == 404
    assert server.claim(share).status == 303


def test_playing_downloading_and_the_bundle_fit_into_one_grant(server: Server) -> None:
    share = server.play("share", size=1000)
    cookie = server.cookie(share)
    for kind in ("clip", "clip", "download", "bundle"):
        answer = server.get(clip_path(share, kind), Cookie=cookie)
        assert answer.status == 200 and len(answer.body) >= 1000


def test_a_grant_sends_only_so_many_times_its_size(server: Server) -> None:
    share = server.play("share", size=MEGABYTE)
    cookie = server.cookie(share)
    statuses = []
    for _ in range(200):
        try:
            statuses.append(server.get(clip_path(share), Cookie=cookie).status)
        except ConnectionError:
            break
    assert 3 <= len(statuses) < 200
    assert set(statuses) == {200}


def test_case_41_a_share_has_a_cap_on_streams(server: Server) -> None:
    share = server.play("share", size=50 * MEGABYTE)
    cookie, path = server.cookie(share), clip_path(share)
    slow = [reading(server, path, cookie) for _ in range(6)]
    while server.play("figures")["streams"] < 6:
        time.sleep(0.02)
    refused = server.get(path, Cookie=cookie)
    assert refused.status == 503
    assert refused.headers["retry-after"] == "5"
    for connection in slow:
        connection.close()
    deadline = time.monotonic() + 5
    while server.play("figures")["streams"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.head(path, Cookie=cookie).status == 200


def test_case_49_a_file_that_is_gone_or_other_is_not_sent(server: Server) -> None:
    share = server.play("share", size=1000)
    cookie = server.cookie(share)
    path = Path(share["path"])
    path.write_bytes(b"x" * 999)
    assert server.get(clip_path(share), Cookie=cookie).status == 404
    path.unlink()
    assert server.get(clip_path(share), Cookie=cookie).status == 404


def test_the_bundle_has_the_clip_and_its_manifest(server: Server) -> None:
    share = server.play("share", size=MEGABYTE, clips=2)
    cookie = server.cookie(share)
    answer = server.get(clip_path(share, "bundle"), Cookie=cookie)
    with zipfile.ZipFile(BytesIO(answer.body)) as bundle:
        assert bundle.namelist() == ["clip-1.mp4", "clip-1.jws"]
        clip = bundle.read("clip-1.mp4")
        assert hashlib.sha256(clip).hexdigest() == share["sha256"]
        manifest = server.get(clip_path(share, "manifest"), Cookie=cookie).body
        assert bundle.read("clip-1.jws") == manifest
    disposition = answer.headers["content-disposition"]
    assert disposition == 'attachment; filename="clip-1.zip"'
