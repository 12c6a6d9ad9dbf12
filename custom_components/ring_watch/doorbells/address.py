"""Addresses of streams, with their credentials kept apart."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

SCHEMES = ("rtsp", "rtsps", "http", "https")


@dataclass(frozen=True, slots=True)
class Address:
    """A stream's URL without credentials, and the credentials."""

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> Address:
        """Take an address apart. Raises ValueError when it is not a stream's."""
        parts = urlsplit(text.strip())
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ValueError("not a stream's address")
        _ = parts.port  # Raises ValueError for a port that is none.
        host = parts.netloc.rpartition("@")[2]
        return cls(
            urlunsplit(parts._replace(netloc=host)),
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
        )

    @property
    def host(self) -> str | None:
        """The host that the stream comes from."""
        return urlsplit(self.url).hostname

    def with_credentials(self) -> str:
        """Return the URL with the credentials inside, for Home Assistant's stream."""
        if not self.username:
            return self.url
        parts = urlsplit(self.url)
        userinfo = quote(self.username, safe="")
        if self.password:
            userinfo += f":{quote(self.password, safe='')}"
        return urlunsplit(parts._replace(netloc=f"{userinfo}@{parts.netloc}"))

    def for_engine(self, transport: str) -> dict[str, Any]:
        """Return the fields of the engine's stream source."""
        return {
            "url": self.url,
            "username": self.username,
            "password": self.password,
            "transport": transport,
        }
