"""Asking a camera (RFC 2326, 10): request and answer, and what it asks itself."""

import re
import time

from ..source_errors import RefusedError, SourceError
from .challenges import Credentials
from .messages import Frame, Message, answer, request
from .wire import Wire

_MOST_TRIES = 3
_MOST_EARLY = 1 << 12
_KEPT_ALIVE_BY = ("OPTIONS", "GET_PARAMETER", "SET_PARAMETER")
_USUAL_TIMEOUT = 60
_SHORTEST_TIMEOUT = 4
_NAME = "Ring Watch"


class Dialogue:
    """The requests of one session. ``uri``: the camera's, without a password."""

    def __init__(
        self, wire: Wire, uri: str, credentials: Credentials, deadline: float
    ) -> None:
        """``deadline``: until when, in monotonic seconds, all has to be answered."""
        self._wire = wire
        self._deadline = deadline
        self.uri = uri
        """What the session as a whole is asked by."""
        self._credentials = credentials
        self._number = 0
        self._session: str | None = None
        self._methods = ""
        self._timeout = _USUAL_TIMEOUT
        self._alive = time.monotonic()
        self._again = False

    def options(self) -> None:
        """Ask what the camera knows; one that does not know this either may do."""
        answered = self._ask("OPTIONS", self.uri, {})
        if answered.status == 200:
            self._methods = answered.header("public") or ""
        elif answered.status is not None and 300 <= answered.status < 400:
            raise RefusedError(answered.status)

    def ask(self, method: str, uri: str, headers: dict[str, str]) -> Message:
        """Return the answer to a request, which the camera agrees to.

        Raises SourceError where it does not, TimeoutError, EOFError, and OSError.
        """
        answered = self._ask(method, uri, headers)
        if answered.status != 200:
            raise RefusedError(answered.status or 0)
        return answered

    def setup(self, uri: str, transport: str) -> Message:
        """Ask for a stream, as `ask`; the session begins with the first."""
        answered = self.ask("SETUP", uri, {"Transport": transport})
        told = answered.header("session") or ""
        session, _, parameters = told.partition(";")
        if session.strip():
            self._session = session.strip()
        name, _, value = parameters.strip().partition("=")
        if name.strip().lower() == "timeout" and re.match(r"\s*\d{1,9}\s*$", value):
            self._timeout = max(int(value), _SHORTEST_TIMEOUT)
        return answered

    def keep_alive(self, now: float) -> None:
        """Tell the camera, in time, that somebody is here. ``now``: monotonic seconds."""
        if now - self._alive < self._timeout / 2:
            return
        self._alive = now
        known = "GET_PARAMETER" in self._methods
        self._send("GET_PARAMETER" if known else "OPTIONS", self.uri, {})

    def hear(self, message: Message) -> None:
        """Take a message that was not waited for.

        Raises SourceError when it ends the session.
        """
        status = message.status
        if status is None:
            self._obey(message)
        elif status == 200:
            self._again = False
        elif status == 401 and not self._again:
            # Cameras let what they asked for grow old.
            challenges = message.headers.get("www-authenticate", [])
            self._again = self._credentials.learn(challenges)
            self._alive -= self._timeout if self._again else 0
        elif status == 454:
            raise SourceError("ended")

    def teardown(self) -> None:
        """Say goodbye, without waiting for an answer."""
        if self._session is not None:
            self._send("TEARDOWN", self.uri, {})

    def _ask(self, method: str, uri: str, headers: dict[str, str]) -> Message:
        tries = 0
        while True:
            self._send(method, uri, headers)
            answered, tries = self._answer(), tries + 1
            if answered.status != 401 or tries == _MOST_TRIES:
                return answered
            challenges = answered.headers.get("www-authenticate", [])
            if not self._credentials.learn(challenges):
                return answered

    def _answer(self) -> Message:
        """Return the answer to the newest request; what else comes meanwhile is kept."""
        early: list[Frame | Message] = []
        while True:
            items = self._wire.receive(self._deadline)
            for number, item in enumerate(items):
                if isinstance(item, tuple):
                    early.append(item)
                elif item.status is None:
                    self._obey(item)
                elif item.status >= 200 and self._is_answered_by(item):
                    self._wire.give_back([*early, *items[number + 1 :]])
                    return item
            del early[:-_MOST_EARLY]

    def _is_answered_by(self, message: Message) -> bool:
        """Tell whether it is not the answer to an earlier request."""
        number = message.header("cseq") or ""
        return not (number.isdecimal() and int(number) < self._number)

    def _obey(self, asked: Message) -> None:
        """Answer what the camera asks."""
        if asked.method in _KEPT_ALIVE_BY:
            self._wire.send(answer(asked, "200 OK"))
        elif asked.method in ("REDIRECT", "TEARDOWN"):
            # Nobody but the owner says where a camera is.
            raise SourceError("ended")
        else:
            self._wire.send(answer(asked, "501 Not Implemented"))

    def _send(self, method: str, uri: str, headers: dict[str, str]) -> None:
        self._number += 1
        said = {**headers, "User-Agent": _NAME}
        if self._session is not None:
            said["Session"] = self._session
        if value := self._credentials.header(method, uri):
            said["Authorization"] = value
        self._wire.send(request(method, uri, self._number, said))
