"""A phone with Home Assistant's app, as far as Home Assistant can tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
import http.client
from http.server import BaseHTTPRequestHandler, HTTPServer
import json
import threading
from typing import Any, Final, override

from .home import RunningHome

# mobile_app reads them from every answer of a push server.
LIMITS: Final = {
    "rateLimits": {
        "successful": 1,
        "errors": 0,
        "maximum": 500,
        "resetsAt": "2030-01-01T00:00:00.000Z",
    }
}

type Push = dict[str, Any]


class Phone:
    """Keeps what it is told, and can press a button of a notification."""

    def __init__(self, home: RunningHome, name: str) -> None:
        """Be told nothing before ``register``."""
        self.name = name
        self._home = home
        self._token = ""
        self._webhook_id = ""
        self._told: list[Push] = []
        self._news = threading.Condition()

    def register(self, token: str, push_url: str) -> None:
        """Log the app in with a user's access token."""
        self._token = token
        registered = self._post(
            "/api/mobile_app/registrations",
            {
                "device_id": self.name,
                "app_id": "io.example.phone",
                "app_name": "Phone",
                "app_version": "1",
                "device_name": self.name,
                "manufacturer": "Nobody",
                "model": "Phone",
                "os_name": "Phone",
                "os_version": "1",
                "supports_encryption": False,
                "app_data": {"push_token": self.name, "push_url": push_url},
            },
            token=token,
        )
        self._webhook_id = registered["webhook_id"]

    def hear(self, push: Push) -> None:
        """Take a notification."""
        with self._news:
            self._told.append(push)
            self._news.notify_all()

    def wait(self, wanted: Callable[[Push], bool], timeout: float = 30) -> Push:
        """The newest notification that is wanted, once it is there."""

        def found() -> Push | None:
            return next((push for push in reversed(self._told) if wanted(push)), None)

        with self._news:
            push = self._news.wait_for(found, timeout)
        assert push, f"{self.name} was told only {self._told}"
        return push

    def press(self, push: Push, title: str) -> None:
        """Press a notification's button."""
        actions = push["data"]["actions"]
        action = next(one for one in actions if one["title"] == title)
        self.answer(action["action"])

    def answer(self, action: str) -> None:
        """Tell Home Assistant that a button was pressed."""
        data = {
            "event_type": "mobile_app_notification_action",
            "event_data": {"action": action},
        }
        self._post(
            f"/api/webhook/{self._webhook_id}", {"type": "fire_event", "data": data}
        )

    def fetch(self, path: str) -> tuple[int, str]:
        """Status and type of what lies at a path, as the app fetches a picture."""
        status, kind, _ = self._send("GET", path, token=self._token)
        return status, kind

    def _post(self, path: str, data: Any, token: str = "") -> Any:
        status, _, text = self._send("POST", path, json.dumps(data), token)
        assert status < HTTPStatus.BAD_REQUEST, (path, status)
        return json.loads(text) if text else None

    def _send(
        self, method: str, path: str, body: str | None = None, token: str = ""
    ) -> tuple[int, str, bytes]:
        """Status, type and body of Home Assistant's answer."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self._home.home.port, timeout=30
        )
        headers = {"Content-Type": "application/json"} if body else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read()
        finally:
            connection.close()


@contextmanager
def phone(home: RunningHome, name: str, token: str) -> Iterator[Phone]:
    """A phone on which somebody is logged in, with a push server for it alone."""
    made = Phone(home, name)

    class Receiver(BaseHTTPRequestHandler):
        """The push server."""

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.hear(json.loads(self.rfile.read(length)))
            answer = json.dumps(LIMITS).encode()
            self.send_response(HTTPStatus.CREATED)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    # One thread for all: it is there before a test begins, and none is left after it.
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        made.register(token, f"http://127.0.0.1:{server.server_port}/push")
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
