"""The address of what is recorded: a camera, or a file.

It may hold a password, so no text that leaves this module holds an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from .errors import EngineError
from .hosts import is_internal

SCHEMES = ("rtsp", "rtsps", "http", "https", "file")
# A camera that refuses TCP is asked for UDP.
TRANSPORTS = {"tcp": ("tcp", "udp"), "udp": ("udp",)}
"""The transports of RTP to try, in order, by the one that is wanted."""


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where a source is; never shown, since it may hold a password."""

    url: str
    username: str | None = None
    password: str | None = None
    transport: str = "tcp"

    @property
    def scheme(self) -> str:
        """The scheme in lower case; ``file`` for a path."""
        scheme, separator, _ = self.url.partition("://")
        return scheme.lower() if separator else "file"

    @property
    def path(self) -> Path:
        """The path of a file."""
        if "://" not in self.url:
            return Path(self.url)
        return Path(unquote(urlsplit(self.url).path))


def parse_address(data: Mapping[str, Any]) -> Address:
    """Return the stream's address in a JSON object.

    Raises EngineError ``bad_source``, for a file too.
    """
    url = data.get("url")
    username, password = data.get("username"), data.get("password")
    transport = data.get("transport") or "tcp"
    if (
        not isinstance(url, str)
        or transport not in TRANSPORTS
        or not all(isinstance(text, str | None) for text in (username, password))
    ):
        raise EngineError("bad_source", "The source's address is not complete.")
    address = Address(url, username or None, password or None, transport)
    if address.scheme == "file":
        raise EngineError("bad_source", "A file is no camera.")
    check_address(address)
    return address


def parse_address_json(text: str) -> Address:
    """Return the address in JSON text; raises EngineError ``bad_source``."""
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise EngineError("bad_source", "The source is not a JSON object.")
    return parse_address(data)


def check_address(address: Address) -> None:
    """Raise EngineError ``bad_source`` for what cannot be opened."""
    if address.scheme not in SCHEMES:
        raise EngineError(
            "bad_source",
            "Only rtsp, rtsps, http and https addresses and files can be recorded.",
        )
    if address.scheme == "file":
        return
    try:
        parts = urlsplit(address.url)
        host = parts.hostname
        valid = bool(host and not is_internal(host)) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or any(character in address.url for character in "\r\n\0"):
        raise EngineError("bad_source", "The source's address is not valid.")


def location(address: Address) -> str:
    """Return what libav opens, with the password; raises EngineError ``bad_source``."""
    if address.scheme == "file":
        path = address.path
        if not path.is_file() or not os.access(path, os.R_OK):
            raise EngineError("bad_source", f"There is no readable file {path.name!r}.")
        return f"file:{path.absolute()}"
    if address.username is None and address.password is None:
        return address.url
    parts = urlsplit(address.url)
    host = parts.netloc.rpartition("@")[2]
    user = quote(address.username or "", safe="")
    password = quote(address.password or "", safe="")
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))
