"""RTSP messages (RFC 2326, 4 to 6) and what is interleaved with them (10.12)."""

from dataclasses import dataclass, field
import re

_FRAME = 0x24
_LONGEST_HEAD = 1 << 16
_LONGEST_BODY = 1 << 16
_BREAK = re.compile(rb"\r?\n\r?\n")
_FIRST_LINE = re.compile(rb"RTSP/|[A-Z_]+ ")


class GarbledError(ValueError):
    """What came is no RTSP."""


type Frame = tuple[int, bytes]
"""The channel that data came on, and the data."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer. ``headers``: values by name in lower case."""

    line: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: bytes = b""

    @property
    def status(self) -> int | None:
        """The status code of an answer; None of a request."""
        version, _, rest = self.line.partition(" ")
        if not version.startswith("RTSP/"):
            return None
        code = rest.split(" ", 1)[0]
        if not (code.isascii() and code.isdigit() and len(code) == 3):
            raise GarbledError
        return int(code)

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.line.partition(" ")[0]

    def header(self, name: str) -> str | None:
        """Return the first value of a header (a name in lower case)."""
        values = self.headers.get(name)
        return values[0] if values else None


def split(data: bytes, at: int) -> tuple[list[Frame | Message], int]:
    """Return what is complete from ``at`` on, and where the rest begins.

    Raises GarbledError for what can be none of both, once it is at the beginning.
    """
    items: list[Frame | Message] = []
    length = len(data)
    while at < length:
        first = data[at]
        if first == _FRAME:
            if at + 4 > length:
                break
            end = at + 4 + (data[at + 2] << 8 | data[at + 3])
            if end > length:
                break
            items.append((data[at + 1], data[at + 4 : end]))
            at = end
        elif first in b"\r\n":
            # Some send an empty line too many.
            at += 1
        else:
            try:
                found = _message(data, at)
            except GarbledError:
                if not items:
                    raise
                break
            if found is None:
                break
            message, at = found
            items.append(message)
    return items, at


def _message(data: bytes, at: int) -> tuple[Message, int] | None:
    """Return the message that begins at ``at`` and where it ends, if it is complete."""
    head = _BREAK.search(data, at, at + _LONGEST_HEAD)
    if head is None:
        if len(data) - at >= _LONGEST_HEAD or not _may_begin(data[at : at + 16]):
            raise GarbledError
        return None
    line, headers = _parse_head(data[at : head.start()])
    end = head.end() + _content_length(headers)
    if end > len(data):
        return None
    return Message(line, headers, data[head.end() : end]), end


def request(method: str, uri: str, number: int, headers: dict[str, str]) -> bytes:
    """Return a request without a body; ``number``: CSeq."""
    lines = [f"{method} {uri} RTSP/1.0", f"CSeq: {number}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def answer(asked: Message, status: str) -> bytes:
    """Return the answer to a request of the camera's; ``status``: code and reason."""
    number = asked.header("cseq") or ""
    return f"RTSP/1.0 {status}\r\nCSeq: {number}\r\n\r\n".encode()


def interleave(channel: int, data: bytes) -> bytes:
    """Return data as it is sent on an interleaved channel."""
    return b"$" + bytes((channel,)) + len(data).to_bytes(2) + data


def _may_begin(start: bytes) -> bool:
    """Tell whether a message may begin so, as far as it is known."""
    return bool(_FIRST_LINE.match(start)) or (
        len(start) < 16 and start.replace(b"_", b"").isalpha() and start.isupper()
    )


def _parse_head(head: bytes) -> tuple[str, dict[str, list[str]]]:
    first, *rest = head.decode("utf-8", "replace").splitlines() or [""]
    if not _FIRST_LINE.match(head):
        raise GarbledError
    headers: dict[str, list[str]] = {}
    name = ""
    for line in rest:
        if line[:1] in (" ", "\t") and name:
            headers[name][-1] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, []).append(value.strip())
    return first, headers


def _content_length(headers: dict[str, list[str]]) -> int:
    value = (headers.get("content-length") or ["0"])[0]
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) > _LONGEST_BODY:
        raise GarbledError
    return int(value)
