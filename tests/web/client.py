"""What a guest's program does: plain HTTP on a socket, without a browser's help."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlencode

from scripts.env import ROOT

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """An answer. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def alike(self) -> tuple[Any, ...]:
        """What has to be the same in answers that must not differ."""
        headers = {k: v for k, v in self.headers.items() if k != "date"}
        return self.status, headers, self.body


class Server:
    """`tests.web.server` in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Read the port."""
        assert process.stdout
        line = process.stdout.readline()
        assert line, "the server did not start"
        self.port = int(line)
        self.process = process

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
    ) -> Answer:
        """One request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """A GET; underscores of headers' names are hyphens."""
        return self.request("GET", path, _named(headers))

    def head(self, path: str, **headers: str) -> Answer:
        """A HEAD."""
        return self.request("HEAD", path, _named(headers))

    def form(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """A POST of a form."""
        headers = {"Content-Type": FORM} | _named(headers)
        return self.request("POST", path, headers, urlencode(fields))

    def play(self, name: str, **fields: Any) -> Any:
        """Let the server do something."""
        answer = self.request("POST", f"/play/{name}", {}, json.dumps(fields))
        assert answer.status == 200, answer.text
        return json.loads(answer.body)

    def claim(self, share: Mapping[str, str], **fields: str) -> Answer:
        """Post a share's secret."""
        path = f"/ring_watch/s/{share['share_id']}"
        return self.form(path, {"code": share["secret"], **fields})

    def cookie(self, share: Mapping[str, str]) -> str:
        """Claim a share; return the Cookie header of the grant."""
        answer = self.claim(share)
        assert answer.status == 303, answer.text
        return answer.headers["set-cookie"].partition(";")[0]


def clip_path(share: Mapping[str, str], kind: str = "clip", number: int = 1) -> str:
    """The path of a share's file."""
    return f"/ring_watch/s/{share['share_id']}/api/{kind}/{number}"


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def served() -> Iterator[Server]:
    """A server with a home of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.server"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process)
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout
        process.stdout.close()
